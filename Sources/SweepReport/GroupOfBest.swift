import ReportDocument
import Statistics
import SweepModel

/// The ranked configurations held against the best one, replicate by replicate.
struct GroupOfBest: Sendable {
    enum Standing: Hashable, Sendable {
        case best
        /// The replicates do not tell it apart from the best.
        case tied(pValue: Double)
        case worse(pValue: Double)
        /// No result of so few replicates could tell it apart.
        case tooFewReplicates
        /// Its rank is beyond the limit, or it has none.
        case notCompared

        var pValue: Double? {
            switch self {
            case .tied(let pValue), .worse(let pValue): pValue
            case .best, .tooFewReplicates, .notCompared: nil
            }
        }

        /// One word for a file.
        var name: String {
            switch self {
            case .best: "best"
            case .tied: "tied"
            case .worse: "worse"
            case .tooFewReplicates: "too_few_replicates"
            case .notCompared: ""
            }
        }

        var mark: Table.Mark? {
            switch self {
            case .best: .best
            case .tied: .tie
            case .worse, .tooFewReplicates, .notCompared: nil
            }
        }
    }

    /// Nil where there is nothing to compare.
    let test: ComparisonWithBest?
    /// By place in the ranking.
    private let standings: [Standing]

    /// Ranks that are compared: all pairs enter the test, so its time grows with their square.
    static let limit = 200

    /// - Parameter configurations: In the ranking's order.
    init(_ configurations: [ConfigurationSummary], yardstick: Yardstick, seed: UInt64) {
        let compared = configurations.prefix(GroupOfBest.limit).prefix { $0.rank != nil }
        guard let score = compared.first?.score, score.isFinite,
            let test = ComparisonWithBest(
                errors: compared.map { $0.statistics.scores(yardstick) }, seed: seed)
        else {
            test = nil
            standings = []
            return
        }
        self.test = test
        standings = test.verdicts.enumerated().map { place, verdict in
            switch verdict {
            case .best: .best
            case .compared(let p): test.isWorse(place) ? .worse(pValue: p) : .tied(pValue: p)
            case .tooFewReplicates: .tooFewReplicates
            }
        }
    }

    subscript(place: Int) -> Standing {
        standings.indices.contains(place) ? standings[place] : .notCompared
    }

    /// Whether the replicates can tell anything apart at all.
    var isConclusive: Bool {
        test.map { $0.smallestPValue <= $0.level } ?? false
    }

    var tied: Int { standings.count { if case .tied = $0 { true } else { false } } }
    var worse: Int { standings.count { if case .worse = $0 { true } else { false } } }
    var tooFew: Int { standings.count { $0 == .tooFewReplicates } }
    var compared: Int { max(standings.count - 1, 0) }
}

extension ConfigurationStatistics {
    /// By replicate from 0, nil where the plan has none.
    func scores(_ yardstick: Yardstick) -> [Double?] {
        var scores: [Double?] = Array(repeating: nil, count: (trials.last?.replicate ?? -1) + 1)
        for trial in trials { scores[trial.replicate] = yardstick.score(of: trial) }
        return scores
    }
}
