import SweepModel
import Testing

struct RecoveryTests {
    @Test(arguments: [
        (10.0, 10.0, 0.0), (20, 10, 1), (5, 10, 1), (12.5, 10, 0.25), (8, 10, 0.25),
        (-10, 10, 2), (-5, -10, 1),
    ])
    func `twice too high and twice too low are equally wrong`(
        estimate: Double, truth: Double, error: Double
    ) {
        #expect(abs(Recovery.error(estimate: estimate, truth: truth) - error) < 1e-12)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -0.0])
    func `an estimate that is zero or not finite is infinitely wrong`(estimate: Double) {
        #expect(Recovery.error(estimate: estimate, truth: 2) == .infinity)
    }

    @Test func `unknowns without truth are left out`() throws {
        let pairs: [(estimate: Double, truth: Double?)] = [(12, 10), (99, nil), (5, 10)]
        let errors = try #require(Recovery.errors(pairs))
        #expect(errors.worst == 1)
        #expect(abs(errors.mean - 0.6) < 1e-12)
        #expect(Recovery.errors(pairs[1...1]) == nil)
    }
}
