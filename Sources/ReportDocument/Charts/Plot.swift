/// The area of a chart between its axes, which knows where values lie.
struct Plot {
    let x: Scale
    let y: Scale
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }

    func place(_ horizontal: Double, _ vertical: Double) -> Point {
        Point(left + x.share(horizontal) * width, bottom - y.share(vertical) * height)
    }

    /// Grid lines, their labels and the axes' titles.
    func axes(xTitle: String, yTitle: String) -> [Shape] {
        verticalAxis(yTitle) + horizontalAxis(xTitle)
    }

    func verticalAxis(_ title: String) -> [Shape] {
        let style = WordStyle(.end, size: 12, ink: .muted)
        var shapes: [Shape] = []
        for tick in y.ticks(max(2, Int(height / 45))) {
            let level = place(0, tick.value).y
            shapes.append(.line(Point(left, level), Point(right, level), Stroke(.grid)))
            shapes.append(.words(tick.label, Point(left - 7, level + 4), style))
        }
        if !title.isEmpty {
            shapes.append(.words(title, Point(0, top - 10), WordStyle(size: 12, ink: .muted)))
        }
        return shapes
    }

    func horizontalAxis(_ title: String) -> [Shape] {
        let style = WordStyle(.middle, size: 12, ink: .muted)
        var shapes: [Shape] = [
            .line(Point(left, bottom), Point(right, bottom), Stroke(.muted))
        ]
        for tick in x.ticks(max(2, Int(width / 80))) {
            let place = left + x.share(tick.value) * width
            shapes.append(
                .line(Point(place, bottom), Point(place, bottom + 4), Stroke(.muted)))
            shapes.append(.words(tick.label, Point(place, bottom + 18), style))
        }
        if !title.isEmpty {
            shapes.append(.words(title, Point((left + right) / 2, bottom + 36), style))
        }
        return shapes
    }

    /// The room that labels of the vertical axis need.
    static func labelWidth(_ scale: Scale, height: Double) -> Double {
        let style = WordStyle(size: 12)
        let labels = scale.ticks(max(2, Int(height / 45))).map { style.width(of: $0.label) }
        return (labels.max() ?? 0).rounded(.up) + 12
    }
}

extension Drawing {
    /// The usual width of a chart.
    public static let chartWidth = 680.0

    /// Drawings side by side in rows, as many in each as its width allows.
    public static func flowed(_ parts: [Drawing], width: Double, gap: Double = 20) -> Drawing {
        var rows: [[Drawing]] = []
        var room = 0.0
        for part in parts {
            if rows.isEmpty || room + gap + part.width > width {
                rows.append([part])
                room = part.width
            } else {
                rows[rows.count - 1].append(part)
                room += gap + part.width
            }
        }
        let lines = rows.map { arranged($0, columns: $0.count, gap: gap) }
        var result = arranged(lines, columns: 1, gap: gap)
        result.width = max(result.width, width)
        return result
    }

    /// Drawings of one width side by side in columns, row by row, as one.
    public static func arranged(_ parts: [Drawing], columns: Int, gap: Double = 24) -> Drawing {
        var result = Drawing(width: 0, height: 0)
        var top = 0.0
        for first in stride(from: 0, to: parts.count, by: columns) {
            let row = parts[first..<min(first + columns, parts.count)]
            var left = 0.0
            for part in row {
                result.shapes.append(.moved(Point(left, top), part.shapes))
                left += part.width + gap
            }
            result.width = max(result.width, left - gap)
            top += row.map(\.height).max()! + gap
        }
        result.height = max(0, top - gap)
        return result
    }
}
