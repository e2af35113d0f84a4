import ReportDocument
import Settings
public import SweepModel

extension Report {
    /// Trials of the best configuration, those first whose profile stands for it best; a caller
    /// that has the network of one sets `profile`.
    public var profileCandidates: [TrialID] {
        guard let best = ranked.first, let score = best.score else { return [] }
        return best.trials.filter { $0.status == .succeeded }.sorted { left, right in
            let (first, second) = (yardstick.score(of: left), yardstick.score(of: right))
            return ((first - score).magnitude, left.replicate)
                < ((second - score).magnitude, right.replicate)
        }
        .map(\.id)
    }

    /// Observables beyond which no picture is drawn.
    private static let shownObservables = 12

    var profileSection: Section? {
        guard let profile, !profile.observables.isEmpty else { return nil }
        let shown = profile.observables.prefix(Report.shownObservables)
        let hidden = profile.observables.count - shown.count
        let rest = hidden > 0 ? " \(Figures.count(hidden, "further observable")) left out." : ""
        let figure = Figure(
            id: "profiles", title: "Predicted profiles",
            description: """
                What the network of the best configuration predicts, beside the data it was \
                trained on\(profile.observables.contains { $0.truth != nil } ? " and the truth" : ""). \
                Tables: area under the curve, peak and its time.\(rest)
                """,
            drawing: .arranged(
                shown.enumerated().map {
                    drawing(of: $0.element, in: profile, isFirst: $0.offset == 0)
                },
                columns: 2),
            table: exposureTable(profile))
        return Section(
            "Concentration profiles",
            [
                .paragraph(
                    """
                    Trial \(code: profile.trial), whose error is the median of the best \
                    configuration's; \(code: "titrate predict \(profile.trial)") prints its profiles.
                    """), .figure(figure),
            ])
    }

    private func drawing(
        of observable: ProfileRecord.Observable, in profile: ProfileRecord, isFirst: Bool
    ) -> Drawing {
        func points(_ values: [Double]) -> [Point] {
            zip(profile.times, values).map { Point($0, $1) }
        }
        let unit = observable.unit.map { ", \($0)" } ?? ""
        var series: [XYChart.Series] = []
        if let truth = observable.truth {
            series.append(.init("truth", points(truth), look: .line, index: 1))
        }
        series.append(.init("predicted", points(observable.predicted), look: .line, index: 0))
        for (name, isHeldOut, index) in [("data", false, 5), ("held out", true, 3)] {
            let data = observable.data.filter { $0.isHeldOut == isHeldOut }
            if !data.isEmpty {
                series.append(
                    .init(
                        name, data.map { Point($0.time, $0.value) },
                        look: isHeldOut ? .marks : .dots, index: index))
            }
        }
        return XYChart(
            title: observable.name + unit,
            x: .init("time" + (profile.timeUnit.map { ", \($0)" } ?? "")), y: .init(""),
            series: series, width: (Drawing.chartWidth - 24) / 2, height: 240
        ).drawing
    }

    private func exposureTable(_ profile: ProfileRecord) -> Table {
        var table = Table(
            caption: "Exposure over the window: predicted, true, and the relative error.",
            columns: [
                .init("observable"), .init("measure"), .init("predicted", .right),
                .init("true", .right), .init("error", .right),
            ])
        for observable in profile.observables {
            let predicted = Exposure(times: profile.times, values: observable.predicted)
            let truth = observable.truth.map { Exposure(times: profile.times, values: $0) }
            let measures: [(String, KeyPath<Exposure, Double>)] = [
                ("AUC", \.area), ("Cmax", \.peak), ("Tmax", \.peakTime),
            ]
            for (name, measure) in measures {
                let value = predicted[keyPath: measure]
                let expected = truth?[keyPath: measure]
                let error = expected.flatMap { $0 == 0 ? nil : value / $0 - 1 }
                table.append([
                    .init(Text(observable.name)), .init(Text(name)), number(value),
                    number(expected),
                    cell(relativeError: error),
                ])
            }
        }
        return table
    }

    private func number(_ value: Double?) -> Table.Cell {
        .init(Text(value.map { Figures.significant($0, digits: 4) } ?? Figures.none), value: value)
    }
}
