import ReportDocument
import SweepModel

extension Report {
    /// The first paragraphs: what came out, in words.
    var answer: [Text] {
        [unfinished, best, confirmationAnswer, lead, completion, byLoss].compactMap { $0 }
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
        return "\(succeeded) of \(Figures.count(ended, "ended trial")) succeeded\(rest)."
    }

    /// What choosing by the data loss, which needs no truth, would have given.
    private var byLoss: Text? {
        guard yardstick == .recoveryError, ranked.count > 1, let best = ranked[0].score else {
            return nil
        }
        let losses = ranked.compactMap { summary in
            summary.dataLoss.map { (loss: $0, summary: summary) }
        }
        guard let chosen = losses.min(by: { $0.loss < $1.loss })?.summary, let score = chosen.score
        else { return nil }
        let id = chosen.configuration.id
        if id == ranked[0].configuration.id {
            return
                "Choosing by the smallest median data loss, which needs no truth, finds the same."
        }
        return """
            Choosing by the smallest median data loss, which needs no truth, gives \(code: id) with \
            \(yardstick.text(score)) instead of \(yardstick.text(best)).
            """
    }
}
