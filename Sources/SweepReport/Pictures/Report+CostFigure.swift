import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// What the configurations cost beside what they reach.
    var costFigure: Figure? {
        let known = ranked.compactMap { summary in
            summary.cpuSeconds.flatMap { cost in
                axisScore(summary).map { (summary: summary, point: Point(cost, $0)) }
            }
        }
        let front = paretoFront(known)
        guard known.count > 1 else { return nil }
        let dots = thinned(known.map(\.point))
        var series: [XYChart.Series] = [
            .init("configurations", dots, look: .dots),
            .init(
                "none is cheaper and better", front.map(\.point), look: .lineAndMarks, index: 1,
                labels: front.map { name($0.summary) }),
        ]
        let fits = baselines.map(\.cpuSeconds)
        if yardstick == .recoveryError, let cost = upperMedian(fits),
            let error = leastSquaresError, error.isFinite
        {
            series.append(
                .init(
                    "least squares", [Point(cost, yardstick.axisValue(error))], look: .marks,
                    index: 3))
        }
        let chart = XYChart(
            x: .init("CPU time of a trial, s", .logarithmic), y: scoreAxis, series: series,
            height: 380)
        let thinning =
            dots.count < known.count
            ? " Dots that would cover each other are drawn once: \(dots.count) of \(known.count)."
            : ""
        return Figure(
            id: "cost", title: "Cost against error",
            description: """
                A dot a configuration; better is lower, cheaper is farther left. No configuration \
                is both cheaper and better than one on the line.\(thinning)
                """,
            drawing: chart.drawing, table: costTable(front.map(\.summary)),
            query: "SELECT configuration, avg(cpu_seconds) AS cpu_seconds, count(*) AS trials,"
                + " max(\(yardstick.rawValue)) AS worst FROM trials"
                + " WHERE sweep = \(Report.quoted(sweep.name)) GROUP BY configuration")
    }

    private typealias CostedPoint = (summary: ConfigurationSummary, point: Point)

    /// From the cheapest on, each better than all cheaper ones.
    private func paretoFront(_ points: [CostedPoint]) -> [CostedPoint] {
        var front: [CostedPoint] = []
        for candidate in points.sorted(by: {
            ($0.point.x, $0.point.y, $0.summary.configuration.id)
                < ($1.point.x, $1.point.y, $1.summary.configuration.id)
        }) where candidate.point.y < front.last?.point.y ?? .infinity {
            front.append(candidate)
        }
        return front
    }

    /// One of the points that would cover each other.
    private func thinned(_ points: [Point]) -> [Point] {
        let (x, y) = (
            Scale(.logarithmic, of: points.map(\.x)), Scale(.logarithmic, of: points.map(\.y))
        )
        var seen: Set<[Int]> = []
        return points.filter { point in
            seen.insert([Int(x.share(point.x) * 90), Int(y.share(point.y) * 45)]).inserted
        }
    }

    private func name(_ summary: ConfigurationSummary) -> String {
        "rank \(summary.rank ?? 0): \(settings.phrase(summary.configuration.settings))"
    }

    private func costTable(_ front: [ConfigurationSummary]) -> Table {
        Table(
            caption: "No configuration is both cheaper and better than one of these.",
            columns: [
                .init("CPU time", .right), .init("median \(yardstick.noun)", .right),
                .init("rank", .right), .init("settings"), .init("configuration"),
            ],
            rows: front.map { summary in
                [
                    cell(seconds: summary.cpuSeconds), cell(summary.score),
                    "\(summary.rank ?? 0)",
                    .init(Text(settings.phrase(summary.configuration.settings))),
                    .init(code: summary.configuration.id.text),
                ]
            })
    }
}
