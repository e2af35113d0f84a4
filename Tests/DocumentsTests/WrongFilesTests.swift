import Documents
import TestSupport
import Testing

struct `A wrong file` {
    @Test(arguments: WrongFile.all)
    func `has its faults at their places`(file: WrongFile) throws {
        #expect(!file.expected.isEmpty, "the fixture says what is wrong with it")
        let found = file.diagnostics()?.all.map { diagnostic in
            let table = diagnostic.path == file.name ? "" : diagnostic.path + ":"
            return "\(table)\(diagnostic.line):\(diagnostic.column) \(diagnostic.code.rawValue)"
        }
        #expect(found == file.expected)
    }

    @Test(arguments: WrongFile.all)
    func `gets a cure for every fault`(file: WrongFile) throws {
        let diagnostics = try #require(file.diagnostics())
        let withoutCure = diagnostics.all.filter { $0.hint == nil && $0.code != .expression }
        #expect(withoutCure.isEmpty)
    }

    @Test(arguments: WrongFile.all)
    func `is told in the words of its golden file`(file: WrongFile) throws {
        let diagnostics = try #require(file.diagnostics())
        try expectGolden(diagnostics.rendered, "wrong-files/\(file.name).txt")
    }

    @Test func `exists for every kind of fault`() {
        let found = Set(WrongFile.all.flatMap { $0.diagnostics()?.all.map(\.code) ?? [] })
        // These need a disk or a size that no fixture has; `unsatisfiable` is the planner's,
        // `unsolvable` the solver's.
        let elsewhere: Set<Diagnostic.Code> = [
            .unreadableFile, .fileTooLarge, .nestedTooDeep, .unsatisfiable, .unsolvable,
        ]
        #expect(Set(Diagnostic.Code.allCases).subtracting(found) == elsewhere)
    }

    @Test func `is missing only where nothing else is wrong`() throws {
        let missing = try #require(WrongFile(name: "problem-missing-table.yaml").diagnostics())
        #expect(missing.isMissingFile)
        let wrong = try #require(WrongFile(name: "problem-cells.yaml").diagnostics())
        #expect(!wrong.isMissingFile)
        #expect(!Diagnostics(missing.all + wrong.all).isMissingFile)
    }
}
