/// Values against values: lines, marks and bands on two scales.
///
///     let chart = XYChart(
///         x: .init("CPU time, s", .logarithmic), y: .init("recovery error, %", .logarithmic),
///         series: [.init("configurations", points, look: .marks)])
///     let drawing = chart.drawing
public struct XYChart: Hashable, Sendable {
    public struct Axis: Hashable, Sendable {
        /// With the unit.
        public var title: String
        public var kind: Scale.Kind
        /// Values that are in view in any case.
        public var including: [Double]

        public init(_ title: String, _ kind: Scale.Kind = .linear, including: [Double] = []) {
            self.title = title
            self.kind = kind
            self.including = including
        }
    }

    public enum Look: Hashable, Sendable {
        case marks, line, lineAndMarks
        /// A line that keeps its height until the next point.
        case steps
        /// Small and pale, for many.
        case dots
    }

    public struct Series: Hashable, Sendable {
        /// In the legend; none without a name.
        public var name: String
        public var points: [Point]
        public var look: Look
        /// Its colour, dash and marker; nil for the place among the series.
        public var index: Int?
        /// What a reader is told who points at a mark, one each, or none.
        public var labels: [String]

        public init(
            _ name: String, _ points: [Point], look: Look = .line, index: Int? = nil,
            labels: [String] = []
        ) {
            self.name = name
            self.points = points
            self.look = look
            self.index = index
            self.labels = labels
        }
    }

    /// Above the chart.
    public var title: String
    public var x: Axis
    public var y: Axis
    /// Later ones cover earlier ones.
    public var series: [Series]
    public var width: Double
    public var height: Double
    /// Without where one legend stands for several charts.
    public var hasLegend: Bool

    public init(
        title: String = "", x: Axis, y: Axis, series: [Series],
        width: Double = Drawing.chartWidth, height: Double = 360, hasLegend: Bool = true
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.width = width
        self.height = height
        self.hasLegend = hasLegend
    }

    /// The legend of this chart alone, for others that have the same series.
    public func legend(width: Double) -> Drawing {
        let legend = Legend(entries, width: width)
        return Drawing(width: width, height: legend.height, shapes: legend.shapes)
    }

    public var drawing: Drawing {
        let legend = Legend(hasLegend ? entries : [], width: width)
        let top = (title.isEmpty ? 0 : 24) + legend.height + (y.title.isEmpty ? 10 : 26)
        let bottom = x.title.isEmpty ? 26.0 : 46.0
        let yScale = scale(y) { $0.y }
        let left = Plot.labelWidth(yScale, height: height - top - bottom)
        let plot = Plot(
            x: scale(x) { $0.x }, y: yScale, left: left, top: top, width: width - left - 16,
            height: height - top - bottom)
        var shapes = plot.axes(xTitle: x.title, yTitle: y.title)
        for place in series.indices { shapes += self.shapes(of: place, in: plot) }
        if !title.isEmpty {
            shapes.append(.words(title, Point(0, 15), WordStyle(size: 14, isStrong: true)))
        }
        shapes.append(.moved(Point(0, title.isEmpty ? 0 : 24), legend.shapes))
        return Drawing(width: width, height: height, shapes: shapes)
    }

    private func scale(_ axis: Axis, _ value: (Point) -> Double) -> Scale {
        Scale(axis.kind, of: series.flatMap(\.points).map(value), including: axis.including)
    }

    private var entries: [Legend.Entry] {
        series.enumerated().filter { !$0.element.name.isEmpty }.map { place, series in
            Legend.Entry(series.name, look: series.look, index: series.index ?? place)
        }
    }

    private func shapes(of place: Int, in plot: Plot) -> [Shape] {
        let series = series[place]
        let index = series.index ?? place
        let shown = series.points.indices.filter {
            plot.x.takes(series.points[$0].x) && plot.y.takes(series.points[$0].y)
        }
        let points = shown.map { plot.place(series.points[$0].x, series.points[$0].y) }
        var shapes: [Shape] = []
        if let line = Self.line(through: points, look: series.look, index: index) {
            shapes.append(line)
        }
        guard [.marks, .lineAndMarks, .dots].contains(series.look) else { return shapes }
        for (number, point) in zip(shown, points) {
            let mark = Self.mark(at: point, look: series.look, index: index)
            let isNamed = series.labels.indices.contains(number)
            shapes.append(isNamed ? .group(series.labels[number], [mark]) : mark)
        }
        return shapes
    }

    static func line(through points: [Point], look: Look, index: Int) -> Shape? {
        let stroke = Stroke(.series(index), width: 2, dash: .series(index))
        switch look {
        case .marks, .dots: return nil
        case .line, .lineAndMarks: return .polyline(points, stroke)
        case .steps:
            var path: [Point] = []
            for point in points {
                if let last = path.last { path.append(Point(point.x, last.y)) }
                path.append(point)
            }
            return .polyline(path, stroke)
        }
    }

    static func mark(at point: Point, look: Look, index: Int) -> Shape {
        if look == .dots {
            return .marker(.circle, point, radius: 2.5, Fill(.muted, opacity: 0.5), nil)
        }
        let marker = Marker.series(index)
        return .marker(
            marker, point, radius: 4.5, marker == .cross ? nil : Fill(.series(index)),
            marker == .cross ? Stroke(.series(index), width: 2) : Stroke(.paper))
    }
}
