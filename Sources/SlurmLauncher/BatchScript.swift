/// The script of an array of pilots: all that is asked of Slurm stands in it.
public struct BatchScript: Hashable, Sendable {
    /// The job's name: one for all pilots of a run.
    public var name: String
    /// Pilots in the array.
    public var count: Int
    public var options: PilotOptions
    /// The program on the nodes.
    public var program: String
    /// The list of the pilots' workers, a line each in the array's order.
    public var list: String
    /// Where pilots write what goes wrong, `%a` for their place in the array.
    public var log: String
    /// The current folder of a pilot.
    public var folder: String

    public init(
        name: String, count: Int, options: PilotOptions, program: String, list: String,
        log: String, folder: String
    ) {
        self.name = name
        self.count = count
        self.options = options
        self.program = program
        self.list = list
        self.log = log
        self.folder = folder
    }

    public var text: String {
        let directives = own + options.words.map { $0.hasPrefix("-") ? $0 : "--" + $0 }
        return "#!/bin/sh\n" + directives.map { "#SBATCH \($0)\n" }.joined()
            + "exec " + command.map(Self.quoted).joined(separator: " ") + "\n"
    }

    private var own: [String] {
        var directives = [
            "--job-name=\(name)", "--array=0-\(count - 1)", "--ntasks=1",
            "--cpus-per-task=\(options.cpus)", "--mem=\((options.memory + (1 << 20) - 1) >> 20)M",
            "--time=\(Int((options.seconds / 60).rounded(.up)))",
            // A pilot that starts again is another worker: a fresh one is submitted for it.
            "--no-requeue", "--open-mode=append", "--input=/dev/null",
            "--output=\(Self.inDirective(log))", "--chdir=\(Self.inDirective(folder))",
        ]
        if let partition = options.partition { directives.append("--partition=\(partition)") }
        if let account = options.account { directives.append("--account=\(account)") }
        return directives
    }

    private var command: [String] {
        [
            program, "pilot", list, "--seconds", "\(options.lifetime)", "--memory",
            "\(options.memory)",
        ]
    }

    /// A word of the shell, whatever it holds.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+:=@".contains($0))
        }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private static func inDirective(_ path: String) -> String {
        path.contains(" ") ? "\"\(path)\"" : path
    }
}
