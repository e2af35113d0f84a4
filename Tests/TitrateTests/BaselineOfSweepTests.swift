import Foundation
import TestSupport
import Testing

@Suite("The baseline of a sweep")
struct BaselineOfSweepTests {
    @Test func `is kept in the store and compared with in the report`() throws {
        let sweep = try SweepFolder(steps: 300)
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        let before = try sweep.titrate("report")
        #expect(before.status == 0, "\(before.errors)")
        let fitted = try sweep.titrate("baseline", "decay")
        #expect(fitted.status == 0, "\(fitted.errors)")
        // A heading with its rule, and two methods for each of two replicates.
        #expect(fitted.output.split(separator: "\n").count == 6, "\(fitted.output)")
        let bounds = try sweep.query(
            "select sweep, replicate, parameter, standard_error > 0 from bounds order by replicate")
        #expect(
            bounds.split(separator: "\n").dropFirst().map(String.init)
                == ["decay,0,k,1", "decay,1,k,1"])
        let excess = try sweep.query("select count(*), min(excess_error) >= 0 from excess_errors")
        #expect(excess.hasSuffix("12,1\n"), "\(excess)")
        #expect(try sweep.titrate("report").status == 0)
        let report = try String(contentsOf: sweep.folder.file("decay.md"), encoding: .utf8)
        #expect(report.contains("comes closest to what the data allow"))
        #expect(report.contains("| Cramér-Rao bound (standard error) |"))
        #expect(report.contains("| posterior (median)"))
        #expect(report.contains("## Concentration profiles"))
        #expect(!report.contains("cannot determine"))
        let network = report.split(separator: "\n").first { $0.contains("| the network") }
        #expect(network?.hasPrefix("| `C`") == true)
        let picture = sweep.folder.file("decay-figures/profiles.svg")
        #expect(try String(contentsOf: picture, encoding: .utf8).hasPrefix("<svg"))
    }

    @Test func `is computed once, in steps that stay done`() throws {
        let sweep = try SweepFolder(steps: 10)
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        let fit = try sweep.titrate("baseline", "decay", "--no-posterior")
        #expect(fit.status == 0 && fit.errors.contains("replicate 1: least squares converged"))
        #expect(!fit.errors.contains("posterior"))
        let first = try sweep.titrate("baseline", "decay", "--format", "csv")
        #expect(first.errors.contains("posterior converged in "))
        let again = try sweep.titrate("baseline", "decay", "--format", "csv")
        #expect(again.output == first.output)
        #expect(!again.errors.contains("replicate"), "\(again.errors)")
        let views = try sweep.query(
            """
            select method, replicate, lower < estimate and estimate < upper, r_hat <= 1.01,
                min(effective_sample_size, tail_effective_sample_size) >= 400, outcome
            from baselines where method = 'posterior' order by replicate
            """)
        #expect(
            views.split(separator: "\n").dropFirst() == [
                "posterior,0,1,1,1,converged", "posterior,1,1,1,1,converged",
            ])
        let short = try sweep.titrate(
            "baseline", "decay", "--again", "--evaluations", "1500", "--format", "csv")
        #expect(short.output.contains("not converged: R-hat "))
        // A larger budget goes on, a smaller one leaves what is there.
        #expect(
            try sweep.titrate("baseline", "decay", "--evaluations", "1400", "--format", "csv")
                .output == short.output)
        let long = try sweep.titrate(
            "baseline", "decay", "--evaluations", "50000", "--format", "csv")
        #expect(!long.output.contains("not converged"))
    }

    @Test func `needs a sweep of this name, and takes its seed and replicates from it`() throws {
        let sweep = try SweepFolder(steps: 10)
        #expect(try sweep.titrate("baseline", "decay").status == 66)
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        #expect(try sweep.titrate("baseline", "other").status == 66)
        #expect(try sweep.titrate("baseline", "decay", "--seed", "3").status == 64)
    }

    @Test func `that leaves unknowns open is told in the report's answer`() throws {
        let sweep = try SweepFolder(steps: 10)
        let rate = "a: {truth: 2, guess: 1}\n  b: {truth: 0.15, guess: 1}"
        let problem = SweepFolder.problem
            .replacing("k: {truth: 0.3, guess: 0.9, bounds: [0.01, 10], unit: 1/h}", with: rate)
            .replacing("-k*C", with: "-a*b*C")
        try sweep.folder.write(problem, to: "decay.yaml")
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        let result = try sweep.titrate("report")
        #expect(result.status == 0, "\(result.errors)")
        let report = try String(contentsOf: sweep.folder.file("decay.md"), encoding: .utf8)
        let answer = report.prefix(upTo: try #require(report.range(of: "\n## ")).lowerBound)
        #expect(answer.contains("**These data cannot determine a/b (standard error unlimited)"))
        #expect(answer.contains("they determine a·b ("))
    }
}
