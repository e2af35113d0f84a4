extension Schema {
    /// The views that scripts rely on: names, columns and their order stay what they are, a later
    /// version only adds. They are made anew by every change of the schema, so that they stand here
    /// as they are and nowhere as they were.
    static let views = [
        sweepsView, trialsView, attemptsView, estimatesView, metricsView, rankingView,
        confirmationsView, baselinesView, boundsView, excessErrorsView,
    ].joined(separator: "\n")

    /// ISO 8601, UTC, with milliseconds.
    static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1000.0, 'unixepoch')"
    }

    /// Whether a worker has a trial `t` with the attempt in force `a` and has not begun it.
    private static let isWaiting = "t.status = 'running' AND a.started_at IS NULL"

    /// The status of a member `m` with its trial `t` and the attempt in force `a`, as everyone
    /// sees it.
    static let status = "coalesce(m.status, iif(\(isWaiting), 'queued', t.status))"

    /// How many attempts such a member has had.
    static let attempts = "coalesce(m.attempt, t.attempts - (\(isWaiting)))"

    /// Whether an attempt `a` is one: a lease that has not begun is none.
    static let isAttempt = "(a.started_at IS NOT NULL OR a.status IS NOT 'running')"

    private static let sweepsView = """
        CREATE VIEW sweeps AS
        SELECT s.name AS sweep, s.file_hash, p.digest AS problem_hash, s.method, s.seed,
            s.replicates, s.planned, \(time("s.created_at")) AS created_at
        FROM sweep s JOIN problem p ON p.id = s.problem;
        """

    /// A queued trial has no attempt in force that has begun, so that nothing of a failed one shows.
    private static let trialsView = """
        CREATE VIEW trials AS
        SELECT t.name AS trial, s.name AS sweep, c.name AS configuration, t.replicate,
            \(status) AS status, \(attempts) AS attempts, c.settings AS config,
            c.layers, c.neurons, c.activation, c.learning_rate, c.optimizer,
            c.collocation_points, c.weight_data, c.weight_initial, c.weight_residual,
            a.recovery_error, a.mean_recovery_error, a.loss_data, a.loss_initial,
            a.loss_residual, a.loss_holdout, a.steps, a.wall_seconds, a.cpu_seconds,
            a.peak_memory_bytes, a.host, \(time("a.started_at")) AS started_at,
            \(time("coalesce(a.finished_at, iif(m.status IS NULL, t.settled_at, NULL))"))
                AS finished_at,
            m.reused, CASE m.stage WHEN 0 THEN 'plan' WHEN 1 THEN 'focus' ELSE 'confirmation' END
                AS stage
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
        FROM attempt a JOIN trial t ON t.id = a.trial JOIN worker w ON w.id = a.worker
        WHERE \(isAttempt);
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
