internal import Documents

/// One cell of a table.
struct CSVCell {
    let text: String
    let place: Place
}

/// A strict reader of comma-separated values (RFC 4180).
///
/// Spaces around a cell without quotes are no part of it, and empty lines at the end are no rows.
struct CSVReader {
    private let faults: Faults
    private let lines: [[Unicode.Scalar]]
    private var row = 0
    private var column = 0

    init(faults: Faults) {
        self.faults = faults
        lines = faults.source.lines.map { Array($0.unicodeScalars) }
    }

    /// All rows; faults of the syntax end the reading.
    mutating func rows() -> [[CSVCell]] {
        let end = (lines.lastIndex { line in !line.allSatisfy(Self.isBlank) } ?? -1) + 1
        var rows: [[CSVCell]] = []
        while row < end {
            guard let cells = cells() else { return rows }
            rows.append(cells)
            row += 1
            column = 0
        }
        return rows
    }

    private mutating func cells() -> [CSVCell]? {
        var cells: [CSVCell] = []
        while true {
            skipBlanks()
            guard let cell = character == "\"" ? quoted() : plain() else { return nil }
            cells.append(cell)
            guard character != nil else { return cells }
            column += 1
        }
    }

    private var character: Unicode.Scalar? {
        column < lines[row].count ? lines[row][column] : nil
    }

    private var place: Place { Place(line: row + 1, column: column + 1) }

    private mutating func plain() -> CSVCell? {
        let start = place
        var text = String.UnicodeScalarView()
        while let character, character != "," {
            guard character != "\"" else {
                faults.add(
                    .syntax, at: place, "a quote inside a cell",
                    hint: "put the whole cell in quotes and double this one")
                return nil
            }
            text.append(character)
            column += 1
        }
        while text.last.map(Self.isBlank) == true { text.removeLast() }
        return CSVCell(text: String(text), place: start)
    }

    private mutating func quoted() -> CSVCell? {
        let start = place
        var text = String.UnicodeScalarView()
        column += 1
        while true {
            guard let character else {
                guard row + 1 < lines.count else {
                    faults.add(
                        .unclosedQuote, at: start, "a quote without its closing quote",
                        hint: "end the cell with a quote")
                    return nil
                }
                text.append("\n")
                row += 1
                column = 0
                continue
            }
            column += 1
            guard character == "\"" else {
                text.append(character)
                continue
            }
            if self.character == "\"" {
                text.append("\"")
                column += 1
                continue
            }
            return end(of: CSVCell(text: String(text), place: start))
        }
    }

    /// Refuses what follows a closing quote, other than a comma or the end of the line.
    private mutating func end(of cell: CSVCell) -> CSVCell? {
        skipBlanks()
        guard let character, character != "," else { return cell }
        faults.add(
            .syntax, at: place, "text after a closing quote",
            hint: "double a quote that is part of the cell, and separate cells by commas")
        return nil
    }

    private mutating func skipBlanks() {
        while let character, Self.isBlank(character) { column += 1 }
    }

    private static func isBlank(_ character: Unicode.Scalar) -> Bool {
        character == " " || character == "\t"
    }
}
