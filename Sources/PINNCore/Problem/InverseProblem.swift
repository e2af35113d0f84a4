import Draws
public import Expressions

/// An inverse problem, ready for training: equations, window, unknowns, scales and data.
public struct InverseProblem: Hashable, Sendable {
    /// The compiled equations with S states, P unknowns and O observables.
    public let system: CompiledSystem
    /// The start of the window of time.
    public let start: Double
    /// The end of the window of time.
    public let end: Double
    /// The P unknowns.
    public private(set) var unknowns: [UnknownCoordinate]
    /// σ_s: the scale of every state.
    public let stateScales: [Double]
    /// ρ_s: the scale of every state's rate in units of σ_s, per unit of time.
    public let rateScales: [Double]
    /// The data.
    public let observations: Observations

    /// Checks the parts against each other.
    public init(
        system: CompiledSystem, start: Double, end: Double, unknowns: [UnknownCoordinate],
        stateScales: [Double], rateScales: [Double], observations: Observations
    ) throws(InverseProblemFault) {
        self.system = system
        self.start = start
        self.end = end
        self.unknowns = unknowns
        self.stateScales = stateScales
        self.rateScales = rateScales
        self.observations = observations
        try checkWindow()
        try checkCounts()
        try checkNumbers()
    }

    /// The problem with drawn guesses; its scales stay those of its own guesses.
    func drawingGuesses(spread: Double, stream: inout DrawStream) -> InverseProblem {
        var problem = self
        problem.unknowns = unknowns.map { $0.drawn(spread: spread, stream: &stream) }
        return problem
    }

    var window: TimeWindow { TimeWindow(start: start, end: end) }

    private func checkWindow() throws(InverseProblemFault) {
        guard start.isFinite, end.isFinite, start < end else {
            throw .emptyWindow(start: start, end: end)
        }
        guard system.stateCount > 0 else {
            throw .wrongCount(of: .states, found: 0, expected: 1)
        }
    }

    private func checkCounts() throws(InverseProblemFault) {
        let rows = observations.times.count
        let counts: [(InverseProblemFault.Part, Int, Int)] = [
            (.unknowns, unknowns.count, system.unknownCount),
            (.stateScales, stateScales.count, system.stateCount),
            (.rateScales, rateScales.count, system.stateCount),
            (.observableScales, observations.scales.count, system.observableCount),
            (.observationRows, observations.heldOut.count, rows),
            (.observationValues, observations.values.count, rows * system.observableCount),
        ]
        // Deviations and limits may be left out, limits alone cannot be given.
        let cells = observations.values.count
        let optional: [(InverseProblemFault.Part, Int, Int)] = [
            (
                .observationDeviations, observations.deviations.count,
                observations.deviations.isEmpty && observations.isCensored.isEmpty ? 0 : cells
            ),
            (
                .observationLimits, observations.isCensored.count,
                observations.isCensored.isEmpty ? 0 : cells
            ),
        ]
        for (part, found, expected) in counts + optional where found != expected {
            throw .wrongCount(of: part, found: found, expected: expected)
        }
    }

    private func checkNumbers() throws(InverseProblemFault) {
        let scales: [(InverseProblemFault.Part, [Double])] = [
            (.stateScales, stateScales), (.rateScales, rateScales),
            (.observableScales, observations.scales),
        ]
        for (part, values) in scales {
            for (index, value) in values.enumerated() where !(value > 0 && value.isFinite) {
                throw .badNumber(in: part, index: index, value: value)
            }
        }
        for (index, time) in observations.times.enumerated()
        where !(time >= start && time <= end) {
            throw .badNumber(in: .observationTimes, index: index, value: time)
        }
        for (index, value) in observations.values.enumerated() where value.isInfinite {
            throw .badNumber(in: .observationValues, index: index, value: value)
        }
        for (index, deviation) in observations.deviations.enumerated()
        where !observations.values[index].isNaN && !(deviation > 0 && deviation.isFinite) {
            throw .badNumber(in: .observationDeviations, index: index, value: deviation)
        }
        for (index, unknown) in unknowns.enumerated()
        where !unknown.guess.isFinite || (unknown.isLogarithmic && unknown.guess <= 0) {
            throw .badNumber(in: .unknowns, index: index, value: unknown.guess)
        }
    }
}
