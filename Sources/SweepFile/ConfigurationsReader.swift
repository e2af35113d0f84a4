internal import Documents
internal import Settings

/// Reads the listed configurations.
struct ConfigurationsReader {
    let faults: Faults

    func read(_ node: DocumentNode?) -> [ReadConfiguration] {
        guard let node, let items = faults.items(of: node, "'configurations'") else { return [] }
        if items.isEmpty {
            faults.add(
                .emptyList, at: node.place, "'configurations' is empty",
                hint: "list mappings of settings, or remove the key")
        }
        var first: [String: Place] = [:]
        return items.compactMap { item in
            let before = faults.count
            guard let settings = configuration(item), faults.count == before else { return nil }
            checkIsNew(settings, at: item.place, &first)
            return ReadConfiguration(settings: settings, place: item.place)
        }
    }

    private func configuration(_ node: DocumentNode) -> [String: SettingValue]? {
        guard let entries = faults.entries(of: node, "a configuration") else { return nil }
        var settings: [String: SettingValue] = [:]
        collect(entries, prefix: "", into: &settings)
        return settings
    }

    private func collect(
        _ entries: [DocumentEntry], prefix: String, into settings: inout [String: SettingValue]
    ) {
        for entry in entries {
            let name = prefix + entry.key
            if let definition = SettingsSchema.definition(of: name) {
                guard settings[name] == nil else {
                    faults.add(
                        .duplicateKey, at: entry.place, "the setting '\(name)' is given twice",
                        hint: "keep one of the two")
                    continue
                }
                settings[name] = faults.settingValue(entry.value, of: definition)
            } else if SettingNames.groups.contains(name) {
                guard let nested = faults.entries(of: entry.value, "'\(name)'") else { continue }
                collect(nested, prefix: name + ".", into: &settings)
            } else {
                faults.addUnknownSetting(entry, prefix: prefix)
            }
        }
    }

    private func checkIsNew(
        _ settings: [String: SettingValue], at place: Place, _ first: inout [String: Place]
    ) {
        guard let hash = try? TrialSettings(settings).configurationHash else { return }
        if let earlier = first[hash] {
            faults.add(
                .duplicateConfiguration, at: place,
                "the same configuration as the one at line \(earlier.line)",
                hint: "remove it; settings without effect do not make a difference")
        } else {
            first[hash] = place
        }
    }
}
