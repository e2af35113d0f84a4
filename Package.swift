// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// A Swift target with the project's strict settings.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// An executable target with the project's strict settings.
func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module, with what every test may use.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: dependencies + ["TestSupport"],
        swiftSettings: strict)
}

/// A sanitizer's library cannot be linked statically; `make sanitize` sets this.
let isSanitized = Context.environment["TITRATE_SANITIZER"] != nil

let package = Package(
    name: "titrate",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PINNCore", targets: ["PINNCore", "Expressions", "Settings"]),
        .executable(name: "titrate", targets: ["titrate"]),
        .executable(name: "titrate-trial", targets: ["titrate-trial"]),
        .executable(name: "titrate-bench", targets: ["titrate-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // MARK: Ground: no files, no clock, no Foundation
        module("Digest"),
        module("Draws"),
        module("JSONText"),
        module("Expressions", ["JSONText"]),

        // MARK: Words of the domain: values only
        module("Settings", ["Digest", "JSONText"]),
        module("SweepModel", ["Settings", "Expressions"]),
        module("ProblemModel", ["Expressions", "Digest"]),

        // MARK: Files to values
        module("Documents", [yams]),
        module("SweepFile", ["Documents", "SweepModel"]),
        module("ProblemFile", ["Documents", "ProblemModel"]),

        // MARK: Planning
        module("SweepPlanner", ["SweepModel", "Draws"]),

        // MARK: Reference solutions and data
        .systemLibrary(name: "CSundials"),
        module("ReferenceSolver", ["ProblemModel", "Draws", "CSundials"]),
        module("ClassicalFits", ["ReferenceSolver"]),

        // MARK: The shared core
        .target(name: "CKernels"),
        module("PINNCore", ["Expressions", "Settings", "Draws", "CKernels"]),

        // MARK: One trial
        module("TrialProtocol", ["SweepModel", "ProblemModel"]),
        module("TrialTraining", ["PINNCore", "TrialProtocol"]),

        // MARK: Running a plan
        module("Coordinator", ["TrialProtocol"]),
        .target(name: "CProcess"),
        module("TrialRunner", ["Coordinator", "CProcess"]),
        module("SlurmLauncher", ["TrialRunner"]),
        module("ClusterFile", ["Documents", "SlurmLauncher", "Expressions"]),
        module("SweepStore", ["Coordinator", grdb, sqlite]),

        // MARK: Reporting
        module("Statistics", ["Draws"]),
        module("ReportDocument", ["Draws"]),
        module("SweepReport", ["SweepModel", "Statistics", "ReportDocument"]),

        // MARK: Commands
        command(
            "titrate",
            [
                "SweepFile", "ProblemFile", "SweepPlanner", "ClassicalFits",
                "TrialTraining", "ClusterFile", "SweepStore", "SweepReport", argumentParser,
            ]),
        // Linked wholly statically: a process of it starts in half the time.
        .executableTarget(
            name: "titrate-trial", dependencies: ["TrialTraining"], swiftSettings: strict,
            linkerSettings: isSanitized
                ? []
                : [.unsafeFlags(["-static-executable", "-use-ld=lld"], .when(platforms: [.linux]))]),
        .target(name: "CPeaks"),
        command("titrate-bench", ["TrialTraining", "ProblemFile", "CPeaks"]),

        // MARK: Tests
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("Project", ["Settings"]),
        tests("Digest", ["Digest"]),
        tests("Draws", ["Draws"]),
        tests("JSONText", ["JSONText"]),
        tests("Expressions", ["Expressions", "Draws"]),
        tests("Settings", ["Settings"]),
        tests("SweepModel", ["SweepModel"]),
        tests("ProblemModel", ["ProblemModel", "ProblemFile"]),
        tests("Documents", ["Documents", "SweepFile", "ProblemFile"]),
        tests("SweepPlanner", ["SweepPlanner", "SweepFile"]),
        tests("ReferenceSolver", ["ReferenceSolver", "ProblemFile"]),
        tests("ClassicalFits", ["ClassicalFits", "ProblemFile"]),
        // Counts calls of the allocator in all tests; slower by a nanosecond each.
        .target(name: "AllocationCount", path: "Tests/AllocationCount"),
        tests("PINNCore", ["PINNCore", "AllocationCount"]),
        tests("TrialTraining", ["TrialTraining", "ClassicalFits", "ProblemFile"]),
        .target(
            name: "CoordinatorDoubles", dependencies: ["Coordinator"],
            path: "Tests/CoordinatorDoubles", swiftSettings: strict),
        tests("Coordinator", ["Coordinator", "CoordinatorDoubles"]),
        .executableTarget(
            name: "trial-fixture", dependencies: ["TrialRunner", "CoordinatorDoubles"],
            path: "Tests/Fixtures/trial-fixture", swiftSettings: strict),
        tests("TrialRunner", ["TrialRunner", "trial-fixture"]),
        tests("SlurmLauncher", ["SlurmLauncher", "ClusterFile"]),
        tests("SweepStore", ["SweepStore", "CoordinatorDoubles"]),
        tests("Statistics", ["Statistics", "Draws"]),
        tests("ReportDocument", ["ReportDocument"]),
        tests("SweepReport", ["SweepReport"]),
        tests("Titrate", ["Coordinator", "SweepModel", "JSONText"]),
        tests("TitrateBench", ["JSONText", "PINNCore", "titrate-bench"]),
    ]
)
