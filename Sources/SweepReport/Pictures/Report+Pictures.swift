import ReportDocument
import Settings
import SweepModel

extension Report {
    /// The estimates of the best.
    var estimateSection: Section? {
        estimateFigure.map { Section("Estimates", [.figure($0)]) }
    }

    /// How settings work together.
    var combinationSection: Section? {
        let figures = [interactionFigure, parallelFigure].compactMap { $0 }
        return figures.isEmpty
            ? nil : Section("Settings in combination", figures.map(Block.figure))
    }

    var curveSection: Section? {
        curveFigure.map { Section("Learning curves", [.figure($0)]) }
    }
}
