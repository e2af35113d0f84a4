internal import Digest
internal import Documents
internal import Expressions
internal import ProblemModel

/// A table of measured data: a column `time`, and a column for each observable.
struct MeasuredTable {
    /// No table may be larger than this.
    static let byteLimit = 16 << 20

    let observed: [String]
    let times: [Double]
    /// A row a time, a column an observable.
    let values: [[Double?]]
    /// The cells of which only the limit is known that they were below.
    let censored: Set<TableCell>
    /// SHA-256 of the bytes.
    let hash: String

    /// Reads a table, or tells all its faults in the order of their places.
    ///
    /// - Parameters:
    ///   - measurable: What a column may be named.
    ///   - window: Nil where it is not known; times are not checked against it then.
    ///   - errors: What the problem says of errors and limits.
    init(
        _ bytes: [UInt8], path: String, measurable: [String], window: TimeWindow?,
        errors: ReadErrors
    ) throws(Diagnostics) {
        let source = try SourceText(decoding: bytes, path: path, byteLimit: Self.byteLimit)
        let faults = Faults(in: source, nearest: nearest)
        var csv = CSVReader(faults: faults)
        let rows = csv.rows()
        let checks = TableChecks(
            faults: faults, measurable: measurable, window: window, errors: errors)
        let header = checks.header(rows.first)
        let columns = header.map { Columns($0) }
        let body = checks.body(rows.dropFirst(), header: header, columns: columns)
        guard faults.isEmpty, let columns else { throw Diagnostics(faults.diagnostics) }
        observed = columns.observed.map(\.name)
        times = body.compactMap { $0[columns.time]?.value }
        values = body.map { row in columns.observed.map { row[$0.index]?.value } }
        var censored: Set<TableCell> = []
        for (row, cells) in body.enumerated() {
            for (column, place) in columns.observed.enumerated()
            where cells[place.index]?.isLimit == true {
                censored.insert(TableCell(row: row, column: column))
            }
        }
        self.censored = censored
        hash = SHA256.hex(of: bytes)
    }
}

/// Where a table has its time and its observables.
struct Columns {
    let time: Int
    let observed: [(index: Int, name: String)]

    /// - Precondition: The header has a column `time`.
    init(_ header: [CSVCell]) {
        guard let time = header.firstIndex(where: { $0.text == "time" }) else {
            preconditionFailure("a header without time")
        }
        self.time = time
        observed = header.indices.filter { $0 != time }.map { ($0, header[$0].text) }
    }
}
