/// Estimates with their intervals in rows, beside a value that they should meet.
public struct IntervalChart: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var label: String
        /// Single values, small and pale: replicates, say.
        public var points: [Double]
        public var middle: Double?
        public var interval: ClosedRange<Double>?
        /// Its colour and marker.
        public var index: Int

        public init(
            _ label: String, points: [Double] = [], middle: Double? = nil,
            interval: ClosedRange<Double>? = nil, index: Int = 0
        ) {
            self.label = label
            self.points = points
            self.middle = middle
            self.interval = interval
            self.index = index
        }
    }

    public var title: String
    public var x: XYChart.Axis
    public var rows: [Row]
    /// A vertical line: the truth, or no effect.
    public var reference: Double?
    /// What the line stands for, written at it.
    public var referenceLabel: String
    /// A shaded range about it: the standard error that the data allow, say.
    public var band: ClosedRange<Double>?
    /// What is in view; points beyond are arrows at its ends. Nil for all.
    public var limits: ClosedRange<Double>?
    public var width: Double

    public init(
        title: String = "", x: XYChart.Axis, rows: [Row], reference: Double? = nil,
        referenceLabel: String = "", band: ClosedRange<Double>? = nil,
        limits: ClosedRange<Double>? = nil, width: Double = Drawing.chartWidth
    ) {
        self.title = title
        self.x = x
        self.rows = rows
        self.reference = reference
        self.referenceLabel = referenceLabel
        self.band = band
        self.limits = limits
        self.width = width
    }

    public var drawing: Drawing {
        let style = WordStyle(.end, size: 12)
        let left = (rows.map { style.width(of: $0.label) }.max() ?? 0) + 12
        let top = (title.isEmpty ? 4.0 : 24) + (referenceLabel.isEmpty ? 4 : 18)
        let height = Double(rows.count) * 24 + 8
        let plot = Plot(
            x: scale, y: Scale(domain: 0...1), left: left, top: top, width: width - left - 18,
            height: height)
        var shapes = ground(plot)
        for (place, row) in rows.enumerated() {
            let level = top + 16 + Double(place) * 24
            shapes.append(.words(row.label, Point(left - 8, level + 4), style))
            shapes += self.shapes(of: row, level, plot)
        }
        if !title.isEmpty {
            shapes.append(.words(title, Point(0, 15), WordStyle(size: 13, isStrong: true)))
        }
        return Drawing(
            width: width, height: plot.bottom + (x.title.isEmpty ? 24 : 44), shapes: shapes)
    }

    private var scale: Scale {
        var values = rows.flatMap { row in
            row.points
                + [row.middle, row.interval?.lowerBound, row.interval?.upperBound]
                .compactMap { $0 }
        }
        values += [reference, band?.lowerBound, band?.upperBound].compactMap { $0 }
        return Scale(
            x.kind, of: values.filter { limits?.contains($0) ?? true }, including: x.including)
    }

    /// The axis, the band and the reference, below the rows.
    private func ground(_ plot: Plot) -> [Shape] {
        func place(_ value: Double) -> Double { plot.left + plot.x.share(value) * plot.width }
        var shapes: [Shape] = []
        if let band {
            let (low, high) = (place(band.lowerBound), place(band.upperBound))
            shapes.append(
                .rectangle(
                    Point(low, plot.top), width: high - low, height: plot.height,
                    Fill(.series(2), opacity: 0.18), nil))
        }
        shapes += plot.horizontalAxis(x.title)
        if let reference {
            let x = place(reference)
            shapes.append(
                .line(
                    Point(x, plot.top), Point(x, plot.bottom),
                    Stroke(.series(2), width: 2, dash: .dashed)))
            if !referenceLabel.isEmpty {
                shapes.append(
                    .words(
                        referenceLabel, Point(x, plot.top - 6),
                        WordStyle(.middle, size: 12, ink: .muted)))
            }
        }
        return shapes
    }

    private func shapes(of row: Row, _ level: Double, _ plot: Plot) -> [Shape] {
        func point(_ value: Double) -> Point {
            Point(plot.left + plot.x.share(value) * plot.width, level)
        }
        var shapes: [Shape] = []
        if let interval = row.interval {
            let (low, high) = (point(interval.lowerBound), point(interval.upperBound))
            let stroke = Stroke(.series(row.index), width: 2)
            shapes.append(.line(low, high, stroke))
            for end in [low, high] {
                shapes.append(
                    .line(Point(end.x, level - 4), Point(end.x, level + 4), stroke))
            }
        }
        for value in row.points where plot.x.takes(value) || limits != nil {
            guard plot.x.domain.contains(value) else {
                let inwards = value < plot.x.domain.lowerBound ? 5.0 : -5
                let tip = point(value)
                let ends = [-4.0, 4].map { Point(tip.x + inwards, level + $0) }
                shapes.append(
                    .polyline([ends[0], tip, ends[1]], Stroke(.series(row.index), width: 2)))
                continue
            }
            shapes.append(
                .marker(
                    .circle, point(value), radius: 3, Fill(.series(row.index), opacity: 0.35), nil))
        }
        if let middle = row.middle, plot.x.takes(middle) {
            shapes.append(
                XYChart.mark(at: point(middle), look: .marks, index: row.index))
        }
        return shapes
    }
}
