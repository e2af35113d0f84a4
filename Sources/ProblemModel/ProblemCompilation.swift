import Expressions

/// A problem on its way into an expression graph.
struct ProblemCompilation {
    /// The name of the time in expressions.
    static let timeName = "t"

    private let problem: Problem
    private var graph = ExpressionGraph()
    private let time: NodeID
    /// What expressions of constants and unknowns may name.
    private let parameters: [String: NodeID]
    /// The parameters, with inputs and the time at the start of the window.
    private var namesAtStart: [String: NodeID]
    /// All names, of any time.
    private var names: [String: NodeID]

    /// Binds constants, unknowns, inputs and states to nodes.
    init(_ problem: Problem) throws(ProblemFault) {
        self.problem = problem
        time = graph.variable(slot: 0)
        var parameters: [String: NodeID] = [:]
        for constant in problem.constants {
            parameters[constant.name] = graph.constant(constant.value)
        }
        for (index, unknown) in problem.unknowns.enumerated() {
            let slot = 1 + problem.states.count + index
            parameters[unknown.name] = graph.variable(slot: slot)
        }
        self.parameters = parameters
        namesAtStart = parameters
        namesAtStart[Self.timeName] = graph.constant(problem.time.start)
        names = parameters
        names[Self.timeName] = time
        try bindInputs()
        for (index, state) in problem.states.enumerated() {
            names[state.name] = graph.variable(slot: 1 + index)
        }
    }

    /// The compiled system.
    mutating func system(observing observed: [String]) throws(ProblemFault) -> CompiledSystem {
        let observables = try observableNodes(observed)
        var rates: [NodeID] = []
        var initialValues: [NodeID] = []
        for state in problem.states {
            rates.append(try insert(state.rate, names, .rate(state: state.name)))
            let part = ProblemPart.initialValue(state: state.name)
            initialValues.append(try insert(state.initial, namesAtStart, part))
        }
        var jumps = Array(repeating: graph.constant(0), count: problem.states.count)
        for (index, dose) in problem.doses.enumerated() {
            let state = problem.states.firstIndex { $0.name == dose.into }!
            let amount = try amountPerDivisor(dose, index)
            if let duration = dose.duration {
                let rate = infusionRate(dose, amount, duration)
                rates[state] = graph.add(rates[state], rate)
            } else {
                for start in dose.startTimes where start == problem.time.start {
                    initialValues[state] = graph.add(initialValues[state], amount)
                }
                jumps[state] = graph.add(jumps[state], jump(dose, amount))
            }
        }
        return CompiledSystem(
            graph: &graph, stateCount: problem.states.count,
            unknownCount: problem.unknowns.count, rates: rates, observables: observables,
            initialValues: initialValues, jumps: jumps)
    }

    private mutating func bindInputs() throws(ProblemFault) {
        for input in problem.inputs {
            let part = ProblemPart.input(input.name)
            let atStart = try insert(input.value, namesAtStart, part)
            namesAtStart[input.name] = atStart
            names[input.name] = try insert(input.value, names, part)
        }
    }

    private mutating func observableNodes(_ observed: [String]) throws(ProblemFault) -> [NodeID] {
        var defined: [String: NodeID] = [:]
        for state in problem.states { defined[state.name] = names[state.name] }
        for observable in problem.observables {
            let part = ProblemPart.observable(observable.name)
            defined[observable.name] = try insert(observable.value, names, part)
        }
        var nodes: [NodeID] = []
        for name in observed {
            guard let node = defined[name] else {
                throw .unknownObservable(name, known: problem.observableNames)
            }
            nodes.append(node)
        }
        return nodes
    }

    private mutating func amountPerDivisor(
        _ dose: Dose, _ index: Int
    ) throws(ProblemFault) -> NodeID {
        let amount = try insert(dose.amount, parameters, .doseAmount(index))
        guard let per = dose.per else { return amount }
        return graph.divide(amount, try insert(per, parameters, .doseDivisor(index)))
    }

    /// amount/duration · (step(t − a) − step(t − b)), for all repeats [a, b) of an infusion.
    ///
    /// What happens at the end of the window or behind it is left out: at the end the rate is the
    /// one that leads there.
    private mutating func infusionRate(
        _ dose: Dose, _ amount: NodeID, _ duration: Double
    ) -> NodeID {
        var isRunning = graph.constant(0)
        for start in dose.startTimes where start < problem.time.end {
            isRunning = graph.add(isRunning, step(at: start))
            guard start + duration < problem.time.end else { continue }
            isRunning = graph.subtract(isRunning, step(at: start + duration))
        }
        let rate = graph.divide(amount, graph.constant(duration))
        return graph.multiply(rate, isRunning)
    }

    /// amount · Σ step(t − d) over the repeats d of a bolus in (start, end].
    private mutating func jump(_ dose: Dose, _ amount: NodeID) -> NodeID {
        var doses = graph.constant(0)
        for start in dose.startTimes
        where start > problem.time.start && start <= problem.time.end {
            doses = graph.add(doses, step(at: start))
        }
        return graph.multiply(amount, doses)
    }

    /// 1 from a moment on, before it 0.
    private mutating func step(at moment: Double) -> NodeID {
        guard moment > problem.time.start else { return graph.constant(1) }
        return graph.apply(.step, to: [graph.subtract(time, graph.constant(moment))])
    }

    private mutating func insert(
        _ expression: Expression, _ names: [String: NodeID], _ part: ProblemPart
    ) throws(ProblemFault) -> NodeID {
        do {
            return try graph.insert(expression, names: names)
        } catch {
            throw .expression(part, error)
        }
    }
}
