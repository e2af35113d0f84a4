import Expressions
import Settings
public import SweepModel

/// The plan of a sweep: a pure function of the sweep, the same on every machine.
///
/// Listed configurations come first, in the order written, then the points of the axes. A listed
/// configuration says what differs from the sweep's constants and the defaults.
///
/// A grid walks its axes as written, the last fastest. A random sweep draws configurations until,
/// with the listed ones, there are `run_cap`. Each draw has a stream of its own by (index, axis,
/// try), so that configuration i is the same under every `run_cap`. A draw is made again (try + 1)
/// when it equals an earlier configuration, fails a requirement, or lies outside the range of a
/// setting, as a normal draw below zero may; ``drawLimit`` failures in a row are a fault.
public func plan(_ sweep: Sweep) throws(PlanFault) -> Plan {
    var planner = try Planner(sweep)
    try planner.addListed()
    switch sweep.method {
    case .grid: try planner.addGrid()
    case .random: try planner.addDraws()
    }
    return try planner.plan()
}

/// Failed draws in a row, for one configuration, after which a random sweep is refused.
public let drawLimit = 10_000

/// Points of a grid, before any are left out, beyond which it is refused.
public let pointLimit = 10_000_000

/// A plan in the making.
struct Planner {
    let sweep: Sweep
    let space: SearchSpace
    private let fingerprints: AxisFingerprints
    private var listed: [Configuration] = []
    /// Points of the axes that are in the plan; see ``settings(at:)``.
    private var points: [UInt64] = []
    private var known: Set<SettingsFingerprint> = []
    private var expanded = 0
    private var failures = DrawFailures()
    /// By requirement.
    private var excluded: [Int]

    init(_ sweep: Sweep) throws(PlanFault) {
        guard sweep.replicates >= 1 else { throw .noReplicates }
        if sweep.method == .random || sweep.runCap != nil {
            guard let cap = sweep.runCap, cap >= 1 else { throw .runCapMissing }
        }
        self.sweep = sweep
        space = try SearchSpace(sweep)
        fingerprints = AxisFingerprints(space.axes)
        excluded = Array(repeating: 0, count: sweep.requirements.count)
    }

    /// Whether `run_cap` allows no further configuration.
    private var isFull: Bool { sweep.runCap.map { count >= $0 } ?? false }

    /// Configurations so far.
    private var count: Int { listed.count + points.count }

    // MARK: Listed configurations

    mutating func addListed() throws(PlanFault) {
        let given = sweep.configurations.count
        if let cap = sweep.runCap, given > cap { throw .listedBeyondCap(listed: given, cap: cap) }
        for (index, given) in sweep.configurations.enumerated() {
            let settings = try listedPoint(given, number: index + 1)
            if let requirement = try space.failedRequirement(settings) {
                throw .listedExcluded(
                    number: index + 1, requirement: sweep.requirements[requirement].text)
            }
            let configuration = Configuration(settings: settings)
            guard known.insert(settings.fingerprint).inserted else {
                let first = listed.firstIndex { $0.id == configuration.id }!
                throw .listedTwice(first: first + 1, second: index + 1)
            }
            listed.append(configuration)
        }
    }

    private func listedPoint(
        _ given: [String: SettingValue], number: Int
    ) throws(PlanFault) -> TrialSettings {
        if let name = given.keys.filter({ SettingsSchema.definition(of: $0) == nil }).min() {
            throw .unknownSetting(name)
        }
        let base: TrialSettings
        do throws(SettingFault) {
            base = try TrialSettings(given)
        } catch {
            throw .listedValue(number: number, error)
        }
        let point = try space.point(over: base) { index in
            let axis = space.axes[index]
            let isGiven = given[axis.setting] != nil
            return (isGiven ? nil : axis.constant) ?? base[axis.setting]
        }
        return point!
    }

    // MARK: Points of the axes

    mutating func addGrid() throws(PlanFault) {
        guard !space.axes.isEmpty || listed.isEmpty else { return }
        let counts = try gridCounts()
        var places = Array(repeating: 0, count: counts.count)
        var settings = TrialSettings.defaults
        var changed: Int? = 0
        while let first = changed, !isFull {
            _ = try space.move(&settings, from: first) { space.axes[$0].value(at: places[$0]) }
            try add(
                settings, fingerprint: fingerprints.sum(settings, places: places),
                at: UInt64(expanded))
            changed = Planner.advance(&places, counts)
        }
    }

