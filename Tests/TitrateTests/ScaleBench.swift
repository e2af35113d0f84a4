import Foundation
import TestSupport
import Testing

/// What the orchestration of many trials costs, measured with trials that train nothing.
///
/// `TITRATE_SCALE=2000,100000` says how many trials; the section goes to the standard output, and to
/// the file that `TITRATE_SCALE_FILE` names. `PEERS_PYTHON` names a Python with Optuna, to be
/// measured beside it; GNU parallel is where it is on the `PATH`.
@Suite("Scale", .serialized)
struct ScaleBench {
    static let environment = ProcessInfo.processInfo.environment
    static let sizes = (environment["TITRATE_SCALE"] ?? "").split(separator: ",")
        .compactMap { Int($0) }

    /// A random sweep of so many configurations, a trial each.
    static func sweep(trials: Int) -> String {
        """
        # What does a trial cost that trains nothing?
        name: decay
        problem: decay.yaml
        method: random
        run_cap: \(trials)
        parameters:
          layers: 1
          neurons: 4
          weights:
            parameters:
              residual: {distribution: log_uniform_values, min: 1e-5, max: 1e-1}
          collocation_points: 8
          steps: 0

        """
    }

    /// The figures of one size, a column each.
    struct Figures {
        var trials: Int
        /// Milliseconds a trial: all, and the first and last thousand.
        var overall = 0.0
        var first = 0.0
        var last = 0.0
        /// In MiB.
        var peakMemory = 0
        var storeSize = 0
        /// Seconds of each command on the finished plan.
        var seconds: [Double] = []
        /// The most memory that a report takes, in MiB.
        var reportMemory = 0

        static let commands = [
            ["resume"], ["status"],
            ["query", "select status, count(*), avg(recovery_error) from trials group by status"],
            ["query", "select * from ranking order by rank limit 10"],
            ["report", "--formats", "markdown,csv,html,latex"],
        ]

        static let header = """
            | trials | ms a trial | first 1,000 | last 1,000 | coordinator's peak | store | resume \
            | status | query trials | query ranking | report, all formats | its peak |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """

        var row: String {
            let times = [overall, first, last].map { String(format: "%.2f", $0) }
            let sizes = ["\(peakMemory) MiB", "\(storeSize) MiB"]
            let commands = seconds.map { String(format: "%.2f s", $0) }
            let cells = ["\(trials)"] + times + sizes + commands + ["\(reportMemory) MiB"]
            return "| " + cells.joined(separator: " | ") + " |"
        }

        /// Holds 100,000 trials to what they may take.
        func checkLimits() {
            #expect(overall <= 2)
            #expect(last <= 1.25 * first)
            #expect(peakMemory < 95)
            for (seconds, limit) in zip(seconds, [1.0, 2, 2, 2, 10]) { #expect(seconds < limit) }
            #expect(reportMemory < 476)
        }
    }

    @Test(.enabled(if: !sizes.isEmpty))
    func `measures what a trial costs that trains nothing`() throws {
        var lines = ["## The orchestrator", "", Self.heading, "", Figures.header]
        for trials in Self.sizes {
            let figures = try Self.measure(trials)
            if trials == 100_000 { figures.checkLimits() }
            lines.append(figures.row)
            print(lines.last!)
        }
        lines += ["", try Self.planOfAMillion(), ""] + Self.peers()
        let section = lines.joined(separator: "\n") + "\n"
        print(section)
        if let file = Self.environment["TITRATE_SCALE_FILE"] {
            try Data(section.utf8).write(to: URL(filePath: file))
        }
    }

