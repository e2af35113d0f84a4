import Documents
import Foundation
import ProblemFile
import ProblemModel
import SweepFile
import SweepModel
import TestSupport
import Testing

struct `The files that come with the project` {
    private static func files(in folder: String) -> [String] {
        let url = Project.root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted()
            .map { url.appending(path: $0).path }
    }

    @Test(arguments: files(in: "Sweeps"))
    func `are sweeps with a question and with problems that can be read`(path: String) throws {
        let document = try readSweep(at: path)
        #expect(!document.sweep.question.isEmpty)
        _ = try readProblem(at: document.problemPath)
    }

    @Test(arguments: files(in: "Sweeps/problems"))
    func `are problems named like their files`(path: String) throws {
        let name = try readProblem(at: path).problem.name
        #expect(path.hasSuffix("/\(name).yaml"))
    }
}
