import Draws
import Glibc
import Testing

@Suite("Portable arithmetic against libm")
struct PortableTests {
    /// The distance of two values in units in the last place of the second.
    private func distance(_ value: Double, _ exact: Double) -> Double {
        value == exact ? 0 : abs(value - exact) / exact.ulp
    }

    @Test("log is within 2 ulp over the whole range")
    func logarithm() {
        var stream = DrawStream(seed: 1, path: [])
        var worst = 0.0
        for _ in 0..<200_000 {
            let bits = stream.word() >> 1
            let anywhere = Double(bitPattern: bits)
            let nearOne = 0.4 + 1.8 * stream.unit()
            for x in [anywhere, nearOne] where x.isFinite && x > 0 {
                worst = max(worst, distance(Portable.log(x), Glibc.log(x)))
            }
        }
        #expect(worst <= 2)
    }

    @Test("exp is within 2 ulp over the whole range")
    func exponential() {
        var stream = DrawStream(seed: 2, path: [])
        var worst = 0.0
        for _ in 0..<200_000 {
            for x in [-746 + 1456 * stream.unit(), 2 * stream.unit() - 1] {
                worst = max(worst, distance(Portable.exp(x), Glibc.exp(x)))
            }
        }
        #expect(worst <= 2)
    }

    @Test(
        "log and exp keep to the rules at the edges",
        arguments: [
            (0.0, -Double.infinity), (-0.0, -.infinity), (.infinity, .infinity), (1, 0),
            (.leastNonzeroMagnitude, Glibc.log(Double.leastNonzeroMagnitude)),
            (.leastNormalMagnitude, Glibc.log(Double.leastNormalMagnitude)),
            (.greatestFiniteMagnitude, Glibc.log(Double.greatestFiniteMagnitude)),
        ])
    func logEdges(x: Double, expected: Double) {
        #expect(Portable.log(x) == expected)
    }

    @Test("what is not defined is NaN")
    func undefined() {
        #expect(Portable.log(-1).isNaN && Portable.log(-.infinity).isNaN)
        #expect(Portable.log(.nan).isNaN && Portable.exp(.nan).isNaN)
        #expect(Portable.power(-2, 0.5).isNaN)
        #expect(Portable.inverseNormal(-0.1).isNaN && Portable.inverseNormal(.nan).isNaN)
    }

    @Test("exp overflows and underflows where it has to")
    func expEdges() {
        #expect(Portable.exp(0) == 1)
        #expect(Portable.exp(709.79) == .infinity && Portable.exp(.infinity) == .infinity)
        #expect(Portable.exp(709.78) == Glibc.exp(709.78))
        #expect(Portable.exp(-745.1) == .leastNonzeroMagnitude)
        #expect(Portable.exp(-745.14) == 0 && Portable.exp(-.infinity) == 0)
    }

    @Test("powers lose two units in the last place for each unit of the exponent of e at most")
    func power() {
        var stream = DrawStream(seed: 3, path: [])
        for _ in 0..<50_000 {
            let base = Portable.exp(20 * stream.unit() - 10)
            let exponent = 20 * stream.unit() - 10
            let limit = 2 + 2 * abs(exponent * Glibc.log(base))
            let exact = Glibc.pow(base, exponent)
            #expect(distance(Portable.power(base, exponent), exact) <= limit)
        }
        #expect(Portable.power(0, 2) == 0 && Portable.power(0, -2) == .infinity)
        #expect(Portable.power(7, 0) == 1 && Portable.power(1, 1e300) == 1)
    }

    @Test("the normal quantile inverts the distribution function")
    func quantile() {
        for power in stride(from: -300.0, through: -0.31, by: 0.37) {
            let probability = Glibc.pow(10, power)
            let x = Portable.inverseNormal(probability)
            let back = 0.5 * Glibc.erfc(-x / 2.0.squareRoot())
            // A relative error e of x shows as e·x² in the probability.
            #expect(abs(back / probability - 1) <= 1e-15 * (4 + 2 * x * x))
        }
        #expect(Portable.inverseNormal(0.5) == 0)
        #expect(Portable.inverseNormal(0) == -.infinity && Portable.inverseNormal(1) == .infinity)
        #expect(Portable.inverseNormal(0.25) == -Portable.inverseNormal(0.75))
        #expect(abs(Portable.inverseNormal(0.975) - 1.959963984540054) < 1e-15)
    }
}
