import ReportDocument
import Settings
import Statistics
import SweepModel

extension Report {
    /// Which settings the error depends on, and what each of their values gives.
    var mattersSection: Section? {
        guard !settings.varying.isEmpty else { return nil }
        var blocks: [Block] = []
        let experiment = experiment
        if let experiment {
            blocks = importanceBlocks(experiment) + changeBlocks(experiment)
            blocks.append(.paragraph("\(strong: "What each value gives.")"))
        }
        if let axisFigure { blocks.append(.figure(axisFigure)) }
        blocks.append(.table(valueTable(experiment)))
        if let experiment {
            blocks.append(.paragraph(effectLegend(experiment)))
            blocks.append(
                .queries([
                    "SELECT configuration, replicate, \(yardstick.rawValue), config FROM trials"
                        + " WHERE \(isHere) AND stage <> 'confirmation'"
                ]))
        }
        return Section("What matters", blocks)
    }

    // MARK: Importance

    private func importanceBlocks(_ experiment: Experiment) -> [Block] {
        guard let importance = experiment.importance(seed: sweep.seed) else {
            return [.paragraph(Self.noImportance(experiment))]
        }
        let names = experiment.factors.map(\.setting.name)
        var blocks: [Block] = [
            .paragraph(importanceWords(importance, names)),
            .table(importanceTable(importance, experiment)),
            .paragraph(importanceLegend(importance, experiment)),
        ]
        blocks += interactionBlocks(importance, experiment)
        return blocks
    }

    private static func noImportance(_ experiment: Experiment) -> Text {
        experiment.hasDifferences
            ? """
            \(Figures.count(experiment.design.runs, "configuration")) that are no grid are too few to \
            tell which setting makes the differences between them.
            """
            : "All configurations have the same error: no setting matters."
    }

    /// A share from which on a setting or an interplay is worth a word.
    private static let notableShare = 0.05

    /// A share in percent, without digits that say nothing.
    private static func text(share: Double) -> String {
        share < 0.001 ? "0 %" : Figures.percent(share, digits: 2)
    }

    private func importanceWords(_ importance: Importance, _ names: [String]) -> Text {
        let order = names.indices.sorted {
            (importance.main[$1], $0) < (importance.main[$0], $1)
        }
        let first = order[0]
        var text: Text = """
            \(strong: "\(code: names[first]) matters most:") alone it makes \
            \(Self.text(share: importance.main[first])) of the differences between configurations \
            (variance of the log error)
            """
        let others = order.dropFirst().filter { importance.main[$0] >= Report.notableShare }
        if !others.isEmpty {
            let list = others.map { place -> Text in
                "\(code: names[place]) \(Self.text(share: importance.main[place]))"
            }
            text += ", \(list.joined(separator: ", "))"
        }
        text += "."
        let pairs = importance.interactions.prefix(3).filter { $0.share >= Report.notableShare }
        if !pairs.isEmpty {
            let list = pairs.map { pair -> Text in
                """
                \(code: names[pair.factors[0]]) with \(code: names[pair.factors[1]]) \
                \(Self.text(share: pair.share))
                """
            }
            text += """
                 Beyond that, what one setting does depends on another: \
                \(list.joined(separator: ", ")).
                """
        }
        return text
    }

    private func importanceTable(_ importance: Importance, _ experiment: Experiment) -> Table {
        var table = Table(
            caption: "Where the differences between configurations come from.",
            columns: [
                .init("setting"), .init("alone", .right), .init("with one other", .right),
                .init("best value", .right), .init("worst value", .right),
                .init("worst/best error", .right),
            ])
        for (factor, share) in importance.main.enumerated() {
            let shared = importance.interactions.filter { $0.factors.contains(factor) }
                .reduce(0) { $0 + $1.share }
            let (best, worst) = (
                experiment.bestLevel(of: factor), experiment.worstLevel(of: factor)
            )
            let ratio =
                experiment.effects[factor][worst].factor / experiment.effects[factor][best].factor
            let labels = experiment.factors[factor].labels
            table.append([
                .init(Text(experiment.factors[factor].setting.name)),
                .init(Text(Self.text(share: share)), value: share),
                .init(Text(Self.text(share: shared)), value: shared),
                .init(Text(labels[best])), .init(Text(labels[worst])),
                .init(Text(Figures.significant(ratio)), value: ratio),
            ])
        }
        return table
    }

    private func importanceLegend(_ importance: Importance, _ experiment: Experiment) -> Text {
        let rest = Self.text(share: importance.rest)
        let origin: Text
        switch importance.method {
        case .fullGrid:
            origin = "The shares are exact for this grid (functional ANOVA)."
        case .forest(let trees, let explained):
            let share = Figures.percent(max(explained, 0), digits: 2)
            let warning: Text =
                explained < 0.5 ? " \(strong: "That is little: read the shares with care.")" : ""
            origin = """
                The shares are those of a random forest of \(trees) trees fitted to the \
                configurations that were run (functional ANOVA after Hutter et al. 2014). It \
                takes every combination of values for equally worth having, and predicts \(share) \
                of the variance in configurations that it has not seen.\(warning)
                """
        }
        return """
            \(origin) More than two settings together, and noise, make \(rest). The error of a \
            configuration is here the geometric mean over its \
            \(Figures.count(experiment.replicates, "replicate")), a failed one counting as \
            \(Figures.significant(Experiment.failureFactor, digits: 2)) times the largest error.
            """
    }

