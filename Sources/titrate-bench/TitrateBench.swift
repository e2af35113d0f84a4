import Glibc
import JSONText
import PINNCore
import TrialTraining

/// What a training step costs: loss, gradient and Adam on a built-in problem, as a trial does them.
///
///     titrate-bench serve                     answers requests, see Service
///     titrate-bench --once L n N f64          one step; when it ended and what it cost, as JSON
///     titrate-bench bound                     what one core can do, and the least a step can take
///     titrate-bench problem L n               the problem's data and start parameters, as JSON
///     titrate-bench check L n N f64           the loss after 100 steps
///     titrate-bench path                      the instructions that the loops use
///
/// L layers of n neurons, N collocation points. Ends with 64 for wrong usage.
@main
struct TitrateBench {
    static let usage = """
        usage: titrate-bench serve | bound | path | problem L n
               titrate-bench --once | check L n N f64
        """

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let rest = arguments.dropFirst()
        switch (arguments.first, rest.count) {
        case ("serve", 0): Service.run()
        case ("bound", 0): printBounds()
        case ("path", 0): print(InstructionSet.current.name)
        case ("problem", 2): printProblem(BenchCell(words: rest + ["128", "f64"]))
        case ("--once", 4): runOnce(BenchCell(words: rest))
        case ("check", 4): print(benchmark(BenchCell(words: rest)).loss(afterSteps: 100))
        default: failUsage()
        }
    }

    private static func benchmark(_ cell: BenchCell?) -> StepBenchmark {
        guard let cell, let benchmark = StepBenchmark(cell) else { failUsage() }
        return benchmark
    }

    private static func runOnce(_ cell: BenchCell?) {
        benchmark(cell).runOneStep()
        let end = Clock.monotonic
        print(
            JSONValue.object([
                JSONMember(name: "t_first", value: .real(end)),
                JSONMember(name: "cpu", value: .real(Clock.processor)),
            ]).serialized())
    }

    private static func printProblem(_ cell: BenchCell?) {
        let parameters = benchmark(cell).startParameters()
        print(BenchProblem.json(parameters: parameters).serialized())
    }

    private static func printBounds() {
        guard let peaks = CorePeaks.measured(precision: "f64") else {
            fail(EX_UNAVAILABLE, "this machine has no fused multiply-add to measure")
        }
        let tanh = rounded(peaks.tanh * 1e9, places: 2)
        print("FMA \(rounded(peaks.flops / 1e9, places: 1)) GFLOP/s, tanh \(tanh) ns, f64\n")
        print("| network, points | MFLOP a step | bound, µs |\n| :-- | --: | --: |")
        for cell in BenchCell.all(precision: "f64") {
            let flops = rounded(cell.work.flops / 1e6, places: 2)
            let bound = rounded(cell.bound(peaks) * 1e6, places: 1)
            print("| \(cell.layers)x\(cell.neurons), \(cell.points) | \(flops) | \(bound) |")
        }
    }

    private static func failUsage() -> Never { fail(EX_USAGE, usage) }

    private static func fail(_ status: Int32, _ message: String) -> Never {
        _ = FileDescriptor.standardError.write(Array("\(message)\n".utf8))
        exit(status)
    }
}

/// A number with so many decimal places.
func rounded(_ number: Double, places: Int) -> String {
    let text = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
        count = Int(
            withVaList([Int32(places), number]) { vsnprintf(buffer.baseAddress, 64, "%.*f", $0) })
    }
    return String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
