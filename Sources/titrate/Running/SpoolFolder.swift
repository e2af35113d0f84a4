import Coordinator
import Foundation
import SweepStore

/// Where the spool of a store is: beside it, or on a folder that the machines of a cluster share,
/// to which a link beside the store then points.
struct SpoolFolder {
    let files: StoreFiles

    var spool: Spool { Spool(path: files.spool) }

    /// Whether a run has to move the spool before it can share it.
    func hasToMove(to shared: String?) -> Bool {
        shared != nil && !isLink && FileManager.default.fileExists(atPath: files.spoolLink)
    }

    /// Places the spool, and whatever trials have left in it to go on from.
    ///
    /// - Parameter shared: nil for wherever it is.
    func place(on shared: String?) throws {
        removeDeadLink()
        guard let shared, !isLink else { return }
        let folder = try Self.newFolder(in: shared)
        if hasToMove(to: shared) { try moveCheckpoints(to: folder) }
        guard symlink(folder, files.spoolLink) == 0 else {
            throw CommandFault(
                .cannotCreate, "cannot link \(files.spoolLink) to \(folder): \(lastError)",
                hint: "give a store on a disk that knows symbolic links")
        }
    }

    /// Removes the link where the folder it points to is gone: nothing is left to be found.
    func removeDeadLink() {
        if isLink, !FileManager.default.fileExists(atPath: files.spoolLink) {
            unlink(files.spoolLink)
        }
    }

    private var isLink: Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: files.spoolLink)) != nil
    }

    private static func newFolder(in shared: String) throws -> String {
        let url = URL(filePath: shared).resolvingSymlinksInPath()
        let name = "titrate-" + Nonce.fresh()
        let path = url.appending(path: name).path
        // Slurm and the shell would take these for something else.
        guard !path.contains(where: { "%\"\\".contains($0) }) else {
            throw CommandFault(
                .cannotCreate,
                "the spool cannot be in \(url.path): %, \" and \\ mean something else "
                    + "to Slurm", hint: "give --spool another folder")
        }
        guard mkdir(path, 0o700) == 0 else {
            throw CommandFault(
                .cannotCreate, "cannot create \(path): \(lastError)",
                hint:
                    "make a folder that this machine and the nodes share, and name it with --spool")
        }
        return path
    }

    /// What is left of a run on this machine once it is settled.
    private func moveCheckpoints(to folder: String) throws {
        do {
            let trials = files.spoolLink + "/trials"
            if FileManager.default.fileExists(atPath: trials) {
                try FileManager.default.copyItem(atPath: trials, toPath: folder + "/trials")
            }
            try FileManager.default.removeItem(atPath: files.spoolLink)
        } catch {
            throw CommandFault(.cannotWrite, "cannot move the spool to \(folder): \(error)")
        }
    }
}

private var lastError: String { String(cString: strerror(errno)) }
