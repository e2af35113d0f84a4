import SweepModel

/// A configuration that was run again with seeds that had no part in choosing it.
public struct Confirmation: Hashable, Sendable {
    /// What the choice went by.
    public let selected: ConfigurationSummary
    /// What the fresh seeds made of it.
    public let confirmed: ConfigurationSummary
}

extension Report {
    /// What the choice went by beside what fresh seeds made of it.
    var confirmationSection: String? {
        guard !confirmations.isEmpty else { return nil }
        return "## Confirmed with fresh seeds\n\n" + confirmationAnswer + "\n\n"
            + confirmationTable.markdown + "\n" + Self.confirmationLegend
    }

    /// The confirmed configurations, a row each.
    public var confirmationTable: Table {
        Table(
            columns: [
                .init("rank", .right), .init("configuration"),
                .init("selected: median \(yardstick.noun)", .right), .init("replicates", .right),
                .init("confirmed: median \(yardstick.noun)", .right),
                .init("lowest – highest", .right), .init("succeeded", .right),
            ],
            rows: confirmations.map(row))
    }

    private func row(_ confirmation: Confirmation) -> [String] {
        let (selected, confirmed) = (confirmation.selected, confirmation.confirmed)
        return [
            selected.rank.map(String.init) ?? Figures.none, selected.configuration.id.text,
            yardstick.text(selected.score), "\(selected.trials.count)",
            yardstick.text(confirmed.score), spread(confirmed),
            "\(confirmed.succeeded)/\(confirmed.trials.count)",
        ]
    }

    private var confirmationAnswer: String {
        let best = confirmations.filter { $0.confirmed.score != nil }
            .min {
                ($0.confirmed.score!, $0.selected.rank ?? 0) < (
                    $1.confirmed.score!, $1.selected.rank ?? 0
                )
            }
        guard let best, let first = confirmations.first else { return "" }
        let text = yardstick.text
        let honest =
            "The best of the ranking, `\(first.selected.configuration.id)`, has"
            + " \(text(first.confirmed.score)) on \(Figures.count(first.confirmed.trials.count, "fresh seed"))"
            + " where the choice had seen \(text(first.selected.score))."
        guard best.selected.configuration != first.selected.configuration else { return honest }
        return honest + " Of those confirmed, `\(best.selected.configuration.id)` has the lowest,"
            + " \(text(best.confirmed.score))."
    }

    private static let confirmationLegend = """
        The best of many configurations is partly the luckiest. The fresh seeds had no part in the \
        choice: their median is the one to expect of new data.

        """
}
