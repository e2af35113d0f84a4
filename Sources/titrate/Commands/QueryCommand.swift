public import ArgumentParser
public import SweepStore

extension QueryFormat: ExpressibleByArgument {}

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run a SELECT on the store, read-only.",
        discussion: """
            The views are sweeps, trials, attempts, estimates, metrics and ranking, as in:
            titrate query "SELECT rank, configuration, recovery_error FROM ranking"
            """)

    @Argument(help: "One SELECT.")
    var sql: String

    @Option(help: "How to write the result.")
    var format: QueryFormat = .table

    @Option(help: ArgumentHelp("Seconds after which the query is ended.", valueName: "seconds"))
    var deadline: Double = 30

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard deadline > 0, deadline <= 1e6 else {
            throw ValidationError("--deadline is a positive number of seconds")
        }
    }

    func run() throws {
        let query = try ReadOnlyQuery(
            store.files, limits: QueryLimits(deadline: .seconds(deadline)))
        try query.run(sql, into: format.renderer(to: Console.write))
    }
}
