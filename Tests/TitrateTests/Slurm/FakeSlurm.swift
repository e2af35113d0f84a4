import Foundation
import TestSupport

/// Commands with the names of Slurm's whose jobs are processes here, and which say odd things when
/// they are told to; see `Tests/Slurm/fake`.
final class FakeSlurm: BatchSystem {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        environment = [
            "FAKE_SLURM": folder.url.path, "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": Self.path(beginning: Self.scripts.appending(path: "fake")),
        ]
    }

    /// What the next calls of a command do, instead of what they should; a star after the last
    /// lets it be so for ever.
    func set(_ command: String, _ oddities: String...) throws {
        try folder.write(oddities.joined(separator: "\n"), to: command)
    }

    /// Lets a command do what it should from now on.
    func mend(_ command: String) throws { try set(command) }

    func calls(of command: String) -> [String] {
        Self.lines(of: folder.file("calls"), beginning: command)
    }

    /// A job as the file of the fake has it.
    struct Job: Decodable {
        let id: Int
        let state: String
        let pid: Int32
    }

    func jobs() -> [Job] {
        let path = folder.file("jobs").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { Int($0) != nil }.compactMap { name in
            let bytes = try? Data(contentsOf: folder.file("jobs/\(name)"))
            return bytes.flatMap { try? JSONDecoder().decode(Job.self, from: $0) }
        }
    }

    func openJobs() -> Int? { jobs().count { ["PENDING", "RUNNING"].contains($0.state) } }
}
