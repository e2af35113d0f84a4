import Documents
import Testing

struct `The text of a diagnostic` {
    private func rendered(_ line: String?, column: Int, hint: String? = "mend it") -> String {
        Diagnostic(
            path: "a.yaml", place: Place(line: 3, column: column), code: .syntax,
            message: "this is wrong", hint: hint, sourceLine: line
        ).rendered
    }

    @Test func `has the place, the line, a caret and the cure`() {
        #expect(
            rendered("layer: 3", column: 1) == """
                a.yaml:3:1: error: this is wrong
                layer: 3
                ^
                help: mend it

                """)
    }

    @Test func `leaves out what there is not`() {
        #expect(rendered(nil, column: 1, hint: nil) == "a.yaml:3:1: error: this is wrong\n")
    }

    @Test(arguments: [
        ("\tx: 1", 2, "\t^"),
        ("äö: 1", 3, "  ^"),
        ("大小: 1", 3, "    ^"),
        ("🙂: 1", 2, "  ^"),
        ("e\u{301}x", 3, " ^"),
        ("ab", 3, "  ^"),
    ])
    func `has its caret beneath the character`(line: String, column: Int, caret: String) {
        let lines = rendered(line, column: column).split(separator: "\n")
        #expect(lines[1] == line)
        #expect(lines[2] == caret)
    }

    @Test func `shows a long line in part`() {
        let line = String(repeating: "a", count: 5000) + "!" + String(repeating: "b", count: 5000)
        let lines = rendered(line, column: 5001).split(separator: "\n")
        #expect(lines[1].count < 200)
        #expect(lines[2].last == "^" && Array(lines[1])[lines[2].count - 1] == "!")
        #expect(lines[1].hasPrefix("…") && lines[1].hasSuffix("…"))
    }

    @Test func `sends no control characters to a terminal`() {
        #expect(!rendered("a\u{1B}[31mb", column: 1).contains("\u{1B}"))
    }
}
