import Documents
import JSONText
import PINNCore
import ProblemFile
import ProblemModel
import TrialProtocol
import TrialTraining

/// The problem that every step is measured on: a chain of four compartments with linear rates,
/// three unknown rate constants, and twenty times at which all four states are known.
///
/// Its scales are 1, so that the loss is the plain sum of three means that the peers compute too.
enum BenchProblem {
    /// As in a problem file.
    static let text = """
        name: chain4
        title: A chain of four compartments, fed from plasma
        time: {start: 0, end: 24, unit: h}
        constants: {kin: 0.6, k10: 0.3, k21: 0.5, k34: 0.35, A: 8, a: 1.2, B: 2, b: 0.15}
        inputs:
          cp: A*exp(-a*t) + B*exp(-b*t)
        unknowns:
          k12: {truth: 0.9, guess: 0.5, unit: 1/h}
          k23: {truth: 0.4, guess: 0.5, unit: 1/h}
          k40: {truth: 0.25, guess: 0.5, unit: 1/h}
        states:
          u1: {initial: 0, scale: 1, rate_scale: 1, rate: "kin*cp - (k12 + k10)*u1 + k21*u2"}
          u2: {initial: 0, scale: 1, rate_scale: 1, rate: "k12*u1 - (k21 + k23)*u2"}
          u3: {initial: 0, scale: 1, rate_scale: 1, rate: "k23*u2 - k34*u3"}
          u4: {initial: 0, scale: 1, rate_scale: 1, rate: "k34*u3 - k40*u4"}
        data: {file: chain4.csv}

        """

    /// The solution at the truth, to six decimals.
    static let table = """
        time,u1,u2,u3,u4
        1.2,2.274190,1.224181,0.234850,0.028170
        2.4,1.963312,1.815852,0.790152,0.210675
        3.6,1.594548,1.764933,1.231032,0.533228
        4.8,1.312720,1.538987,1.455068,0.890514
        6.0,1.090308,1.300591,1.508670,1.202015
        7.2,0.908662,1.089268,1.455673,1.430181
        8.4,0.758179,0.910035,1.344792,1.567760
        9.6,0.632898,0.759848,1.207915,1.623749
        10.8,0.528423,0.634402,1.064440,1.613864
        12.0,0.441243,0.529694,0.925471,1.555098
        13.2,0.368472,0.442301,0.796854,1.462990
        14.4,0.307720,0.369351,0.681207,1.350513
        15.6,0.256994,0.308450,0.579225,1.227827
        16.8,0.214637,0.257601,0.490515,1.102485
        18.0,0.179265,0.215142,0.414107,0.979818
        19.2,0.149725,0.179686,0.348771,0.863368
        20.4,0.125055,0.150076,0.293205,0.755292
        21.6,0.104451,0.125347,0.246142,0.656722
        22.8,0.087242,0.104695,0.206405,0.568051
        24.0,0.072869,0.087445,0.172935,0.489168

        """

    /// The problem as a trial gets it.
    static func prepared() -> PreparedProblem {
        do {
            return try PreparedProblem(
                readProblem(
                    Array(text.utf8), path: "chain4.yaml",
                    files: FileAccess(texts: ["chain4.csv": table])))
        } catch {
            preconditionFailure("the built-in problem is wrong: \(error)")
        }
    }

    /// Another problem with a table of data, with scales of 1 where its file has none; nil where
    /// there is none such at the path.
    static func prepared(at path: String) -> PreparedProblem? {
        try? PreparedProblem(readProblem(at: path))
    }

    /// The data, row by row, and parameters that a training starts from, for peers.
    static func json(parameters: [Double]) -> JSONValue {
        let data = prepared().data
        return .object([
            JSONMember(name: "times", value: .array(data.times.map(JSONValue.real))),
            JSONMember(name: "values", value: .array(data.values.map(JSONValue.real))),
            JSONMember(name: "parameters", value: .array(parameters.map(JSONValue.real))),
        ])
    }
}

extension PreparedProblem {
    /// A problem with measured data and scales of its own, or 1: nothing has to be solved for it.
    fileprivate init(_ document: ProblemDocument) throws {
        let problem = document.problem
        guard case .measured(let data) = problem.data else { throw BenchFault.noTable }
        self.init(
            window: problem.time,
            unknowns: problem.unknowns.map {
                PreparedUnknown(name: $0.name, guess: $0.guess, isLogarithmic: $0.isLogarithmic)
            },
            system: try problem.compiled(observing: data.observed),
            data: DataSet(
                observed: data.observed, times: data.times,
                values: data.values.flatMap { row in row.map { $0 ?? .nan } },
                heldOut: data.times.map { _ in false }),
            scales: LossScales(
                observables: data.observed.map { _ in 1 },
                states: problem.states.map { $0.scale ?? 1 },
                rates: problem.states.map { $0.rateScale ?? 1 }))
    }
}

/// Why a problem cannot be measured.
private enum BenchFault: Error {
    /// Its data would have to be made.
    case noTable
}
