import Expressions
import ProblemModel

/// A solution on its way through a window, from discontinuity to discontinuity.
struct Integration {
    private let system: CompiledSystem
    private let unknowns: [Double]
    private let withSensitivities: Bool
    private let window: TimeWindow
    private let context: IntegrationContext
    private let integrator: BDFIntegrator
    /// What has been reached, and the state there: S values, behind them, where wanted, for each
    /// unknown the S sensitivities to it.
    private var time: Double
    private var state: [Double]

    init(
        system: CompiledSystem, window: TimeWindow, unknowns: [Double],
        withSensitivities: Bool = false, relativeTolerance: Double, stepLimit: Int
    ) throws(SolverFault) {
        self.system = system
        self.unknowns = unknowns
        self.withSensitivities = withSensitivities
        self.window = window
        time = window.start
        state =
            withSensitivities
            ? system.initialValuesWithSensitivities(unknowns: unknowns)
            : system.initialValues(unknowns: unknowns)
        guard state.allSatisfy(\.isFinite) else { throw .initialValuesNotFinite }
        context = IntegrationContext(
            system: system, unknowns: unknowns, withSensitivities: withSensitivities,
            relativeTolerance: relativeTolerance)
        integrator = BDFIntegrator(context, stepLimit: stepLimit)
        context.adaptTolerance(
            to: window.start...window.end, state: state,
            jumps: jumps(at: window.end))
    }

    /// The states at rising times, each a row; at a jump the state after it.
    mutating func states(at wanted: [Double]) throws(SolverFault) -> [[Double]] {
        var rows: [[Double]] = []
        let inner = system.discontinuities(in: window, unknowns: unknowns)
        for end in inner + [window.end] {
            rows += try advance(to: end, passing: wanted[rows.count...].prefix { $0 < end })
            jump()
        }
        return rows + Array(repeating: state, count: wanted.count - rows.count)
    }

    /// Integrates to the next discontinuity; returns the states at times before it.
    private mutating func advance(
        to end: Double, passing wanted: ArraySlice<Double>
    ) throws(SolverFault) -> [[Double]] {
        // Moments that differ by rounding alone are one moment for the solver.
        guard end - time > 1e-13 * max(window.start.magnitude, window.end.magnitude) else {
            time = end
            return Array(repeating: state, count: wanted.count)
        }
        // Steps of the right-hand side happen on one side of these times for certain.
        let margin = 4 * max(time.magnitude, end.magnitude).ulp
        context.times = time + margin...end - margin
        try integrator.start(time: time, state: state)
        var reached = time
        var rows: [[Double]] = []
        for moment in wanted {
            while reached < moment { reached = try integrator.step(from: reached, until: end) }
            rows.append(moment == time ? state : try integrator.interpolated(at: moment))
        }
        while reached < end { reached = try integrator.step(from: reached, until: end) }
        state = try integrator.interpolated(at: end)
        time = end
        return rows
    }

    /// Adds what enters the states at this very moment, with its sensitivities.
    private mutating func jump() {
        let ratesBefore = rates()
        let before = jumps(at: time.nextDown)
        let after = jumps(at: time)
        for index in state.indices { state[index] += after[index] - before[index] }
        guard withSensitivities else { return }
        let delays = system.discontinuitySlopes(at: time, unknowns: unknowns)
        guard delays.contains(where: { $0 != 0 }) else { return }
        // Behind a moment that moves by dτ/dp, the state moves by what the rates differ.
        context.times = time + 4 * time.magnitude.ulp...Double.infinity
        let ratesAfter = rates()
        for (unknown, delay) in delays.enumerated() {
            for index in 0..<system.stateCount {
                state[(1 + unknown) * system.stateCount + index] +=
                    (ratesBefore[index] - ratesAfter[index]) * delay
            }
        }
    }

    /// What has entered the integrated values by jumps since the start.
    private func jumps(at time: Double) -> [Double] {
        withSensitivities
            ? system.jumpsWithSensitivities(at: time, unknowns: unknowns)
            : system.jumps(at: time, unknowns: unknowns)
    }

    /// The rates of the states at this moment, on the side that the context looks at.
    private func rates() -> [Double] {
        guard withSensitivities else { return [] }
        var rates = state
        _ = context.rates(time: time, state: state, into: &rates)
        return rates
    }
}
