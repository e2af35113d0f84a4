import GRDB
public import SweepModel

extension SweepStore {
    /// Keeps classical fits of a sweep's data sets, in place of those it has of the same replicates.
    ///
    /// Sweeps of the same problem and seed see them too.
    public func keep(_ baselines: [BaselineRecord], of sweep: String) throws {
        try write { database in
            let id = try sweepID(sweep, database)
            for baseline in baselines { try insert(baseline, sweep: id, database) }
        }
    }

    /// Keeps posteriors of a sweep's data sets, in place of those it has of the same replicates.
    ///
    /// Sweeps of the same problem and seed see them too.
    public func keep(_ posteriors: [PosteriorRecord], of sweep: String) throws {
        try write { database in
            let id = try sweepID(sweep, database)
            for posterior in posteriors { try insert(posterior, sweep: id, database) }
        }
    }

    /// The classical fits of a sweep's data sets that the store has, by replicate.
    public func baselines(of sweep: String) throws -> [BaselineRecord] {
        try records(of: sweep, .leastSquares, BaselineRecord.init(rows:))
    }

    /// The posteriors of a sweep's data sets that the store has, by replicate.
    public func posteriors(of sweep: String) throws -> [PosteriorRecord] {
        try records(of: sweep, .posterior, PosteriorRecord.init(rows:))
    }

    private enum Method: String {
        case leastSquares = "least-squares"
        case posterior
    }

    private func records<Record>(
        of sweep: String, _ method: Method, _ record: ([Row]) -> Record
    ) throws -> [Record] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT b.*, u.name, e.* FROM \(Schema.fits)
                    WHERE s.id = ? AND b.method = ? ORDER BY b.replicate, e.position
                    """,
                arguments: [try sweepID(sweep, database), method.rawValue])
            let fits = Dictionary(grouping: rows) { row -> Int in row["replicate"] }
            return fits.sorted { $0.key < $1.key }.map { record($0.value) }
        }
    }

    private func insert(
        _ baseline: BaselineRecord, sweep: Int64, _ database: Database
    ) throws {
        let id = try insertBaseline(
            of: sweep, .leastSquares, replicate: baseline.replicate,
            [
                "outcome": baseline.outcome, "cpu_seconds": baseline.cpuSeconds,
                "starts": baseline.starts, "starts_at_minimum": baseline.startsAtMinimum,
                "iterations": baseline.iterations,
            ], database)
        for (position, unknown) in baseline.unknowns.enumerated() {
            try insertEstimate(
                of: id, position,
                [
                    "value": unknown.estimate, "standard_error": unknown.standardError,
                    "bound": unknown.bound,
                ], database)
        }
    }

    private func insert(
        _ posterior: PosteriorRecord, sweep: Int64, _ database: Database
    ) throws {
        let id = try insertBaseline(
            of: sweep, .posterior, replicate: posterior.replicate,
            [
                "outcome": posterior.outcome, "cpu_seconds": posterior.cpuSeconds,
                "chains": posterior.chains, "draws": posterior.draws,
                "evaluations": posterior.evaluations,
            ], database)
        for (position, unknown) in posterior.unknowns.enumerated() {
            try insertEstimate(
                of: id, position,
                [
                    "value": unknown.median, "standard_error": unknown.standardDeviation,
                    "lower": unknown.lower, "upper": unknown.upper,
                    "effective_sample_size": unknown.effectiveSampleSize,
                    "tail_effective_sample_size": unknown.tailEffectiveSampleSize,
                    "r_hat": unknown.rHat,
                ], database)
        }
    }

    /// The row of a method's fit, which takes the place of an earlier one.
    private func insertBaseline(
        of sweep: Int64, _ method: Method, replicate: Int,
        _ values: [String: (any DatabaseValueConvertible)?], _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: """
                DELETE FROM baseline WHERE replicate = ? AND method = ?
                    AND (problem, seed) = (SELECT problem, seed FROM sweep WHERE id = ?)
                """,
            arguments: [replicate, method.rawValue, sweep])
        let names = values.keys.sorted()
        try database.execute(
            sql: """
                INSERT INTO baseline (problem, seed, replicate, method, \(names.joined(separator: ", ")))
                SELECT problem, seed, ?, ?, \(names.map { _ in "?" }.joined(separator: ", "))
                FROM sweep WHERE id = ?
                """,
            arguments: [replicate, method.rawValue] + StatementArguments(names.map { values[$0]! })
                + [sweep])
        return database.lastInsertedRowID
    }

    private func insertEstimate(
        of baseline: Int64, _ position: Int, _ values: [String: Double?], _ database: Database
    ) throws {
        let names = values.keys.sorted()
        try database.execute(
            sql: """
                INSERT INTO baseline_estimate (baseline, position, \(names.joined(separator: ", ")))
                VALUES (?, ?, \(names.map { _ in "?" }.joined(separator: ", ")))
                """,
            arguments: [baseline, position] + StatementArguments(names.map { values[$0]! }))
    }
}

extension BaselineRecord {
    /// - Parameter rows: One for each unknown, in the problem's order.
    fileprivate init(rows: [Row]) {
        let first = rows[0]
        self.init(
            replicate: first["replicate"], outcome: first["outcome"], starts: first["starts"],
            startsAtMinimum: first["starts_at_minimum"], iterations: first["iterations"],
            cpuSeconds: first["cpu_seconds"],
            unknowns: rows.map {
                BaselineEstimate(
                    parameter: $0["name"], estimate: $0["value"],
                    standardError: $0["standard_error"], bound: $0["bound"])
            })
    }
}

extension PosteriorRecord {
    /// - Parameter rows: One for each unknown, in the problem's order.
    fileprivate init(rows: [Row]) {
        let first = rows[0]
        self.init(
            replicate: first["replicate"], outcome: first["outcome"], chains: first["chains"],
            draws: first["draws"], evaluations: first["evaluations"],
            cpuSeconds: first["cpu_seconds"],
            unknowns: rows.map {
                PosteriorEstimate(
                    parameter: $0["name"], median: $0["value"],
                    standardDeviation: $0["standard_error"], lower: $0["lower"],
                    upper: $0["upper"], effectiveSampleSize: $0["effective_sample_size"],
                    tailEffectiveSampleSize: $0["tail_effective_sample_size"],
                    rHat: $0["r_hat"])
            })
    }
}
