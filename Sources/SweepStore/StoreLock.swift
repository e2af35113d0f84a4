import Glibc
import JSONText

/// Ownership of a store by one process: whoever writes holds it from before the store is opened.
///
/// An exclusive `flock` on `STORE.lock`, which the system gives back when the process ends, however
/// it ends. The file itself stays: removing it would let two processes hold two locks of one name.
public final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock without waiting.
    ///
    /// - Parameter command: the command line, told to whoever comes second.
    /// - Parameter time: milliseconds since 1970, UTC.
    /// - Throws: ``StoreFault/busy(path:owner:)`` where another holds it, and
    ///   ``StoreFault/cannotCreate(path:detail:)`` where the file cannot be made.
    public init(_ files: StoreFiles, command: String, at time: Int) throws {
        descriptor = try Self.acquire(files)
        write(LockOwner.current(command: command, since: time))
    }

    /// Gives the lock back.
    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    private static func acquire(_ files: StoreFiles) throws -> Int32 {
        while true {
            // Not inherited: a trial that outlives the coordinator must not keep the lock.
            let descriptor = open(files.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw StoreFault.cannotCreate(path: files.lock, detail: systemErrorText())
            }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                let code = errno
                defer { close(descriptor) }
                guard code == EWOULDBLOCK else {
                    throw StoreFault.cannotCreate(path: files.lock, detail: systemErrorText(code))
                }
                throw StoreFault.busy(path: files.database, owner: owner(readFrom: descriptor))
            }
            if isNamed(files.lock, descriptor) { return descriptor }
            close(descriptor)  // Someone removed the file between open and lock.
        }
    }

    /// Whether the open file is still the one that the path names.
    private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
        var held = stat()
        var named = stat()
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }

    private func write(_ owner: LockOwner) {
        let bytes = owner.json.serializedBytes() + [UInt8(ascii: "\n")]
        ftruncate(descriptor, 0)
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Who wrote the file last; a holder that has just taken the lock writes within milliseconds.
    private static func owner(readFrom descriptor: Int32) -> LockOwner? {
        for _ in 0..<20 {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count > 0, let json = try? JSONValue(parsing: bytes.prefix(count)),
                let owner = LockOwner(json: json)
            {
                return owner
            }
            usleep(5000)
        }
        return nil
    }
}
