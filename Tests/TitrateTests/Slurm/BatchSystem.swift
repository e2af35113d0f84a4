import Foundation
import TestSupport

/// A Slurm of a test's own, real or not.
protocol BatchSystem: AnyObject, Sendable {
    /// With which its commands are found, and find it.
    var environment: [String: String] { get }

    /// How many jobs wait or run; nil while it does not answer.
    func openJobs() -> Int?

    /// The command lines of the calls that Titrate made of one of its commands.
    func calls(of command: String) -> [String]
}

extension BatchSystem {
    static var scripts: URL { Project.root.appending(path: "Tests/Slurm") }

    static func path(beginning folder: URL) -> String {
        folder.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    }

    /// Lines of a file that begin with a word.
    static func lines(of file: URL, beginning word: String) -> [String] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { $0.hasPrefix(word + " ") }.map(String.init)
    }
}

/// A process of a job that takes leases.
struct PilotProcess: Hashable {
    let pid: Int32
    let job: String
    let node: String

    /// Those that work for the coordinator of a folder.
    static func all(in folder: URL) -> [PilotProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { pid in
            let words = strings(of: "/proc/\(pid)/cmdline")
            guard words.count > 2, words[1] == "pilot",
                words[2...].contains(where: { $0.hasPrefix(folder.path) })
            else { return nil }
            let values = strings(of: "/proc/\(pid)/environ")
            func value(_ name: String) -> String {
                values.first { $0.hasPrefix(name + "=") }
                    .map { String($0.dropFirst(name.count + 1)) } ?? ""
            }
            return PilotProcess(
                pid: pid, job: value("SLURM_JOB_ID"), node: value("SLURMD_NODENAME"))
        }
    }

    private static func strings(of file: String) -> [String] {
        let bytes = (try? Data(contentsOf: URL(filePath: file))) ?? Data()
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
