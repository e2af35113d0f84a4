/// A place on an axis that is written at it.
struct Tick: Hashable, Sendable {
    let value: Double
    let label: String
}

extension Scale {
    /// Round values across the domain, about as many as asked for.
    func ticks(_ count: Int = 5) -> [Tick] {
        switch kind {
        case .linear: linearTicks(count)
        case .logarithmic: logarithmicTicks(count)
        }
    }

    private func linearTicks(_ count: Int) -> [Tick] {
        let step = Step(for: domain.upperBound - domain.lowerBound, count: max(count, 1))
        let first = Int((domain.lowerBound / step.value - 1e-6).rounded(.up))
        let last = Int((domain.upperBound / step.value + 1e-6).rounded(.down))
        guard first <= last else { return [] }
        return (first...last).map { index in
            Tick(
                value: Double(index) * step.value,
                label: DecimalLabel.text(index * step.factor, exponent: step.exponent))
        }
    }

    /// Powers of ten, thinned where there are many; 1, 2 and 5 of each where there are few.
    private func logarithmicTicks(_ count: Int) -> [Tick] {
        let first = Decade.exponent(of: domain.lowerBound * (1 + 1e-9))
        let last = Decade.exponent(of: domain.upperBound * (1 + 1e-9))
        let stride = max(1, (last - first + count) / max(count, 1))
        let factors = last - first <= 1 ? [1, 2, 5] : last - first <= 2 ? [1, 3] : [1]
        return (first...last).filter { ($0 - last) % stride == 0 }.flatMap { exponent in
            factors.map { factor in
                Tick(
                    value: Double(factor) * Decade.power(exponent),
                    label: DecimalLabel.text(factor, exponent: exponent))
            }
        }
        .filter {
            $0.value >= domain.lowerBound * (1 - 1e-9) && $0.value <= domain.upperBound * (1 + 1e-9)
        }
    }
}

/// Whole numbers times a power of ten as a reader expects them, exactly.
enum DecimalLabel {
    static func text(_ number: Int, exponent: Int) -> String {
        guard number != 0 else { return "0" }
        var digits = String(number.magnitude)
        var exponent = exponent
        while digits.hasSuffix("0") {
            digits.removeLast()
            exponent += 1
        }
        return (number < 0 ? "−" : "") + unsigned(digits, exponent)
    }

    private static func unsigned(_ digits: String, _ exponent: Int) -> String {
        let point = digits.count + exponent
        if point > 6 || point < -3 {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            return digits.prefix(1) + fraction + "e" + (point < 1 ? "−" : "")
                + "\((point - 1).magnitude)"
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        if exponent >= 0 { return digits + String(repeating: "0", count: exponent) }
        return digits.prefix(point) + "." + digits.dropFirst(point)
    }
}
