import Coordinator
import Glibc
import SweepModel
import TrialRunner

/// An array of pilots that is being submitted.
struct Submission {
    var command: SlurmCommand
    /// Names its files.
    var batch: String
    /// By their place in the array.
    var workers: [WorkerID]
    /// Those that are not wanted any more.
    var doomed: Set<WorkerID> = []
}

extension SlurmLauncher {
    /// Submits all that are wanted, in one array.
    func submit(_ now: Int) {
        guard submission == nil, !wanted.isEmpty, now >= submitAt else { return }
        let workers = Array(wanted.prefix(PilotOptions.pilotRange.upperBound))
        let batch = Nonce.fresh()
        do {
            try writeFiles(of: batch, workers)
            let command = try SlurmCommand(
                tools.sbatch, ["--parsable", path(batch, ".sh")], now: now)
            submission = Submission(command: command, batch: batch, workers: workers)
            wanted.removeFirst(workers.count)
        } catch {
            submitAgain(now, "\(error)")
        }
    }

    private func path(_ batch: String, _ ending: String) -> String {
        "\(spool.pilotsFolder)/\(batch)\(ending)"
    }

    private func writeFiles(of batch: String, _ workers: [WorkerID]) throws {
        let script = BatchScript(
            name: board.name, count: workers.count, options: options, program: program,
            list: path(batch, ".workers"), log: path(batch, "-%a.log"), folder: spool.path)
        let list = workers.map { spool.folder(of: $0) + "\n" }.joined()
        try spool.replace(path(batch, ".workers"), with: Array(list.utf8))
        try spool.replace(path(batch, ".sh"), with: Array(script.text.utf8))
    }

    /// Takes in what came of a submission.
    func hearSubmission(_ now: Int) {
        guard let submission, let outcome = submission.command.outcome(now: now) else { return }
        self.submission = nil
        let answer = outcome.output.split(separator: "\n").last ?? ""
        // The cluster's name may follow the job's id.
        if outcome.hasSucceeded, let id = answer.split(separator: ";").first,
            Int(id.trimmingPrefix { $0 == " " }) != nil
        {
            submitFailures = 0
            take(submission, array: String(id), now)
        } else if outcome.exitCode == nil || Self.isTemporary(outcome.complaint) {
            wanted = submission.workers + wanted
            removeFiles(of: submission.batch)
            for worker in submission.doomed { kill(worker) }
            submitAgain(now, outcome.complaint)
        } else {
            removeFiles(of: submission.batch)
            for worker in submission.workers {
                end(worker, .refused, "Slurm refuses the pilots: \(outcome.complaint)")
            }
        }
    }

    private func take(_ submission: Submission, array: String, _ now: Int) {
        for (index, worker) in submission.workers.enumerated() {
            var pilot = Pilot(
                job: JobID(array: array, index: index), batch: submission.batch, submittedAt: now)
            pilot.isDoomed = submission.doomed.contains(worker)
            pilots[worker] = pilot
        }
        if lookAt == 0 { lookAt = now + period }
    }

    /// Tries again later, longer and longer.
    private func submitAgain(_ now: Int, _ complaint: String) {
        if submitFailures == 0 {
            pending.warnings.append("pilots cannot be submitted, tried again: \(complaint)")
        }
        submitFailures += 1
        submitAt = now + min(60_000, 1000 << min(submitFailures, 6))
    }

    /// Whether Slurm could not be asked, or says itself that it may accept it later.
    private static func isTemporary(_ complaint: String) -> Bool {
        [
            "Unable to contact", "Socket timed out", "Connection refused", "timed out",
            "Zero Bytes were transmitted", "temporarily", "Transport endpoint", "munge",
            "Communication connection failure", "Unexpected message", "backup controller",
            "MaxSubmit", "job submit limit", "Job submission is disabled",
        ].contains { complaint.localizedContains($0) }
    }

    /// Removes the files of an array, but not the logs of its pilots.
    func removeFiles(of batch: String) {
        for ending in [".sh", ".workers"] { unlink(path(batch, ending)) }
    }

    func log(of pilot: Pilot) -> String { path(pilot.batch, "-\(pilot.job.index).log") }
}

extension String {
    /// Whether it holds a text, letters of either case alike.
    fileprivate func localizedContains(_ text: String) -> Bool {
        lowercased().contains(text.lowercased())
    }
}
