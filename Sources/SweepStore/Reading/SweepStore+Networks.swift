import Foundation
import GRDB
public import SweepModel

extension SweepStore {
    /// The file of the network that a trial ended with; nil where it was not kept.
    public func network(of trial: TrialID) throws -> [UInt8]? {
        try read { database in
            guard try database.tableExists("network") else { return nil }
            let content = try Data.fetchOne(
                database,
                sql: """
                    SELECT n.content FROM network n JOIN trial t ON t.id = n.trial
                    WHERE t.name = ?
                    """,
                arguments: [trial.text])
            return content.map(Array.init)
        }
    }
}
