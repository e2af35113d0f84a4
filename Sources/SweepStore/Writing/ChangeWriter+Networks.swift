import Coordinator
import Foundation
import GRDB
import SweepModel

extension ChangeWriter {
    /// Networks kept of a sweep.
    static let keptNetworks = 10

    /// Takes in the network of a trial that succeeded, and lets go of those that are no longer among
    /// the best of any sweep.
    ///
    /// - Returns: false where the trial did not succeed in this attempt.
    func keep(_ network: [UInt8], of attempt: AttemptID) throws -> Bool {
        let isKept = try update(
            """
            INSERT OR REPLACE INTO network (trial, content)
            SELECT id, ? FROM trial WHERE name = ? AND attempt = ? AND status = 'succeeded'
            """,
            [Data(network), attempt.trial.text, attempt.number])
        guard isKept else { return false }
        _ = try update(
            """
            DELETE FROM network WHERE trial NOT IN (
                SELECT trial FROM (
                    SELECT n.trial, row_number() OVER (
                        PARTITION BY m.sweep
                        ORDER BY score IS NULL, score, name) AS place
                    FROM (
                        SELECT n.trial, t.name,
                            iif(p.has_truth, a.recovery_error, a.loss_holdout) AS score
                        FROM network n
                        JOIN trial t ON t.id = n.trial
                        JOIN problem p ON p.id = t.problem
                        JOIN attempt a ON a.trial = t.id AND a.number = t.attempt
                    ) n
                    JOIN member m ON m.trial = n.trial)
                WHERE place <= ?)
            """,
            [Self.keptNetworks])
        return true
    }
}
