import ClusterFile
import Documents
import SlurmLauncher
import Testing

@Suite struct ClusterFileTests {
    @Test func `reads what pilots are asked`() throws {
        let options = try readCluster(
            Array(
                """
                pilots: 16
                cpus: 4
                memory: 2GiB
                partition: short
                account: pk
                time_limit: 30m
                sbatch: [--constraint=avx2, --nice]
                spool: shared
                program: bin/titrate
                """.utf8), path: "clusters/site.yaml")
        var expected = PilotOptions()
        expected.pilots = 16
        expected.cpus = 4
        expected.memoryBytes = 2 << 30
        expected.partition = "short"
        expected.account = "pk"
        expected.seconds = 1800
        expected.words = ["--constraint=avx2", "--nice"]
        expected.spool = "clusters/shared"
        expected.program = "clusters/bin/titrate"
        #expect(options == expected)
    }

    /// Files, and what is said of them.
    @Test(arguments: [
        ("pilots: 0", "c.yaml:1:9: error: 'pilots' is out of range"),
        ("pilot: 4", "c.yaml:1:1: error: unknown key 'pilot'"),
        ("time_limit: 5s", "c.yaml:1:13: error: 'time_limit' is out of range"),
        ("memory: much", "c.yaml:1:9: error: 'memory' cannot be 'much'"),
        ("cpus: 1\nsbatch: [\"a\\nb\"]", "c.yaml:2:10: error: a word of 'sbatch' cannot be used"),
        ("- 4", "c.yaml:1:1: error: a cluster must be a mapping"),
    ])
    func `says where a file is wrong`(text: String, message: String) {
        #expect {
            _ = try readCluster(Array(text.utf8), path: "c.yaml")
        } throws: { error in
            (error as? Diagnostics)?.rendered.contains(message) == true
        }
    }
}
