import Foundation
import ReportDocument
import TestSupport
import Testing

/// A real browser without a screen.
private enum Browser {
    static let program = ["chromium-headless-shell", "chromium", "google-chrome"]
        .map { URL(filePath: "/usr/bin/\($0)") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    /// - Returns: what the browser wrote, and what its console said.
    static func open(
        _ page: URL, _ options: [String], in folder: TemporaryFolder
    ) throws -> ProgramResult {
        let common = [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--user-data-dir=\(folder.file("browser").path)", "--enable-logging=stderr",
            "--virtual-time-budget=3000",
        ]
        return try run(try #require(program), common + options + [page.absoluteString])
    }
}

@Suite(
    .enabled(if: Browser.program != nil, "no Chromium here: `make check-pages` installs one"),
    .serialized)
struct PageTests {
    /// A page with a table long enough for a filter.
    private var page: String {
        var document = Samples.document
        var table = Samples.table
        for number in 4...10 {
            table.append([
                "number \(number)", .init("\(number) %", value: Double(number) / 100), "\(number)",
                .init(code: "c\(number)"),
            ])
        }
        document.sections.insert(Section("Long", [.table(table)]), at: 0)
        return document.html
    }

    /// What a script finds in the page after the page's own has run.
    private func answer(to script: String, page: String? = nil) throws -> String {
        let folder = try TemporaryFolder()
        let probe = "<script>document.body.dataset.answer = (() => {\(script)})();</script></body>"
        let file = try folder.write(
            (page ?? self.page).replacing("</body>", with: probe), to: "page.html")
        let result = try Browser.open(file, ["--dump-dom"], in: folder)
        #expect(!result.errors.contains("CONSOLE"), "\(result.errors)")
        let match = try #require(result.output.firstMatch(of: /data-answer="([^"]*)"/))
        return String(match.1)
    }

    private let rows = """
        const table = document.querySelector("table");
        const rows = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);
        const column = (place) => rows().map((row) => row.cells[place].textContent).join(" | ");
        const press = (place) => table.tHead.rows[0].cells[place].querySelector("button").click();
        """

    @Test func `a click sorts by the numbers behind the words, another backwards`() throws {
        let answer = try answer(
            to: rows
                + """
                const seen = [];
                for (const times of [1, 2, 3]) {
                  press(2);
                  seen.push(column(2).split(" | ").slice(0, 3).join(" | "));
                  seen.push(table.tHead.rows[0].cells[2].getAttribute("aria-sort"));
                }
                return seen.join("; ");
                """)
        #expect(
            answer == "4 | 5 | 6; ascending; 1 min | 59.0 s | 10; descending;"
                + " 1 min | 59.0 s | –; ")
    }

    @Test func `what failed is sorted behind all numbers`() throws {
        let answer = try answer(to: rows + "press(1); return column(1).split(' | ').pop();")
        #expect(answer == "failed")
    }

    @Test func `a filter keeps the rows with all its words`() throws {
        let answer = try answer(
            to: rows
                + """
                const field = document.querySelector(".filter input");
                field.value = "NUMBER c1";
                field.dispatchEvent(new Event("input"));
                return column(0) + "; " + document.querySelector(".filter span").textContent;
                """)
        #expect(answer == "number 10; 1 of 10 rows")
    }

    @Test func `a short table has no filter, and every picture is drawn`() throws {
        let answer = try answer(
            to: """
                const box = document.querySelector("figure svg").getBoundingClientRect();
                return [document.querySelectorAll(".filter").length,
                  document.querySelectorAll("figure svg[role=img]").length,
                  box.width > 100 && box.height > 50].join(" ");
                """)
        #expect(answer == "1 1 true")
    }

    @Test(arguments: [360, 1280])
    func `nothing is wider than the window`(width: Int) throws {
        let folder = try TemporaryFolder()
        let script = """
            <script>document.body.dataset.answer =
            document.documentElement.scrollWidth <= innerWidth;</script></body>
            """
        let file = try folder.write(page.replacing("</body>", with: script), to: "page.html")
        let result = try Browser.open(
            file, ["--dump-dom", "--window-size=\(width),900"], in: folder)
        #expect(result.output.contains("data-answer=\"true\""))
    }

    @Test func `a page makes a picture`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(page, to: "page.html")
        let picture = folder.file("page.png")
        let result = try Browser.open(
            file, ["--screenshot=\(picture.path)", "--window-size=1280,1600"], in: folder)
        #expect(!result.errors.contains("CONSOLE"), "\(result.errors)")
        #expect(try Data(contentsOf: picture).count > 20_000)
    }
}
