/// What the series of a chart are called, in lines above it.
struct Legend {
    struct Entry {
        enum Look {
            case line, marks, both, dots, area
        }

        let name: String
        let look: Look
        let index: Int

        init(_ name: String, look: XYChart.Look, index: Int) {
            self.name = name
            self.index = index
            self.look =
                switch look {
                case .marks: .marks
                case .dots: .dots
                case .line, .steps: .line
                case .lineAndMarks: .both
                }
        }

        init(area name: String, index: Int) {
            self.name = name
            look = .area
            self.index = index
        }
    }

    let shapes: [Shape]
    let height: Double

    /// A single series needs no legend: the title names it.
    init(_ entries: [Entry], width: Double) {
        let style = WordStyle(size: 12)
        var shapes: [Shape] = []
        var (left, line) = (0.0, 0)
        for entry in entries {
            let room = 36 + style.width(of: entry.name) + 18
            if left > 0, left + room > width { (left, line) = (0, line + 1) }
            let level = Double(line) * 20 + 10
            shapes += Legend.sample(entry, at: Point(left, level))
            shapes.append(.words(entry.name, Point(left + 36, level + 4), style))
            left += room
        }
        self.shapes = shapes
        height = entries.isEmpty ? 0 : Double(line + 1) * 20 + 4
    }

    private static func sample(_ entry: Entry, at place: Point) -> [Shape] {
        let ends = [place, Point(place.x + 30, place.y)]
        let middle = Point(place.x + 15, place.y)
        switch entry.look {
        case .line: return [XYChart.line(through: ends, look: .line, index: entry.index)!]
        case .marks: return [XYChart.mark(at: middle, look: .marks, index: entry.index)]
        case .dots: return [XYChart.mark(at: middle, look: .dots, index: entry.index)]
        case .both:
            return [
                XYChart.line(through: ends, look: .line, index: entry.index)!,
                XYChart.mark(at: middle, look: .marks, index: entry.index),
            ]
        case .area:
            return [
                .rectangle(
                    Point(place.x + 2, place.y - 7), width: 26, height: 14,
                    Fill(.series(entry.index), isHatched: true), Stroke(.series(entry.index)))
            ]
        }
    }
}
