import GRDB
import SweepModel

/// A trial of a sweep, as it was before the sweep's trials changed.
struct EarlierMember {
    var trial: Int64
    var name: String
    /// As in `member`: how the trial ended for this sweep, where that is not how it stands now.
    var status: String?
    var attempt: Int?
    var isReused = false
    var stage = TrialStage.plan
    /// The configuration's row.
    var configuration: Int64?
    /// The attempt that brought the trial's result, whatever the sweep.
    var acceptedAttempt: Int?

    var isDropped: Bool { status == TrialStatus.dropped.rawValue }

    /// The trial in a stage of the sweep: what had been dropped comes back as it stands now.
    func kept(in stage: TrialStage) -> EarlierMember {
        var member = self
        member.stage = stage
        if isDropped {
            member.status = nil
            member.attempt = nil
        }
        return member
    }

    /// The trial out of the plan, with the attempt that counted.
    var dropped: EarlierMember {
        guard !isDropped else { return self }
        var member = self
        member.attempt = status == nil ? acceptedAttempt : attempt
        member.status = TrialStatus.dropped.rawValue
        return member
    }

    /// The trials of a sweep in their order.
    static func all(of sweep: Int64, _ database: Database) throws -> [EarlierMember] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT m.trial, t.name, m.status, m.attempt, m.reused, m.stage, t.configuration,
                    t.attempt
                FROM member m JOIN trial t ON t.id = m.trial
                WHERE m.sweep = ? ORDER BY m.position
                """,
            arguments: [sweep])
        var members: [EarlierMember] = []
        while let row = try rows.next() {
            members.append(
                EarlierMember(
                    trial: row[0], name: row[1], status: row[2], attempt: row[3],
                    isReused: row[4], stage: TrialStage(rawValue: row[5]) ?? .plan,
                    configuration: row[6], acceptedAttempt: row[7]))
        }
        return members
    }
}
