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
        ClusterReader(fields: fields, faults: faults) { "'\($0)'" }.read(into: &options)
    }
    guard faults.isEmpty else { throw Diagnostics(faults.diagnostics) }
    return options
}

/// Reads what pilots are to be asked from the words of a command line, by the rules of the file.
///
/// - Parameters:
///   - given: the keys of such a file and their values; of `sbatch`, one for each word.
///   - options: those that are not given.
public func readCluster(
    given: [(key: String, text: String)], over options: PilotOptions
) throws(Diagnostics) -> PilotOptions {
    let source = try SourceText(decoding: [UInt8](), path: "", byteLimit: 0)
    let faults = Faults(in: source, nearest: nearest)
    var options = options
    if let fields = faults.fields(of: commandLine(given), "a command line") {
        ClusterReader(fields: fields, faults: faults) { "--" + $0.replacing("_", with: "-") }
            .read(into: &options)
    }
    guard faults.isEmpty else { throw Diagnostics(faults.diagnostics) }
    return options
}

/// A command line as a file would have it.
private func commandLine(_ given: [(key: String, text: String)]) -> DocumentNode {
    func node(_ content: DocumentNode.Content) -> DocumentNode {
        DocumentNode(place: .start, content: content)
    }
    let values = Dictionary(grouping: given, by: \.key).mapValues { values in
        let nodes = values.map { key, text in
            let isText = !ClusterReader.quantities.contains(key)
            return node(.scalar(DocumentScalar(text: text, style: isText ? .doubleQuoted : .plain)))
        }
        return nodes.count == 1 ? nodes[0] : node(.sequence(nodes))
    }
    let entries = values.map { DocumentEntry(key: $0, place: .start, value: $1) }
    return node(.mapping(entries))
}

/// Reads the keys of such a file.
struct ClusterReader {
    let fields: Fields
    let faults: Faults
    /// What the user calls a key.
    let name: (String) -> String

    static let keys = [
        "pilots", "cpus", "memory", "partition", "account", "time_limit", "sbatch", "spool",
        "program",
    ]

    /// Those whose values are numbers, with or without a unit.
    static let quantities = ["pilots", "cpus", "memory", "time_limit"]

    func read(into options: inout PilotOptions) {
        options.pilots = integer("pilots", in: PilotOptions.pilotRange) ?? options.pilots
        options.cpus = integer("cpus", in: PilotOptions.cpuRange) ?? options.cpus
        options.memoryBytes = memory ?? options.memoryBytes
        options.partition = word("partition") ?? options.partition
        options.account = word("account") ?? options.account
        options.seconds = timeLimit ?? options.seconds
        options.words += words
        options.spool = path("spool") ?? options.spool
        options.program = path("program") ?? options.program
    }

    private func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        fields[key].flatMap { faults.integer($0, name(key), in: range) }
    }

    private var memory: Int? { fields["memory"].flatMap { faults.bytes($0, name("memory")) } }

    private var timeLimit: Double? {
        guard let node = fields["time_limit"],
            let seconds = faults.seconds(node, name("time_limit"))
        else { return nil }
        guard PilotOptions.timeRange.contains(seconds) else {
            faults.add(
                .outOfRange, at: node.place, "\(name("time_limit")) is out of range",
                hint: "give from 1m to 30d")
            return nil
        }
        return seconds
    }

    /// A text that can stand in a line of the batch script.
    private func word(_ key: String) -> String? { fields[key].flatMap { word($0, name(key)) } }

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
            return items.compactMap { word($0, "a word of \(name("sbatch"))") }
        }
        return word(node, name("sbatch")).map { [$0] } ?? []
    }
}
