import PINNCore
import Settings
import Testing

@Suite struct ResamplingTests {
    @Test func `The density is the residual over its mean plus one`() {
        // Half the cells with a residual of 0, half with 2: densities of 1 and 3.
        let density = ResidualDensity(
            Array(repeating: 0, count: 50) + Array(repeating: 2, count: 50))
        #expect(density.place(at: 0) == 0)
        #expect(abs(density.place(at: 0.125) - 0.25) < 1e-14)
        #expect(abs(density.place(at: 0.25) - 0.5) < 1e-14)
        #expect(abs(density.place(at: 0.625) - 0.75) < 1e-14)
        #expect(density.place(at: 1.nextDown) <= 1)
    }

    @Test(arguments: [[0, 0, 0], [3, 3, 3], [1, .infinity, 2], [1, .nan, 2]])
    func `It is uniform where nothing stands out, or nothing can be told`(sizes: [Double]) {
        let density = ResidualDensity(sizes)
        for share in [0, 0.2, 0.5, 0.9] {
            #expect(abs(density.place(at: share) - share) < 1e-15)
        }
    }

    /// u' = −k u + 100 step(t − 3) on [0, 4]: the residual is near 100 in the last quarter alone.
    private func places(replicate: UInt64) throws -> [Double] {
        var problem = SampleProblem.decay
        problem.states[0].rate = "-k*u0 + 100*step(t - 3)"
        let training = Training(
            problem: try problem.compiled(),
            settings: try TrialSettings([
                "layers": .integer(1), "neurons": .integer(4), "steps": .integer(3),
                "collocation_points": .integer(400), "resampling": .text("residual"),
                "resampling_interval": .integer(1), "learning_rate": .real(1e-6),
            ]), seed: 8, replicate: replicate)
        var places: [Double] = []
        _ = training.run(report: { _ in }, afterStep: { places = $0.state.collocationTimes })
        return places
    }

    @Test func `Points gather where the residual is large, each replicate's at its own places`()
        throws
    {
        let places = try places(replicate: 0)
        let share = Double(places.count { $0 >= 3 }) / Double(places.count)
        // The mean is a quarter of the last quarter's: densities near 1 and 5, 5/8 of the points.
        #expect(abs(share - 0.625) < 0.08)
        #expect(places.allSatisfy { (0...4).contains($0) })
        #expect(try self.places(replicate: 0) == places)
        #expect(try self.places(replicate: 1) != places)
    }
}
