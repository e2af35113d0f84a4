import PINNCore
import Settings
import Testing

@Suite struct TrainingSizeTests {
    private func size(_ settings: [String: SettingValue]) throws -> TrainingSize {
        TrainingSize(
            try TrialSettings(settings), states: 1, unknowns: 1, observables: 1, times: 10)
    }

    @Test func `The counts are those of the loss`() throws {
        let settings: [String: SettingValue] = [
            "layers": .integer(2), "neurons": .integer(5), "collocation_points": .integer(20),
        ]
        // 1·5 + 5, 5·5 + 5, 5·1 + 1 of the network, and the unknown.
        #expect(try size(settings).parameters == 47)
        // 20 points and the start of one state, 10 times and the start of one observable.
        #expect(try size(settings).rows == 32)
    }

    @Test(arguments: ["ssbfgs", "ssbroyden", "adam+ssbroyden"])
    func `A dense matrix of too many parameters is refused, with the way out`(
        optimizer: String
    ) throws {
        let large: [String: SettingValue] = [
            "optimizer": .text(optimizer), "layers": .integer(3), "neurons": .integer(64),
        ]
        let fault = try #require(try size(large).fault)
        #expect(fault.message.contains("8514 x 8514") && fault.message.contains("4096"))
        #expect(fault.hint.contains("lbfgs"))
        #expect(try size(large.merging(["neurons": .integer(40)]) { $1 }).fault == nil)
        #expect(try size(large.merging(["optimizer": .text("lbfgs")]) { $1 }).fault == nil)
        #expect(try size(large.merging(["steps": .integer(0)]) { $1 }).fault == nil)
    }

    @Test func `Levenberg-Marquardt is limited by its smaller side, and by its Jacobian`() throws {
        func fault(neurons: Int, points: Int) throws -> TrainingSizeFault? {
            try size([
                "optimizer": .text("lm"), "layers": .integer(3), "neurons": .integer(neurons),
                "collocation_points": .integer(points),
            ]).fault
        }
        #expect(try fault(neurons: 64, points: 128) == nil)
        #expect(try fault(neurons: 16, points: 50_000) == nil)
        #expect(try fault(neurons: 64, points: 5000) != nil)
        #expect(try fault(neurons: 16, points: 1_000_000) != nil)
        #expect(try fault(neurons: 4096, points: 128) != nil)
    }
}
