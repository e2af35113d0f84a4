import Foundation
import PINNCore
import Settings
import Testing

@Suite struct TrainedNetworkTests {
    private let settings: [String: SettingValue] = [
        "layers": .integer(2), "neurons": .integer(8), "collocation_points": .integer(20),
        "optimizer": .text("adam+lbfgs"), "steps": .integer(500), "lbfgs_steps": .integer(300),
        "learning_rate": .real(3e-3),
    ]

    @Test(arguments: ["soft", "hard"])
    func `A trained network predicts the states between the data`(condition: String) throws {
        let settings = settings.merging(["initial_condition": .text(condition)]) { $1 }
        let problem = try DecayProblem.make()
        let outcome = try DecayProblem.train(problem, settings).outcome
        let parameters = try #require(outcome.parameters)
        let network = try #require(
            TrainedNetwork(
                problem: problem, settings: TrialSettings(settings), parameters: parameters))
        #expect(network.estimates == outcome.last.estimates)
        let times = (0...16).map { Double($0) / 8 }
        for (time, states) in zip(times, network.states(at: times)) {
            #expect(abs(states[0] - exp(-DecayProblem.truth * time)) < 2e-3, "at \(time)")
        }
    }

    @Test func `Parameters of another network are refused`() throws {
        let problem = try DecayProblem.make()
        let network = TrainedNetwork(
            problem: problem, settings: try TrialSettings(settings), parameters: [1, 2, 3])
        #expect(network == nil)
    }

    @Test func `A training that diverged leaves no parameters`() throws {
        let outcome = try DecayProblem.train(
            DecayProblem.make(), ["learning_rate": .real(1e200)]
        ).outcome
        #expect(outcome.parameters == nil)
    }
}
