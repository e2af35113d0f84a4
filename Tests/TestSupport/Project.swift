public import Foundation

/// Where the project's files are, found from this source file.
public enum Project {
    /// The folder of Package.swift.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `Tests/Fixtures`.
    public static let fixtures = root.appending(path: "Tests/Fixtures")

    /// A command: the one that is built with the tests, or in the folder that `TITRATE_BIN` names.
    public static func executable(_ name: String) -> URL {
        guard let folder = ProcessInfo.processInfo.environment["TITRATE_BIN"] else {
            return fixtureProgram(name)
        }
        return URL(filePath: folder).appending(path: name)
    }

    /// A program that is built with the tests, beside their bundle.
    public static func fixtureProgram(_ name: String) -> URL {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: name)
    }
}
