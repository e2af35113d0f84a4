import ReportDocument
import SweepModel
import SweepReport

/// Classical fits as rows, an unknown each.
struct BaselineTable {
    private static let columns: [Table.Column] = [
        .init("replicate", .right), .init("method"), .init("parameter"),
        .init("estimate", .right), .init("relative_error", .right),
        .init("standard_error", .right), .init("bound", .right), .init("lower", .right),
        .init("upper", .right), .init("starts_at_minimum", .right), .init("iterations", .right),
        .init("effective_sample_size", .right), .init("r_hat", .right),
        .init("cpu_seconds", .right), .init("outcome"),
    ]

    /// Numbers to their last digit, nothing where there is none.
    private(set) var exact = Table(columns: BaselineTable.columns)
    /// Numbers to be read.
    private(set) var readable = Table(columns: BaselineTable.columns)

    /// One row's facts, of either method.
    private struct Row {
        var method: String
        var parameter: String
        var estimate: Double?
        var standardError: Double?
        var bound: Double?
        var interval: [Double?] = [nil, nil]
        var starts: String?
        var iterations: Int?
        var sampleSize: Double?
        var rHat: Double?
        var cpuSeconds: Double
        var outcome: String
    }

    /// - Parameter truths: Of the unknowns, in the problem's order.
    init(_ fits: [ReplicateFits], truths: [Double?]) {
        for fits in fits {
            let rows = Self.rows(of: fits.leastSquares) + (fits.posterior.map(Self.rows) ?? [])
            for (index, row) in rows.enumerated() {
                append(
                    row, replicate: fits.leastSquares.replicate,
                    truth: truths[index % truths.count])
            }
        }
    }

    private static func rows(of record: BaselineRecord) -> [Row] {
        record.unknowns.map {
            Row(
                method: "least squares", parameter: $0.parameter, estimate: $0.estimate,
                standardError: $0.standardError, bound: $0.bound,
                starts: "\(record.startsAtMinimum)/\(record.starts)",
                iterations: record.iterations, cpuSeconds: record.cpuSeconds,
                outcome: record.outcome)
        }
    }

    private static func rows(of record: PosteriorRecord) -> [Row] {
        record.unknowns.map { unknown in
            let sizes = [unknown.effectiveSampleSize, unknown.tailEffectiveSampleSize]
            return Row(
                method: "posterior", parameter: unknown.parameter, estimate: unknown.median,
                standardError: unknown.standardDeviation,
                interval: [unknown.lower, unknown.upper], sampleSize: sizes.compactMap { $0 }.min(),
                rHat: unknown.rHat, cpuSeconds: record.cpuSeconds, outcome: record.outcome)
        }
    }

    private mutating func append(_ row: Row, replicate: Int, truth: Double?) {
        let error = truth.flatMap { truth in row.estimate.map { $0 / truth - 1 } }
        let head = ["\(replicate)", row.method, row.parameter]
        let counts = [row.starts ?? "", row.iterations.map(String.init) ?? ""]
        let numbers = [row.estimate, error, row.standardError, row.bound] + row.interval
        exact.append(
            head + numbers.map { $0.map(\.description) ?? "" } + counts
                + [row.sampleSize, row.rHat].map { $0.map(\.description) ?? "" }
                + [row.cpuSeconds.description, row.outcome])
        readable.append(
            head + [row.estimate.map { Figures.significant($0, digits: 6) } ?? Figures.none]
                + [error.map(Figures.signedPercent) ?? Figures.none]
                + [row.standardError, row.bound].map {
                    $0.map { Figures.percent($0) } ?? Figures.none
                }
                + row.interval.map { $0.map { Figures.significant($0, digits: 4) } ?? "" } + counts
                + [row.sampleSize.map { Figures.significant($0) } ?? ""]
                + [row.rHat.map { Figures.significant($0, digits: 4) } ?? ""]
                + [Figures.significant(row.cpuSeconds), row.outcome])
    }
}
