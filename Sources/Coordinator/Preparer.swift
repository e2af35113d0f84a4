public import SweepModel

/// The role of what turns a planned trial into the bytes of its specification file: it solves the
/// reference, makes the data and compiles the equations once a replicate.
public protocol Preparer: AnyObject {
    /// The specification file of a trial.
    func specification(of trial: PlannedTrial) throws -> [UInt8]

    /// The names of the unknowns, in the problem's order.
    var unknownNames: [String] { get }
}
