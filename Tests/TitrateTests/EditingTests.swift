import Foundation
import TestSupport
import Testing

@Suite("Editing a sweep")
struct EditingTests {
    private func sweep(_ activations: String, steps: Int = 1, name: String = "decay") -> String {
        """
        # Which activation?
        name: \(name)
        problem: decay.yaml
        method: grid
        replicates: 2
        parameters:
          layers: 1
          neurons: 4
          activation: {values: [\(activations)]}
          collocation_points: 8
          steps: \(steps)

        """
    }

    @Test func `a changed file is launched under its old name: only what is new runs`() throws {
        let folder = try SweepFolder(sweep: sweep("tanh, sin"))
        try folder.titrate("launch", "sweep.yaml")
        let kept = "select * from trials where activation = 'tanh' order by trial"
        let before = try folder.query(kept)
        try folder.folder.write(sweep("tanh, swish, gelu"), to: "sweep.yaml")
        let launch = try folder.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(
            launch.errors.contains("+4 new, 2 kept, 2 no longer in the plan"), "\(launch.errors)")
        #expect(try folder.query(kept) == before)
        #expect(try folder.query("select count(*) from attempts") == "count(*)\n8\n")
        #expect(
            try folder.query(
                """
                select activation, status, count(*), count(recovery_error) from trials
                group by 1, 2 order by 1
                """)
                    == """
                    activation,status,count(*),count(recovery_error)
                    gelu,succeeded,2,2
                    sin,dropped,2,2
                    swish,succeeded,2,2
                    tanh,succeeded,2,2

                    """)
        #expect(try folder.titrate("status").output.contains("no longer in the plan  2"))
        #expect(try folder.titrate("report").status == 0)
        let report = try String(contentsOf: folder.folder.file("decay.md"), encoding: .utf8)
        #expect(!report.contains("| sin |") && report.contains("gelu"))
        let dropped = try folder.query("select trial from trials where status = 'dropped'")
            .split(separator: "\n")[1]
        let show = try folder.titrate("show", String(dropped))
        #expect(show.output.contains("decay (no longer in its plan)"), "\(show.output)")
        #expect(try folder.titrate("rerun", String(dropped)).status == 66)
    }

    @Test func `what a killed run had finished is kept when the file has changed since`() throws {
        let folder = try SweepFolder(sweep: sweep("tanh, sin", steps: 1))
        let killed = try folder.titrate(
            "launch", "sweep.yaml", "--jobs", "1",
            environment: ["TITRATE_FAILPOINT": "result.before"])
        #expect(killed.wasSignalled)
        try folder.folder.write(sweep("swish", steps: 1), to: "sweep.yaml")
        let launch = try folder.titrate("launch", "sweep.yaml")
        #expect(launch.status == 0, "\(launch.errors)")
        #expect(launch.errors.contains("+2 new, 0 kept, 4 no longer in the plan"))
        let finished = try folder.query(
            "select count(recovery_error) > 0, sum(status = 'dropped') from trials "
                + "where activation <> 'swish'")
        #expect(finished.hasSuffix("\n1,4\n"), "\(finished)")
        #expect(
            try folder.query("select count(*) from attempts where status = 'running'")
                == "count(*)\n0\n")
    }

    @Test func `a trial that another sweep has finished is marked as reused`() throws {
        let folder = try SweepFolder(sweep: sweep("tanh, sin"))
        try folder.titrate("launch", "sweep.yaml")
        try folder.folder.write(sweep("tanh, swish", name: "wider"), to: "wider.yaml")
        try folder.titrate("launch", "wider.yaml")
        #expect(
            try folder.query("select sweep, activation, sum(reused) from trials group by 1, 2")
                == """
                sweep,activation,sum(reused)
                decay,sin,0
                decay,tanh,0
                wider,swish,0
                wider,tanh,2

                """)
        #expect(
            try folder.titrate("status", "wider").output.contains("finished by another sweep  2"))
        let trial = try folder.query("select trial from trials where reused")
            .split(separator: "\n")[1]
        #expect(
            try folder.titrate("show", String(trial)).output.contains("decay, wider (reused)"))
    }

    @Test func `a sweep with results is deleted only where that is said`() throws {
        let folder = try SweepFolder(sweep: sweep("tanh, sin, swish, gelu", steps: 300))
        try folder.titrate("launch", "sweep.yaml")
        try folder.folder.write(sweep("tanh", steps: 300, name: "other"), to: "other.yaml")
        try folder.titrate("launch", "other.yaml")
        let before = try Data(contentsOf: folder.store).count
        let refused = try folder.titrate("delete", "decay")
        #expect(refused.status == 64 && refused.errors.contains("6 trials"), "\(refused.errors)")
        #expect(try folder.query("select count(*) from trials") == "count(*)\n10\n")
        // Its trials all belong to the other sweep as well: nothing is lost.
        #expect(try folder.titrate("delete", "other").status == 0)
        #expect(try folder.query("select count(*) from trials") == "count(*)\n8\n")
        let deleted = try folder.titrate("delete", "decay", "--yes")
        #expect(deleted.status == 0, "\(deleted.errors)")
        #expect(try Data(contentsOf: folder.store).count < before)
        #expect(try folder.titrate("delete", "decay", "--yes").status == 66)
        #expect(try folder.titrate("launch", "sweep.yaml").status == 0)
        #expect(try folder.query("select count(*) from attempts") == "count(*)\n8\n")
    }

    @Test func `a trial is cancelled while its sweep runs, and the plan goes on to its end`()
        throws
    {
        let folder = try SweepFolder(sweep: sweep("tanh, sin", steps: 50_000_000))
        let launch = folder.command(["launch", "sweep.yaml", "--jobs", "1"])
        try launch.start()
        defer {
            launch.send(signal: SIGKILL)
            _ = launch.wait()
        }
        var done: Set<String> = []
        while done.count < 4, launch.isRunning {
            let open = try? folder.query(
                "select trial from trials where status in ('queued', 'running') order by status")
            guard let trial = open?.split(separator: "\n").dropFirst().last.map(String.init) else {
                usleep(50_000)
                continue
            }
            let cancel = try folder.titrate("cancel", trial)
            #expect(cancel.status == 0, "\(cancel.errors)")
            done.insert(trial)
        }
        let end = launch.wait()
        #expect(end.status == 0, "\(end.errors)")
        #expect(
            try folder.query("select status, count(*) from trials group by 1")
                == "status,count(*)\ncancelled,4\n")
        #expect(end.errors.contains("cancelled"))
        #expect(folder.processesLeftAfterAWhile() == [])
        #expect(!FileManager.default.fileExists(atPath: folder.store.path + ".spool"))
        let again = try folder.titrate("cancel", done.first!)
        #expect(again.status == 1 && again.errors.contains("has ended already"))
    }

    @Test func `a trial is cancelled where nobody runs its sweep`() throws {
        let folder = try SweepFolder(sweep: sweep("tanh, sin", steps: 400_000))
        let killed = try folder.titrate(
            "launch", "sweep.yaml", "--jobs", "1",
            environment: ["TITRATE_FAILPOINT": "start.after"])
        #expect(killed.wasSignalled)
        let running = try folder.query("select trial from trials where status = 'running' limit 1")
            .split(separator: "\n")[1]
        let cancel = try folder.titrate("cancel", String(running))
        #expect(cancel.status == 0, "\(cancel.errors)")
        #expect(
            try folder.query("select status, count(*) from trials group by 1 order by 1")
                == "status,count(*)\ncancelled,1\nqueued,3\n")
        #expect(folder.processesLeftAfterAWhile() == [])
    }
}
