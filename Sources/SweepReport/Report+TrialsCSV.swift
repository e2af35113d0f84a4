import ReportDocument
import SweepModel

extension Report {
    /// A row a trial, in the order of the ranking and by replicate.
    ///
    /// Numbers have all their digits; what is unknown or infinite is empty, as NULL is in SQL.
    public var trialsCSV: String {
        var titles = [
            "rank", "configuration", "replicate", "trial", "status", "attempts", "recovery_error",
            "mean_recovery_error", "loss_data", "loss_initial", "loss_residual", "loss_holdout",
        ]
        titles += sweep.unknowns.map { "estimate_\($0.name)" }
        titles += [
            "excess_error", "steps", "wall_seconds", "cpu_seconds", "peak_memory_bytes", "cause",
        ]
        let fits = Dictionary(uniqueKeysWithValues: baselines.map { ($0.replicate, $0) })
        var text = CSV.line(titles)
        for summary in configurations {
            for trial in summary.trials {
                text += CSV.line(row(trial, summary, fits[trial.replicate]))
            }
        }
        return text
    }

    private func row(
        _ trial: TrialRecord, _ summary: ConfigurationSummary, _ fit: BaselineRecord?
    ) -> [String] {
        var cells = [
            summary.rank.map(String.init) ?? "", summary.configuration.id.text,
            "\(trial.replicate)", trial.id.text, trial.status.rawValue, "\(trial.attempts)",
            number(trial.recoveryError), number(trial.meanRecoveryError),
            number(trial.losses?.data), number(trial.losses?.initial),
            number(trial.losses?.residual), number(trial.losses?.holdout),
        ]
        cells += sweep.unknowns.map { unknown in
            number(trial.estimate(of: unknown.name))
        }
        let isDone = trial.status == .succeeded
        cells += [
            number(isDone ? fit?.excessError(of: trial.estimates) : nil),
            trial.steps.map(String.init) ?? "", number(trial.cost?.wallSeconds),
            number(trial.cost?.cpuSeconds), trial.cost.map { "\($0.peakMemoryBytes)" } ?? "",
            trial.cause ?? "",
        ]
        return cells
    }
}
