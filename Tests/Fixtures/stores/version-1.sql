PRAGMA application_id = 1416197234;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;
INSERT INTO document VALUES(1,'becc108adade2dd400a4661fa656c6aee724f208093be842400ac2e83f4ded53',X'6e616d653a2074756e696e67');
INSERT INTO document VALUES(2,'712450d3c4a79eea9509e75dc1dacdeff58034df538536cfae2da882bd8a0c50',X'00ff0a');
CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    has_truth INTEGER NOT NULL CHECK (has_truth IN (0, 1))
) STRICT;
INSERT INTO problem VALUES(1,'abc','brain','A brain',1);
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
INSERT INTO unknown VALUES(1,0,'PSB',28.0,84.0,1.0,1000.0,'L/h');
INSERT INTO unknown VALUES(1,1,'PSE',112.0,84.0,1.0,1000.0,'L/h');
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
INSERT INTO sweep VALUES(1,'tuning','','Which rate?','grid',7,3,6,'becc108adade2dd400a4661fa656c6aee724f208093be842400ac2e83f4ded53',1,NULL,NULL,2,'1.0',1767261600007);
CREATE TABLE sweep_document (
    sweep INTEGER NOT NULL REFERENCES sweep,
    role TEXT NOT NULL CHECK (role IN ('sweep', 'problem', 'data')),
    path TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES document,
    PRIMARY KEY (sweep, role)
) STRICT, WITHOUT ROWID;
INSERT INTO sweep_document VALUES(1,'problem','brain.yaml',2);
INSERT INTO sweep_document VALUES(1,'sweep','a.yaml',1);
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
INSERT INTO configuration VALUES(1,'5f7cb33e9d7b9352',3,32,'tanh',0.10000000000000000555,'adam',128,1.0,1.0,1.0,'{"layers":3,"neurons":32,"activation":"tanh","initialization":"glorot-normal","optimizer":"adam","learning_rate":0.1,"schedule":"constant","schedule_half_life":2500.0,"momentum":0.9,"steps":10000,"lbfgs_steps":2000,"lbfgs_history":50,"collocation_points":128,"collocation":"uniform","initial_condition":"soft","weights":{"data":1.0,"initial":1.0,"residual":1.0}}');
INSERT INTO configuration VALUES(2,'84b5d26b4f1b420f',3,32,'tanh',0.010000000000000000208,'adam',128,1.0,1.0,1.0,'{"layers":3,"neurons":32,"activation":"tanh","initialization":"glorot-normal","optimizer":"adam","learning_rate":0.01,"schedule":"constant","schedule_half_life":2500.0,"momentum":0.9,"steps":10000,"lbfgs_steps":2000,"lbfgs_history":50,"collocation_points":128,"collocation":"uniform","initial_condition":"soft","weights":{"data":1.0,"initial":1.0,"residual":1.0}}');
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
INSERT INTO worker VALUES(1,'w1','node1',42,'boot','17',0,1000,NULL);
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
INSERT INTO trial VALUES(1,'cc1fd0428a549ec9',1,1,7,0,3,'1.0','succeeded',1,1,NULL,0,0,NULL,NULL,NULL);
INSERT INTO trial VALUES(2,'4a760b4869cc403a',2,1,7,0,3,'1.0','succeeded',1,1,NULL,0,0,NULL,NULL,NULL);
INSERT INTO trial VALUES(3,'79a986ad4dbe65f0',1,1,7,1,3,'1.0','crashed',1,1,NULL,1,0,1,NULL,NULL);
INSERT INTO trial VALUES(4,'e93af39b8e60ddb2',2,1,7,1,3,'1.0','queued',0,NULL,NULL,0,0,NULL,NULL,NULL);
INSERT INTO trial VALUES(5,'09b26cf6b6605b97',1,1,7,2,3,'1.0','queued',0,NULL,NULL,0,0,NULL,NULL,NULL);
INSERT INTO trial VALUES(6,'a60dd6e29af8e01e',2,1,7,2,3,'1.0','queued',0,NULL,NULL,0,0,NULL,NULL,NULL);
CREATE TABLE member (
    sweep INTEGER NOT NULL REFERENCES sweep,
    position INTEGER NOT NULL,
    trial INTEGER NOT NULL REFERENCES trial,
    status TEXT,
    attempt INTEGER,
    PRIMARY KEY (sweep, position)
) STRICT, WITHOUT ROWID;
INSERT INTO member VALUES(1,0,1,NULL,NULL);
INSERT INTO member VALUES(1,1,2,NULL,NULL);
INSERT INTO member VALUES(1,2,3,NULL,NULL);
INSERT INTO member VALUES(1,3,4,NULL,NULL);
INSERT INTO member VALUES(1,4,5,NULL,NULL);
INSERT INTO member VALUES(1,5,6,NULL,NULL);
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
INSERT INTO attempt VALUES(1,1,1,1,'succeeded','nothing',1767261699000,1767261699100,1767261700000,'node1','x86_64 fma',1.0,0.5,0.5,0.25,0.125,0.5,10,1.5,1.25,4096,NULL,NULL,NULL,NULL);
INSERT INTO attempt VALUES(2,2,1,1,'succeeded','nothing',1767261700000,1767261700100,1767261701000,'node1','x86_64 fma',0.0,0.0,0.5,0.25,0.125,NULL,10,1.5,1.25,4096,NULL,NULL,NULL,NULL);
INSERT INTO attempt VALUES(3,3,1,1,'crashed','failure',1767261702000,NULL,1767261703000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,3,NULL,'exit 3',replace('oh\n','\n',char(10)));
CREATE TABLE estimate (
    trial INTEGER NOT NULL REFERENCES trial,
    position INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (trial, position)
) STRICT, WITHOUT ROWID;
INSERT INTO estimate VALUES(1,0,56.0);
INSERT INTO estimate VALUES(1,1,112.0);
INSERT INTO estimate VALUES(2,0,28.0);
INSERT INTO estimate VALUES(2,1,112.0);
CREATE TABLE curve_name (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO curve_name VALUES(1,'loss_data');
INSERT INTO curve_name VALUES(2,'loss_initial');
INSERT INTO curve_name VALUES(3,'loss_residual');
INSERT INTO curve_name VALUES(4,'loss_holdout');
INSERT INTO curve_name VALUES(5,'estimate.PSB');
INSERT INTO curve_name VALUES(6,'estimate.PSE');
CREATE TABLE metric (
    trial INTEGER NOT NULL REFERENCES trial,
    step INTEGER NOT NULL,
    name INTEGER NOT NULL REFERENCES curve_name,
    value REAL,
    PRIMARY KEY (trial, step, name)
) STRICT, WITHOUT ROWID;
INSERT INTO metric VALUES(3,0,1,1.0);
INSERT INTO metric VALUES(3,0,2,2.0);
INSERT INTO metric VALUES(3,0,3,3.0);
INSERT INTO metric VALUES(3,0,5,84.0);
INSERT INTO metric VALUES(3,0,6,84.0);
CREATE UNIQUE INDEX member_of_trial ON member (trial, sweep);
CREATE VIEW sweeps AS
SELECT s.name AS sweep, s.file_hash, p.digest AS problem_hash, s.method, s.seed,
    s.replicates, s.planned, strftime('%Y-%m-%dT%H:%M:%fZ', s.created_at / 1000.0, 'unixepoch') AS created_at
FROM sweep s JOIN problem p ON p.id = s.problem;
CREATE VIEW trials AS
SELECT t.name AS trial, s.name AS sweep, c.name AS configuration, t.replicate,
    coalesce(m.status, t.status) AS status,
    coalesce(m.attempt, t.attempts) AS attempts, c.settings AS config,
    c.layers, c.neurons, c.activation, c.learning_rate, c.optimizer,
    c.collocation_points, c.weight_data, c.weight_initial, c.weight_residual,
    a.recovery_error, a.mean_recovery_error, a.loss_data, a.loss_initial,
    a.loss_residual, a.loss_holdout, a.steps, a.wall_seconds, a.cpu_seconds,
    a.peak_memory_bytes, a.host, strftime('%Y-%m-%dT%H:%M:%fZ', a.started_at / 1000.0, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(a.finished_at, iif(m.status IS NULL, t.settled_at, NULL)) / 1000.0, 'unixepoch')
        AS finished_at
FROM member m
JOIN sweep s ON s.id = m.sweep
JOIN trial t ON t.id = m.trial
JOIN configuration c ON c.id = t.configuration
LEFT JOIN attempt a
    ON a.trial = t.id AND a.number = iif(m.status IS NULL, t.attempt, m.attempt);
CREATE VIEW attempts AS
SELECT t.name AS trial, a.number AS attempt, w.name AS worker, a.status, a.cause,
    a.exit_code, a.signal, a.stderr_tail, strftime('%Y-%m-%dT%H:%M:%fZ', a.started_at / 1000.0, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', a.finished_at / 1000.0, 'unixepoch') AS finished_at
FROM attempt a JOIN trial t ON t.id = a.trial JOIN worker w ON w.id = a.worker;
CREATE VIEW estimates AS
SELECT t.name AS trial, u.name AS parameter, e.value AS estimate, u.truth,
    e.value / u.truth - 1 AS relative_error
FROM estimate e
JOIN trial t ON t.id = e.trial
JOIN unknown u ON u.problem = t.problem AND u.position = e.position;
CREATE VIEW metrics AS
SELECT t.name AS trial, m.step, n.name, m.value
FROM metric m JOIN trial t ON t.id = m.trial JOIN curve_name n ON n.id = m.name;
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
COMMIT;
