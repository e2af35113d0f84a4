import Glibc
import JSONText

extension StoreLock {
    /// The process that owns a store now; nil where nobody does.
    ///
    /// Told from what the owner wrote and whether this very process still lives, without touching
    /// the lock: a look must never keep a launch from taking it.
    public static func owner(of files: StoreFiles) -> LockOwner? {
        guard let file = fopen(files.lock, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        guard let json = try? JSONValue(parsing: bytes.prefix(count)),
            let owner = LockOwner(json: json), owner.isAlive
        else { return nil }
        return owner
    }
}
