import Foundation
import TestSupport
import Testing

/// Every way in which a trial can end, from its process to the views and to `status`.
@Suite("How trials end", .disabled(if: Machine.isSanitized, "a sanitizer has ends of its own"))
struct FailureTaxonomyTests {
    /// What a trial does, and what is to be known of it.
    struct Case {
        let behaviour: String
        let status: String
        var attempts = 1
        /// How its last attempt's cause begins.
        var cause = ""
    }

    /// By place: the first has 1 neuron, the second 2, and so on.
    static let cases = [
        Case(behaviour: "succeed 0.3", status: "succeeded"),
        Case(behaviour: "diverge-at 120", status: "diverged", cause: "the loss is not finite"),
        Case(behaviour: "diverge-at 7", status: "diverged", cause: "the loss is not finite"),
        Case(behaviour: "stall", status: "stalled", cause: "as asked"),
        Case(behaviour: "hang", status: "timed_out", attempts: 2, cause: "took longer"),
        Case(behaviour: "ignore-term", status: "timed_out", attempts: 2, cause: "took longer"),
        Case(behaviour: "eat", status: "out_of_memory", attempts: 2, cause: "needed more memory"),
        Case(behaviour: "exit 3", status: "crashed", attempts: 2, cause: "exited with code 3"),
        Case(behaviour: "signal 11", status: "crashed", attempts: 2, cause: "crashed with sig"),
        Case(behaviour: "signal 9", status: "crashed", attempts: 2, cause: "killed from outside"),
        Case(behaviour: "silent", status: "crashed", attempts: 2, cause: "exited without telling"),
        Case(behaviour: "torn", status: "crashed", attempts: 2, cause: "exited without telling"),
        Case(behaviour: "boast", status: "crashed", attempts: 2, cause: "told an end that is not"),
        Case(behaviour: "kill-worker", status: "lost", attempts: 3, cause: "its worker was kil"),
        Case(behaviour: "garbage", status: "succeeded"),
        Case(behaviour: "leak 1000", status: "succeeded"),
        Case(behaviour: "succeed 0.4", status: "succeeded"),
    ]

    /// A sweep of these cases, and a build whose trials are fixture programs that behave so.
    static func folder() throws -> (SweepFolder, command: URL) {
        let neurons = (1...cases.count).map(String.init).joined(separator: ", ")
        let sweep = try SweepFolder(
            sweep: """
                name: decay
                problem: decay.yaml
                method: grid
                parameters:
                  neurons: {values: [\(neurons)]}
                limits: {time: 3s, memory: 200MiB, retries: 1}

                """)
        for (place, trial) in cases.enumerated() {
            try sweep.folder.write(trial.behaviour, to: "behaviours/\(place + 1)")
        }
        return (sweep, try CommonFailureTests.fixtureBuild(in: sweep))
    }

    @Test func `each is told apart, ends after its retries and keeps nothing waiting`() throws {
        let (sweep, command) = try Self.folder()
        // One at a time: the trial that kills its worker shall take no other along.
        let launch = try run(
            command, ["launch", "sweep.yaml", "--jobs", "1"], in: sweep.folder.url)
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        let rows = try sweep.query(
            """
            select t.neurons, t.status, t.attempts, coalesce(a.cause, ''), count(b.attempt)
            from trials t join attempts a on a.trial = t.trial and a.attempt = t.attempts
            join attempts b on b.trial = t.trial group by t.trial order by t.neurons
            """
        ).split(separator: "\n").dropFirst()
        #expect(rows.count == Self.cases.count)
        for (row, trial) in zip(rows, Self.cases) {
            let cells = row.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false)
            #expect(cells[1] == trial.status, "\(trial.behaviour): \(row)")
            #expect(cells[2] == "\(trial.attempts)", "\(trial.behaviour): \(row)")
            let cause = cells[3].drop { $0 == "\"" }
            #expect(cause.hasPrefix(trial.cause), "\(trial.behaviour): \(row)")
            #expect(row.hasSuffix(",\(trial.attempts)"), "\(trial.behaviour): \(row)")
        }
        try Self.checkStatus(of: sweep)
    }

    static func checkStatus(of sweep: SweepFolder) throws {
        let status = try sweep.titrate("status").output
        let count = cases.count
        #expect(status.contains("decay: \(count) of \(count) trials done"), "\(status)")
        for kind in Set(cases.map(\.status)) {
            let trials = cases.count { $0.status == kind }
            #expect(status.contains("  \(kind)  \(trials)\n"), "\(kind): \(status)")
        }
        for line in [
            "2 × diverged: the loss is not finite after step N\n", "2 × timed_out: took longer",
            "2 × crashed: exited without telling how it ended\n",
            "1 × crashed: exited with code 3\n",
            "1 × lost: its worker was killed by signal 9\n",
        ] {
            #expect(status.contains(line), "\(line): \(status)")
        }
        let report = try sweep.titrate("report")
        #expect(report.status == 0, "\(report.errors)")
        let text = try String(contentsOf: sweep.folder.file("decay.md"), encoding: .utf8)
        #expect(
            text.contains(/\| diverged +\| +2 \| the loss is not finite after step N/), "\(text)")
    }
}
