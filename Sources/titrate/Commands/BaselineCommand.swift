import ArgumentParser
import ClassicalFits
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
import SweepReport

/// How a table is written.
enum BaselineFormat: String, CaseIterable, ExpressibleByArgument {
    case table, csv
}

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Fit a problem's data by classical least squares, and say what they allow.",
        discussion: """
            A row for each unknown of each replicate: the estimate, its relative error where the \
            truth is known, its relative standard error, and the Cramér-Rao bound, the smallest \
            standard error that an unbiased estimator can have with these data. A replicate's data \
            are those of its trials in a sweep of the same seed. A fit is made by \
            Levenberg-Marquardt steps with exact sensitivities from the guess and from drawn \
            points.
            """)

    @Argument(help: "The problem file.")
    var problem: String

    @Option(help: ArgumentHelp("The seed of a sweep.", valueName: "seed"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("Data sets to fit, from replicate 0 on.", valueName: "count"))
    var replicates: Int = 1

    @Option(help: ArgumentHelp("Starts of a fit, the guess included.", valueName: "count"))
    var starts: Int = 5

    @Option(help: "How to write the result.")
    var format: BaselineFormat = .table

    func validate() throws {
        guard (1...100_000).contains(replicates) else {
            throw ValidationError("--replicates is a number from 1 to 100000")
        }
        guard (1...1000).contains(starts) else {
            throw ValidationError("--starts is a number from 1 to 1000")
        }
    }

    func run() throws {
        let preparation = try ProblemPreparation(problem: readProblem(at: problem).problem)
        var table = BaselineTable(problem: preparation.problem)
        for replicate in 0..<replicates {
            let begin = Self.cpuSeconds
            let baseline = try fitted(preparation, replicate)
            table.append(baseline, replicate: replicate, cpuSeconds: Self.cpuSeconds - begin)
            if replicate == 0 { sayWhatIsIdentifiable(baseline) }
        }
        Console.write(format == .csv ? table.exact.csv : table.readable.plainText)
    }

    private func fitted(
        _ preparation: ProblemPreparation, _ replicate: Int
    ) throws -> ClassicalBaseline {
        do throws(SolverFault) {
            return try ClassicalBaseline(
                preparation, seed: seed, replicate: replicate, starts: starts)
        } catch {
            throw PreparationFault.unsolvable(error)
        }
    }

    /// By the bound, else by the estimates of the first replicate.
    private func sayWhatIsIdentifiable(_ baseline: ClassicalBaseline) {
        guard let information = baseline.bound ?? baseline.information else { return }
        let place = baseline.bound == nil ? "at the estimates of replicate 0" : "at the truth"
        let sentence = Identifiability(information).sentence
        Console.say("\(sentence ?? "these data determine every unknown"), \(place)")
    }

    /// The CPU time of this process so far.
    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// Fits as rows, an unknown each.
private struct BaselineTable {
    private static let columns: [Table.Column] = [
        .init("replicate", .right), .init("parameter"), .init("estimate", .right),
        .init("relative_error", .right), .init("standard_error", .right), .init("bound", .right),
        .init("starts_at_minimum", .right), .init("iterations", .right),
        .init("cpu_seconds", .right), .init("outcome"),
    ]

    private let problem: Problem
    /// Numbers to their last digit, nothing where there is none.
    private(set) var exact = Table(columns: BaselineTable.columns)
    /// Numbers to be read.
    private(set) var readable = Table(columns: BaselineTable.columns)

    init(problem: Problem) { self.problem = problem }

    mutating func append(_ baseline: ClassicalBaseline, replicate: Int, cpuSeconds: Double) {
        let errors = baseline.information?.relativeStandardErrors
        let bounds = baseline.bound?.relativeStandardErrors
        for (index, unknown) in problem.unknowns.enumerated() {
            let isEstimate = baseline.information != nil
            let estimate = isEstimate ? baseline.fit.estimates[index] : nil
            let error = unknown.truth.flatMap { truth in estimate.map { $0 / truth - 1 } }
            let shares = [error, errors?[index], bounds?[index]]
            let head = ["\(replicate)", unknown.name]
            let counts = [
                "\(baseline.startsAtMinimum)/\(baseline.starts)", "\(baseline.fit.iterations)",
            ]
            let outcome = baseline.fit.outcome.text
            exact.append(
                head + ([estimate] + shares).map { $0.map(\.description) ?? "" } + counts
                    + [cpuSeconds.description, outcome])
            readable.append(
                head + [estimate.map { Figures.significant($0, digits: 6) } ?? Figures.none]
                    + [error.map(Figures.signedPercent) ?? Figures.none]
                    + shares.dropFirst().map { $0.map { Figures.percent($0) } ?? Figures.none }
                    + counts + [Figures.significant(cpuSeconds), outcome])
        }
    }
}
