import Foundation
import TestSupport
import Testing

@Suite("Live progress")
struct TerminalTests {
    /// Fifteen trials, of which three crash at once.
    static func folder() throws -> (SweepFolder, command: URL) {
        let sweep = try SweepFolder(
            sweep: """
                name: decay
                problem: decay.yaml
                method: grid
                parameters:
                  neurons: {values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]}
                limits: {retries: 0}

                """)
        for neurons in 1...15 {
            let behaviour = neurons % 5 == 0 ? "exit 3" : "sleep 150"
            try sweep.folder.write(behaviour, to: "behaviours/\(neurons)")
        }
        return (sweep, try CommonFailureTests.fixtureBuild(in: sweep))
    }

    @Test func `is one line on a terminal, rewritten as the run goes`() throws {
        let script = URL(filePath: "/usr/bin/script")
        guard FileManager.default.isExecutableFile(atPath: script.path) else {
            return print("skipped: there is no \(script.path)")
        }
        let (sweep, command) = try Self.folder()
        let line = "stty cols 100; exec \(command.path) launch sweep.yaml --jobs 2"
        let launch = try run(
            script, ["--quiet", "--return", "--command", line, "/dev/null"], in: sweep.folder.url)
        #expect(launch.status == 0, "\(launch.output)\(launch.errors)")
        let shown = launch.output.components(separatedBy: "\r\u{1B}[K")
        #expect(shown.count > 5, "\(launch.output.debugDescription)")
        let figures = shown.filter { $0.hasPrefix("decay  ") }
        for part in [
            /\d+\/15 done/, /[12] running/, /[123] failed/, /[\d.]+\/s/, /s left/, /best \d+ %/,
        ] {
            #expect(figures.contains { $0.contains(part) }, "\(figures)")
        }
        #expect(figures.allSatisfy { $0.prefix { !$0.isNewline && $0 != "\r" }.count < 100 })
        // It is there from the first trial's start, not from its end.
        #expect(figures.first?.contains("0/15 done, ") == true, "\(figures)")
        #expect(launch.output.contains("decay  15/15 done, 3 failed"), "\(launch.output)")
    }

    @Test func `is cut to a narrow terminal, where a longer line could not be rewritten`() throws {
        let script = URL(filePath: "/usr/bin/script")
        guard FileManager.default.isExecutableFile(atPath: script.path) else {
            return print("skipped: there is no \(script.path)")
        }
        let (sweep, command) = try Self.folder()
        let line = "stty cols 24; exec \(command.path) launch sweep.yaml --jobs 2"
        let launch = try run(
            script, ["--quiet", "--return", "--command", line, "/dev/null"], in: sweep.folder.url)
        let shown = launch.output.components(separatedBy: "\r\u{1B}[K").dropFirst()
        let lines = shown.filter { $0.hasPrefix("decay  ") && !$0.contains(where: \.isNewline) }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.count < 24 }, "\(lines)")
    }

    @Test func `is plain lines elsewhere`() throws {
        let (sweep, command) = try Self.folder()
        let launch = try run(
            command, ["launch", "sweep.yaml", "--jobs", "2"], in: sweep.folder.url)
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(!launch.errors.contains("\r") && !launch.errors.contains("\u{1B}"))
        let lines = launch.errors.split(separator: "\n").filter { $0.hasPrefix("decay  ") }
        #expect((2...13).contains(lines.count), "\(lines)")
        #expect(lines.last?.hasPrefix("decay  15/15 done, 3 failed") == true, "\(lines)")
    }
}
