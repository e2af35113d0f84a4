import Coordinator
import Foundation
import Settings
import SweepModel
import SweepStore
import TestSupport

/// A store in a folder of its own, with what tests put into it.
final class Sample {
    let folder: TemporaryFolder
    let files: StoreFiles
    let store: SweepStore

    init() throws {
        folder = try TemporaryFolder()
        files = StoreFiles(folder.file("store.sqlite").path)
        store = try SweepStore(files, mode: .create)
    }

    /// Rows of a query on the store's views, as sqlite3-like text: cells joined by `|`.
    func rows(_ sql: String) throws -> [String] { try rowsOf(files, sql) }

    /// Runs one attempt of a trial to its end.
    func finish(
        _ trial: TrialID, _ status: TrialStatus = .succeeded, attempt: Int = 1,
        estimates: [Double] = [], holdout: Double? = nil, at time: Int = 2000
    ) throws {
        let names = ["PSB", "PSE"]
        let outcome = AttemptOutcome(
            status: status, cause: status == .succeeded ? nil : "it \(status.rawValue)",
            steps: 10,
            losses: LossValues(data: 0.5, initial: 0.25, residual: 0.125, holdout: holdout),
            estimates: zip(names, estimates).map { Estimate(parameter: $0, value: $1) },
            cost: Cost(wallSeconds: 1.5, cpuSeconds: 1.25, peakMemoryBytes: 4096))
        let id = AttemptID(trial: trial, number: attempt)
        let applied = try store.commit([
            .leased(id, worker, at: time - 1000),
            .attemptStarted(id, worker, machineType: "x86_64 fma", host: "node1", at: time - 900),
            .attemptEnded(id, worker, outcome, trialBecomes: status, counts: .nothing, at: time),
        ])
        precondition(applied == [true, true, true], "the trial was not queued")
    }

    func registerWorker() throws {
        try store.commit([.workerRegistered(workerRecord(worker), at: 1000)])
    }
}

let worker = WorkerID("w1")

func workerRecord(_ id: WorkerID) -> WorkerRecord {
    WorkerRecord(id: id, host: "node1", pid: 42, bootID: "boot", startTime: "17")
}

/// All rows that a query gives, cells joined by `|`, NULL as nothing.
func rowsOf(_ files: StoreFiles, _ sql: String) throws -> [String] {
    var rows: [String] = []
    let query = try ReadOnlyQuery(files)
    try query.run(sql) { _, cells in rows.append(cells.map(plain).joined(separator: "|")) }
    return rows
}

private func plain(_ cell: Cell) -> String {
    switch cell {
    case .null: ""
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .text(let value): value
    case .blob(let bytes): "\(bytes.count) bytes"
    }
}

/// A sweep over learning rates, one configuration each.
func entry(
    _ name: String = "tuning", rates: [Double] = [0.1, 0.01], replicates: Int = 3,
    truths: [Double?] = [28, 112], seed: UInt64 = 7, digest: String = "abc",
    limits: Limits = Limits(), description: String = ""
) throws -> SweepEntry {
    let configurations = try rates.map {
        Configuration(settings: try TrialSettings(["learning_rate": .real($0)]))
    }
    let unknowns = zip(["PSB", "PSE"], truths).map { name, truth in
        UnknownRecord(
            name: name, truth: truth, guess: 84, lowerBound: 1, upperBound: 1000, unit: "L/h")
    }
    return SweepEntry(
        sweep: Sweep(
            name: name, description: description, question: "Which rate?",
            problemPath: "brain.yaml", method: .grid, seed: seed, replicates: replicates, axes: [],
            limits: limits),
        plan: Plan(
            configurations: Configurations(configurations), replicates: replicates, seed: seed,
            expanded: rates.count, excluded: 0, merged: 0),
        problem: ProblemRecord(
            digest: digest, name: "brain", title: "A brain", unknowns: unknowns),
        documents: [
            StoredDocument(role: .sweep, path: "a.yaml", content: Array("name: \(name)".utf8)),
            StoredDocument(role: .problem, path: "brain.yaml", content: [0, 255, 10]),
        ],
        version: "1.0")
}

extension SweepEntry {
    /// The trial of a configuration (counted as its rate was given) and replicate.
    func trial(_ configuration: Int, _ replicate: Int) -> TrialID {
        plan.trial(
            at: replicate * plan.configurations.count + configuration,
            problemDigest: problem.digest
        ).id
    }
}
