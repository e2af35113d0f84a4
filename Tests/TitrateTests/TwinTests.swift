import Foundation
import TestSupport
import Testing

@Suite("The twin of a sweep on measured data")
struct TwinTests {
    private static let problem = """
        # A comment.
        name: decay
        title: Elimination, measured
        time: {start: 0, end: 10, unit: h}
        unknowns:
          k: {guess: 0.9, bounds: [0.01, 10], unit: 1/h}
        states:
          C: {initial: 2, unit: mg/L, rate: -k*C}
          D: {initial: 0, rate: k*C}
        data: {file: measured.csv, holdout: 0.25}

        """

    /// 2·exp(−0.3 t), rounded, with an empty cell.
    private static let table = """
        time,C,D
        1,1.482,0.52
        2,1.098,0.90
        4,0.602,
        6,0.331,1.67
        8,0.181,1.82
        10,0.0996,1.90

        """

    private static let sweep = """
        name: decay
        problem: decay.yaml
        method: grid
        replicates: 2
        parameters:
          layers: 1
          neurons: 8
          optimizer: {values: [adam+lbfgs, adam]}
          collocation_points: 16
          steps: 200
          lbfgs_steps: 200

        """

    private func folder() throws -> SweepFolder {
        let folder = try SweepFolder(sweep: Self.sweep)
        try folder.folder.write(Self.problem, to: "decay.yaml")
        try folder.folder.write(Self.table, to: "measured.csv")
        return folder
    }

    @Test func `runs the same configurations where the truth is known`() throws {
        let folder = try folder()
        let early = try folder.titrate("launch", "sweep.yaml", "--twin")
        #expect(early.status == 66, "\(early.errors)")
        #expect(try folder.titrate("launch", "sweep.yaml").status == 0)
        let twin = try folder.titrate("launch", "sweep.yaml", "--twin")
        #expect(twin.status == 0, "\(twin.errors)")
        #expect(
            try folder.query(
                """
                select count(distinct configuration), count(*), count(recovery_error), sweep
                from trials group by sweep order by sweep
                """
            ).hasSuffix("\n2,4,0,decay\n2,4,4,decay-twin\n"))
        // The truth is the best configuration's estimate of the data.
        #expect(
            try folder.query(
                """
                select abs(truth - 0.3) < 0.02 from estimates
                join trials using (trial) where sweep = 'decay-twin' limit 1
                """
            ).hasSuffix("\n1\n"))
        #expect(
            try folder.query("select ranked_by from ranking group by sweep order by sweep")
                .hasSuffix("\nloss_holdout\nrecovery_error\n"))
        #expect(try folder.titrate("report", "decay").status == 0)
        let report = try String(contentsOf: folder.folder.file("decay.md"), encoding: .utf8)
        #expect(report.contains("## Which configuration to trust"), "\(report)")
        // All that it is made of is in the store.
        try FileManager.default.removeItem(at: folder.folder.file("measured.csv"))
        #expect(try folder.titrate("resume", "decay-twin").status == 0)
        let trial = try folder.query(
            "select trial from trials where sweep = 'decay-twin' limit 1"
        ).split(separator: "\n")[1]
        #expect(try folder.titrate("rerun", String(trial)).status == 0)
    }

    @Test func `is not made where a truth is known`() throws {
        let folder = try SweepFolder(steps: 1)
        let twin = try folder.titrate("launch", "sweep.yaml", "--twin")
        #expect(twin.status == 65 || twin.status == 66, "\(twin.errors)")
        #expect(try folder.titrate("launch", "sweep.yaml").status == 0)
        let refused = try folder.titrate("launch", "sweep.yaml", "--twin")
        #expect(refused.status == 65 && refused.errors.contains("truth is known"))
    }
}
