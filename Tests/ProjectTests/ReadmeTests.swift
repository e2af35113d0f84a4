import Foundation
import Settings
import TestSupport
import Testing

@Suite("The README")
struct ReadmeTests {
    static let text = try! String(
        contentsOf: Project.root.appending(path: "README.md"), encoding: .utf8)

    /// A row of the settings table, as the schema has it.
    static func row(_ setting: SettingDefinition) -> String {
        "| `\(setting.name)` | \(setting.defaultValue.text) | \(setting.kind.description) | "
            + "\(setting.summary) |"
    }

    @Test func `documents every setting with its default, as the schema has it`() {
        let head = "| setting | default | values | meaning |\n| --- | --- | --- | --- |\n"
        let rows = head + SettingsSchema.all.map(Self.row).joined(separator: "\n")
        #expect(
            Self.text.contains("<!-- settings -->\n\(rows)\n<!-- /settings -->"),
            "the table should be:\n\(rows)")
    }

    @Test func `documents every command`() throws {
        let help = try run(Project.executable("titrate"), ["--help"]).output
        let names = help.components(separatedBy: "SUBCOMMANDS:").last!
            .matches(of: #/(?m)^ {2}([a-z]+) /#).map { String($0.1) }
        #expect(names.count >= 8)
        for name in names {
            #expect(Self.text.contains("`titrate \(name)"), "README.md lacks titrate \(name)")
        }
    }

    @Test func `documents every exit code of the command`() throws {
        let source = try String(
            contentsOf: Project.root.appending(path: "Sources/titrate/ExitStatus.swift"),
            encoding: .utf8)
        let table = Self.text.components(separatedBy: "| exit code | meaning |").last!
            .components(separatedBy: "\n\n").first!
        let codes = source.matches(of: /case \w+ = (\d+)/).map { String($0.1) }
        #expect(codes.count >= 10)
        for code in codes {
            #expect(
                table.split(separator: "\n").contains { row in
                    row.split(separator: "|").first?
                        .split(whereSeparator: { !$0.isNumber }).contains { $0 == code } == true
                }, "README.md lacks exit code \(code)")
        }
    }
}
