import Expressions
import ProblemModel

extension Problem {
    /// One compartment with elimination, a bolus every 4 h and one infusion.
    static func example() throws -> Problem {
        Problem(
            name: "example", title: "An example", time: TimeWindow(start: 1, end: 10, unit: "h"),
            constants: [Constant(name: "F", value: 0.5)],
            inputs: [Input(name: "load", value: try Expression(parsing: "F*t + V"))],
            unknowns: [
                Unknown(name: "V", truth: 2, guess: 4, bounds: 0.1...10, unit: "L"),
                Unknown(name: "lag", truth: nil, guess: 6, bounds: nil, unit: nil),
            ],
            states: [
                try State("a", from: "load", rate: "-F*a + step(t - lag)"),
                try State("b", from: "0", rate: "F*a"),
            ],
            doses: [
                Dose(
                    into: "a", amount: try Expression(parsing: "10*F"), duration: nil, start: 1,
                    every: 4, count: 5, per: try Expression(parsing: "V")),
                Dose(
                    into: "b", amount: try Expression(parsing: "6"), duration: 2, start: 3,
                    every: nil, count: 1, per: nil),
            ],
            observables: [Observable(name: "sum", value: try Expression(parsing: "a + b/V"))],
            data: .synthetic(
                SyntheticData(points: 9, observed: ["sum"], noiseRelativeToMax: 0.01)),
            holdout: 0)
    }
}

extension State {
    init(_ name: String, from initial: String, rate: String) throws {
        self.init(
            name: name, initial: try Expression(parsing: initial), unit: "mg/L",
            rate: try Expression(parsing: rate), scale: nil, rateScale: nil)
    }
}
