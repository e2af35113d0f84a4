import ClassicalFits
import ProblemModel
import ReferenceSolver
import SweepModel
import SweepReport
import SweepStore

/// What the data of replicate 0 determine of a problem's unknowns, in words.
struct DataLimits {
    private let identifiability: Identifiability
    private let place: String

    /// - Parameter estimates: Least-squares estimates, for problems whose truth or noise is not
    ///   known; nil where there are none.
    init?(_ preparation: ProblemPreparation, seed: UInt64, estimates: [Double]?) throws {
        guard
            let information = try FisherInformation(
                ofReplicate: 0, seed: seed, preparation, estimates: estimates)
        else { return nil }
        identifiability = Identifiability(information)
        let truths = preparation.problem.unknowns.map(\.truth)
        place = information.values == truths ? "at the truth" : "at the estimates of replicate 0"
    }

    /// What the data cannot determine, and which combinations they can; nil where they determine
    /// every unknown.
    var undetermined: String? { identifiability.sentence.map { "\($0), \(place)" } }

    /// One line in any case.
    var sentence: String { undetermined ?? "these data determine every unknown, \(place)" }
}

extension DataLimits {
    /// Of the data of a report's sweep; nil where it needs a fit that the store does not have.
    init?(ofDataOf report: Report, from store: SweepStore) throws {
        let input = try SweepInput(named: report.sweep.name, in: store)
        let fitted = report.leastSquaresEstimates(ofReplicate: 0).compactMap { $0 }
        let isFitted = fitted.count == input.problem.unknowns.count
        try self.init(
            ProblemPreparation(problem: input.problem), seed: report.sweep.seed,
            estimates: isFitted ? fitted : nil)
    }
}
