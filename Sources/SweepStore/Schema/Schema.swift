import GRDB

/// The versions of the store's tables and views.
package enum Schema {
    /// `PRAGMA application_id` of every store: the bytes "Titr".
    static let applicationID = 0x5469_7472

    /// What each version changes in the tables, the first on.
    private static let changes = [
        tablesOfVersion1 + curveNamesOfVersion1, baselineTables, networkTable, changesOfVersion4,
        changesOfVersion5, changesOfVersion6,
    ]

    /// `PRAGMA user_version` of stores that this version makes.
    package static var version: Int { changes.count }

    /// Brings a store of any earlier version to the present one, a transaction a version.
    ///
    /// A version's changes are made without views, which it may leave without their tables.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (number, changes) in zip(1..., changes) {
            migrator.registerMigration("\(number)") { database in
                for view in try String.fetchAll(
                    database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
                {
                    try database.execute(sql: "DROP VIEW \(view)")
                }
                try database.execute(sql: changes)
                if number == version { try database.execute(sql: views) }
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(number)")
            }
        }
        return migrator
    }
}
