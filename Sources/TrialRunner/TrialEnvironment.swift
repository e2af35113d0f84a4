import Glibc

/// The environment of a trial: little, and one thread each.
package enum TrialEnvironment {
    /// What a trial may see of the worker's own.
    private static let passed = [
        "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "TITRATE_CHECKPOINT_SECONDS",
    ]

    static var values: [String: String] {
        var values = [
            "LC_ALL": "C", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            // A backtrace of a crash takes seconds and a process more.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for name in passed {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }

    /// The environment of this process.
    package static var own: [String: String] {
        var values: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let parts = String(cString: entry).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return values
    }
}
