import SweepModel

extension Coordinator {
    /// Begins where the last coordinator of this store ended, however it ended and whichever
    /// sweep it ran.
    ///
    /// Workers it left behind are killed; what they finished is accepted; what they were at is
    /// queued again and counts against nothing; and the spool is emptied.
    func inherit() throws -> Run {
        try spool.prepare()
        let workers = try roles.store.runState(of: sweep).workers
        try bury(workers)
        try failpoints.pass(.beforeDrain)
        for interrupted in try roles.store.interruptedSweeps() {
            try settle(interrupted, leftBy: workers)
        }
        try commit(workers.map { .workerClosed($0.id, at: roles.clock.now.unix) })
        try failpoints.pass(.beforeCleaning)
        spool.clear()
        try failpoints.pass(.afterCleaning)
        watch.watch(spool.requestsFolder)
        let state = try roles.store.runState(of: sweep)
        return Run(
            state, purpose: purpose(limits, roles.preparer.unknownNames, truths),
            now: roles.clock.now)
    }

    /// Accepts what workers finished of a sweep, and queues what they did not.
    ///
    /// How far their files were read is not committed: another sweep may have trials there too.
    private func settle(
        _ interrupted: InterruptedSweep, leftBy workers: [WorkerRecord]
    ) throws {
        let names = interrupted.unknownNames
        var run = Run(
            try roles.store.runState(of: interrupted.name),
            purpose: purpose(interrupted.limits, names, names.map { _ in nil }),
            now: roles.clock.now)
        for worker in workers {
            if let event = try reports(of: worker.id, from: worker.offset) {
                run.take(event, now: roles.clock.now)
            }
        }
        for worker in run.workerIDs { run.take(.workerInherited(worker), now: roles.clock.now) }
        var turn = run.takeTurn()
        turn.changes.removeAll { if case .workerRead = $0 { true } else { false } }
        if interrupted.name != sweep { turn.notices = [] }
        try carryOut(turn)
    }

    /// Kills workers that the store knows, and those that had a folder but no lease yet.
    private func bury(_ known: [WorkerRecord]) throws {
        for record in known { roles.launcher.bury(record) }
        for worker in Set(spool.workers()).subtracting(known.map(\.id)) {
            let values = try spool.reports(of: worker).read(from: 0)?.values ?? []
            if case .hello(let hello) = values.first.flatMap({ try? WorkerReport(json: $0) }) {
                roles.launcher.bury(hello.record(of: worker))
            }
        }
    }

    private func purpose(
        _ limits: Limits, _ unknowns: [String], _ truths: [Double?]
    ) -> Run.Purpose {
        Run.Purpose(
            limits: limits, policy: policy, unknowns: Array(zip(unknowns, truths)),
            freshWorkerID: { WorkerID(Nonce.fresh()) })
    }
}
