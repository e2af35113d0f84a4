/// The keys of a sweep file.
enum SweepKeys {
    static let known = [
        "name", "description", "problem", "method", "seed", "replicates", "run_cap",
        "parameters", "configurations", "require", "limits",
    ]

    /// Words of Weights & Biases sweeps that mean nothing here yet, and what to do instead.
    static let unsupported = [
        "metric": "configurations are ranked by their recovery error",
        "metrics": "configurations are ranked by their recovery error",
        "early_terminate": "limits: {time: 5m} ends trials that take too long",
        "program": "trials train the problem that 'problem' names",
        "command": "trials train the problem that 'problem' names",
        "project": "a store holds the sweeps of a project",
        "entity": "a store is a file of its user",
        "controller": "a sweep runs on this machine",
        "scheduler": "'method' says how configurations are chosen",
        "job": "trials train the problem that 'problem' names",
        "image_uri": "trials train the problem that 'problem' names",
        "apiVersion": "the file needs no version",
        "kind": "the file is always a sweep",
    ]

    static let parameter = [
        "value", "values", "probabilities", "min", "max", "distribution", "mu", "sigma", "q", "a",
        "b", "parameters", "when",
    ]

    static let replicates = ["screen", "focus", "top"]

    static let limits = ["time", "memory", "retries"]
}
