import CProcess
import Coordinator
import Glibc

extension Worker {
    func adoptOrphans() { cprocess_adopt_orphans() }

    /// Reads how to work, and says hello.
    ///
    /// - Returns: whether there is a coordinator to work for.
    func begin() throws -> Bool {
        guard let identity = ProcessIdentity(of: getpid()) else { return false }
        let reading = try spool.orders(to: id).read(from: 0)
        guard case .begin(let terms) = try reading?.values.first.map(WorkerOrder.init(json:)) else {
            return false
        }
        // A batch system may start a job twice: the second finds the file of the first.
        guard try spool.reports(of: id).claim() else { return false }
        self.terms = terms
        try failpoints.pass(.workerBeforeHello)
        reports.append(
            .hello(
                WorkerHello(
                    host: ProcessIdentity.host, pid: Int(identity.pid), bootID: identity.bootID,
                    startTime: identity.startTime)))
        try tell()
        try failpoints.pass(.workerAfterHello)
        return true
    }

    /// Follows the orders that have come.
    func readOrders() throws {
        guard let reading = try spool.orders(to: id).read(from: offset) else {
            // The folder is gone: another coordinator has taken this worker for dead.
            return leave(.silence)
        }
        guard reading.offset > offset else { return }
        offset = reading.offset
        heardAt = clock.now.monotonic
        for order in reading.values.compactMap({ try? WorkerOrder(json: $0) }) { follow(order) }
    }

    private func follow(_ order: WorkerOrder) {
        switch order {
        case .begin, .heartbeat: break
        case .lease(let attempt, let limits):
            if farewell == nil {
                waiting.append((attempt, limits))
            } else {
                reports.append(.returned(attempt, at: clock.now.unix))
            }
        case .recall(let attempt):
            guard waiting.contains(where: { $0.attempt == attempt }) else { break }
            waiting.removeAll { $0.attempt == attempt }
            reports.append(.returned(attempt, at: clock.now.unix))
        case .fence(let attempt):
            waiting.removeAll { $0.attempt == attempt }
            for (pid, trial) in running where trial.attempt == attempt {
                running[pid]?.isFenced = true
                cancel(pid)
            }
        case .finish: isFinishing = true
        case .stop: leave(.told)
        }
    }
}
