import SweepModel

/// A pilot that is or was submitted, as far as it is known.
struct Pilot {
    var job: JobID
    /// The name of the files of its array.
    var batch: String
    var state = "PENDING"
    var reason = ""
    var node = ""
    /// Monotonic milliseconds.
    var submittedAt: Int
    var hasBegun = false
    /// Nothing is expected of its worker any more.
    var isReleased = false
    /// It is to be cancelled, and has not been.
    var isDoomed = false
    /// Looks in a row that did not show it.
    var misses = 0

    mutating func take(_ record: JobRecord) {
        state = record.state
        reason = record.reason == "None" ? "" : record.reason
        node = record.node
        misses = 0
    }
}
