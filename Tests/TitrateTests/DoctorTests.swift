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
        #expect(doctor.output.contains("left reports in"), "\(doctor.output)")
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

    @Test func `rows that lack what they belong to are found`() throws {
        let shell = URL(filePath: "/usr/bin/sqlite3")
        guard FileManager.default.isExecutableFile(atPath: shell.path) else {
            return print("skipped: there is no \(shell.path)")
        }
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        let change = "PRAGMA foreign_keys = OFF; DELETE FROM configuration WHERE id = 1;"
        #expect(try run(shell, [sweep.store.path, change]).status == 0)
        let doctor = try sweep.titrate("doctor")
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(
            doctor.output.contains("rows of trial without their configuration: 2"),
            "\(doctor.output)")
    }

    @Test func `a disk that is nearly full, and a folder that cannot be written, are told`() throws
    {
        let sweep = try SweepFolder(steps: 0)
        guard
            let disk = try DiskFaultTests.SmallDisk(
                kilobytes: 8192, at: sweep.folder.file("disk").path)
        else { return print("skipped: no file system can be mounted here (needs root)") }
        let environment = ["TITRATE_STORE": disk.file("titrate.sqlite").path]
        let launch = try sweep.titrate("launch", "sweep.yaml", environment: environment)
        #expect(launch.status == 0, "\(launch.errors)")
        let doctor = try sweep.titrate("doctor", environment: environment)
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(
            doctor.output.contains(/[\d.]+ MiB free on the disk of the store/), "\(doctor.output)")

        try sweep.titrate("launch", "sweep.yaml")
        chown(sweep.folder.url.path, 65534, 65534)
        chown(sweep.store.path, 65534, 65534)
        chmod(sweep.folder.url.path, 0o500)
        defer { chmod(sweep.folder.url.path, 0o700) }
        let bound = DiskFaultTests.asOrdinaryUser(sweep, ["doctor"])
        try bound.start()
        let end = bound.wait()
        guard end.status != 126 else { return print("skipped: an ordinary user cannot run it") }
        #expect(end.status == 1, "\(end.output)\(end.errors)")
        #expect(end.output.contains("cannot be written by this user"), "\(end.output)")
    }

    @Test func `a store on a network file system is told to move`() throws {
        let sweep = try SweepFolder(steps: 0)
        try sweep.titrate("launch", "sweep.yaml")
        let point = sweep.folder.url.resolvingSymlinksInPath().path
        try sweep.folder.write(
            "/dev/sda1 / ext4 rw 0 0\nhost:/home \(point) nfs4 rw 0 0\n", to: "m")
        let doctor = try sweep.titrate("doctor", "--mounts", "m")
        #expect(doctor.status == 1, "\(doctor.output)\(doctor.errors)")
        #expect(
            doctor.output.hasPrefix(
                "finding: the store is on a network file system (nfs4), whose locks SQLite cannot "
                    + "trust\n  cure: move the store to a local disk"), "\(doctor.output)")
        try sweep.folder.write("/dev/sda1 / ext4 rw 0 0\n", to: "m")
        #expect(try sweep.titrate("doctor", "--mounts", "m").status == 0)
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
