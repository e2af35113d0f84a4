import GRDB

/// The versions of the store's tables and views.
package enum Schema {
    /// `PRAGMA application_id` of every store: the bytes "Titr".
    static let applicationID = 0x5469_7472

    /// `PRAGMA user_version` of stores that this version makes.
    package static let version = 5

    /// Brings a store of any earlier version to the present one, a transaction a version.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: tablesOfVersion1)
            try database.execute(sql: viewsOfVersion1)
            try database.execute(sql: curveNamesOfVersion1)
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: baselineTables)
            try database.execute(sql: baselineViews)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: networkTable)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { database in
            try database.execute(sql: changesOfVersion4)
            try database.execute(sql: viewsOfVersion4)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { database in
            try database.execute(sql: changesOfVersion5)
            try database.execute(sql: viewsOfVersion5)
            try database.execute(sql: "PRAGMA user_version = 5")
        }
        return migrator
    }
}
