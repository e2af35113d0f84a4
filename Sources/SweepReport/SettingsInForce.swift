import Settings
import SweepModel

/// Which settings differ between the configurations of a sweep, and which are the same.
struct SettingsInForce {
    /// In the schema's order.
    let varying: [SettingDefinition]
    let constant: [(definition: SettingDefinition, value: SettingValue)]

    /// A setting without effect, as `lbfgs_steps` without an L-BFGS phase, is left out of account.
    init(_ configurations: [Configuration]) {
        var varying: [SettingDefinition] = []
        var constant: [(SettingDefinition, SettingValue)] = []
        for definition in SettingsSchema.all {
            var values: Set<SettingValue> = []
            for configuration in configurations where definition.hasEffect(configuration.settings) {
                values.insert(configuration.settings[definition.name])
                if values.count > 1 { break }
            }
            if values.count > 1 {
                varying.append(definition)
            } else if let value = values.first {
                constant.append((definition, value))
            }
        }
        self.varying = varying
        self.constant = constant
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
