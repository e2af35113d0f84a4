import ReportDocument
import SweepModel

extension Report {
    /// The curves of every observable with the data; nil for a report without profiles.
    var profileFigure: Figure? {
        guard let profiles, !profiles.observables.isEmpty else { return nil }
        let time = "time" + (profiles.timeUnit.map { ", \($0)" } ?? "")
        let charts = profiles.observables.map { observable in
            XYChart(
                title: observable.name, x: .init(time), y: .init("", including: [0]),
                series: series(of: observable, profiles.times), width: 332, height: 230,
                hasLegend: false)
        }
        // Series differ where one observable has no samples.
        let fullest = charts.max { $0.series.count < $1.series.count }!
        return Figure(
            id: "profiles", title: "Concentration profiles of the best configuration",
            description: "Each observable over time: a line for the truth, the network, and the"
                + " equations at estimates, a mark for each sample. Lines that lie on each other"
                + " agree.",
            drawing: .arranged(
                [
                    fullest.legend(width: Drawing.chartWidth),
                    .arranged(charts.map(\.drawing), columns: 2),
                ], columns: 1, gap: 12), table: profileTable(profiles))
    }

    /// The picture needs fewer points than an area.
    private static let drawnStride = 5
    private static let tabledStride = 100

    private func series(
        of observable: ConcentrationProfiles.Observable, _ times: [Double]
    ) -> [XYChart.Series] {
        let sources = ConcentrationProfiles.Source.allCases
        let curves = sources.enumerated().compactMap { place, source in
            observable.curves[source].map { values in
                XYChart.Series(
                    source.rawValue,
                    stride(from: 0, to: times.count, by: Self.drawnStride)
                        .map { Point(times[$0], values[$0]) }, index: place)
            }
        }
        let kinds = [("samples", false), ("held out", true)].enumerated()
        let samples = kinds.compactMap { place, kind -> XYChart.Series? in
            let points = observable.data.filter { $0.isHeldOut == kind.1 }
                .map { Point($0.time, $0.value) }
            guard !points.isEmpty else { return nil }
            return XYChart.Series(kind.0, points, look: .marks, index: sources.count + place)
        }
        return samples + curves
    }

    private func profileTable(_ profiles: ConcentrationProfiles) -> Table {
        let sources = ConcentrationProfiles.Source.allCases.filter { source in
            profiles.observables.contains { $0.curves[source] != nil }
        }
        var table = Table(
            caption: "Curves at some of their times.",
            columns: [.init("observable"), .init("time", .right)]
                + sources.map { .init($0.rawValue, .right) })
        for observable in profiles.observables {
            for place in stride(from: 0, to: profiles.times.count, by: Self.tabledStride) {
                let values = sources.map { observable.curves[$0]?[place] }
                table.append(
                    [.init(.code(observable.name)), number(profiles.times[place])]
                        + values.map { $0.map(number) ?? "" })
            }
        }
        return table
    }

    private func number(_ value: Double) -> Table.Cell {
        .init(Text(Figures.significant(value, digits: 4)), value: value)
    }
}
