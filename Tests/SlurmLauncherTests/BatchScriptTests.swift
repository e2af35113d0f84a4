import SlurmLauncher
import Testing

@Suite struct BatchScriptTests {
    private func script(_ options: PilotOptions, program: String = "/opt/titrate") -> BatchScript {
        BatchScript(
            name: "titrate-ab", count: options.pilots, options: options, program: program,
            list: "/shared/my runs/p.workers", log: "/shared/my runs/p-%a.log",
            folder: "/shared/my runs")
    }

    @Test func `asks for all in lines that sbatch reads`() {
        var options = PilotOptions()
        options.cpus = 4
        options.seconds = 90
        options.partition = "short"
        options.account = "pk"
        options.words = ["--constraint=avx2", "qos=low"]
        #expect(
            script(options).text == """
                #!/bin/sh
                #SBATCH --job-name=titrate-ab
                #SBATCH --array=0-7
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=4
                #SBATCH --mem=2048M
                #SBATCH --time=2
                #SBATCH --no-requeue
                #SBATCH --open-mode=append
                #SBATCH --input=/dev/null
                #SBATCH --output="/shared/my runs/p-%a.log"
                #SBATCH --chdir="/shared/my runs"
                #SBATCH --partition=short
                #SBATCH --account=pk
                #SBATCH --constraint=avx2
                #SBATCH --qos=low
                exec /opt/titrate pilot '/shared/my runs/p.workers' --seconds 81 --memory 2147483648

                """)
    }

    @Test(arguments: ["/a b/titrate", "/it's/titrate", "/$(rm -rf x)/titrate", "/a;b/titrate"])
    func `leaves the shell nothing to do with a path`(program: String) throws {
        let line = try #require(
            script(PilotOptions(), program: program).text.split(separator: "\n").last)
        let quoted = "'" + program.replacing("'", with: "'\\''") + "'"
        #expect(line.hasPrefix("exec \(quoted) pilot "))
    }

    @Test(arguments: ["a\nb", "a\u{0}", "a\u{7F}", ""])
    func `refuses words that would end a line`(word: String) {
        #expect(PilotOptions.fault(inWord: word) != nil)
    }

    /// Seconds asked, and those that a pilot works.
    @Test(arguments: [(60.0, 54), (600, 540), (3600, 3540), (86_400, 86_340)])
    func `ends by itself before Slurm ends it`(asked: Double, own: Int) {
        var options = PilotOptions()
        options.seconds = asked
        #expect(options.lifetime == own)
    }
}
