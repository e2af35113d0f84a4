/// What pilots are asked of the batch system, and where they find things.
///
/// A pilot is a job that works for the coordinator as a local worker does: it takes leases until
/// nothing is left or its time is over.
public struct PilotOptions: Hashable, Sendable {
    /// Pilots at a time; as many as an array of jobs may have by Slurm's default.
    public static let pilotRange = 1...1000
    /// Trials at a time in one pilot.
    public static let cpuRange = 1...1024
    /// Seconds that a pilot may be asked to last.
    public static let timeRange = 60.0...2_592_000.0

    /// Pilots at a time, never more.
    public var pilots = 8
    /// Cores of a pilot, and trials at a time in it.
    public var cpus = 1
    /// Memory of a pilot, shared by its trials; nil for ``memoryBytesPerCPU`` a core.
    public var memoryBytes: Int?
    public var partition: String?
    public var account: String?
    /// How long a pilot may last. Short ones start sooner, where others leave gaps.
    public var seconds = 3600.0
    /// Further options of `sbatch`, each a word: `--constraint=avx2`.
    public var words: [String] = []
    /// A folder that this machine and the nodes share; nil for that of the store.
    public var spool: String?
    /// The program's path on the nodes; nil for its path here.
    public var program: String?

    public init() {}

    /// Memory of a pilot for each of its cores where nothing is asked.
    public static let memoryBytesPerCPU = 512 << 20

    /// Memory of a pilot.
    public var memory: Int { memoryBytes ?? Self.memoryBytesPerCPU * cpus }

    /// Trials at a time.
    public var slots: Int { pilots * cpus }

    /// Seconds that a pilot gives itself: it ends by itself before Slurm ends it.
    public var lifetime: Int { Int(seconds - min(60, seconds / 10)) }

    /// Why a word cannot stand in a line of the batch script; nil where it can.
    public static func fault(inWord word: String) -> String? {
        guard word.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            return "it holds a control character"
        }
        return word.isEmpty ? "it is empty" : nil
    }
}
