public import Settings

/// The distinct configurations of a plan in their order: some that were listed, then points of the
/// search space, of which only their numbers are kept, since a plan may have millions.
public struct Configurations: RandomAccessCollection, Sendable {
    private let listed: [Configuration]
    private let points: [UInt64]
    private let settings: @Sendable (UInt64) -> TrialSettings

    /// - Parameters:
    ///   - points: in the order of the plan.
    ///   - settings: a pure function: the settings at a point.
    public init(
        listed: [Configuration], points: [UInt64],
        settings: @escaping @Sendable (UInt64) -> TrialSettings
    ) {
        self.listed = listed
        self.points = points
        self.settings = settings
    }

    public init(_ listed: [Configuration]) {
        self.init(listed: listed, points: []) { _ in .defaults }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { listed.count + points.count }

    public subscript(_ index: Int) -> Configuration {
        index < listed.count ? listed[index] : Configuration(settings: settings(at: index))
    }

    /// The settings of a configuration, without the work of its id.
    public func settings(at index: Int) -> TrialSettings {
        index < listed.count
            ? listed[index].settings : settings(points[index - listed.count])
    }
}

extension Configurations: Hashable {
    public static func == (left: Configurations, right: Configurations) -> Bool {
        left.elementsEqual(right)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(first)
    }
}

extension Configurations: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Configuration...) { self.init(elements) }
}
