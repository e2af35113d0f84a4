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

/// Points of a grid, before any are dropped, beyond which it is refused.
public let pointLimit = 10_000_000

/// A plan in the making.
struct Planner {
    let sweep: Sweep
    let space: SearchSpace
    private(set) var configurations: [Configuration] = []
    private var known: Set<ConfigurationID> = []
    private var listed = 0
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
        excluded = Array(repeating: 0, count: sweep.requirements.count)
    }

    /// Whether `run_cap` allows no further configuration.
    private var isFull: Bool { sweep.runCap.map { configurations.count >= $0 } ?? false }

    // MARK: Listed configurations

    mutating func addListed() throws(PlanFault) {
        listed = sweep.configurations.count
        if let cap = sweep.runCap, listed > cap { throw .listedBeyondCap(listed: listed, cap: cap) }
        for (index, given) in sweep.configurations.enumerated() {
            let settings = try listedPoint(given, number: index + 1)
            if let requirement = try space.failedRequirement(settings) {
                throw .listedExcluded(
                    number: index + 1, requirement: sweep.requirements[requirement].text)
            }
            let configuration = Configuration(settings: settings)
            guard known.insert(configuration.id).inserted else {
                let first = configurations.firstIndex { $0.id == configuration.id }!
                throw .listedTwice(first: first + 1, second: index + 1)
            }
            configurations.append(configuration)
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
        guard !space.axes.isEmpty || listed == 0 else { return }
        let counts = try gridCounts()
        var places = Array(repeating: 0, count: counts.count)
        repeat {
            let point = try space.point { space.axes[$0].value(at: places[$0]) }
            try add(point)
        } while !isFull && Planner.advance(&places, counts)
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

    /// The next point, the last axis fastest; false behind the last one.
    private static func advance(_ places: inout [Int], _ counts: [Int]) -> Bool {
        for axis in places.indices.reversed() {
            places[axis] += 1
            if places[axis] < counts[axis] { return true }
            places[axis] = 0
        }
        return false
    }

    mutating func addDraws() throws(PlanFault) {
        var index = 0
        while !isFull {
            let before = failures
            var attempt = 0
            while try !add(space.draw(index: index, attempt: attempt, seed: sweep.seed)) {
                attempt += 1
                guard attempt < drawLimit else {
                    throw .exhausted(
                        found: configurations.count, failures: failures.since(before),
                        requirements: excludedCounts)
                }
            }
            index += 1
        }
    }

    /// Takes a point into the plan, unless it is none, fails a requirement or is known already.
    @discardableResult
    private mutating func add(_ point: TrialSettings?) throws(PlanFault) -> Bool {
        expanded += 1
        guard let point else {
            failures.outOfRange += 1
            return false
        }
        if let requirement = try space.failedRequirement(point) {
            excluded[requirement] += 1
            failures.excluded += 1
            return false
        }
        let configuration = Configuration(settings: point)
        guard known.insert(configuration.id).inserted else {
            failures.duplicates += 1
            return false
        }
        configurations.append(configuration)
        return true
    }

    private var excludedCounts: [ExcludedCount] {
        zip(sweep.requirements, excluded)
            .map { ExcludedCount(requirement: $0.text, count: $1) }
            .filter { $0.count > 0 }
    }

    // MARK: The result

    func plan() throws(PlanFault) -> Plan {
        guard !configurations.isEmpty else {
            throw .nothingLeft(excludedCounts)
        }
        return Plan(
            configurations: configurations, replicates: sweep.replicates, seed: sweep.seed,
            expanded: expanded, excluded: failures.excluded, merged: failures.duplicates,
            outOfRange: failures.outOfRange, listed: listed)
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
