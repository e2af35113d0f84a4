import ArgumentParser
import Documents
import ProblemFile
import ProblemModel
import ReferenceSolver

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Solve a problem's equations at the truth, else at the guess, as CSV.")

    @Argument(help: "The problem file.")
    var problem: String

    @Option(help: ArgumentHelp("Equal steps of the time window.", valueName: "count"))
    var points: Int = 100

    func validate() throws {
        guard (1...10_000_000).contains(points) else {
            throw ValidationError("--points is a number from 1 to 10000000")
        }
    }

    func run() throws {
        let problem = try readProblem(at: problem).problem
        if !problem.hasTruth {
            Console.say("the truth of some unknowns is not known: solved at their guesses")
        }
        let simulation = try simulation(of: problem)
        Console.print(simulation.columns.joined(separator: ","))
        for row in simulation.rows {
            Console.print(row.map(\.description).joined(separator: ","))
        }
    }

    private func simulation(of solved: Problem) throws -> Simulation {
        do { return try Simulation(of: solved, steps: points) } catch {
            throw Diagnostics(error, path: problem)
        }
    }
}
