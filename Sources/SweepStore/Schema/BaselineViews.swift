extension Schema {
    /// The fits of a sweep's data sets.
    static let fits = """
        sweep s
        JOIN baseline b ON b.problem = s.problem AND b.seed = s.seed
            AND b.replicate < s.data_sets
        JOIN baseline_estimate e ON e.baseline = b.id
        JOIN unknown u ON u.problem = s.problem AND u.position = e.position
        """

    static let baselinesView = """
        CREATE VIEW baselines AS
        SELECT s.name AS sweep, b.replicate, b.method, u.name AS parameter, e.value AS estimate,
            u.truth, e.value / u.truth - 1 AS relative_error, e.standard_error,
            b.starts_at_minimum, b.starts, b.iterations, b.cpu_seconds, b.outcome,
            e.lower, e.upper, e.effective_sample_size, e.tail_effective_sample_size, e.r_hat,
            b.chains, b.draws, b.evaluations
        FROM \(fits);
        """

    static let boundsView = """
        CREATE VIEW bounds AS
        SELECT s.name AS sweep, b.replicate, u.name AS parameter, e.bound AS standard_error
        FROM \(fits)
        WHERE e.bound IS NOT NULL AND b.method = 'least-squares';
        """

    /// The largest |log(estimate / fitted)| over the unknowns in standard errors; NULL where an
    /// estimate is not of its fitted value's sign. Readers need SQLite's mathematical functions.
    static let excessErrorsView = """
        CREATE VIEW excess_errors AS
        SELECT s.name AS sweep, t.name AS trial,
            iif(min(t_e.value / e.value) > 0,
                max(abs(ln(t_e.value / e.value)) / coalesce(e.bound, e.standard_error)),
                NULL) AS excess_error
        FROM \(fits)
        JOIN member m ON m.sweep = s.id
        JOIN trial t ON t.id = m.trial AND t.replicate = b.replicate
        JOIN estimate t_e ON t_e.trial = t.id AND t_e.position = e.position
        WHERE b.method = 'least-squares' AND coalesce(m.status, t.status) = 'succeeded'
        GROUP BY s.id, t.id;
        """
}
