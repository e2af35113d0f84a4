import Settings
import SweepModel

extension Distribution {
    /// Refuses parameters without meaning, and draws that the setting could never take.
    ///
    /// The ends of a plain distribution must be values of the setting. Unbounded distributions and
    /// quantised ends may leave its range: such draws are thrown away and drawn again.
    func check(for definition: SettingDefinition) throws(PlanFault) {
        func require(_ isRight: Bool, _ reason: String) throws(PlanFault) {
            if !isRight { throw .distribution(setting: definition.name, reason: reason) }
        }
        if let (lowest, highest) = bounds {
            try require(
                lowest.isFinite && highest.isFinite && lowest < highest,
                "min must be below max, but they are \(lowest) and \(highest)")
            try require(
                !isLogarithmic || lowest > 0, "a logarithmic distribution needs a min above 0")
        }
        switch self {
        case .normal(let mean, let deviation), .quantizedNormal(let mean, let deviation, _),
            .logNormal(let mean, let deviation), .quantizedLogNormal(let mean, let deviation, _):
            try require(
                mean.isFinite && deviation.isFinite && deviation >= 0,
                "mu must be a number and sigma a number not below 0")
        case .beta(let a, let b), .quantizedBeta(let a, let b, _):
            try require(
                a > 0 && b > 0 && a.isFinite && b.isFinite, "a and b must be numbers above 0")
        default: break
        }
        if let quantum {
            try require(quantum > 0 && quantum.isFinite, "q must be a number above 0")
        }
        try checkKind(of: definition)
    }

    /// Refuses a distribution whose draws are not of the setting's type.
    private func checkKind(of definition: SettingDefinition) throws(PlanFault) {
        switch definition.kind {
        case .choice, .sequence, .numbers:
            throw .distribution(
                setting: definition.name,
                reason: "a setting of words has no distribution; list its values")
        case .integer:
            guard let quantum, quantum == quantum.rounded() else {
                throw .distribution(
                    setting: definition.name,
                    reason: "a whole-number setting needs a quantised distribution with a whole q,"
                        + " or whole numbers as min and max")
            }
        case .real:
            guard quantum == nil, let (lowest, highest) = bounds else { return }
            for end in [lowest, highest] {
                do throws(SettingFault) {
                    _ = try definition.resolve(.real(end))
                } catch {
                    throw .value(error)
                }
            }
        }
    }

    /// The ends between which the plain draws lie, or nil where there are none.
    private var bounds: (lowest: Double, highest: Double)? {
        switch self {
        case .uniform(let lowest, let highest), .quantizedUniform(let lowest, let highest, _),
            .logUniform(let lowest, let highest), .quantizedLogUniform(let lowest, let highest, _),
            .inverseLogUniform(let lowest, let highest):
            (lowest, highest)
        default: nil
        }
    }

    private var isLogarithmic: Bool {
        switch self {
        case .logUniform, .quantizedLogUniform, .inverseLogUniform: true
        default: false
        }
    }

    /// What draws are rounded to a multiple of, or nil where they are not.
    private var quantum: Double? {
        switch self {
        case .quantizedUniform(_, _, let quantum), .quantizedLogUniform(_, _, let quantum),
            .quantizedNormal(_, _, let quantum), .quantizedLogNormal(_, _, let quantum),
            .quantizedBeta(_, _, let quantum):
            quantum
        default: nil
        }
    }
}
