import Settings
import SweepModel

extension Report {
    /// The ranking table and what is the same in every row.
    var ranking: String? {
        guard !configurations.isEmpty else { return nil }
        var text = "## Ranking\n\n" + rankingTable(shownRanks) { "`\($0)`" }.markdown + "\n"
        let hidden = configurations.count - shownRanks
        if hidden > 0 {
            text += "\(Figures.count(hidden, "further configuration")) in `\(sweep.name).csv`.\n\n"
        }
        return text + legend + "\n" + constants
    }

    /// Ranks that a command shows at its end.
    public static let topRankCount = 5

    /// The first ranks as a plain table for a terminal.
    public func topRanks(_ count: Int = Report.topRankCount) -> String {
        rankingTable(count) { $0 }.plainText
    }

    /// - Parameter marked: a configuration's id as the document writes it.
    private func rankingTable(_ count: Int, marked: (String) -> String) -> Table {
        let names = settings.varying.map(\.name)
        let known = yardstick == .recoveryError ? sweep.unknowns.filter { $0.truth != nil } : []
        var columns: [Table.Column] = [.init("rank", .right)]
        columns += names.map { .init($0, .right) }
        columns += [
            .init("median \(yardstick.noun)", .right), .init("lowest – highest", .right),
            .init("succeeded", .right),
        ]
        if yardstick == .recoveryError {
            columns.append(.init("within \(toleranceText)", .right))
        }
        columns += known.map { .init($0.name, .right) }
        columns += [
            .init("CPU time", .right), .init("memory", .right), .init("configuration"),
        ]
        return Table(
            columns: columns,
            rows: configurations.prefix(count).map {
                row($0, known) + [marked($0.configuration.id.text)]
            })
    }

    private func row(_ summary: ConfigurationSummary, _ known: [UnknownRecord]) -> [String] {
        let count = summary.trials.count
        var cells = [summary.rank.map(String.init) ?? Figures.none]
        cells += settings.cells(summary.configuration.settings)
        cells += [yardstick.text(summary.score), spread(summary), "\(summary.succeeded)/\(count)"]
        if let recovered = summary.recovered { cells.append("\(recovered)/\(count)") }
        for (unknown, error) in zip(sweep.unknowns, summary.relativeErrors)
        where known.contains(unknown) {
            cells.append(error.map(Figures.signedPercent) ?? Figures.none)
        }
        cells += [
            summary.cpuSeconds.map { Figures.duration(seconds: $0) } ?? Figures.none,
            summary.peakMemoryBytes.map { Figures.memory(bytes: $0) } ?? Figures.none,
        ]
        return cells
    }

    func spread(_ summary: ConfigurationSummary) -> String {
        guard let spread = summary.spread else { return Figures.none }
        return yardstick.text(spread.lowerBound) + " – " + yardstick.text(spread.upperBound)
    }

    private var legend: String {
        let scores =
            yardstick == .recoveryError
            ? "The recovery error of a trial is the largest fold error minus one over the unknowns,"
                + " max(r, 1/r) − 1 with r = estimate/truth;"
                + " a column an unknown gives the median of estimate/truth − 1."
            : "The held-out loss of a trial is the mean squared scaled error over held-out cells."
        return scores + " Medians are upper medians over the replicates, a failed one counting as"
            + " infinite; ties go by configuration id. CPU time is the median, memory the largest"
            + " peak of the replicates.\n"
    }

    private var constants: String {
        guard !settings.constant.isEmpty else { return "" }
        let list = settings.constant.map { "\($0.definition.name) \($0.value.brief)" }
        return "The same in every configuration: \(list.joined(separator: ", ")).\n"
    }
}
