/// A part of a text, in UTF-8 bytes from 0: `[lower, upper)`.
public struct SourceSpan: Hashable, Sendable {
    /// The first byte of the part.
    public var lower: Int
    /// The byte behind the part.
    public var upper: Int

    /// The part from `lower` up to, not including, `upper`.
    public init(lower: Int, upper: Int) {
        self.lower = lower
        self.upper = upper
    }

    /// The smallest part that holds both.
    func joined(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(lower: min(lower, other.lower), upper: max(upper, other.upper))
    }
}
