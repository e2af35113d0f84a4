import JSONText
import Settings

/// One size of the training step that is measured.
struct BenchCell: Hashable {
    let layers: Int
    let neurons: Int
    /// Collocation points.
    let points: Int
    /// `f64` or `f32`.
    let precision: String

    /// The sizes that reports have: small and large networks, few and many points.
    static func all(precision: String) -> [BenchCell] {
        [(2, 16), (3, 32), (4, 64), (5, 128)].flatMap { layers, neurons in
            [128, 512, 2048, 8192].map {
                BenchCell(layers: layers, neurons: neurons, points: $0, precision: precision)
            }
        }
    }

    /// The settings of a trial of this size with so many Adam steps; nil where no trial has them.
    func settings(steps: Int) -> TrialSettings? {
        try? TrialSettings([
            "layers": .integer(layers), "neurons": .integer(neurons),
            "collocation_points": .integer(points), "initialization": .text("glorot-uniform"),
            "precision": .text(precision), "steps": .integer(steps),
        ])
    }
}

extension BenchCell {
    /// Reads `{"L": 3, "n": 32, "N": 512, "dt": "f64"}`; nil where it is something else.
    init?(json: JSONValue) {
        guard let layers = json["L"]?.asInteger, let neurons = json["n"]?.asInteger,
            let points = json["N"]?.asInteger, let precision = json["dt"]?.asText
        else { return nil }
        self.init(layers: layers, neurons: neurons, points: points, precision: precision)
    }

    /// Reads the words `3 32 512 f64`; nil where they are something else.
    init?(words: some Collection<String>) {
        let words = Array(words)
        guard words.count == 4, let layers = Int(words[0]), let neurons = Int(words[1]),
            let points = Int(words[2])
        else { return nil }
        self.init(layers: layers, neurons: neurons, points: points, precision: words[3])
    }

    /// The cell as a request for so many seconds.
    func request(budget: Double) -> JSONValue {
        .object([
            JSONMember(name: "L", value: .integer(layers)),
            JSONMember(name: "n", value: .integer(neurons)),
            JSONMember(name: "N", value: .integer(points)),
            JSONMember(name: "dt", value: .text(precision)),
            JSONMember(name: "budget", value: .real(budget)),
        ])
    }
}
