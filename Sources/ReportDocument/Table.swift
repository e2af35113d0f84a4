/// A table: columns with titles, and rows of cells.
public struct Table: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable {
        case left, right
    }

    public struct Column: Hashable, Sendable {
        public var title: String
        public var alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// Why a cell stands out.
    public enum Mark: Hashable, Sendable {
        case best
        /// It cannot be told apart from the best.
        case tie
    }

    public struct Cell: Hashable, Sendable {
        public var text: Text
        /// What a reader sorts by where the text is not enough: `1 min` is more than `59 s`.
        public var value: Double?
        public var mark: Mark?

        public init(_ text: Text, value: Double? = nil, mark: Mark? = nil) {
            self.text = text
            self.value = value
            self.mark = mark
        }

        /// Something to be copied as it stands: an id, say.
        public init(code: String) { self.init(.code(code)) }
    }

    /// One sentence for formats that print it with the table; Markdown does not.
    public var caption: String
    public var columns: [Column]
    /// Each with a cell a column.
    public private(set) var rows: [[Cell]] = []

    public init(caption: String = "", columns: [Column], rows: [[Cell]] = []) {
        self.caption = caption
        self.columns = columns
        for row in rows { append(row) }
    }

    /// A table of plain words.
    public init(caption: String = "", columns: [Column], rows: [[String]]) {
        self.init(caption: caption, columns: columns)
        for row in rows { append(row) }
    }

    /// Adds a row.
    ///
    /// - Precondition: `row` has a cell a column.
    public mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells")
        rows.append(row)
    }

    /// Adds a row of plain words.
    public mutating func append(_ row: [String]) {
        append(row.map { Cell(Text($0)) })
    }
}

extension Table.Cell: ExpressibleByStringInterpolation {
    public init(stringLiteral words: String) { self.init(Text(words)) }

    public init(stringInterpolation: Text.StringInterpolation) {
        self.init(Text(stringInterpolation: stringInterpolation))
    }
}
