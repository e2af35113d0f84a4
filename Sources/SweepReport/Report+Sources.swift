import ReportDocument
import SweepModel

extension Report {
    /// What the sweep took, all trials together.
    var costSection: Section? {
        let costs = trials.compactMap(\.cost)
        guard !costs.isEmpty else { return nil }
        let steps = trials.compactMap(\.steps).reduce(0, +)
        let cpu = costs.map(\.cpuSeconds).reduce(0, +)
        let wall = costs.map(\.wallSeconds).reduce(0, +)
        let memory = costs.map(\.peakMemoryBytes).max() ?? 0
        let table = Table(
            caption: "What the sweep took.",
            columns: [.init("cost"), .init("all trials", .right), .init("a trial", .right)],
            rows: [
                ["CPU time", Figures.duration(seconds: cpu), mean(cpu, costs.count)],
                [
                    "wall time of the trials", Figures.duration(seconds: wall),
                    mean(wall, costs.count),
                ],
                ["training steps", "\(steps)", "\(steps / costs.count)"],
                ["largest peak memory", Figures.none, Figures.memory(bytes: memory)],
            ])
        return Section(
            "Cost",
            (costFigure.map { [.figure($0)] } ?? []) + [
                .table(table),
                .paragraph(
                    "Of the attempts that count, over \(Figures.count(costs.count, "trial"))."),
            ])
    }

    private func mean(_ total: Double, _ count: Int) -> String {
        Figures.duration(seconds: total / Double(count))
    }

    /// Where the numbers come from, and how to get them again.
    var sourceSection: Section? {
        var table = Table(
            caption: "Where the numbers come from.", columns: [.init("source"), .init("value")])
        let statuses = Dictionary(grouping: trials, by: \.status).mapValues(\.count)
        let counts = TrialStatus.allCases.compactMap { status in
            statuses[status].map { "\($0) \(status.words)" }
        }
        table.append(["trials", "\(planned) planned: " + counts.joined(separator: ", ")])
        table.append(["configurations", "\(configurations.count)"])
        table.append(["method", sweep.method.rawValue])
        table.append(["seed", "\(sweep.seed)"])
        table.append(["replicates", "\(sweep.replicates)"])
        table.append(["limits", sweep.limits.words])
        table.append([
            "problem", "\(sweep.problemName), \(code: sweep.problemHash)" as Table.Cell,
        ])
        for unknown in sweep.unknowns { table.append(["unknown \(unknown.name)", words(unknown)]) }
        table.append(["sweep file (SHA-256)", .init(code: sweep.fileHash)])
        table.append(["planned", "\(sweep.createdAt) by titrate \(sweep.version)"])
        table.append(["machine", sweep.machineTypes.joined(separator: "; ")])
        return Section(
            "Sources",
            [
                .table(table), .paragraph(anew),
                .paragraph("This report, one of its rows, and the ranking again from the store:"),
                .code(commands, language: "sh"),
            ])
    }

    private func words(_ unknown: UnknownRecord) -> String {
        let unit = unknown.unit.map { " \($0)" } ?? ""
        let truth = unknown.truth.map { "truth \($0)\(unit), " } ?? ""
        return truth + "guess \(unknown.guess)\(unit)"
    }

    /// The condition that SQL takes for this sweep.
    var isHere: String { "sweep = \(Report.quoted(sweep.name))" }

    /// The query that gives the ranking.
    var query: String {
        "SELECT rank, configuration, \(yardstick.rawValue), succeeded, replicates, config"
            + " FROM ranking WHERE \(isHere) ORDER BY rank"
    }

    /// What made the store's rows, in its order.
    private var anew: Text {
        var steps: [Text] = ["\(code: "titrate launch") of the sweep file with this SHA-256"]
        if let first = confirmations.first {
            let counts = "--top \(confirmations.count) --replicates \(first.confirmed.trials.count)"
            steps.append(.code("titrate confirm \(sweep.name) \(counts)"))
        }
        if !baselines.isEmpty { steps.append(.code("titrate baseline \(sweep.name)")) }
        return """
            All of it anew: \(steps.joined(separator: ", then ")). On a machine of the same type \
            all but times and costs comes out the same, to the last digit.
            """
    }

    private var commands: String {
        let trial = configurations.first?.trials.first?.id.text ?? "TRIAL"
        return """
            titrate report \(sweep.name)
            titrate show \(trial)
            titrate query "\(query)"
            """
    }
}
