import ClassicalFits
import ProblemModel
import ReferenceSolver
import Testing

/// A row of the table of Cramér-Rao bounds: standard errors in percent, as printed.
struct BoundCase: Sendable, CustomTestStringConvertible {
    let unknowns: [String]
    let end: Double
    let points: Int
    let noise: Double
    let observe: [String]
    let percent: [String]

    var testDescription: String { "\(unknowns), \(end) h, \(points) points, \(observe)" }

    static let all = ["Cbb", "Cbm", "Cccsf", "Cscsf"]
    static let brainAndCSF = ["Cbm", "Cccsf"]
    static let bothCSF = ["Cccsf", "Cscsf"]
    static let two = ["PSB", "CLeff"]
    static let three = ["PSB", "PSC", "CLeff"]
    static let four = ["PSB", "PSC", "PSE", "CLeff"]

    init(
        _ unknowns: [String], _ observe: [String], _ percent: String, end: Double = 48,
        points: Int = 48, noise: Double = 0.01
    ) {
        self.unknowns = unknowns
        self.observe = observe
        self.percent = percent.split(separator: " ").map(String.init)
        self.end = end
        self.points = points
        self.noise = noise
    }

    func information() throws -> FisherInformation {
        let problem = try Problem.brain(
            unknowns, end: end, points: points, noise: noise, observe: observe)
        let preparation = try ProblemPreparation(problem: problem)
        let weighted = WeightedProblem(
            preparation, data: preparation.data(seed: 0, replicate: 0),
            deviations: preparation.noiseDeviations!)
        return try FisherInformation(of: weighted, at: problem.unknowns.compactMap(\.truth))
    }
}

struct FisherInformationTests {
    /// Computed once by an independent program (Radau and finite differences of its solutions).
    static let bounds: [BoundCase] = [
        BoundCase(BoundCase.two, BoundCase.all, "0.36 1.09"),
        BoundCase(BoundCase.two, BoundCase.brainAndCSF, "0.42 1.23"),
        BoundCase(BoundCase.two, BoundCase.bothCSF, "0.46 1.43"),
        BoundCase(BoundCase.three, BoundCase.all, "0.71 3.42 1.28"),
        BoundCase(BoundCase.three, BoundCase.brainAndCSF, "0.76 4.15 1.37"),
        BoundCase(BoundCase.three, BoundCase.bothCSF, "1.36 5.37 2.22"),
        BoundCase(BoundCase.four, BoundCase.all, "0.89 7.07 4.15 1.41"),
        BoundCase(BoundCase.four, BoundCase.brainAndCSF, "1.02 8.52 4.84 1.49"),
        BoundCase(BoundCase.four, BoundCase.bothCSF, "47 2897 2967 275"),
        BoundCase(
            BoundCase.three, BoundCase.all, "1.96 9.46 3.48", points: 25, noise: 0.02),
        BoundCase(
            BoundCase.three, BoundCase.brainAndCSF, "2.10 11.5 3.72", points: 25, noise: 0.02),
        BoundCase(
            BoundCase.three, BoundCase.bothCSF, "3.72 14.8 6.02", points: 25, noise: 0.02),
        BoundCase(
            BoundCase.three, BoundCase.all, "2.63 7.14 13.0", end: 24, points: 25, noise: 0.02),
        BoundCase(
            BoundCase.three, BoundCase.brainAndCSF, "2.69 8.51 13.4", end: 24, points: 25,
            noise: 0.02),
        BoundCase(
            BoundCase.three, BoundCase.bothCSF, "7.32 17.5 28.7", end: 24, points: 25,
            noise: 0.02),
        BoundCase(
            BoundCase.four, BoundCase.all, "4.12 29.5 20.2 14.9", end: 24, points: 25,
            noise: 0.02),
        BoundCase(
            BoundCase.four, BoundCase.brainAndCSF, "4.53 34.5 23.0 15.3", end: 24, points: 25,
            noise: 0.02),
    ]

