public import ReportDocument
import Statistics
public import SweepModel

/// The report of a sweep: rows of the store in, documents out.
///
/// It is a pure function of its rows, so that one store gives the same bytes every time.
public struct Report: Sendable {
    public let sweep: SweepRecord
    public let yardstick: Yardstick
    /// The fold error minus one up to which an unknown counts as recovered.
    public let tolerance: Double
    /// Rows of the ranking table.
    public let shownRanks: Int
    /// Best first.
    public let configurations: [ConfigurationSummary]
    /// Of configurations that were run again with fresh seeds, best ranked first.
    public let confirmations: [Confirmation]
    let trials: [TrialRecord]
    /// By replicate; none where no classical fit was asked for.
    let baselines: [BaselineRecord]
    /// By replicate; none where none were drawn.
    let posteriors: [PosteriorRecord]
    /// What the best configuration predicts; nil for a report without.
    public var profiles: ConcentrationProfiles?
    /// How far the equations' solution at a trial's estimates is from its data, where that was
    /// found out: the root mean square in the units of the least squares' residuals, infinite where
    /// there is no solution.
    public var misfits: [TrialID: Double] = [:]
    /// What the data cannot determine of the unknowns, and the combinations that they can, as a
    /// clause; nil where they determine all, or nobody asked.
    public var undetermined: String?
    /// Of the sweep's twin, where it has been run.
    public var twin: TwinResults?
    let settings: SettingsInForce
    /// Learning curves of `curveTrials`, where a caller has read them.
    public var curves: [TrialID: [CurvePoint]] = [:]
    /// Which configurations the replicates tell apart from the best.
    let group: GroupOfBest

    /// - Parameters:
    ///   - trials: in any order; dropped ones, no longer in the plan, are left out.
    ///   - baselines: Classical fits of the replicates' data, in any order.
    ///   - posteriors: Of the same data, in any order.
    ///   - varying: the settings that differ in the sweep, where the trials are only some of its;
    ///     nil to find out from them.
    public init(
        sweep: SweepRecord, trials: [TrialRecord], baselines: [BaselineRecord] = [],
        posteriors: [PosteriorRecord] = [],
        varying: Set<String>? = nil, tolerance: Double = 0.10, shownRanks: Int = 20
    ) {
        let yardstick = Yardstick(of: sweep)
        let places = trials.indices.filter { trials[$0].status != .dropped }
        let planned = places.sorted { trials[$0].id < trials[$1].id }.map { trials[$0] }
        self.sweep = sweep
        self.yardstick = yardstick
        self.tolerance = tolerance
        self.shownRanks = shownRanks
        self.trials = planned
        self.baselines = baselines.sorted { $0.replicate < $1.replicate }
        self.posteriors = posteriors.sorted { $0.replicate < $1.replicate }
        let fits = Dictionary(uniqueKeysWithValues: baselines.map { ($0.replicate, $0) })
        let summaries = { (trials: [TrialRecord]) in
            let groups = Dictionary(grouping: trials, by: \.configuration.id)
            let counts = Set(groups.values.map(\.count))
            let ranks = Dictionary(
                uniqueKeysWithValues: counts.map { ($0, MedianRanks(count: $0)) })
            return groups.mapValues {
                ConfigurationSummary(
                    ConfigurationStatistics(
                        trials: $0, sweep: sweep, yardstick: yardstick, tolerance: tolerance,
                        baselines: fits, ranks: ranks[$0.count]!))
            }
        }
        let ranked = ConfigurationSummary.ranked(
            Array(summaries(planned.filter { $0.stage < .confirmation }).values))
        let confirmed = summaries(planned.filter { $0.stage == .confirmation })
        configurations = ranked
        group = GroupOfBest(ranked, yardstick: yardstick, seed: sweep.seed)
        confirmations = ranked.compactMap { selected in
            confirmed[selected.configuration.id].map {
                Confirmation(selected: selected, confirmed: $0)
            }
        }
        settings =
            varying.map(SettingsInForce.init(varying:))
            ?? SettingsInForce(configurations.lazy.map(\.configuration.settings))
    }

    /// The sweep as an experiment, of the configurations that are ranked; nil where nothing varies.
    var experiment: Experiment? {
        Experiment(
            configurations.filter { $0.rank != nil }, varying: settings.varying,
            yardstick: yardstick)
    }

    /// The tolerance in percent.
    var toleranceText: String { Figures.percent(tolerance, digits: 2) }

    /// Trials that are settled.
    var ended: Int { trials.count { $0.status.isFinal } }

    /// The plan's count, or the rows' where the store has more of them.
    var planned: Int { max(sweep.planned, trials.count) }

    /// What the report says, for any format.
    ///
    /// A new section is a property that gives a `Section?`, nil where there is nothing to say.
    public var document: Document {
        let quotation: [Block] = question.isEmpty ? [] : [.quotation(question.map { Text($0) })]
        let (matters, choice) = (mattersSection, withoutTruthSection)
        let words = [matters, choice].compactMap { $0?.blocks.first?.words }
        return Document(
            title: "\(sweep.name): \(title)",
            answer: quotation + answer(with: words).map(Block.paragraph),
            sections: [
                rankingSection, confirmationSection, classicalSection, estimateSection,
                matters, choice, twinSection, combinationSection, profileSection, curveSection,
                failureSection, costSection, sourceSection,
            ].compactMap { $0 })
    }

    /// The report in Markdown; its pictures are files in `figureFolder(of:)`.
    public var markdown: String { document.markdown(figures: Report.figureFolder(of: sweep.name)) }

    /// The folder of a Markdown report's pictures, beside it.
    public static func figureFolder(of sweep: String) -> String { "\(sweep)-figures" }

    private var title: String {
        sweep.problemTitle.isEmpty ? sweep.problemName : sweep.problemTitle
    }

    /// The lines of the question, then of the description.
    private var question: [String] {
        [sweep.question, sweep.description].flatMap {
            $0.split(whereSeparator: \.isNewline).map(String.init)
        }
    }
}

extension Block {
    /// The words of a paragraph; nil of anything else.
    fileprivate var words: Text? {
        if case .paragraph(let text) = self { text } else { nil }
    }
}
