import PINNCore
import ProblemModel
import ReferenceSolver
import SweepModel
import SweepReport
import SweepStore
import TrialProtocol
import TrialTraining

extension SweepStore {
    /// Equal steps of the window at which profiles are drawn and integrated.
    private static let profileSteps = 240

    /// The profiles of the first of some trials whose network is kept; nil where none is.
    ///
    /// - Throws: ``CommandFault`` where another version's arithmetic ran it.
    func profile(ofFirstKept trials: [TrialID]) throws -> ProfileRecord? {
        for trial in trials {
            if let bytes = try network(of: trial) { return try profile(of: trial, bytes) }
        }
        return nil
    }

    private func profile(of trial: TrialID, _ network: [UInt8]) throws -> ProfileRecord {
        let detail = try trialDetail(prefix: trial.text)
        let repeatable = try RepeatableTrial(detail, from: self)
        let problem = repeatable.problem
        let times = [problem.time.start] + problem.time.times(Self.profileSteps)
        let predicted = try PredictedProfiles(
            repeatable,
            parameters: NetworkFile.parameters(
                of: network, named: "the store's network of trial \(trial)"), times: times)
        let truth =
            problem.hasTruth ? try? Simulation(of: problem, steps: Self.profileSteps).rows : nil
        let data = try ProblemPreparation(problem: problem)
            .data(seed: detail.seed, replicate: detail.record.replicate)
        let units = Dictionary(
            problem.states.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
        return ProfileRecord(
            trial: trial, times: times, timeUnit: problem.time.unit,
            observables: problem.observableNames.enumerated().map { place, name in
                ProfileRecord.Observable(
                    name: name, unit: units[name] ?? nil,
                    predicted: predicted.rows.map { $0[place + 1] },
                    truth: truth?.map { $0[place + 1] }, data: data.measurements(of: name))
            })
    }
}

extension DataSet {
    /// What was measured of an observable; limits that a value lay below are left out.
    fileprivate func measurements(of name: String) -> [ProfileRecord.Measurement] {
        guard let column = observed.firstIndex(of: name) else { return [] }
        return times.indices.compactMap { row in
            let cell = row * observed.count + column
            let isLimit = !isCensored.isEmpty && isCensored[cell]
            guard values[cell].isFinite, !isLimit else { return nil }
            return .init(time: times[row], value: values[cell], isHeldOut: heldOut[row])
        }
    }
}
