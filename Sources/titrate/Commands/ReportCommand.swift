import ArgumentParser
import Foundation
import ReportDocument
import SweepReport
import SweepStore
import Synchronization

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write what came out of a sweep: which configuration is best, and how sure.",
        discussion: """
            markdown: NAME.md, with its pictures in NAME-figures/. csv: NAME.csv, a row a \
            configuration, and NAME-trials.csv, a row a trial. html: NAME.html, one file with all \
            pictures in it. latex: NAME.tex, with booktabs tables.
            """)

    @Argument(help: "The sweep's name; not needed where the store holds one sweep.")
    var name: String?

    @Option(help: ArgumentHelp("The folder to write to; this one by default.", valueName: "dir"))
    var output: String = "."

    @Option(
        help: ArgumentHelp("markdown, csv, html or latex, joined by commas.", valueName: "list"))
    var formats: ReportFormats = .usual

    @Option(
        help: ArgumentHelp(
            "How far an estimate may be from the truth, as a factor, to count as recovered."))
    var fold = 1.1

    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard fold > 1, fold.isFinite else {
            throw ValidationError("--fold is a factor above 1, as 1.1 for within 10 %.")
        }
    }

    func run() throws {
        let store = try store.reading()
        let sweep = try store.resolvedName(name)
        let report = try report(of: sweep, from: store)
        let folder = try ReportFolder(output)
        let isAsked = Set(formats.formats)
        // Of a large sweep the tables take as long as all that is to be read.
        let (document, tables) = bothAtOnce(
            { isAsked == [.csv] ? nil : report.document },
            { isAsked.contains(.csv) ? (report.csv, report.trialsCSV) : ("", "") })
        for format in formats.formats {
            switch format {
            case .markdown: try write(document!, as: sweep, to: folder)
            case .csv:
                try folder.write(tables.0, to: "\(sweep).csv")
                try folder.write(tables.1, to: "\(sweep)-trials.csv")
            case .html: try folder.write(document!.html, to: "\(sweep).html")
            case .latex: try folder.write(document!.latex, to: "\(sweep).tex")
            }
        }
    }

    private func report(of sweep: String, from store: SweepStore) throws -> Report {
        var report = Report(
            sweep: try store.sweepRecord(named: sweep), trials: try store.trialRecords(of: sweep),
            baselines: try store.baselines(of: sweep), posteriors: try store.posteriors(of: sweep),
            tolerance: fold - 1)
        guard formats.formats.contains(where: { $0 != .csv }) else { return report }
        let twin = Twin.name(of: sweep)
        if try store.sweepNames().contains(twin) {
            report.twin = TwinResults(
                Report(
                    sweep: try store.sweepRecord(named: twin),
                    trials: try store.trialRecords(of: twin), tolerance: fold - 1))
        }
        for trial in report.curveTrials { report.curves[trial] = try store.curve(of: trial) }
        do {
            report.profiles = try ConcentrationProfiles(ofBestIn: report, from: store)
            report.misfits = try SolutionMisfits(of: report, from: store).byTrial
            report.undetermined = try DataLimits(ofDataOf: report, from: store)?.undetermined
        } catch {
            // The rest of a report needs no problem that this version can solve.
            Console.say("the report is without solutions of the equations: \(error)")
        }
        return report
    }

    /// The pictures first: the text that shows them comes when they are there.
    private func write(_ document: Document, as sweep: String, to folder: ReportFolder) throws {
        let pictures = Report.figureFolder(of: sweep)
        if !document.figures.isEmpty { try folder.create(pictures) }
        for figure in document.figures {
            try folder.write(figure.svg, to: "\(pictures)/\(figure.id).svg")
        }
        try folder.write(document.markdown(figures: pictures), to: "\(sweep).md")
    }
}

/// Makes two values on two cores.
private func bothAtOnce<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
    let one = Mutex<First?>(nil)
    let two = Mutex<Second?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            let value = first()
            one.withLock { $0 = value }
        } else {
            let value = second()
            two.withLock { $0 = value }
        }
    }
    return (one.withLock { $0! }, two.withLock { $0! })
}

/// The folder that a report is written to.
private struct ReportFolder {
    private let path: String
    private let url: URL

    init(_ path: String) throws {
        self.path = path
        url = URL(filePath: path)
        try create("")
    }

    /// Creates a folder in it.
    func create(_ name: String) throws {
        let folder = name.isEmpty ? url : url.appending(path: name)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFault(
                .cannotCreate,
                "the folder \(name.isEmpty ? path : folder.relativePath) cannot be created",
                hint: "give another one by --output")
        }
    }

    /// Writes the whole file or leaves the old one.
    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        do {
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw CommandFault(
                .cannotWrite, "\(file.path) cannot be written",
                hint: "check the folder's permissions and the free space, or give --output")
        }
        Console.say("wrote \(file.relativePath)")
    }
}
