/// Names and values for a terminal, a line each, the values under each other.
public struct Facts: Hashable, Sendable {
    private let lines: [String]

    public init(_ facts: [(name: String, value: String)]) {
        let width = facts.map(\.name.count).max() ?? 0
        lines = facts.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }
    }

    /// The lines, each with its line break.
    public var text: String { lines.map { $0 + "\n" }.joined() }
}
