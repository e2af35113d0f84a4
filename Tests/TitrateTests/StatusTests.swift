import Foundation
import TestSupport
import Testing

@Suite("The status of a sweep")
struct StatusTests {
    @Test func `trials under way are called interrupted once nobody runs them`() throws {
        let sweep = try SweepFolder(steps: 15_000)
        let killed = try sweep.titrate(
            "launch", "sweep.yaml", environment: ["TITRATE_FAILPOINT": "start.after:3"])
        #expect(killed.wasSignalled)
        #expect(sweep.processesLeftAfterAWhile() == [])
        let status = try sweep.titrate("status")
        #expect(status.status == 0, "\(status.errors)")
        #expect(status.output.contains(#/  interrupted  [12]\n/#), "\(status.output)")
        #expect(!status.output.contains("running"), "\(status.output)")
        #expect(
            status.output.contains("nobody runs it; 'titrate resume decay' finishes the plan"),
            "\(status.output)")
        let watched = try sweep.titrate("status", "--watch")
        #expect(watched.output == status.output, "it waits for nobody")
    }

    @Test func `watching goes on until the plan is at its end`() throws {
        let sweep = try SweepFolder(steps: 15_000)
        let run = sweep.command(["launch", "sweep.yaml"])
        try run.start()
        defer {
            run.send(signal: SIGKILL)
            _ = run.wait()
        }
        while try !sweep.titrate("status").output.contains("run by "), run.isRunning {
            usleep(20_000)
        }
        let watched = try sweep.titrate("status", "--watch")
        #expect(watched.status == 0, "\(watched.errors)")
        let texts = watched.output.split(separator: "\n\n")
        #expect(texts.count > 1, "\(watched.output)")
        #expect(texts.first?.contains("launch sweep.yaml") == true, "\(watched.output)")
        #expect(texts.last?.hasPrefix("decay: 12 of 12 trials done\n") == true)
    }
}
