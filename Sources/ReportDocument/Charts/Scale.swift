internal import Draws

/// How values become places along an axis.
public struct Scale: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case linear, logarithmic
    }

    public let kind: Kind
    /// Of the values, with round ends.
    public let domain: ClosedRange<Double>

    /// A scale for values; those that are not finite, or on a logarithmic scale not positive, do
    /// not count.
    ///
    /// - Parameter including: drawn in any case: zero, say.
    public init(
        _ kind: Kind = .linear, of values: some Sequence<Double>, including: [Double] = []
    ) {
        let known = values.filter { kind.takes($0) } + including.filter { kind.takes($0) }
        let range = (known.min() ?? 1)...(known.max() ?? 1)
        self.init(kind, rounding: range)
    }

    /// A scale whose ends are these.
    ///
    /// - Precondition: the domain is not empty, and positive on a logarithmic scale.
    public init(_ kind: Kind = .linear, domain: ClosedRange<Double>) {
        precondition(domain.lowerBound < domain.upperBound, "an empty domain")
        precondition(kind == .linear || domain.lowerBound > 0, "a logarithm below zero")
        self.kind = kind
        self.domain = domain
    }

    private init(_ kind: Kind, rounding range: ClosedRange<Double>) {
        let wide = kind.widened(range)
        switch kind {
        case .linear:
            let step = Step(for: wide.upperBound - wide.lowerBound, count: 5)
            self.init(
                kind,
                domain: step.value * (wide.lowerBound / step.value).rounded(.down)...step.value
                    * (wide.upperBound / step.value).rounded(.up))
        case .logarithmic:
            self.init(
                kind,
                domain: Decade.roundedDown(wide.lowerBound)...Decade.roundedUp(wide.upperBound))
        }
    }

    /// The part of the domain below a value; values outside lie at its ends.
    public func share(_ value: Double) -> Double {
        guard !value.isNaN else { return 0 }
        let clamped = min(max(value, domain.lowerBound), domain.upperBound)
        switch kind {
        case .linear:
            return (clamped - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        case .logarithmic:
            let low = Portable.log(domain.lowerBound)
            return (Portable.log(clamped) - low) / (Portable.log(domain.upperBound) - low)
        }
    }

    /// Whether a value has a place on the scale.
    public func takes(_ value: Double) -> Bool { kind.takes(value) }
}

extension Scale.Kind {
    func takes(_ value: Double) -> Bool {
        value.isFinite && value.magnitude < 1e300 && (self == .linear || value > 1e-300)
    }

    /// A range that is more than a point.
    fileprivate func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let (low, high) = (range.lowerBound, range.upperBound)
        switch self {
        case .logarithmic: return high > low * 1.001 ? range : low / 2...high * 2
        case .linear:
            let span = high - low
            let size = max(low.magnitude, high.magnitude)
            // Nothing that small is told from zero.
            guard size > 1e-290 else { return -1...1 }
            return span > 1e-6 * size ? range : low - 0.1 * size...high + 0.1 * size
        }
    }
}

/// A round step between ticks: 1, 2 or 5 times a power of ten.
struct Step {
    let factor: Int
    let exponent: Int

    /// The smallest with which so many steps cover a span.
    init(for span: Double, count: Int) {
        let least = span / Double(count) * (1 - 1e-9)
        let exponent = Decade.exponent(of: least)
        let unit = Decade.power(exponent)
        let factor = [1, 2, 5].first { Double($0) * unit >= least }
        self.factor = factor ?? 1
        self.exponent = factor == nil ? exponent + 1 : exponent
    }

    var value: Double { Double(factor) * Decade.power(exponent) }
}

/// Powers of ten, and numbers that are a round part of one.
enum Decade {
    /// 10 to a power, correctly rounded where it is exact: reading "1e-5" is.
    static func power(_ exponent: Int) -> Double { Double("1e\(exponent)")! }

    /// The exponent of the largest power of ten that is no larger.
    static func exponent(of value: Double) -> Int {
        var exponent = Int((Portable.log(value) / Portable.log(10)).rounded(.down))
        while power(exponent) > value { exponent -= 1 }
        while power(exponent + 1) <= value { exponent += 1 }
        return exponent
    }

    /// The nearest of 1, 2, 5 times a power of ten below or at a value.
    static func roundedDown(_ value: Double) -> Double {
        let unit = power(exponent(of: value))
        return [1, 2, 5].map { Double($0) * unit }.last { $0 <= value * (1 + 1e-9) } ?? unit
    }

    static func roundedUp(_ value: Double) -> Double {
        let unit = power(exponent(of: value))
        return [1, 2, 5, 10].map { Double($0) * unit }.first { $0 >= value * (1 - 1e-9) }
            ?? 10 * unit
    }
}
