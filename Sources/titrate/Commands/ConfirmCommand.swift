import ArgumentParser
import ReportDocument
import SweepModel
import SweepReport
import SweepStore

struct ConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Run the best configurations again with fresh seeds, for their honest error.",
        discussion: """
            The best of many configurations is partly the luckiest. Seeds that had no part in the \
            choice tell how good it is: their results never enter the ranking, and the report sets \
            them beside those that the choice went by. A plan that is not complete is finished \
            first. The same command again runs nothing twice; more replicates add to those that \
            are there.
            """)

    @Argument(help: "The sweep's name; not needed where the store holds one sweep.")
    var name: String?

    @Option(help: ArgumentHelp("How many of the best configurations.", valueName: "count"))
    var top: Int = 5

    @Option(help: ArgumentHelp("Fresh replicates of each.", valueName: "count"))
    var replicates: Int = 20

    @OptionGroup var place: CrewOptions
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...100_000).contains(top), (1...100_000).contains(replicates) else {
            throw ValidationError("--top and --replicates are numbers from 1 to 100000")
        }
    }

    func run() throws {
        try Executables.checkTrial()
        let crew = try place.crew()
        let owned = try OwnedStore(store.files, mode: .existing)
        let sweep = try owned.store.resolvedName(name)
        let input = try SweepInput(named: sweep, in: owned.store)
        let run = SweepRun(
            input: input, preparer: try input.preparer(), store: owned.store, crew: crew)
        try run.run(extending: [.confirmation(top: top, replicates: replicates)])
        let report = Report(
            sweep: try owned.store.sweepRecord(named: sweep),
            trials: try owned.store.confirmedTrialRecords(of: sweep),
            varying: input.sweep.variedSettings)
        Console.write(report.confirmationTable.plainText)
    }
}
