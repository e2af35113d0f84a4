extension Schema {
    /// What schema 4 changes in the tables.
    ///
    /// A learning curve is kept as rows of eight values, a fraction of what a row a value took.
    /// `curve_name` says which value stands where: that at position p of a point is value p % 8 of
    /// its row with block p / 8. A value that was NaN is the text 'nan', one that was not told is
    /// NULL. `member.reused` marks trials that another sweep had finished when this one took them
    /// in. A member that is no longer in its sweep's plan has the status 'dropped' and, where it
    /// has a result, the attempt that brought it.
    static let changesOfVersion4 = """
        ALTER TABLE member ADD COLUMN reused INTEGER NOT NULL DEFAULT 0 CHECK (reused IN (0, 1));

        ALTER TABLE curve_name RENAME TO curve_name_1;

        CREATE TABLE curve_name (
            problem INTEGER NOT NULL REFERENCES problem,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (problem, position)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO curve_name (problem, position, name)
        SELECT p.id, n.id - 1, n.name FROM problem p JOIN curve_name_1 n WHERE n.id <= 4
        UNION ALL
        SELECT problem, position + 4, 'estimate.' || name FROM unknown;

        CREATE TABLE curve (
            trial INTEGER NOT NULL REFERENCES trial,
            step INTEGER NOT NULL,
            block INTEGER NOT NULL,
            v0 ANY, v1 ANY, v2 ANY, v3 ANY, v4 ANY, v5 ANY, v6 ANY, v7 ANY,
            PRIMARY KEY (trial, step, block)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO curve (trial, step, block, v0, v1, v2, v3, v4, v5, v6, v7)
        SELECT m.trial, m.step, n.position / 8,
            \((0..<8).map(valueOfVersion1).joined(separator: ", "))
        FROM metric m
        JOIN trial t ON t.id = m.trial
        JOIN curve_name_1 o ON o.id = m.name
        JOIN curve_name n ON n.problem = t.problem AND n.name = o.name
        GROUP BY m.trial, m.step, n.position / 8;

        DROP TABLE metric;
        DROP TABLE curve_name_1;
        """

    private static func valueOfVersion1(_ place: Int) -> String {
        "max(iif(n.position % 8 = \(place), coalesce(m.value, 'nan'), NULL))"
    }
}
