import ArgumentParser
import Coordinator
import Foundation
import SlurmLauncher
import SweepStore

struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the run of a store, here and on a cluster; 'titrate resume' goes on.",
        discussion: """
            What is finished is kept, and what runs goes on from its checkpoint later, on this \
            machine or on the cluster. Where the coordinator has died, its pilots are ended.
            """)

    @Argument(help: "The sweep's name; not needed where the store holds one sweep.")
    var name: String?

    @OptionGroup var store: StoreOptions

    /// Seconds to wait for a coordinator that ends its workers first.
    private static let patience = 180.0

    func run() throws {
        let reader = try store.reading()
        let sweep = try reader.resolvedName(name)
        if let owner = StoreLock.owner(of: reader.files) {
            try stop(owner, reader.files)
        } else {
            try endPilots(of: reader.files)
        }
        let isComplete = try reader.status(of: sweep).open == 0
        Console.say(
            "nothing runs; "
                + (isComplete ? "\(sweep) is complete" : "'titrate resume \(sweep)' goes on"))
    }

    /// Asks the process that runs the store, as Ctrl-C does, and waits for its end.
    private func stop(_ owner: LockOwner, _ files: StoreFiles) throws {
        guard owner.isHere else {
            throw CommandFault(
                .busy, "\(owner.description) runs this store",
                hint: "run titrate stop on \(owner.host)")
        }
        kill(pid_t(owner.pid), SIGTERM)
        let deadline = Date.now + Self.patience
        while StoreLock.owner(of: files) == owner {
            guard Date.now < deadline else {
                throw CommandFault(
                    .busy, "\(owner.description) does not end",
                    hint: "kill -9 \(owner.pid), then titrate stop again for its pilots")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    private func endPilots(of files: StoreFiles) throws {
        if let fault = SlurmLauncher.endEarlier(in: Spool(path: files.spool)) {
            throw CommandFault(.unavailable, fault)
        }
    }
}
