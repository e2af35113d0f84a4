internal import Yams

extension Faults {
    /// Notes what the YAML parser refused.
    func addSyntaxFault(_ error: any Error) {
        guard let error = error as? YamlError else {
            return add(.syntax, at: .start, "this is not YAML: \(error)")
        }
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _):
            addSyntaxFault(context, problem, at: lastPlace(before: Place(mark)))
        case .composer(_, let problem, let mark, _):
            addComposerFault(problem, at: Place(mark))
        default:
            add(.syntax, at: .start, "this is not YAML: \(error)")
        }
    }

    private func addComposerFault(_ problem: String, at place: Place) {
        if problem.contains("another document") {
            add(
                .severalDocuments, at: place, "a second document begins here",
                hint: "a file holds one document: remove the '---' or split the file")
        } else {
            add(
                .syntax, at: place, problem,
                hint: "an alias *name follows its anchor &name; quote a text that begins with *")
        }
    }

    private func addSyntaxFault(_ context: YamlError.Context?, _ problem: String, at place: Place) {
        let circumstances = context.map { context in
            let opening = Place(line: context.mark.line, column: context.mark.column)
            let start = opening == place ? "" : " that began at line \(context.mark.line)"
            return " " + context.text + start
        }
        add(.syntax, at: place, problem + (circumstances ?? ""), hint: hint(problem, at: place))
    }

    private func hint(_ problem: String, at place: Place) -> String? {
        let character = source.line(at: place)?.unicodeScalars.dropFirst(place.column - 1).first
        if character == "\t" { return "indent with spaces, not tabs" }
        return Self.hints.first { problem.contains($0.problem) }?.hint
    }

    private static let hints: [(problem: String, hint: String)] = [
        ("mapping values are not allowed", "put a text that holds ': ' in quotes"),
        ("cannot start any token", "put a text that begins with @, ` or % in quotes"),
        ("unexpected end of stream", "close the quote"),
        ("expected ',' or", "close the bracket, and put commas between its items"),
        ("did not find expected key", "indent the keys of a mapping alike"),
        ("did not find expected '-' indicator", "indent the items of a list alike"),
        ("could not find expected ':'", "a key is followed by a colon and a space"),
        ("unknown escape character", "in double quotes write \\\\ for a backslash"),
    ]

    /// A place inside the file: the parser tells the end of the file as the line behind it.
    private func lastPlace(before place: Place) -> Place {
        guard place.line > source.lines.count, let last = source.lines.last else { return place }
        return Place(line: source.lines.count, column: last.unicodeScalars.count + 1)
    }
}
