import GRDB
import SweepModel

/// The values of one point of a learning curve, in the order in which the store keeps them: the
/// four losses, then the estimates in the problem's order of unknowns.
struct CurveValues {
    /// Values in a row of `curve`.
    static let rowSize = 8

    /// The names of the first values; `estimate.PSB` and the like follow, so that no unknown's
    /// name can be taken for a loss.
    static let lossNames = ["loss_data", "loss_initial", "loss_residual", "loss_holdout"]

    static func name(ofEstimate unknown: String) -> String { "estimate.\(unknown)" }

    private var values: [Double?]

    init(_ point: CurvePoint) {
        let losses = point.losses
        values = [losses.data, losses.initial, losses.residual, losses.holdout]
        values += point.estimates
    }

    /// The rows of `curve` by block: each of ``rowSize`` cells.
    var rows: [[DatabaseValue]] {
        stride(from: 0, to: values.count, by: Self.rowSize).map { start in
            (start..<start + Self.rowSize).map { place in
                place < values.count ? Self.cell(values[place]) : .null
            }
        }
    }

    /// SQLite would keep NaN as NULL, which here is a value that was not told.
    private static func cell(_ value: Double?) -> DatabaseValue {
        guard let value else { return .null }
        return value.isNaN ? "nan".databaseValue : value.databaseValue
    }

    /// The point that some rows of `curve`, in the order of their blocks, were made of.
    init(rows: [[DatabaseValue]], unknowns: Int) {
        values = rows.joined().map { cell in
            cell.isNull ? nil : Double.fromDatabaseValue(cell) ?? .nan
        }
        let count = Self.lossNames.count + unknowns
        values = Array((values + Array(repeating: nil, count: count)).prefix(count))
    }

    func point(atStep step: Int) -> CurvePoint {
        CurvePoint(
            step: step,
            losses: LossValues(
                data: values[0] ?? .nan, initial: values[1] ?? .nan, residual: values[2] ?? .nan,
                holdout: values[3]),
            estimates: values[Self.lossNames.count...].map { $0 ?? .nan })
    }
}
