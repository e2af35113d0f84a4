/// A picture as a value: shapes in a coordinate system with its origin at the top left.
///
/// Lengths are in the units of a page at its usual size: text is 12 to 14 high.
public struct Drawing: Hashable, Sendable {
    public var width: Double
    public var height: Double
    /// Later ones cover earlier ones.
    public var shapes: [Shape]

    public init(width: Double, height: Double, shapes: [Shape] = []) {
        self.width = width
        self.height = height
        self.shapes = shapes
    }
}

public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A colour by its purpose: a page decides what it is on light and on dark ground.
public enum Ink: Hashable, Sendable {
    case text, muted, grid, paper
    /// One of several things told apart; the same count gives the same dash, marker and hatch,
    /// so that none depends on its colour.
    case series(Int)

    /// Series that look different from each other.
    public static let seriesCount = 6

    var name: String {
        switch self {
        case .text: "text"
        case .muted: "muted"
        case .grid: "grid"
        case .paper: "paper"
        case .series(let index): "s\(index % Ink.seriesCount)"
        }
    }
}

public enum Dash: Hashable, Sendable {
    case solid, dashed, dotted, dashDotted, longDashed, dashDoubleDotted

    /// The dash of a series.
    public static func series(_ index: Int) -> Dash {
        let all: [Dash] = [.solid, .dashed, .dotted, .dashDotted, .longDashed, .dashDoubleDotted]
        return all[index % all.count]
    }

    var pattern: String? {
        switch self {
        case .solid: nil
        case .dashed: "6 4"
        case .dotted: "1.5 3.5"
        case .dashDotted: "8 3 1.5 3"
        case .longDashed: "12 4"
        case .dashDoubleDotted: "8 3 1.5 3 1.5 3"
        }
    }
}

public struct Stroke: Hashable, Sendable {
    public var ink: Ink
    public var width: Double
    public var dash: Dash

    public init(_ ink: Ink, width: Double = 1, dash: Dash = .solid) {
        self.ink = ink
        self.width = width
        self.dash = dash
    }
}

public struct Fill: Hashable, Sendable {
    public var ink: Ink
    /// In [0, 1].
    public var opacity: Double
    /// With the hatch of its series instead of an even colour.
    public var isHatched: Bool

    public init(_ ink: Ink, opacity: Double = 1, isHatched: Bool = false) {
        self.ink = ink
        self.opacity = opacity
        self.isHatched = isHatched
    }
}

/// The shape of a mark; it can be told from the others without its colour.
public enum Marker: Hashable, Sendable {
    case circle, square, triangle, diamond, invertedTriangle, cross

    /// The marker of a series.
    public static func series(_ index: Int) -> Marker {
        let all: [Marker] = [.circle, .square, .triangle, .diamond, .invertedTriangle, .cross]
        return all[index % all.count]
    }
}

public enum Shape: Hashable, Sendable {
    case line(Point, Point, Stroke)
    case polyline([Point], Stroke)
    case polygon([Point], Fill, Stroke?)
    case rectangle(Point, width: Double, height: Double, Fill?, Stroke?)
    /// A mark of this radius about its centre; without a fill only its outline.
    case marker(Marker, Point, radius: Double, Fill?, Stroke?)
    case words(String, Point, WordStyle)
    /// Shapes that belong together, with what a reader is told who points at them.
    case group(String, [Shape])
    /// Shapes with their origin at a point.
    case moved(Point, [Shape])
}

public struct WordStyle: Hashable, Sendable {
    public enum Anchor: String, Hashable, Sendable {
        case start, middle, end
    }

    public var anchor: Anchor
    public var size: Double
    public var ink: Ink
    public var isStrong: Bool
    /// Upwards along a vertical axis.
    public var isTurned: Bool
    /// With a rim of the ground's colour, for words that lie on lines.
    public var isRimmed: Bool

    public init(
        _ anchor: Anchor = .start, size: Double = 13, ink: Ink = .text, isStrong: Bool = false,
        isTurned: Bool = false, isRimmed: Bool = false
    ) {
        self.anchor = anchor
        self.size = size
        self.ink = ink
        self.isStrong = isStrong
        self.isTurned = isTurned
        self.isRimmed = isRimmed
    }

    /// About how wide words are in a rather wide sans-serif face.
    public func width(of words: String) -> Double {
        words.unicodeScalars.reduce(0) { $0 + WordStyle.advance(of: $1) } * size
            * (isStrong ? 1.14 : 1)
    }

    /// In parts of the size.
    private static func advance(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "l", "j", ".", ",", ":", ";", "|", "'", "!": 0.3
        case "f", "t", "r", " ", "(", ")", "-", "/": 0.4
        case "m", "w", "M", "W", "%", "@": 0.92
        case "A"..."Z": 0.7
        default: 0.62
        }
    }
}
