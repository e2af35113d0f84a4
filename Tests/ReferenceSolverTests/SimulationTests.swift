import Glibc
import ProblemModel
import ReferenceSolver
import Testing

/// Reference solutions as tables.
struct SimulationTests {
    @Test func `a simulation has the start and equal steps, states before observables`() throws {
        let problem = try PreparedDataTests.decay(points: 1, holdout: 0)
        let simulation = try Simulation(of: problem, steps: 3)
        #expect(simulation.isAtTruth)
        #expect(simulation.columns == ["time", "x", "twice"])
        #expect(simulation.rows.map { $0[0] } == [0, 1, 2, 3])
        for row in simulation.rows {
            #expect(abs(row[1] - 2 * exp(-0.5 * row[0])) < 1e-7)
            #expect(row[2] == 2 * row[1])
        }
    }

    @Test func `without a truth the guess is simulated`() throws {
        var problem = try PreparedDataTests.decay(points: 1, holdout: 0)
        problem.unknowns[0].truth = nil
        let simulation = try Simulation(of: problem, steps: 1)
        #expect(!simulation.isAtTruth)
        #expect(abs(simulation.rows[1][1] - 2 * exp(-3)) < 1e-7)
    }
}
