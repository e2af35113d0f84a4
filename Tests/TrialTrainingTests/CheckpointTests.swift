import Foundation
import PINNCore
import Settings
import SweepModel
import TestSupport
import Testing
import TrialProtocol
import TrialTraining

@Suite struct CheckpointTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("t.checkpoint").path }
    private var bytes: [UInt8]? { (try? Data(contentsOf: URL(filePath: path))).map(Array.init) }

    init() throws { folder = try TemporaryFolder() }

    /// Runs a trial with a checkpoint after every step; with what it said and noted.
    ///
    /// - Parameter kept: Called with the checkpoint's bytes after each message.
    private func run(
        _ specification: TrialSpecification, seconds: Double = 0, kept: ([UInt8]) -> Void = { _ in }
    ) throws -> (messages: [TrialMessage], notes: [String]) {
        var messages: [TrialMessage] = []
        var notes: [String] = []
        try SpecifiedTraining(specification).run(
            checkpoint: CheckpointFile(path: path, seconds: seconds),
            note: { notes.append($0) },
            send: { message in
                messages.append(message)
                if let bytes { kept(bytes) }
            })
        return (messages, notes)
    }

    /// Checkpoints of a trial from all its phases, as the files had them.
    private func files(of specification: TrialSpecification) throws -> [[UInt8]] {
        var files: [[UInt8]] = []
        _ = try run(specification) { if files.last != $0 { files.append($0) } }
        return files
    }

    private func write(_ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    private static let origin = TrialCheckpoint.Origin(trial: TrialID("0123456789abcdef"))

    static let kinds: [[String: SettingValue]] = [
        ["optimizer": .text("adam+lbfgs")], ["optimizer": .text("radam+sgd")],
        ["optimizer": .text("adam+lm")], ["optimizer": .text("adam+ssbroyden")],
        ["weighting": .text("gradient-norm"), "causality": .real(0.1)],
        ["weighting": .text("relobralo"), "data_warmup_steps": .integer(40)],
        ["weighting": .text("self-adaptive")],
        ["resampling": .text("residual"), "resampling_interval": .integer(30)],
    ]

    @Test(arguments: kinds)
    func `A trial that goes on from a checkpoint says what an undisturbed one says`(
        settings: [String: SettingValue]
    ) throws {
        let specification = try LogisticTrial.specification(settings)
        let whole = try LogisticTrial.messages(specification)
        let files = try files(of: specification)
        #expect(files.count > 30)
        for index in stride(from: 0, to: files.count, by: 3) {
            let file = files[index]
            try write(file)
            let steps = try TrialCheckpoint(file: file, expecting: Self.origin).state.steps
            let continued = try run(specification, seconds: 1000)
            #expect(continued.messages == whole)
            #expect(continued.notes == ["resumed at step \(steps)"])
        }
    }

    @Test(arguments: kinds)
    func `A checkpoint reads back to the same value`(settings: [String: SettingValue]) throws {
        let specification = try LogisticTrial.specification(settings)
        for file in try files(of: specification) {
            let checkpoint = try TrialCheckpoint(file: file, expecting: Self.origin)
            #expect(checkpoint.file == file)
            #expect(checkpoint.curve.last.map { $0.step <= checkpoint.state.steps } == true)
        }
    }

    @Test func `A short trial writes none`() throws {
        let result = try run(LogisticTrial.specification(), seconds: 60)
        #expect(bytes == nil && result.notes.isEmpty)
    }

    @Test func `Every cut and every flipped byte is noticed, and the trial starts over`() throws {
        let specification = try LogisticTrial.specification(["optimizer": .text("adam")])
        let file = try #require(try files(of: specification).last)
        for count in Array(0..<200) + stride(from: 200, to: file.count, by: 97) {
            #expect(throws: CheckpointFault.damaged) {
                try TrialCheckpoint(file: Array(file[..<count]), expecting: Self.origin)
            }
        }
        for place in Array(0..<200) + stride(from: 200, to: file.count, by: 89) {
            var damaged = file
            damaged[place] ^= 0x10
            #expect(throws: CheckpointFault.damaged) {
                try TrialCheckpoint(file: damaged, expecting: Self.origin)
            }
        }
        try write(file.dropLast(9))
        let result = try run(specification, seconds: 1000)
        #expect(try result.messages == LogisticTrial.messages(specification))
        #expect(result.notes.count == 1)
        #expect(result.notes[0].hasPrefix(path) && result.notes[0].hasSuffix("starts over"))
    }

    @Test func `Another trial's, numerics' or machine's is refused`() throws {
        let specification = try LogisticTrial.specification()
        let file = try #require(try files(of: specification).last)
        var others = [Self.origin, Self.origin, Self.origin]
        others[0].trial = TrialID("fedcba9876543210")
        others[1].numerics += 1
        others[2].machineType = "another"
        for other in others {
            #expect(throws: CheckpointFault.otherOrigin(Self.origin)) {
                try TrialCheckpoint(file: file, expecting: other)
            }
            var foreign = try TrialCheckpoint(file: file, expecting: Self.origin)
            foreign.origin = other
            try write(foreign.file)
            let result = try run(specification, seconds: 1000)
            #expect(try result.messages == LogisticTrial.messages(specification))
            #expect(result.notes.count == 1 && result.notes[0].contains(other.machineType))
        }
    }

    @Test func `One whose state is another training's is refused`() throws {
        let specification = try LogisticTrial.specification()
        let file = try #require(try files(of: specification).last)
        var foreign = try TrialCheckpoint(file: file, expecting: Self.origin)
        foreign.state.parameters[3] += 1
        try write(foreign.file)
        let result = try run(specification, seconds: 1000)
        #expect(try result.messages == LogisticTrial.messages(specification))
        #expect(result.notes.count == 1 && result.notes[0].contains("the loss at its parameters"))
    }

    @Test func `A version to come is not guessed at`() throws {
        let file = try #require(try files(of: LogisticTrial.specification()).last)
        var later = file.dropLast(4)
        later[8] = 9
        let checksum = CRC32.checksum(of: later)
        let bytes = later + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
        #expect(throws: CheckpointFault.otherFormat(9)) {
            try TrialCheckpoint(file: Array(bytes), expecting: Self.origin)
        }
    }

    @Test func `Where none can be written the trial says so once and goes on`() throws {
        let specification = try LogisticTrial.specification()
        var notes: [String] = []
        var messages: [TrialMessage] = []
        try SpecifiedTraining(specification).run(
            checkpoint: CheckpointFile(path: path + "/no/such/folder", seconds: 0),
            note: { notes.append($0) }, send: { messages.append($0) })
        #expect(try messages == LogisticTrial.messages(specification))
        #expect(notes.count == 1 && notes[0].contains("No such file"))
    }

    @Test func `Nothing but the checkpoint is left beside it`() throws {
        _ = try run(LogisticTrial.specification())
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names == ["t.checkpoint"])
    }

    @Test func `A process that is killed goes on where its checkpoint is`() throws {
        let specification = try LogisticTrial.specification(["steps": .integer(60_000)])
        let file = folder.file("specification")
        try Data(specification.file).write(to: file)
        let program = RunningProgram(
            Project.executable("titrate-trial"), [file.path, "--checkpoint", path],
            environment: ["TITRATE_CHECKPOINT_SECONDS": "0.02"])
        try program.start()
        while bytes == nil, program.isRunning { usleep(1000) }
        program.send(signal: SIGKILL)
        #expect(program.wait().wasSignalled)
        let rest = try TestSupport.run(
            Project.executable("titrate-trial"), [file.path, "--checkpoint", path])
        let whole = try TestSupport.run(Project.executable("titrate-trial"), [file.path])
        #expect(rest.status == 0)
        #expect(
            try LogisticTrial.messages(inOutput: rest.output).messages
                == LogisticTrial.messages(inOutput: whole.output).messages)
        #expect(rest.errors.hasPrefix("resumed at step "))
    }
}
