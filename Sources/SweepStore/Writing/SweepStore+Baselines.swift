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

    /// The classical fits of a sweep's data sets that the store has, by replicate.
    ///
    /// A store of schema 1 that nobody has opened for writing since has none.
    public func baselines(of sweep: String) throws -> [BaselineRecord] {
        try read { database in
            guard try database.tableExists("baseline") else { return [] }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT b.*, u.name, e.value, e.standard_error, e.bound
                    FROM \(Schema.fits)
                    WHERE s.id = ? AND b.method = ? ORDER BY b.replicate, e.position
                    """,
                arguments: [try sweepID(sweep, database), Self.leastSquares])
            let fits = Dictionary(grouping: rows) { row -> Int in row["replicate"] }
            return fits.sorted { $0.key < $1.key }.map { Self.baseline(of: $0.value) }
        }
    }

    private static let leastSquares = "least-squares"

    private func insert(
        _ baseline: BaselineRecord, sweep: Int64, _ database: Database
    ) throws {
        try database.execute(
            sql: """
                DELETE FROM baseline WHERE replicate = ? AND method = ?
                    AND (problem, seed) = (SELECT problem, seed FROM sweep WHERE id = ?)
                """,
            arguments: [baseline.replicate, Self.leastSquares, sweep])
        try database.execute(
            sql: """
                INSERT INTO baseline (problem, seed, replicate, method, outcome, starts,
                    starts_at_minimum, iterations, cpu_seconds)
                SELECT problem, seed, ?, ?, ?, ?, ?, ?, ? FROM sweep WHERE id = ?
                """,
            arguments: [
                baseline.replicate, Self.leastSquares, baseline.outcome, baseline.starts,
                baseline.startsAtMinimum, baseline.iterations, baseline.cpuSeconds, sweep,
            ])
        let id = database.lastInsertedRowID
        for (position, unknown) in baseline.unknowns.enumerated() {
            try database.execute(
                sql: "INSERT INTO baseline_estimate VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    id, position, unknown.estimate, unknown.standardError, unknown.bound,
                ])
        }
    }

    /// - Parameter rows: One for each unknown, in the problem's order.
    private static func baseline(of rows: [Row]) -> BaselineRecord {
        let first = rows[0]
        return BaselineRecord(
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
