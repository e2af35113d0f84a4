import ReportDocument
import Settings
import SweepModel

extension Report {
    /// The ranking table and what is the same in every row.
    var rankingSection: Section? {
        guard !configurations.isEmpty else { return nil }
        var blocks: [Block] = [.table(rankingTable(shownRanks, standings: true))]
        let hidden = configurations.count - shownRanks
        if hidden > 0 {
            blocks.append(
                .paragraph(
                    """
                    \(Figures.count(hidden, "further configuration")) in \(code: "\(sweep.name).csv").
                    """))
        }
        blocks.append(.paragraph(legend))
        if !settings.constant.isEmpty { blocks.append(.paragraph(constants)) }
        if let certaintyLegend { blocks.append(.paragraph(certaintyLegend)) }
        return Section("Ranking", blocks)
    }

    /// Ranks that a command shows at its end.
    public static let topRankCount = 5

    /// The first ranks as a plain table for a terminal.
    public func topRanks(_ count: Int = Report.topRankCount) -> String {
        rankingTable(count, standings: false).plainText
    }

    /// - Parameter standings: Whether the comparison with the best has a column: a terminal's few rows
    ///   are not all that enter it.
    private func rankingTable(_ count: Int, standings: Bool) -> Table {
        let shown = configurations.prefix(count)
        let level = commonLevel(shown)
        let names = settings.varying.map(\.name)
        let known = yardstick == .recoveryError ? sweep.unknowns.filter { $0.truth != nil } : []
        var columns: [Table.Column] = [.init("rank", .right)]
        columns += [
            .init("median \(yardstick.noun)", .right),
            .init(level.map { "interval (\(Figures.percent($0)))" } ?? "interval", .right),
        ]
        if standings { columns.append(.init("worse than the best?")) }
        columns.append(.init("succeeded", .right))
        if yardstick == .recoveryError {
            columns.append(.init("within \(toleranceText)", .right))
        }
        columns += (names + known.map(\.name)).map { .init($0, .right) }
        columns += [
            .init("CPU time", .right), .init("memory", .right), .init("configuration"),
        ]
        return Table(
            caption: "The configurations, best first.", columns: columns,
            rows: shown.indices.map { place in
                let standing = standings ? group[place] : nil
                return row(configurations[place], known, level, standing)
            })
    }

    private func row(
        _ summary: ConfigurationSummary, _ known: [UnknownRecord], _ level: Double?,
        _ standing: GroupOfBest.Standing?
    ) -> [Table.Cell] {
        let count = summary.trials.count
        var cells = [Table.Cell(Text(summary.rank.map(String.init) ?? Figures.none))]
        var score = cell(summary.score)
        score.mark = standing?.mark
        cells += [score, cell(summary.interval, level: level)]
        if let standing { cells.append(cell(standing)) }
        cells.append(share(summary.succeeded, of: count))
        if let recovered = summary.recovered { cells.append(share(recovered, of: count)) }
        cells += settings.cells(summary.configuration.settings).map { .init(Text($0)) }
        for (unknown, error) in zip(sweep.unknowns, summary.relativeErrors)
        where known.contains(unknown) { cells.append(cell(relativeError: error)) }
        let memory = summary.peakMemoryBytes
        return cells + [
            cell(seconds: summary.cpuSeconds),
            .init(
                Text(memory.map { Figures.memory(bytes: $0) } ?? Figures.none),
                value: memory.map(Double.init)),
            .init(code: summary.configuration.id.text),
        ]
    }

    func spread(_ summary: ConfigurationSummary) -> String {
        guard let spread = summary.spread else { return Figures.none }
        return yardstick.text(spread.lowerBound) + " – " + yardstick.text(spread.upperBound)
    }

    private var legend: Text {
        let scores =
            yardstick == .recoveryError
            ? "The recovery error of a trial is the largest fold error minus one over the unknowns,"
                + " max(r, 1/r) − 1 with r = estimate/truth;"
                + " a column an unknown gives the median of estimate/truth − 1."
            : "The held-out loss of a trial is the mean squared scaled error over held-out cells."
        return """
            \(scores) Medians are upper medians over the replicates, a failed one counting as \
            infinite; ties go by configuration id. Their intervals hold the median over other data \
            and seeds with the probability that is given. CPU time is the median, memory the largest \
            peak of the replicates.
            """
    }

    private var constants: Text {
        let list = settings.constant.map { "\($0.definition.name) \($0.value.brief)" }
        return "The same in every configuration: \(list.joined(separator: ", "))."
    }
}
