import CKernels
import Glibc
import PINNCore
import Testing

@Suite struct ElementaryFunctionTests {
    /// A kernel's function, the C library's in double precision, a range, and the largest error
    /// allowed in units in the last place of the true value.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let kernel: kernel_function
        let reference: @Sendable (Double) -> Double
        let range: ClosedRange<Double>
        let limit: Double

        init(
            _ name: String, _ kernel: kernel_function, _ range: ClosedRange<Double>,
            _ limit: Double, _ reference: @escaping @Sendable (Double) -> Double
        ) {
            testDescription = name
            self.kernel = kernel
            self.range = range
            self.limit = limit
            self.reference = reference
        }
    }

    static let cases = [
        Case("tanh", KERNEL_FUNCTION_TANH, -25...25, 4) { tanh($0) },
        Case("tanh near 0", KERNEL_FUNCTION_TANH, -1e-3...1e-3, 4) { tanh($0) },
        Case("exp", KERNEL_FUNCTION_EXP, -708...709, 2) { exp($0) },
        Case("sin", KERNEL_FUNCTION_SIN, -3...3, 2) { sin($0) },
        Case("sin of large numbers", KERNEL_FUNCTION_SIN, -1e6...1e6, 2) { sin($0) },
        Case("cos", KERNEL_FUNCTION_COS, -1.5...1.5, 2) { cos($0) },
        Case("cos of large numbers", KERNEL_FUNCTION_COS, -1e6...1e6, 2) { cos($0) },
        Case("sigmoid", KERNEL_FUNCTION_SIGMOID, -700...40, 4) { 1 / (1 + exp(-$0)) },
        Case("softplus", KERNEL_FUNCTION_SOFTPLUS, -700...40, 4) {
            $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0))
        },
        Case("normal distribution", KERNEL_FUNCTION_NORMAL_CDF, -6...6, 4) {
            normalDistribution($0)
        },
    ]

    /// erfc(−x/√2)/2, with the rounding error of its argument put right to first order: in the tail
    /// that error alone is some fifty units in the last place.
    private static func normalDistribution(_ x: Double) -> Double {
        let root = (high: 1.4142135623730951, low: -9.667293313452913e-17)
        let argument = -x / root.high
        let rest = ((-x).addingProduct(-argument, root.high) - argument * root.low) / root.high
        let slope = -2 / Double.pi.squareRoot() * exp(-argument * argument)
        return (erfc(argument) + slope * rest) / 2
    }

    @Test(arguments: cases, InstructionSet.allCases.filter(\.isAvailable))
    func `an elementary function is right to a few units in the last place`(
        function: Case, instructionSet: InstructionSet
    ) {
        let count = 20_000
        let arguments = (0..<count).map { index in
            let part = (Double(index) + 0.37) / Double(count)
            return function.range.lowerBound
                + part * (function.range.upperBound - function.range.lowerBound)
        }
        let values = evaluate(function.kernel, arguments, instructionSet)
        var worst = 0.0
        for (argument, value) in zip(arguments, values) {
            let wanted = function.reference(argument)
            worst = max(worst, abs(value - wanted) / wanted.ulp)
        }
        #expect(worst <= function.limit)
    }

    static let singleCases = [
        Case("tanh", KERNEL_FUNCTION_TANH, -12...12, 4) { tanh($0) },
        Case("tanh near 0", KERNEL_FUNCTION_TANH, -1e-3...1e-3, 4) { tanh($0) },
        Case("exp", KERNEL_FUNCTION_EXP, -87...88, 2) { exp($0) },
        Case("sin", KERNEL_FUNCTION_SIN, -3...3, 2) { sin($0) },
        Case("sin of large numbers", KERNEL_FUNCTION_SIN, -1e4...1e4, 2) { sin($0) },
        Case("cos", KERNEL_FUNCTION_COS, -1.5...1.5, 2) { cos($0) },
        Case("cos of large numbers", KERNEL_FUNCTION_COS, -1e4...1e4, 2) { cos($0) },
        Case("sigmoid", KERNEL_FUNCTION_SIGMOID, -86...20, 4) { 1 / (1 + exp(-$0)) },
        Case("softplus", KERNEL_FUNCTION_SOFTPLUS, -86...20, 4) {
            $0 > 0 ? $0 + log1p(exp(-$0)) : log1p(exp($0))
        },
        Case("normal distribution", KERNEL_FUNCTION_NORMAL_CDF, -8...6, 4) {
            normalDistribution($0)
        },
    ]

    @Test(arguments: singleCases, InstructionSet.allCases.filter(\.isAvailable))
    func `in single precision it is right to a few units of that`(
        function: Case, instructionSet: InstructionSet
    ) {
        let count = 20_000
        let width = function.range.upperBound - function.range.lowerBound
        let arguments = (0..<count).map { index in
            let part = (Double(index) + 0.37) / Double(count)
            return Double(Float(function.range.lowerBound + part * width))
        }
        let values = evaluate(function.kernel, arguments, instructionSet, .f32)
        var worst = 0.0
        for (argument, value) in zip(arguments, values) {
            let wanted = function.reference(argument)
            // Near a zero of sine or cosine a unit is that of the argument's reduction.
            let unit = max(Double(Float(wanted).ulp), 0x1p-33)
            worst = max(worst, abs(value - wanted) / unit)
        }
        #expect(worst <= function.limit)
    }

    @Test(
        arguments: cases, InstructionSet.allCases.filter(\.isAvailable))
    func `not a number stays not a number, wherever it stands among others`(
        function: Case, instructionSet: InstructionSet
    ) {
        for precision in Precision.allCases {
            for place in 0..<64 {
                var arguments = [Double](repeating: 0.5, count: 64)
                arguments[place] = .nan
                let values = evaluate(function.kernel, arguments, instructionSet, precision)
                #expect(values.indices.allSatisfy { values[$0].isNaN == ($0 == place) })
            }
        }
    }

    @Test(arguments: [KERNEL_FUNCTION_SIN, KERNEL_FUNCTION_COS], Precision.allCases)
    func `one large argument among small ones is as right as they`(
        function: kernel_function, precision: Precision
    ) {
        for place in 0..<64 {
            var arguments = [Double](repeating: 0.5, count: 64)
            arguments[place] = 0x1p30
            let value = evaluate(function, arguments, .current, precision)[place]
            let wanted = function == KERNEL_FUNCTION_SIN ? sin(0x1p30) : cos(0x1p30)
            #expect(abs(value - wanted) < 1e-7)
        }
    }

    @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
    func `infinite arguments give the limits`(instructionSet: InstructionSet) {
        func limits(_ function: kernel_function) -> (below: Double, above: Double) {
            let infinite = [-Double.infinity] + Array(repeating: Double.infinity, count: 7)
            let values = evaluate(function, infinite, instructionSet)
            return (values[0], values[1])
        }
        #expect(limits(KERNEL_FUNCTION_TANH) == (-1, 1))
        #expect(limits(KERNEL_FUNCTION_SIGMOID).above == 1)
        #expect(limits(KERNEL_FUNCTION_SIGMOID).below < 1e-300)
        #expect(limits(KERNEL_FUNCTION_SOFTPLUS).above == .infinity)
        #expect(limits(KERNEL_FUNCTION_SOFTPLUS).below < 1e-300)
        #expect(limits(KERNEL_FUNCTION_NORMAL_CDF).above == 1)
        #expect(limits(KERNEL_FUNCTION_NORMAL_CDF).below < 1e-300)
        #expect(limits(KERNEL_FUNCTION_SIN).above.isNaN)
        #expect(limits(KERNEL_FUNCTION_COS).below.isNaN)
    }

    /// The values at some arguments, padded to whole vectors.
    private func evaluate(
        _ function: kernel_function, _ arguments: [Double], _ instructionSet: InstructionSet,
        _ precision: Precision = .f64
    ) -> [Double] {
        let kernels = instructionSet.kernels
        let network = precision == .f64 ? kernels.f64.pointee : kernels.f32.pointee
        let padded = arguments + Array(repeating: 0, count: 63 - (arguments.count + 63) % 64)
        var values = [Double](repeating: 0, count: padded.count)
        network.elementary(Int32(function.rawValue), padded, &values, padded.count)
        return Array(values.prefix(arguments.count))
    }
}
