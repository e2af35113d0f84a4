internal import Documents
internal import ProblemModel

/// Checks the header and the rows of a table.
struct TableChecks {
    let faults: Faults
    let measurable: [String]
    let window: TimeWindow?
    let errors: ReadErrors

    /// A number, or the limit that a measurement was below.
    struct Number {
        let value: Double
        var isLimit = false
    }

    /// The header, or nil where it cannot be used.
    func header(_ row: [CSVCell]?) -> [CSVCell]? {
        guard let row else {
            if faults.isEmpty {
                faults.add(
                    .emptyFile, at: .start, "the table is empty",
                    hint: "begin with a header: time,\(measurable.first ?? "C")")
            }
            return nil
        }
        let before = faults.count
        for (index, cell) in row.enumerated() where cell.text != "time" {
            guard !measurable.contains(cell.text) else { continue }
            // A header in one piece is better told as a whole.
            if row.count == 1 && index == 0 { break }
            faults.addUnknown(
                .unknownColumn, "column", cell.text, at: cell.place, known: ["time"] + measurable)
        }
        var seen: Set<String> = []
        for cell in row where !seen.insert(cell.text).inserted && !cell.text.isEmpty {
            faults.add(
                .duplicateColumn, at: cell.place, "the column '\(cell.text)' stands here twice",
                hint: "keep one of the two")
        }
        checkPresence(row)
        return faults.count == before ? row : nil
    }

    private func checkPresence(_ row: [CSVCell]) {
        if !row.contains(where: { $0.text == "time" }) {
            let isSplitOtherwise = row.count == 1 && row[0].text.contains { ";\t|".contains($0) }
            faults.add(
                .missingColumn, at: .start, "the column 'time' is missing",
                hint: isSplitOtherwise
                    ? "separate the columns by commas"
                    : "begin with a header: time,\(measurable.first ?? "C")")
        } else if row.count == 1 {
            faults.add(
                .missingColumn, at: .start, "the table has no column but 'time'",
                hint: "add a column for each of \(measurable.joined(separator: ", "))")
        }
    }

    /// The numbers of the rows; what is wrong is nil.
    func body(
        _ rows: ArraySlice<[CSVCell]>, header: [CSVCell]?, columns: Columns?
    ) -> [[Number?]] {
        guard let header, let columns else { return [] }
        if rows.isEmpty, faults.isEmpty {
            faults.add(
                .emptyTable, at: .start, "the table has no rows",
                hint: "add a row for each time of measurement")
        }
        let names = header.map(\.text)
        let body = rows.compactMap { row in numbers(row, names: names, columns: columns) }
        checkTimes(rows.filter { $0.count == header.count }, columns)
        if faults.isEmpty { checkColumns(body, header, columns) }
        return body
    }

    private func numbers(_ row: [CSVCell], names: [String], columns: Columns) -> [Number?]? {
        guard row.count == names.count else {
            faults.add(
                .raggedRow, at: row.first?.place ?? .start,
                "\(row.count) cells in a row of a table with \(names.count) columns",
                hint: "leave a cell empty where nothing was measured, and write 1.5, not 1,5")
            return nil
        }
        return row.enumerated().map { index, cell in
            if index == columns.time { return number(cell, isTime: true).map { Number(value: $0) } }
            return limit(cell, of: names[index]) ?? measurement(cell, of: names[index])
        }
    }

    /// What a cell `<0.5` or `BLQ` says, or nil where it is neither.
    private func limit(_ cell: CSVCell, of name: String) -> Number?? {
        let isWord = cell.text.uppercased() == "BLQ"
        guard isWord || cell.text.hasPrefix("<") else { return nil }
        guard errors.models != nil else {
            faults.add(
                .belowLimit, at: cell.place,
                "'\(cell.text)' is below a limit, and counts by an error model that is missing",
                hint: "add to the problem's data: error: {additive: …}")
            return .some(nil)
        }
        let limit =
            isWord ? errors.limits?[name] : Self.number(cell.text.dropFirst().trimmed)
        guard let limit, limit > 0, limit.isFinite else {
            faults.add(
                .belowLimit, at: cell.place, "'\(cell.text)' does not say below which limit",
                hint: isWord
                    ? "write <0.5 for the limit 0.5, or add quantification_limit to the data"
                    : "write <0.5 for the limit 0.5")
            return .some(nil)
        }
        return Number(value: limit, isLimit: true)
    }

    private func measurement(_ cell: CSVCell, of name: String) -> Number? {
        guard let number = number(cell, isTime: false) else { return nil }
        if let limit = errors.limits?[name], number < limit {
            faults.add(
                .belowLimit, at: cell.place,
                "\(cell.text) is below the quantification limit \(limit) of '\(name)'",
                hint: "write <\(limit) or BLQ")
            return nil
        }
        return Number(value: number)
    }

    private static let emptyHint = "leave the cell empty where nothing was measured"

    private func number(_ cell: CSVCell, isTime: Bool) -> Double? {
        if cell.text.isEmpty {
            if isTime {
                faults.add(
                    .emptyValue, at: cell.place, "a row without its time", hint: "give a number")
            }
            return nil
        }
        let hint = isTime ? "give a number" : Self.emptyHint
        guard let number = Self.number(cell.text) else {
            faults.add(.notANumber, at: cell.place, "'\(cell.text)' is not a number", hint: hint)
            return nil
        }
        guard number.isFinite else {
            faults.add(.notFinite, at: cell.place, "'\(cell.text)' is not finite", hint: hint)
            return nil
        }
        return number
    }

    /// A number in decimal digits; also the words for what is not finite.
    private static func number(_ text: String) -> Double? {
        let word = text.lowercased().drop { "+-.".contains($0) }
        if word == "nan" || word == "inf" || word == "infinity" { return .nan }
        guard !text.hasPrefix("0x"), !text.hasPrefix("0o") else { return nil }
        return switch CoreScalar(plain: text) {
        case .integer(let integer): Double(integer)
        case .real(let real): real
        case .null, .flag, .text: nil
        }
    }

    private func checkTimes(_ rows: [[CSVCell]], _ columns: Columns) {
        var previous: Double?
        for row in rows {
            let cell = row[columns.time]
            guard let time = Self.number(cell.text), time.isFinite else { continue }
            if let previous, time <= previous {
                faults.add(
                    .timeOrder, at: cell.place, "the time \(cell.text) is not after \(previous)",
                    hint: "sort the rows by time, one row a time")
            }
            if let window, time < window.start || time > window.end {
                faults.add(
                    .outsideWindow, at: cell.place,
                    "the time \(cell.text) is outside the time window",
                    hint:
                        "times lie from \(window.start) to \(window.end); see 'time' in the problem"
                )
            }
            previous = max(time, previous ?? time)
        }
    }

    private func checkColumns(_ body: [[Number?]], _ header: [CSVCell], _ columns: Columns) {
        for (index, name) in columns.observed where body.allSatisfy({ $0[index] == nil }) {
            faults.add(
                .emptyColumn, at: header[index].place, "the column '\(name)' has no value",
                hint: "remove the column")
        }
    }
}

extension Substring {
    /// Without the spaces at its beginning.
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
