import Documents
import Testing

/// The scalar that a text of YAML stands for.
private func scalar(_ text: String) throws -> CoreScalar? {
    let source = try SourceText(
        decoding: Array("key: \(text)\n".utf8), path: "a.yaml", byteLimit: 1000)
    let root = Faults(in: source) { _, _ in nil }.document()
    guard case .mapping(let entries)? = root?.content else { return nil }
    return entries[0].value.scalar?.value
}

struct `A scalar` {
    @Test(
        arguments: [
            ("1e-4", .real(1e-4)), ("1E3", .real(1000)), (".5", .real(0.5)), ("1.", .real(1)),
            ("-1.5e+2", .real(-150)), ("+3", .integer(3)), ("-7", .integer(-7)), ("0", .integer(0)),
            ("012", .integer(12)), ("0o17", .integer(15)), ("0xff", .integer(255)),
            ("9223372036854775808", .real(0x1p63)), (".inf", .real(.infinity)),
            ("-.INF", .real(-.infinity)), ("true", .flag(true)), ("FALSE", .flag(false)),
            ("~", .null), ("", .null), ("Null", .null),
            ("Y", .text("Y")), ("on", .text("on")), ("no", .text("no")), ("yes", .text("yes")),
            ("1:30", .text("1:30")), ("1_000", .text("1_000")), ("0b1", .text("0b1")),
            ("0o8", .text("0o8")), ("-0x1", .text("-0x1")), ("0x-1", .text("0x-1")),
            ("1e", .text("1e")), ("1e+", .text("1e+")), (".", .text(".")),
            ("1.2.3", .text("1.2.3")),
            ("e3", .text("e3")), ("nan", .text("nan")), ("2026-11-24", .text("2026-11-24")),
            ("'1'", .text("1")), ("\"true\"", .text("true")), ("''", .text("")),
            ("|\n  5", .text("5\n")),
        ] as [(String, CoreScalar)])
    func `has the value of the core schema of YAML 1.2`(text: String, value: CoreScalar) throws {
        #expect(try scalar(text) == value)
    }

    @Test func `can be not a number`() throws {
        guard case .real(let value)? = try scalar(".nan") else {
            Issue.record(".nan is a real")
            return
        }
        #expect(value.isNaN)
    }
}

struct `A source text` {
    @Test(arguments: ["a\nb\n", "a\r\nb\r\n", "a\rb", "\u{FEFF}a\nb"])
    func `has the same lines whatever ends them`(text: String) throws {
        let source = try SourceText(decoding: Array(text.utf8), path: "a", byteLimit: 100)
        #expect(source.lines == ["a", "b"])
    }

    @Test func `has a largest size`() {
        let bytes = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        let error = #expect(throws: Diagnostics.self) {
            try SourceText(decoding: bytes, path: "a", byteLimit: 1 << 20)
        }
        #expect(error?.all.map(\.code) == [.fileTooLarge])
        #expect(error?.all.first?.message == "the file is larger than 1 MiB")
    }
}
