/// The spread of values by category: a dot each, and where there are many a box.
///
/// A box goes from the lower to the upper quartile with a line at the median, its whiskers to the
/// 5th and 95th percentile; the values beyond are dots.
public struct CategoryChart: Hashable, Sendable {
    public struct Category: Hashable, Sendable {
        public var label: String
        public var values: [Double]
        /// Below the label: `2 failed`, say.
        public var note: String
        /// A level across the category: its median.
        public var level: Double?

        public init(_ label: String, _ values: [Double], level: Double? = nil, note: String = "") {
            self.label = label
            self.values = values
            self.level = level
            self.note = note
        }
    }

    public struct Panel: Hashable, Sendable {
        public var title: String
        public var categories: [Category]

        public init(_ title: String, _ categories: [Category]) {
            self.title = title
            self.categories = categories
        }
    }

    /// Values of a category beyond which they are drawn as a box.
    public static let dotLimit = 60

    public var y: XYChart.Axis
    /// All on one vertical scale.
    public var panels: [Panel]

    public init(y: XYChart.Axis, panels: [Panel]) {
        self.y = y
        self.panels = panels
    }

    public var drawing: Drawing {
        let scale = Scale(
            y.kind, of: panels.flatMap(\.categories).flatMap(\.values), including: y.including)
        let left = Plot.labelWidth(scale, height: 180)
        return .flowed(
            panels.map { drawing(of: $0, scale, left: left) }, width: Drawing.chartWidth, gap: 20)
    }

    /// As wide as its labels need.
    private static func width(of panel: Panel, left: Double) -> Double {
        let columns = Double(panel.categories.count) * columnWidth(of: panel)
        let title = WordStyle(size: 13, isStrong: true).width(of: panel.title)
        return min(left + max(columns, title, 90) + 6, Drawing.chartWidth)
    }

    private static func columnWidth(of panel: Panel) -> Double {
        let style = WordStyle(size: 12)
        let labels = panel.categories.flatMap { [$0.label, $0.note] }.map(style.width)
        return max(46, (labels.max() ?? 0) + 12)
    }

    private func drawing(of panel: Panel, _ scale: Scale, left: Double) -> Drawing {
        let width = CategoryChart.width(of: panel, left: left)
        let hasNotes = panels.flatMap(\.categories).contains { !$0.note.isEmpty }
        let plot = Plot(
            x: Scale(domain: 0...Double(max(1, panel.categories.count))), y: scale, left: left,
            top: 44, width: width - left - 6, height: 180)
        var shapes = plot.verticalAxis(panel == panels.first ? y.title : "")
        shapes.append(
            .words(panel.title, Point(left, 15), WordStyle(size: 13, isStrong: true)))
        for (place, category) in panel.categories.enumerated() {
            shapes += self.shapes(of: category, at: Double(place) + 0.5, plot)
        }
        return Drawing(width: width, height: 44 + 180 + (hasNotes ? 38 : 22), shapes: shapes)
    }

    private func shapes(of category: Category, at place: Double, _ plot: Plot) -> [Shape] {
        let column = plot.width / plot.x.domain.upperBound
        let middle = plot.left + plot.x.share(place) * plot.width
        let style = WordStyle(.middle, size: 12)
        var shapes: [Shape] = [.words(category.label, Point(middle, plot.bottom + 17), style)]
        if !category.note.isEmpty {
            shapes.append(
                .words(
                    category.note, Point(middle, plot.bottom + 33),
                    WordStyle(.middle, size: 11, ink: .muted)))
        }
        let values = category.values.filter(plot.y.takes).sorted()
        let levels = values.map { plot.bottom - plot.y.share($0) * plot.height }
        let reach = min(column * 0.32, 34)
        shapes +=
            values.count > CategoryChart.dotLimit
            ? box(levels, middle, reach) : dots(levels, middle, reach)
        if let level = category.level, plot.y.takes(level) {
            let height = plot.bottom - plot.y.share(level) * plot.height
            shapes.append(
                .line(
                    Point(middle - reach - 4, height), Point(middle + reach + 4, height),
                    Stroke(.series(1), width: 3)))
        }
        return shapes
    }

    /// Dots beside each other in turn, so that few cover each other.
    private func dots(_ levels: [Double], _ middle: Double, _ reach: Double) -> [Shape] {
        // Steps of the golden section fill a range evenly from any start.
        levels.enumerated().map { place, level in
            let turn = (Double(place) * 0.618_033_988_75 + 0.5).truncatingRemainder(dividingBy: 1)
            return .marker(
                .circle, Point(middle + (turn * 2 - 1) * reach, level), radius: 3,
                Fill(.series(0), opacity: 0.6), nil)
        }
    }

    /// - Parameter levels: of the values from small to large.
    private func box(_ levels: [Double], _ middle: Double, _ reach: Double) -> [Shape] {
        func level(_ share: Double) -> Double {
            levels[min(levels.count - 1, Int(Double(levels.count) * share))]
        }
        let (low, high) = (level(0.05), level(0.95))
        let beyond = levels.filter { $0 > low || $0 < high }
        // Of many, the ends tell as much as all.
        let shown = beyond.count <= 24 ? beyond : Array(beyond.prefix(12) + beyond.suffix(12))
        let stroke = Stroke(.series(0), width: 1.5)
        return [
            .line(Point(middle, low), Point(middle, high), stroke),
            .rectangle(
                Point(middle - reach, level(0.75)), width: 2 * reach,
                height: level(0.25) - level(0.75), Fill(.paper), stroke),
            .rectangle(
                Point(middle - reach, level(0.75)), width: 2 * reach,
                height: level(0.25) - level(0.75), Fill(.series(0), opacity: 0.2), nil),
        ] + shown.map { .marker(.circle, Point(middle, $0), radius: 2, nil, Stroke(.series(0))) }
    }
}
