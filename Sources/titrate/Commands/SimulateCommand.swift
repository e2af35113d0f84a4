import ArgumentParser
import Documents
import ProblemFile
import ProblemModel
import ReferenceSolver

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Solve a problem's equations at the truth, else at the guess, as CSV.",
        discussion: """
            With --data it prints the data set that the trials of a replicate train on, noise and \
            all: a file that a problem can name, for other programs and other models.
            """)

    @Argument(help: "The problem file.")
    var problem: String

    @Option(help: ArgumentHelp("Equal steps of the time window.", valueName: "count"))
    var points: Int = 100

    @Flag(help: "Print a replicate's data set instead.")
    var data = false

    @Option(help: ArgumentHelp("With --data, the seed of a sweep.", valueName: "seed"))
    var seed: UInt64 = 0

    @Option(help: ArgumentHelp("With --data, counted from 0.", valueName: "number"))
    var replicate: Int = 0

    func validate() throws {
        guard replicate >= 0 else {
            throw ValidationError("--replicate is a number from 0 on")
        }
        guard (1...10_000_000).contains(points) else {
            throw ValidationError("--points is a number from 1 to 10000000")
        }
    }

    func run() throws {
        let problem = try readProblem(at: problem).problem
        if data { return printData(of: try ProblemPreparation(problem: problem)) }
        if !problem.hasTruth {
            Console.say("the truth of some unknowns is not known: solved at their guesses")
        }
        let simulation = try simulation(of: problem)
        Console.print(simulation.columns.joined(separator: ","))
        for row in simulation.rows {
            Console.print(row.map(\.description).joined(separator: ","))
        }
    }

    private func printData(of preparation: ProblemPreparation) {
        let data = preparation.data(seed: seed, replicate: replicate)
        let width = data.observed.count
        Console.print((["time"] + data.observed).joined(separator: ","))
        for (row, time) in data.times.enumerated() {
            let cells = (row * width..<(row + 1) * width).map { cell in
                let value = data.values[cell]
                if !data.isCensored.isEmpty, data.isCensored[cell] { return "<\(value)" }
                return value.isNaN ? "" : value.description
            }
            Console.print(([time.description] + cells).joined(separator: ","))
        }
    }

    private func simulation(of solved: Problem) throws -> Simulation {
        do { return try Simulation(of: solved, steps: points) } catch {
            throw Diagnostics(error, path: problem)
        }
    }
}
