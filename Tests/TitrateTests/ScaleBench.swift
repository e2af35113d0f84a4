import Foundation
import TestSupport
import Testing

/// What the orchestration of many trials costs, measured with trials that train nothing.
///
/// `TITRATE_SCALE=2000,10000` says how many trials; the table goes to the standard output, and to
/// the file that `TITRATE_SCALE_FILE` names.
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

        static let commands = [
            ["resume"], ["status"],
            ["query", "select status, count(*), avg(recovery_error) from trials group by status"],
            ["query", "select * from ranking order by rank limit 10"], ["report"],
        ]

        static let header = """
            | trials | ms a trial | first 1,000 | last 1,000 | coordinator's peak | store | resume \
            | status | query trials | query ranking | report |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """

        var row: String {
            let times = [overall, first, last].map { String(format: "%.2f", $0) }
            let sizes = ["\(peakMemory) MiB", "\(storeSize) MiB"]
            let commands = seconds.map { String(format: "%.2f s", $0) }
            return "| " + (["\(trials)"] + times + sizes + commands).joined(separator: " | ")
                + " |"
        }
    }

    @Test(.enabled(if: !sizes.isEmpty))
    func `measures what a trial costs that trains nothing`() throws {
        var lines = [Self.heading, "", Figures.header]
        for trials in Self.sizes {
            lines.append(try Self.measure(trials).row)
            print(lines.last!)
        }
        let table = lines.joined(separator: "\n") + "\n"
        print(table)
        if let file = Self.environment["TITRATE_SCALE_FILE"] {
            try Data(table.utf8).write(to: URL(filePath: file))
        }
    }

    static func measure(_ trials: Int) throws -> Figures {
        let sweep = try SweepFolder(sweep: sweep(trials: trials))
        var figures = Figures(trials: trials)
        let program = sweep.command(["launch", "sweep.yaml"])
        let begun = Date.now
        try program.start()
        while program.isRunning {
            figures.peakMemory = peakMemory(of: program.pid) ?? figures.peakMemory
            usleep(50_000)
        }
        figures.overall = Date.now.timeIntervalSince(begun) * 1000 / Double(trials)
        let end = program.wait()
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
            let end = program.wait()
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

    /// The most memory that a process has held, in MiB.
    static func peakMemory(of pid: Int32) -> Int? {
        let file = URL(filePath: "/proc/\(pid)/status")
        let line = try? String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .first { $0.hasPrefix("VmHWM:") }
        return line?.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 >> 10 }
    }

    static var heading: String {
        let load =
            (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?
            .split(separator: " ").first ?? "?"
        return "\(Machine.date), \(Machine.description), load \(load) before."
    }
}
