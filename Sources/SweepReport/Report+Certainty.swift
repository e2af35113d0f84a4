import ReportDocument
import Statistics
import SweepModel

extension Report {
    /// Whether the replicates tell the best configuration apart from the others.
    var certainty: Text {
        guard let test = group.test, test.replicates > 1 else {
            return """
                One replicate a configuration cannot tell luck from merit: add \
                \(code: "replicates") to the sweep.
                """
        }
        guard group.isConclusive else {
            return """
                \(strong: "Whether it is really better is open:") with \(test.replicates) \
                replicates a comparison cannot give a p-value below \
                \(Figures.percent(test.smallestPValue)), so none is told apart from the best at \
                \(Figures.percent(test.level, digits: 1)). It takes 6 replicates at least.
                """
        }
        return verdict(test) + smallest(test)
    }

    private func verdict(_ test: ComparisonWithBest) -> Text {
        let level = Figures.percent(test.level, digits: 1)
        if group.tied == 0, group.tooFew == 0 {
            return .strong("It is told apart from all \(group.compared) others at \(level).")
        }
        let few =
            group.tooFew == 0 ? "" : "; \(group.tooFew) have too few replicates to tell"
        if group.tied == 0 {
            return """
                \(strong: "It is told apart from all that were run often enough") \
                (\(group.worse) at \(level))\(few).
                """
        }
        return """
            \(strong: "\(group.tied) of \(group.compared) others cannot be told apart from it") at \
            \(level); \(group.worse) are worse\(few).
            """
    }

    private func smallest(_ test: ComparisonWithBest) -> Text {
        """
         The smallest p-value that \(test.replicates) replicates can give here is \
        \(Figures.percent(test.smallestPValue, digits: 2)).
        """
    }

    /// How the ranking's certainty was found.
    var certaintyLegend: Text? {
        guard let test = group.test, test.replicates > 1 else { return nil }
        let flips =
            test.isExact ? "all \(test.flips) sign changes" : "\(test.flips) drawn sign changes"
        let beyond = configurations.count - 1 - group.compared
        let rest =
            beyond > 0 ? " The first \(group.compared + 1) ranks are compared." : ""
        return """
            “Worse than the best?” holds a configuration against the best on the replicates that \
            both have, which share data and seeds: a max-T permutation test of the paired \
            differences of log errors (\(flips) of the replicates, step-down over all pairs), a \
            failure being worse than any success. Its p-values are adjusted for the number of \
            configurations and for the choice of the best.\(rest)
            """
    }

    /// A configuration's standing in the ranking.
    func cell(_ standing: GroupOfBest.Standing) -> Table.Cell {
        switch standing {
        case .best: "best"
        case .tied(let p): .init("no (p \(Figures.significant(p, digits: 2)))", value: p)
        case .worse(let p): .init("yes (p \(Figures.significant(p, digits: 2)))", value: p)
        case .tooFewReplicates: "too few replicates"
        case .notCompared: .init(Text(Figures.none))
        }
    }

    /// The interval of a median, without its level where that stands in the column's title.
    func cell(_ interval: MedianInterval?, level: Double?) -> Table.Cell {
        guard let interval, interval.level > 0 else { return .init(Text(Figures.none)) }
        let range = yardstick.text(interval.lowest) + " – " + yardstick.text(interval.highest)
        let note = level == nil ? " (\(Figures.percent(interval.level)))" : ""
        return .init(Text(range + note), value: interval.lowest)
    }

    /// The level that the intervals of these configurations have in common.
    func commonLevel(_ summaries: some Sequence<ConfigurationSummary>) -> Double? {
        let levels = Set(summaries.compactMap { $0.interval?.level })
        return levels.count == 1 ? levels.first.flatMap { $0 > 0 ? $0 : nil } : nil
    }
}
