import ReportDocument
import SweepModel

extension Report {
    /// The first paragraphs: what came out, in words.
    ///
    /// - Parameter others: What sections say that were made already.
    func answer(with others: [Text]) -> [Text] {
        [unfinished, best, confirmationAnswer, lead, classicalAnswer].compactMap { $0 } + others
            + [completion]
    }

    private var unfinished: Text? {
        guard ended < planned else { return nil }
        return """
            \(strong: "Unfinished:") \(ended) of \(Figures.count(planned, "trial")) have ended; \
            only configurations whose replicates have all ended are ranked. \
            \(code: "titrate resume \(sweep.name)") finishes the plan.
            """
    }

    private var best: Text? {
        guard let best = ranked.first, let score = best.score else { return noBest }
        let phrase = settings.phrase(best.configuration.settings)
        let name = phrase.isEmpty ? "" : " (\(phrase))"
        let claim: Text = """
            Configuration \(code: best.configuration.id)\(name) is best, with a median \
            \(yardstick.noun) of \(yardstick.text(score))\(unknownsPhrase)
            """
        return """
            \(strong: claim)\(spreadPhrase(best)); \(successPhrase(best)).\
            \(yardstick == .holdoutLoss ? holdoutNote : "")
            """
    }

    /// Why there is no best configuration.
    private var noBest: Text {
        if ended == 0 { return "No trial has ended yet." }
        if yardstick == .holdoutLoss, configurations.contains(where: { $0.succeeded > 0 }) {
            return """
                \(strong: "Nothing to rank by:") no unknown of this problem has a known truth, and \
                no ranked configuration has a held-out loss. Give \(code: "holdout") in the \
                problem's data.
                """
        }
        return """
            \(strong: "No configuration is ranked above another:") none that has ended succeeded in \
            more than half of its replicates.
            """
    }

    private var holdoutNote: Text {
        """
         No unknown of this problem has a known truth, so configurations are ranked by the data \
        loss over held-out cells (\(code: "loss_holdout")).
        """
    }

    private var unknownsPhrase: String {
        let known = sweep.unknowns.filter { $0.truth != nil }
        return switch known.count {
        case 0: ""
        case 1: " in \(known[0].name)"
        case 2: " over both unknowns"
        default: " over all \(known.count) unknowns"
        }
    }

    private func spreadPhrase(_ summary: ConfigurationSummary) -> String {
        guard summary.trials.count > 1, let spread = summary.spread else { return "" }
        return ", from \(yardstick.text(spread.lowerBound)) to \(yardstick.text(spread.upperBound))"
            + " over \(Figures.count(summary.succeeded, "successful replicate"))"
    }

    private func successPhrase(_ summary: ConfigurationSummary) -> String {
        guard let recovered = summary.recovered else {
            return "\(summary.succeeded) of \(Figures.count(summary.trials.count, "replicate"))"
                + " succeeded"
        }
        return "every unknown is within \(toleranceText) in \(recovered) of"
            + " \(Figures.count(summary.trials.count, "replicate"))"
    }

    /// By how much the best beats the next, and whether the replicates tell them apart.
    private var lead: Text? {
        guard let best = ranked.first, let score = best.score else { return nil }
        guard ranked.count > 1, let next = ranked[1].score else {
            return configurations.count == 1
                ? "It is the only configuration of the sweep."
                : "No other configuration is ranked with a finite \(yardstick.noun)."
        }
        let id = ranked[1].configuration.id
        if next == score {
            return "The next, \(code: id), has the same median; ties go by configuration id."
        }
        let factor = score > 0 ? ", \(Figures.significant(next / score)) times as much" : ""
        return "The next, \(code: id), has \(yardstick.text(next))\(factor). \(certainty)"
    }

    private var completion: Text {
        let succeeded = trials.filter { $0.status == .succeeded }.count
        let counts = failures.map { "\($0.count) \($0.status.words)" }.joined(separator: ", ")
        let rest = counts.isEmpty ? "" : "; " + counts
        let ends = "\(succeeded) of \(Figures.count(ended, "ended trial")) succeeded\(rest)."
        guard let typical = typicalTrials.first else { return Text(ends) }
        return """
            \(ends) \(code: "titrate rerun \(typical.id)") trains the best configuration's typical \
            trial again and compares every digit; Sources has what made all the rest.
            """
    }
}
