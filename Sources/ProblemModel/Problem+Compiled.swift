public import Expressions

extension Problem {
    /// The equations with derivatives, compiled; observables in the order of `observed`.
    ///
    /// An infusion becomes a term of its state's rate, a bolus at the start a part of the initial
    /// value, a later bolus a known jump. Doses behind the end have no effect and leave no trace.
    /// - Parameter observed: Names of observables or of states.
    public func compiled(observing observed: [String]) throws(ProblemFault) -> CompiledSystem {
        try checkNames()
        try checkDoses()
        var compilation = try ProblemCompilation(self)
        return try compilation.system(observing: observed)
    }

    /// The names of all that can be observed: states, then other observables, in file order.
    public var observableNames: [String] {
        let states = states.map(\.name)
        return states + observables.map(\.name).filter { !states.contains($0) }
    }

    private func checkNames() throws(ProblemFault) {
        guard time.start < time.end else {
            throw .emptyWindow(start: time.start, end: time.end)
        }
        guard !states.isEmpty else { throw .noStates }
        var seen: Set<String> = []
        let states = states.map(\.name)
        let selfObserved = observables.filter { states.contains($0.name) && $0.isNamedState }
        let others = observables.filter { !selfObserved.contains($0) }
        let names =
            constants.map(\.name) + inputs.map(\.name) + unknowns.map(\.name) + states
            + others.map(\.name)
        for name in names {
            guard name != ProblemCompilation.timeName else { throw .reservedName(name) }
            guard seen.insert(name).inserted else { throw .duplicateName(name) }
        }
    }

    private func checkDoses() throws(ProblemFault) {
        let names = states.map(\.name)
        for (index, dose) in doses.enumerated() {
            guard names.contains(dose.into) else {
                throw .unknownDoseTarget(dose: index, name: dose.into, known: names)
            }
            guard dose.start >= time.start else {
                throw .doseBeforeStart(dose: index, time: dose.start, start: time.start)
            }
            if let duration = dose.duration, !(duration > 0) {
                throw .durationNotPositive(dose: index, duration: duration)
            }
            guard dose.count == 1 || (dose.count > 1 && dose.every ?? 0 > 0) else {
                throw .doseNotRepeatable(dose: index, every: dose.every, count: dose.count)
            }
        }
    }
}

extension Observable {
    /// Whether the observable is the state of its own name.
    fileprivate var isNamedState: Bool {
        value.names.map(\.name) == [name] && value.text.filter { !$0.isWhitespace } == name
    }
}
