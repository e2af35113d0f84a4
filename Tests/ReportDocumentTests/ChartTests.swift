import ReportDocument
import TestSupport
import Testing

struct ChartTests {
    private func expectKept(_ drawing: Drawing, _ name: String) throws {
        let figure = Figure(
            id: name, title: name, description: "A chart of every kind of mark.", drawing: drawing,
            table: Table(columns: []))
        try expectGolden(figure.svg, "Charts/\(name).svg")
    }

    @Test func `values against values`() throws {
        let looks: [XYChart.Look] = [.line, .lineAndMarks, .marks, .steps, .dots, .line]
        let series = looks.enumerated().map { place, look in
            XYChart.Series(
                "series \(place)",
                (0..<4).map { Point(Double($0), Double(1 + $0 * $0 * (place + 1)) / 10) },
                look: look, labels: look == .marks ? ["a", "b", "c", "d"] : [])
        }
        let chart = XYChart(
            title: "Looks", x: .init("step"), y: .init("loss", .logarithmic), series: series)
        try expectKept(chart.drawing, "xy")
    }

    @Test func `values that have no place are left out`() {
        let chart = XYChart(
            x: .init("x"), y: .init("y", .logarithmic),
            series: [.init("s", [Point(.nan, 1), Point(1, 0), Point(2, .infinity)], look: .marks)])
        let marks = chart.drawing.shapes.filter {
            if case .marker = $0 { true } else { false }
        }
        #expect(marks.isEmpty)
    }

    @Test func `the spread by category`() throws {
        let many = (0..<100).map { 1 + Double($0 * 37 % 100) }
        let chart = CategoryChart(
            y: .init("error, %", .logarithmic),
            panels: [
                .init(
                    "layers",
                    [.init("2", [1, 2, 4], level: 2), .init("3", many, note: "2 failed")]),
                .init("optimizer", [.init("adam", []), .init("adam+lbfgs", [3], level: 3)]),
            ])
        try expectKept(chart.drawing, "category")
    }

    @Test func `a number for each pair`() throws {
        let map = HeatMap(
            x: ("optimizer", ["adam", "adam+lbfgs"]), y: ("layers", ["2", "3"]),
            rows: [
                [.init("4 %", shade: 1), nil], [.init("40 %", shade: 0), .init("9 %", shade: 0.5)],
            ])
        try expectKept(map.drawing, "heat")
    }

    @Test func `lines through many properties`() throws {
        let chart = ParallelCoordinates(
            axes: [
                .init("layers", values: ["2", "3"]), .init("optimizer", values: ["adam"]),
                .init("error, %", Scale(of: [0, 10])),
            ],
            lines: [
                .init("rank 1", shares: [0, 0.5, 0.1], isBest: true),
                .init("rank 2", shares: [1, nil, 0.4]),
            ])
        try expectKept(chart.drawing, "parallel")
    }

    @Test func `estimates with their intervals`() throws {
        let chart = IntervalChart(
            title: "k", x: .init("estimate / truth"),
            rows: [
                .init("best", points: [0.98, 1.02], middle: 1.01),
                .init("least squares", middle: 1, interval: 0.97...1.03, index: 1),
            ], reference: 1, referenceLabel: "truth", band: 0.98...1.02)
        try expectKept(chart.drawing, "interval")
    }

    @Test func `a point beyond the limits is an arrow at the edge`() {
        let near = IntervalChart.Row("best", points: [0.98, 1.02], middle: 1.01)
        let far = IntervalChart.Row("best", points: [0.98, 1.02, 1e12, -5], middle: 1.01)
        let charts = [near, far].map { row in
            IntervalChart(x: .init(""), rows: [row], reference: 1, limits: 0.97...1.03).drawing
        }
        #expect(charts[1].shapes.count == charts[0].shapes.count + 2)
        #expect(charts[0].shapes.allSatisfy { charts[1].shapes.contains($0) })
    }

    @Test func `counts of parts`() throws {
        let chart = BarChart(
            xTitle: "trials", parts: ["diverged", "timed out"],
            rows: [
                .init("adam", [3, 1], note: "4 of 48"), .init("lbfgs", [0, 0], note: "0 of 48"),
            ])
        try expectKept(chart.drawing, "bars")
    }

    @Test func `drawings side by side keep their distance`() {
        let part = Drawing(width: 100, height: 40)
        let all = Drawing.arranged([part, part, part], columns: 2, gap: 10)
        #expect(all.width == 210)
        #expect(all.height == 90)
    }
}
