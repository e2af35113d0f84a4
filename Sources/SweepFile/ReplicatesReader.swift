internal import Documents
internal import SweepModel

/// Reads how many replicates the configurations get: a number, or `{screen, focus, top}`.
struct ReplicatesReader {
    let faults: Faults

    private static let range = 1...100_000

    func read(_ node: DocumentNode?) -> (count: Int, focus: Focus?) {
        guard let node else { return (1, nil) }
        guard case .mapping = node.content else {
            return (faults.integer(node, "'replicates'", in: Self.range) ?? 1, nil)
        }
        guard let fields = faults.fields(of: node, "'replicates'", known: SweepKeys.replicates)
        else { return (1, nil) }
        let values = SweepKeys.replicates.map { key in
            fields.required(key, hint: "replicates: {screen: 5, focus: 20, top: 20}")
                .flatMap { faults.integer($0, "'\(key)'", in: Self.range) }
        }
        guard let screen = values[0], let focus = values[1], let top = values[2] else {
            return (1, nil)
        }
        guard focus > screen else {
            faults.add(
                .emptyRange, at: fields["focus"]!.place,
                "'focus' is \(focus), and 'screen' gives every configuration \(screen) already",
                hint: "'focus' counts the replicates of the best in all, those of 'screen' too")
            return (screen, nil)
        }
        return (screen, Focus(replicates: focus, top: top))
    }
}
