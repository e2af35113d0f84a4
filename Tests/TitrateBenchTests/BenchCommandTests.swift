import Foundation
import JSONText
import PINNCore
import TestSupport
import Testing

@Suite struct BenchCommandTests {
    private func bench(_ arguments: [String], in folder: URL? = nil) throws -> ProgramResult {
        try run(Project.fixtureProgram("titrate-bench"), arguments, in: folder)
    }

    @Test func `one step runs from any folder and tells when it ended`() throws {
        let folder = try TemporaryFolder()
        let result = try bench(["--once", "2", "8", "16", "f64"], in: folder.url)
        #expect(result.status == 0 && result.errors.isEmpty)
        let answer = try JSONValue(
            parsing: result.output.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(try #require(answer["t_first"]?.asReal) > 0)
        #expect(try #require(answer["cpu"]?.asReal) > 0)
    }

    @Test func `a request is answered with blocks of at least 20 ms`() throws {
        let script = #"echo '{"L":1,"n":4,"N":8,"dt":"f64","budget":0.05}' | "$0" serve"#
        let result = try run(
            URL(filePath: "/bin/sh"), ["-c", script, Project.fixtureProgram("titrate-bench").path])
        let answer = try JSONValue(
            parsing: result.output.trimmingCharacters(in: .whitespacesAndNewlines))
        let blocks = try #require(answer["b"]?.asArray).compactMap(\.asReal)
        #expect(blocks.count >= 3 && blocks.allSatisfy { $0 > 0 })
        #expect(answer["us_min"]?.asReal == blocks.min())
    }

    @Test func `what is no request is answered with an error, and the service goes on`() throws {
        let script = #"printf 'x\n{"L":0,"n":1,"N":1,"dt":"f64"}\n' | "$0" serve"#
        let result = try run(
            URL(filePath: "/bin/sh"), ["-c", script, Project.fixtureProgram("titrate-bench").path])
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 2)
        #expect(result.output.contains("a request names"))
    }

    @Test(arguments: Precision.allCases)
    func `the bounds of all sizes are told`(precision: Precision) throws {
        let result = try bench(["bound", precision.rawValue])
        #expect(result.output.contains("| 5x128, 8192 |") || result.status == 69)
    }

    /// The figure is that of the same network, data and steps in JAX.
    @Test func `the loss after 100 steps is that of an implementation of others`() throws {
        let result = try bench(["check", "3", "32", "512", "f64"])
        let loss = try #require(Double(result.output.dropLast()))
        #expect(abs(loss - 0.6163630170065966) < 1e-12)
    }

    @Test func `single precision learns what double precision does`() throws {
        let single = try #require(
            Double(bench(["check", "2", "16", "128", "f32"]).output.dropLast()))
        let double = try #require(
            Double(bench(["check", "2", "16", "128", "f64"]).output.dropLast()))
        #expect(single != double && abs(single - double) < 1e-4 * double)
    }

    @Test(arguments: [[], ["serve", "x"], ["--once", "2", "8", "x", "f64"], ["check"]])
    func `wrong usage is 64`(arguments: [String]) throws {
        let result = try bench(arguments)
        #expect(result.status == 64 && result.errors.hasPrefix("usage: "))
    }
}
