import Coordinator
import Glibc
import SweepModel
import TrialRunner

extension SlurmLauncher {
    /// Milliseconds from one look at the queue to the next.
    var period: Int { Self.shortest << min(lookFailures, 3) }

    /// The environment variable with which tests look more often: seconds.
    private static let shortest: Int = {
        let given = getenv("TITRATE_SQUEUE_SECONDS").flatMap { Double(String(cString: $0)) }
        return given.map { max(50, Int($0 * 1000)) } ?? 15_000
    }()

    /// Looks at all pilots at once, seldom.
    func lookAtQueue(_ now: Int) {
        guard look == nil, !pilots.isEmpty, now >= lookAt else { return }
        lookedAt = now
        do {
            look = try SlurmCommand(
                tools.squeue, tools.queueQuestion(board.name), now: now)
        } catch {
            lookFailed(now, error.description)
        }
    }

    func hearLook(_ now: Int) {
        guard let outcome = look?.outcome(now: now) else { return }
        look = nil
        guard outcome.hasSucceeded else { return lookFailed(now, outcome.complaint) }
        lookFailures = 0
        lookAt = now + period
        let jobs = JobRecord.jobs(in: outcome.output)
        for worker in pilots.keys.sorted() { follow(worker, jobs) }
        noteWaiting()
        noteStrangers(jobs)
    }

    /// Concludes nothing: pilots tell themselves that they live.
    private func lookFailed(_ now: Int, _ complaint: String) {
        lookFailures += 1
        lookAt = now + period
        if lookFailures == 3 {
            pending.warnings.append("Slurm does not tell of the pilots: \(complaint)")
        }
    }

    private func follow(_ worker: WorkerID, _ jobs: [JobID: JobRecord]) {
        guard var pilot = pilots[worker] else { return }
        guard let record = jobs[pilot.job] else { return miss(worker) }
        pilot.take(record)
        pilots[worker] = pilot
        if record.isOver {
            over(worker, pilot, record)
        } else if record.isHeld {
            dismiss(worker, "is held in the queue for ever (\(record.reason))")
        } else if record.isWaiting, pilot.hasBegun {
            // Its worker has ended, and its name is not used again.
            dismiss(worker, "had its job \(pilot.job) put back into the queue")
        } else if !record.isWaiting, !pilot.hasBegun {
            pilots[worker]?.hasBegun = true
            pending.begun.append(worker)
        }
    }

    /// Its job is not in the queue. It may have been too young for this look; or the controller has
    /// forgotten it, and it lives.
    private func miss(_ worker: WorkerID) {
        guard let pilot = pilots[worker], pilot.submittedAt < lookedAt else { return }
        pilots[worker]?.misses += 1
        guard pilot.misses > 0 else { return }
        guard !pilot.isReleased else { return forget(worker, pilot, isWell: true) }
        pilots[worker]?.state = "UNKNOWN"
        end(worker, .vanished, "has no job \(pilot.job) any more")
    }

    /// Its job is over.
    private func over(_ worker: WorkerID, _ pilot: Pilot, _ record: JobRecord) {
        let isWell = pilot.isReleased || record.state == "COMPLETED"
        if !pilot.isReleased {
            var tail = TextTail(byteLimit: 1000)
            tail.append(Array((SystemFile.text(log(of: pilot)) ?? "").utf8)[...])
            let said = tail.text?.split(separator: "\n").joined(separator: "; ")
            let cause = record.cause(log: log(of: pilot), said: said)
            end(worker, record.wasKilled ? .killed : .exited, cause)
            if !isWell {
                board.lost += 1
                board.lastLoss = cause
            }
        }
        forget(worker, pilot, isWell: isWell)
    }

    /// Its worker will not come to work: another takes its place.
    private func dismiss(_ worker: WorkerID, _ cause: String) {
        guard pilots[worker]?.isReleased == false else { return }
        pilots[worker]?.isReleased = true
        pilots[worker]?.isDoomed = true
        board.lost += 1
        board.lastLoss = cause
        end(worker, .exited, cause)
    }

    private func forget(_ worker: WorkerID, _ pilot: Pilot, isWell: Bool) {
        pilots[worker] = nil
        if isWell { unlink(log(of: pilot)) }
        if !pilots.values.contains(where: { $0.batch == pilot.batch }) {
            removeFiles(of: pilot.batch)
        }
    }

    /// Jobs of a submission whose answer was lost: what is seen twice belongs to nobody.
    private func noteStrangers(_ jobs: [JobID: JobRecord]) {
        guard submission == nil else {
            strangers = []
            return
        }
        let known = Set(pilots.values.map(\.job))
        let unknown = Set(
            jobs.values.filter { !$0.isOver && !known.contains($0.id) }.map(\.id))
        doomedStrangers = unknown.intersection(strangers)
        strangers = unknown
    }
}
