import ArgumentParser
import ClassicalFits
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
import ReportDocument
import SweepModel
import SweepReport
import SweepStore

/// How a table is written.
enum BaselineFormat: String, CaseIterable, ExpressibleByArgument {
    case table, csv
}

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Fit a problem's data by classical methods, and say what they allow.",
        discussion: """
            Rows for each unknown of each replicate: the least-squares estimate and the median of \
            the Bayesian posterior, their relative error where the truth is known, their relative \
            standard error, and the Cramér-Rao bound, the smallest standard error that an unbiased \
            estimator can have with these data. A replicate's data are those of its trials in a \
            sweep of the same seed. A fit is made by Levenberg-Marquardt steps with exact \
            sensitivities from the guess and from drawn points, and takes some hundredths of a \
            second; a posterior by Markov chains that start around every minimum found, spread \
            out, and go on until R-hat is at most 1.01 and the effective sample size at least 400, \
            which takes seconds. Its prior is flat in the training's coordinate (the logarithm of what is positive) within \
            an unknown's bounds. With a sweep's name all its replicates are fitted and each is \
            kept in the store as it is done, for the views baselines, bounds and excess_errors \
            and for the report; what the store has is not computed again.
            """)

    @Argument(help: "The problem file, or the name of a sweep in the store.")
    var subject: String

    @Option(
        help: ArgumentHelp("The seed of a sweep, with a problem file; 0.", valueName: "seed"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Data sets to fit, with a problem file, from replicate 0 on; 1.", valueName: "count"))
    var replicates: Int?

    @Option(help: ArgumentHelp("Starts of a fit, the guess included; 5.", valueName: "count"))
    var starts: Int?

    @Flag(inversion: .prefixedNo, help: "Draw from the posterior too.")
    var posterior = true

    @Option(
        help: ArgumentHelp(
            "Solutions of the equations that a posterior may take; 50000.", valueName: "count"))
    var evaluations: Int?

    @Flag(help: "Compute again what the store has.")
    var again = false

    @Option(help: "How to write the result.")
    var format: BaselineFormat = .table

    @OptionGroup var store: StoreOptions

    func validate() throws {
        for (name, value, most) in [
            ("--replicates", replicates, 100_000), ("--starts", starts, 1000),
            ("--evaluations", evaluations, 1_000_000_000),
        ] {
            guard (1...most).contains(value ?? 1) else {
                throw ValidationError("\(name) is a number from 1 to \(most)")
            }
        }
        if !isFile, seed != nil || replicates != nil {
            throw ValidationError(
                "--seed and --replicates go with a problem file; a sweep has its own")
        }
    }

    /// What is written like a file is one, also where it is missing.
    private var isFile: Bool {
        let url = URL(filePath: subject)
        return subject.contains("/") || ["yaml", "yml"].contains(url.pathExtension)
            || FileManager.default.isRegularFile(url)
    }

    func run() throws {
        let (fits, problem) = try isFile ? fitsOfFile() : fitsOfSweep()
        let table = BaselineTable(fits, truths: problem.unknowns.map(\.truth))
        Console.write(format == .csv ? table.exact.csv : table.readable.plainText)
    }

    private func methods(_ problem: Problem, seed: UInt64) throws -> ClassicalMethods {
        ClassicalMethods(
            preparation: try ProblemPreparation(problem: problem), seed: seed,
            starts: starts ?? 5, evaluationLimit: posterior ? evaluations ?? 50_000 : nil)
    }

    private func fitsOfFile() throws -> ([ReplicateFits], Problem) {
        let methods = try methods(readProblem(at: subject).problem, seed: seed ?? 0)
        sayWhatIsFitted(seed: methods.seed, count: replicates ?? 1)
        let fits = try (0..<(replicates ?? 1)).map { replicate in
            let (fits, baseline) = try methods.fits(replicate: replicate, needsPosterior: true)
            if replicate == 0 { try sayWhatIsIdentifiable(methods, baseline) }
            return fits
        }
        return (fits, methods.preparation.problem)
    }

    /// The store is owned only while fits are written, so that it is free in between, and what is
    /// done stays done.
    private func fitsOfSweep() throws -> ([ReplicateFits], Problem) {
        let reading = try store.reading()
        let name = try reading.resolvedName(subject)
        let input = try SweepInput(named: name, in: reading)
        let methods = try methods(input.problem, seed: input.plan.seed)
        let kept = try KeptFits(of: name, in: reading)
        let count = try reading.sweepRecord(named: name).dataSets
        sayWhatIsFitted(seed: methods.seed, count: count)
        let fits = try (0..<count).map { replicate in
            let known = kept.fits(of: replicate, starts: starts)
            let needsFit = again || known.leastSquares == nil
            let needsPosterior =
                posterior && (again || needsMore(than: known.posterior))
            if let old = known.leastSquares, !needsFit, !needsPosterior {
                return ReplicateFits(leastSquares: old, posterior: known.posterior)
            }
            let (new, baseline) = try methods.fits(
                replicate: replicate, needsPosterior: needsPosterior)
            if replicate == 0 { try sayWhatIsIdentifiable(methods, baseline) }
            Console.say(new.summary)
            let all = ReplicateFits(
                leastSquares: needsFit ? new.leastSquares : known.leastSquares!,
                posterior: new.posterior ?? known.posterior)
            let owned = try OwnedStore(store.files, mode: .existing).store
            if needsFit { try owned.keep([all.leastSquares], of: name) }
            if needsPosterior { try owned.keep([all.posterior].compactMap { $0 }, of: name) }
            return all
        }
        return (fits, input.problem)
    }

    private func sayWhatIsFitted(seed: UInt64, count: Int) {
        Console.say("\(subject): seed \(seed), \(Figures.count(count, "data set"))")
    }

    /// Whether a posterior is missing, or asks for the larger budget that is given.
    private func needsMore(than posterior: PosteriorRecord?) -> Bool {
        guard let posterior else { return true }
        guard let evaluations else { return false }
        return !posterior.hasConverged && evaluations > posterior.evaluations
    }

    private func sayWhatIsIdentifiable(
        _ methods: ClassicalMethods, _ baseline: ClassicalBaseline
    ) throws {
        let estimates = baseline.information == nil ? nil : baseline.fit.estimates
        let limits = try DataLimits(methods.preparation, seed: methods.seed, estimates: estimates)
        if let limits { Console.say(limits.sentence) }
    }
}

/// The classical fits of a sweep that the store has.
private struct KeptFits {
    private let baselines: [Int: BaselineRecord]
    private let posteriors: [Int: PosteriorRecord]

    init(of sweep: String, in store: SweepStore) throws {
        baselines = Dictionary(
            uniqueKeysWithValues: try store.baselines(of: sweep).map { ($0.replicate, $0) })
        posteriors = Dictionary(
            uniqueKeysWithValues: try store.posteriors(of: sweep).map { ($0.replicate, $0) })
    }

    /// - Parameter starts: What a kept fit must have had; nil where any number will do.
    func fits(
        of replicate: Int, starts: Int?
    ) -> (leastSquares: BaselineRecord?, posterior: PosteriorRecord?) {
        let baseline = baselines[replicate].flatMap {
            starts == nil || starts == $0.starts ? $0 : nil
        }
        return (baseline, posteriors[replicate])
    }
}

extension FileManager {
    fileprivate func isRegularFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
}
