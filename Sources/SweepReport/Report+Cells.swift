import ReportDocument

extension Report {
    /// A score; failed ones are sorted last.
    func cell(_ score: Double?) -> Table.Cell {
        .init(Text(yardstick.text(score)), value: score)
    }

    /// An unknown's estimate/truth − 1, sorted by its size.
    func cell(relativeError error: Double?) -> Table.Cell {
        .init(Text(error.map(Figures.signedPercent) ?? Figures.none), value: error?.magnitude)
    }

    func cell(seconds: Double?) -> Table.Cell {
        .init(Text(seconds.map { Figures.duration(seconds: $0) } ?? Figures.none), value: seconds)
    }

    /// How many of how many, sorted by the share.
    func share(_ part: Int, of whole: Int) -> Table.Cell {
        .init("\(part)/\(whole)", value: Double(part) / Double(max(whole, 1)))
    }
}
