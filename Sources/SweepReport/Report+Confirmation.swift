public import ReportDocument
import SweepModel

/// A configuration that was run again with seeds that had no part in choosing it.
public struct Confirmation: Sendable {
    /// What the choice went by.
    public let selected: ConfigurationSummary
    /// What the fresh seeds made of it.
    public let confirmed: ConfigurationSummary
}

extension Report {
    /// What the choice went by beside what fresh seeds made of it.
    var confirmationSection: Section? {
        guard !confirmations.isEmpty else { return nil }
        let answer = [confirmationAnswer].compactMap { $0 }.map(Block.paragraph)
        return Section(
            "Confirmed with fresh seeds",
            answer + [
                .table(confirmationTable), .paragraph(Self.confirmationLegend),
                .queries(["SELECT * FROM confirmations WHERE \(isHere) ORDER BY rank"]),
            ])
    }

    /// The confirmed configurations, a row each.
    public var confirmationTable: Table {
        Table(
            caption: "What the choice went by beside what fresh seeds made of it.",
            columns: [
                .init("rank", .right), .init("configuration"),
                .init("selected: median \(yardstick.noun)", .right), .init("replicates", .right),
                .init("confirmed: median \(yardstick.noun)", .right),
                .init("lowest – highest", .right), .init("succeeded", .right),
            ],
            rows: confirmations.map { row($0) })
    }

    private func row(_ confirmation: Confirmation) -> [Table.Cell] {
        let (selected, confirmed) = (confirmation.selected, confirmation.confirmed)
        return [
            .init(Text(selected.rank.map(String.init) ?? Figures.none)),
            .init(code: selected.configuration.id.text),
            cell(selected.score), "\(selected.trials.count)",
            cell(confirmed.score),
            .init(Text(spread(confirmed)), value: confirmed.spread?.lowerBound),
            share(confirmed.succeeded, of: confirmed.trials.count),
        ]
    }

    /// What fresh seeds made of the best, in words; nil where it was not confirmed.
    var confirmationAnswer: Text? {
        let best = confirmations.filter { $0.confirmed.score != nil }
            .min {
                ($0.confirmed.score!, $0.selected.rank ?? 0) < (
                    $1.confirmed.score!, $1.selected.rank ?? 0
                )
            }
        guard let best, let first = confirmations.first, first.selected.rank == 1,
            first.confirmed.score != nil
        else { return nil }
        let text = yardstick.text
        let honest: Text = """
            The best of the ranking, \(code: first.selected.configuration.id), has \
            \(text(first.confirmed.score)) on \
            \(Figures.count(first.confirmed.trials.count, "fresh seed")) where the choice had seen \
            \(text(first.selected.score)).
            """
        guard best.selected.configuration != first.selected.configuration else { return honest }
        return """
            \(honest) Of those confirmed, \(code: best.selected.configuration.id) has the lowest, \
            \(text(best.confirmed.score)).
            """
    }

    private static let confirmationLegend: Text = """
        The best of many configurations is partly the luckiest. The fresh seeds had no part in the \
        choice: their median is the one to expect of new data.
        """
}
