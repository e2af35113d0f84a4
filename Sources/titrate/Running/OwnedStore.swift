import Foundation
import SweepStore

/// A store that this process owns and may write.
struct OwnedStore {
    let store: SweepStore
    private let lock: StoreLock

    init(_ files: StoreFiles, mode: SweepStore.Mode) throws {
        let command = CommandLine.arguments.joined(separator: " ")
        // Read first: what is no store gets no lock file beside it.
        if mode == .existing || FileManager.default.fileExists(atPath: files.database) {
            _ = try SweepStore(files, mode: .reading)
        }
        lock = try StoreLock(files, command: command, at: Self.now)
        store = try SweepStore(files, mode: mode)
    }

    /// Milliseconds since 1970, UTC.
    static var now: Int { Int(Date.now.timeIntervalSince1970 * 1000) }
}
