internal import Documents
internal import Settings

/// The names that a sweep file may use for settings.
enum SettingNames {
    static let all = SettingsSchema.all.map(\.name)

    /// The names before a dot: `weights`.
    static let groups: [String] = all.compactMap { name in
        name.split(separator: ".").dropLast().first.map(String.init)
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }

    /// What may follow a prefix: `data`, `initial` and `residual` after `weights.`.
    static func names(after prefix: String) -> [String] {
        guard !prefix.isEmpty else { return all.filter { !$0.contains(".") } + groups }
        return all.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}

extension Faults {
    /// Notes a name that is no setting.
    func addUnknownSetting(_ entry: DocumentEntry, prefix: String) {
        let known = SettingNames.names(after: prefix) + SettingNames.all
        addUnknown(
            .unknownSetting, "setting", prefix + entry.key, at: entry.place, near: entry.key,
            known: known)
    }

    private func addUnknown(
        _ code: Diagnostic.Code, _ what: String, _ word: String, at place: Place, near: String,
        known: [String]
    ) {
        let cure = nearest(near, known) ?? nearest(word, known)
        add(
            code, at: place, "unknown \(what) '\(word)'",
            hint: cure.map { "did you mean '\($0)'?" }
                ?? "the settings are \(SettingNames.all.joined(separator: ", "))")
    }
}
