extension Schema {
    /// Medians of a sweep's configurations over some of its stages.
    ///
    /// The upper median of n values is the one at place ⌊n/2⌋, counted from 0 in rising order;
    /// what failed or is infinite is NULL and comes last.
    private static func summary(where stages: String) -> String {
        """
        replicate AS (
            SELECT m.sweep, t.configuration, m.stage, coalesce(m.status, t.status) AS status,
                iif(coalesce(m.status, t.status) = 'succeeded' AND a.recovery_error < 9e999,
                    a.recovery_error, NULL) AS recovery_error,
                iif(coalesce(m.status, t.status) = 'succeeded' AND a.loss_holdout < 9e999,
                    a.loss_holdout, NULL) AS loss_holdout
            FROM member m
            JOIN trial t ON t.id = m.trial
            LEFT JOIN attempt a
                ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
            WHERE coalesce(m.status, t.status) <> 'dropped' AND \(stages)
        ),
        placed AS (
            SELECT *,
                row_number() OVER (PARTITION BY sweep, configuration
                    ORDER BY recovery_error IS NULL, recovery_error) - 1 AS recovery_place,
                row_number() OVER (PARTITION BY sweep, configuration
                    ORDER BY loss_holdout IS NULL, loss_holdout) - 1 AS holdout_place,
                count(*) OVER (PARTITION BY sweep, configuration) / 2 AS middle
            FROM replicate
        ),
        summary AS (
            SELECT sweep, configuration, max(stage) AS stage, count(*) AS replicates,
                sum(status = 'succeeded') AS succeeded,
                max(iif(recovery_place = middle, recovery_error, NULL)) AS recovery_error,
                max(iif(holdout_place = middle, loss_holdout, NULL)) AS loss_holdout
            FROM placed
            GROUP BY sweep, configuration
            HAVING sum(status IN ('queued', 'running')) = 0
        )
        """
    }

    static let rankingView = """
        CREATE VIEW ranking AS
        WITH
        \(summary(where: "m.stage < 2")),
        named AS (
            SELECT s.name AS sweep, c.name AS configuration, r.stage, r.replicates, r.succeeded,
                r.recovery_error, r.loss_holdout,
                iif(p.has_truth, 'recovery_error', 'loss_holdout') AS ranked_by,
                iif(p.has_truth, r.recovery_error, r.loss_holdout) AS score,
                c.settings AS config
            FROM summary r
            JOIN sweep s ON s.id = r.sweep
            JOIN problem p ON p.id = s.problem
            JOIN configuration c ON c.id = r.configuration
        )
        SELECT sweep,
            row_number() OVER (PARTITION BY sweep
                ORDER BY stage DESC, score IS NULL, score, configuration) AS rank,
            configuration, replicates, succeeded, recovery_error, loss_holdout, ranked_by, config
        FROM named;
        """

    /// What fresh seeds made of configurations that had been chosen without them.
    static let confirmationsView = """
        CREATE VIEW confirmations AS
        WITH
        \(summary(where: "m.stage = 2"))
        SELECT s.name AS sweep, c.name AS configuration, k.rank,
            k.replicates AS selected_replicates, k.recovery_error AS selected_recovery_error,
            k.loss_holdout AS selected_loss_holdout, r.replicates, r.succeeded,
            r.recovery_error, r.loss_holdout
        FROM summary r
        JOIN sweep s ON s.id = r.sweep
        JOIN configuration c ON c.id = r.configuration
        LEFT JOIN ranking k ON k.sweep = s.name AND k.configuration = c.name;
        """
}
