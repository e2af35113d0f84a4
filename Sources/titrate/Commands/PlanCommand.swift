import ArgumentParser
import SweepReport

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Check a sweep and print its exact counts; writes nothing.")

    @Argument(help: "The sweep file.")
    var sweep: String

    func run() throws {
        let input = try SweepInput(at: sweep)
        _ = try input.preparer()
        Console.write(PlanSummary(sweep: input.sweep, plan: input.plan).text)
    }
}
