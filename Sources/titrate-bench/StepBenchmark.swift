import PINNCore
import Settings
import TrialTraining

/// Measures the training step of one cell: loss, gradient and Adam, as every trial does them.
struct StepBenchmark {
    let cell: BenchCell
    private let problem: InverseProblem

    /// Nil where no trial has the cell's settings, or the problem cannot be measured.
    ///
    /// - Parameter path: A problem file with a table of data; nil for the built-in problem.
    init?(_ cell: BenchCell, problem path: String? = nil) {
        guard cell.settings(steps: 1) != nil,
            let prepared = path.map(BenchProblem.prepared) ?? BenchProblem.prepared(),
            let problem = try? InverseProblem(prepared)
        else { return nil }
        self.cell = cell
        self.problem = problem
    }

    /// A trial's training with so many steps.
    private func training(steps: Int) -> Training {
        guard let settings = cell.settings(steps: steps) else {
            preconditionFailure("the cell's settings were checked")
        }
        return Training(problem: problem, settings: settings, seed: 0, replicate: 0)
    }

    /// Trains one step.
    func runOneStep() { _ = training(steps: 1).run(report: { _ in }) }

    /// The weighted loss after so many steps.
    func loss(afterSteps steps: Int) -> Double {
        let last = training(steps: steps).run(report: { _ in }).last
        return last.losses.data + last.losses.initial + last.losses.residual
    }

    /// The network's weights and biases, then the unknowns' variables, where training starts.
    func startParameters() -> [Double] { training(steps: 1).parameters }

    /// Microseconds of processor time a step, for each of some blocks of at least 20 ms.
    ///
    /// - Parameter budget: Seconds that the blocks may take together; three are run at least, or
    ///   two where a step takes more than 0.3 s.
    func blocks(budget: Double) -> [Double] {
        let step = quickest(of: 4)
        let inBlock = max(1, Int((0.02 / step).rounded(.up)))
        let fewest = step > 0.3 ? 2 : 3
        let count = max(fewest, Int(budget / (Double(inBlock) * step)))
        let warmUp = max(1, Int(min(0.1, budget / 3) / step))
        var marks: [Double] = []
        marks.reserveCapacity(count + 1)
        var steps = -warmUp
        _ = training(steps: warmUp + count * inBlock).run(
            report: { _ in },
            afterStep: { _ in
                steps += 1
                if steps >= 0, steps.isMultiple(of: inBlock) { marks.append(Clock.processor) }
            })
        return zip(marks, marks.dropFirst()).map { ($1 - $0) / Double(inBlock) * 1e6 }
    }

    /// The seconds of the quickest of a few steps.
    private func quickest(of steps: Int) -> Double {
        var marks: [Double] = []
        _ = training(steps: steps).run(
            report: { _ in }, afterStep: { _ in marks.append(Clock.processor) })
        return max(1e-7, zip(marks, marks.dropFirst()).map { $1 - $0 }.min() ?? 0)
    }
}
