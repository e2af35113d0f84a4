import Documents
import ProblemFile
import SweepFile
import Testing

private func faults(_ read: () throws(Diagnostics) -> Void) -> [Diagnostic] {
    do throws(Diagnostics) {
        try read()
        return []
    } catch {
        return error.all
    }
}

private func codes(sweep text: String) -> [Diagnostic.Code] {
    faults { () throws(Diagnostics) in _ = try readSweep(Array(text.utf8), path: "a") }.map(\.code)
}

struct `A hostile file` {
    @Test(arguments: [
        String(repeating: "[", count: 100_000),
        String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
        String(repeating: "{a: ", count: 500) + "1" + String(repeating: "}", count: 500),
        (0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        String(repeating: "- ", count: 5000) + "a",
        String(repeating: "? ", count: 900) + "a",
    ])
    func `of deep nesting is refused`(text: String) {
        let found = Set(codes(sweep: text))
        #expect(!found.isDisjoint(with: [.nestedTooDeep, .syntax, .keyNotText]))
    }

    @Test func `of parentheses without end is refused`() {
        let text = "name: s\nproblem: p\nmethod: grid\nparameters: {layers: 2}\nrequire: "
        #expect(codes(sweep: text + String(repeating: "(", count: 50_000)) == [.expression])
    }

    /// Each line stands for the one above ten times.
    private static let bomb = (1...9).map { level in
        "  - &a\(level) [\((0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n"
    }.joined()

    @Test(arguments: [
        // As a value, and as a key, which is hashed in full.
        "b:\n  - &a0 [1]\n" + bomb,
        "b:\n  - &a0 [1]\n" + bomb + "  - ? *a9\n    : 1\n",
        "b:\n  - &a0 [1]\n" + bomb + "  - {[*a9]: 1, *a9 : 2}\n",
    ])
    func `that stands for a billion values is refused`(text: String) {
        let found = codes(sweep: text)
        #expect(found.contains(.tooManyNodes) || found.contains(.keyNotText))
    }

    @Test func `with a chain of aliases is refused`() {
        let chain = (1...20_000).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(codes(sweep: "- &a0 [1]\n" + chain) == [.tooManyNodes])
    }

    @Test(arguments: ["a: &a [*a]", "&a a: *a", "a: &a {b: *a}", "? &a [*a]\n: 1"])
    func `that contains itself is refused`(text: String) {
        #expect(!codes(sweep: text).isEmpty)
    }

    @Test func `with many faults is told in part`() {
        let text = (0..<5000).map { "key\($0): 1\n" }.joined()
        #expect(codes(sweep: text).count == Faults.limit)
    }
}
