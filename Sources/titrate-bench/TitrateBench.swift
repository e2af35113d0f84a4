import Glibc
import JSONText
import PINNCore
import TrialTraining

/// What a training step costs: loss, gradient and Adam on a built-in problem, as a trial does them.
///
///     titrate-bench serve                     answers requests, see Service
///     titrate-bench --once L n N f64|f32      one step; when it ended and what it cost, as JSON
///     titrate-bench bound [f64|f32]           what one core can do, and the least a step can take
///     titrate-bench problem L n               the problem's data and start parameters, as JSON
///     titrate-bench check L n N f64|f32 [S]   the loss after S steps, else 100
///     titrate-bench path                      the instructions that the loops use
///
/// L layers of n neurons, N collocation points. Ends with 64 for wrong usage, and
/// with 69 where `TITRATE_INSTRUCTIONS` names instructions that this machine does not have.
@main
struct TitrateBench {
    static let usage = """
        usage: titrate-bench serve | bound [f64|f32] | path | problem L n
               titrate-bench --once L n N f64|f32 | check L n N f64|f32 [steps]
        """

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let rest = arguments.dropFirst()
        do { _ = try InstructionSet.chosen(by: InstructionSet.requested) } catch {
            fail(EX_UNAVAILABLE, "\(error)")
        }
        switch (arguments.first, rest.count) {
        case ("serve", 0): Service.run()
        case ("bound", 0): printBounds(precision: .f64)
        case ("bound", 1): printBounds(precision: rest.first.flatMap(Precision.init))
        case ("path", 0): print(InstructionSet.current.rawValue)
        case ("problem", 2): printProblem(BenchCell(words: rest + ["128", "f64"]))
        case ("--once", 4): runOnce(BenchCell(words: rest))
        case ("check", 4): printLoss(BenchCell(words: rest), steps: 100)
        case ("check", 5): printLoss(BenchCell(words: rest.dropLast()), steps: Int(rest.last ?? ""))
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

    private static func printLoss(_ cell: BenchCell?, steps: Int?) {
        guard let steps, steps > 0 else { failUsage() }
        print(benchmark(cell).loss(afterSteps: steps))
    }

    private static func printProblem(_ cell: BenchCell?) {
        let parameters = benchmark(cell).startParameters()
        print(BenchProblem.json(parameters: parameters).serialized())
    }

    private static func printBounds(precision: Precision?) {
        guard let precision = precision?.rawValue else { failUsage() }
        guard let peaks = CorePeaks.measured(precision: precision) else {
            fail(EX_UNAVAILABLE, "this machine has no fused multiply-add to measure")
        }
        let tanh = rounded(peaks.tanh * 1e9, places: 2)
        print(
            "FMA \(rounded(peaks.flops / 1e9, places: 1)) GFLOP/s, tanh \(tanh) ns, \(precision)\n")
        print("| network, points | MFLOP a step | bound, µs |\n| :-- | --: | --: |")
        for cell in BenchCell.all(precision: precision) {
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
