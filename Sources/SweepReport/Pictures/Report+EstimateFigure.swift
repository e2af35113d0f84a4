import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// Configurations whose estimates are shown.
    private static let shownEstimates = 5

    /// The estimates of the best configurations and of least squares beside the truth.
    var estimateFigure: Figure? {
        let best = Array(ranked.prefix(Report.shownEstimates))
        guard !best.isEmpty else { return nil }
        let parts = sweep.unknowns.map { EstimateRows(unknown: $0, best: best, baselines) }
        var table = Table(
            caption: "Estimates over the replicates.",
            columns: [
                .init("unknown"), .init("estimated by"), .init("lowest", .right),
                .init("median", .right), .init("highest", .right), .init("truth", .right),
                .init("unit"),
            ])
        for part in parts {
            for row in part.rows {
                let values = row.points.sorted()
                let ends = [values.first, upperMedian(values), values.last]
                table.append(
                    [.init(Text(part.unknown.name)), .init(Text(row.label))]
                        + (ends + [part.unknown.truth]).map { value in
                            .init(
                                Text(
                                    value.map { Figures.significant($0, digits: 4) } ?? Figures.none
                                ),
                                value: value)
                        } + [.init(Text(part.unknown.unit ?? ""))])
            }
        }
        return Figure(
            id: "estimates", title: "Estimates of the unknowns", description: estimateDescription,
            drawing: .arranged(parts.map(\.drawing), columns: 1, gap: 14), table: table,
            query: "SELECT t.configuration, t.replicate, e.parameter, e.estimate, e.truth"
                + " FROM estimates e JOIN trials t ON t.trial = e.trial"
                + " WHERE t.sweep = \(Report.quoted(sweep.name))"
                + " AND t.configuration = \(Report.quoted(best[0].configuration.id.text))")
    }

    private var estimateDescription: String {
        var words = "A pale dot a replicate, the mark at their median"
        if baselines.isEmpty {
            words += "."
        } else {
            words += "; least squares on the same data below."
        }
        words += " An arrow at an edge is a replicate farther out."
        if sweep.unknowns.contains(where: { $0.truth != nil }) {
            words += " The dashed line is the truth"
            words +=
                baselines.isEmpty
                ? "." : ", the shade the smallest standard error that the data allow (Cramér-Rao)."
        }
        return words
    }
}

/// The estimates of one unknown, a row an estimator.
private struct EstimateRows {
    let unknown: UnknownRecord
    let rows: [IntervalChart.Row]
    let bound: Double?

    init(unknown: UnknownRecord, best: [ConfigurationSummary], _ baselines: [BaselineRecord]) {
        self.unknown = unknown
        func row(_ label: String, _ values: [Double], index: Int) -> IntervalChart.Row {
            let known = values.filter(\.isFinite).sorted()
            return .init(label, points: known, middle: upperMedian(known), index: index)
        }
        var rows = best.map { summary in
            row(
                "rank \(summary.rank ?? 0)",
                summary.trials.filter { $0.status == .succeeded }.flatMap { trial in
                    trial.estimates.filter { $0.parameter == unknown.name }.map(\.value)
                }, index: 0)
        }
        let fits = baselines.compactMap { record in
            record.unknowns.first { $0.parameter == unknown.name }
        }
        if !fits.isEmpty {
            rows.append(row("least squares", fits.compactMap(\.estimate), index: 1))
        }
        self.rows = rows
        bound = upperMedian(fits.compactMap(\.bound))
    }

    var drawing: Drawing {
        let unit = unknown.unit.map { ", \($0)" } ?? ""
        let band = unknown.truth.flatMap { truth in
            bound.map { truth - ($0 * truth).magnitude...truth + ($0 * truth).magnitude }
        }
        let limits = limits(with: band)
        let isWide = limits.map { $0.lowerBound > 0 && $0.upperBound / $0.lowerBound > 20 }
        return IntervalChart(
            title: unknown.name + unit, x: .init("", isWide == true ? .logarithmic : .linear),
            rows: rows, reference: unknown.truth,
            referenceLabel: unknown.truth.map { "truth \(Figures.significant($0, digits: 4))" }
                ?? "",
            band: band, limits: limits
        ).drawing
    }

    /// All but what lies far out (Tukey 1977: three times the middle half's width beyond it), so
    /// that one replicate which went astray does not make the others a dot.
    private func limits(with band: ClosedRange<Double>?) -> ClosedRange<Double>? {
        let points = rows.flatMap(\.points).sorted()
        guard !points.isEmpty else { return nil }
        let (low, high) = (points[points.count / 4], points[points.count * 3 / 4])
        let reach = high > low ? 3 * (high - low) : .infinity
        let near = points.filter { low - reach...high + reach ~= $0 }
        let shown =
            near + rows.compactMap(\.middle)
            + [unknown.truth, band?.lowerBound, band?.upperBound].compactMap { $0 }
        return shown.min()!...shown.max()!
    }
}
