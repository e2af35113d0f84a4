/// Things of many properties: an axis each, and a line for each thing through all of them.
public struct ParallelCoordinates: Hashable, Sendable {
    public struct Axis: Hashable, Sendable {
        public var title: String
        /// From the bottom up, each at its share of the height in [0, 1].
        public var ticks: [(share: Double, label: String)] {
            zip(shares, labels).map { ($0, $1) }
        }
        private let shares: [Double]
        private let labels: [String]

        /// An axis of words or of a few values, evenly apart.
        public init(_ title: String, values: [String]) {
            self.title = title
            labels = values
            shares = values.indices.map { place in
                values.count == 1 ? 0.5 : Double(place) / Double(values.count - 1)
            }
        }

        /// An axis of numbers.
        public init(_ title: String, _ scale: Scale) {
            self.title = title
            let ticks = scale.ticks(5)
            labels = ticks.map(\.label)
            shares = ticks.map { scale.share($0.value) }
        }
    }

    public struct Line: Hashable, Sendable {
        /// What a reader is told who points at it.
        public var label: String
        /// Its share of the height at each axis; nil where it has no value.
        public var shares: [Double?]
        public var isBest: Bool

        public init(_ label: String, shares: [Double?], isBest: Bool = false) {
            self.label = label
            self.shares = shares
            self.isBest = isBest
        }
    }

    public var axes: [Axis]
    /// The best first.
    public var lines: [Line]

    public init(axes: [Axis], lines: [Line]) {
        self.axes = axes
        self.lines = lines
    }

    private static let (top, height) = (44.0, 220.0)

    public var drawing: Drawing {
        // Every second title stands higher, so that long ones have room.
        let apart = 86.0
        let labelWidth = axes.last.map { width(ofLabels: $0) } ?? 0
        let wide = max(
            Drawing.chartWidth, 50 + apart * Double(max(axes.count - 1, 1)) + labelWidth + 12)
        let step = (wide - 50 - labelWidth - 12) / Double(max(axes.count - 1, 1))
        var shapes: [Shape] = []
        for (place, axis) in axes.enumerated() {
            shapes += self.shapes(of: axis, at: 50 + Double(place) * step, place)
        }
        // The best is drawn last, over the others.
        let lines = lines.enumerated().reversed().map { rank, line in
            shape(of: line, rank, step)
        }
        let labels = axes.enumerated().flatMap { place, axis in
            self.labels(of: axis, at: 50 + Double(place) * step)
        }
        return Drawing(
            width: wide, height: Self.top + Self.height + 14, shapes: shapes + lines + labels)
    }

    private func width(ofLabels axis: Axis) -> Double {
        axis.ticks.map { WordStyle(size: 11).width(of: $0.label) }.max() ?? 0
    }

    private func shapes(of axis: Axis, at place: Double, _ index: Int) -> [Shape] {
        let level = Self.top - (index.isMultiple(of: 2) ? 12 : 28)
        let anchor: WordStyle.Anchor =
            index == 0 ? .start : index == axes.count - 1 ? .end : .middle
        let edge = index == 0 ? 0 : index == axes.count - 1 ? place + width(ofLabels: axis) : place
        return [
            .line(
                Point(place, Self.top), Point(place, Self.top + Self.height), Stroke(.muted)),
            .words(axis.title, Point(edge, level), WordStyle(anchor, size: 12, isStrong: true)),
        ]
    }

    private func labels(of axis: Axis, at place: Double) -> [Shape] {
        axis.ticks.map { tick in
            .words(
                tick.label, Point(place + 5, Self.level(tick.share) + 4),
                WordStyle(size: 11, isRimmed: true))
        }
    }

    private static func level(_ share: Double) -> Double { top + (1 - share) * height }

    private func shape(of line: Line, _ rank: Int, _ step: Double) -> Shape {
        // Lines through one value are drawn a little apart.
        let shift = line.isBest ? 0 : Double(rank % 9 - 4) * 0.9
        let stroke =
            line.isBest ? Stroke(.series(1), width: 3) : Stroke(.series(0), width: 1)
        var parts: [Shape] = []
        var path: [Point] = []
        for (place, share) in line.shares.enumerated() {
            if let share {
                path.append(Point(50 + Double(place) * step, Self.level(share) + shift))
            } else if !path.isEmpty {
                parts.append(.polyline(path, stroke))
                path = []
            }
        }
        if !path.isEmpty { parts.append(.polyline(path, stroke)) }
        return .group(line.label, parts)
    }
}
