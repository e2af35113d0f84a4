import GRDB
public import SweepModel

extension SweepStore {
    /// The learning curve of a trial's last attempt that told one; losses and estimates that were
    /// NaN are NaN. Empty where there is none.
    public func curve(of trial: TrialID) throws -> [CurvePoint] {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT id, problem FROM trial WHERE name = ?",
                arguments: [trial.text])
            guard let row else { return [] }
            return try curve(
                of: row[0], unknowns: unknowns(of: row[1], database).count, database)
        }
    }
}
