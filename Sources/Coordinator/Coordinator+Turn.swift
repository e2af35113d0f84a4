import SweepModel

extension Coordinator {
    /// Carries out a turn: its specifications and checkpoints, its commit, then all that tells of it.
    func carryOut(_ turn: Turn) throws {
        for lease in turn.specifications { try writeSpecification(of: lease) }
        for trial in turn.spentCheckpoints { spool.removeCheckpoint(of: trial) }
        let networks = networks(of: turn.changes)
        try commit(turn.changes + networks)
        for case .workerRegistered(let record, _) in turn.changes {
            roles.launcher.joined(record.id)
        }
        for case .trained(let attempt, _) in networks { spool.removeNetwork(of: attempt.trial) }
        if !turn.spent.isEmpty {
            try failpoints.pass(.beforeSpentSpecifications)
            for lease in turn.spent {
                spool.removeSpecification(of: lease.attempt, at: lease.worker)
            }
            try failpoints.pass(.afterSpentSpecifications)
        }
        for worker in turn.closed { forget(worker) }
        for worker in turn.launches { try launch(worker) }
        try post(turn.postings)
        for worker in turn.kills { roles.launcher.kill(worker) }
        for answer in turn.answers {
            try spool.answer(answer.request, answer.answer)
            if answer.answer == .ended { cancelled.append(answer.request.trial) }
        }
        for notice in turn.notices { display(notice) }
    }

    private func writeSpecification(of lease: Turn.Lease) throws {
        try failpoints.pass(.beforeSpecification)
        let trial = try roles.store.plannedTrial(lease.attempt.trial, of: sweep)
        let folder = spool.folder(of: trial.id)
        if trialFolders.insert(folder).inserted { try spool.makeFolder(folder) }
        try spool.write(
            roles.preparer.specification(of: trial), of: lease.attempt, at: lease.worker)
        try failpoints.pass(.afterSpecification)
    }

    /// What trials that succeeded have left beside their ends.
    private func networks(of changes: [StoreChange]) -> [StoreChange] {
        changes.compactMap { change in
            guard case .attemptEnded(let attempt, _, _, .succeeded, _, _) = change else {
                return nil
            }
            return spool.trainedNetwork(of: attempt.trial).map {
                .trained(attempt, network: $0)
            }
        }
    }

    func commit(_ changes: [StoreChange]) throws {
        guard !changes.isEmpty else { return }
        let points = changes.compactMap(\.failpoints)
        for point in points { try failpoints.pass(point.before) }
        let applied = try roles.store.commit(changes)
        if let refused = zip(changes, applied).first(where: { !$0.1 }) {
            throw CoordinatorFault.refused(refused.0)
        }
        for point in points { try failpoints.pass(point.after) }
    }

    private func forget(_ worker: WorkerID) {
        watch.forget(spool.folder(of: worker))
        offsets[worker] = nil
        launched.remove(worker)
        roles.launcher.release(worker)
        spool.removeFolder(of: worker)
    }

    private func launch(_ worker: WorkerID) throws {
        try failpoints.pass(.beforeLaunch)
        try spool.makeFolder(of: worker)
        watch.watch(spool.folder(of: worker))
        let terms = WorkerTerms(
            slots: policy.slots, heartbeat: policy.heartbeat, silenceLimit: policy.silenceLimit,
            killGrace: policy.killGrace, poll: policy.poll)
        try spool.orders(to: worker).append([WorkerOrder.begin(terms).json]) {}
        try roles.launcher.launch(worker, folder: spool.folder(of: worker))
        launched.insert(worker)
        try failpoints.pass(.afterLaunch)
    }

    private func post(_ postings: [Turn.Posting]) throws {
        guard !postings.isEmpty else { return }
        try failpoints.pass(.beforeOrders)
        for (worker, postings) in Dictionary(grouping: postings, by: \.worker) {
            try spool.orders(to: worker).append(postings.map(\.order.json)) {
                try failpoints.pass(.tornOrders)
            }
        }
        try failpoints.pass(.afterOrders)
    }
}

/// What the coordinator's own books and the store's cannot both be right about.
public enum CoordinatorFault: Error, Hashable, CustomStringConvertible {
    /// The store did not apply a change that was due: someone else has written to it.
    case refused(StoreChange)

    public var description: String {
        switch self {
        case .refused(let change):
            "the store refused \(change): it was changed by something else; "
                + "run titrate resume, which begins with what the store knows"
        }
    }
}

extension StoreChange {
    /// The points around a commit of such a change.
    fileprivate var failpoints: (before: Failpoint, after: Failpoint)? {
        switch self {
        case .workerRegistered: (.beforeRegistration, .afterRegistration)
        case .leased: (.beforeLease, .afterLease)
        case .attemptStarted: (.beforeStart, .afterStart)
        case .curve: (.beforeCurve, .afterCurve)
        case .attemptEnded: (.beforeResult, .afterResult)
        case .workerClosed: (.beforeClosing, .afterClosing)
        case .workerRead, .leaseReturned, .trained, .settled: nil
        }
    }
}
