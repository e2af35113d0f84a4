import ReportDocument
import SweepModel

/// Trials that ended alike.
struct FailureGroup {
    let status: TrialStatus
    let cause: String?
    let trials: [TrialRecord]
}

extension TrialStatus {
    /// The status in a sentence.
    var words: String {
        rawValue.split(separator: "_").joined(separator: " ")
    }
}

extension Report {
    private var failed: [TrialRecord] {
        trials.filter { $0.status.isFinal && $0.status != .succeeded }
    }

    /// How many trials ended in which way other than success, most first.
    var failures: [(status: TrialStatus, count: Int)] {
        let counts = Dictionary(grouping: failed, by: \.status).mapValues(\.count)
        return TrialStatus.allCases.compactMap { status in counts[status].map { (status, $0) } }
            .sorted { $0.count > $1.count }
    }

    /// Causes beyond which the table ends.
    private static let causeLimit = 10

    /// A table of the causes, with an example of each.
    var failureSection: Section? {
        let groups = Dictionary(grouping: failed) { FailureKind($0.status, cause: $0.cause) }
            .map { kind, trials in
                FailureGroup(
                    status: kind.status, cause: kind.text(of: trials.map(\.cause)), trials: trials)
            }
            .sorted {
                ($1.trials.count, $0.trials[0].id) < ($0.trials.count, $1.trials[0].id)
            }
        guard !groups.isEmpty else { return nil }
        let table = Table(
            caption: "How trials ended that did not succeed.",
            columns: [
                .init("status"), .init("trials", .right), .init("cause"), .init("for example"),
            ],
            rows: groups.prefix(Report.causeLimit).map { group in
                [
                    .init(Text(group.status.words)), "\(group.trials.count)",
                    .init(Text(group.cause ?? Figures.none)),
                    .init(code: group.trials[0].id.text),
                ]
            })
        let hidden = groups.count - Report.causeLimit
        let rest: [Block] =
            hidden > 0 ? [.paragraph("\(Figures.count(hidden, "further cause")).")] : []
        return Section(
            "Failures",
            (failureFigure.map { [.figure($0)] } ?? []) + [.table(table)] + rest + [
                .paragraph("\(code: "titrate show TRIAL") gives all that is known of one.")
            ])
    }
}
