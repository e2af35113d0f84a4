import Foundation
import TestSupport
import Testing

@Suite("Examining a store")
struct DoctorTests {
    @Test func `a finished plan is well`() throws {
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        let doctor = try sweep.titrate("doctor")
        #expect(doctor.status == 0, "\(doctor.output)\(doctor.errors)")
        #expect(doctor.output.hasSuffix("titrate.sqlite: all is well\n"))
    }

    @Test func `rows that a killed coordinator left running are found, and resume cures them`()
        throws
    {
        let sweep = try SweepFolder(steps: 400)
        let killed = try sweep.titrate(
            "launch", "sweep.yaml", environment: ["TITRATE_FAILPOINT": "result.after:3"])
        #expect(killed.wasSignalled)
        #expect(sweep.processesLeftAfterAWhile() == [])
        let doctor = try sweep.titrate("doctor")
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(doctor.output.contains("marked as running"), "\(doctor.output)")
        #expect(doctor.output.contains("cure: titrate resume"))
        #expect(try sweep.titrate("resume").status == 0)
        #expect(try sweep.titrate("doctor").status == 0)
    }

    @Test func `a process left behind is found by its id`() throws {
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        let left = RunningProgram(
            URL(filePath: "/bin/sh"),
            ["-c", "while :; do sleep 0.1; done", sweep.store.path + ".spool/w/0123"])
        try left.start()
        defer {
            left.send(signal: SIGKILL)
            _ = left.wait()
        }
        let doctor = try sweep.titrate("doctor")
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(doctor.output.contains("cure: kill -9 \(left.pid)\n"), "\(doctor.output)")
    }

    @Test func `damaged pages and times of the future are found`() throws {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else {
            return print("skipped: there is no \(shell.path)")
        }
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        // An index that does not have what its table has, and a sweep of the year 2100.
        let sql = """
            UPDATE sweep SET created_at = 4102444800000;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX member_of_trial ON member
                (sweep, trial)' WHERE name = 'member_of_trial';
            """
        #expect(
            try run(shell, ["-cmd", ".dbconfig defensive off", sweep.store.path, sql]).status == 0)
        let doctor = try sweep.titrate("doctor")
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(doctor.output.contains("the store is damaged: "), "\(doctor.output)")
        #expect(doctor.output.contains("in the future"), "\(doctor.output)")
        let missing = try sweep.titrate("doctor", "--store", "absent.sqlite")
        #expect(missing.status == 66)
    }
}
