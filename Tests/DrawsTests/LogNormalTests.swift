import Draws
import Glibc
import Testing

struct LogNormalTests {
    static let places = stride(from: -36.0, through: 8, by: 0.37).map { $0 } + [-2, 2, 0]

    @Test(arguments: places)
    func `log Φ is that of the complementary error function`(z: Double) {
        let (value, slope) = Portable.logNormal(below: z)
        let below = 0.5 * erfc(-z / 2.0.squareRoot())
        let above = 0.5 * erfc(z / 2.0.squareRoot())
        let wanted = z < 0 ? log(below) : log1p(-above)
        #expect(abs(value - wanted) <= 2e-14 * abs(wanted))
        let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        #expect(abs(slope - density / below) <= 1e-12 * slope)
    }

    @Test(arguments: [-1e3, -1e5, -1e8])
    func `far below the limit nothing underflows`(z: Double) {
        let (value, slope) = Portable.logNormal(below: z)
        let leading = -z * z / 2 - log(-z) - 0.5 * log(2 * Double.pi)
        #expect(abs(value / leading - 1) < 1e-11)
        #expect(abs(slope / -z - 1) < 1e-5)
        // So far away only the distance counts.
        #expect(abs(Portable.rootDeviance(below: z).value / -z - 1) < 1e-4)
    }

    @Test(arguments: places.filter { $0 < 6 })
    func `The root of the deviance has its slope`(z: Double) {
        let step = 1e-3
        let root = { (steps: Double) in Portable.rootDeviance(below: z + steps * step).value }
        let difference = (8 * (root(1) - root(-1)) - (root(2) - root(-2))) / (12 * step)
        let (value, slope) = Portable.rootDeviance(below: z)
        #expect(abs(value * value + 2 * Portable.logNormal(below: z).value) <= 1e-14 * value)
        #expect(abs(slope - difference) <= 1e-8 * max(abs(slope), 1e-3))
    }

    @Test func `Far above it the root is 0 and so is its slope`() {
        #expect(Portable.rootDeviance(below: 50) == (0, 0))
        #expect(Portable.rootDeviance(below: .infinity) == (0, 0))
    }
}
