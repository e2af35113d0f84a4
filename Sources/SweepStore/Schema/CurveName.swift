import GRDB

/// The numbers under which `metric` keeps the names of curves.
///
/// The four losses have fixed numbers; the curve of an unknown's estimate is named
/// `estimate.PSB`, so that no unknown's name can be taken for a loss.
enum CurveName: Int, CaseIterable {
    case lossData = 1
    case lossInitial, lossResidual, lossHoldout

    var text: String {
        switch self {
        case .lossData: "loss_data"
        case .lossInitial: "loss_initial"
        case .lossResidual: "loss_residual"
        case .lossHoldout: "loss_holdout"
        }
    }

    static func insertLosses(_ database: Database) throws {
        for name in allCases {
            try database.execute(
                sql: "INSERT INTO curve_name (id, name) VALUES (?, ?)",
                arguments: [name.rawValue, name.text])
        }
    }

    static func text(ofEstimate unknown: String) -> String { "estimate.\(unknown)" }
}
