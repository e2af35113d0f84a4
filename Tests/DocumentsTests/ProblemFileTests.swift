import Digest
import Documents
import Expressions
import ProblemFile
import ProblemModel
import Testing

/// The problem of a text; `tables` are the files beside it.
func problem(_ text: String, tables: [String: String] = [:]) throws -> Problem {
    try readProblem(
        Array(text.utf8), path: "p/problem.yaml", files: FileAccess(texts: tables)
    ).problem
}

struct `A problem file` {
    static let infusion = """
        name: two-compartment
        title: Repeated infusions
        time: {start: 0, end: 48, unit: h}
        constants: {V1: 10, V2: 2*V1, fu: 1e-1}
        inputs:
          K: CL/V1
          Source: exp(-K*t)
        unknowns:
          CL: {truth: 2, guess: 5, bounds: [0.1, 100], unit: L/h}
          Q:  {truth: 1.5, guess: 1}
        states:
          C1: {initial: 0, unit: mg/L, rate: "(Q*(C2 - C1) - CL*C1)/V1 + Source"}
          C2: {initial: Q/V2, rate: Q*(C1 - C2)/V2, scale: 2, rate_scale: 0.5}
        doses:
          - {into: C1, amount: 100, duration: 1, every: 12, count: 4, per: V1}
          - {into: C2, amount: 2*CL, start: 3}
        observables:
          Cpu: fu*C1
        data:
          synthetic: {points: 48, observe: [Cpu, C2], noise: {relative_to_max: 0.01}}
          holdout: 0.25
        """

