import JSONText
import TrialTraining

/// Answers requests on standard input, a line of JSON each, with a line of JSON each.
///
/// Request: `{"L": layers, "n": neurons, "N": collocation points, "dt": "f64", "budget": seconds,
/// "problem": path}`, the last for another problem than the built-in one.
/// Answer: `{"us": …, "us_min": …, "b": […]}`: microseconds of processor time a step, the median
/// and the least of its blocks, and all blocks; or `{"error": …}`.
enum Service {
    static func run() {
        while let line = readLine() {
            // Written at once, not when a buffer is full: the asker waits for it.
            let answer = answer(to: line).serialized() + "\n"
            guard FileDescriptor.standardOutput.write(Array(answer.utf8)) else { return }
        }
    }

    private static func answer(to line: String) -> JSONValue {
        guard let request = try? JSONValue(parsing: line), let cell = BenchCell(json: request),
            let benchmark = StepBenchmark(cell, problem: request["problem"]?.asText)
        else {
            let error =
                "a request names L, n, N and dt of a trial, and a problem with a table or none"
            return .object([JSONMember(name: "error", value: .text(error))])
        }
        let blocks = benchmark.blocks(budget: request["budget"]?.asReal ?? 0.6)
        return .object([
            JSONMember(name: "us", value: .real(blocks.median)),
            JSONMember(name: "us_min", value: .real(blocks.min() ?? .nan)),
            JSONMember(name: "b", value: .array(blocks.map(JSONValue.real))),
        ])
    }
}
