/// The keys of a problem file.
enum ProblemKeys {
    static let known = [
        "name", "title", "time", "constants", "inputs", "unknowns", "states", "doses",
        "observables", "data",
    ]
    static let time = ["start", "end", "unit"]
    static let unknown = ["truth", "guess", "bounds", "unit"]
    static let state = ["initial", "unit", "rate", "scale", "rate_scale"]
    static let dose = ["into", "amount", "duration", "start", "every", "count", "per"]
    static let data = ["synthetic", "file", "holdout", "error", "quantification_limit"]
    static let error = ["additive", "proportional"]
    static let synthetic = ["points", "like", "observe", "noise"]
}
