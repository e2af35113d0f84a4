import Expressions
import Foundation
import ProblemModel
import Settings
import SweepModel
import Testing
import TrialProtocol

@Suite struct SpecificationTests {
    /// Decay of one state with one unknown, a datum absent and awkward numbers.
    static let problem: PreparedProblem = {
        var graph = ExpressionGraph()
        let state = graph.variable(slot: 1)
        let rate = graph.negate(graph.multiply(graph.variable(slot: 2), state))
        let system = CompiledSystem(
            graph: &graph, stateCount: 1, unknownCount: 1, rates: [rate], observables: [state],
            initialValues: [graph.constant(0.1)], jumps: [graph.constant(0)])
        return PreparedProblem(
            window: TimeWindow(start: 0, end: 1.0 / 3, unit: "h"),
            unknowns: [
                PreparedUnknown(
                    name: "k", guess: 0.1 + 0.2, isLogarithmic: true, bounds: 0.1...(1.0 / 3))
            ],
            system: system,
            data: DataSet(
                observed: ["u"], times: [0.1, 0.2, 0.3],
                values: [Double.leastNonzeroMagnitude, .nan, -0.0],
                heldOut: [false, false, true]),
            scales: LossScales(observables: [0.7], states: [1e-300], rates: [2.5]))
    }()

    static let specification = TrialSpecification(
        trial: TrialID("0123456789abcdef"),
        settings: try! TrialSettings(["learning_rate": .real(0.1 + 0.2), "steps": .integer(7)]),
        seed: UInt64.max, replicate: 3, problem: problem)

    @Test func `A specification comes back bit for bit`() throws {
        let read = try TrialSpecification(file: Self.specification.file)
        #expect(read.file == Self.specification.file)
        #expect(read.trial == Self.specification.trial)
        #expect(read.seed == UInt64.max)
        #expect(read.settings == Self.specification.settings)
        #expect(read.problem.system == Self.problem.system)
        #expect(read.problem.unknowns == Self.problem.unknowns)
        #expect(
            read.problem.data.values.map(\.bitPattern)
                == Self.problem.data.values.map(\.bitPattern))
    }

    @Test func `The errors of its data come back, and are left out where there are none`() throws {
        var specification = Self.specification
        specification.problem.data.deviations = [0.1, .nan, 1e-300]
        specification.problem.data.isCensored = [false, false, true]
        let read = try TrialSpecification(file: specification.file)
        #expect(read.file == specification.file)
        #expect(read.problem.data.isCensored == [false, false, true])
        #expect(
            read.problem.data.deviations.map(\.bitPattern)
                == specification.problem.data.deviations.map(\.bitPattern))
        let plain = String(decoding: Self.specification.file, as: UTF8.self)
        #expect(!plain.contains("deviations") && !plain.contains("censored"))
    }

    @Test func `A problem serialised once gives the same file`() {
        let serialized = SerializedProblem(Self.problem)
        let file = TrialSpecification.file(
            trial: Self.specification.trial, settings: Self.specification.settings,
            seed: UInt64.max, replicate: 3, problem: serialized)
        #expect(file == Self.specification.file)
    }

    @Test func `A file that was cut off anywhere is refused`() {
        let file = Self.specification.file
        for length in stride(from: 0, to: file.count, by: 7) {
            #expect(throws: ProtocolFault.damaged) {
                try TrialSpecification(file: Array(file.prefix(length)))
            }
        }
    }

    @Test(arguments: [
        (#""format":2"#, #""format":3"#, "format 3"),
        (#""format":2,"#, "", "no format"),
        (#""trial":"0123456789abcdef""#, #""trial":7"#, "'trial'"),
        (#""seed":""#, #""seed":"-"#, "'seed'"),
        (#""layers":3"#, #""layers":0"#, "'layers' is out of range"),
        (#""guess":0"#, #""gues":0"#, "'problem.unknowns[0].guess'"),
        (#""logarithmic":true"#, #""logarithmic":1"#, "'problem.unknowns[0].logarithmic'"),
        (#""times":["#, #""times":[0.05,"#, "'problem.data'"),
        (#""values":["#, #""values":["x","#, "'problem.data.values'"),
        (#""rates":[2.5]"#, #""rates":[]"#, "'problem.scales.rates'"),
        (#""states":1"#, #""states":2"#, "equations"),
        (#""end":0.3"#, #""end":-0.3"#, "'problem.window'"),
        (#"}}"#, #"}"#, "malformed JSON"),
    ])
    func `A wrong member is named`(part: String, other: String, words: String) throws {
        let text = try #require(Frame.text(of: Self.specification.file.dropLast()))
        let whole = String(decoding: text, as: UTF8.self)
        let range = try #require(whole.range(of: part))
        let changed = whole.replacingCharacters(in: range, with: other)
        let fault = #expect(throws: ProtocolFault.self) {
            try TrialSpecification(file: Frame.line(of: changed))
        }
        #expect(fault?.description.contains(words) == true, "\(String(describing: fault))")
    }
}
