extension Schema {
    /// The tables of schema 1; they are ours and may change, the views do not.
    ///
    /// Times are milliseconds since 1970, UTC. Seeds are integers, or decimal text beyond 2^63.
    /// A trial is one row however many sweeps have it; `member` says which do. What an attempt
    /// brought stands in `attempt`; `trial.attempt` is the one that runs or was accepted, NULL
    /// while the trial is queued. Where a later sweep runs a trial again that time, memory, a
    /// crash or a stop had ended, `member.status` and `member.attempt` keep how it had ended for
    /// the earlier sweep; they are NULL everywhere else.
    static let tablesOfVersion1 = """
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            content BLOB NOT NULL
        ) STRICT;

        CREATE TABLE problem (
            id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            title TEXT NOT NULL,
            has_truth INTEGER NOT NULL CHECK (has_truth IN (0, 1))
        ) STRICT;

        CREATE TABLE unknown (
            problem INTEGER NOT NULL REFERENCES problem,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            truth REAL,
            guess REAL NOT NULL,
            lower_bound REAL,
            upper_bound REAL,
            unit TEXT,
            PRIMARY KEY (problem, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sweep (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            question TEXT NOT NULL,
            method TEXT NOT NULL,
            seed ANY NOT NULL,
            replicates INTEGER NOT NULL,
            planned INTEGER NOT NULL,
            file_hash TEXT NOT NULL,
            problem INTEGER NOT NULL REFERENCES problem,
            limit_seconds REAL,
            limit_memory_bytes INTEGER,
            retries INTEGER NOT NULL,
            version TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE sweep_document (
            sweep INTEGER NOT NULL REFERENCES sweep,
            role TEXT NOT NULL CHECK (role IN ('sweep', 'problem', 'data')),
            path TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES document,
            PRIMARY KEY (sweep, role)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE configuration (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            layers INTEGER NOT NULL,
            neurons INTEGER NOT NULL,
            activation TEXT NOT NULL,
            learning_rate REAL NOT NULL,
            optimizer TEXT NOT NULL,
            collocation_points INTEGER NOT NULL,
            weight_data REAL NOT NULL,
            weight_initial REAL NOT NULL,
            weight_residual REAL NOT NULL,
            settings TEXT NOT NULL
        ) STRICT;

        CREATE TABLE worker (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            start_time TEXT NOT NULL,
            offset INTEGER NOT NULL,
            registered_at INTEGER NOT NULL,
            closed_at INTEGER
        ) STRICT;

        CREATE TABLE trial (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            configuration INTEGER NOT NULL REFERENCES configuration,
            problem INTEGER NOT NULL REFERENCES problem,
            seed ANY NOT NULL,
            replicate INTEGER NOT NULL,
            numerics INTEGER NOT NULL,
            version TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'diverged',
                'stalled', 'timed_out', 'out_of_memory', 'crashed', 'cancelled', 'lost',
                'dropped')),
            attempts INTEGER NOT NULL DEFAULT 0,
            attempt INTEGER,
            worker INTEGER REFERENCES worker,
            failures INTEGER NOT NULL DEFAULT 0,
            worker_deaths INTEGER NOT NULL DEFAULT 0,
            curve_attempt INTEGER,
            cause TEXT,
            settled_at INTEGER,
            CHECK ((status = 'running') = (worker IS NOT NULL))
        ) STRICT;

        CREATE TABLE member (
            sweep INTEGER NOT NULL REFERENCES sweep,
            position INTEGER NOT NULL,
            trial INTEGER NOT NULL REFERENCES trial,
            status TEXT,
            attempt INTEGER,
            PRIMARY KEY (sweep, position)
        ) STRICT, WITHOUT ROWID;

        CREATE UNIQUE INDEX member_of_trial ON member (trial, sweep);

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            trial INTEGER NOT NULL REFERENCES trial,
            number INTEGER NOT NULL,
            worker INTEGER NOT NULL REFERENCES worker,
            status TEXT NOT NULL,
            account TEXT,
            leased_at INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            host TEXT,
            machine_type TEXT,
            recovery_error REAL,
            mean_recovery_error REAL,
            loss_data REAL,
            loss_initial REAL,
            loss_residual REAL,
            loss_holdout REAL,
            steps INTEGER,
            wall_seconds REAL,
            cpu_seconds REAL,
            peak_memory_bytes INTEGER,
            exit_code INTEGER,
            signal INTEGER,
            cause TEXT,
            stderr_tail TEXT,
            UNIQUE (trial, number)
        ) STRICT;

        CREATE TABLE estimate (
            trial INTEGER NOT NULL REFERENCES trial,
            position INTEGER NOT NULL,
            value REAL,
            PRIMARY KEY (trial, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE curve_name (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE metric (
            trial INTEGER NOT NULL REFERENCES trial,
            step INTEGER NOT NULL,
            name INTEGER NOT NULL REFERENCES curve_name,
            value REAL,
            PRIMARY KEY (trial, step, name)
        ) STRICT, WITHOUT ROWID;
        """

    /// The names that every store of schema 1 had in `curve_name`.
    static let curveNamesOfVersion1 = """
        INSERT INTO curve_name (id, name) VALUES (1, 'loss_data'), (2, 'loss_initial'),
            (3, 'loss_residual'), (4, 'loss_holdout');
        """
}
