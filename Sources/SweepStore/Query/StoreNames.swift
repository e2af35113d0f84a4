/// The names that SQL may use of a store: for the authorizer, and for "did you mean".
struct StoreNames {
    /// Tables and views, in lower case; the views alone are documented.
    let tables: Set<String>
    /// The views with their columns, in the order in which they are documented.
    let views: [(name: String, columns: [String])]

    init(_ connection: SQLiteConnection) throws {
        var tables: Set<String> = []
        var views: [(String, [String])] = []
        let list = try connection.prepare(
            "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid")
        while try list.step() {
            guard case .text(let name) = list.cell(0) else { continue }
            tables.insert(name.lowercased())
            if list.cell(1) == .text("view") {
                let columns = try connection.prepare("SELECT * FROM \"\(name)\"").columnNames
                views.append((name, columns))
            }
        }
        self.tables = tables
        self.views = views
    }

    /// What was probably meant by the name of a table that is not there.
    func nearestView(to name: String) -> String? {
        nearest(to: name, in: views.map(\.name))
    }

    /// What was probably meant by the name of a column that is not there.
    func nearestColumn(to name: String) -> String? {
        nearest(to: name, in: views.flatMap(\.columns))
    }

    /// The candidate with the fewest edits, where these are few for the name's length.
    private func nearest(to name: String, in candidates: [String]) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(100))
        return
            candidates
            .map { (name: $0, distance: editDistance(wanted, Array($0.utf8))) }
            .min { $0.distance < $1.distance }
            .flatMap { $0.distance <= max(1, wanted.count / 2) ? $0.name : nil }
    }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into another.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, byte) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            var cost = min(
                last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
            if row > 0, column > 0, byte == second[column - 1], first[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[second.count]
}
