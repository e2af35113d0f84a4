import ReportDocument

/// A document with a block of every kind.
enum Samples {
    static var table: Table {
        var table = Table(
            caption: "What each optimizer gives.",
            columns: [
                .init("optimizer"), .init("median error", .right), .init("time", .right),
                .init("configuration"),
            ])
        table.append([
            "adam", .init("3.20 %", value: 0.032, mark: .best), .init("1 min", value: 60),
            .init(code: "ab12"),
        ])
        table.append([
            "adam+lbfgs | long", .init("3.40 %", value: 0.034, mark: .tie),
            .init("59.0 s", value: 59), .init(code: "cd34"),
        ])
        table.append([
            "l_bfgs <raw> & \\co", .init("failed", value: .infinity), .init("–"),
            .init(code: "ef_56"),
        ])
        return table
    }

    static var drawing: Drawing {
        Drawing(
            width: 200, height: 100,
            shapes: [
                .rectangle(
                    Point(10, 10), width: 80, height: 30, Fill(.series(1), isHatched: true),
                    Stroke(.series(1))),
                .line(Point(0, 90.04), Point(200, 90.06), Stroke(.grid)),
                .polyline([Point(0, 0), Point(10, 20.55)], Stroke(.series(0), dash: .dashed)),
                .polygon(
                    [Point(0, 0), Point(5, 0), Point(5, 5)], Fill(.muted, opacity: 0.05), nil),
                .group(
                    "adam: 3.2 %",
                    [
                        .marker(.circle, Point(50, 50), radius: 4, Fill(.series(0)), nil),
                        .marker(.diamond, Point(70, 50), radius: 4, nil, Stroke(.series(3))),
                        .marker(.cross, Point(90, 50), radius: 4, nil, Stroke(.text, width: 2)),
                    ]),
                .words("a < b & \"c\"", Point(20, 95), WordStyle(.middle, ink: .muted)),
                .words("error", Point(8, 50), WordStyle(.middle, isStrong: true, isTurned: true)),
            ])
    }

    static var document: Document {
        Document(
            title: "sample: Two rates & more",
            answer: [
                .quotation(["Which optimizer?", "About a minute."]),
                .paragraph("\(strong: "Adam (\(code: "ab12")) is best") by 6 %."),
            ],
            sections: [
                Section(
                    "Optimizers",
                    [
                        .table(table),
                        .figure(
                            Figure(
                                id: "optimizers", title: "Error by optimizer",
                                description: "A dot a configuration; lower is better.",
                                drawing: drawing, table: table,
                                query: "SELECT optimizer, recovery_error FROM trials")),
                        .list(["first", "\(code: "second_one")"]),
                    ]),
                Section(
                    "Sources",
                    [
                        .paragraph("100 % of $5 & more: #1 {x} ~ y^2."),
                        .code("titrate report sample\ntitrate show <id>", language: "sh"),
                    ]),
            ])
    }
}
