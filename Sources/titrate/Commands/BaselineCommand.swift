import ArgumentParser
import ClassicalFits
import Foundation
import ProblemFile
import ProblemModel
import ReferenceSolver
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
        abstract: "Fit a problem's data by classical least squares, and say what they allow.",
        discussion: """
            A row for each unknown of each replicate: the estimate, its relative error where the \
            truth is known, its relative standard error, and the Cramér-Rao bound, the smallest \
            standard error that an unbiased estimator can have with these data. A replicate's data \
            are those of its trials in a sweep of the same seed. A fit is made by \
            Levenberg-Marquardt steps with exact sensitivities from the guess and from drawn \
            points. With a sweep's name all its replicates are fitted and kept in the store, for \
            the views baselines, bounds and excess_errors and for the report.
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

    @Option(help: ArgumentHelp("Starts of a fit, the guess included.", valueName: "count"))
    var starts: Int = 5

    @Option(help: "How to write the result.")
    var format: BaselineFormat = .table

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...100_000).contains(replicates ?? 1) else {
            throw ValidationError("--replicates is a number from 1 to 100000")
        }
        guard (1...1000).contains(starts) else {
            throw ValidationError("--starts is a number from 1 to 1000")
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
        let fits = try isFile ? fitsOfFile() : fitsOfSweep()
        Console.write(format == .csv ? fits.exact.csv : fits.readable.plainText)
    }

    private func fitsOfFile() throws -> BaselineTable {
        let preparation = try ProblemPreparation(problem: readProblem(at: subject).problem)
        let records = try records(preparation, seed: seed ?? 0, replicates: replicates ?? 1)
        return BaselineTable(records, problem: preparation.problem)
    }

    /// The store is owned only while the fits are written, so that a sweep may run meanwhile.
    private func fitsOfSweep() throws -> BaselineTable {
        let reading = try store.reading()
        let name = try reading.resolvedName(subject)
        let input = try SweepInput(named: name, in: reading)
        let preparation = try ProblemPreparation(problem: input.problem)
        let records = try records(
            preparation, seed: input.plan.seed,
            replicates: try reading.sweepRecord(named: name).dataSets)
        try OwnedStore(store.files, mode: .existing).store.keep(records, of: name)
        return BaselineTable(records, problem: preparation.problem)
    }

    private func records(
        _ preparation: ProblemPreparation, seed: UInt64, replicates: Int
    ) throws -> [BaselineRecord] {
        try (0..<replicates).map { replicate in
            let begin = Self.cpuSeconds
            let baseline = try fitted(preparation, seed: seed, replicate)
            if replicate == 0 { sayWhatIsIdentifiable(baseline) }
            return BaselineRecord(
                baseline, of: preparation.problem, replicate: replicate,
                cpuSeconds: Self.cpuSeconds - begin)
        }
    }

    private func fitted(
        _ preparation: ProblemPreparation, seed: UInt64, _ replicate: Int
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

extension FileManager {
    fileprivate func isRegularFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
}

extension BaselineRecord {
    /// The fit as the store keeps it.
    fileprivate init(
        _ baseline: ClassicalBaseline, of problem: Problem, replicate: Int, cpuSeconds: Double
    ) {
        let errors = baseline.information?.relativeStandardErrors
        let bounds = baseline.bound?.relativeStandardErrors
        self.init(
            replicate: replicate, outcome: baseline.fit.outcome.text, starts: baseline.starts,
            startsAtMinimum: baseline.startsAtMinimum, iterations: baseline.fit.iterations,
            cpuSeconds: cpuSeconds,
            unknowns: problem.unknowns.enumerated().map { index, unknown in
                BaselineEstimate(
                    parameter: unknown.name,
                    estimate: errors == nil ? nil : baseline.fit.estimates[index],
                    standardError: errors?[index], bound: bounds?[index])
            })
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

    /// Numbers to their last digit, nothing where there is none.
    private(set) var exact = Table(columns: BaselineTable.columns)
    /// Numbers to be read.
    private(set) var readable = Table(columns: BaselineTable.columns)

    init(_ records: [BaselineRecord], problem: Problem) {
        for record in records {
            for (unknown, fit) in zip(problem.unknowns, record.unknowns) {
                append(fit, of: record, truth: unknown.truth)
            }
        }
    }

    private mutating func append(
        _ fit: BaselineEstimate, of record: BaselineRecord, truth: Double?
    ) {
        let error = truth.flatMap { truth in fit.estimate.map { $0 / truth - 1 } }
        let shares = [fit.standardError, fit.bound]
        let head = ["\(record.replicate)", fit.parameter]
        let counts = ["\(record.startsAtMinimum)/\(record.starts)", "\(record.iterations)"]
        exact.append(
            head + ([fit.estimate, error] + shares).map { $0.map(\.description) ?? "" } + counts
                + [record.cpuSeconds.description, record.outcome])
        readable.append(
            head
                + [fit.estimate.map { Figures.significant($0, digits: 6) } ?? Figures.none]
                + [error.map(Figures.signedPercent) ?? Figures.none]
                + shares.map { $0.map { Figures.percent($0) } ?? Figures.none } + counts
                + [Figures.significant(record.cpuSeconds), record.outcome])
    }
}
