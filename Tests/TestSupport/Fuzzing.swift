import Foundation
public import Testing

/// Tries a reader with many inputs that were made at random from right ones.
///
/// Environment:
///
///     TITRATE_FUZZ_SECONDS   how long each fuzzer works; without it, for 300 inputs
///     TITRATE_FUZZ_SEED      the seed, as it was printed, to have the same inputs again
///     TITRATE_FUZZ_CASE      the one input of that seed to try
///     TITRATE_FUZZ_KEEP      a folder that keeps each fuzzer's last input, should it crash
///
/// - Parameters:
///   - samples: right inputs, as bytes.
///   - signs: characters that mean something to the reader.
///   - finish: completes an input before it is tried, a checksum say.
///   - accepts: reads the input; false, or an error, where what it found is not as promised.
public func fuzz(
    _ name: String, samples: [[UInt8]], signs: String,
    finish: ([UInt8]) -> [UInt8] = { $0 },
    sourceLocation: SourceLocation = #_sourceLocation, accepts: ([UInt8]) throws -> Bool
) {
    let mutation = Mutation(samples: samples, signs: Array(signs.utf8))
    fuzzCases(name, sourceLocation: sourceLocation) { generator in
        let input = finish(mutation.make(&generator))
        FuzzSettings.keep(input, of: name)
        guard (try? accepts(input)) != true else { return nil }
        return "\(String(decoding: input, as: UTF8.self).debugDescription)"
    }
}

/// Tries something with many generators, each with a seed of its own.
///
/// - Parameter attempt: nil where all is as promised, else what was tried.
public func fuzzCases(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
    attempt: (inout SeededGenerator) throws -> String?
) rethrows {
    let settings = FuzzSettings.current
    print("fuzz \(name): TITRATE_FUZZ_SEED=\(settings.seed)")
    let end = settings.seconds.map { Date.now + $0 }
    var tried = 0
    while tried == 0
        || settings.onlyCase == nil && (end.map { Date.now < $0 } ?? (tried < FuzzSettings.count))
    {
        let number = settings.onlyCase ?? tried
        var generator = SeededGenerator(seed: settings.seed &+ UInt64(number) &* 0x9E37_79B9)
        let begun = threadSeconds()
        let fault = try attempt(&generator)
        let seconds = threadSeconds() - begun
        tried += 1
        guard fault != nil || seconds > FuzzSettings.patience else { continue }
        let what = fault ?? "took \(seconds) s"
        Issue.record(
            "TITRATE_FUZZ_SEED=\(settings.seed) TITRATE_FUZZ_CASE=\(number): \(what.prefix(2000))",
            sourceLocation: sourceLocation)
        return
    }
    print("fuzz \(name): \(tried) inputs")
}

private struct FuzzSettings {
    var seed: UInt64
    var seconds: Double?
    var onlyCase: Int?

    /// Inputs of an everyday test.
    static let count = 300

    /// Seconds of the processor's time that one input may take.
    static let patience = 5.0

    static let current = {
        let environment = ProcessInfo.processInfo.environment
        return FuzzSettings(
            seed: environment["TITRATE_FUZZ_SEED"].flatMap { UInt64($0) }
                ?? .random(in: 0...999_999_999),
            seconds: environment["TITRATE_FUZZ_SECONDS"].flatMap { Double($0) },
            onlyCase: environment["TITRATE_FUZZ_CASE"].flatMap { Int($0) })
    }()

    private static let folder = ProcessInfo.processInfo.environment["TITRATE_FUZZ_KEEP"]

    static func keep(_ input: [UInt8], of name: String) {
        guard let folder else { return }
        let file = name.replacing(" ", with: "-")
        try? Data(input).write(to: URL(filePath: folder).appending(path: file))
    }
}

/// What this thread has had of the processor, so that a busy machine is no fault.
private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
