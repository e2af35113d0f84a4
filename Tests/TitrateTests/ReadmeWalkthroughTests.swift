import Foundation
import TestSupport
import Testing

@Suite("The README's walk-through")
struct ReadmeWalkthroughTests {
    static let readme = try! String(
        contentsOf: Project.root.appending(path: "README.md"), encoding: .utf8)

    /// The files that the README shows, by name.
    static var files: [(name: String, text: String)] {
        readme.matches(of: /<!-- file: (\S+) -->\n```\w*\n((?:.|\n)*?)```/)
            .map { (String($0.1), String($0.2)) }
    }

    /// The commands that it runs on them, a line each.
    static var commands: [String] {
        readme.matches(of: /```sh\n((?:.|\n)*?)```/)
            .flatMap { $0.1.split(separator: "\n").map(String.init) }
    }

    @Test func `works in an empty folder as it stands`() throws {
        #expect(Self.files.count == 3)
        #expect(Self.commands.count >= 6)
        let folder = try TemporaryFolder()
        for file in Self.files { try folder.write(file.text, to: file.name) }
        let path =
            Project.executable("titrate").deletingLastPathComponent().path
            + ":/usr/local/bin:/usr/bin:/bin"
        for command in Self.commands {
            let result = try run(
                URL(filePath: "/bin/sh"), ["-c", command], in: folder.url,
                environment: ["PATH": path])
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
        let report = try String(contentsOf: folder.file("drug.md"), encoding: .utf8)
        #expect(report.contains("held-out"))
        #expect(FileManager.default.fileExists(atPath: folder.file("drug.csv").path))
        let rows = try run(
            Project.executable("titrate"), ["query", "select count(*) from ranking"],
            in: folder.url)
        #expect(rows.output.contains("4"))
    }
}
