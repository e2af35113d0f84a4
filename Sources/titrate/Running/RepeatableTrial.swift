import Foundation
import ProblemModel
import SweepModel
import SweepStore
import TrialProtocol
import TrialRunner

/// A trial of the store with all that is needed to run it again.
struct RepeatableTrial {
    let problem: Problem
    /// The specification's bytes, those with which it ran.
    let specification: [UInt8]

    /// - Throws: ``CommandFault`` where another version's arithmetic ran it.
    init(_ detail: TrialDetail, from store: SweepStore) throws {
        guard let sweep = detail.sweeps.first(where: { !$0.isDropped })?.sweep else {
            throw CommandFault(
                .missingInput,
                "trial \(detail.record.id) is no longer in a plan: the store has other files since",
                hint: "launch the sweep file that had it, then try again")
        }
        problem = try SweepInput(named: sweep, in: store).problem
        let planned = try store.plannedTrial(detail.record.id, of: sweep)
        guard planned.id == detail.record.id else {
            throw CommandFault(
                .unreadableStore,
                "trial \(detail.record.id) was planned for numerics \(detail.numerics), "
                    + "which this version does not compute",
                hint: "run it again with version \(detail.version)")
        }
        specification = try SweepPreparer(problem: problem, seed: detail.seed)
            .specification(of: planned)
    }

    /// Runs it by itself, without limits, and returns all that it told.
    ///
    /// - Parameter network: Where the trained network is to be left; nil for nowhere.
    func run(network: URL? = nil) throws -> [TrialMessage] {
        let file = URL.temporary(ending: "spec")
        defer { try? FileManager.default.removeItem(at: file) }
        do { try Data(specification).write(to: file) } catch {
            throw CommandFault(
                .cannotWrite, "\(file.path) cannot be written", hint: "set TMPDIR to a folder")
        }
        do {
            let trial = LoneTrial(
                program: Executables.trial, specification: file.path, network: network?.path)
            return try trial.run()
        } catch { throw CommandFault(.unavailable, error.description) }
    }
}

extension URL {
    /// A path of our own for a file that lives as long as a command.
    static func temporary(ending: String) -> URL {
        FileManager.default.temporaryDirectory
            .appending(path: "titrate-\(UUID().uuidString).\(ending)")
    }
}
