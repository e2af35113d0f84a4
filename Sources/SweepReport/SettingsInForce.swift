import Settings
import SweepModel

/// Which settings differ between the configurations of a sweep, and which are the same.
struct SettingsInForce {
    /// In the schema's order.
    let varying: [SettingDefinition]
    let constant: [(definition: SettingDefinition, value: SettingValue)]

    /// A setting without effect, as `lbfgs_steps` without an L-BFGS phase, is left out of account.
    ///
    /// - Parameter definitions: those that may differ: no other is looked at.
    init(
        _ settings: some Sequence<TrialSettings>,
        among definitions: [SettingDefinition] = SettingsSchema.all
    ) {
        var seen: [SettingValue?] = Array(repeating: nil, count: definitions.count)
        var open = Array(definitions.indices)
        for point in settings {
            if open.isEmpty { break }
            open.removeAll { index in
                let definition = definitions[index]
                guard definition.hasEffect(point) else { return false }
                let value = point[definition]
                let first = seen[index] ?? value
                seen[index] = first
                return first != value
            }
        }
        let same = Set(open)
        varying = definitions.indices.filter { !same.contains($0) }.map { definitions[$0] }
        constant = open.compactMap { index in seen[index].map { (definitions[index], $0) } }
    }

    /// What is said elsewhere to differ: a few configurations do not tell.
    init(varying names: Set<String>) {
        varying = SettingsSchema.all.filter { names.contains($0.name) }
        constant = []
    }

    /// The values of the varying settings, a dash where one has no effect.
    func cells(_ settings: TrialSettings) -> [String] {
        varying.map { $0.text(in: settings) ?? Figures.none }
    }

    /// The varying settings in words: `layers 2, optimizer adam+lbfgs`.
    func phrase(_ settings: TrialSettings) -> String {
        varying.compactMap { definition in
            definition.text(in: settings).map { "\(definition.name) \($0)" }
        }
        .joined(separator: ", ")
    }
}

extension SettingDefinition {
    /// The value as it is printed, or nil where the setting has no effect.
    func text(in settings: TrialSettings) -> String? {
        hasEffect(settings) ? settings[name].brief : nil
    }
}

extension SettingValue {
    /// The value as reports print it: whole reals without a fraction, long ones to four digits.
    ///
    /// Every digit is in the CSV document and in the store.
    var brief: String {
        guard case .real(let number) = self else { return text }
        let exact = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return exact.count <= 8 ? exact : Figures.significant(number, digits: 4)
    }
}
