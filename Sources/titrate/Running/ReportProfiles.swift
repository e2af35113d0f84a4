import ClassicalFits
import Expressions
import ProblemModel
import ReferenceSolver
import SweepModel
import SweepReport
import SweepStore
import TrialTraining

extension ConcentrationProfiles {
    /// Equal steps of a profile.
    private static let steps = 1000

    /// The profiles of a report's best configuration; nil while there is none.
    ///
    /// They come from the kept network of its most typical trial that has one, else from the
    /// solution at the estimates of the most typical trial alone.
    init?(ofBestIn report: Report, from store: SweepStore) throws {
        let trials = report.typicalTrials
        var kept: (trial: TrialRecord, network: [UInt8])?
        for trial in trials where kept == nil {
            kept = try store.network(of: trial.id).map { (trial, $0) }
        }
        guard let trial = kept?.trial ?? trials.first else { return nil }
        let repeatable = try RepeatableTrial(store.trialDetail(prefix: trial.id.text), from: store)
        let problem = repeatable.problem
        let times = [problem.time.start] + problem.time.times(Self.steps)
        let preparation = try ProblemPreparation(problem: problem)
        let names = problem.observableNames
        let system = try problem.compiled(observing: names)
        var tables: [Source: [[Double]]] = [:]
        func solve(_ source: Source, _ unknowns: [Double?]) {
            let known = unknowns.compactMap { $0 }
            guard known.count == problem.unknowns.count else { return }
            tables[source] =
                try? system.solution(in: problem.time, unknowns: known, at: times).observables
        }
        let estimates = problem.unknowns.map { unknown in
            trial.estimate(of: unknown.name)
        }
        solve(.truth, problem.unknowns.map(\.truth))
        solve(.solution, estimates)
        solve(.leastSquares, report.leastSquaresEstimates(ofReplicate: trial.replicate))
        if let kept {
            let parameters = try NetworkFile.parameters(
                of: kept.network, "the store's network of trial \(trial.id)")
            tables[.network] = try NetworkProfiles(
                repeatable, parameters: parameters, times: times
            ).rows
        }
        let data = preparation.data(seed: report.sweep.seed, replicate: trial.replicate)
        let misfit = SolutionMisfit(
            preparation, seed: report.sweep.seed, replicate: trial.replicate)
        let known = estimates.compactMap { $0 }
        self.init(
            trial: trial, timeUnit: problem.time.unit, times: times,
            observables: names.enumerated().map { index, name in
                Observable(
                    name: name, curves: tables.mapValues { $0.map { $0[index] } },
                    data: data.measurements(of: name))
            },
            misfit: known.count == estimates.count ? misfit.rootMeanSquare(at: known) : nil,
            isMisfitStandardized: misfit.isStandardized)
    }
}

extension DataSet {
    /// What was measured of an observable, without what is only known to lie below a limit.
    fileprivate func measurements(of name: String) -> [ConcentrationProfiles.Measurement] {
        guard let column = observed.firstIndex(of: name) else { return [] }
        return times.indices.compactMap { row in
            let cell = row * observed.count + column
            let isBelow = !isCensored.isEmpty && isCensored[cell]
            guard !isBelow, !values[cell].isNaN else { return nil }
            return ConcentrationProfiles.Measurement(
                time: times[row], value: values[cell], isHeldOut: heldOut[row])
        }
    }
}
