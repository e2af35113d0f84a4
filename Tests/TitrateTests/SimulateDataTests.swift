import Foundation
import TestSupport
import Testing

@Suite("Printing data sets")
struct SimulateDataTests {
    @Test func `a replicate's data are those that a problem file can name`() throws {
        let sweep = try SweepFolder()
        let printed = try sweep.titrate(
            "simulate", "decay.yaml", "--data", "--seed", "7", "--replicate", "1")
        #expect(printed.status == 0, "\(printed.errors)")
        let lines = printed.output.split(separator: "\n")
        #expect(lines.count == 21 && lines[0] == "time,C")
        try sweep.folder.write(printed.output, to: "decay.csv")
        try sweep.folder.write(
            SweepFolder.problem.split(separator: "\n")
                .filter { !$0.contains("holdout") && !$0.contains("synthetic") }
                .joined(separator: "\n") + "\n  file: decay.csv\n", to: "measured.yaml")
        // No row is held out here, while the synthetic problem holds a fifth of them out.
        let again = try sweep.titrate("simulate", "measured.yaml", "--data")
        #expect(again.output == printed.output, "\(again.errors)")
        let other = try sweep.titrate("simulate", "decay.yaml", "--data", "--seed", "8")
        #expect(other.output != printed.output)
    }

    @Test func `a negative replicate is wrong usage`() throws {
        let sweep = try SweepFolder()
        #expect(
            try sweep.titrate("simulate", "decay.yaml", "--data", "--replicate=-1").status == 64)
    }
}
