import Coordinator
import Glibc
import SweepModel
import TrialProtocol

extension TrialProcess {
    /// What is to be said of the attempt, now that its process has ended.
    ///
    /// - Parameters:
    ///   - leftovers: processes that it left behind, which have been ended.
    ///   - kernelKilled: whether the kernel killed for want of memory meanwhile.
    func report(
        _ exit: ProgramEnd, now: Int, ownPeakMemory: Int, leftovers: Int, kernelKilled: Bool
    ) -> AttemptReport {
        let told = max(peakMemory, end?.peakMemoryBytes ?? 0)
        // The kernel's figure includes the worker's own memory before the program was loaded.
        let peak = exit.peakMemory > ownPeakMemory ? max(told, exit.peakMemory) : told
        let (status, cause) = verdict(exit, peak: peak, kernelKilled: kernelKilled)
        return AttemptReport(
            status: status, cause: cause, exitCode: exit.exitCode, signal: exit.signal,
            stderrTail: log(of: status, leftovers: leftovers), end: end ?? lastKnown(as: status),
            cost: Cost(
                wallSeconds: Double(now - startedAt) / 1000, cpuSeconds: exit.cpuSeconds,
                peakMemoryBytes: peak))
    }

    /// Where the trial stood when it last told, as an end: what it had found is not lost with it.
    private func lastKnown(as status: TrialStatus) -> TrialEnd? {
        lastPoint.map {
            TrialEnd(
                status: status, cause: nil, steps: $0.step, losses: $0.losses,
                estimates: $0.estimates)
        }
    }

    /// The ends that a trial itself may tell.
    private static let ownEnds: Set<TrialStatus> = [.succeeded, .diverged, .stalled]

    private func verdict(
        _ exit: ProgramEnd, peak: Int, kernelKilled: Bool
    ) -> (TrialStatus, String?) {
        if let ending { return TrialProcess.verdict(ending, limits, memoryLimit) }
        if exit.exitCode == 0 {
            guard let end else { return (.crashed, "exited without telling how it ended") }
            guard TrialProcess.ownEnds.contains(end.status) else {
                return (.crashed, "told an end that is not a trial's to tell: \(end.status)")
            }
            return (end.status, end.cause)
        }
        if exit.signal == Int(SIGKILL) {
            return kernelKilled
                ? (.outOfMemory, "killed by the kernel as the machine ran out of memory")
                : (.crashed, "killed from outside (signal 9)")
        }
        if peak > memoryLimit / 10 * 9 || saysThatMemoryRanOut {
            return TrialProcess.verdict(.outOfMemory(bytes: peak), limits, memoryLimit)
        }
        let cause = exit.signal.map { "crashed with signal \($0) (\(signalText($0)))" }
        return (.crashed, cause ?? "exited with code \(exit.exitCode ?? -1)")
    }

    private static func verdict(
        _ ending: Ending, _ limits: TrialLimits, _ memoryLimit: Int
    ) -> (TrialStatus, String?) {
        switch ending {
        case .timedOut:
            let seconds = Double(limits.milliseconds ?? 0) / 1000
            return (.timedOut, "took longer than its limit of \(seconds) s; raise limits: time")
        case .outOfMemory:
            let limit = memoryLimit >> 20
            return (
                .outOfMemory,
                "needed more memory than its limit of \(limit) MiB; raise limits: memory"
            )
        case .flooded:
            let limit = outputLimit >> 20
            return (.crashed, "wrote more than \(limit) MiB to its standard output")
        case .lingered:
            return (.crashed, "told its end but did not exit for \(lingerLimit / 1000) s")
        case .cancelled: return (.cancelled, "cut off as its worker ended; it is run again")
        }
    }

    /// Whether the last it wrote is what runtimes write when an allocation fails.
    private var saysThatMemoryRanOut: Bool {
        let text = (log.text ?? "").lowercased()
        return ["out of memory", "cannot allocate memory", "bad_alloc", "failed to allocate"]
            .contains { text.contains($0) }
    }

    private func signalText(_ signal: Int) -> String {
        String(cString: strsignal(Int32(signal)))
    }

    /// What it wrote to its standard error, of a failure as much as may be kept, and what else
    /// there is to say.
    private func log(of status: TrialStatus, leftovers: Int) -> String? {
        let text =
            TrialProcess.ownEnds.contains(status)
            ? log.text(last: TrialProcess.shortLogLimit) : log.text
        var parts = text.map { [$0] } ?? []
        if strayLines > 0 {
            parts.append("[\(strayLines) lines on standard output that are no messages]\n")
        }
        if leftovers > 0 { parts.append("[\(leftovers) processes left behind, ended]\n") }
        return parts.isEmpty ? nil : parts.joined()
    }
}
