/// Why parts do not make an inverse problem.
public enum InverseProblemFault: Error, Hashable, Sendable {
    /// The window is empty or not finite.
    case emptyWindow(start: Double, end: Double)
    /// A part has another number of elements than the system or the data ask for.
    case wrongCount(of: Part, found: Int, expected: Int)
    /// A number is out of range: a scale or a deviation that is not positive and finite, a time outside the window,
    /// an infinite datum, a guess that is not finite or, for a logarithmic unknown, not positive.
    case badNumber(in: Part, index: Int, value: Double)

    /// A part of an inverse problem.
    public enum Part: String, Hashable, Sendable {
        case states, unknowns, stateScales, rateScales, observableScales
        case observationRows, observationTimes, observationValues
        case observationDeviations, observationLimits
    }
}
