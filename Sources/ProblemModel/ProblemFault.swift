public import Expressions

/// What is wrong with a problem.
public enum ProblemFault: Error, Hashable, Sendable {
    /// An expression that does not parse against the names it may use.
    case expression(ProblemPart, ExpressionFault)
    /// Two things of one name; an observable may have a state's name when it is that state.
    case duplicateName(String)
    /// A name that the language keeps for itself: `t`.
    case reservedName(String)
    /// The window ends before it starts.
    case emptyWindow(start: Double, end: Double)
    /// There is nothing to integrate.
    case noStates
    /// A dose, counted from 0, into a state that does not exist.
    case unknownDoseTarget(dose: Int, name: String, known: [String])
    /// A dose before the start, whose effect the equations cannot show.
    case doseBeforeStart(dose: Int, time: Double, start: Double)
    /// An infusion whose duration is not positive.
    case durationNotPositive(dose: Int, duration: Double)
    /// A count below 1, or a repeated dose without a positive interval.
    case doseNotRepeatable(dose: Int, every: Double?, count: Int)
    /// Something is observed that is neither an observable nor a state.
    case unknownObservable(String, known: [String])
}

/// A part of a problem that is written as an expression.
public enum ProblemPart: Hashable, Sendable {
    case input(String)
    case initialValue(state: String)
    case rate(state: String)
    /// The amount of a dose, counted from 0.
    case doseAmount(Int)
    /// What the amount of a dose, counted from 0, is divided by.
    case doseDivisor(Int)
    case observable(String)
}

extension ProblemFault: CustomStringConvertible {
    /// What is wrong, in one line without a full stop.
    public var message: String {
        switch self {
        case .expression(let part, let fault): "\(part): \(fault.message)"
        case .duplicateName(let name): "the name '\(name)' is given twice"
        case .reservedName(let name): "the name '\(name)' is taken: it is the time"
        case .emptyWindow(let start, let end): "the time ends at \(end), it starts at \(start)"
        case .noStates: "a problem needs at least one state"
        case .unknownDoseTarget(let dose, let name, _):
            "dose \(dose + 1) goes into '\(name)', which is no state"
        case .doseBeforeStart(let dose, let time, let start):
            "dose \(dose + 1) is given at \(time), before the start at \(start)"
        case .durationNotPositive(let dose, let duration):
            "dose \(dose + 1) lasts \(duration), a duration is positive"
        case .doseNotRepeatable(let dose, let every, let count):
            "dose \(dose + 1) is given \(count) times"
                + (every.map { " every \($0)" } ?? " without an interval")
        case .unknownObservable(let name, _):
            "'\(name)' is observed, which is neither an observable nor a state"
        }
    }

    /// How to mend it, where there is something to say.
    public var hint: String? {
        switch self {
        case .expression(_, let fault): fault.hint
        case .duplicateName: "constants, inputs, unknowns, states and observables share their names"
        case .reservedName: "choose another name"
        case .emptyWindow: "the end must be later than the start"
        case .noStates: "add it to 'states' with its 'initial' value and its 'rate'"
        case .unknownDoseTarget(_, _, let known): "the states are \(known.joined(separator: ", "))"
        case .doseBeforeStart:
            "start the time window with the first dose, or put its effect into the initial values"
        case .durationNotPositive: "leave 'duration' out for a bolus"
        case .doseNotRepeatable: "give a 'count' of 1 or more, and with it a positive 'every'"
        case .unknownObservable(_, let known):
            "what can be observed: \(known.joined(separator: ", "))"
        }
    }

    /// The message and the hint on one line.
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}

extension ProblemPart: CustomStringConvertible {
    /// The part as a message names it.
    public var description: String {
        switch self {
        case .input(let name): "input '\(name)'"
        case .initialValue(let state): "initial value of '\(state)'"
        case .rate(let state): "rate of '\(state)'"
        case .doseAmount(let dose): "amount of dose \(dose + 1)"
        case .doseDivisor(let dose): "'per' of dose \(dose + 1)"
        case .observable(let name): "observable '\(name)'"
        }
    }
}
