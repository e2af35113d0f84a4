/// A job as `squeue` tells of it, in one line.
package struct JobRecord: Hashable {
    /// What is asked of each job: its id, its array's id, its place there, its state, why it waits
    /// or how it ended, its node.
    static let format = "%A|%F|%K|%T|%r|%N"

    var array: String
    var index: Int
    package var state: String
    var reason: String
    package var node: String

    /// Nil for a line that is none: what Slurm says besides.
    package init?(line: Substring) {
        let fields = line.split(
            separator: "|", maxSplits: 5, omittingEmptySubsequences: false
        ).map { $0.trimmingPrefix { $0 == " " } }
        guard fields.count == 6, let index = Int(fields[2]), Int(fields[1]) != nil,
            fields[3].first?.isLetter == true
        else { return nil }
        array = String(fields[1])
        self.index = index
        state = String(fields[3])
        reason = String(fields[4])
        node = String(fields[5].prefix { !$0.isWhitespace })
    }

    /// The jobs of an answer, by array and place. Where Slurm has given an id twice, the one that
    /// lives.
    package static func jobs(in answer: String) -> [JobID: JobRecord] {
        let records = answer.split(separator: "\n").compactMap(JobRecord.init(line:))
        return Dictionary(records.map { ($0.id, $0) }) { $0.isOver ? $1 : $0 }
    }

    package var id: JobID { JobID(array: array, index: index) }

    package var isWaiting: Bool {
        state == "PENDING" || state == "REQUEUED" || state == "REQUEUE_HOLD"
    }

    package var isOver: Bool { Self.ends.keys.contains(state) }

    /// Whether it waits for what will not come by itself.
    package var isHeld: Bool {
        guard isWaiting else { return false }
        return state == "REQUEUE_HOLD" || reason.hasPrefix("JobHeld") || reason.contains("held")
            || Self.hopeless.contains(reason)
    }

    private static let hopeless: Set<String> = [
        "BadConstraints", "PartitionTimeLimit", "PartitionNodeLimit", "InvalidAccount",
        "InvalidQOS", "DependencyNeverSatisfied", "AccountNotAllowed", "QOSNotAllowed",
    ]

    /// States in which a job is over, and how the user is told: after "its job".
    private static let ends = [
        "COMPLETED": "ended", "CANCELLED": "was cancelled", "FAILED": "failed",
        "TIMEOUT": "ran out of time", "PREEMPTED": "was preempted",
        "NODE_FAIL": "lost its node", "OUT_OF_MEMORY": "was out of memory",
        "BOOT_FAIL": "lost its node", "DEADLINE": "ran out of time", "REVOKED": "was revoked",
        "SPECIAL_EXIT": "failed",
    ]

    /// Slurm's word for a batch script that could not be started, mostly as its log could not be.
    private static let launchFailure = "JobLaunchFailure"

    /// How a job that is over ended, after "the worker".
    ///
    /// - Parameters:
    ///   - log: the path of what it wrote.
    ///   - said: the last of that.
    package func cause(log: String, said: String?) -> String {
        var cause = "ended as its job \(id) " + (Self.ends[state] ?? "is \(state)")
        if reason != "None", !reason.isEmpty { cause += " (\(reason))" }
        if !node.isEmpty { cause += " on \(node)" }
        if let said { cause += ": \(said)" }
        if reason == Self.launchFailure {
            cause += ": can the node write \(log)? Give --spool a folder that the nodes share"
        }
        return cause
    }

    /// Whether something unknown killed it, which may have been a trial.
    package var wasKilled: Bool {
        state == "OUT_OF_MEMORY"
            || state == "FAILED" && reason.hasPrefix("RaisedSignal")
                && !reason.hasPrefix("RaisedSignal:15")
    }
}

/// A job of an array, as `scancel` takes it.
package struct JobID: Hashable, CustomStringConvertible {
    package var array: String
    package var index: Int

    package init(array: String, index: Int) {
        self.array = array
        self.index = index
    }

    package var description: String { "\(array)_\(index)" }
}
