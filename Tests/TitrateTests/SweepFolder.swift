import Foundation
import TestSupport

/// A temporary folder with a small problem and sweep, and the command run in it.
struct SweepFolder {
    let folder: TemporaryFolder

    /// One-compartment elimination with a missing value, and 6 configurations in 2 replicates,
    /// of some hundredths of a second each.
    init(steps: Int = 400, sweep: String? = nil) throws {
        folder = try TemporaryFolder()
        try folder.write(Self.problem, to: "decay.yaml")
        try folder.write(sweep ?? Self.sweep(steps: steps), to: "sweep.yaml")
    }

    static let problem = """
        name: decay
        title: One-compartment elimination after a bolus
        time: {start: 0, end: 10, unit: h}
        unknowns:
          k: {truth: 0.3, guess: 0.9, bounds: [0.01, 10], unit: 1/h}
        states:
          C: {initial: 2, unit: mg/L, rate: -k*C}
        data:
          synthetic: {points: 20, observe: [C], noise: {relative_to_max: 0.01}}
          holdout: 0.2

        """

    static func sweep(steps: Int) -> String {
        """
        # Which activation and step size recover the elimination rate?
        name: decay
        problem: decay.yaml
        method: grid
        seed: 7
        replicates: 2
        parameters:
          layers: 2
          neurons: 8
          activation: {values: [tanh, sin, swish]}
          learning_rate: {values: [1e-3, 1e-2]}
          optimizer: adam+lbfgs
          collocation_points: 32
          steps: \(steps)
          lbfgs_steps: 50
        limits: {time: 60s, retries: 2}

        """
    }

    var store: URL { folder.file("titrate.sqlite") }

    /// Files of trials in the spool beside the store.
    var spooledTrialFiles: [String] {
        let path = store.path + ".spool/trials"
        return (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    }

    func command(_ arguments: [String], environment: [String: String] = [:]) -> RunningProgram {
        RunningProgram(
            Project.executable("titrate"), arguments, in: folder.url, environment: environment)
    }

    @discardableResult
    func titrate(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> ProgramResult {
        let program = command(arguments, environment: environment)
        try program.start()
        return program.wait()
    }

    /// A query's CSV.
    func query(_ sql: String) throws -> String {
        let result = try titrate("query", sql, "--format", "csv")
        guard result.status == 0 else { throw QueryFailed(errors: result.errors) }
        return result.output
    }

    struct QueryFailed: Error { let errors: String }

    /// All that must be the same whatever happened on the way: every stable view without the
    /// columns that may differ from run to run.
    func settledRows() throws -> [String] { try Self.settledViews.map(query) }

    static let settledViews = [
        """
        select trial, sweep, configuration, replicate, status, config, recovery_error,
        mean_recovery_error, loss_data, loss_initial, loss_residual, loss_holdout, steps
        from trials order by trial
        """,
        "select * from estimates order by trial, parameter",
        "select * from metrics order by trial, step, name",
        "select * from ranking order by rank",
    ]

    /// Processes that still work in this folder: coordinator, workers and trials.
    func leftProcesses() -> [String] {
        let proc = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return proc.filter { Int($0) != nil }.compactMap { pid in
            let line = (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline"))) ?? Data()
            let folderOfProcess = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(pid)/cwd")
            let text = String(decoding: line, as: UTF8.self)
                .replacingOccurrences(of: "\0", with: " ")
            let isOurs =
                text.contains("titrate")
                && (text.contains(folder.url.path)
                    || folderOfProcess?.hasPrefix(folder.url.path) == true)
            return isOurs ? "\(pid) \(text)" : nil
        }
    }

    /// Waits until no process works in the folder any more.
    ///
    /// - Returns: those that are still there after some seconds.
    func processesLeftAfterAWhile() -> [String] {
        for _ in 0..<100 {
            if leftProcesses().isEmpty { return [] }
            usleep(50_000)
        }
        return leftProcesses()
    }
}
