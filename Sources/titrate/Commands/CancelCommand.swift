import ArgumentParser
import Coordinator
import SweepModel
import SweepStore

struct CancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End one trial that is queued or running, for good.",
        discussion: """
            Works while a sweep runs, by asking its coordinator, and while none does. A trial that \
            was cancelled is not run again, unless a later sweep has it too.
            """)

    @Argument(help: "The trial's id, or enough of its first digits.")
    var trial: String

    @OptionGroup var store: StoreOptions

    /// Milliseconds to wait for a coordinator, which answers within one unless the disk is stuck.
    private static let patience = 10_000

    func run() throws {
        let detail = try store.reading().trialDetail(prefix: trial)
        let id = detail.record.id
        try checkOpen(detail.record)
        do {
            let owned = try OwnedStore(store.files, mode: .existing)
            try cancel(detail, in: owned)
        } catch StoreFault.busy(_, let owner) {
            try ask(for: id, owner)
        }
        Console.say("trial \(id) cancelled")
    }

    private func checkOpen(_ record: TrialRecord) throws {
        guard record.status.isFinal else { return }
        throw CommandFault(
            .refused, "trial \(record.id) has ended already: \(record.status.rawValue)",
            hint: "only what is queued or running can be cancelled")
    }

    /// Nobody runs the store: what a dead coordinator left running is queued first.
    private func cancel(_ detail: TrialDetail, in owned: OwnedStore) throws {
        for membership in detail.sweeps where !membership.isDropped {
            try owned.settle(membership.sweep)
        }
        let cancelled = try owned.store.commit([
            .settled(
                detail.record.id, .cancelled, cause: "cancelled by a user", at: OwnedStore.now)
        ])
        if cancelled == [false] {
            try checkOpen(owned.store.trialDetail(prefix: detail.record.id.text).record)
        }
    }

    private func ask(for id: TrialID, _ owner: LockOwner?) throws {
        let spool = Spool(path: store.files.spool)
        let runner = owner?.description ?? "another process"
        let answer = try? spool.ask(CancelRequest(trial: id), patience: Self.patience)
        switch answer {
        case .dequeued, .ended: return
        case .notOpen:
            try checkOpen(store.reading().trialDetail(prefix: id.text).record)
            throw CommandFault(
                .busy, "\(runner) runs another sweep of this store",
                hint: "the trial is not in it: cancel it when that has ended")
        case nil:
            throw CommandFault(
                .busy, "\(runner) owns this store and does not answer",
                hint: "nothing was changed; try again, or stop it first")
        }
    }
}
