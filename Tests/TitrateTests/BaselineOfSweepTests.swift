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
        #expect(fitted.output.split(separator: "\n").count == 4, "\(fitted.output)")
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
    }

    @Test func `needs a sweep of this name, and takes its seed and replicates from it`() throws {
        let sweep = try SweepFolder(steps: 10)
        #expect(try sweep.titrate("baseline", "decay").status == 66)
        #expect(try sweep.titrate("launch", "sweep.yaml").status == 0)
        #expect(try sweep.titrate("baseline", "other").status == 66)
        #expect(try sweep.titrate("baseline", "decay", "--seed", "3").status == 64)
    }
}
