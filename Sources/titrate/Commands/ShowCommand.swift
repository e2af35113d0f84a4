import ArgumentParser
import JSONText
import ReportDocument
import Settings
import SweepModel
import SweepReport
import SweepStore

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything known of one trial.")

    @Argument(help: "The trial's id, or enough of its first digits.")
    var trial: String

    @OptionGroup var store: StoreOptions

    func run() throws {
        let detail = try store.reading().trialDetail(prefix: trial)
        Console.write(TrialText(detail: detail).text)
    }
}

/// Everything known of one trial, in words.
struct TrialText {
    let detail: TrialDetail

    var text: String {
        [heading, estimates.plainText, attempts, curve.plainText, settings]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var heading: String {
        let record = detail.record
        var facts = [
            ("trial", record.id.text),
            ("status", record.status.rawValue + (record.cause.map { ": \($0)" } ?? "")),
            ("sweeps", detail.sweeps.map(\.text).joined(separator: ", ")),
            ("configuration", record.configuration.id.text),
            ("replicate", "\(record.replicate)"),
            ("seed", "\(detail.seed)"),
            ("problem", "\(detail.problem.name), digest \(detail.problem.digest)"),
            ("version", "\(detail.version), numerics \(detail.numerics)"),
        ]
        if let steps = record.steps { facts.append(("steps", "\(steps)")) }
        if let error = record.recoveryError {
            facts.append(("recovery error", Figures.percent(error)))
        }
        if let losses = record.losses {
            facts.append(("data loss", Figures.significant(losses.data)))
            facts.append(("initial loss", Figures.significant(losses.initial)))
            facts.append(("residual loss", Figures.significant(losses.residual)))
            if let holdout = losses.holdout {
                facts.append(("held-out loss", Figures.significant(holdout)))
            }
        }
        if let cost = record.cost {
            facts.append(("wall time", Figures.duration(seconds: cost.wallSeconds)))
            facts.append(("CPU time", Figures.duration(seconds: cost.cpuSeconds)))
            facts.append(("peak memory", Figures.memory(bytes: cost.peakMemoryBytes)))
        }
        return Facts(facts).text
    }

    private var estimates: Table {
        var table = Table(columns: [
            .init("parameter"), .init("estimate", .right), .init("truth", .right),
            .init("relative error", .right), .init("guess", .right), .init("unit"),
        ])
        for estimate in detail.record.estimates {
            guard
                let unknown = detail.problem.unknowns.first(where: { $0.name == estimate.parameter }
                )
            else { continue }
            table.append([
                estimate.parameter, Figures.significant(estimate.value, digits: 6),
                unknown.truth.map { Figures.significant($0, digits: 6) } ?? Figures.none,
                unknown.truth.map { Figures.signedPercent(estimate.value / $0 - 1) }
                    ?? Figures.none,
                Figures.significant(unknown.guess, digits: 6), unknown.unit ?? "",
            ])
        }
        return table
    }

    private var attempts: String {
        var table = Table(columns: [
            .init("attempt", .right), .init("status"), .init("host"), .init("machine type"),
            .init("worker"), .init("cause"),
        ])
        for attempt in detail.attempts {
            table.append([
                "\(attempt.number)", attempt.status.rawValue, attempt.host ?? "",
                attempt.machineType ?? "", attempt.worker.text, attempt.cause ?? "",
            ])
        }
        let tails = detail.attempts.compactMap { attempt in
            attempt.stderrTail.map { "attempt \(attempt.number) wrote:\n\($0)\n" }
        }
        return ([table.plainText] + tails).joined(separator: "\n")
    }

    /// The learning curve, a few points of it.
    private var curve: Table {
        let names = detail.problem.unknowns.map(\.name)
        var table = Table(
            columns: ["step", "data loss", "initial loss", "residual loss"].map {
                .init($0, .right)
            }
                + names.map { .init($0, .right) })
        let points = detail.curve
        let stride = max(1, points.count / 10)
        for (index, point) in points.enumerated()
        where index % stride == 0 || index == points.count - 1 {
            table.append(
                ["\(point.step)"]
                    + [point.losses.data, point.losses.initial, point.losses.residual]
                    .map { Figures.significant($0) }
                    + point.estimates.map { Figures.significant($0) })
        }
        return table
    }

    private var settings: String {
        "settings: \(detail.record.configuration.settings.json.serialized())\n"
    }
}

extension TrialDetail.Membership {
    /// The sweep and what the trial is to it: `wider (reused)`.
    fileprivate var text: String {
        let marks = [isReused ? "reused" : nil, isDropped ? "no longer in its plan" : nil]
            .compactMap(\.self)
        return marks.isEmpty ? sweep : "\(sweep) (\(marks.joined(separator: ", ")))"
    }
}
