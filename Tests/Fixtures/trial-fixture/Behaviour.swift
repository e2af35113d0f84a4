import Glibc
import SweepModel
import TrialProtocol

/// What a trial of the tests does: the words of its specification file.
struct Behaviour {
    private let words: [String]

    init(specification path: String) {
        guard let file = fopen(path, "r") else { exit(EX_NOINPUT) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = fread(&bytes, 1, bytes.count, file)
        fclose(file)
        words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ").map(
            String.init)
    }

    private var number: Int { Int(words[1])! }

    func act() {
        switch words[0] {
        case "succeed": succeed(estimate: Double(words[1])!)
        case "sleep":
            usleep(UInt32(number) * 1000)
            succeed(estimate: 1)
        case "diverge": tell(end(.diverged, estimate: .nan))
        case "diverge-at":
            tell(end(.diverged, "the loss is not finite after step \(number)", estimate: .nan))
        case "stall": tell(end(.stalled, estimate: 1))
        case "kill-worker":
            kill(getppid(), SIGKILL)
            while true { pause() }
        case "exit": exit(Int32(number))
        case "signal": kill(getpid(), Int32(number))
        case "report-and-hang":
            tell(.started(machineType: "x86_64"))
            for step in 1...3 {
                tell(.progress(CurvePoint(step: step, losses: losses, estimates: [Double(step)])))
            }
            while true { pause() }
        case "hang": while true { pause() }
        case "ignore-term":
            signal(SIGTERM, SIG_IGN)
            while true { pause() }
        case "leak":
            start("/bin/sleep", [words[1]])
            succeed(estimate: 1)
        case "escape":
            start("/usr/bin/setsid", ["-f", "/bin/sleep", words[1]])
            succeed(estimate: 1)
        case "leak-and-hang":
            start("/bin/sleep", [words[1]])
            while true { pause() }
        case "flood-output": while true { write(Array(repeating: 0x78, count: 65_536)) }
        case "flood-errors":
            for line in 0..<200_000 { write(Array("line \(line) of many\n".utf8), to: 2) }
            succeed(estimate: 1)
        case "fail-loudly":
            for line in 0..<number { write(Array("line \(line) of many\n".utf8), to: 2) }
            exit(3)
        case "eat": eat(bytesAtATime: 16 << 20)
        case "gulp": eat(bytesAtATime: 8 << 30)
        case "silent": exit(0)
        case "garbage":
            write(Array("hello\n00000000 {}\n\u{0}\u{1}\n".utf8))
            succeed(estimate: 1)
        case "torn":
            write(end(.succeeded, estimate: 1).line.dropLast(10))
        case "damaged":
            var line = end(.succeeded, estimate: 1).line
            line[20] ^= 1
            write(line)
        case "boast": tell(end(.queued, estimate: 1))
        case "linger":
            succeed(estimate: 1)
            while true { pause() }
        case "late-exit":
            succeed(estimate: 1)
            exit(Int32(number))
        default: exit(EX_DATAERR)
        }
    }

    private func succeed(estimate: Double) {
        tell(.started(machineType: "x86_64"))
        tell(.progress(CurvePoint(step: 1, losses: losses, estimates: [2 * estimate])))
        tell(end(.succeeded, estimate: estimate))
    }

    private func end(
        _ status: TrialStatus, _ cause: String = "as asked", estimate: Double
    ) -> TrialMessage {
        .ended(
            TrialEnd(
                status: status, cause: status == .succeeded ? nil : cause, steps: 2,
                losses: losses, estimates: [estimate]))
    }

    private var losses: LossValues { LossValues(data: 1, initial: 2, residual: 3) }

    private func tell(_ message: TrialMessage) { write(message.line) }

    private func write(_ bytes: some Collection<UInt8>, to file: Int32 = 1) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written < 0 { exit(EX_IOERR) }
            rest = rest.dropFirst(written)
        }
    }

    private func start(_ path: String, _ arguments: [String]) {
        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var pid: pid_t = 0
        guard posix_spawn(&pid, path, nil, nil, &argv, environ) == 0 else { exit(EX_OSERR) }
        // Until it is about: setsid needs a moment to get away.
        usleep(50_000)
    }

    private func eat(bytesAtATime count: Int) {
        while true {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
            memset(memory, 1, count)
        }
    }
}
