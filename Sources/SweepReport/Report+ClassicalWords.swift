import ReportDocument
import Statistics
import SweepModel

extension Report {
    /// Who is nearer to the truth, and who is faster.
    var verdict: Text? {
        guard let nearer else { return costSentence }
        return costSentence.map { "\(nearer) \($0)" } ?? nearer
    }

    /// Who is nearer to the truth; nil where nobody knows it.
    private var nearer: Text? {
        guard yardstick == .recoveryError, let compared, let error = compared.score,
            error.isFinite, let fitted = leastSquaresError, fitted.isFinite
        else { return nil }
        if fitted <= error {
            let claim: Text = """
                Least squares is nearer to the truth here: a median recovery error of \
                \(yardstick.text(fitted)) against \(yardstick.text(error)) of the best \
                configuration\(isConfirmed ? " on the same fresh data" : "").
                """
            return .strong(claim)
        }
        let choice =
            configurations.count > 1 && !isConfirmed
            ? " It was chosen by that error from \(configurations.count) configurations, which"
                + " flatters it: the excess error tells what it adds to the luck of the data."
            : ""
        return """
            The best configuration's median recovery error, \(yardstick.text(error)), is below that \
            of least squares, \(yardstick.text(fitted)).\(choice)
            """
    }

    /// Against what the errors are to be held: least squares on the same data, and the smallest
    /// standard errors that those allow.
    var classicalAnswer: Text? {
        let parts = [undeterminedSentence, fitAnswer].compactMap { $0 }
        return parts.dropFirst().reduce(parts.first) { text, part in text.map { "\($0) \(part)" } }
    }

    /// That no method can recover every unknown from these data, and what can be recovered.
    var undeterminedSentence: Text? {
        undetermined.map { clause in
            let claim = Text("\(clause.prefix(1).uppercased())\(clause.dropFirst()).")
            return """
                \(.strong(claim)) No method can, and the errors of such an unknown say what its \
                guess and bounds were.
                """
        }
    }

    private var fitAnswer: Text? {
        let bounds = sweep.unknowns.compactMap { unknown -> String? in
            upperMedian(
                comparedFits.compactMap { fit in
                    fit.unknowns.first { $0.parameter == unknown.name }?.bound
                }
            )
            .map { "\(Figures.percent($0)) of \(unknown.name)" }
        }
        let allowed: Text? =
            bounds.isEmpty
            ? nil
            : """
            No unbiased method can have standard errors below \(bounds.enumeration) on these \
            data (Cramér-Rao).
            """
        guard let nearer else { return allowed }
        return allowed.map { "\(nearer) \($0)" } ?? nearer
    }

    /// Whether the best is compared on data that had no part in choosing it.
    private var isConfirmed: Bool { compared?.trials.first?.stage == .confirmation }

    private var costSentence: Text? {
        let (baselines, posteriors) = (comparedFits, comparedPosteriors)
        guard let fit = upperMedian(baselines.map(\.cpuSeconds)) else { return nil }
        var methods = [
            "least squares \(Figures.duration(seconds: fit)) (\(baselines[0].starts) starts)"
        ]
        if let drawn = upperMedian(posteriors.map(\.cpuSeconds)) {
            methods.append("the posterior \(Figures.duration(seconds: drawn))")
        }
        if let best = configurations.first, best.rank == 1, let seconds = best.cpuSeconds {
            methods.append("the best configuration \(Figures.duration(seconds: seconds))")
        }
        return "In CPU time a data set costs \(methods.enumeration)."
    }

    var classicalLegend: Text {
        let (baselines, posteriors) = (comparedFits, comparedPosteriors)
        let converged = baselines.count { $0.outcome.hasPrefix("converged") }
        var sentences = [
            "The excess error of a trial is the largest |log(estimate / least-squares estimate)|"
                + " over the unknowns, in Cramér-Rao standard errors (where truth or noise is"
                + " unknown, in the fit's own): what the configuration adds to the luck of the"
                + " data.",
            "Rows of classical methods are medians over"
                + " \(Figures.count(baselines.count, "data set"))"
                + (isConfirmed ? ", the fresh ones;" : ";")
                + " least squares converged for \(converged)"
                + (posteriors.isEmpty
                    ? "."
                    : ", the posterior's chains for \(posteriors.count(where: \.hasConverged))"
                        + " of \(posteriors.count)."),
        ]
        if !posteriors.isEmpty {
            sentences.append(
                "The posterior has the same likelihood and a prior that is flat in the training's"
                    + " coordinate within an unknown's bounds.")
        }
        if sweep.unknowns.contains(where: { $0.truth == nil }) {
            sentences.append("Where no truth is known, the median estimate stands for its error.")
        }
        return Text(sentences.joined(separator: " "))
    }
}

extension [String] {
    /// The parts as a sentence has them: `a`, `a and b`, `a, b and c`.
    fileprivate var enumeration: String {
        guard count > 1 else { return joined() }
        return dropLast().joined(separator: ", ") + " and " + self[count - 1]
    }
}
