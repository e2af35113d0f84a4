/// A place in a text file: line and column count from 1, columns in Unicode scalars.
public struct Place: Hashable, Comparable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where faults of a whole file are placed.
    public static let start = Place(line: 1, column: 1)

    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