    /// What `titrate plan` takes for a grid of a million trials.
    static func planOfAMillion() throws -> String {
        let sweep = try SweepFolder(
            sweep: """
                # How long does a plan of a million trials take?
                name: million
                problem: decay.yaml
                method: grid
                parameters:
                  layers: {min: 1, max: 10}
                  neurons: {min: 1, max: 20}
                  activation: {values: [tanh, sin, swish, gelu, softplus]}
                  optimizer: {values: [adam, adam+lbfgs]}
                  learning_rate: {values: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]}
                  collocation_points: {values: [32, 64, 128, 256]}
                  weights:
                    parameters:
                      residual: {values: [0.1, 1, 10, 100, 1000]}
                      data: {values: [0.1, 1, 10, 100, 1000]}

                """)
        let program = sweep.command(["plan", "sweep.yaml"])
        let begun = Date.now
        try program.start()
        let (end, memory) = program.waitWatchingMemory()
        let seconds = Date.now.timeIntervalSince(begun)
        #expect(end.status == 0 && end.output.contains("1000000"), "\(end.errors)")
        #expect(seconds < 2 && memory < 190)
        return String(
            format: "`titrate plan` of a grid of 1,000,000 trials: %.2f s, %d MiB.", seconds, memory
        )
    }

    /// The same of other tools, in the same minutes; none where they are not there.
    static func peers() -> [String] {
        let count = 2000
        let scripts = Project.root.appending(path: "Tests/Peers")
        var rows: [String] = []
        if let words = output(
            "/bin/sh", [scripts.appending(path: "parallel_noop.sh").path, "\(count)"])
        {
            rows.append(
                "| \(words.dropFirst().joined(separator: " ")), `-j2 --joblog` | a process, no store "
                    + "| \(words[0]) | |")
        }
        for kind in ["journal", "sqlite"] {
            guard let python = environment["PEERS_PYTHON"],
                let words = output(
                    python, [scripts.appending(path: "optuna_noop.py").path, kind, "\(count)"])
            else { continue }
            rows.append(
                "| \(words.dropFirst(2).joined(separator: " ")), random, \(kind) | a call, no process "
                    + "| \(words[0]) | \(words[1]) |")
        }
        guard !rows.isEmpty else { return [] }
        return [
            "The same with \(count) trials of other tools, minutes later:", "",
            "| tool | a trial is | ms a trial | last tenth |", "| --- | --- | ---: | ---: |",
        ] + rows
    }

    private static func output(_ program: String, _ arguments: [String]) -> [String]? {
        let result = try? run(URL(filePath: program), arguments)
        guard let result, result.status == 0 else { return nil }
        return result.output.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    static func measure(_ trials: Int) throws -> Figures {
        let sweep = try SweepFolder(sweep: sweep(trials: trials))
        var figures = Figures(trials: trials)
        let program = sweep.command(["launch", "sweep.yaml"])
        let begun = Date.now
        try program.start()
        let end: ProgramResult
        (end, figures.peakMemory) = program.waitWatchingMemory(every: 50_000)
        figures.overall = Date.now.timeIntervalSince(begun) * 1000 / Double(trials)
        #expect(end.status == 0, "\(end.errors)")
        #expect(sweep.succeeded() == trials)
        let part = min(1000, trials)
        figures.first = try milliseconds(of: part, "asc", in: sweep)
        figures.last = try milliseconds(of: part, "desc", in: sweep)
        figures.storeSize = (try Data(contentsOf: sweep.store, options: .alwaysMapped)).count >> 20
        figures.seconds = try Figures.commands.map { arguments in
            let begun = Date.now
            let program = sweep.command(arguments)
            try program.start()
            let end: ProgramResult
            (end, figures.reportMemory) = program.waitWatchingMemory(every: 2000)
            #expect(end.status == 0, "\(arguments) \(end.errors)")
            return Date.now.timeIntervalSince(begun)
        }
        return figures
    }

    /// Milliseconds a trial among the first or last that ended.
    static func milliseconds(of count: Int, _ order: String, in sweep: SweepFolder) throws -> Double
    {
        let rows = try sweep.query(
            """
            select (julianday(max(f)) - julianday(min(f))) * 86400000.0 / \(count) from
            (select finished_at as f from trials order by finished_at \(order) limit \(count))
            """)
        return rows.split(separator: "\n").last.flatMap { Double($0) } ?? .nan
    }

    static var heading: String {
        let load =
            (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?
            .split(separator: " ").first ?? "?"
        return "\(Machine.date), \(Machine.description), load \(load) before."
    }
}
