import ReportDocument
import Statistics
import SweepModel

extension Report {
    /// How well criteria that need no truth would have chosen, as the truth is known here.
    var withoutTruthSection: Section? {
        let ranked = configurations.filter { $0.rank != nil }
        guard yardstick == .recoveryError, ranked.count > 2 else { return nil }
        let errors = ranked.map { $0.score! }
        let judged = Criterion.allCases.compactMap { criterion in
            CriterionQuality(
                ranked.map { criterion.value(of: $0, misfits: misfits) }, errors: errors
            )
            .flatMap { $0.rankCorrelation == nil ? nil : (criterion, $0) }
        }
        guard let best = judged.min(by: { $0.1.regret < $1.1.regret }) else { return nil }
        var table = Table(
            caption: "Choosing without the truth.",
            columns: [
                .init("criterion"), .init("rank correlation", .right), .init("chooses"),
                .init("its \(yardstick.noun)", .right), .init("times the best", .right),
            ])
        for (criterion, quality) in judged {
            let chosen = ranked[quality.chosen]
            let correlation = quality.rankCorrelation
            table.append([
                .init(Text(criterion.rawValue)),
                .init(
                    Text(correlation.map { Figures.significant($0, digits: 2) } ?? Figures.none),
                    value: correlation),
                .init(code: chosen.configuration.id.text), cell(chosen.score),
                .init(
                    Text(Figures.significant(quality.regret)), value: quality.regret,
                    mark: quality.regret == best.1.regret ? .best : nil),
            ])
        }
        return Section(
            "Without the truth",
            [
                .paragraph(choiceWords(best.0, best.1, judged)), .table(table),
                .paragraph(
                    """
                    Real data come without the truth. Each criterion chooses the configuration \
                    where it is smallest, by its upper median over the replicates, a failed one \
                    counting as infinite; the spread is the largest log(highest/lowest estimate) \
                    over the unknowns. The rank correlation is Spearman's with the \
                    \(yardstick.noun), over \(Figures.count(ranked.count, "configuration")): 1 where \
                    the criterion ranks as the truth does.
                    """),
                .queries([
                    "SELECT configuration, replicate, loss_data, loss_residual, loss_holdout,"
                        + " recovery_error FROM trials WHERE \(isHere) AND stage <> 'confirmation'"
                ]),
            ])
    }

    private func choiceWords(
        _ criterion: Criterion, _ quality: CriterionQuality,
        _ judged: [(Criterion, CriterionQuality)]
    ) -> Text {
        let worst = judged.max { $0.1.regret < $1.1.regret }!
        let found =
            quality.regret == 1
            ? "finds the best configuration"
            : "finds a configuration with \(Figures.significant(quality.regret)) times the error of"
                + " the best"
        guard worst.0 != criterion, worst.1.regret > quality.regret else {
            return "\(strong: "Choosing by the \(criterion.rawValue)") \(found)."
        }
        return """
            \(strong: "Choosing by the \(criterion.rawValue)") \(found); by the \
            \(worst.0.rawValue) it would be one with \
            \(Figures.significant(worst.1.regret)) times the error.
            """
    }
}
