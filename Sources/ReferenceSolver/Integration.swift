import Expressions
import ProblemModel

/// A solution on its way through a window, from discontinuity to discontinuity.
struct Integration {
    private let system: CompiledSystem
    private let unknowns: [Double]
    private let window: TimeWindow
    private let context: IntegrationContext
    private let integrator: BDFIntegrator
    /// What has been reached, and the state there.
    private var time: Double
    private var state: [Double]

    init(
        system: CompiledSystem, window: TimeWindow, unknowns: [Double],
        relativeTolerance: Double, stepLimit: Int
    ) throws(SolverFault) {
        self.system = system
        self.unknowns = unknowns
        self.window = window
        time = window.start
        state = system.initialValues(unknowns: unknowns)
        guard state.allSatisfy(\.isFinite) else { throw .initialValuesNotFinite }
        context = IntegrationContext(
            system: system, unknowns: unknowns, relativeTolerance: relativeTolerance)
        integrator = BDFIntegrator(context, stepLimit: stepLimit)
        context.adaptTolerance(
            to: window.start...window.end, state: state,
            jumps: system.jumps(at: window.end, unknowns: unknowns))
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

    /// Adds what enters the states at this very moment.
    private mutating func jump() {
        let before = system.jumps(at: time.nextDown, unknowns: unknowns)
        let after = system.jumps(at: time, unknowns: unknowns)
        for index in state.indices { state[index] += after[index] - before[index] }
    }
}
