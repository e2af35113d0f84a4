extension Schema {
    /// What schema 5 changes in the tables: `baseline` keeps posteriors too, which have chains and
    /// draws in place of starts and iterations.
    static let changesOfVersion5 = """
        CREATE TABLE baseline_5 (
            id INTEGER PRIMARY KEY,
            problem INTEGER NOT NULL REFERENCES problem,
            seed ANY NOT NULL,
            replicate INTEGER NOT NULL,
            method TEXT NOT NULL,
            outcome TEXT NOT NULL,
            starts INTEGER,
            starts_at_minimum INTEGER,
            iterations INTEGER,
            chains INTEGER,
            draws INTEGER,
            evaluations INTEGER,
            cpu_seconds REAL NOT NULL,
            UNIQUE (problem, seed, replicate, method)
        ) STRICT;

        INSERT INTO baseline_5 (id, problem, seed, replicate, method, outcome, starts,
            starts_at_minimum, iterations, cpu_seconds)
        SELECT id, problem, seed, replicate, method, outcome, starts, starts_at_minimum,
            iterations, cpu_seconds
        FROM baseline;

        DROP TABLE baseline;
        ALTER TABLE baseline_5 RENAME TO baseline;

        ALTER TABLE baseline_estimate ADD COLUMN lower REAL;
        ALTER TABLE baseline_estimate ADD COLUMN upper REAL;
        ALTER TABLE baseline_estimate ADD COLUMN effective_sample_size REAL;
        ALTER TABLE baseline_estimate ADD COLUMN tail_effective_sample_size REAL;
        ALTER TABLE baseline_estimate ADD COLUMN r_hat REAL;
        """
}
