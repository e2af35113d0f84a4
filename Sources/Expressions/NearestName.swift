/// The name of the list that was probably meant; nil where none is near.
///
/// Near is at most one edit (Damerau 1964: a letter inserted, left out or replaced, or two letters
/// swapped) for each three letters, and one at least. A difference of case alone always counts as
/// near. Of equally near names the first one wins.
public func nearest(_ name: String, in names: [String]) -> String? {
    let lowercased = name.lowercased()
    if let same = names.first(where: { $0.lowercased() == lowercased }) { return same }
    let letters = Array(lowercased.utf8)
    let limit = max(1, letters.count / 3)
    guard letters.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names {
        let other = Array(candidate.lowercased().utf8)
        guard abs(other.count - letters.count) <= limit else { continue }
        let distance = editDistance(letters, other)
        // A single letter has nothing in common with another one.
        guard distance <= limit, distance < max(letters.count, other.count) else { continue }
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// The number of edits between two words (optimal string alignment distance).
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var rows = [Array(0...second.count)]
    for line in first.indices {
        var row = [line + 1]
        for column in second.indices {
            let replaced = rows[line][column] + (first[line] == second[column] ? 0 : 1)
            row.append(min(replaced, row[column] + 1, rows[line][column + 1] + 1))
            if line > 0, column > 0, first[line] == second[column - 1],
                first[line - 1] == second[column]
            {
                row[column + 1] = min(row[column + 1], rows[line - 1][column - 1] + 1)
            }
        }
        rows.append(row)
    }
    return rows[first.count][second.count]
}