    @Test(arguments: bounds)
    func `Cramér-Rao bounds of the brain model agree to all printed digits`(
        row: BoundCase
    ) throws {
        let errors = try row.information().relativeStandardErrors
        for (error, printed) in zip(errors, row.percent) {
            let decimals = printed.split(separator: ".").dropFirst().first?.count ?? 0
            let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
            #expect(
                abs(error * 100 - Double(printed)!) <= 0.5001 * unit,
                "\(error * 100) is not \(printed)")
        }
    }

    @Test(arguments: bounds)
    func `only four unknowns seen from the CSF alone cannot be told apart`(
        row: BoundCase
    ) throws {
        let identifiability = Identifiability(try row.information())
        let isHopeless = row.unknowns.count == 4 && row.observe == BoundCase.bothCSF
        #expect(identifiability.isComplete == !isHopeless)
        #expect((identifiability.sentence == nil) == !isHopeless)
    }

    @Test func `from 24 h of the CSF alone, exchange with the brain stays open`() throws {
        let row = BoundCase(
            BoundCase.four, BoundCase.bothCSF, "", end: 24, points: 25, noise: 0.02)
        let identifiability = Identifiability(try row.information())
        #expect(identifiability.open.count >= 1)
        let names = Set(identifiability.open.flatMap { $0.coefficients.keys })
        #expect(names.isSuperset(of: ["PSC", "PSE"]))
    }

    @Test func `every unknown with a hopeless bound is in what is open or known`() throws {
        let row = BoundCase(BoundCase.four, ["Cbm"], "")
        let information = try row.information()
        let identifiability = Identifiability(information)
        let named = (identifiability.open + identifiability.known).flatMap(\.coefficients.keys)
        let hopeless = zip(BoundCase.four, information.relativeStandardErrors)
            .filter { $1 > Identifiability.errorLimit }.map(\.0)
        #expect(hopeless.contains("CLeff"))
        #expect(Set(named).isSuperset(of: hopeless))
        #expect(identifiability.known.allSatisfy { $0.standardError < 0.1 })
    }

    @Test func `the bound of a linear model is the one in closed form`() throws {
        // x = b·t + a: with n equal errors, var b = sd²/Σ(t − mean t)².
        let problem = try Problem.decay(
            rate: "b", from: "a",
            unknowns: [
                Unknown("a", truth: 2, guess: 3),
                Unknown("b", truth: -0.4, guess: -1),
            ])
        let preparation = try ProblemPreparation(problem: problem)
        let weighted = WeightedProblem(
            preparation, data: preparation.data(seed: 0, replicate: 0), deviations: [0.05])
        let information = try FisherInformation(of: weighted, at: [2, -0.4])
        let times = (1...20).map { Double($0) / 5 }
        let mean = times.reduce(0, +) / 20
        let spread = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let errors = information.relativeStandardErrors
        #expect(abs(errors[1] - 0.05 / spread.squareRoot() / 0.4) < 1e-6)
        let variance = 0.05 * 0.05 * (1 / 20 + mean * mean / spread)
        #expect(abs(errors[0] - variance.squareRoot() / 2) < 1e-6)
    }
}

struct IdentifiabilityTests {
    @Test func `of two factors only their product is known`() throws {
        let identifiability = try Self.identifiability(
            rate: "-a*b*x", unknowns: ["a": 2, "b": 0.3])
        #expect(identifiability.open.map(\.text) == ["a/b"])
        #expect(identifiability.known.map(\.text) == ["a·b"])
        #expect(identifiability.known[0].standardError < 0.05)
        #expect(identifiability.sentence?.contains("they determine a·b (") == true)
    }

    @Test func `an unknown without influence stays open alone`() throws {
        let identifiability = try Self.identifiability(
            rate: "-a*x + 0*b", unknowns: ["a": 0.5, "b": 1])
        #expect(identifiability.open.map(\.text) == ["b"])
        #expect(identifiability.known.isEmpty)
        #expect(identifiability.sentence?.contains("unlimited") == true)
    }

    @Test func `three factors with powers leave two combinations open`() throws {
        let identifiability = try Self.identifiability(
            rate: "-a*b^2*c*x", unknowns: ["a": 1, "b": 0.8, "c": 1.5])
        #expect(identifiability.open.count == 2)
        #expect(identifiability.known.count == 1)
        let known = identifiability.known[0].coefficients
        #expect(abs(known["a"]! / known["b"]! - 0.5) < 1e-4)
        #expect(abs(known["c"]! / known["b"]! - 0.5) < 1e-4)
    }

    @Test func `what can be told apart needs no sentence`() throws {
        let identifiability = try Self.identifiability(
            rate: "a - b*x", unknowns: ["a": 1, "b": 0.8])
        #expect(identifiability.isComplete)
        #expect(identifiability.sentence == nil)
    }

    @Test func `a sum of linear unknowns is named as a sum`() throws {
        let problem = try Problem.decay(
            rate: "a + b - x", from: "3",
            unknowns: [
                Unknown("a", truth: -0.5, guess: -1), Unknown("b", truth: 0.2, guess: -1),
            ])
        let identifiability = try Self.identifiability(problem)
        #expect(identifiability.known.map(\.text) == ["a + b"])
    }

    private static func identifiability(
        rate: String, unknowns: [String: Double]
    ) throws -> Identifiability {
        let names = unknowns.keys.sorted()
        return try identifiability(
            Problem.decay(
                rate: rate, from: "1",
                unknowns: names.map { Unknown($0, truth: unknowns[$0]!, guess: 1) }))
    }

    private static func identifiability(_ problem: Problem) throws -> Identifiability {
        let preparation = try ProblemPreparation(problem: problem)
        let weighted = WeightedProblem(
            preparation, data: preparation.data(seed: 0, replicate: 0),
            deviations: preparation.noiseDeviations!)
        return Identifiability(
            try FisherInformation(of: weighted, at: problem.unknowns.compactMap(\.truth)))
    }
}
