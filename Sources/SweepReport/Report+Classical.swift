import ReportDocument
import Statistics
import SweepModel

extension Report {
    /// How the best configurations compare with a classical fit of the same data.
    var classicalSection: Section? {
        guard ended > 0 else { return nil }
        let title = "Against least squares on the same data"
        guard !baselines.isEmpty else { return Section(title, [.paragraph(notFitted)]) }
        let rows = pinnRows.map { row($0.label, $0.summary) } + [leastSquaresRow, boundRow]
        let table = Table(
            caption: "Configurations beside a classical fit of the same data.",
            columns: classicalColumns, rows: rows.compactMap { $0 })
        let words = [closeness].compactMap { $0 }.map(Block.paragraph)
        return Section(title, words + [.table(table), .paragraph(classicalLegend)])
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
        }
        if let closest, closest.configuration != rows.first?.summary.configuration {
            rows.append(("PINN, closest to least squares", closest))
        }
        return rows
    }

    private var knownUnknowns: [UnknownRecord] { sweep.unknowns.filter { $0.truth != nil } }

    private var classicalColumns: [Table.Column] {
        var columns: [Table.Column] = [.init("method"), .init("configuration")]
        if yardstick == .recoveryError {
            columns.append(.init("median recovery error", .right))
        }
        columns += [
            .init("median excess error", .right), .init("lowest – highest", .right),
        ]
        columns += knownUnknowns.map { .init($0.name, .right) }
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
        for (unknown, error) in zip(sweep.unknowns, summary.relativeErrors)
        where unknown.truth != nil { cells.append(cell(relativeError: error)) }
        return cells + [cell(seconds: summary.cpuSeconds)]
    }

    /// The median recovery error of least squares over the replicates; nil where it was not run.
    var leastSquaresError: Double? { upperMedian(baselines.map(recoveryError)) }

    private var leastSquaresRow: [Table.Cell]? {
        var cells: [Table.Cell] = ["least squares", ""]
        if yardstick == .recoveryError {
            cells.append(cell(leastSquaresError))
        }
        cells += ["0", ""]
        for unknown in knownUnknowns {
            let errors = baselines.compactMap { relativeError(of: unknown, in: $0) }
            cells.append(cell(relativeError: upperMedianByMagnitude(errors)))
        }
        return cells + [cell(seconds: upperMedian(baselines.map(\.cpuSeconds)) ?? 0)]
    }

    /// The smallest standard errors that an unbiased estimator can have; nil where not known.
    private var boundRow: [Table.Cell]? {
        let bounds = knownUnknowns.map { unknown in
            upperMedian(
                baselines.compactMap { record in
                    record.unknowns.first { $0.parameter == unknown.name }?.bound
                })
        }
        guard !bounds.isEmpty, bounds.allSatisfy({ $0 != nil }) else { return nil }
        var cells: [Table.Cell] = ["Cramér-Rao bound (standard error)", ""]
        if yardstick == .recoveryError { cells.append("") }
        return cells + ["", ""]
            + bounds.map { .init("± \(Figures.percent($0!))", value: $0) } + [""]
    }

    private func relativeError(of unknown: UnknownRecord, in record: BaselineRecord) -> Double? {
        guard let truth = unknown.truth else { return nil }
        return record.unknowns.first { $0.parameter == unknown.name }?.estimate.map {
            $0 / truth - 1
        }
    }

    private func recoveryError(of record: BaselineRecord) -> Double {
        let pairs = sweep.unknowns.map { unknown in
            (
                estimate: record.unknowns.first { $0.parameter == unknown.name }?.estimate ?? .nan,
                truth: unknown.truth
            )
        }
        return Recovery.errors(pairs)?.worst ?? .infinity
    }

    private var closeness: Text? {
        guard let closest, let excess = closest.excess else { return nil }
        let phrase = settings.phrase(closest.configuration.settings)
        let name = phrase.isEmpty ? "" : " (\(phrase))"
        let claim: Text = """
            Configuration \(code: closest.configuration.id)\(name) comes closest to what the data \
            allow: at most \(Figures.significant(excess.largest)) standard errors from least \
            squares over \(Figures.count(closest.trials.count, "replicate")), \
            \(Figures.significant(excess.median)) in the median.
            """
        return "\(strong: claim)\(costPhrase(closest))"
    }

    private func costPhrase(_ summary: ConfigurationSummary) -> String {
        guard let pinn = summary.cpuSeconds, let fit = upperMedian(baselines.map(\.cpuSeconds))
        else { return "" }
        return " It takes \(Figures.duration(seconds: pinn)) of CPU time a data set, least squares"
            + " \(Figures.duration(seconds: fit)) from \(baselines[0].starts) starts."
    }

    private var classicalLegend: Text {
        let unconverged = baselines.filter { !$0.unknowns.allSatisfy { $0.estimate != nil } }.count
        let warning =
            unconverged == 0
            ? "" : " Least squares found no estimate for \(unconverged) of the data sets."
        return """
            The excess error of a trial is the largest |log(estimate / least-squares estimate)| \
            over the unknowns, in Cramér-Rao standard errors (where truth or noise is unknown, in \
            the fit's own): what the configuration adds to the luck of the data.\(warning)
            """
    }
}
