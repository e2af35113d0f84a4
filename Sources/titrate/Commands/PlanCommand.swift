import ArgumentParser
import Foundation
import SlurmLauncher
import SweepModel
import SweepReport
import SweepStore

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Check a sweep and print its exact counts; writes nothing.",
        discussion: """
            With --on slurm it also prints the batch script of the pilots and an estimate of what \
            they cost, from trials of the sweep that the store has.
            """)

    @Argument(help: "The sweep file.")
    var sweep: String

    @OptionGroup var place: CrewOptions
    @OptionGroup var store: StoreOptions

    func run() throws {
        let crew = try place.crew()
        let input = try SweepInput(at: sweep)
        _ = try input.preparer()
        Console.write(PlanSummary(sweep: input.sweep, plan: input.plan).text)
        guard case .slurm(var options, _) = crew else { return }
        let costs = try costs(of: input.sweep.name)
        // No more than have something to do.
        let open = costs?.open ?? input.plan.trialCount
        options.pilots = max(1, min(options.pilots, (open + options.cpus - 1) / options.cpus))
        let estimate = PilotEstimate(
            options: options, trials: input.plan.trialCount, limit: input.sweep.limits.seconds,
            costs: costs)
        Console.write("\n" + estimate.text + "\n" + script(options).text)
    }

    /// What the store knows of the sweep's trials; nil where it knows nothing.
    private func costs(of sweep: String) throws -> TrialCosts? {
        guard FileManager.default.fileExists(atPath: store.files.database) else { return nil }
        let reader = try store.reading()
        guard try reader.sweepNames().contains(sweep) else { return nil }
        return try reader.trialCosts(of: sweep)
    }

    /// The script as launch would submit it, but for the names that are new with every run.
    private func script(_ options: PilotOptions) -> BatchScript {
        let spool = options.spool.map { $0 + "/titrate-RUN" } ?? store.files.spool
        return BatchScript(
            name: "titrate-RUN", count: options.pilots, options: options,
            program: options.program ?? Executables.titrate,
            list: "\(spool)/pilots/ARRAY.workers", log: "\(spool)/pilots/ARRAY-%a.log",
            folder: spool)
    }
}

/// What a sweep costs on pilots, as far as it can be told.
struct PilotEstimate {
    let options: PilotOptions
    let trials: Int
    /// Seconds that a trial may take; nil for no limit.
    let limit: Double?
    let costs: TrialCosts?

    var text: String {
        let pilots = Figures.count(options.pilots, "pilot")
        let cores = Figures.count(options.cpus, "core")
        let size =
            "\(pilots) of \(cores) and \(Figures.memory(bytes: options.memory)), "
            + "\(Figures.duration(seconds: options.seconds)) each at most\n"
        return size + (measured ?? bounded ?? Self.unknown)
    }

    private var measured: String? {
        guard let costs, costs.measured > 0 else { return nil }
        let open = costs.open
        guard open > 0 else { return "nothing is left to run: the store has all trials\n" }
        let seconds = Double(open) * costs.meanWallSeconds
        return "about \(Figures.significant(seconds / 3600, digits: 2)) core-hours: "
            + "\(Figures.count(open, "open trial")) of "
            + "\(Figures.duration(seconds: costs.meanWallSeconds)), the mean of "
            + "\(costs.measured) in the store; some "
            + "\(Figures.duration(wholeSeconds: seconds / Double(options.slots))) once all run\n"
    }

    private var bounded: String? {
        limit.map {
            let hours = Double(trials) * $0 / 3600
            return "at most \(Figures.significant(hours, digits: 2)) core-hours: "
                + "\(Figures.count(trials, "trial")) of at most \(Figures.duration(seconds: $0)); "
                + "once the store has some of them it is estimated\n"
        }
    }

    private static let unknown =
        "no estimate: the store has no trial of this sweep, and no limit of time is set; "
        + "run some with titrate launch and stop it\n"
}
