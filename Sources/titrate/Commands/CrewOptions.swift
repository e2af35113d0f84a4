import ArgumentParser
import ClusterFile
import Documents
import Foundation
import SlurmLauncher

/// Where trials run, and how many at a time.
struct CrewOptions: ParsableArguments {
    /// Where workers are started.
    enum Place: String, CaseIterable, ExpressibleByArgument {
        case local, slurm
    }

    @Option(help: "Where trials run: on this machine (local), or as pilots of Slurm (slurm).")
    var on: Place = .local

    @Option(
        help: ArgumentHelp(
            "Trials at a time on this machine; the number of cores by default.",
            valueName: "count"))
    var jobs: Int?

    @OptionGroup(title: "Slurm") var pilots: PilotArguments

    func validate() throws {
        if let jobs, !(1...4096).contains(jobs) {
            throw ValidationError("--jobs is a number from 1 to 4096")
        }
        switch on {
        case .local:
            guard pilots.isEmpty else {
                throw ValidationError("options of pilots go with --on slurm")
            }
        case .slurm:
            guard jobs == nil else {
                throw ValidationError("--jobs goes with --on local; see --pilots and --cpus")
            }
            try pilots.check()
        }
    }

    /// - Throws: ``Diagnostics`` of the cluster file; ``CommandFault`` where Slurm is not here.
    func crew() throws -> Crew {
        switch on {
        case .local: return .local(jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        case .slurm:
            let options = try pilots.options()
            try Self.checkSpool(options.spool)
            return .slurm(options, try Self.tools())
        }
    }

    /// Before anything is written.
    private static func checkSpool(_ folder: String?) throws {
        guard let folder, access(folder, W_OK | X_OK) != 0 else { return }
        throw CommandFault(
            .cannotCreate, "the spool cannot be in \(folder): \(String(cString: strerror(errno)))",
            hint: "make a folder that this machine and the nodes share, and name it with --spool")
    }

    private static func tools() throws -> SlurmTools {
        do { return try SlurmTools() } catch {
            throw CommandFault(
                .unavailable, "\(error); run this where sbatch works, or without --on slurm")
        }
    }
}

/// What pilots are asked of Slurm; a file may say it, and the command line overrides it.
struct PilotArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A YAML file of these options, with _ for -.", valueName: "file"))
    var cluster: String?

    @Option(help: ArgumentHelp("Pilots at a time; 8 by default.", valueName: "count"))
    var pilots: Int?

    @Option(
        help: ArgumentHelp(
            "Cores of a pilot, and trials at a time in it; 1 by default.", valueName: "count"))
    var cpus: Int?

    @Option(
        help: ArgumentHelp("Memory of a pilot; 512MiB a core by default.", valueName: "size"))
    var memory: String?

    @Option(help: ArgumentHelp("The partition.", valueName: "name"))
    var partition: String?

    @Option(help: ArgumentHelp("The account that pays.", valueName: "name"))
    var account: String?

    @Option(
        help: ArgumentHelp("How long a pilot may last; 1h by default.", valueName: "duration"))
    var timeLimit: String?

    @Option(
        name: .customLong("sbatch"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A further option of sbatch, as in --sbatch=--constraint=avx2; may be repeated.",
            valueName: "word"))
    var words: [String] = []

    @Option(
        help: ArgumentHelp(
            "A folder that this machine and the nodes share; the store's by default.",
            valueName: "folder"))
    var spool: String?

    @Option(
        help: ArgumentHelp("The path of titrate on the nodes; its path here by default."))
    var program: String?

    var isEmpty: Bool { cluster == nil && given.isEmpty }

    /// What the command line says itself, by the keys of the file.
    private var given: [(key: String, text: String)] {
        let values = [
            ("pilots", pilots.map { "\($0)" }), ("cpus", cpus.map { "\($0)" }), ("memory", memory),
            ("partition", partition), ("account", account), ("time_limit", timeLimit),
            ("spool", spool), ("program", program),
        ]
        return values.compactMap { key, text in text.map { (key: key, text: $0) } }
            + words.map { (key: "sbatch", text: $0) }
    }

    func check() throws {
        do { _ = try readCluster(given: given, over: PilotOptions()) } catch {
            let fault = error.all[0]
            throw ValidationError(fault.message + (fault.hint.map { ": \($0)" } ?? ""))
        }
    }

    /// The file's options, then those of the command line.
    func options() throws -> PilotOptions {
        var options = PilotOptions()
        if let cluster {
            let bytes = try FileAccess.disk.bytes(
                of: cluster, byteLimit: SourceText.yamlByteLimit)
            options = try readCluster(bytes, path: cluster)
        }
        return try readCluster(given: given, over: options)
    }
}
