/// An initial value problem with unknown parameters, compiled.
///
/// Slot 0 is the time, slots 1…S are the states u, slots S+1…S+P the unknowns p. Derivatives are
/// those by states and unknowns, not by time.
public struct CompiledSystem: Hashable, Sendable {
    /// S, the number of states.
    public let stateCount: Int
    /// P, the number of unknown parameters.
    public let unknownCount: Int
    /// O, the number of observables.
    public let observableCount: Int
    /// The S rates du/dt = f(t, u, p), between jumps.
    public let rates: CompiledFunctions
    /// The O observables of (t, u, p).
    public let observables: CompiledFunctions
    /// The S values of the states at the start, functions of p.
    public let initialValues: CompiledFunctions
    /// For each of the S states the sum of its known jumps in (start, t], a function of (t, p).
    public let jumps: CompiledFunctions

    /// 1 + S + P: the time, the states and the unknowns.
    public var slotCount: Int { 1 + stateCount + unknownCount }

    /// The slot of a state counted from 0.
    public func slot(ofState state: Int) -> Int { 1 + state }

    /// The slot of an unknown counted from 0.
    public func slot(ofUnknown unknown: Int) -> Int { 1 + stateCount + unknown }

    /// Compiles the functions of a system from the nodes of its graph.
    ///
    /// - Parameters:
    ///   - graph: The graph with the slots of this type.
    ///   - stateCount: S.
    ///   - unknownCount: P.
    ///   - rates: S nodes.
    ///   - observables: Any number of nodes.
    ///   - initialValues: S nodes that depend on unknowns alone.
    ///   - jumps: S nodes that do not depend on states.
    public init(
        graph: inout ExpressionGraph,
        stateCount: Int,
        unknownCount: Int,
        rates: [NodeID],
        observables: [NodeID],
        initialValues: [NodeID],
        jumps: [NodeID]
    ) {
        precondition(
            [rates.count, initialValues.count, jumps.count].allSatisfy { $0 == stateCount },
            "every state has a rate, an initial value and jumps")
        let slotCount = 1 + stateCount + unknownCount
        let slots = 1..<slotCount
        self.stateCount = stateCount
        self.unknownCount = unknownCount
        observableCount = observables.count
        self.rates = CompiledFunctions(
            graph: &graph, functions: rates, slots: slots, slotCount: slotCount)
        self.observables = CompiledFunctions(
            graph: &graph, functions: observables, slots: slots, slotCount: slotCount)
        self.initialValues = CompiledFunctions(
            graph: &graph, functions: initialValues, slots: slots, slotCount: slotCount)
        self.jumps = CompiledFunctions(
            graph: &graph, functions: jumps, slots: slots, slotCount: slotCount)
    }
}
