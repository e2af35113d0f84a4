import Foundation
import PINNCore
import ProblemModel
import Settings
import SweepModel
import TestSupport
import Testing
import TrialProtocol

@Suite struct TrialProcessTests {
    private let executable = Project.executable("titrate-trial")

    /// Runs a program of the shell with a file of these bytes as `$1`, the executable as `$0`.
    private func shell(_ script: String, _ file: [UInt8]) throws -> ProgramResult {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "titrate-trial-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "specification")
        try Data(file).write(to: path)
        return try run(
            URL(filePath: "/bin/sh"), ["-c", script, executable.path, path.path], in: folder)
    }

    @Test func `The process says what the training says and ends with 0`() throws {
        let specification = try LogisticTrial.specification()
        let result = try shell(#"exec "$0" "$1""#, specification.file)
        #expect(result.status == 0 && result.errors.isEmpty)
        let (messages, peakMemoryBytes) = try LogisticTrial.messages(inOutput: result.output)
        #expect(try messages == LogisticTrial.messages(specification))
        // A runtime's at least, no gigabyte.
        #expect((1 << 20..<1 << 30).contains(try #require(peakMemoryBytes)))
    }

    @Test func `A diverged trial ends with 0 too`() throws {
        let result = try shell(
            #"exec "$0" "$1""#,
            LogisticTrial.specification(["learning_rate": .real(1e200)]).file)
        #expect(result.status == 0)
        #expect(result.output.contains("diverged"))
    }

    @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
    func `The environment chooses the instructions`(set: InstructionSet) throws {
        let result = try shell(
            "\(InstructionSet.variable)=\(set.rawValue) exec \"$0\" \"$1\"",
            LogisticTrial.specification().file)
        #expect(result.status == 0)
        let (messages, _) = try LogisticTrial.messages(inOutput: result.output)
        guard case .started(let machine)? = messages.first else {
            Issue.record("no start")
            return
        }
        #expect(machine.hasSuffix("-\(set.digits)"))
    }

    @Test(
        arguments: InstructionSet.allCases.filter { !$0.isAvailable }.map(\.rawValue)
            + ["sse9", ""])
    func `Instructions that are not there are refused with 69 and the choice`(
        name: String
    ) throws {
        let result = try shell(
            "\(InstructionSet.variable)='\(name)' exec \"$0\" \"$1\"",
            LogisticTrial.specification().file)
        #expect(result.status == 69 && result.output.isEmpty)
        #expect(result.errors.contains("'\(name)'"))
        #expect(result.errors.contains("set \(InstructionSet.variable) to one of baseline"))
    }

    @Test func `A damaged specification is refused with 65 and the place`() throws {
        let file = try LogisticTrial.specification().file
        let result = try shell(#"exec "$0" "$1""#, file.dropLast(5))
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("specification: error: the checksum does not fit"))
    }

    @Test func `A missing specification is refused with 65`() throws {
        let result = try shell(#"exec "$0" "$1.not""#, [])
        #expect(result.status == 65 && result.errors.contains("No such file"))
    }

    @Test func `A problem whose parts do not fit is refused with 65`() throws {
        var specification = try LogisticTrial.specification()
        specification.problem.scales.states = [0]
        let result = try shell(#"exec "$0" "$1""#, specification.file)
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("element 0 of stateScales, counted from 0, cannot be 0.0"))
    }

    @Test(arguments: [
        #""$0""#, #""$0" a b"#, #""$0" --verbose"#, #""$0" a --network"#,
        #""$0" a --network b --network c"#,
    ])
    func `Wrong usage is 64`(script: String) throws {
        let result = try shell("exec " + script, [])
        #expect(result.status == 64 && result.errors.hasPrefix("usage: "))
    }

    @Test func `The version is printed`() throws {
        let result = try shell(#"exec "$0" --version"#, [])
        #expect(result.status == 0 && result.output == "titrate-trial \(titrateVersion)\n")
    }

    @Test func `A reader that has gone ends the process quietly`() throws {
        // The reader takes one line; the writer is to notice at its next line.
        let result = try shell(
            #"{ "$0" "$1"; echo "status $?" >&2; } | head -n 1 >/dev/null"#,
            LogisticTrial.specification(["steps": .integer(20_000)]).file)
        #expect(result.errors == "status 74\n")
    }
}
