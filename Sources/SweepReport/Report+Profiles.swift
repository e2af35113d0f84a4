import ReportDocument
import SweepModel

extension Report {
    /// What the best configuration predicts: curves, and what a body is exposed to.
    var profileSection: Section? {
        guard let profiles else { return nil }
        let exposures = profiles.observables.map { ObservableExposures($0, times: profiles.times) }
        return Section(
            "Concentration profiles",
            worst(of: exposures).map(Block.paragraph)
                + [.table(exposureTable(exposures, profiles))]
                + (profileFigure.map { [.figure($0)] } ?? []) + [.paragraph(origin(of: profiles))])
    }

    /// Errors have columns where a truth is known.
    private func exposureTable(
        _ exposures: [ObservableExposures], _ profiles: ConcentrationProfiles
    ) -> Table {
        let unit = profiles.timeUnit.map { " (\($0))" } ?? ""
        let columns: [Table.Column] =
            [.init("observable"), .init("of")]
            + ["AUC", "Cmax"].flatMap { [.init($0, .right), .init("its error", .right)] }
            + [.init("Tmax" + unit, .right), .init("its error" + unit, .right)]
        let hasTruth = profiles.observables.contains { $0.curves[.truth] != nil }
        let shown = columns.indices.filter { hasTruth || ![3, 5, 7].contains($0) }
        return Table(
            caption: "AUC, Cmax and Tmax of every observable.",
            columns: shown.map { columns[$0] },
            rows: exposures.flatMap(\.rows).map { row in shown.map { row[$0] } })
    }

    private func origin(of profiles: ConcentrationProfiles) -> Text {
        let trial = profiles.trial
        let unit = profiles.timeUnit.map { " \($0)" } ?? ""
        let window = [profiles.times.first ?? 0, profiles.times.last ?? 0]
            .map { Figures.significant($0) }
        let hasNetwork = profiles.observables.contains { $0.curves[.network] != nil }
        let whose =
            hasNetwork
            ? "Its network was kept" : "Its network was not kept, so that the equations speak alone"
        return """
            The best configuration \(code: trial.configuration.id), replicate \(trial.replicate) \
            (\(code: trial.id)), whose \(yardstick.noun) is nearest to the configuration's. \
            \(whose); \(code: "titrate predict \(trial.id)") prints what a network predicts. AUC is \
            the area under a curve from \(window[0]) to \(window[1])\(unit) by trapezoids between \
            \(profiles.times.count) equal times (of data, between the samples), Cmax its largest \
            value there and Tmax that value's time.\(misfitSentence(profiles))
            """
    }

    private func misfitSentence(_ profiles: ConcentrationProfiles) -> String {
        guard let misfit = profiles.misfit else { return "" }
        let size =
            profiles.isMisfitStandardized
            ? "\(Figures.significant(misfit)) standard deviations of the noise"
            : "\(Figures.percent(misfit)) of each column's largest value"
        return " The equations at its estimates miss the trained data by \(size), in the root mean"
            + " square."
    }

    /// The largest errors of network and equations over all observables.
    private func worst(of exposures: [ObservableExposures]) -> [Text] {
        let phrases = ConcentrationProfiles.Source.allCases.compactMap { source -> String? in
            guard source != .truth else { return nil }
            let errors = exposures.compactMap { $0.errors(of: source) }
            guard !errors.isEmpty, errors.count == exposures.count else { return nil }
            let area = errors.map(\.area.magnitude).max()!
            let peak = errors.map(\.peak.magnitude).max()!
            return "\(source.rawValue) at most \(Figures.percent(area)) in AUC and"
                + " \(Figures.percent(peak)) in Cmax"
        }
        guard !phrases.isEmpty else { return [] }
        return [Text("Errors against the truth: " + phrases.joined(separator: "; ") + ".")]
    }
}

/// The exposures of an observable, by where they come from.
private struct ObservableExposures {
    private let name: String
    private let curves: [ConcentrationProfiles.Source: Exposure]
    private let data: Exposure?
    private let sampleCount: Int

    init(_ observable: ConcentrationProfiles.Observable, times: [Double]) {
        name = observable.name
        curves = observable.curves.compactMapValues { values in
            Exposure(zip(times, values).map { (time: $0, value: $1) })
        }
        data = Exposure(observable.data.map { (time: $0.time, value: $0.value) })
        sampleCount = observable.data.count
    }

    /// Relative errors of area and peak, and the difference of the peaks' times.
    func errors(
        of source: ConcentrationProfiles.Source
    ) -> (area: Double, peak: Double, peakTime: Double)? {
        curves[source].flatMap(errors)
    }

    private func errors(
        of exposure: Exposure
    ) -> (area: Double, peak: Double, peakTime: Double)? {
        guard let truth = curves[.truth], truth.area != 0, truth.peak != 0 else { return nil }
        return (
            exposure.area / truth.area - 1, exposure.peak / truth.peak - 1,
            exposure.peakTime - truth.peakTime
        )
    }

    var rows: [[Table.Cell]] {
        let known = ConcentrationProfiles.Source.allCases.compactMap { source in
            curves[source].map { row(source.rawValue, $0, hasErrors: source != .truth) }
        }
        let samples = data.map { row("the \(sampleCount) samples", $0, hasErrors: true) }
        return known + [samples].compactMap { $0 }
    }

    private func row(_ source: String, _ exposure: Exposure, hasErrors: Bool) -> [Table.Cell] {
        let errors = hasErrors ? errors(of: exposure) : nil
        return [
            .init(.code(name)), .init(Text(source)),
            number(exposure.area), percent(errors?.area),
            number(exposure.peak), percent(errors?.peak),
            number(exposure.peakTime),
            .init(
                Text(
                    errors.map { ($0.peakTime > 0 ? "+" : "") + Figures.significant($0.peakTime) }
                        ?? ""), value: errors?.peakTime),
        ]
    }

    private func number(_ value: Double) -> Table.Cell {
        .init(Text(Figures.significant(value, digits: 4)), value: value)
    }

    private func percent(_ error: Double?) -> Table.Cell {
        .init(Text(error.map(Figures.signedPercent) ?? ""), value: error)
    }
}
