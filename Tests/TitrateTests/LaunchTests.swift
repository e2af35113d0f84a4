import Foundation
import TestSupport
import Testing

@Suite("Launching a sweep and asking about it")
struct LaunchTests {
    @Test func `a launch runs the plan to its end and leaves nothing behind`() throws {
        let sweep = try SweepFolder()
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(
            try sweep.query("select status, count(*) from trials group by status")
                == "status,count(*)\nsucceeded,12\n")
        #expect(try sweep.query("select count(*) from ranking") == "count(*)\n6\n")
        #expect(sweep.processesLeftAfterAWhile() == [])
        #expect(!FileManager.default.fileExists(atPath: sweep.store.path + ".spool/trials"))
        let names = try FileManager.default.contentsOfDirectory(atPath: sweep.folder.url.path)
        #expect(names.allSatisfy { !$0.hasSuffix(".tmp") }, "\(names)")
    }

    @Test func `a launch tells of as many running trials as there are jobs, in plain words`() throws
    {
        let sweep = try SweepFolder()
        let launch = try sweep.titrate("launch", "sweep.yaml", "--jobs", "1")
        let running = launch.errors.matches(of: /(\d+) running/).map { Int($0.1)! }
        #expect(running.allSatisfy { $0 == 1 }, "\(launch.errors)")
        #expect(launch.errors.matches(of: /12\/12 done/).count == 1, "\(launch.errors)")
        #expect(!launch.errors.contains(/\d\.\d+ s left/), "\(launch.errors)")
        #expect(launch.output.contains("tanh") && !launch.output.contains("`"))
    }

