import Settings
import SweepModel

/// A sweep of two unknowns, A = 10 and B = 2, unless said otherwise.
func sweep(
    replicates: Int = 3, planned: Int, truths: [Double?] = [10, 2], name: String = "sample"
) -> SweepRecord {
    SweepRecord(
        name: name, description: "", question: "Which layers | neurons recover A and B?",
        method: .grid, seed: 7, replicates: replicates, planned: planned,
        fileHash: "f11e", problemHash: "9a0b", problemName: "two-rates", problemTitle: "Two rates",
        unknowns: zip(["A", "B"], truths).map { name, truth in
            UnknownRecord(
                name: name, truth: truth, guess: 5, lowerBound: nil, upperBound: nil, unit: "1/h")
        },
        limits: Limits(seconds: 300, memoryBytes: 1 << 30, retries: 2),
        createdAt: "2026-01-02T03:04:05.678Z", version: "1.2.3", machineTypes: ["x86-64 with FMA"])
}

/// A trial that succeeded with these estimates of A and B, and errors against 10 and 2.
func success(
    _ settings: [String: SettingValue], _ replicate: Int, a: Double, b: Double,
    holdout: Double? = nil, data: Double = 1e-3, cpu: Double = 12, hasTruth: Bool = true
) throws -> TrialRecord {
    let pairs: [(estimate: Double, truth: Double?)] = [
        (a, hasTruth ? 10 : nil), (b, hasTruth ? 2 : nil),
    ]
    let errors = Recovery.errors(pairs)
    var trial = try queued(settings, replicate)
    trial.status = .succeeded
    trial.attempts = 1
    trial.steps = 5000
    trial.losses = LossValues(data: data, initial: 1e-5, residual: 1e-4, holdout: holdout)
    trial.recoveryError = errors?.worst
    trial.meanRecoveryError = errors?.mean
    trial.estimates = [Estimate(parameter: "A", value: a), Estimate(parameter: "B", value: b)]
    trial.cost = Cost(
        wallSeconds: cpu * 1.1, cpuSeconds: cpu, peakMemoryBytes: (20 + replicate) << 20)
    return trial
}

/// A trial that ended otherwise.
func failure(
    _ settings: [String: SettingValue], _ replicate: Int, _ status: TrialStatus, _ cause: String
) throws -> TrialRecord {
    var trial = try queued(settings, replicate)
    trial.status = status
    trial.attempts = 1
    trial.cause = cause
    return trial
}

/// A trial that waits.
func queued(_ settings: [String: SettingValue], _ replicate: Int) throws -> TrialRecord {
    let trial = PlannedTrial(
        configuration: Configuration(settings: try TrialSettings(settings)),
        replicate: replicate, seed: 7, problemDigest: "9a0b")
    return TrialRecord(
        id: trial.id, configuration: trial.configuration, replicate: replicate, status: .queued,
        attempts: 0)
}
