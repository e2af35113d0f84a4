import ArgumentParser
import Coordinator
import SweepReport
import SweepStore

struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Remove a sweep from the store, and give its space back.",
        discussion: """
            Trials that another sweep has as well stay. Where results would be lost, --yes is needed.
            """)

    @Argument(help: "The sweep's name.")
    var name: String

    @Flag(help: "Delete results too.")
    var yes = false

    @OptionGroup var store: StoreOptions

    func run() throws {
        let owned = try OwnedStore(store.files, mode: .existing)
        let sweep = try owned.store.resolvedName(name)
        let deletion = try owned.store.deletion(of: sweep)
        guard yes || deletion.tried == 0 else {
            throw CommandFault(
                .usage,
                "the results of \(Figures.count(deletion.tried, "trial")) that no other sweep has "
                    + "would be lost",
                hint: "add --yes to delete them; nothing was changed")
        }
        let spool = Spool(path: store.files.spool)
        for trial in try owned.store.delete(sweep) { spool.removeCheckpoint(of: trial) }
        spool.removeIfEmpty()
        Console.say(
            "deleted \(sweep) with \(Figures.count(deletion.trials, "trial"))"
                + (deletion.shared > 0 ? "; \(deletion.shared) stay in other sweeps" : ""))
        try reclaim(owned.store)
    }

    private func reclaim(_ store: SweepStore) throws {
        do { try store.reclaimSpace() } catch let fault as StoreFault {
            Console.say(
                "warning: the file has not shrunk (\(fault.message)); later sweeps use the space")
        }
    }
}
