import ArgumentParser
import ProblemModel
import SweepModel
import SweepReport
import SweepStore

struct LaunchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch",
        abstract: "Run a sweep to its end, or finish it where its plan was begun.",
        discussion: """
            A sweep file that was changed since is compared with the plan in the store: only what \
            is new runs, and every result is kept.
            """)

    @Argument(help: "The sweep file.")
    var sweep: String

    @Flag(
        help: """
            Run the sweep's twin: the same configurations on synthetic data made from the best \
            estimates of the sweep, which has been run on measured data.
            """)
    var twin = false

    @OptionGroup var place: CrewOptions
    @OptionGroup var store: StoreOptions

    func run() throws {
        let input = try twin ? twinInput() : SweepInput(at: sweep)
        let preparer = try input.preparer()
        try Executables.checkTrial()
        let crew = try place.crew()
        let owned = try OwnedStore(store.files, mode: .create)
        if try owned.store.sweepNames().contains(input.sweep.name) {
            try owned.settle(input.sweep.name)
        }
        let receipt = try owned.store.insert(
            input.entry(digest: input.problem.digest), at: OwnedStore.now)
        announce(input, receipt, crew)
        let run = SweepRun(
            input: input, preparer: preparer, store: owned.store, crew: crew)
        try run.run()
        try run.showTopRanks()
    }

    private func twinInput() throws -> SweepInput {
        let twin = try Twin(of: SweepInput(at: sweep), in: store.reading())
        return try SweepInput(at: twin.path, files: twin.files)
    }

    private func announce(
        _ input: SweepInput, _ receipt: SweepReceipt, _ crew: Crew
    ) {
        let trials = Figures.count(receipt.trials, "trial")
        let configurations = Figures.count(input.plan.configurations.count, "configuration")
        let replicates = Figures.count(input.plan.replicates, "replicate")
        Console.say(
            "\(input.sweep.name): \(trials) = \(configurations) × \(replicates), "
                + "\(crew.words), seed \(input.sweep.seed), store \(store.files.database)"
        )
        if let change = receipt.change {
            Console.say("the plan has changed: \(change.text)")
        } else if !receipt.isNew {
            Console.say("the plan is in the store already; finishing it")
        }
        if receipt.shared > 0 {
            let (need, them) = receipt.shared == 1 ? ("needs", "it") : ("need", "them")
            Console.say(
                "\(receipt.shared) of them \(need) no run: another sweep of the store has finished "
                    + them)
        }
    }
}

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish an interrupted plan; nothing done is done again.")

    @Argument(help: "The sweep's name; not needed where the store holds one sweep.")
    var name: String?

    @OptionGroup var place: CrewOptions
    @OptionGroup var store: StoreOptions

    func run() throws {
        try Executables.checkTrial()
        let crew = try place.crew()
        let owned = try OwnedStore(store.files, mode: .existing)
        let sweep = try owned.store.resolvedName(name)
        let input = try SweepInput(named: sweep, in: owned.store)
        let run = SweepRun(
            input: input, preparer: try input.preparer(), store: owned.store, crew: crew)
        try run.run()
        try run.showTopRanks()
    }
}
