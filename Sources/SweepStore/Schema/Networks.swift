extension Schema {
    /// The networks of the best trials, as their processes left them.
    static let networkTable = """
        CREATE TABLE network (
            trial INTEGER PRIMARY KEY REFERENCES trial ON DELETE CASCADE,
            content BLOB NOT NULL
        ) STRICT;
        """
}
