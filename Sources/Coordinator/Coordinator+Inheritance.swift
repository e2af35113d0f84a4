import SweepModel

extension Coordinator {
    /// Begins where the last coordinator of this store ended, however it ended.
    ///
    /// Workers it left behind are killed; what they finished is accepted; what they were at is
    /// queued again and counts against nothing; and the spool is emptied.
    func inherit() throws -> Run {
        try spool.prepare()
        let state = try roles.store.runState(of: sweep)
        var run = Run(state, purpose: purpose, now: roles.clock.now)
        try bury(state.workers)
        try failpoints.pass(.beforeDrain)
        for record in state.workers { offsets[record.id] = record.offset }
        for worker in run.workerIDs {
            if let event = try news(of: worker) { run.take(event, now: roles.clock.now) }
            run.take(.workerInherited(worker), now: roles.clock.now)
        }
        try carryOut(run.takeTurn())
        try failpoints.pass(.beforeCleaning)
        spool.clear()
        try failpoints.pass(.afterCleaning)
        watch.watch(spool.requestsFolder)
        return run
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

    private var purpose: Run.Purpose {
        Run.Purpose(
            limits: limits, policy: policy,
            unknowns: Array(zip(roles.preparer.unknownNames, truths)),
            freshWorkerID: {
                let nonce = UInt64.random(in: 0 ... .max)
                let digits = String(nonce, radix: 16)
                return WorkerID(String(repeating: "0", count: 16 - digits.count) + digits)
            })
    }
}
