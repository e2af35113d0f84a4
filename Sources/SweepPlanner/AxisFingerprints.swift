import Settings

/// The parts that the values of a sweep's axes have in the fingerprints of its points: made once,
/// where an axis does not have very many.
struct AxisFingerprints {
    private let axes: [AxisParts]

    init(_ axes: [PlannedAxis]) { self.axes = axes.map(AxisParts.init) }

    /// The fingerprint of a point of the axes, all other settings at their defaults.
    ///
    /// - Parameter places: of the values, on a grid; nil where the values were drawn.
    func sum(_ settings: TrialSettings, places: [Int]? = nil) -> SettingsFingerprint {
        var sum = SettingsFingerprint()
        for index in axes.indices {
            axes[index].add(to: &sum, settings, place: places?[index])
        }
        return sum
    }
}

/// The parts of one axis. A class, since copies of its fields would be made for every point.
private final class AxisParts: Sendable {
    private let axis: PlannedAxis
    private let key: SettingsFingerprint
    /// By place; empty where the axis has no places or very many.
    private let parts: [SettingsFingerprint]

    /// Values of an axis up to which their parts are kept.
    private static let limit = 100_000

    init(_ axis: PlannedAxis) {
        self.axis = axis
        let key = SettingsFingerprint(text: axis.setting)
        self.key = key
        let count = axis.placeCount.flatMap { $0 <= AxisParts.limit ? $0 : nil } ?? 0
        parts = (0..<count).map { SettingsFingerprint(key: key, axis.value(at: $0)) }
    }

    func add(to sum: inout SettingsFingerprint, _ settings: TrialSettings, place: Int?) {
        let value = settings[axis.definition]
        guard value != axis.definition.defaultValue, axis.definition.hasEffect(settings) else {
            return
        }
        if !parts.isEmpty, let place = place ?? axis.place(of: value) {
            sum.add(parts[place])
        } else {
            sum.add(SettingsFingerprint(key: key, value))
        }
    }
}
