import Expressions
import ProblemModel
import Testing

/// Problems compiled to systems.
struct ProblemCompilationTests {
    /// Slots: time, a, b, V, lag.
    private func system() throws -> CompiledSystem {
        try Problem.example().compiled(observing: ["b", "sum"])
    }

    @Test func `initial values see inputs at the start and the bolus given there`() throws {
        let values = try system().initialValues.tape.values(at: [99, 0, 0, 2, 6])
        // load = 0.5·1 + V, and 10·0.5/V
        #expect(Array(values.prefix(2)) == [2.5 + 2.5, 0])
    }

    @Test(arguments: [(2.0, 0.0), (2.999, 0), (3, 3), (4.999, 3), (5, 0), (9, 0)])
    func `an infusion adds its amount over its duration`(time: Double, expected: Double) throws {
        let rates = try system().rates.tape.values(at: [time, 4, 0, 2, 100])
        #expect(rates[0] == -2)
        #expect(rates[1] == 2 + expected)
    }

    @Test(arguments: [(1.0, 0.0), (4.999, 0), (5, 2.5), (8.999, 2.5), (9, 5), (10, 5)])
    func `boluses behind the start are jumps`(time: Double, expected: Double) throws {
        let system = try system()
        let values = system.jumps.tape.values(at: [time, 0, 0, 2, 6])
        #expect(Array(values.prefix(2)) == [expected, 0])
        // Their size depends on the unknown volume: the derivative by V is -J/V.
        let entry = system.jumps.derivatives.firstIndex { $0.function == 0 && $0.slot == 3 }
        #expect(entry.map { values[2 + $0] } == -expected / 2)
    }

    @Test func `observables are the columns in the order asked for`() throws {
        let values = try system().observables.tape.values(at: [1, 3, 4, 2, 6])
        #expect(Array(values.prefix(2)) == [4, 5])
    }

    @Test func `discontinuities are doses, ends of infusions and steps, inside the window`() throws
    {
        let problem = try Problem.example()
        let system = try system()
        #expect(system.discontinuities(in: problem.time, unknowns: [2, 6.5]) == [3, 5, 6.5, 9])
        #expect(system.discontinuities(in: problem.time, unknowns: [2, 20]) == [3, 5, 9])
    }

    @Test(arguments: [
        ("step(2*t - 5)", [2.5]), ("step((7 - t)/V)", [7]), ("step(t*V - exp(0))", []),
        ("step(F*(t - 3) + t*F)", [1.5]), ("step(a - t)", []), ("step(sin(t))", []),
        ("step(-t + 4) + step(t - 4)", [4]), ("step(t^2 - 9)", []),
    ])
    func `steps are found where their arguments are linear in time`(
        rate: String, expected: [Double]
    ) throws {
        var problem = try Problem.example()
        problem.doses = []
        problem.states[0].rate = try Expression(parsing: rate)
        let system = try problem.compiled(observing: [])
        #expect(system.discontinuities(in: problem.time, unknowns: [2, 6]) == expected)
    }

    @Test func `equal times end at the end to the bit`() {
        let window = TimeWindow(start: 0.1, end: 0.7, unit: nil)
        for count in 1...100 {
            let times = window.times(count)
            #expect(times.count == count)
            #expect(times.last == 0.7)
            #expect(zip(times, times.dropFirst()).allSatisfy(<))
        }
        #expect(TimeWindow(start: 0, end: 48, unit: nil).times(48) == (1...48).map(Double.init))
    }

    @Test(arguments: [
        Change("a bolus before the start") { $0.doses[0].start = 0.5 },
        Change("no state of that name") { $0.doses[0].into = "V" },
        Change("no duration") { $0.doses[1].duration = 0 },
        Change("repeats without an interval") { $0.doses[0].every = nil },
        Change("an amount of a state") { $0.doses[0].amount = try Expression(parsing: "a") },
        Change("an amount of time") { $0.doses[0].amount = try Expression(parsing: "t") },
        Change("a divisor that is not there") { $0.doses[1].per = try Expression(parsing: "W") },
        Change("an initial value of a state") { $0.states[0].initial = $0.states[1].rate },
        Change("a rate of an observable") { $0.states[0].rate = try Expression(parsing: "sum") },
        Change("an input of a state") { $0.inputs[0].value = try Expression(parsing: "a") },
        Change("an observable of nothing") {
            $0.observables[0].value = try Expression(parsing: "x")
        },
        Change("two of a name") { $0.constants[0].name = "V" },
        Change("an observable that hides a state") { $0.observables[0].name = "a" },
        Change("the time's name") { $0.constants.append(Constant(name: "t", value: 1)) },
        Change("an empty window") { $0.time.end = 1 },
        Change("no states") { $0.states = [] },
    ])
    func `a problem that is wrong is refused with a hint`(change: Change) throws {
        var problem = try Problem.example()
        try change.apply(&problem)
        let fault = #expect(throws: ProblemFault.self) { try problem.compiled(observing: ["sum"]) }
        #expect(fault.map { !$0.message.isEmpty } == true)
        #expect(fault?.hint != nil)
    }

    @Test func `what is observed must exist`() throws {
        let problem = try Problem.example()
        #expect(throws: ProblemFault.unknownObservable("c", known: ["a", "b", "sum"])) {
            try problem.compiled(observing: ["c"])
        }
    }
}

/// A change of a problem, with its name.
struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (inout Problem) throws -> Void

    init(_ name: String, apply: @escaping @Sendable (inout Problem) throws -> Void) {
        testDescription = name
        self.apply = apply
    }
}
