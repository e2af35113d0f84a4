import ProblemModel
import Settings
import SweepModel
import TestSupport
import Testing
import TrialProtocol
import TrialTraining

@Suite struct SpecifiedTrainingTests {
    @Test func `A trial says its start, its curve and its end, in this order`() throws {
        let messages = try LogisticTrial.messages(LogisticTrial.specification())
        #expect(messages.first == .started(machineType: MachineType.current))
        let steps = messages.compactMap { message -> Int? in
            if case .progress(let point) = message { point.step } else { nil }
        }
        #expect(steps == Array(stride(from: 0, through: 250, by: 5)))
        guard case .ended(let end)? = messages.last else {
            Issue.record("no end")
            return
        }
        #expect(end.status == .succeeded && end.cause == nil && end.steps == 250)
        #expect(end.losses.holdout != nil)
        #expect(messages.count == steps.count + 2)
    }

    @Test func `A diverged trial says why and keeps its last finite numbers`() throws {
        let messages = try LogisticTrial.messages(
            LogisticTrial.specification(["learning_rate": .real(1e200)]))
        guard case .ended(let end)? = messages.last else {
            Issue.record("no end")
            return
        }
        #expect(end.status == .diverged)
        #expect(end.cause?.contains("learning_rate") == true)
        #expect(end.losses.data.isFinite && end.estimates.allSatisfy { $0.isFinite })
    }

    @Test func `No steps end with the guess`() throws {
        let messages = try LogisticTrial.messages(
            LogisticTrial.specification(["steps": .integer(0)]))
        guard case .ended(let end)? = messages.last else {
            Issue.record("no end")
            return
        }
        #expect(end.status == .succeeded && end.steps == 0 && end.estimates == [0.5])
        #expect(messages.count == 3)
    }

    @Test func `Errors and limits of the data are trained with`() throws {
        var specification = try LogisticTrial.specification()
        let plain = try LogisticTrial.messages(specification)
        specification.problem.data.deviations = [0.05, 0.1, 0.1, 0.1, 0.1, 0.1]
        let weighted = try LogisticTrial.messages(specification)
        specification.problem.data.isCensored = [false, false, false, false, false, true]
        let censored = try LogisticTrial.messages(specification)
        #expect(plain != weighted && weighted != censored)
        for case .ended(let end)? in [plain.last, weighted.last, censored.last] {
            #expect(end.status == .succeeded && abs(end.estimates[0] - 1) < 0.25)
        }
    }

    @Test func `A specification from its file trains to the same bits`() throws {
        let specification = try LogisticTrial.specification()
        let read = try TrialSpecification(file: specification.file)
        #expect(try LogisticTrial.messages(read) == LogisticTrial.messages(specification))
    }

    /// The digits of a trial are what its id promises. Where this fails without a change of
    /// arithmetic that was meant, find the cause; where it was meant, raise `numericsVersion`
    /// and record anew with `RECORD=1`.
    @Test(.enabled(if: MachineType.current == "x86_64-fma"))
    func `The golden trial's bits are those of this version of the numerics`() throws {
        guard
            case .ended(let end)? = try LogisticTrial.messages(LogisticTrial.specification()).last
        else {
            Issue.record("no end")
            return
        }
        let numbers = end.estimates + [end.losses.data, end.losses.initial, end.losses.residual]
        let lines = numbers.map { "\(String($0.bitPattern, radix: 16)) \($0)\n" }
        try expectGolden(
            "numerics \(numericsVersion)\n" + lines.joined(), "trials/\(MachineType.current).txt")
    }
}
