import Expressions
import ProblemModel
import Testing

/// The identity of problems.
struct ProblemDigestTests {
    @Test func `a problem's canonical text never changes`() throws {
        #expect(
            try Problem.example().canonicalText == """
                problem 1
                time 1.0 10.0
                holdout 0.0
                constant F 0.5
                input load F*t+V
                unknown V truth 2.0 guess 4.0 bounds 0.1 10.0
                unknown lag truth none guess 6.0 bounds none
                state a initial load rate -F*a+step(t-lag) scale none rate_scale none
                state b initial 0 rate F*a scale none rate_scale none
                dose a amount 10*F duration none start 1.0 every 4.0 count 5 per V
                dose b amount 6 duration 2.0 start 3.0 every none count 1 per none
                observable sum a+b/V
                synthetic 9 0.01 sum

                """)
    }

    @Test func `the digest is 64 hexadecimal digits`() throws {
        let digest = try Problem.example().digest
        #expect(digest.count == 64 && digest.allSatisfy(\.isHexDigit))
    }

    @Test(arguments: [
        Change("name") { $0.name = "other" },
        Change("title") { $0.title = "other" },
        Change("unit of time") { $0.time.unit = nil },
        Change("unit of a state") { $0.states[0].unit = nil },
        Change("white space") { $0.states[1].rate = try Expression(parsing: " F *\ta ") },
    ])
    func `what changes no number does not enter`(change: Change) throws {
        var problem = try Problem.example()
        try change.apply(&problem)
        #expect(try problem.digest == Problem.example().digest)
    }

    @Test(arguments: [
        Change("start") { $0.time.start = 0 },
        Change("end") { $0.time.end = 10.5 },
        Change("constant") { $0.constants[0].value = 0.5.nextUp },
        Change("input") { $0.inputs[0].value = try Expression(parsing: "F*t") },
        Change("truth") { $0.unknowns[0].truth = 3 },
        Change("guess") { $0.unknowns[0].guess = 3 },
        Change("bounds") { $0.unknowns[0].bounds = nil },
        Change("order of unknowns") { $0.unknowns.reverse() },
        Change("initial") { $0.states[1].initial = try Expression(parsing: "1") },
        Change("rate") { $0.states[1].rate = try Expression(parsing: "a*F") },
        Change("scale") { $0.states[1].scale = 1 },
        Change("rate scale") { $0.states[1].rateScale = 1 },
        Change("dose") { $0.doses[0].count = 1 },
        Change("observable") { $0.observables[0].value = try Expression(parsing: "a") },
        Change("observed") {
            $0.data = .synthetic(
                SyntheticData(points: 9, observed: ["a"], noiseRelativeToMax: 0.01))
        },
        Change("noise") {
            $0.data = .synthetic(
                SyntheticData(points: 9, observed: ["sum"], noiseRelativeToMax: 0.02))
        },
        Change("holdout") { $0.holdout = 0.1 },
        Change("error model") {
            $0.errors = MeasurementErrors(
                models: [ErrorModel(additive: 0.1, proportional: 0)], limits: [nil])
        },
    ])
    func `what changes a number enters`(change: Change) throws {
        var problem = try Problem.example()
        try change.apply(&problem)
        #expect(try problem.digest != Problem.example().digest)
    }

    @Test func `every part of an error model enters`() throws {
        let models: [(Double, Double, Double?)] = [
            (1, 0, nil), (0, 1, nil), (1, 1, nil), (1, 0, 2),
        ]
        let digests = try models.map { additive, proportional, limit in
            var problem = try Problem.example()
            problem.errors = MeasurementErrors(
                models: [ErrorModel(additive: additive, proportional: proportional)],
                limits: [limit])
            return problem.digest
        }
        #expect(Set(digests).count == models.count)
    }

    @Test func `of measured data the bytes enter, not the path`() throws {
        var problem = try Problem.example()
        func digest(path: String, hash: String) -> String {
            problem.data = .measured(
                MeasuredData(
                    path: path, observed: ["sum"], times: [2], values: [[1]], fileHash: hash))
            return problem.digest
        }
        #expect(digest(path: "a.csv", hash: "1") == digest(path: "b.csv", hash: "1"))
        #expect(digest(path: "a.csv", hash: "1") != digest(path: "a.csv", hash: "2"))
    }
}
