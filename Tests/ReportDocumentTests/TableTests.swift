import ReportDocument
import Testing

struct TableTests {
    private let table = Table(
        columns: [.init("name"), .init("error", .right)],
        rows: [["a|b", "1"], ["quoted \"x\", y", "12345678"], ["two\nlines", ""]])

    @Test func `plain text is aligned and has no spaces at the ends`() {
        #expect(
            table.plainText == """
                name              error
                -------------  --------
                a|b                   1
                quoted "x", y  12345678
                two lines

                """)
    }

    @Test func `Markdown escapes bars and keeps a row on a line`() {
        #expect(
            table.markdown == #"""
                | name          |    error |
                | ------------- | -------: |
                | a\|b          |        1 |
                | quoted "x", y | 12345678 |
                | two lines     |          |

                """#)
    }

    @Test func `CSV quotes what needs it and nothing else`() {
        #expect(
            table.csv == "name,error\na|b,1\n\"quoted \"\"x\"\", y\",12345678\n\"two\nlines\",\n")
    }

    @Test func `a table without rows has its titles`() {
        let empty = Table(columns: [.init("x"), .init("y")])
        #expect(empty.plainText == "x  y\n-  -\n")
        #expect(empty.markdown == "| x   | y   |\n| --- | --- |\n")
        #expect(empty.csv == "x,y\n")
    }
}
