/// The role of what tells that a run is to stop: a user's Ctrl-C, a system that shuts down.
public protocol StopSource: AnyObject {
    /// Requests so far: with the first, trials under way are ended in order; with the second,
    /// everything is killed at once. Both leave a store that resumes.
    func requests() -> Int

    /// A file that can be read when a request may have come; nil where there is none.
    var descriptor: Int32? { get }
}
