import Glibc

/// The commands of Slurm that are used.
public struct SlurmTools: Hashable, Sendable {
    let sbatch: String
    let squeue: String
    let scancel: String

    /// Those on the PATH.
    ///
    /// - Throws: ``SlurmFault`` where one is not there.
    public init() throws(SlurmFault) {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        var missing: [String] = []
        func path(_ name: String) -> String {
            let candidates = folders.split(separator: ":").map { "\($0)/\(name)" }
            if let found = candidates.first(where: { access($0, X_OK) == 0 }) { return found }
            missing.append(name)
            return name
        }
        sbatch = path("sbatch")
        squeue = path("squeue")
        scancel = path("scancel")
        guard missing.isEmpty else { throw .missing(missing) }
    }

    /// Those in a folder.
    package init(in folder: String) {
        sbatch = folder + "/sbatch"
        squeue = folder + "/squeue"
        scancel = folder + "/scancel"
    }

    /// The user whose jobs they are asked about.
    static var user: String {
        getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
    }

    /// The words that ask for all jobs of a name, ended ones too, a line each.
    func queueQuestion(_ name: String) -> [String] {
        ["-h", "-u", Self.user, "-n", name, "-t", "all", "-r", "-o", JobRecord.format]
    }

    /// The words that end all jobs of a name.
    func end(allOf name: String) -> [String] { ["--name=\(name)", "--user=\(Self.user)"] }
}

/// What Slurm is needed for and cannot do.
public enum SlurmFault: Error, Hashable, CustomStringConvertible {
    /// Commands that are not on the PATH.
    case missing([String])

    public var description: String {
        switch self {
        case .missing(let names):
            "no Slurm here: \(names.joined(separator: ", ")) not on the PATH"
        }
    }
}
