extension Schema {
    /// The views that schema 4 changes: `trials` has one column more, `metrics` reads `curve`.
    static let viewsOfVersion4 = [trialsView, metricsView].joined(separator: "\n")

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
                AS finished_at,
            m.reused
        FROM member m
        JOIN sweep s ON s.id = m.sweep
        JOIN trial t ON t.id = m.trial
        JOIN configuration c ON c.id = t.configuration
        LEFT JOIN attempt a
            ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt);
        """

    private static let metricsView = """
        CREATE VIEW metrics AS
        SELECT trial, step, name, iif(value = 'nan', NULL, value) AS value
        FROM (
            SELECT t.name AS trial, c.step, n.name, CASE n.position % 8
                WHEN 0 THEN c.v0 WHEN 1 THEN c.v1 WHEN 2 THEN c.v2 WHEN 3 THEN c.v3
                WHEN 4 THEN c.v4 WHEN 5 THEN c.v5 WHEN 6 THEN c.v6 ELSE c.v7 END AS value
            FROM curve c
            JOIN trial t ON t.id = c.trial
            JOIN curve_name n
                ON n.problem = t.problem AND n.position BETWEEN 8 * c.block AND 8 * c.block + 7
        )
        WHERE value IS NOT NULL;
        """
}
