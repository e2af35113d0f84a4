internal import Digest
public import JSONText

/// All settings in force in a trial: those that were given, and the defaults.
public struct TrialSettings: Hashable, Sendable {
    /// The places in ``SettingsSchema/all`` whose values are off their defaults, a bit each.
    private var changed: UInt128 = 0
    /// The values there, in order: a report has a hundred thousand settings, most at a default.
    private var values: [SettingValue] = []

    /// The schema's defaults.
    public static let defaults = try! TrialSettings([:])

    /// In the order of ``SettingsSchema/all``, each in its own type.
    private static let defaultValues = SettingsSchema.all.map { definition in
        precondition(definition.place < UInt128.bitWidth, "more settings than bits")
        return try! definition.resolve(definition.defaultValue)
    }

    /// The given settings over the defaults, each in its own type.
    ///
    /// - Precondition: every name is in ``SettingsSchema``.
    public init(_ given: [String: SettingValue]) throws(SettingFault) {
        precondition(
            given.keys.allSatisfy { SettingsSchema.definition(of: $0) != nil }, "unknown setting")
        for definition in SettingsSchema.all {
            guard let value = given[definition.name] else { continue }
            set(definition, to: try definition.resolve(value))
        }
    }

    /// The value of a setting.
    ///
    /// - Precondition: `name` is in ``SettingsSchema``.
    public subscript(_ name: String) -> SettingValue {
        guard let place = SettingsSchema.place(of: name) else {
            preconditionFailure("no setting \(name)")
        }
        return self[place: place]
    }

    /// The value of a setting.
    package subscript(_ definition: SettingDefinition) -> SettingValue {
        self[place: definition.place]
    }

    private subscript(place place: Int) -> SettingValue {
        let bit = TrialSettings.bit(place)
        guard changed & bit != 0 else { return TrialSettings.defaultValues[place] }
        return values[index(of: bit)]
    }

    private static func bit(_ place: Int) -> UInt128 { 1 &<< UInt128(truncatingIfNeeded: place) }

    /// Where the value of a place is, or would be, among the changed ones.
    private func index(of bit: UInt128) -> Int { (changed & (bit &- 1)).nonzeroBitCount }

    /// Changes one setting, for the planner, which has resolved the value once for many points.
    ///
    /// - Precondition: `value` is in the setting's own type and range.
    package mutating func set(_ definition: SettingDefinition, to value: SettingValue) {
        set(definition.place, to: value)
    }

    private mutating func set(_ place: Int, to value: SettingValue) {
        let bit = TrialSettings.bit(place)
        let index = index(of: bit)
        switch (changed & bit != 0, value != TrialSettings.defaultValues[place]) {
        case (true, true): values[index] = value
        case (true, false):
            values.remove(at: index)
            changed &= ~bit
        case (false, true):
            values.insert(value, at: index)
            changed |= bit
        case (false, false): break
        }
    }

    private func integer(_ definition: SettingDefinition) -> Int {
        guard case .integer(let value) = self[definition] else {
            preconditionFailure(definition.name)
        }
        return value
    }

    private func word(_ definition: SettingDefinition) -> String {
        guard case .text(let value) = self[definition] else { preconditionFailure(definition.name) }
        return value
    }

    private func integer(_ name: String) -> Int { integer(SettingsSchema.definition(of: name)!) }

    private func word(_ name: String) -> String { word(SettingsSchema.definition(of: name)!) }

    private func real(_ name: String) -> Double {
        guard case .real(let value) = self[name] else { preconditionFailure(name) }
        return value
    }

    // What other settings' effects hang on is asked for millions of times by a planner.
    private static let stepsSetting = SettingsSchema.definition(of: "steps")!
    private static let optimizerSetting = SettingsSchema.definition(of: "optimizer")!

    public var layers: Int { integer("layers") }
    public var neurons: Int { integer("neurons") }
    public var activation: String { word("activation") }
    public var initialization: String { word("initialization") }
    public var features: String { word("features") }
    public var featureCount: Int { integer("feature_count") }
    public var featureScale: Double { real("feature_scale") }
    /// At least one.
    public var featureRates: [Double] { SettingDefinition.numbers(word("feature_rates")) ?? [] }
    public var optimizer: String { word(TrialSettings.optimizerSetting) }
    public var learningRate: Double { real("learning_rate") }
    public var schedule: String { word("schedule") }
    public var scheduleHalfLife: Double { real("schedule_half_life") }
    public var parameterLearningRate: Double { real("parameter_learning_rate") }
    public var scheduleEvery: Int { integer("schedule_every") }
    public var schedulePatience: Int { integer("schedule_patience") }
    public var scheduleFactor: Double { real("schedule_factor") }
    public var warmupSteps: Int { integer("warmup_steps") }
    public var weightDecay: Double { real("weight_decay") }
    public var momentum: Double { real("momentum") }
    public var steps: Int { integer(TrialSettings.stepsSetting) }
    public var lbfgsSteps: Int { integer("lbfgs_steps") }
    public var lbfgsHistory: Int { integer("lbfgs_history") }
    public var bfgsSteps: Int { integer("bfgs_steps") }
    public var lmSteps: Int { integer("lm_steps") }
    public var targetLoss: Double { real("target_loss") }
    public var plateauSteps: Int { integer("plateau_steps") }
    public var plateauTolerance: Double { real("plateau_tolerance") }
    public var guess: String { word("guess") }
    public var guessSpread: Double { real("guess_spread") }
    public var precision: String { word("precision") }
    public var collocationPoints: Int { integer("collocation_points") }
    public var collocation: String { word("collocation") }
    public var resampling: String { word("resampling") }
    public var resamplingInterval: Int { integer("resampling_interval") }
    public var initialCondition: String { word("initial_condition") }
    public var dataWeight: Double { real("weights.data") }
    public var initialWeight: Double { real("weights.initial") }
    public var residualWeight: Double { real("weights.residual") }
    public var weighting: String { word("weighting") }
    public var weightingInterval: Int { integer("weighting_interval") }
    public var weightingMemory: Double { real("weighting_memory") }
    public var weightingTemperature: Double { real("weighting_temperature") }
    public var weightingLookBack: Double { real("weighting_look_back") }
    public var weightingRate: Double { real("weighting_rate") }
    public var causality: Double { real("causality") }
    public var dataWarmupSteps: Int { integer("data_warmup_steps") }

