import Foundation
import TestSupport
import Testing

@Suite("Screening, focusing and confirming")
struct ExtendingTests {
    /// Four configurations in two replicates; the best two get four.
    static let sweep = """
        # Which activation and step size?
        name: decay
        problem: decay.yaml
        method: grid
        replicates: {screen: 2, focus: 4, top: 2}
        parameters:
          layers: 1
          neurons: 4
          activation: {values: [tanh, sin]}
          learning_rate: {values: [1e-3, 1e-2]}
          collocation_points: 8
          steps: 20

        """

    private let stages = "select stage, count(*), sum(status = 'succeeded') from trials group by 1"

    @Test func `a sweep screens, focuses on its best, and confirms what is asked`() throws {
        let folder = try SweepFolder(sweep: Self.sweep)
        let plan = try folder.titrate("plan", "sweep.yaml")
        #expect(
            plan.output.contains("the best 2 get 4 replicates: 4 more trials"), "\(plan.output)")
        let launch = try folder.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(
            launch.errors.contains("focus: 4 more trials of the best 2 configurations"),
            "\(launch.errors)")
        let focused = "stage,count(*),sum(status = 'succeeded')\nfocus,4,4\nplan,8,8\n"
        #expect(try folder.query(stages) == focused)
        let best = try folder.query(
            "select configuration, replicates from ranking order by rank limit 2")
        #expect(best.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",4") })

        let ranking = try folder.query("select * from ranking order by rank")
        let confirm = try folder.titrate("confirm", "--top", "1", "--replicates", "3")
        #expect(confirm.status == 0, "\(confirm.errors)")
        #expect(confirm.output.contains("confirmed: median recovery error"), "\(confirm.output)")
        #expect(try folder.query(stages).contains("confirmation,3,3\n"))
        #expect(try folder.query("select * from ranking order by rank") == ranking)
        #expect(
            try folder.query(
                "select group_concat(replicate) from trials where stage = 'confirmation'"
            )
            .hasSuffix("\n\"4,5,6\"\n"))
        #expect(
            try folder.query("select rank, selected_replicates, replicates from confirmations")
                .hasSuffix("\n1,4,3\n"))

        // Nothing is run twice, and the data of every replicate are fitted.
        #expect(try folder.titrate("confirm", "--top", "1", "--replicates", "3").status == 0)
        #expect(try folder.titrate("launch", "sweep.yaml").status == 0)
        #expect(try folder.query("select count(*) from attempts") == "count(*)\n15\n")
        #expect(try folder.titrate("baseline", "decay").status == 0)
        #expect(
            try folder.query("select count(distinct replicate) from baselines").hasSuffix("\n7\n"))
        #expect(try folder.titrate("report").status == 0)
        let report = try String(contentsOf: folder.folder.file("decay.md"), encoding: .utf8)
        #expect(report.contains("## Confirmed with fresh seeds"), "\(report)")
        #expect(report.contains("misfit of the equations' solution"), "\(report)")
    }

    @Test(arguments: ["lease.after", "result.after", "closing.after"])
    func `one that is killed on the way has the rows of one that is not`(failpoint: String)
        throws
    {
        let steady = try SweepFolder(sweep: Self.sweep)
        try steady.titrate("launch", "sweep.yaml")
        try steady.titrate("confirm", "--top", "2", "--replicates", "2")
        let folder = try SweepFolder(sweep: Self.sweep)
        var failpoint = ["TITRATE_FAILPOINT": failpoint]
        for arguments in [
            ["launch", "sweep.yaml"], ["confirm", "--top", "2", "--replicates", "2"],
        ] {
            for _ in 0..<40 {
                let run = folder.command(arguments, environment: failpoint)
                try run.start()
                if run.wait().status == 0 { break }
                failpoint = [:]
            }
        }
        #expect(try folder.settledRows() == steady.settledRows())
        #expect(
            try folder.query("select * from confirmations")
                == steady.query("select * from confirmations"))
    }

    @Test func `confirming finishes an interrupted plan first`() throws {
        let folder = try SweepFolder(sweep: Self.sweep)
        let killed = try folder.titrate(
            "launch", "sweep.yaml", environment: ["TITRATE_FAILPOINT": "result.before"])
        #expect(killed.wasSignalled)
        #expect(try folder.titrate("confirm", "--top", "1", "--replicates", "1").status == 0)
        #expect(
            try folder.query(stages)
                == """
                stage,count(*),sum(status = 'succeeded')
                confirmation,1,1
                focus,4,4
                plan,8,8

                """)
    }

    @Test func `wrong counts are wrong usage`() throws {
        let folder = try SweepFolder(sweep: Self.sweep)
        #expect(try folder.titrate("confirm", "--top", "0").status == 64)
        #expect(try folder.titrate("confirm", "decay").status == 66)
    }
}
