import SweepStore
import Testing

@Suite struct RendererTests {
    private func rendered(
        _ format: QueryFormat, _ columns: [String], _ rows: [[Cell]]
    ) throws -> String {
        var text = ""
        let renderer = format.renderer { text += $0 }
        try renderer.begin(columns)
        for row in rows { try renderer.row(row) }
        try renderer.end()
        return text
    }

    private let rows: [[Cell]] = [
        [.integer(1), .text("a,b"), .real(0.5)], [.integer(20), .null, .real(.infinity)],
        [.null, .text("say \"x\"\nnow|"), .blob([0, 255])],
    ]

    @Test func `a table is aligned, numbers to the right`() throws {
        #expect(
            try rendered(.table, ["id", "name", "x"], rows) == """
                id    name          x
                ----  ------------  ----
                   1  a,b            0.5
                  20  NULL           inf
                NULL  say "x" now|  00ff

                """)
    }

    @Test func `a table cuts long cells and streams beyond its sample`() throws {
        let long = String(repeating: "x", count: 100)
        let many = Array(repeating: [Cell.text("a")], count: 1000) + [[.text(long)]]
        let lines = try rendered(.table, ["c"], many).split(separator: "\n")
        #expect(lines.count == 1003)
        #expect(lines.last! == String(repeating: "x", count: 59) + "…")
    }

    @Test func `CSV is quoted where it must be and tells NULL from an empty text`() throws {
        #expect(
            try rendered(.csv, ["id", "a \"name\"", "x"], rows + [[.null, .text(""), .null]])
                == "id,\"a \"\"name\"\"\",x\n1,\"a,b\",0.5\n20,,inf\n"
                + ",\"say \"\"x\"\"\nnow|\",00ff\n,\"\",\n")
    }

    @Test func `JSON is an array of objects with distinct names`() throws {
        #expect(
            try rendered(.json, ["id", "id", "x"], rows) == """
                [
                {"id":1,"id:1":"a,b","x":0.5},
                {"id":20,"id:1":null,"x":"inf"},
                {"id":null,"id:1":"say \\"x\\"\\nnow|","x":"00ff"}
                ]

                """)
        #expect(try rendered(.json, ["a"], []) == "[]\n")
    }

    @Test func `Markdown escapes what would end a cell or begin markup`() throws {
        #expect(
            try rendered(.markdown, ["recovery_error", "x"], [[.text("a|b\n*c*"), .null]]) == """
                | recovery_error | x |
                | --- | --- |
                | a\\|b<br>\\*c\\* |  |

                """)
    }

    @Test(arguments: QueryFormat.allCases)
    func `a result without rows still has its columns, but in JSON`(format: QueryFormat) throws {
        let text = try rendered(format, ["trial"], [])
        #expect(text.contains("trial") == (format != .json))
    }
}
