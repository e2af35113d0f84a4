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

    @Test func `takes from a command line what it says, and the rest from a file`() throws {
        let file = try readCluster(
            Array("pilots: 4\nmemory: 1GiB\npartition: short\nsbatch: --nice".utf8), path: "c.yaml")
        let options = try readCluster(
            given: [
                ("pilots", "6"), ("partition", "123"), ("time_limit", "90"), ("memory", "2e9"),
                ("sbatch", "--exclusive"), ("sbatch", "--requeue"), ("spool", "shared"),
            ], over: file)
        var expected = file
        expected.pilots = 6
        expected.partition = "123"
        expected.seconds = 90
        expected.memoryBytes = 2_000_000_000
        expected.words = ["--nice", "--exclusive", "--requeue"]
        expected.spool = "shared"
        #expect(options == expected)
    }

    /// Options of a command line, and what is said of them.
    @Test(arguments: [
        ("pilots", "0", "--pilots is out of range; give a whole number from 1 to 1000"),
        ("cpus", "2000", "--cpus is out of range; give a whole number from 1 to 1024"),
        ("time_limit", "5s", "--time-limit is out of range; give from 1m to 30d"),
        ("time_limit", "soon", "--time-limit cannot be 'soon'; write seconds, or as in 30s"),
        ("memory", "1KiB", "--memory is out of range; write bytes, or as in 512MiB"),
        ("partition", "", "--partition cannot be used: it is empty; give it as one line of text"),
        ("sbatch", "a\nb", "--sbatch cannot be used: it holds a control character"),
    ])
    func `says where a command line is wrong`(key: String, text: String, message: String) {
        #expect {
            _ = try readCluster(given: [(key, text)], over: PilotOptions())
        } throws: { error in
            let fault = (error as? Diagnostics)?.all.first
            return "\(fault?.message ?? ""); \(fault?.hint ?? "")".hasPrefix(message)
        }
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
