import Documents
import Expressions
import PINNCore
import ProblemFile
import ProblemModel
import ReferenceSolver
import Settings
import SweepFile
import SweepModel
import SweepPlanner
import SweepStore

/// A sweep with its problem and plan, all checked, and the texts they were read from.
struct SweepInput {
    let sweep: Sweep
    let problem: Problem
    let plan: Plan
    let documents: [StoredDocument]

    /// Reads and checks a sweep file and what it names; all faults of a file are told at once.
    ///
    /// - Throws: ``Diagnostics``.
    init(at path: String, files: FileAccess = .disk) throws {
        let bytes = try files.bytes(of: path, byteLimit: SourceText.yamlByteLimit)
        let document = try readSweep(bytes, path: path)
        let problemBytes = try Self.problemBytes(of: document, files)
        let problem = try readProblem(problemBytes, path: document.problemPath, files: files)
        let plan = try Self.plan(of: document)
        try Self.checkSizes(of: plan, problem.problem, document)
        self.init(
            document, problem, plan: plan,
            texts: (path, bytes, problemBytes))
    }

    /// The sweep as the store keeps it, for a resume that needs no other file.
    init(named name: String, in store: SweepStore) throws {
        let documents = try store.documents(of: name)
        let contents = Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.content) })
        let files = FileAccess { (path, _) throws(FileAccess.Failure) in
            guard let content = contents[path] else { throw .missing }
            return content
        }
        guard let sweep = documents.first(where: { $0.role == .sweep }) else {
            throw StoreFault.corrupt(path: store.files.database, detail: "\(name) has no file")
        }
        try self.init(at: sweep.path, files: files)
    }

    private init(
        _ document: SweepDocument, _ problem: ProblemDocument, plan: Plan,
        texts: (path: String, sweep: [UInt8], problem: [UInt8])
    ) {
        var documents = [
            StoredDocument(role: .sweep, path: texts.path, content: texts.sweep),
            StoredDocument(role: .problem, path: document.problemPath, content: texts.problem),
        ]
        if let table = problem.table {
            documents.append(StoredDocument(role: .data, path: table.path, content: table.bytes))
        }
        self.sweep = document.sweep
        self.problem = problem.problem
        self.plan = plan
        self.documents = documents
    }

    private static func problemBytes(
        of document: SweepDocument, _ files: FileAccess
    ) throws -> [UInt8] {
        do {
            return try files.read(document.problemPath, SourceText.yamlByteLimit)
        } catch {
            throw Diagnostics([document.problemUnreadable(error)])
        }
    }

    /// The plan, its faults told at the sweep file's places.
    private static func plan(of document: SweepDocument) throws -> Plan {
        do throws(PlanFault) {
            return try SweepPlanner.plan(document.sweep)
        } catch {
            let subject = error.subject(in: document.sweep)
            throw Diagnostics([
                document.diagnostic(
                    .unsatisfiable, about: subject, error.message, hint: error.hint)
            ])
        }
    }

    /// Refuses configurations whose optimizer would need more memory than can be meant.
    private static func checkSizes(
        of plan: Plan, _ problem: Problem, _ document: SweepDocument
    ) throws {
        guard keepsMatrices(document.sweep) else { return }
        let configurations = plan.configurations
        for index in configurations.indices {
            let size = TrainingSize(
                configurations.settings(at: index), states: problem.states.count,
                unknowns: problem.unknowns.count, observables: problem.observables.count,
                times: problem.data.rowCount)
            guard let fault = size.fault else { continue }
            throw Diagnostics([
                document.diagnostic(
                    .unsatisfiable, about: .axis("optimizer"),
                    "configuration \(configurations[index].id): \(fault.message)", hint: fault.hint)
            ])
        }
    }

    /// Whether any configuration may: most sweeps, of millions of trials too, are then done.
    private static func keepsMatrices(_ sweep: Sweep) -> Bool {
        let onAxes = sweep.axes.filter { $0.setting == "optimizer" }.flatMap { axis in
            if case .values(let values, _) = axis.domain { values } else { [] as [SettingValue] }
        }
        return (onAxes + sweep.configurations.compactMap { $0["optimizer"] })
            .contains { TrainingSize.keepsMatrix(optimizer: $0.text) }
    }

    /// Solves the reference; done before a store is made, a problem without solution leaves none.
    ///
    /// - Throws: ``Diagnostics``.
    func preparer() throws -> SweepPreparer {
        do {
            return try SweepPreparer(problem: problem, seed: sweep.seed)
        } catch let fault as PreparationFault {
            let path = documents.first { $0.role == .problem }?.path ?? sweep.problemPath
            throw Diagnostics(fault, path: path)
        }
    }

    /// What the store is to keep.
    func entry(digest: String) -> SweepEntry {
        SweepEntry(
            sweep: sweep, plan: plan,
            problem: ProblemRecord(
                digest: digest, name: problem.name, title: problem.title,
                unknowns: problem.unknowns.map {
                    UnknownRecord(
                        name: $0.name, truth: $0.truth, guess: $0.guess,
                        lowerBound: $0.bounds?.lowerBound, upperBound: $0.bounds?.upperBound,
                        unit: $0.unit)
                }),
            documents: documents, version: Titrate.version)
    }
}

extension Diagnostics {
    /// A fault of a problem's equations as a whole.
    init(_ fault: PreparationFault, path: String) {
        self.init([
            Diagnostic(
                path: path, place: .start, code: .unsolvable, message: fault.message,
                hint: fault.hint)
        ])
    }
}

extension PlanFault {
    /// Which part of the sweep file the fault is about.
    func subject(in sweep: Sweep) -> SweepDocument.Subject {
        switch self {
        case .axisTwice(let setting), .noValues(let setting), .valueTwice(let setting, _),
            .probabilities(let setting, _, _, _), .distribution(let setting, _),
            .notFinite(let setting, _), .unknownSetting(let setting):
            .axis(setting)
        case .value(let fault): .axis(fault.setting)
        case .cycle(let settings): settings.first.map { .axis($0) } ?? .parameters
        case .condition(let text, _):
            sweep.requirements.firstIndex { $0.text == text }.map { .requirement($0) }
                ?? .parameters
        case .listedValue(let number, _), .listedExcluded(let number, _):
            .configuration(number - 1)
        case .listedTwice(_, let second): .configuration(second - 1)
        case .listedBeyondCap, .runCapMissing: .runCap
        case .nothingLeft(let excluded):
            sweep.requirements.firstIndex { $0.text == excluded.first?.requirement }
                .map { .requirement($0) } ?? .parameters
        case .exhausted: .runCap
        case .tooManyPoints: .parameters
        case .noReplicates: .file
        }
    }
}
