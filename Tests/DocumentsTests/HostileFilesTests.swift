import Documents
import ProblemFile
import SweepFile
import Testing

/// SplitMix64 (Steele, Lea and Flood 2014), so that every run tries the same files.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Reads bytes as each kind of file; true where each is a value or faults inside the file.
private func isSettled(_ bytes: [UInt8]) -> Bool {
    let sweep = faults { () throws(Diagnostics) in _ = try readSweep(bytes, path: "a") }
    let problem = faults { () throws(Diagnostics) in
        _ = try readProblem(bytes, path: "a", files: FileAccess(texts: [:]))
    }
    let tables = FileAccess { (_, _) throws(FileAccess.Failure) in bytes }
    let table = faults { () throws(Diagnostics) in
        _ = try readProblem(Array(`A problem file`.decay.utf8), path: "b", files: tables)
    }
    let all = sweep + problem + table
    return all.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.rendered.isEmpty }
}

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
    @Test func `of random bytes is refused`() {
        var generator = SeededGenerator(state: 1)
        for _ in 0..<500 {
            let count = Int.random(in: 0...200, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(isSettled(bytes))
        }
    }

    @Test func `of random signs of YAML is refused`() {
        let signs = Array("{}[]:,-?|>&*!%@`'\"#\n \tab<=~.1e\\".utf8)
        var generator = SeededGenerator(state: 2)
        for _ in 0..<1000 {
            let count = Int.random(in: 0...80, using: &generator)
            #expect(isSettled((0..<count).map { _ in signs.randomElement(using: &generator)! }))
        }
    }

    @Test(arguments: [
        `A sweep file`.quick, `A problem file`.infusion, "time,C,D\n0.5,0.6,\n1,\"0.37\",0.6\n",
    ])
    func `that was a right one before is read or refused`(text: String) {
        let signs = Array("{}[]:,-?|>&*!'\"#\n \t<=~.19e\\\0\u{FF}x".utf8)
        var generator = SeededGenerator(state: 3)
        for _ in 0..<700 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                mutate(&bytes, signs, &generator)
            }
            #expect(isSettled(bytes))
        }
    }

    private func mutate(
        _ bytes: inout [UInt8], _ signs: [UInt8], _ generator: inout SeededGenerator
    ) {
        guard !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = Int.random(in: start...min(bytes.count, start + 20), using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[start] = signs.randomElement(using: &generator)!
        case 1: bytes.insert(signs.randomElement(using: &generator)!, at: start)
        case 2: bytes.removeSubrange(start..<end)
        default: bytes.insert(contentsOf: bytes[start..<end], at: start)
        }
    }

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
