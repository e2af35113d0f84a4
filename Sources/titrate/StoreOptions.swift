import ArgumentParser
import Foundation
import SweepStore

/// Where the store is, for every command that has to do with one.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "The store: a SQLite file.",
            discussion: "TITRATE_STORE where not given, else titrate.sqlite in this folder.",
            valueName: "path"))
    var path: String?

    var files: StoreFiles {
        StoreFiles(
            path ?? ProcessInfo.processInfo.environment["TITRATE_STORE"] ?? "titrate.sqlite")
    }

    /// The store, to be read beside whoever writes it.
    func reading() throws -> SweepStore { try SweepStore(files, mode: .reading) }
}
