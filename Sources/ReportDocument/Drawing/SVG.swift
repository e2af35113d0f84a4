/// Texts as XML and HTML take them.
enum Markup {
    /// The words with what would be markup escaped; control characters, which XML forbids, left out.
    static func escaped(_ words: String) -> String {
        var result = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Drawing {
    /// The picture as SVG that scales with its place, with its title and description for those who
    /// do not see it.
    ///
    /// - Parameters:
    ///   - id: unique in the page.
    ///   - isStandalone: with its own colours, hatches and ground; else the page gives them, see
    ///     `SVGStyle`.
    func svg(id: String, title: String, description: String, isStandalone: Bool) -> String {
        // A page has margins of its own.
        let margin = isStandalone ? 12.0 : 0
        let width = SVG.number(width + 2 * margin)
        let height = SVG.number(height + 2 * margin)
        var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\""
        text += " viewBox=\"\(SVG.number(-margin)) \(SVG.number(-margin)) \(width) \(height)\""
        text += " width=\"\(width)\" height=\"\(height)\""
        // In a narrow window a wide picture scrolls before its words become too small to read.
        if !isStandalone { text += " style=\"min-width:min(\(width)px,34rem)\"" }
        text += " role=\"img\" aria-labelledby=\"\(id)-title \(id)-description\">\n"
        text += "<title id=\"\(id)-title\">\(Markup.escaped(title))</title>\n"
        text += "<desc id=\"\(id)-description\">\(Markup.escaped(description))</desc>\n"
        if isStandalone {
            text += "<style>\(SVGStyle.sheet)</style>\n<defs>\(SVGStyle.hatches)</defs>\n"
            let corner = SVG.number(-margin)
            text += "<rect class=\"f-paper\" x=\"\(corner)\" y=\"\(corner)\""
            text += " width=\"\(width)\" height=\"\(height)\"/>\n"
        }
        return text + shapes.map { SVG.element($0) + "\n" }.joined() + "</svg>\n"
    }
}

/// Writes shapes as SVG elements.
enum SVG {
    /// A length to a tenth: the same text for the same number on every machine.
    static func number(_ value: Double) -> String {
        precondition(value.isFinite && value.magnitude < 1e6, "a length of \(value)")
        let tenths = Int((value * 10).rounded())
        let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }

    static func element(_ shape: Shape) -> String {
        switch shape {
        case .line(let start, let end, let stroke):
            "<path d=\"M\(point(start))L\(point(end))\"\(paint(nil, stroke))/>"
        case .polyline(let points, let stroke):
            "<path d=\"\(path(points))\" stroke-linejoin=\"round\"\(paint(nil, stroke))/>"
        case .polygon(let points, let fill, let stroke):
            "<path d=\"\(path(points))Z\"\(paint(fill, stroke))/>"
        case .rectangle(let corner, let width, let height, let fill, let stroke):
            "<rect x=\"\(number(corner.x))\" y=\"\(number(corner.y))\" width=\"\(number(width))\""
                + " height=\"\(number(height))\"\(paint(fill, stroke))/>"
        case .marker(let marker, let centre, let radius, let fill, let stroke):
            element(marker, centre, radius, fill, stroke)
        case .words(let words, let place, let style): element(words, place, style)
        case .group(let title, let shapes):
            "<g><title>\(Markup.escaped(title))</title>" + shapes.map(element).joined() + "</g>"
        case .moved(let origin, let shapes):
            "<g transform=\"translate(\(point(origin)))\">\n"
                + shapes.map { element($0) + "\n" }.joined() + "</g>"
        }
    }

    private static func point(_ point: Point) -> String { "\(number(point.x)) \(number(point.y))" }

    private static func path(_ points: [Point]) -> String {
        points.isEmpty ? "" : "M" + points.map(point).joined(separator: "L")
    }

    private static func paint(_ fill: Fill?, _ stroke: Stroke?) -> String {
        var classes: [String] = []
        var attributes = ""
        switch fill {
        case nil: classes.append("f-none")
        case let fill? where fill.isHatched:
            attributes += " fill=\"url(#hatch-\(fill.ink.name))\""
        case let fill?:
            classes.append("f-\(fill.ink.name)")
            if fill.opacity < 1 { attributes += " fill-opacity=\"\(hundredths(fill.opacity))\"" }
        }
        if let stroke {
            classes.append("k-\(stroke.ink.name)")
            if stroke.width != 1 { attributes += " stroke-width=\"\(number(stroke.width))\"" }
            if let dash = stroke.dash.pattern { attributes += " stroke-dasharray=\"\(dash)\"" }
        }
        return (classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\"") + attributes
    }

    private static func hundredths(_ share: Double) -> String {
        let value = Int((share * 100).rounded())
        return value >= 100 ? "1" : value < 10 ? "0.0\(value)" : "0.\(value)"
    }

    private static func element(
        _ marker: Marker, _ centre: Point, _ radius: Double, _ fill: Fill?, _ stroke: Stroke?
    ) -> String {
        let paint = paint(fill, stroke)
        guard let corners = marker.corners else {
            guard marker == .circle else {
                return "<path d=\"\(crossPath(centre, radius))\"\(paint)/>"
            }
            return "<circle cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\""
                + " r=\"\(number(radius))\"\(paint)/>"
        }
        let points = corners.map { Point(centre.x + $0.x * radius, centre.y + $0.y * radius) }
        return "<path d=\"\(path(points))Z\"\(paint)/>"
    }

    private static func crossPath(_ centre: Point, _ radius: Double) -> String {
        let reach = radius * 0.85
        return path([
            Point(centre.x - reach, centre.y - reach), Point(centre.x + reach, centre.y + reach),
        ])
            + path([
                Point(centre.x - reach, centre.y + reach),
                Point(centre.x + reach, centre.y - reach),
            ])
    }

    private static func element(_ words: String, _ place: Point, _ style: WordStyle) -> String {
        let (x, y) = (number(place.x), number(place.y))
        var text = "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(number(style.size))\""
        var classes = style.ink == .text ? [] : ["f-\(style.ink.name)"]
        if style.isRimmed { classes += style.ink == .text ? ["f-text", "rim"] : ["rim"] }
        if !classes.isEmpty { text += " class=\"\(classes.joined(separator: " "))\"" }
        if style.anchor != .start { text += " text-anchor=\"\(style.anchor.rawValue)\"" }
        if style.isStrong { text += " font-weight=\"600\"" }
        if style.isTurned { text += " transform=\"rotate(-90 \(x) \(y))\"" }
        return text + ">\(Markup.escaped(words))</text>"
    }
}

extension Marker {
    /// About a centre at the origin, with areas alike; nil of what is not a polygon.
    var corners: [Point]? {
        switch self {
        case .circle, .cross: nil
        case .square: [Point(-0.9, -0.9), Point(0.9, -0.9), Point(0.9, 0.9), Point(-0.9, 0.9)]
        case .triangle: [Point(0, -1.25), Point(1.15, 0.8), Point(-1.15, 0.8)]
        case .invertedTriangle: [Point(0, 1.25), Point(1.15, -0.8), Point(-1.15, -0.8)]
        case .diamond: [Point(0, -1.3), Point(1.3, 0), Point(0, 1.3), Point(-1.3, 0)]
        }
    }
}
