package import Coordinator
import Settings
package import SweepModel

/// A store in memory, which refuses whatever a store on disk would.
package final class InMemoryStore: Store {
    package struct Refused: Error {}

    /// A trial as the store has it.
    package struct Row {
        package var planned: PlannedTrial
        package var open: OpenTrial
        package var status = TrialStatus.queued
        package var outcome: AttemptOutcome?
        /// How often it became final.
        package var settlings = 0
        package var curve: [CurvePoint] = []
        package var network: [UInt8]?
    }

    package private(set) var rows: [TrialID: Row] = [:]
    package private(set) var workers: [WorkerRecord] = []
    package private(set) var attempts: [(id: AttemptID, outcome: AttemptOutcome)] = []
    /// Those of all sweeps, one sweep after the other.
    package let order: [TrialID]
    private let sweeps: [TrialID: String]
    /// Attempt changes that it shall refuse, as if another process had written to it.
    package var refusesEnds = false

    package convenience init(trials count: Int) throws { try self.init(sweeps: [("s", count)]) }

    /// A store of sweeps with so many trials each.
    package init(sweeps: [(name: String, trials: Int)]) throws {
        let configuration = Configuration(settings: try TrialSettings([:]))
        let planned = sweeps.enumerated().flatMap { seed, sweep in
            (0..<sweep.trials).map { replicate in
                PlannedTrial(
                    configuration: configuration, replicate: replicate, seed: UInt64(seed),
                    problemDigest: "p")
            }
        }
        order = planned.map(\.id)
        let names = sweeps.flatMap { Array(repeating: $0.name, count: $0.trials) }
        self.sweeps = Dictionary(uniqueKeysWithValues: zip(order, names))
        for trial in planned { rows[trial.id] = Row(planned: trial, open: OpenTrial(id: trial.id)) }
    }

    package func interruptedSweeps() -> [InterruptedSweep] {
        let running = rows.values.filter { $0.status == .running }
        return Set(running.compactMap { sweeps[$0.open.id] }).sorted().map {
            InterruptedSweep(name: $0, limits: Limits(retries: 2), unknownNames: ["k"])
        }
    }

    package func runState(of sweep: String) -> RunState {
        let rows = order.filter { sweeps[$0] == sweep }.compactMap { self.rows[$0] }
        return RunState(
            open: rows.filter { !$0.status.isFinal }.map(\.open),
            counts: Dictionary(grouping: rows, by: \.status).mapValues(\.count),
            workers: workers, best: nil)
    }

    package func plannedTrial(_ id: TrialID, of sweep: String) throws -> PlannedTrial {
        guard let row = rows[id] else { throw Refused() }
        return row.planned
    }

    package func commit(_ changes: [StoreChange]) throws -> [Bool] { try changes.map(apply) }

    private func apply(_ change: StoreChange) throws -> Bool {
        switch change {
        case .workerRegistered(let record, _):
            guard !workers.contains(where: { $0.id == record.id }) else { return false }
            workers.append(record)
        case .workerRead(let id, let offset):
            guard let index = workers.firstIndex(where: { $0.id == id }),
                workers[index].offset <= offset
            else { return false }
            workers[index].offset = offset
        case .workerClosed(let id, _):
            guard workers.contains(where: { $0.id == id }) else { return false }
            workers.removeAll { $0.id == id }
        case .leased(let attempt, let worker, _): return lease(attempt, to: worker)
        case .leaseReturned(let attempt, let worker):
            guard runs(attempt, worker) else { return false }
            rows[attempt.trial]?.open.attempt -= 1
            rows[attempt.trial]?.open.worker = nil
            rows[attempt.trial]?.open.hasStarted = false
            rows[attempt.trial]?.status = .queued
        case .attemptStarted(let attempt, let worker, _, _, _):
            guard runs(attempt, worker) else { return false }
            rows[attempt.trial]?.open.hasStarted = true
        case .curve(let attempt, let worker, let points):
            guard runs(attempt, worker) else { return false }
            rows[attempt.trial]?.curve += points
        case .attemptEnded(let attempt, let worker, let outcome, let status, let account, _):
            guard runs(attempt, worker), !refusesEnds else { return false }
            end(attempt, outcome, status, account)
        case .trained(let attempt, let network):
            guard let row = rows[attempt.trial], row.status == .succeeded,
                row.open.attempt == attempt.number
            else { return false }
            rows[attempt.trial]?.network = network
        case .settled(let trial, let status, _, _):
            guard rows[trial]?.status == .queued else { return false }
            rows[trial]?.status = status
            rows[trial]?.settlings += 1
        }
        return true
    }

    package func runs(_ attempt: AttemptID, _ worker: WorkerID) -> Bool {
        guard let row = rows[attempt.trial], row.status == .running else { return false }
        return row.open.attempt == attempt.number && row.open.worker == worker
    }

    private func lease(_ attempt: AttemptID, to worker: WorkerID) -> Bool {
        guard let row = rows[attempt.trial], row.status == .queued,
            row.open.attempt + 1 == attempt.number, workers.contains(where: { $0.id == worker })
        else { return false }
        rows[attempt.trial]?.open.attempt += 1
        rows[attempt.trial]?.open.worker = worker
        rows[attempt.trial]?.open.hasStarted = false
        rows[attempt.trial]?.status = .running
        rows[attempt.trial]?.curve = []
        return true
    }

    private func end(
        _ attempt: AttemptID, _ outcome: AttemptOutcome, _ status: TrialStatus,
        _ account: AttemptAccount
    ) {
        attempts.append((attempt, outcome))
        rows[attempt.trial]?.status = status
        rows[attempt.trial]?.open.worker = nil
        rows[attempt.trial]?.open.hasStarted = false
        if account == .failure { rows[attempt.trial]?.open.failures += 1 }
        if account == .workerDeath { rows[attempt.trial]?.open.workerDeaths += 1 }
        guard status.isFinal else { return }
        rows[attempt.trial]?.outcome = outcome
        rows[attempt.trial]?.settlings += 1
    }

    /// What must be the same whatever happened on the way, in plan order.
    package var settledRows: [String] {
        order.compactMap { rows[$0] }.map { row in
            let estimates = row.outcome?.estimates.map { "\($0.parameter)=\($0.value)" } ?? []
            let curve = row.curve.map { "\($0.step)" }
            return "\(row.status) \(row.settlings) \(estimates) \(row.outcome?.steps ?? 0) \(curve)"
        }
    }
}
