import ArgumentParser
import Foundation
import SweepReport
import SweepStore

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write NAME.md and NAME.csv: configurations ranked by recovery error.")

    @Argument(help: "The sweep's name; not needed where the store holds one sweep.")
    var name: String?

    @Option(help: ArgumentHelp("The folder to write to; this one by default.", valueName: "dir"))
    var output: String = "."

    @OptionGroup var store: StoreOptions

    func run() throws {
        let store = try store.reading()
        let sweep = try store.resolvedName(name)
        let report = Report(
            sweep: try store.sweepRecord(named: sweep), trials: try store.trialRecords(of: sweep),
            baselines: try store.baselines(of: sweep))
        let folder = URL(filePath: output)
        try create(folder)
        for (suffix, text) in [("md", report.markdown), ("csv", report.csv)] {
            let file = folder.appending(path: "\(sweep).\(suffix)")
            try write(text, to: file)
            Console.say("wrote \(file.relativePath)")
        }
    }

    private func create(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFault(
                .cannotCreate, "the folder \(output) cannot be created",
                hint: "give another one by --output")
        }
    }

    /// Writes the whole file or leaves the old one.
    private func write(_ text: String, to file: URL) throws {
        do {
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw CommandFault(
                .cannotWrite, "\(file.path) cannot be written",
                hint: "check the folder's permissions and the free space, or give --output")
        }
    }
}
