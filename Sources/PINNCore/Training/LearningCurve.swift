/// Which steps of a training are reported: about fifty over the whole budget, by step alone.
struct LearningCurve {
    static let points = 50

    /// Steps from one report to the next.
    let interval: Int

    init(budget: Int) {
        interval = max(1, (budget + LearningCurve.points - 1) / LearningCurve.points)
    }

    /// Whether a training reports after so many steps; step 0 and the end always are.
    func includes(_ step: Int) -> Bool { step.isMultiple(of: interval) }
}
