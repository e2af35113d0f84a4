/// Counts in rows, each bar of parts that lie one after the other.
public struct BarChart: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var label: String
        /// A count a part.
        public var counts: [Int]
        /// At the end of the bar.
        public var note: String

        public init(_ label: String, _ counts: [Int], note: String = "") {
            self.label = label
            self.counts = counts
            self.note = note
        }
    }

    public var xTitle: String
    /// What the parts are called.
    public var parts: [String]
    public var rows: [Row]

    public init(xTitle: String, parts: [String], rows: [Row]) {
        self.xTitle = xTitle
        self.parts = parts
        self.rows = rows
    }

    public var drawing: Drawing {
        let width = Drawing.chartWidth
        let legend = Legend(
            parts.enumerated().map { Legend.Entry(area: $0.element, index: $0.offset) },
            width: width)
        let style = WordStyle(.end, size: 12)
        let left = (rows.map { style.width(of: $0.label) }.max() ?? 0) + 12
        let note = rows.map { style.width(of: $0.note) }.max() ?? 0
        let totals = rows.map { $0.counts.reduce(0, +) }
        let plot = Plot(
            x: Scale(domain: 0...Double(max(1, totals.max() ?? 1))), y: Scale(domain: 0...1),
            left: left, top: legend.height + 4, width: width - left - note - 24,
            height: Double(rows.count) * 26 + 6)
        var shapes = legend.shapes + plot.horizontalAxis(xTitle)
        for (place, row) in rows.enumerated() {
            let level = plot.top + 6 + Double(place) * 26
            shapes.append(.words(row.label, Point(left - 8, level + 14), style))
            shapes += bar(row, level, plot)
        }
        return Drawing(width: width, height: plot.bottom + 44, shapes: shapes)
    }

    private func bar(_ row: Row, _ level: Double, _ plot: Plot) -> [Shape] {
        var shapes: [Shape] = []
        var start = plot.left
        for (part, count) in row.counts.enumerated() where count > 0 {
            let length = plot.x.share(Double(count)) * plot.width
            shapes.append(
                .group(
                    "\(row.label): \(count) \(parts[part])",
                    [
                        .rectangle(
                            Point(start, level), width: length, height: 18,
                            Fill(.series(part), isHatched: true), Stroke(.series(part)))
                    ]))
            start += length
        }
        if !row.note.isEmpty {
            shapes.append(
                .words(row.note, Point(start + 6, level + 14), WordStyle(size: 12, ink: .muted)))
        }
        return shapes
    }
}
