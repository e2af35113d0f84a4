import Foundation
import TestSupport
import Testing

@Suite("titrate baseline")
struct BaselineCommandTests {
    @Test func `prints a row for each unknown of each replicate, the same ones every time`()
        throws
    {
        let problem = Project.root.appending(path: "Sweeps/problems/brain4.yaml").path
        let arguments = ["--replicates", "2", "--seed", "7", "--starts", "2", "--format", "csv"]
        let results = try (0..<2).map { _ in try Self.baseline([problem] + arguments) }
        #expect(results.allSatisfy { $0.status == 0 })
        let tables = results.map(Self.rows(of:))
        #expect(
            tables[0][0] == [
                "replicate", "method", "parameter", "estimate", "relative_error",
                "standard_error", "bound", "lower", "upper", "starts_at_minimum", "iterations",
                "effective_sample_size", "r_hat", "cpu_seconds", "outcome",
            ])
        let names = (0..<2).flatMap { replicate in
            ["least squares", "posterior"].flatMap { method in
                ["PSB", "PSC", "CLeff"].map { "\(replicate) \(method) \($0)" }
            }
        }
        #expect(tables[0].dropFirst().map { $0[0...2].joined(separator: " ") } == names)
        let withoutCost = tables.map {
            $0.map { row in row.indices.map { $0 == 13 ? "" : row[$0] } }
        }
        #expect(withoutCost[0] == withoutCost[1])
        for (row, bound) in zip(tables[0].dropFirst(), [0.0071, 0.0342, 0.0128]) {
            #expect(abs(Double(row[6])! - bound) < 0.00005)
            #expect(abs(Double(row[4])!) < 4.4 * bound)
            #expect(row[14].hasPrefix("converged"))
        }
        for (row, bound) in zip(tables[0].dropFirst(4), [0.0071, 0.0342, 0.0128]) {
            #expect(abs(Double(row[5])! / bound - 1) < 0.2)
            #expect(Double(row[7])! < Double(row[3])! && Double(row[3])! < Double(row[8])!)
            #expect(Double(row[11])! >= 400 && Double(row[12])! <= 1.01)
            #expect(row[14] == "converged")
        }
        #expect(results[0].errors.contains("seed 7, 2 data sets"))
        #expect(results[0].errors.contains("these data determine every unknown"))
    }

    @Test func `says on the standard error stream what data cannot determine`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.product, to: "product.yaml")
        let result = try Self.baseline([file.path, "--starts", "1", "--no-posterior"])
        #expect(result.status == 0)
        #expect(result.errors.contains("these data cannot determine a/b"))
        #expect(result.errors.contains("they determine a·b ("))
        #expect(!result.output.contains("cannot"))
    }

    @Test(arguments: [(["missing.yaml"], 66), (["x.yaml", "--replicates", "0"], 64)])
    func `wrong input ends with its exit code`(arguments: [String], status: Int) throws {
        let result = try Self.baseline(arguments)
        #expect(Int(result.status) == status)
        #expect(result.output.isEmpty)
    }

    private static let product = """
        name: product
        time: {start: 0, end: 4}
        unknowns:
          a: {truth: 2, guess: 1}
          b: {truth: 0.3, guess: 1}
        states:
          x: {initial: 1, rate: -a*b*x}
        data:
          synthetic: {points: 20, observe: [x], noise: {relative_to_max: 0.01}}
        """

    private static func baseline(_ arguments: [String]) throws -> ProgramResult {
        try run(Project.executable("titrate"), ["baseline"] + arguments)
    }

    private static func rows(of result: ProgramResult) -> [[String]] {
        result.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
