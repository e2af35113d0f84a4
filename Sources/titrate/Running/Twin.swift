import Documents
import ProblemModel
import ReferenceSolver
import SweepModel
import SweepStore

/// The twin of a sweep on data whose truth nobody knows: the same sweep on synthetic data that are
/// made from its best estimates, with as much noise as the data have around them.
///
/// What recovers the twin's known truth from data of the same design is to be trusted with the
/// real data (the parametric bootstrap's argument: Efron and Tibshirani 1993, section 6.5).
struct Twin {
    /// The files of the twin, which stand beside those of the sweep.
    let files: FileAccess
    /// The twin's sweep file.
    let path: String

    /// The name of a sweep's twin.
    static func name(of sweep: String) -> String { sweep + "-twin" }

    /// - Throws: ``CommandFault`` where the sweep has a truth of its own or has not been run.
    init(of input: SweepInput, in store: SweepStore) throws {
        guard case .measured(let measured) = input.problem.data else {
            throw CommandFault(
                .wrongInput, "\(input.sweep.name) has synthetic data, whose truth is known",
                hint: "a twin is for measured data; launch it without --twin")
        }
        let estimates = try Self.bestEstimates(of: input, in: store)
        let noise = try Self.noise(in: measured, of: input.problem, around: estimates)
        let name = Self.name(of: input.sweep.name)
        let documents = Dictionary(uniqueKeysWithValues: input.documents.map { ($0.role, $0) })
        guard let sweep = documents[.sweep], let problem = documents[.problem],
            let table = documents[.data]
        else { preconditionFailure("a sweep on measured data without its files") }
        let problemName = name + "-problem.yaml"
        path = FileAccess.path(name + ".yaml", besides: sweep.path)
        let problemPath = FileAccess.path(problemName, besides: sweep.path)
        let tablePath = FileAccess.path(measured.path, besides: problemPath)
        let texts = [
            path: Self.sweepText(sweep.content, input.sweep, problemName),
            problemPath: Self.problemText(problem.content, input.problem, estimates, noise),
        ]
        files = FileAccess { (path, _) throws(FileAccess.Failure) in
            if let text = texts[path] { return Array(text.utf8) }
            guard path == tablePath else { throw .missing }
            return table.content
        }
    }

    /// By unknown: the median over the replicates of the configuration that ranks first.
    private static func bestEstimates(
        of input: SweepInput, in store: SweepStore
    ) throws -> [Double] {
        let name = input.sweep.name
        guard try store.sweepNames().contains(name), try store.status(of: name).open == 0 else {
            throw CommandFault(
                .missingInput, "\(name) has not been run to its end, and its twin needs its best",
                hint: "launch it without --twin first")
        }
        let best = try store.leadingTrialRecords(of: name, configurations: 1)
            .filter { $0.status == .succeeded }
        return try input.problem.unknowns.map { unknown in
            let values = best.flatMap(\.estimates)
                .filter { $0.parameter == unknown.name && $0.value.isFinite }.map(\.value).sorted()
            guard !values.isEmpty else {
                throw CommandFault(
                    .wrongInput, "no trial of \(name) succeeded, so that there are no estimates",
                    hint: "see titrate status \(name)")
            }
            // An estimate may lie outside its bounds, a truth may not.
            let median = values[values.count / 2]
            return unknown.bounds.map { min(max(median, $0.lowerBound), $0.upperBound) } ?? median
        }
    }

    /// The noise of the columns: what is left between the data and the solution at the estimates,
    /// with as many degrees of freedom fewer as there are unknowns. Under an error model its shape
    /// is kept and scaled.
    private static func noise(
        in data: MeasuredData, of problem: Problem, around estimates: [Double]
    ) throws -> [ErrorModel] {
        let solution = try ProblemPreparation(problem: problem).observables(
            unknowns: estimates, at: data.times)
        var squares = Array(repeating: 0.0, count: data.observed.count)
        var counts = Array(repeating: 0, count: data.observed.count)
        for (row, values) in data.values.enumerated() {
            for (column, value) in values.enumerated() {
                let cell = TableCell(row: row, column: column)
                guard let value, !data.censored.contains(cell) else { continue }
                let unit = problem.errors?.models[column].deviation(of: value) ?? 1
                let residual = (value - solution[row][column]) / unit
                squares[column] += residual * residual
                counts[column] += 1
            }
        }
        let total = counts.reduce(0, +)
        let freedom = Double(max(total - estimates.count, 1)) / Double(max(total, 1))
        return data.observed.indices.map { column in
            let variance = squares[column] / max(Double(counts[column]) * freedom, 1)
            let factor = variance.squareRoot()
            let shape = problem.errors?.models[column]
            return ErrorModel(
                additive: factor * (shape?.additive ?? 1),
                proportional: factor * (shape?.proportional ?? 0))
        }
    }

    private static func sweepText(
        _ content: [UInt8], _ sweep: Sweep, _ problem: String
    ) -> String {
        var edit = YAMLEdit(content)
        edit.set(["name"], to: .text(name(of: sweep.name)))
        edit.set(["problem"], to: .text(problem))
        return edit.text(
            comment: """
                Which configuration of \(sweep.name) is to be trusted? The same sweep on data made \
                from
                its best estimates, with the noise that its data have around them.
                """)
    }

    private static func problemText(
        _ content: [UInt8], _ problem: Problem, _ estimates: [Double], _ noise: [ErrorModel]
    ) -> String {
        var edit = YAMLEdit(content)
        edit.set(["name"], to: .text(name(of: problem.name)))
        edit.set(["title"], to: .text("Twin of: \(problem.title)"))
        for (unknown, estimate) in zip(problem.unknowns, estimates) {
            edit.set(["unknowns", unknown.name, "truth"], to: .number(estimate))
        }
        guard case .measured(let data) = problem.data else { preconditionFailure("no data") }
        edit.set(
            ["data", "synthetic"],
            to: .mapping([
                YAMLEntry("like", .text(data.path)),
                YAMLEntry(
                    "noise",
                    .mapping(
                        zip(data.observed, noise).map { name, model in
                            YAMLEntry(
                                name,
                                .mapping([
                                    YAMLEntry("additive", .number(model.additive)),
                                    YAMLEntry("proportional", .number(model.proportional)),
                                ]))
                        })),
            ]))
        edit.set(["data", "holdout"], to: .number(problem.holdout))
        edit.remove(["data", "file"])
        return edit.text(
            comment: "Made from \(problem.name): its best estimates as truth, its table's design.")
    }
}
