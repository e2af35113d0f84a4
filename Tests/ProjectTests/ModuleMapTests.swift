import Foundation
import TestSupport
import Testing

/// The package's targets as Package.swift declares them.
private struct Manifest: Decodable {
    struct Target: Decodable {
        struct Dependency: Decodable {
            /// `[name, condition]`, or `[product, package, …]`.
            let byName: [String?]?
            let product: [Product?]?

            enum Product: Decodable {
                case text(String)
                case other

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    self = (try? container.decode(String.self)).map(Product.text) ?? .other
                }
            }

            var name: String {
                if let first = byName?.first, let name = first { return name }
                if let first = product?.first, case .text(let name)? = first { return name }
                return ""
            }
        }

        let name: String
        let type: String
        let dependencies: [Dependency]
    }

    let targets: [Target]

    static func dumped() throws -> Manifest {
        // A scratch folder of its own: the project's is locked while `swift test` runs.
        let scratch = try TemporaryFolder()
        let result = try run(
            URL(filePath: "/usr/bin/env"),
            [
                "swift", "package", "dump-package", "--package-path", Project.root.path,
                "--scratch-path", scratch.url.path,
            ])
        return try JSONDecoder().decode(Manifest.self, from: Data(result.output.utf8))
    }

    /// What a target may import: its dependencies, and whatever they may.
    func reachable(from target: String) -> Set<String> {
        var seen: Set<String> = []
        var open = [target]
        while let name = open.popLast() {
            let direct = targets.first { $0.name == name }?.dependencies.map(\.name) ?? []
            for dependency in direct where seen.insert(dependency).inserted {
                open.append(dependency)
            }
        }
        return seen
    }
}

@Suite("The map of modules")
struct ModuleMapTests {
    /// Modules of the toolchain that any target may import.
    static let toolchain: Set<String> = ["Swift", "Glibc", "Synchronization", "Dispatch"]

    /// Modules that may not import Foundation: what a trial process links starts in
    /// milliseconds, and what plans is the same on every machine.
    static let withoutFoundation: Set<String> = [
        "Digest", "Draws", "JSONText", "Expressions", "Settings", "SweepModel", "ProblemModel",
        "SweepPlanner", "Statistics", "PINNCore", "TrialProtocol", "TrialTraining", "titrate-trial",
    ]

    static func imports(of target: String) throws -> [(file: String, module: String)] {
        let folder = Project.root.appending(path: "Sources/\(target)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let statement =
            /^\s*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var)\s+)?(\w+)/
            .anchorsMatchLineEndings()
        return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
            .flatMap { file in
                try String(contentsOf: file, encoding: .utf8).matches(of: statement)
                    .map { (file.lastPathComponent, String($0.1)) }
            }
    }

    @Test func `each target imports only what Package.swift lets it reach`() throws {
        let manifest = try Manifest.dumped()
        let swiftTargets = manifest.targets.filter {
            ["regular", "executable"].contains($0.type) && $0.name != "TestSupport"
        }
        #expect(swiftTargets.count > 15)
        for target in swiftTargets {
            var allowed = manifest.reachable(from: target.name).union(Self.toolchain)
            if !Self.withoutFoundation.contains(target.name) { allowed.insert("Foundation") }
            for (file, module) in try Self.imports(of: target.name) {
                #expect(
                    allowed.contains(module), "\(target.name)/\(file) imports \(module)")
            }
        }
    }

    @Test func `the trial's process links no database, no YAML and no solver`() throws {
        let reachable = try Manifest.dumped().reachable(from: "titrate-trial")
        for heavy in ["GRDB", "GRDBSQLite", "Yams", "CSundials", "SweepStore", "Documents"] {
            #expect(!reachable.contains(heavy), "titrate-trial reaches \(heavy)")
        }
    }

    @Test func `the README's map names every module`() throws {
        let readme = try String(
            contentsOf: Project.root.appending(path: "README.md"), encoding: .utf8)
        for target in try Manifest.dumped().targets
        where ["regular", "executable"].contains(target.type)
            && !["TestSupport", "CoordinatorDoubles", "AllocationCount", "trial-fixture"].contains(
                target.name)
        {
            #expect(readme.contains("`\(target.name)`"), "README.md lacks \(target.name)")
        }
    }
}
