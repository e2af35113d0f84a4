/// A number for each pair of two things' values, darker where it is smaller or larger.
public struct HeatMap: Hashable, Sendable {
    public struct Cell: Hashable, Sendable {
        /// Printed in the cell, so that no shade has to be read.
        public var text: String
        /// In [0, 1]: how dark.
        public var shade: Double

        public init(_ text: String, shade: Double) {
            self.text = text
            self.shade = shade
        }
    }

    public var xTitle: String
    public var xLabels: [String]
    public var yTitle: String
    public var yLabels: [String]
    /// By row, a cell a column; nil where there is none.
    public var rows: [[Cell?]]

    public init(
        x: (title: String, labels: [String]), y: (title: String, labels: [String]),
        rows: [[Cell?]]
    ) {
        (xTitle, xLabels) = x
        (yTitle, yLabels) = y
        self.rows = rows
    }

    public var drawing: Drawing {
        let style = WordStyle(size: 12)
        let left =
            max(
                yLabels.map(style.width).max() ?? 0,
                WordStyle(size: 12, isStrong: true).width(of: yTitle)) + 10
        let words = xLabels + rows.flatMap { $0.compactMap { $0?.text } }
        let wide = max(52, (words.map(style.width).max() ?? 0) + 12)
        let (top, tall) = (42.0, 30.0)
        let heading = WordStyle(.middle, size: 12, isStrong: true)
        var shapes: [Shape] = [
            .words(yTitle, Point(left - 8, top - 8), WordStyle(.end, size: 12, isStrong: true)),
            .words(xTitle, Point(left + wide * Double(xLabels.count) / 2, 13), heading),
        ]
        for (column, label) in xLabels.enumerated() {
            let middle = left + (Double(column) + 0.5) * wide
            shapes.append(.words(label, Point(middle, top - 8), WordStyle(.middle, size: 12)))
        }
        for (row, cells) in rows.enumerated() {
            let level = top + Double(row) * tall
            shapes.append(
                .words(yLabels[row], Point(left - 8, level + 19), WordStyle(.end, size: 12)))
            for (column, cell) in cells.enumerated() {
                shapes += self.shapes(
                    of: cell, at: Point(left + Double(column) * wide, level), wide, tall)
            }
        }
        return Drawing(
            width: max(left + wide * Double(xLabels.count), left + heading.width(of: xTitle)) + 2,
            height: top + tall * Double(rows.count) + 2, shapes: shapes)
    }

    private func shapes(
        of cell: Cell?, at corner: Point, _ width: Double, _ height: Double
    ) -> [Shape] {
        // Light enough for the words on it, in either colour of the ground.
        let shade = min(max(cell?.shade ?? 0, 0), 1)
        var shapes: [Shape] = [
            .rectangle(
                corner, width: width, height: height,
                cell == nil ? nil : Fill(.series(0), opacity: 0.04 + 0.46 * shade), Stroke(.paper))
        ]
        let words = cell?.text ?? "–"
        shapes.append(
            .words(
                words, Point(corner.x + width / 2, corner.y + height / 2 + 4),
                WordStyle(.middle, size: 12, ink: cell == nil ? .muted : .text)))
        return shapes
    }
}
