public import Expressions
public import ProblemModel

/// A problem made ready for its replicates: equations compiled, references solved once.
public struct ProblemPreparation: Sendable {
    public let problem: Problem
    /// The equations; their observables are the columns of the data.
    public let system: CompiledSystem
    /// The measured data, or the synthetic ones before noise, with no row held out.
    private let exactData: DataSet
    /// What the scales are taken from besides the data; nil where the equations cannot be solved.
    private let guessed: ReferenceSolution?

    /// Compiles the equations and solves them at the truth, if data are synthetic, and the guess.
    public init(problem: Problem) throws(PreparationFault) {
        self.problem = problem
        system = try problem.system(observing: problem.data.observed)
        switch problem.data {
        case .synthetic(let data): exactData = try problem.exactData(data, system)
        case .measured(let data): exactData = DataSet(data)
        }
        guessed = try? system.solution(
            in: problem.time, unknowns: problem.unknowns.map(\.guess),
            at: [problem.time.start] + problem.time.times(LossScales.intervals))
    }

    /// What every trial of a replicate trains on: a function of problem, seed and replicate.
    public func prepare(
        seed: UInt64, replicate: Int
    ) -> (system: CompiledSystem, data: DataSet, scales: LossScales) {
        let data = data(seed: seed, replicate: replicate)
        let scales = LossScales(
            states: problem.states, window: problem.time, system: system, data: data,
            guesses: problem.unknowns.map(\.guess), guessed: guessed)
        return (system, data, scales)
    }

    /// The standard deviation of the noise in each column of synthetic data; nil where it is not
    /// known, not the same in all of a column, or where there is none.
    public var noiseDeviations: [Double]? {
        guard case .synthetic(let synthetic) = problem.data else { return nil }
        if case .models(let models) = synthetic.noise {
            guard models.allSatisfy({ $0.proportional == 0 }) else { return nil }
        }
        let deviations = exactData.deviations(of: synthetic.noise).prefix(exactData.observed.count)
        return deviations.allSatisfy { $0 > 0 } ? Array(deviations) : nil
    }

    /// The observables of the data's columns along the solution at some unknowns, row by row.
    ///
    /// - Parameter times: Increasing, in the problem's window.
    public func observables(
        unknowns: [Double], at times: [Double]
    ) throws(PreparationFault) -> [[Double]] {
        try problem.reference(of: system, unknowns: unknowns, at: times).observables
    }

    /// The data of a replicate, with noise where they are synthetic, and its held-out rows; the
    /// errors' deviations and what is below a limit, where the problem has an error model.
    public func data(seed: UInt64, replicate: Int) -> DataSet {
        var data = exactData
        if case .synthetic(let synthetic) = problem.data {
            data.add(synthetic.noise, seed: seed, replicate: replicate)
        }
        if let errors = problem.errors { data.apply(errors) }
        data.holdOut(fraction: problem.holdout, seed: seed, replicate: replicate)
        return data
    }
}

extension Problem {
    /// Synthetic data at the truth, without noise.
    fileprivate func exactData(
        _ data: SyntheticData, _ system: CompiledSystem
    ) throws(PreparationFault) -> DataSet {
        let untrue = unknowns.filter { $0.truth == nil }.map(\.name)
        guard untrue.isEmpty else { throw .truthMissing(untrue) }
        let times =
            switch data.design {
            case .equalTimes(let points): time.times(points)
            case .cells(let table): table.times
            }
        let rows = try reference(of: system, unknowns: unknowns.compactMap(\.truth), at: times)
            .observables
        for (column, name) in data.observed.enumerated() {
            guard rows.allSatisfy({ $0[column].isFinite }) else { throw .observableNotFinite(name) }
        }
        var exact = DataSet(
            observed: data.observed, times: times, values: rows.flatMap { $0 },
            heldOut: times.map { _ in false })
        if case .cells(let table) = data.design {
            for (cell, value) in table.values.lazy.flatMap({ $0 }).enumerated() where value == nil {
                exact.values[cell] = .nan
            }
        }
        return exact
    }
}
