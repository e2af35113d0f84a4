import Foundation
import TestSupport
import Testing

/// Everything that can happen to a sweep, at random moments.
///
/// `make soak` makes it long: `TITRATE_SOAK_SECONDS`, and the seed in `TITRATE_SOAK_SEED`. It goes on
/// beyond its time on a machine so loaded that there was no kill in every third second.
@Suite("Soak", .serialized)
struct SoakTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["TITRATE_SOAK_SECONDS"].flatMap { Double($0) }
    private static let seed =
        environment["TITRATE_SOAK_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999_999)

    @Test func `random faults lose nothing, double nothing and leave nothing behind`() throws {
        print("soak: TITRATE_SOAK_SEED=\(Self.seed)")
        var ordeal = try Ordeal(Fault.mixed, steps: 6000, seed: Self.seed)
        let begun = Date.now
        func isOver(_ tally: Ordeal.Tally) -> Bool {
            guard let seconds = Self.seconds else { return tally.total >= 16 }
            return Date.now.timeIntervalSince(begun) >= seconds
                && Double(tally.kills) >= seconds / 3
        }
        repeat {
            try ordeal.runSweep(until: isOver)
            let tally = ordeal.tally
            print(
                "soak: \(tally.sweeps) sweeps, \(tally.runs) runs, \(tally.total) faults, "
                    + "\(tally.kills) kills")
        } while !isOver(ordeal.tally)
        try Self.report(ordeal.tally, seconds: Date.now.timeIntervalSince(begun))
    }

    /// Writes what was survived, a section of a report, to the file that `make soak` names.
    private static func report(_ tally: Ordeal.Tally, seconds: Double) throws {
        guard let path = environment["TITRATE_SOAK_FILE"] else { return }
        let faults = Fault.allCases.map { "| \($0.rawValue) | \(tally.faults[$0] ?? 0) |" }
        let text = """
            ## Faults survived

            For \(Int(seconds)) s, faults at random moments (seed \(seed)) of sweeps of 12 trials, two
            at a time; `titrate resume` after every end that was not the plan's. Each sweep was
            compared, row for row and bit for bit, with one that nothing had happened to.
            \(Machine.description), \(Machine.date). `make soak` writes this section.

            | figure | |
            |---|---:|
            | sweeps brought to their end | \(tally.sweeps) |
            | launches and resumes | \(tally.runs) |
            | trials | \(tally.trials) |
            | faults | \(tally.total) |
            | of these, processes killed (SIGKILL) | \(tally.kills) |
            | rows lost or different | \(tally.lost) |
            | results doubled | \(tally.doubled) |
            | processes and files left over | \(tally.leftOver) |

            | fault | times |
            |---|---:|
            \(faults.joined(separator: "\n"))

            """
        try Data(text.utf8).write(to: URL(filePath: path))
    }
}
