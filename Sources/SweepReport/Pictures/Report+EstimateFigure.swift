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
        return IntervalChart(
            title: unknown.name + unit, x: .init("", isWide ? .logarithmic : .linear), rows: rows,
            reference: unknown.truth,
            referenceLabel: unknown.truth.map { "truth \(Figures.significant($0, digits: 4))" }
                ?? "",
            band: band
        ).drawing
    }

    /// Whether the estimates need a logarithmic axis.
    private var isWide: Bool {
        let values = rows.flatMap(\.points) + [unknown.truth].compactMap { $0 }
        guard let low = values.min(), let high = values.max(), low > 0 else { return false }
        return high / low > 20
    }
}
