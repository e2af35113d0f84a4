/// What the pictures of a page share: their colours on light and dark ground, and their hatches.
enum SVGStyle {
    /// On light and on dark ground, with a contrast to it of at least 4.5 for words and 3 for
    /// marks; the series differ in lightness too.
    private static let colours: [(ink: Ink, light: String, dark: String)] = [
        (.text, "#1b1f24", "#e6e9ee"), (.muted, "#57606a", "#a3acb8"),
        (.grid, "#dfe3e8", "#343b45"), (.paper, "#ffffff", "#14171c"),
        (.series(0), "#0b5394", "#74b3f2"), (.series(1), "#c2410c", "#ff9a62"),
        (.series(2), "#2a7a3b", "#7fd08f"), (.series(3), "#7b3fa0", "#cf9bef"),
        (.series(4), "#8a6100", "#e3bd4f"), (.series(5), "#4b5563", "#b6c0cc"),
    ]

    /// The style sheet of pictures.
    static let sheet: String = {
        let light = colours.map { rules($0.ink, $0.light) }.joined()
        let dark = colours.map { rules($0.ink, $0.dark) }.joined()
        return ".chart text{font-family:system-ui,sans-serif}" + ".chart text:not([class]){fill:"
            + colours[0].light + "}.chart .f-none{fill:none}"
            + ".chart .rim{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}" + light
            + "@media screen and (prefers-color-scheme:dark){.chart text:not([class]){fill:"
            + colours[0].dark + "}" + dark + "}"
    }()

    /// A pattern a series, by the name `hatch-s0` and so on.
    static let hatches: String = (0..<Ink.seriesCount).map { index in
        let name = Ink.series(index).name
        return "<pattern id=\"hatch-\(name)\" width=\"6\" height=\"6\""
            + " patternUnits=\"userSpaceOnUse\">"
            + "<path class=\"f-none k-\(name)\" stroke-width=\"1.4\" d=\"\(lines[index])\"/>"
            + "</pattern>"
    }.joined()

    private static let lines = [
        "M-1 7L7 -1M-1 1L1 -1M5 7L7 5", "M-1 -1L7 7M-1 5L1 7M5 -1L7 1", "M0 3L6 3", "M3 0L3 6",
        "M0 3L6 3M3 0L3 6", "M-1 7L7 -1M-1 -1L7 7",
    ]

    private static func rules(_ ink: Ink, _ colour: String) -> String {
        let rim = ink == .paper ? ".chart .rim{stroke:\(colour)}" : ""
        return ".chart .f-\(ink.name){fill:\(colour)}.chart .k-\(ink.name){stroke:\(colour)}"
            + rim
    }
}
