/// Why a store could not do what was asked: facts, which ``message`` and ``hint`` put into words.
public enum StoreFault: Error, Hashable, Sendable {
    /// No file is at the path.
    case missing(path: String)
    /// The file is there but is empty.
    case empty(path: String)
    /// The file is no SQLite database, or one of another program.
    case foreign(path: String)
    /// The file is a store whose pages are damaged; with SQLite's own words.
    case corrupt(path: String, detail: String)
    /// A later version of Titrate made the store.
    case newer(path: String, found: Int, supported: Int)
    /// Trials of the sweep belong to another version of the arithmetic.
    case otherNumerics(sweep: String, found: Int, supported: Int)
    /// A file of the store, or the folder for it, cannot be made or opened.
    case cannotCreate(path: String, detail: String)
    /// The store cannot be written: disk full, read-only, an input or output error.
    case cannotWrite(path: String, detail: String)
    /// Another process owns the store.
    case busy(path: String, owner: LockOwner?)
    case unknownSweep(name: String, known: [String])
    /// Several sweeps are in the store and none was named.
    case sweepNotNamed(known: [String])
    case unknownTrial(prefix: String)
    /// Several trials begin with the prefix; the first few of them.
    case ambiguousTrial(prefix: String, matches: [String])
    /// SQLite refused one of our own statements.
    case failed(path: String, detail: String)

    /// The process's exit code, of the family of sysexits.
    public var exitCode: Int32 {
        switch self {
        case .missing, .unknownSweep, .sweepNotNamed, .unknownTrial, .ambiguousTrial: 66
        case .failed: 70
        case .cannotCreate: 73
        case .cannotWrite: 74
        case .busy: 75
        case .empty, .foreign, .corrupt, .newer, .otherNumerics: 76
        }
    }
}

extension StoreFault {
    /// What is wrong, in one line.
    public var message: String {
        switch self {
        case .missing(let path): "\(path): there is no store"
        case .empty(let path): "\(path): the file is empty, not a store"
        case .foreign(let path): "\(path): the file is not a store of Titrate"
        case .corrupt(let path, let detail): "\(path): the store is damaged (\(detail))"
        case .newer(let path, let found, let supported):
            "\(path): the store has schema \(found); this version reads up to \(supported)"
        case .otherNumerics(let sweep, let found, let supported):
            "sweep '\(sweep)' was planned for numerics \(found); this version computes "
                + "numerics \(supported)"
        case .cannotCreate(let path, let detail): "\(path): cannot be created (\(detail))"
        case .cannotWrite(let path, let detail): "\(path): cannot be written (\(detail))"
        case .busy(let path, let owner):
            "\(path): " + (owner?.description ?? "another process") + " owns this store"
        case .unknownSweep(let name, _): "there is no sweep '\(name)' in the store"
        case .sweepNotNamed(let known):
            known.isEmpty ? "the store has no sweep" : "the store has \(known.count) sweeps"
        case .unknownTrial(let prefix): "there is no trial '\(prefix)' in the store"
        case .ambiguousTrial(let prefix, let matches):
            "several trials begin with '\(prefix)': \(matches.joined(separator: ", "))"
        case .failed(let path, let detail): "\(path): \(detail)"
        }
    }

    /// How to mend it; nil where there is nothing to advise.
    public var hint: String? {
        switch self {
        case .missing: "give the store by --store or TITRATE_STORE; 'titrate launch' makes one"
        case .empty: "remove the file, or give another path by --store"
        case .foreign: "nothing was changed; give another path by --store"
        case .corrupt:
            "nothing was changed; restore a copy, or save what is readable with "
                + "'sqlite3 STORE .recover'"
        case .newer: "nothing was changed; use the newer Titrate that made it"
        case .otherNumerics: "finish it with the version that planned it, or launch it anew"
        case .cannotCreate: "check that the folder exists and may be written"
        case .cannotWrite: "free space or permissions, then resume: what is committed is kept"
        case .busy: "wait for it to end or stop it; status, query and report work meanwhile"
        case .unknownSweep(_, let known), .sweepNotNamed(let known):
            known.isEmpty
                ? "launch a sweep first" : "name one of \(known.joined(separator: ", "))"
        case .unknownTrial: "list them with: titrate query 'SELECT trial FROM trials'"
        case .ambiguousTrial: "give more of the id's digits"
        case .failed: nil
        }
    }
}