    @Test func `gives every key of the design its value`() throws {
        let problem = try problem(Self.infusion)
        #expect(problem.name == "two-compartment")
        #expect(problem.title == "Repeated infusions")
        #expect(problem.time == TimeWindow(start: 0, end: 48, unit: "h"))
        #expect(problem.constants.map(\.value) == [10, 20, 0.1])
        #expect(problem.inputs.map(\.value.text) == ["CL/V1", "exp(-K*t)"])
        #expect(
            problem.unknowns == [
                Unknown(name: "CL", truth: 2, guess: 5, bounds: 0.1...100, unit: "L/h"),
                Unknown(name: "Q", truth: 1.5, guess: 1, bounds: nil, unit: nil),
            ])
        #expect(problem.states.map(\.name) == ["C1", "C2"])
        #expect(problem.states[0].unit == "mg/L")
        #expect(problem.states[1].initial.text == "Q/V2")
        #expect(problem.states[1].scale == 2 && problem.states[1].rateScale == 0.5)
        #expect(problem.doses[0].startTimes == [0, 12, 24, 36])
        #expect(problem.doses[0].duration == 1 && problem.doses[0].per?.text == "V1")
        #expect(problem.doses[1].start == 3 && problem.doses[1].count == 1)
        #expect(problem.observables.map(\.name) == ["Cpu", "C2"])
        #expect(problem.holdout == 0.25)
        #expect(
            problem.data
                == .synthetic(
                    SyntheticData(points: 48, observed: ["Cpu", "C2"], noiseRelativeToMax: 0.01)))
    }

    static let decay = """
        name: decay
        time: {start: 0, end: 10}
        unknowns: {k: {guess: 1}}
        states:
          C: {initial: 1, rate: -k*C}
          D: {initial: 0, rate: k*C}
        data: {file: data/decay.csv}
        """

    @Test func `reads the table that it names, relative to itself`() throws {
        let table = "time,C,D\r\n0.5,0.6,\r\n 1 ,\"0.37\",0.6\r\n2,1e-1,\r\n"
        let problem = try problem(Self.decay, tables: ["p/data/decay.csv": table])
        #expect(
            problem.data
                == .measured(
                    MeasuredData(
                        path: "data/decay.csv", observed: ["C", "D"], times: [0.5, 1, 2],
                        values: [[0.6, nil], [0.37, 0.6], [0.1, nil]],
                        fileHash: SHA256.hex(of: table))))
        #expect(problem.holdout == 0.2, "the default where a truth is missing")
        #expect(problem.title == "decay")
        #expect(problem.observables.map(\.name) == ["C", "D"])
    }

    @Test func `gives errors and limits to the columns of its table`() throws {
        let text = Self.decay.replacing(
            "{file: data/decay.csv}",
            with: """
                {file: data/decay.csv, error: {D: {additive: 0.5}, C: {additive: 1, proportional: 0.1}},
                 quantification_limit: {D: 0.25}}
                """)
        let table = "time,D,C\n1,0.25,< 0.5\n2,BLQ,3\n3,1,\n"
        let problem = try problem(text, tables: ["p/data/decay.csv": table])
        #expect(
            problem.errors
                == MeasurementErrors(
                    models: [
                        ErrorModel(additive: 0.5, proportional: 0),
                        ErrorModel(additive: 1, proportional: 0.1),
                    ], limits: [0.25, nil]))
        guard case .measured(let data) = problem.data else {
            Issue.record("\(problem.data)")
            return
        }
        #expect(data.values == [[0.25, 0.5], [0.25, 3], [1, nil]])
        #expect(data.censored == [TableCell(row: 0, column: 1), TableCell(row: 1, column: 0)])
    }

    @Test func `says one error and one limit for all columns, too`() throws {
        let text = Self.decay.replacing("{guess: 1}", with: "{guess: 1, truth: 2}").replacing(
            "{file: data/decay.csv}",
            with: "{synthetic: {points: 4}, error: {proportional: 0.1}, quantification_limit: 0.01}"
        )
        let errors = try #require(try problem(text).errors)
        #expect(
            errors.models == Array(repeating: ErrorModel(additive: 0, proportional: 0.1), count: 2))
        #expect(errors.limits == [0.01, 0.01])
        #expect(try problem(Self.infusion).errors == nil)
    }

    @Test func `keeps the bytes of its table`() throws {
        let table = "\u{FEFF}time,C\n1,2"
        let document = try readProblem(
            Array(Self.decay.utf8), path: "p/problem.yaml",
            files: FileAccess(texts: ["p/data/decay.csv": table]))
        #expect(document.table?.path == "p/data/decay.csv")
        #expect(document.table?.bytes == Array(table.utf8))
    }

    @Test func `synthetic data may have the design of a table, and noise by an error model`()
        throws
    {
        let text = Self.decay.replacing("{guess: 1}", with: "{guess: 1, truth: 2}")
            .replacing(
                "{file: data/decay.csv}",
                with: """
                    {synthetic: {like: data/decay.csv, noise: {C: {additive: 0.1}, \
                    D: {proportional: 0.2}}}}
                    """)
        let table = "time,C,D\n1,5,\n4,7,8\n"
        let document = try readProblem(
            Array(text.utf8), path: "p/problem.yaml",
            files: FileAccess(texts: ["p/data/decay.csv": table]))
        guard case .synthetic(let data) = document.problem.data,
            case .cells(let cells) = data.design
        else { return #expect(Bool(false), "no synthetic data like a table") }
        #expect(cells.times == [1, 4] && cells.values == [[5, nil], [7, 8]])
        #expect(data.observed == ["C", "D"])
        #expect(
            data.noise
                == .models([
                    ErrorModel(additive: 0.1, proportional: 0),
                    ErrorModel(additive: 0, proportional: 0.2),
                ]))
        #expect(document.table?.bytes == Array(table.utf8))
        #expect(document.problem.data.rowCount == 2)
    }

    @Test func `holds nothing out by default where every truth is known`() throws {
        let text = Self.decay.replacing("{guess: 1}", with: "{guess: 1, truth: 2}")
            .replacing("{file: data/decay.csv}", with: "{synthetic: {points: 4}}")
        let problem = try problem(text)
        #expect(problem.holdout == 0)
        #expect(
            problem.data
                == .synthetic(
                    SyntheticData(points: 4, observed: ["C", "D"], noiseRelativeToMax: 0)))
    }
}
