import Foundation
import TestSupport
import Testing

@Suite("How trials may end")
struct EndsTests {
    private func sweep(_ lines: String, limits: String = "{retries: 0}") -> String {
        """
        name: ends
        problem: decay.yaml
        method: grid
        seed: 7
        replicates: 3
        parameters:
          layers: 2
          neurons: 8
          collocation_points: 32
        \(lines)
        limits: \(limits)

        """
    }

    @Test func `a trial whose time is over keeps its last estimates, and is no result`() throws {
        let text = sweep(
            "  steps: 30000000", limits: "{time: 1s, retries: 0}")
        let sweep = try SweepFolder(sweep: text)
        let launch = try sweep.titrate("launch", "sweep.yaml", "--jobs", "3")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(
            try sweep.query(
                """
                select t.status, t.cause is not null as told, t.recovery_error,
                e.estimate = (select value from metrics m where m.trial = t.trial
                and name = 'estimate.k' order by step desc limit 1) as last
                from (select trials.*, a.cause from trials join attempts a using (trial)) t
                join estimates e using (trial) group by 1, 2, 3, 4
                """) == "status,told,recovery_error,last\ntimed_out,1,,1\n")
        #expect(try sweep.query("select succeeded from ranking") == "succeeded\n0\n")
        let trial = try sweep.query("select trial from trials limit 1").split(separator: "\n")[1]
        let shown = try sweep.titrate("show", String(trial)).output
        #expect(shown.contains("raise limits: time"), "\(shown)")
        #expect(shown.contains(/k +0\.\d/), "\(shown)")
    }

    @Test func `a trial that stalls says what to do, and keeps its estimates`() throws {
        let sweep = try SweepFolder(
            sweep: sweep("  steps: 500\n  learning_rate: 1e-9\n  plateau_steps: 20"))
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(
            try sweep.query(
                "select status, steps, count(*) from trials join estimates using (trial) group by 1"
            ) == "status,steps,count(*)\nstalled,21,3\n")
        let trial = try sweep.query("select trial from trials limit 1").split(separator: "\n")[1]
        let shown = try sweep.titrate("show", String(trial)).output
        #expect(shown.contains("stalled: the loss has not fallen"), "\(shown)")
        #expect(try sweep.titrate("report", "--output", "out").status == 0)
        let report = try String(
            contentsOf: sweep.folder.file("out/ends.md"), encoding: .utf8)
        #expect(report.contains("raise plateau_steps"), "\(report)")
    }

    @Test(arguments: ["ssbfgs", "adam+ssbroyden"])
    func `an optimizer that needs too much memory is refused in the plan`(
        optimizer: String
    ) throws {
        let text = sweep("  optimizer: \(optimizer)").replacing("neurons: 8", with: "neurons: 512")
        let sweep = try SweepFolder(sweep: text)
        let plan = try sweep.titrate("plan", "sweep.yaml")
        #expect(plan.status == 65)
        #expect(plan.errors.contains("sweep.yaml:10:"), "\(plan.errors)")
        #expect(plan.errors.contains("4096 at most"), "\(plan.errors)")
        #expect(plan.errors.contains("help: use lbfgs"), "\(plan.errors)")
    }

    @Test func `drawn guesses differ between replicates, not between configurations`() throws {
        let sweep = try SweepFolder(
            sweep: sweep("  steps: 5\n  guess: drawn\n  activation: {values: [tanh, sin]}"))
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        #expect(
            try sweep.query(
                """
                select count(*) as trials, count(distinct value) as guesses,
                count(distinct replicate || ' ' || value) as pairs,
                min(value) >= 0.09 and max(value) <= 9 as inside
                from metrics join trials using (trial) where name = 'estimate.k' and step = 0
                """) == "trials,guesses,pairs,inside\n6,3,3,1\n")
    }
}
