import ReportDocument
import Settings
public import SweepModel

extension Report {
    /// Configurations whose learning curves are shown.
    private static let shownCurves = 5
    /// Points of a curve beyond which it is thinned.
    private static let curvePoints = 150

    /// The trials whose learning curves are shown, by a caller that sets `curves`: of each of the
    /// best configurations the one whose score is the median.
    public var curveTrials: [TrialID] { medianTrials.map(\.trial.id) }

    private var medianTrials: [(summary: ConfigurationSummary, trial: TrialRecord)] {
        ranked.prefix(Report.shownCurves).compactMap { summary in
            summary.trials.first { yardstick.score(of: $0) == summary.score }.map { (summary, $0) }
        }
    }

    var curveFigure: Figure? {
        let shown = medianTrials.compactMap { entry in
            curves[entry.trial.id].map { (entry.summary, entry.trial, thinned($0)) }
        }
        .filter { !$0.2.isEmpty }
        guard let best = shown.first else { return nil }
        let losses = losses(of: best.2)
        let errors = shown.enumerated().map { place, entry in
            XYChart.Series(
                "rank \(entry.0.rank ?? 0)",
                entry.2.compactMap { point in
                    error(of: point).map { Point(Double(point.step), $0 * 100) }
                }, index: place)
        }
        var drawings = [
            XYChart(
                title: "Losses of rank \(best.0.rank ?? 1), without weights", x: .init("step"),
                y: .init("mean squared scaled error", .logarithmic), series: losses, height: 300
            ).drawing
        ]
        if errors.contains(where: { !$0.points.isEmpty }) {
            drawings.append(
                XYChart(
                    title: "Recovery error of the best", x: .init("step"),
                    y: .init("recovery error, %", .logarithmic), series: errors, height: 300
                ).drawing)
        }
        return Figure(
            id: "learning-curves", title: "Learning curves",
            description: """
                Of the trial whose error is the median of its configuration. A loss that still falls \
                at the end asks for more steps; an error that rises while the losses fall tells of \
                data that say little.
                """,
            drawing: .arranged(drawings, columns: 1), table: curveTable(shown.map { ($0.0, $0.2) }),
            query: "SELECT step, name, value FROM metrics WHERE trial ="
                + " \(Report.quoted(best.1.id.text)) ORDER BY step, name")
    }

    private func losses(of curve: [CurvePoint]) -> [XYChart.Series] {
        let terms: [(String, (LossValues) -> Double?)] = [
            ("data", { $0.data }), ("initial", { $0.initial }), ("residual", { $0.residual }),
            ("held-out data", { $0.holdout }),
        ]
        return terms.enumerated().compactMap { place, term in
            let points = curve.compactMap { point in
                term.1(point.losses).map { Point(Double(point.step), $0) }
            }
            return points.isEmpty ? nil : XYChart.Series(term.0, points, index: place)
        }
    }

    private func error(of point: CurvePoint) -> Double? {
        guard yardstick == .recoveryError, point.estimates.count == sweep.unknowns.count
        else { return nil }
        return Recovery.errors(
            zip(point.estimates, sweep.unknowns).map { (estimate: $0, truth: $1.truth) })?.worst
    }

    /// Every so many points, and the last.
    private func thinned(_ curve: [CurvePoint]) -> [CurvePoint] {
        let stride = curve.count / Report.curvePoints + 1
        return curve.indices.filter { ($0 - curve.count + 1) % stride == 0 }.map { curve[$0] }
    }

    /// Ten steps of each curve: the whole is a query away.
    private func curveTable(_ curves: [(ConfigurationSummary, [CurvePoint])]) -> Table {
        var table = Table(
            caption: "Some steps of each curve.",
            columns: [
                .init("rank", .right), .init("step", .right), .init("data loss", .right),
                .init("initial loss", .right), .init("residual loss", .right),
                .init("recovery error", .right),
            ])
        for (summary, curve) in curves {
            let places = Set((0...9).map { (curve.count - 1) * $0 / 9 }).sorted()
            for point in places.map({ curve[$0] }) {
                let losses = [point.losses.data, point.losses.initial, point.losses.residual]
                let error = error(of: point)
                table.append(
                    ["\(summary.rank ?? 0)", "\(point.step)"]
                        + losses.map { .init(Text(Figures.significant($0)), value: $0) } + [
                            .init(
                                Text(error.map { Figures.percent($0) } ?? Figures.none),
                                value: error)
                        ])
            }
        }
        return table
    }
}