    private func interactionBlocks(_ importance: Importance, _ experiment: Experiment) -> [Block] {
        guard let pair = importance.interactions.first, pair.share >= Report.notableShare else {
            return []
        }
        // The one with fewer values across, so that the table stays narrow.
        let counts = experiment.design.levelCounts
        let factors = pair.factors.sorted { (counts[$1], $0) < (counts[$0], $1) }
        let (rows, columns) = (experiment.factors[factors[0]], experiment.factors[factors[1]])
        let errors = experiment.errors(of: factors[0], and: factors[1])
        let known = errors.joined().compactMap { $0 }
        var table = Table(
            caption: "The error by \(rows.setting.name) and \(columns.setting.name).",
            columns: [.init(rows.setting.name)]
                + columns.labels.map { .init("\(columns.setting.name) \($0)", .right) })
        for (label, errors) in zip(rows.labels, errors) {
            table.append(
                [.init(Text(label))]
                    + errors.map { error in
                        .init(
                            Text(yardstick.text(error)), value: error,
                            mark: error == known.min() ? .best : nil)
                    })
        }
        return [
            .paragraph(
                """
                The error (geometric mean) by \(code: rows.setting.name) and \
                \(code: columns.setting.name), which depend on each other most:
                """), .table(table),
        ]
    }

    // MARK: Matched pairs

    private func changeBlocks(_ experiment: Experiment) -> [Block] {
        let changes = experiment.changes()
        guard !changes.isEmpty else { return [] }
        let largest = changes.max { $0.pairs.weight < $1.pairs.weight }!
        var table = Table(
            caption: "Changes of one value, all else equal.",
            columns: [
                .init("setting"), .init("from"), .init("to"), .init("pairs", .right),
                .init("better in", .right), .init("error times", .right),
                .init("interval", .right),
            ])
        for change in changes {
            table.append([
                .init(Text(experiment.factors[change.factor].setting.name)),
                .init(Text(change.from)), .init(Text(change.to)),
                .init("\(change.pairs.count)", value: Double(change.pairs.count)),
                share(change.pairs.better, of: change.pairs.count),
                .init(
                    Text(Figures.significant(change.pairs.ratio)), value: change.pairs.ratio),
                .init(Text(interval(change.pairs)), value: change.pairs.lowest),
            ])
        }
        return [
            .paragraph(changeWords(largest, experiment)), .table(table),
            .paragraph(
                """
                Pairs of configurations that differ in this value alone, each changed to the value \
                with the smallest error overall: the median ratio of their \(yardstick.noun)s, with \
                its interval by order statistics and the level that it reaches.
                """),
        ]
    }

    private func interval(_ pairs: MatchedPairs) -> String {
        guard pairs.level > 0 else { return Figures.none }
        return Figures.significant(pairs.lowest) + " – " + Figures.significant(pairs.highest)
            + " (\(Figures.percent(pairs.level)))"
    }

    private func changeWords(_ change: Experiment.Change, _ experiment: Experiment) -> Text {
        let name = experiment.factors[change.factor].setting.name
        return """
            \(strong: "All else equal,") changing \(code: name) from \(change.from) to \
            \(change.to) lowers the error in \(change.pairs.better) of \
            \(Figures.count(change.pairs.count, "pair")), to \
            \(Figures.significant(change.pairs.ratio)) times as much in the median.
            """
    }

    // MARK: Values

    private func valueTable(_ experiment: Experiment?) -> Table {
        let effects = experiment?.effects
        let summaries = experiment?.summaries ?? configurations
        let level = effects?.first?.first?.interval.level ?? 0
        let interval = level > 0 ? "interval (\(Figures.percent(level)))" : "interval"
        var columns: [Table.Column] = [
            .init("setting"), .init("value", .right), .init("configurations", .right),
        ]
        if effects != nil { columns += [.init("error times", .right), .init(interval, .right)] }
        columns += [
            .init("median of medians", .right), .init("best median", .right),
            .init("succeeded", .right),
        ]
        var table = Table(caption: "What each value of a setting gives.", columns: columns)
        for (place, setting) in settings.varying.enumerated() {
            for (row, level) in AxisEffects(setting, summaries).levels.enumerated() {
                var cells: [Table.Cell] = [
                    .init(Text(setting.name)), .init(Text(level.label)),
                    .init("\(level.summaries.count)", value: Double(level.summaries.count)),
                ]
                if let effects { cells += self.cells(effects[place][row]) }
                cells += [
                    cell(upperMedian(level.scores)), cell(level.scores.min()),
                    share(level.succeeded, of: level.trials),
                ]
                table.append(cells)
            }
        }
        return table
    }

    private func cells(_ effect: Experiment.Effect) -> [Table.Cell] {
        let range = effect.interval
        let text =
            range.level > 0
            ? Figures.significant(range.lowest) + " – " + Figures.significant(range.highest)
            : Figures.none
        return [
            .init(Text(Figures.significant(effect.factor)), value: effect.factor),
            .init(Text(text), value: range.lowest),
        ]
    }

    private func effectLegend(_ experiment: Experiment) -> Text {
        """
        “Error times” is the value's main effect: the geometric mean of the error with it, divided \
        by that of all, adjusted for the other settings' main effects where not every combination \
        was run; the median over the replicates, and an interval for it. The interval is about \
        other data and seeds, not about other configurations. The further columns are over all \
        configurations with the value, whatever else they have.
        """
    }
}

extension MatchedPairs {
    /// How much there is to say about a change.
    fileprivate var weight: Double {
        Double(better) / Double(count) * (ratio > 0 ? min(1 / ratio, 1e9) : 1e9)
    }
}

extension [Text] {
    func joined(separator: String) -> Text {
        var result = Text()
        for (place, text) in enumerated() {
            if place > 0 { result += Text(separator) }
            result += text
        }
        return result
    }
}
