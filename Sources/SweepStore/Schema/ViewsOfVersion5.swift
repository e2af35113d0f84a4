extension Schema {
    /// The views that schema 5 changes: `baselines` has more columns, and what waits at a worker
    /// and has not begun is queued in `trials` and no attempt yet in `attempts`.
    static let viewsOfVersion5 = [
        baselinesView, boundsView, excessErrorsView, attemptsView, trialsView,
    ].joined(separator: "\n")

    /// Whether a worker has a trial `t` with the attempt in force `a` and has not begun it.
    private static let isWaiting = "t.status = 'running' AND a.started_at IS NULL"

    /// The status of a member `m` with its trial `t` and the attempt in force `a`, as everyone
    /// sees it.
    static let status = "coalesce(m.status, iif(\(isWaiting), 'queued', t.status))"

    /// How many attempts such a member has had.
    static let attempts = "coalesce(m.attempt, t.attempts - (\(isWaiting)))"

    /// Whether an attempt `a` is one: a lease that has not begun is none.
    static let isAttempt = "(a.started_at IS NOT NULL OR a.status IS NOT 'running')"

    private static let baselinesView = """
        CREATE VIEW baselines AS
        SELECT s.name AS sweep, b.replicate, b.method, u.name AS parameter, e.value AS estimate,
            u.truth, e.value / u.truth - 1 AS relative_error, e.standard_error,
            b.starts_at_minimum, b.starts, b.iterations, b.cpu_seconds, b.outcome,
            e.lower, e.upper, e.effective_sample_size, e.tail_effective_sample_size, e.r_hat,
            b.chains, b.draws, b.evaluations
        FROM \(fits);
        """

    private static let attemptsView = """
        CREATE VIEW attempts AS
        SELECT t.name AS trial, a.number AS attempt, w.name AS worker, a.status, a.cause,
            a.exit_code, a.signal, a.stderr_tail, \(time("a.started_at")) AS started_at,
            \(time("a.finished_at")) AS finished_at
        FROM attempt a JOIN trial t ON t.id = a.trial JOIN worker w ON w.id = a.worker
        WHERE \(isAttempt);
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
            m.reused
        FROM member m
        JOIN sweep s ON s.id = m.sweep
        JOIN trial t ON t.id = m.trial
        JOIN configuration c ON c.id = t.configuration
        LEFT JOIN attempt a
            ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt);
        """
}
