public import Documents
internal import Expressions
public import SlurmLauncher

/// Reads a small file of what pilots are to be asked, or tells all its faults.
///
///     partition: main
///     pilots: 16
///     time_limit: 30m
///
/// - Parameter path: how messages name the file; paths in it are relative to it.
public func readCluster(
    _ bytes: some Collection<UInt8>, path: String
) throws(Diagnostics) -> PilotOptions {
    let source = try SourceText(decoding: bytes, path: path, byteLimit: SourceText.yamlByteLimit)
    let faults = Faults(in: source, nearest: nearest)
    var options = PilotOptions()
    if let root = faults.document(),
        let fields = faults.fields(of: root, "a cluster", known: ClusterReader.keys)
    {
        ClusterReader(fields: fields, faults: faults).read(into: &options)
    }
    guard faults.isEmpty else { throw Diagnostics(faults.diagnostics) }
    return options
}

/// Reads the keys of such a file.
struct ClusterReader {
    let fields: Fields
    let faults: Faults

    static let keys = [
        "pilots", "cpus", "memory", "partition", "account", "time_limit", "sbatch", "spool",
        "program",
    ]

    func read(into options: inout PilotOptions) {
        options.pilots = integer("pilots", in: PilotOptions.pilotRange) ?? options.pilots
        options.cpus = integer("cpus", in: PilotOptions.cpuRange) ?? options.cpus
        options.memoryBytes = fields["memory"].flatMap { faults.bytes($0, "'memory'") }
        options.partition = word("partition")
        options.account = word("account")
        options.seconds = timeLimit ?? options.seconds
        options.words = words
        options.spool = path("spool")
        options.program = path("program")
    }

    private func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        fields[key].flatMap { faults.integer($0, "'\(key)'", in: range) }
    }

    private var timeLimit: Double? {
        guard let node = fields["time_limit"],
            let seconds = faults.seconds(node, "'time_limit'")
        else { return nil }
        guard PilotOptions.timeRange.contains(seconds) else {
            faults.add(
                .outOfRange, at: node.place, "'time_limit' is out of range",
                hint: "give from 1m to 30d")
            return nil
        }
        return seconds
    }

    /// A text that can stand in a line of the batch script.
    private func word(_ key: String) -> String? { fields[key].flatMap { word($0, "'\(key)'") } }

    private func word(_ node: DocumentNode, _ what: String) -> String? {
        guard let text = faults.text(node, what) else { return nil }
        guard let fault = PilotOptions.fault(inWord: text) else { return text }
        faults.add(
            .wrongType, at: node.place, "\(what) cannot be used: \(fault)",
            hint: "give it as one line of text")
        return nil
    }

    private func path(_ key: String) -> String? {
        word(key).map { FileAccess.path($0, besides: faults.source.path) }
    }

    /// The words of a list, or the only one.
    private var words: [String] {
        guard let node = fields["sbatch"] else { return [] }
        if case .sequence(let items) = node.content {
            return items.compactMap { word($0, "a word of 'sbatch'") }
        }
        return word(node, "'sbatch'").map { [$0] } ?? []
    }
}