    /// The phases of the optimizer in order: `["adam", "lbfgs"]`.
    public var phases: [String] { optimizer.split(separator: "+").map(String.init) }

    /// The optimizers that share `steps` and follow the schedule of the learning rate.
    package static let firstOrderOptimizers: Set<String> = ["adam", "adamw", "radam", "sgd"]

    /// Whether a first-order phase takes at least one step.
    var hasFirstOrderSteps: Bool {
        steps > 0
            && hasPhase { phase in TrialSettings.firstOrderOptimizers.contains { $0 == phase } }
    }

    /// Whether a phase of the optimizer is one of some; takes no memory, unlike ``phases``.
    private func hasPhase(where isWanted: (Substring) -> Bool) -> Bool {
        let text = optimizer
        var start = text.startIndex
        while let end = text.utf8[start...].firstIndex(of: UInt8(ascii: "+")) {
            if isWanted(text[start..<end]) { return true }
            start = text.utf8.index(after: end)
        }
        return isWanted(text[start...])
    }

    /// Whether the weights of the loss's parts change on the way.
    var hasPartWeighting: Bool {
        hasFirstOrderSteps && ["gradient-norm", "relobralo"].contains(weighting)
    }

    /// Whether an L-BFGS phase is run; a trial of no steps trains nothing at all.
    var hasLBFGSSteps: Bool { steps > 0 && hasPhase { $0 == "lbfgs" } }

    /// The settings that make the identity: with an effect and off their defaults, by name.
    private var identifying: some Sequence<(definition: SettingDefinition, value: SettingValue)> {
        TrialSettings.definitionsByName.lazy
            .filter { self[$0] != $0.defaultValue && $0.hasEffect(self) }
            .map { ($0, self[$0]) }
    }

    private static let definitionsByName = SettingsSchema.all.sorted { $0.name < $1.name }

    /// The text that is hashed: one `name=value` a line, sorted by name.
    public var canonicalForm: String {
        var text = ""
        for (definition, value) in identifying { text += definition.line(value) }
        return text
    }

    /// The configuration id: the first 16 hexadecimal digits of the SHA-256 of ``canonicalForm``.
    public var configurationHash: String {
        String(SHA256.hex(of: canonicalForm).prefix(16))
    }

    /// What tells these settings from others, as ``canonicalForm`` does.
    package var fingerprint: SettingsFingerprint {
        identifying.reduce(into: SettingsFingerprint()) { sum, setting in
            sum.add(SettingsFingerprint(of: setting.definition, as: setting.value))
        }
    }

    /// All settings in force, nested as in a sweep file.
    public var json: JSONValue {
        var members: [JSONMember] = []
        for definition in SettingsSchema.all {
            let parts = definition.name.split(separator: ".").map(String.init)
            let value = self[definition.name].json
            if parts.count == 1 {
                members.append(JSONMember(name: parts[0], value: value))
            } else if let index = members.firstIndex(where: { $0.name == parts[0] }),
                case .object(let nested) = members[index].value
            {
                members[index].value = .object(nested + [JSONMember(name: parts[1], value: value)])
            } else {
                members.append(
                    JSONMember(
                        name: parts[0],
                        value: .object([JSONMember(name: parts[1], value: value)])))
            }
        }
        return .object(members)
    }

    /// Settings read back from ``json``.
    ///
    /// What is no setting is left out of account.
    public init(json: JSONValue) throws(SettingFault) {
        self = .defaults
        var place = 0
        try take(json, named: "", expectedAt: &place)
    }

    /// Takes over the settings of a JSON value.
    ///
    /// - Parameter place: where the next setting probably stands, as ``json`` has them in order:
    ///   a store's reader meets a million of them.
    private mutating func take(
        _ json: JSONValue, named name: String, expectedAt place: inout Int
    ) throws(SettingFault) {
        let value: SettingValue
        switch json {
        case .object(let members):
            for member in members {
                let path = name.isEmpty ? member.name : "\(name).\(member.name)"
                try take(member.value, named: path, expectedAt: &place)
            }
            return
        case .integer(let number): value = .integer(number)
        case .real(let number): value = .real(number)
        case .text(let word): value = .text(word)
        case .null, .flag, .array: return
        }
        let isExpected =
            place < SettingsSchema.all.count && SettingsSchema.all[place].name == name
        guard let found = isExpected ? place : SettingsSchema.place(of: name) else { return }
        place = found + 1
        guard value != self[place: found] else { return }
        set(found, to: try SettingsSchema.all[found].resolve(value))
    }
}