    private func gridCounts() throws(PlanFault) -> [Int] {
        var counts: [Int] = []
        var product: Int? = 1
        for axis in space.axes {
            guard let count = axis.count else {
                guard case .listed = axis.choices else {
                    throw .notFinite(setting: axis.setting, hasProbabilities: false)
                }
                throw .notFinite(setting: axis.setting, hasProbabilities: true)
            }
            counts.append(count)
            product = product.flatMap {
                let (value, overflow) = $0.multipliedReportingOverflow(by: count)
                return overflow ? nil : value
            }
        }
        guard let product, product <= pointLimit else {
            throw .tooManyPoints(count: product, limit: pointLimit)
        }
        return counts
    }

    /// The next point, the last axis fastest.
    ///
    /// - Returns: the first axis that has changed; nil behind the last point.
    private static func advance(_ places: inout [Int], _ counts: [Int]) -> Int? {
        for axis in places.indices.reversed() {
            places[axis] += 1
            if places[axis] < counts[axis] { return axis }
            places[axis] = 0
        }
        return nil
    }

    mutating func addDraws() throws(PlanFault) {
        var index = 0
        while !isFull {
            let before = failures
            var attempt = 0
            while try !addDraw(index: index, attempt: attempt) {
                attempt += 1
                guard attempt < drawLimit else {
                    throw .exhausted(
                        found: count, failures: failures.since(before),
                        requirements: excludedCounts)
                }
            }
            index += 1
        }
    }

    private mutating func addDraw(index: Int, attempt: Int) throws(PlanFault) -> Bool {
        guard let draw = try space.draw(index: index, attempt: attempt, seed: sweep.seed) else {
            expanded += 1
            failures.outOfRange += 1
            return false
        }
        return try add(
            draw, fingerprint: fingerprints.sum(draw),
            at: UInt64(index) << Planner.attemptBits | UInt64(attempt))
    }

    /// The bits of a draw's number that tell its attempt, which is below ``drawLimit``.
    private static let attemptBits: UInt64 = 16

    /// Takes a point into the plan, unless it fails a requirement or is known already.
    @discardableResult
    private mutating func add(
        _ settings: TrialSettings, fingerprint: SettingsFingerprint, at point: UInt64
    ) throws(PlanFault) -> Bool {
        expanded += 1
        if let requirement = try space.failedRequirement(settings) {
            excluded[requirement] += 1
            failures.excluded += 1
            return false
        }
        guard known.insert(fingerprint).inserted else {
            failures.duplicates += 1
            return false
        }
        points.append(point)
        return true
    }

    private var excludedCounts: [ExcludedCount] {
        zip(sweep.requirements, excluded)
            .map { ExcludedCount(requirement: $0.text, count: $1) }
            .filter { $0.count > 0 }
    }

    // MARK: The result

    func plan() throws(PlanFault) -> Plan {
        guard count > 0 else {
            throw .nothingLeft(excludedCounts)
        }
        return Plan(
            configurations: Configurations(
                listed: listed, points: points, settings: try settingsOfPoints()),
            replicates: sweep.replicates, seed: sweep.seed,
            expanded: expanded, excluded: failures.excluded, merged: failures.duplicates,
            outOfRange: failures.outOfRange, listed: listed.count)
    }

    /// The settings at a point of the plan, made again as they were when it was taken in.
    private func settingsOfPoints() throws(PlanFault) -> @Sendable (UInt64) -> TrialSettings {
        let (space, seed) = (space, sweep.seed)
        if sweep.method == .random {
            return { point in
                let (index, attempt) = (point >> Planner.attemptBits, point & 0xFFFF)
                let draw = try? space.draw(index: Int(index), attempt: Int(attempt), seed: seed)
                guard let draw else { preconditionFailure("a draw that was taken in") }
                return draw
            }
        }
        let counts = points.isEmpty ? [] : try gridCounts()
        return { point in
            var (rest, places) = (Int(point), counts)
            for axis in counts.indices.reversed() {
                places[axis] = rest % counts[axis]
                rest /= counts[axis]
            }
            let settings = try? space.point { space.axes[$0].value(at: places[$0]) }
            guard let settings else { preconditionFailure("a point that was taken in") }
            return settings
        }
    }
}

extension DrawFailures {
    func since(_ earlier: DrawFailures) -> DrawFailures {
        var difference = self
        difference.duplicates -= earlier.duplicates
        difference.excluded -= earlier.excluded
        difference.outOfRange -= earlier.outOfRange
        return difference
    }
}
