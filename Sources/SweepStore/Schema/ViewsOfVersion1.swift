extension Schema {
    /// The views of schema 1: names, columns and their order stay what they are.
    static let viewsOfVersion1 = [
        sweepsView, trialsView, attemptsView, estimatesView, metricsView, rankingView,
    ].joined(separator: "\n")

    /// ISO 8601, UTC, with milliseconds.
    static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1000.0, 'unixepoch')"
    }

    private static let sweepsView = """
        CREATE VIEW sweeps AS
        SELECT s.name AS sweep, s.file_hash, p.digest AS problem_hash, s.method, s.seed,
            s.replicates, s.planned, \(time("s.created_at")) AS created_at
        FROM sweep s JOIN problem p ON p.id = s.problem;
        """

    /// A queued trial has no attempt in force, so that nothing of a failed one shows.
    private static let trialsView = """
        CREATE VIEW trials AS
        SELECT t.name AS trial, s.name AS sweep, c.name AS configuration, t.replicate,
            coalesce(m.status, t.status) AS status,
            coalesce(m.attempt, t.attempts) AS attempts, c.settings AS config,
            c.layers, c.neurons, c.activation, c.learning_rate, c.optimizer,
            c.collocation_points, c.weight_data, c.weight_initial, c.weight_residual,
            a.recovery_error, a.mean_recovery_error, a.loss_data, a.loss_initial,
            a.loss_residual, a.loss_holdout, a.steps, a.wall_seconds, a.cpu_seconds,
            a.peak_memory_bytes, a.host, \(time("a.started_at")) AS started_at,
            \(time("coalesce(a.finished_at, iif(m.status IS NULL, t.settled_at, NULL))"))
                AS finished_at
        FROM member m
        JOIN sweep s ON s.id = m.sweep
        JOIN trial t ON t.id = m.trial
        JOIN configuration c ON c.id = t.configuration
        LEFT JOIN attempt a
            ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt);
        """

    private static let attemptsView = """
        CREATE VIEW attempts AS
        SELECT t.name AS trial, a.number AS attempt, w.name AS worker, a.status, a.cause,
            a.exit_code, a.signal, a.stderr_tail, \(time("a.started_at")) AS started_at,
            \(time("a.finished_at")) AS finished_at
        FROM attempt a JOIN trial t ON t.id = a.trial JOIN worker w ON w.id = a.worker;
        """

    private static let estimatesView = """
        CREATE VIEW estimates AS
        SELECT t.name AS trial, u.name AS parameter, e.value AS estimate, u.truth,
            e.value / u.truth - 1 AS relative_error
        FROM estimate e
        JOIN trial t ON t.id = e.trial
        JOIN unknown u ON u.problem = t.problem AND u.position = e.position;
        """

    private static let metricsView = """
        CREATE VIEW metrics AS
        SELECT t.name AS trial, m.step, n.name, m.value
        FROM metric m JOIN trial t ON t.id = m.trial JOIN curve_name n ON n.id = m.name;
        """

    /// The upper median of n values is the one at place ⌊n/2⌋, counted from 0 in rising order;
    /// what failed or is infinite is NULL and comes last.
    private static let rankingView = """
        CREATE VIEW ranking AS
        WITH
        replicate AS (
            SELECT m.sweep, t.configuration, coalesce(m.status, t.status) AS status,
                iif(coalesce(m.status, t.status) = 'succeeded' AND a.recovery_error < 9e999,
                    a.recovery_error, NULL) AS recovery_error,
                iif(coalesce(m.status, t.status) = 'succeeded' AND a.loss_holdout < 9e999,
                    a.loss_holdout, NULL) AS loss_holdout
            FROM member m
            JOIN trial t ON t.id = m.trial
            LEFT JOIN attempt a
                ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt)
            WHERE coalesce(m.status, t.status) <> 'dropped'
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
            SELECT sweep, configuration, count(*) AS replicates,
                sum(status = 'succeeded') AS succeeded,
                max(iif(recovery_place = middle, recovery_error, NULL)) AS recovery_error,
                max(iif(holdout_place = middle, loss_holdout, NULL)) AS loss_holdout
            FROM placed
            GROUP BY sweep, configuration
            HAVING sum(status IN ('queued', 'running')) = 0
        ),
        named AS (
            SELECT s.name AS sweep, c.name AS configuration, r.replicates, r.succeeded,
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
            row_number() OVER (PARTITION BY sweep ORDER BY score IS NULL, score, configuration)
                AS rank,
            configuration, replicates, succeeded, recovery_error, loss_holdout, ranked_by, config
        FROM named;
        """
}
