import ReportDocument
import Statistics
import SweepModel

extension Report {
    /// What is held against classical methods: the best configuration, on fresh seeds where it was
    /// confirmed with them and their data are fitted, since those that it was chosen by flatter it.
    var compared: ConfigurationSummary? {
        guard let best = configurations.first, best.rank == 1 else { return nil }
        let fresh = confirmations.first { $0.selected.configuration == best.configuration }
        return fresh.flatMap { $0.confirmed.excess == nil ? nil : $0.confirmed } ?? best
    }

    /// The replicates of `compared`; nil where there is no best.
    private var comparedReplicates: Set<Int>? { compared.map { Set($0.trials.map(\.replicate)) } }

    /// The fits of the data that `compared` trained on; all where there is no best.
    var comparedFits: [BaselineRecord] {
        baselines.filter { comparedReplicates?.contains($0.replicate) ?? true }
    }

    /// The posteriors of the data that `compared` trained on; all where there is no best.
    var comparedPosteriors: [PosteriorRecord] {
        posteriors.filter { comparedReplicates?.contains($0.replicate) ?? true }
    }

    /// The least-squares estimates of a replicate's data, in the problem's order; nil where an
    /// unknown was not fitted.
    public func leastSquaresEstimates(ofReplicate replicate: Int) -> [Double?] {
        let fit = baselines.first { $0.replicate == replicate }
        return sweep.unknowns.map { unknown in
            fit?.unknowns.first { $0.parameter == unknown.name }?.estimate
        }
    }

    /// The median recovery error of least squares over the replicates; nil where it was not run.
    var leastSquaresError: Double? {
        upperMedian(comparedFits.map { EstimatedReplicate($0).recoveryError(of: sweep.unknowns) })
    }

    /// Least squares, the posterior and the bound.
    var classicalRows: [[Table.Cell]] {
        let (baselines, posteriors) = (comparedFits, comparedPosteriors)
        let fits = baselines.map(EstimatedReplicate.init)
        let least = row("least squares", fits, excess: [0], seconds: baselines.map(\.cpuSeconds))
        let bound = widths(
            "Cramér-Rao bound (standard error)",
            baselines.map { $0.unknowns.map { ($0.parameter, $0.bound) } })
        guard !posteriors.isEmpty else { return [least] + [bound].compactMap { $0 } }
        let drawn = posteriors.map(EstimatedReplicate.init)
        let excess = drawn.compactMap { posterior in
            baselines.first { $0.replicate == posterior.replicate }?
                .excessError(of: posterior.estimates)
        }
        let posterior = row(
            "posterior (median)", drawn, excess: excess, seconds: posteriors.map(\.cpuSeconds))
        let width = widths(
            "posterior (standard deviation)",
            posteriors.map { $0.unknowns.map { ($0.parameter, $0.standardDeviation) } })
        return [least, posterior] + [width, bound].compactMap { $0 }
    }

    /// Medians over the data sets.
    private func row(
        _ label: String, _ replicates: [EstimatedReplicate], excess: [Double], seconds: [Double]
    ) -> [Table.Cell] {
        var cells: [Table.Cell] = [.init(Text(label)), ""]
        if yardstick == .recoveryError {
            cells.append(cell(upperMedian(replicates.map { $0.recoveryError(of: sweep.unknowns) })))
        }
        let range = excess.filter(\.isFinite)
        cells.append(
            .init(
                Text(upperMedian(excess).map { Figures.significant($0) } ?? Figures.none),
                value: upperMedian(excess)))
        cells.append(
            range.count > 1
                ? .init(
                    Text(
                        Figures.significant(range.min()!) + " – "
                            + Figures.significant(range.max()!)), value: range.min()!)
                : "")
        cells += sweep.unknowns.map { unknown in
            unknownCell(
                estimates: replicates.compactMap { $0.estimate(of: unknown) }, truth: unknown.truth)
        }
        return cells + [cell(seconds: upperMedian(seconds))]
    }

    /// The median relative error of an unknown, or its median estimate where the truth is not known.
    func unknownCell(estimates: [Double], truth: Double?) -> Table.Cell {
        guard let truth else {
            let median = upperMedian(estimates)
            return .init(
                Text(median.map { Figures.significant($0) } ?? Figures.none), value: median)
        }
        return cell(relativeError: upperMedianByMagnitude(estimates.map { $0 / truth - 1 }))
    }

    /// Medians of relative widths over the data sets; nil where one is not known.
    private func widths(
        _ label: String, _ replicates: [[(parameter: String, width: Double?)]]
    ) -> [Table.Cell]? {
        let medians = sweep.unknowns.map { unknown in
            upperMedian(
                replicates.compactMap { replicate in
                    replicate.first { $0.parameter == unknown.name }?.width
                })
        }
        guard !medians.isEmpty, medians.allSatisfy({ $0 != nil }) else { return nil }
        var cells: [Table.Cell] = [.init(Text(label)), ""]
        if yardstick == .recoveryError { cells.append("") }
        return cells + ["", ""]
            + medians.map { .init("± \(Figures.percent($0!))", value: $0) } + [""]
    }
}

/// What a classical method says of one replicate's unknowns.
struct EstimatedReplicate {
    let replicate: Int
    /// Of those unknowns that have one.
    let estimates: [Estimate]

    init(_ fit: BaselineRecord) {
        replicate = fit.replicate
        estimates = fit.unknowns.compactMap { unknown in
            unknown.estimate.map { Estimate(parameter: unknown.parameter, value: $0) }
        }
    }

    init(_ posterior: PosteriorRecord) {
        replicate = posterior.replicate
        estimates = posterior.unknowns.compactMap { unknown in
            unknown.median.map { Estimate(parameter: unknown.parameter, value: $0) }
        }
    }

    func estimate(of unknown: UnknownRecord) -> Double? {
        estimates.first { $0.parameter == unknown.name }?.value
    }

    /// Infinite where an unknown has no estimate.
    func recoveryError(of unknowns: [UnknownRecord]) -> Double {
        let pairs = unknowns.map { unknown in
            (
                estimate: estimate(of: unknown) ?? .nan, truth: unknown.truth
            )
        }
        return Recovery.errors(pairs)?.worst ?? .infinity
    }
}
