import ReportDocument
import SweepModel

extension Report {
    /// How the best configurations compare with classical methods on the same data.
    var classicalSection: Section? {
        guard ended > 0 else { return nil }
        let title = "Against classical methods on the same data"
        guard !baselines.isEmpty else { return Section(title, [.paragraph(notFitted)]) }
        let rows = pinnRows.map { row($0.label, $0.summary) } + classicalRows
        let table = Table(
            caption: "Configurations beside classical methods on the same data.",
            columns: classicalColumns, rows: rows)
        let words = [undeterminedSentence, verdict, closeness].compactMap { $0 }.map(
            Block.paragraph)
        return Section(
            title, words + [.table(table), .paragraph(classicalLegend), .queries(classicalQueries)])
    }

    /// What the medians are over, a row a data set or a trial.
    private var classicalQueries: [String] {
        [
            "SELECT replicate, method, parameter, estimate, standard_error, cpu_seconds, outcome"
                + " FROM baselines WHERE \(isHere)",
            "SELECT replicate, parameter, standard_error FROM bounds WHERE \(isHere)",
            "SELECT configuration, replicate, excess_error FROM excess_errors"
                + " JOIN trials USING (sweep, trial) WHERE \(isHere)",
        ]
    }

    private var notFitted: Text {
        """
        Not fitted yet: \(code: "titrate baseline \(sweep.name)") fits the same data classically, \
        and the next report compares.
        """
    }

    /// The configuration whose estimates lie closest to least squares in the replicate that is
    /// farthest from it: one that fails now and then is not close.
    var closest: ConfigurationSummary? {
        configurations.filter { $0.excess?.median.isFinite == true }.min {
            let (left, right) = ($0.excess!, $1.excess!)
            return (left.largest, left.median, $0.configuration.id.text)
                < (right.largest, right.median, $1.configuration.id.text)
        }
    }

    private var pinnRows: [(label: String, summary: ConfigurationSummary)] {
        var rows: [(label: String, summary: ConfigurationSummary)] = []
        if let best = configurations.first, best.rank == 1 {
            rows.append(("PINN, best by \(yardstick.noun)", best))
            let fresh = confirmations.first { $0.selected.configuration == best.configuration }
            if let fresh { rows.append(("the same, confirmed with fresh seeds", fresh.confirmed)) }
        }
        if let closest, closest.configuration != rows.first?.summary.configuration {
            rows.append(("PINN, closest to least squares", closest))
        }
        return rows
    }

    private var classicalColumns: [Table.Column] {
        var columns: [Table.Column] = [.init("method"), .init("configuration")]
        if yardstick == .recoveryError {
            columns.append(.init("median recovery error", .right))
        }
        columns += [
            .init("median excess error", .right), .init("lowest – highest", .right),
        ]
        columns += sweep.unknowns.map { .init($0.name, .right) }
        return columns + [.init("CPU time", .right)]
    }

    private func row(_ label: String, _ summary: ConfigurationSummary) -> [Table.Cell] {
        var cells = [Table.Cell(Text(label)), .init(code: summary.configuration.id.text)]
        if yardstick == .recoveryError { cells.append(cell(summary.score)) }
        cells.append(
            .init(
                Text(summary.excess.map { Figures.significant($0.median) } ?? Figures.none),
                value: summary.excess?.median))
        let range = summary.excess?.range
        cells.append(
            .init(
                Text(
                    range.map {
                        Figures.significant($0.lowerBound) + " – "
                            + Figures.significant($0.upperBound)
                    } ?? Figures.none),
                value: range?.lowerBound))
        let succeeded = summary.trials.filter { $0.status == .succeeded }
        cells += sweep.unknowns.map { unknown in
            unknownCell(
                estimates: succeeded.compactMap { trial in
                    trial.estimate(of: unknown.name)
                }, truth: unknown.truth)
        }
        return cells + [cell(seconds: summary.cpuSeconds)]
    }

    /// Standard errors from which on a distance says only that the data have next to no noise.
    private static let farOff = 1000.0

    private var closeness: Text? {
        guard let closest, let excess = closest.excess, excess.median < Self.farOff else {
            return nil
        }
        let phrase = settings.phrase(closest.configuration.settings)
        let name = phrase.isEmpty ? "" : " (\(phrase))"
        let claim: Text = """
            Configuration \(code: closest.configuration.id)\(name) comes closest to what the data \
            allow: at most \(Figures.significant(excess.largest)) standard errors from least \
            squares over \(Figures.count(closest.trials.count, "replicate")), \
            \(Figures.significant(excess.median)) in the median.
            """
        return .strong(claim)
    }
}
