import Glibc
import JSONText
public import SweepModel

/// The folder beside a store in which the coordinator and its workers leave files for each other.
///
///     w/<worker>/in.log               orders, appended by the coordinator
///     w/<worker>/out.log              reports, appended by the worker
///     w/<worker>/<trial>-<attempt>.spec  what a trial is to do
///     trials/<xx>/<trial>.checkpoint  where a trial stands, written by its process
///     trials/<xx>/<trial>.network     what a trial has trained, written by its process at its end
///     requests/<nonce>.request        what another process asks of the coordinator
///     requests/<nonce>.answer         what the coordinator answers
///     pilots/                         what a launcher keeps of the jobs of a batch system
///
/// `<xx>` are the first characters of the trial's id: no folder grows large where many trials run.
public struct Spool {
    /// Absolute: workers have another current folder.
    public let path: String

    /// The spool at a path, which may be relative to the current folder.
    public init(path: String) { self.path = absolute(path) }

    private var workersFolder: String { path + "/w" }
    private var trialsFolder: String { path + "/trials" }
    var requestsFolder: String { path + "/requests" }
    /// The folder of the launcher that runs workers as jobs.
    public var pilotsFolder: String { path + "/pilots" }
    private var folders: [String] {
        [path, workersFolder, trialsFolder, requestsFolder, pilotsFolder]
    }

    /// A worker's folder.
    package func folder(of worker: WorkerID) -> String { "\(workersFolder)/\(worker)" }

    package func orders(to worker: WorkerID) -> FrameLog {
        FrameLog(path: folder(of: worker) + "/in.log")
    }

    package func reports(of worker: WorkerID) -> FrameLog {
        FrameLog(path: folder(of: worker) + "/out.log")
    }

    /// The specification file of an attempt that a worker is to make.
    package func specification(of attempt: AttemptID, at worker: WorkerID) -> String {
        "\(folder(of: worker))/\(attempt.trial)-\(attempt.number).spec"
    }

    /// The folder of what a trial's process leaves.
    func folder(of trial: TrialID) -> String { "\(trialsFolder)/\(trial.text.prefix(2))" }

    /// The file in which a trial's process keeps what the next one goes on from.
    package func checkpoint(of trial: TrialID) -> String {
        "\(folder(of: trial))/\(trial)\(Spool.checkpointEnding)"
    }

    /// The file in which a trial's process leaves its network. Whichever attempt writes it writes
    /// the same bytes.
    package func network(of trial: TrialID) -> String { "\(folder(of: trial))/\(trial).network" }

    /// The network that a trial's process left, where it left one.
    func trainedNetwork(of trial: TrialID) -> [UInt8]? {
        SystemFile.bytes(network(of: trial), limit: Spool.networkLimit)
    }

    func removeNetwork(of trial: TrialID) { unlink(network(of: trial)) }

    /// Bytes up to which a network is kept: about 16 million parameters.
    private static let networkLimit = 1 << 27

    private static let checkpointEnding = ".checkpoint"

    /// Makes the folders that are missing.
    func prepare() throws {
        for folder in folders { try makeFolder(folder) }
    }

    func makeFolder(of worker: WorkerID) throws { try makeFolder(folder(of: worker)) }

    func makeFolder(_ folder: String) throws {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw SpoolFault("create", folder)
        }
    }

    /// Writes a specification file, of which nobody knows before the attempt is leased.
    func write(_ bytes: [UInt8], of attempt: AttemptID, at worker: WorkerID) throws {
        try SpoolFile.create(specification(of: attempt, at: worker), holding: bytes)
    }

    func removeSpecification(of attempt: AttemptID, at worker: WorkerID) {
        unlink(specification(of: attempt, at: worker))
    }

    /// Removes a trial's checkpoint, and what a process that was killed wrote of a next one.
    public func removeCheckpoint(of trial: TrialID) {
        unlink(checkpoint(of: trial))
        unlink(checkpoint(of: trial) + ".part")
    }

    /// Puts a file in place of the one before, whole or not at all.
    package func replace(_ path: String, with bytes: [UInt8]) throws {
        let draft = path + ".new"
        try SpoolFile.create(draft, holding: bytes)
        guard rename(draft, path) == 0 else { throw SpoolFault("replace", path) }
    }

    /// Removes what a launcher has kept of its jobs, but their logs where they may be wanted.
    package func clearPilots(keepingLogs: Bool) {
        empty(pilotsFolder, keeping: keepingLogs ? ".log" : nil)
    }

    /// Removes a worker's folder with its files.
    func removeFolder(of worker: WorkerID) {
        empty(folder(of: worker))
        rmdir(folder(of: worker))
    }

    /// The workers that have a folder.
    package func workers() -> [WorkerID] { names(in: workersFolder).sorted().map { WorkerID($0) } }

    /// Removes all that is left of earlier runs but checkpoints.
    ///
    /// Those are of trials that were cut off, of this sweep or of another in the same store: a
    /// trial's checkpoint is gone before its end is committed.
    func clear() {
        for worker in workers() { removeFolder(of: worker) }
        for folder in trialFolders {
            empty(folder, keeping: Spool.checkpointEnding)
            rmdir(folder)
        }
        empty(requestsFolder)
        empty(pilotsFolder)
    }

    /// Removes the folders where nothing is left in them.
    public func removeIfEmpty() {
        for folder in trialFolders + folders.reversed() { rmdir(folder) }
    }

    /// Removes the folders where a coordinator has left them to a request that it had answered.
    func removeIfLeft() {
        if access(workersFolder, F_OK) != 0 { removeIfEmpty() }
    }

    private func empty(_ folder: String, keeping ending: String? = nil) {
        for name in names(in: folder) where ending.map(name.hasSuffix) != true {
            unlink("\(folder)/\(name)")
        }
    }

    private var trialFolders: [String] { names(in: trialsFolder).map { "\(trialsFolder)/\($0)" } }

    func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

/// A path from the root on.
package func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
}
