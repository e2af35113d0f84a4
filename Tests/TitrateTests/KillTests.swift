import Foundation
import TestSupport
import Testing

/// SIGKILL at random moments; the failpoints have a suite of their own.
@Suite("Kill and resume", .serialized)
struct KillTests {
    @Test func `random kills lose nothing, double nothing and leave no process`() throws {
        let seed: UInt64 = 20_260_916
        print("kill seed \(seed)")
        var ordeal = try Ordeal(Fault.kills, steps: 400, seed: seed)
        while ordeal.tally.total < 32 { try ordeal.runSweep { $0.total >= 32 } }
        #expect(Fault.kills.allSatisfy { ordeal.tally.faults[$0] ?? 0 > 0 })
    }

    @Test func `a trial that was cut off goes on where it stood`() throws {
        let text = SweepFolder.sweep(steps: 40_000)
            .replacing("replicates: 2", with: "replicates: 1")
            .replacing("{values: [tanh, sin, swish]}", with: "tanh")
            .replacing("{values: [1e-3, 1e-2]}", with: "1e-3")
        let undisturbed = try SweepFolder(sweep: text)
        #expect(try undisturbed.titrate("launch", "sweep.yaml").status == 0)

        let sweep = try SweepFolder(sweep: text)
        let often = ["TITRATE_CHECKPOINT_SECONDS": "0.02"]
        let program = sweep.command(["launch", "sweep.yaml"], environment: often)
        try program.start()
        while !sweep.spooledTrialFiles.contains(where: { $0.hasSuffix(".checkpoint") }),
            program.isRunning
        {
            usleep(1000)
        }
        program.send(signal: SIGKILL)
        #expect(program.wait().wasSignalled)
        #expect(sweep.processesLeftAfterAWhile() == [])
        #expect(try sweep.titrate("resume", environment: often).status == 0)
        #expect(try sweep.settledRows() == undisturbed.settledRows())
        #expect(sweep.spooledTrialFiles == [])

        let said = try sweep.query("select stderr_tail from attempts order by attempt")
        let step = try #require(try /resumed at step ([0-9]+)/.firstMatch(in: said)?.1)
        #expect(Int(step).map { $0 > 0 } == true, "\(said)")
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `a stop by signal is clean and resumable`(signal: Int32, code: Int32) throws {
        let undisturbed = try SweepFolder(steps: 5000)
        try undisturbed.titrate("launch", "sweep.yaml")
        let sweep = try SweepFolder(steps: 5000)
        let program = sweep.command(["launch", "sweep.yaml"])
        try program.start()
        while (try? sweep.query("select count(*) from trials where status = 'succeeded'"))
            .map({ $0.hasSuffix("\n0\n") }) ?? true, program.isRunning
        {
            usleep(20_000)
        }
        program.send(signal: signal)
        let end = program.wait()
        #expect(end.status == code && !end.wasSignalled, "\(end.errors)")
        #expect(sweep.processesLeftAfterAWhile() == [])
        let done = try sweep.query(
            "select trial, finished_at from trials where status = 'succeeded' order by 1")
        #expect(try sweep.titrate("resume").status == 0)
        #expect(try sweep.settledRows() == undisturbed.settledRows())
        let kept = try sweep.query("select trial, finished_at from trials order by 1")
        for line in done.split(separator: "\n") {
            #expect(kept.contains(line), "\(line) was run again")
        }
    }
}
