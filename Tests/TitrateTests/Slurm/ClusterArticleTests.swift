import Foundation
import TestSupport
import Testing

/// The article that takes a user to a first sweep on a cluster, done as it says.
@Suite(
    "The article on clusters", .waiting,
    .enabled(if: SlurmCluster.isInstalled, SlurmCluster.skipped))
struct ClusterArticleTests {
    private static let article = Project.root.appending(
        path: "Sources/SlurmLauncher/SlurmLauncher.docc/FirstSweepOnACluster.md")

    @Test func `works in an empty home folder as it stands`() throws {
        let text = try String(contentsOf: Self.article, encoding: .utf8)
        let files = text.matches(of: /<!-- file: (\S+) -->\n```\w*\n((?:.|\n)*?)```/)
        let commands = text.matches(of: /```sh\n((?:.|\n)*?)```/)
            .flatMap { $0.1.split(separator: "\n").map(String.init) }
        #expect(files.count == 3 && commands.count >= 8)

        let home = try TemporaryFolder()
        for file in files { try home.write(String(file.2), to: String(file.1)) }
        let cluster = try SlurmCluster(nodes: 2, cpus: 2)
        var environment = cluster.environment
        environment["HOME"] = home.url.path
        environment["PATH"] =
            home.file("titrate-on-nodes").path + ":" + (environment["PATH"] ?? "")
        let build = Project.executable("titrate").deletingLastPathComponent().path
        for command in commands {
            // The build is there, and this folder is not the clone.
            let line = command.replacing(
                "make install",
                with: "make -s -C '\(Project.root.path)' install BIN='\(build)'")
            let result = try run(
                URL(filePath: "/bin/sh"), ["-c", line], in: home.url, environment: environment)
            #expect(result.status == 0, "\(command): \(result.errors)")
            #expect(!result.output.contains("not found"), "\(command): \(result.output)")
            if command.hasPrefix("ldd") {
                for library in ["libsqlite3", "libsundials_cvodes"] {
                    #expect(
                        result.output.contains("=> \(home.url.path)/titrate-on-nodes/\(library)"),
                        "\(result.output)")
                }
            }
        }
        let report = try String(contentsOf: home.file("drug.md"), encoding: .utf8)
        #expect(report.contains("fresh seeds"), "\(report)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: home.file("spool").path) == [])
        #expect(cluster.openJobs() == 0)
        #expect(PilotProcess.all(in: home.url) == [])
    }
}