    @Test func `the peak memory of the shortest trial is known`() throws {
        let sweep = try SweepFolder(steps: 1)
        try sweep.titrate("launch", "sweep.yaml")
        #expect(
            try sweep.query("select count(*) from trials where peak_memory_bytes > 1048576")
                == "count(*)\n12\n")
    }

    @Test func `a sweep that another has finished says so and runs nothing`() throws {
        let sweep = try SweepFolder(steps: 1)
        try sweep.titrate("launch", "sweep.yaml")
        try sweep.folder.write(
            SweepFolder.sweep(steps: 1).replacing("name: decay", with: "name: again"),
            to: "again.yaml")
        let again = try sweep.titrate("launch", "again.yaml")
        #expect(again.status == 0)
        #expect(again.errors.contains("12 of them need no run"), "\(again.errors)")
        #expect(try sweep.query("select count(*) from attempts") == "count(*)\n12\n")
    }

    @Test func `a launch into a file that is no store leaves nothing beside it`() throws {
        let sweep = try SweepFolder()
        let before = try FileManager.default.contentsOfDirectory(atPath: sweep.folder.url.path)
        let launch = try sweep.titrate("launch", "sweep.yaml", "--store", "decay.yaml")
        #expect(launch.status == 76)
        let after = try FileManager.default.contentsOfDirectory(atPath: sweep.folder.url.path)
        #expect(after.sorted() == before.sorted())
    }

    @Test func `a second launch of a finished plan runs nothing again`() throws {
        let sweep = try SweepFolder()
        try sweep.titrate("launch", "sweep.yaml")
        let before = try sweep.query("select trial, attempts, finished_at from trials order by 1")
        let again = try sweep.titrate("launch", "sweep.yaml")
        #expect(again.status == 0)
        #expect(
            try sweep.query("select trial, attempts, finished_at from trials order by 1") == before)
    }

    @Test func `one job and two give the same rows`() throws {
        let one = try SweepFolder()
        let two = try SweepFolder()
        try one.titrate("launch", "sweep.yaml", "--jobs", "1")
        try two.titrate("launch", "sweep.yaml", "--jobs", "2")
        #expect(try one.settledRows() == two.settledRows())
    }

    @Test func `a launch on a busy store says who owns it and leaves with 75`() throws {
        let sweep = try SweepFolder(steps: 200_000)
        let first = sweep.command(["launch", "sweep.yaml"])
        try first.start()
        while !FileManager.default.fileExists(atPath: sweep.store.path + ".spool/w") {
            usleep(20_000)
        }
        let second = try sweep.titrate("launch", "sweep.yaml")
        #expect(second.status == 75)
        #expect(second.errors.contains("\(first.pid)"), "\(second.errors)")
        first.send(signal: SIGINT)
        #expect(first.wait().status == 130)
        #expect(sweep.processesLeftAfterAWhile() == [])
    }

    @Test func `faults of a file leave no store`() throws {
        let sweep = try SweepFolder(sweep: "name: x\nmethod: gird\n")
        let launch = try sweep.titrate("launch", "sweep.yaml")
        #expect(launch.status == 65)
        #expect(launch.errors.contains("sweep.yaml:2:9: error:"), "\(launch.errors)")
        #expect(!FileManager.default.fileExists(atPath: sweep.store.path))
        #expect(try sweep.titrate("launch", "absent.yaml").status == 66)
    }

    @Test(arguments: [
        ["plan", "sweep.yaml"], ["launch", "sweep.yaml"], ["simulate", "decay.yaml"],
    ])
    func `equations without a solution are told with their file before anything is written`(
        arguments: [String]
    ) throws {
        let sweep = try SweepFolder()
        try sweep.folder.write(
            SweepFolder.problem.replacing("rate: -k*C", with: "rate: k*C*C"), to: "decay.yaml")
        let program = sweep.command(arguments)
        try program.start()
        let result = program.wait()
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("decay.yaml:1:1: error: "), "\(result.errors)")
        #expect(!result.errors.hasSuffix("\n\n"))
        #expect(!FileManager.default.fileExists(atPath: sweep.store.path))
    }

    @Test func `status, show and report answer from the store alone`() throws {
        let sweep = try SweepFolder()
        try sweep.titrate("launch", "sweep.yaml")
        try FileManager.default.removeItem(at: sweep.folder.file("decay.yaml"))
        try FileManager.default.removeItem(at: sweep.folder.file("sweep.yaml"))
        #expect(try sweep.titrate("status").output.contains("12"))
        let best = try sweep.query("select trial from trials order by recovery_error limit 1")
            .split(separator: "\n")[1]
        let show = try sweep.titrate("show", String(best))
        #expect(show.status == 0 && show.output.contains("k"), "\(show.errors)")
        #expect(try sweep.titrate("report", "--output", "one").status == 0)
        #expect(try sweep.titrate("report", "decay", "--output", "two").status == 0)
        for name in ["decay.md", "decay.csv", "decay-trials.csv", "decay.html"] {
            let one = try Data(contentsOf: sweep.folder.file("one/\(name)"))
            #expect(try one == Data(contentsOf: sweep.folder.file("two/\(name)")))
            #expect(one.count > 200)
        }
        #expect(try sweep.titrate("report", "nosuch").status == 66)
        #expect(try sweep.titrate("report", "--fold", "0.9").status == 64)
        #expect(try sweep.titrate("report", "--fold", "2", "--output", "wide").status == 0)
        let wide = try String(contentsOf: sweep.folder.file("wide/decay.md"), encoding: .utf8)
        #expect(wide.contains("within 100 %"))
        #expect(try sweep.titrate("show", "nosuch").status == 66)
    }

    @Test func `a query cannot write and says why`() throws {
        let sweep = try SweepFolder()
        try sweep.titrate("launch", "sweep.yaml")
        let rows = try sweep.settledRows()
        for hostile in [
            "delete from trials", "drop view ranking", "attach 'other.sqlite' as other",
            "pragma journal_mode = delete", "select 1; select 2",
            "select load_extension('x')", "vacuum into 'copy.sqlite'",
        ] {
            let refused = try sweep.titrate("query", hostile)
            #expect(refused.status == 1, "\(hostile)")
            #expect(refused.errors.contains("error:"), "\(hostile)")
        }
        #expect(try sweep.settledRows() == rows)
    }
}
