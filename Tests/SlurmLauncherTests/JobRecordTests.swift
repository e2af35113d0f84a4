import SlurmLauncher
import Testing

/// Lines as Slurm 22.05 wrote them.
@Suite struct JobRecordTests {
    @Test func `reads the jobs of an array`() {
        let jobs = JobRecord.jobs(
            in: """
                2|1|0|RUNNING|None|n1
                1|1|2|PENDING|Resources|
                7|4|0|FAILED|RaisedSignal:9(Killed)|n2

                """)
        #expect(jobs.count == 3)
        #expect(jobs[JobID(array: "1", index: 0)]?.node == "n1")
        #expect(jobs[JobID(array: "1", index: 2)]?.isWaiting == true)
        #expect(jobs[JobID(array: "4", index: 0)]?.wasKilled == true)
    }

    @Test func `leaves out what is no job`() {
        let jobs = JobRecord.jobs(
            in: """
                slurm_load_jobs error: Unable to contact slurm controller (connect failure)
                CLUSTER: main
                3|3|N/A|RUNNING|None|n1
                3|3|0||None|n1
                |||||
                5|3|1|RUNNING
                """)
        #expect(jobs.isEmpty)
    }

    @Test func `believes the one that lives where an id was given twice`() {
        for lines in [
            "9|9|0|COMPLETED|None|n1\n9|9|0|RUNNING|None|n2\n",
            "9|9|0|RUNNING|None|n2\n9|9|0|COMPLETED|None|n1\n",
        ] {
            #expect(JobRecord.jobs(in: lines)[JobID(array: "9", index: 0)]?.state == "RUNNING")
        }
    }

    @Test(arguments: [
        "4|4|0|PENDING|JobHeldUser|", "4|4|0|PENDING|JobHeldAdmin|",
        "4|4|0|PENDING|launch failed requeued held|", "4|4|0|PENDING|PartitionTimeLimit|",
        "6|6|0|REQUEUE_HOLD|None|", "6|6|0|PENDING|BadConstraints|",
    ])
    func `knows what waits for ever`(line: String) throws {
        #expect(try #require(JobRecord(line: line[...])).isHeld)
    }

    @Test(arguments: [
        "4|4|0|PENDING|Resources|", "4|4|0|PENDING|Priority|", "4|4|0|PENDING|BeginTime|",
        "4|4|0|RUNNING|None|n1", "4|4|0|PENDING|ReqNodeNotAvail, UnavailableNodes:n3|",
    ])
    func `lets others wait`(line: String) throws {
        #expect(try !#require(JobRecord(line: line[...])).isHeld)
    }

    /// States, and whether a trial may have been the pilot's death.
    @Test(arguments: [
        ("COMPLETED|None", false), ("CANCELLED|None", false), ("TIMEOUT|TimeLimit", false),
        ("NODE_FAIL|None", false), ("PREEMPTED|None", false), ("FAILED|NonZeroExitCode", false),
        ("FAILED|RaisedSignal:9(Killed)", true),
        ("FAILED|RaisedSignal:11(Segmentation fault)", true),
        ("FAILED|RaisedSignal:15(Terminated)", false), ("OUT_OF_MEMORY|OutOfMemory", true),
    ])
    func `tells deaths from ends`(state: String, wasKilled: Bool) throws {
        let record = try #require(JobRecord(line: "4|4|0|\(state)|n1"))
        #expect(record.isOver && record.wasKilled == wasKilled)
    }

    @Test func `says what to do where a node cannot write the log`() throws {
        let record = try #require(JobRecord(line: "1|1|0|FAILED|JobLaunchFailure|n1"))
        #expect(
            record.cause(log: "/s/p-0.log", said: nil)
                == "ended as its job 1_0 failed (JobLaunchFailure) on n1: can the node write "
                + "/s/p-0.log? Give --spool a folder that the nodes share")
    }
}
