import Expressions
import ReportDocument
import Settings
public import SweepModel

/// What `titrate plan` prints: a sweep and its plan as plain text.
public struct PlanSummary: Sendable {
    public let sweep: Sweep
    public let plan: Plan
    /// Rows shown at either end of the plan.
    public let shownRows: Int

    public init(sweep: Sweep, plan: Plan, shownRows: Int = 3) {
        self.sweep = sweep
        self.plan = plan
        self.shownRows = shownRows
    }

    public var text: String {
        [heading, counts, axes, rows].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var heading: String {
        let lines = [sweep.question, sweep.description].flatMap {
            $0.split(whereSeparator: \.isNewline).map(String.init)
        }
        return ([sweep.name] + lines).map { $0 + "\n" }.joined()
    }

    private var counts: String {
        var lines = [
            ("problem", sweep.problemPath),
            ("method", "\(sweep.method.rawValue), seed \(sweep.seed)"),
            ("configurations", "\(plan.configurations.count)" + origin),
            ("replicates", "\(plan.replicates)"),
            ("trials", "\(plan.trialCount)"),
        ]
        if let focus { lines.append(("focus", focus)) }
        lines.append(("limits", sweep.limits.words))
        return Facts(lines).text
    }

    /// What comes behind the plan.
    private var focus: String? {
        guard let focus = sweep.focus else { return nil }
        let top = min(focus.top, plan.configurations.count)
        let further = focus.replicates - plan.replicates
        return "the best \(top) get \(focus.replicates) replicates: \(top * further) more trials"
    }

    /// How the number of configurations came about.
    private var origin: String {
        let drawn = sweep.method == .grid ? "points of the grid" : "draws"
        let parts = [
            (plan.listed, "listed"), (plan.expanded, drawn),
            (-plan.merged, "equal to an earlier one"),
            (-plan.excluded, "not meeting a requirement"),
            (-plan.outOfRange, "out of range"),
        ]
        let words = parts.filter { $0.0 != 0 }.enumerated().map { place, part in
            let sign = part.0 < 0 ? "- " : place == 0 ? "" : "+ "
            return "\(sign)\(part.0.magnitude) \(part.1)"
        }
        return words.count < 2 ? "" : " = " + words.joined(separator: " ")
    }

    private var axes: String {
        guard !sweep.axes.isEmpty else { return "" }
        return Table(
            columns: [.init("axis"), .init("values"), .init("when")],
            rows: sweep.axes.map { [$0.setting, $0.domain.words, $0.condition?.text ?? ""] }
        ).plainText
    }

    /// The first and the last trials with the settings that differ.
    private var rows: String {
        // The last first: on a grid it differs from the first wherever anything does.
        let settings = SettingsInForce(
            (-1..<plan.configurations.count).lazy.map { index in
                plan.configurations.settings(
                    at: index < 0 ? plan.configurations.count - 1 : index)
            }, among: candidates)
        var columns: [Table.Column] = [
            .init("trial", .right), .init("replicate", .right), .init("configuration"),
        ]
        columns += settings.varying.map { .init($0.name, .right) }
        var table = Table(columns: columns)
        let count = plan.trialCount
        let isShort = count <= 2 * shownRows + 1
        let first = 0..<(isShort ? count : shownRows)
        let last = (isShort ? count : count - shownRows)..<count
        for index in first { table.append(row(index, settings)) }
        if !isShort { table.append(Array(repeating: "…", count: columns.count)) }
        for index in last { table.append(row(index, settings)) }
        return table.plainText
    }

    /// The settings that may differ: a scan of a large plan ends early without all the others.
    private var candidates: [SettingDefinition] {
        let names = sweep.variedSettings
        return SettingsSchema.all.filter { names.contains($0.name) }
    }

    private func row(_ index: Int, _ settings: SettingsInForce) -> [String] {
        let configuration = plan.configurations[index % plan.configurations.count]
        return [
            "\(index + 1)", "\(index / plan.configurations.count)", configuration.id.text,
        ] + settings.cells(configuration.settings)
    }
}

extension Limits {
    /// The limits in words: `5 min, 1.00 GiB, 2 retries`.
    var words: String {
        let time = seconds.map { Figures.duration(seconds: $0) } ?? "no limit of time"
        let memory = memoryBytes.map { Figures.memory(bytes: $0) } ?? "a fair share of memory"
        return "\(time), \(memory), \(retries == 1 ? "1 retry" : "\(retries) retries")"
    }
}
