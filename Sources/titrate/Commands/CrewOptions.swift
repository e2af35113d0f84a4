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
        case .local: .local(jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        case .slurm: .slurm(try pilots.options(), try Self.tools())
        }
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

    var isEmpty: Bool {
        [cluster, memory, partition, account, timeLimit, spool, program].allSatisfy { $0 == nil }
            && pilots == nil && cpus == nil && words.isEmpty
    }

    func check() throws {
        try check(pilots, in: PilotOptions.pilotRange, "--pilots")
        try check(cpus, in: PilotOptions.cpuRange, "--cpus")
        _ = try (seconds, memoryBytes)
        for word in [partition, account, spool, program].compactMap(\.self) + words {
            if let fault = PilotOptions.fault(inWord: word) {
                throw ValidationError("'\(word)' cannot be an option of a job: \(fault)")
            }
        }
    }

    private func check(_ number: Int?, in range: ClosedRange<Int>, _ name: String) throws {
        if let number, !range.contains(number) {
            throw ValidationError(
                "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private var seconds: Double? {
        get throws {
            guard let timeLimit else { return nil }
            guard let seconds = Double(timeLimit) ?? Quantity.seconds(timeLimit),
                PilotOptions.timeRange.contains(seconds)
            else {
                throw ValidationError(
                    "--time-limit is from 1m to 30d: \(Quantity.timeHint)")
            }
            return seconds
        }
    }

    private var memoryBytes: Int? {
        get throws {
            guard let memory else { return nil }
            guard let bytes = Double(memory) ?? Quantity.bytes(memory),
                Quantity.memoryRange.contains(bytes)
            else {
                throw ValidationError("--memory is at least 1MiB: \(Quantity.memoryHint)")
            }
            return Int(bytes)
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
        options.pilots = pilots ?? options.pilots
        options.cpus = cpus ?? options.cpus
        options.memoryBytes = try memoryBytes ?? options.memoryBytes
        options.partition = partition ?? options.partition
        options.account = account ?? options.account
        options.seconds = try seconds ?? options.seconds
        options.words += words
        options.spool = spool ?? options.spool
        options.program = program ?? options.program
        return options
    }
}
