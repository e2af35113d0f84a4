extension Schema {
    /// Classical fits of the data sets that trials train on, as schema 2 kept them: by problem, seed
    /// and replicate, shared by sweeps of one problem and seed. Errors and bounds are relative
    /// standard errors.
    static let baselineTables = """
        CREATE TABLE baseline (
            id INTEGER PRIMARY KEY,
            problem INTEGER NOT NULL REFERENCES problem,
            seed ANY NOT NULL,
            replicate INTEGER NOT NULL,
            method TEXT NOT NULL,
            outcome TEXT NOT NULL,
            starts INTEGER NOT NULL,
            starts_at_minimum INTEGER NOT NULL,
            iterations INTEGER NOT NULL,
            cpu_seconds REAL NOT NULL,
            UNIQUE (problem, seed, replicate, method)
        ) STRICT;

        CREATE TABLE baseline_estimate (
            baseline INTEGER NOT NULL REFERENCES baseline ON DELETE CASCADE,
            position INTEGER NOT NULL,
            value REAL,
            standard_error REAL,
            bound REAL,
            PRIMARY KEY (baseline, position)
        ) STRICT, WITHOUT ROWID;
        """
}
