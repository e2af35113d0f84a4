import Foundation
import PINNCore
import TestSupport
import Testing
import TrialProtocol
import TrialTraining

/// The long variant, run by `make bench-science`; its table is kept as `Reports/science.md`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TITRATE_BENCH_SCIENCE"] == "1"))
struct ScienceReportTests {
    private static let plan: [(recipe: PublishedRecipe, seeds: ClosedRange<UInt64>)] =
        PublishedRecipe.flagship.map { ($0, 1...5) } + [
            (.absorption, 1...10), (.lorenz, 1...5), (.infusion, 1...5),
            (.infusionHarmonics, 1...5),
        ]

    @Test func `Published results are reached on all seeds`() throws {
        var report = ScienceReport()
        for (recipe, seeds) in Self.plan {
            let problem = try PublishedProblem(recipe.problem)
            var results: [PublishedRecipe.Result] = []
            for seed in seeds {
                let result = try recipe.train(on: problem, seed: seed)
                expectWithinBounds(recipe, problem, result)
                report.add(recipe, problem, result)
                results.append(result)
            }
            let median = upperMedian(results.compactMap { $0.errors.max() })
            #expect(median <= recipe.medianWorst, "\(recipe): median \(median)")
            report.addMedian(recipe, seeds: seeds.count, median)
        }
        print(report.text)
        if let path = ProcessInfo.processInfo.environment["TITRATE_BENCH_SCIENCE_FILE"] {
            try Data(report.text.utf8).write(to: URL(filePath: path))
        }
    }
}

/// The Markdown text of the results.
struct ScienceReport {
    private var rows: [String] = []
    private var medians: [String] = []

    mutating func addMedian(_ recipe: PublishedRecipe, seeds: Int, _ median: Double) {
        let bound =
            recipe.medianWorst < .infinity ? "≤ \(percent([recipe.medianWorst]))" : "–"
        medians.append("| \(recipe) | \(seeds) | \(percent([median])) | \(bound) |")
    }

    mutating func add(
        _ recipe: PublishedRecipe, _ problem: PublishedProblem, _ result: PublishedRecipe.Result
    ) {
        let names = problem.unknownNames
        let errors = zip(names, result.errors).map { "\($0) \(percent([$1]))" }
        let bounds = names.map { percent([recipe.bounds[$0] ?? recipe.worst]) }
        let bound = recipe.atLeast > 0 ? "worst ≥ \(percent([recipe.atLeast]))" : bound(bounds)
        let excess = result.excess.map { String(format: "%.2g", $0) } ?? "–"
        let most =
            recipe.largestExcess < .infinity ? String(format: "≤ %g", recipe.largestExcess) : "–"
        rows.append(
            "| \(recipe) | \(result.seed) | \(errors.joined(separator: ", ")) "
                + "| \(percent([result.errors.max() ?? 0])) | \(bound) | \(excess) | \(most) "
                + "| \(result.end.steps) |")
    }

    private func bound(_ bounds: [String]) -> String {
        if Set(bounds) == [percent([.infinity])] { return "–" }
        return Set(bounds).count == 1 ? "≤ \(bounds[0])" : "≤ \(bounds.joined(separator: ", "))"
    }

    var text: String {
        """
        # Parameter recovery, seed by seed

        Errors are fold errors minus one. From least squares: the farthest unknown from the
        least-squares estimate on the same data, in Cramér-Rao standard errors, which is what the
        training adds to the luck of the data (none without noise). Each seed draws the noise of the data, where there is any,
        and the network. Titrate \(titrateVersion), machine type \(MachineType.current),
        \(Machine.description), \(Machine.date). `make bench-science` writes this file.

        | recipe | seeds | median of the worst unknown's error | asked for |
        |---|---|---|---|
        \(medians.joined(separator: "\n"))

        | recipe | seed | errors | worst | asked for | from least squares | asked for | steps |
        |---|---|---|---|---|---|---|---|
        \(rows.joined(separator: "\n"))

        """
    }
}

/// The element in the middle, the higher one of an even count.
private func upperMedian(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}
