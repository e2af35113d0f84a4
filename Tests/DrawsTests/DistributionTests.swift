import Draws
import Testing

/// Mean, variance, skewness and kurtosis of draws.
private struct Moments {
    var mean = 0.0
    var variance = 0.0
    var skewness = 0.0
    var kurtosis = 0.0

    init(_ draws: [Double]) {
        let count = Double(draws.count)
        let mean = draws.reduce(0, +) / count
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let deviation = variance.squareRoot()
        for draw in draws {
            let scaled = (draw - mean) / deviation
            skewness += scaled * scaled * scaled / count
            kurtosis += scaled * scaled * scaled * scaled / count
        }
        self.mean = mean
        self.variance = variance
    }
}

@Suite("Distributions of draws")
struct DistributionTests {
    static let count = 200_000

    private func draws(
        _ seed: UInt64, _ draw: (inout DrawStream) -> Double
    ) -> [Double] {
        var stream = DrawStream(seed: seed, path: [])
        return (0..<Self.count).map { _ in draw(&stream) }
    }

    @Test("units fill [0, 1) evenly")
    func uniform() {
        let units = draws(21) { $0.unit() }
        #expect(units.allSatisfy { 0 <= $0 && $0 < 1 })
        var bins = [Double](repeating: 0, count: 100)
        for unit in units { bins[Int(unit * 100)] += 1 }
        let expected = Double(Self.count) / 100
        let square = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        // 99 degrees of freedom: the chi-square lies in (50, 170) but for one seed in 10 000.
        #expect(50 < square && square < 170)
        let products = zip(units, units.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
        #expect(abs(products.reduce(0, +) / Double(Self.count) * 12) < 0.01)
    }

    @Test("open units are never 0 or 1")
    func open() {
        let units = draws(22) { $0.openUnit() }
        #expect(units.allSatisfy { 0 < $0 && $0 < 1 })
        #expect(abs(Moments(units).mean - 0.5) < 0.003)
    }

    @Test("normal draws have the moments and the tails of the normal distribution")
    func normal() {
        let normals = draws(23) { $0.normal() }
        let moments = Moments(normals)
        #expect(abs(moments.mean) < 0.01)
        #expect(abs(moments.variance - 1) < 0.015)
        #expect(abs(moments.skewness) < 0.03)
        #expect(abs(moments.kurtosis - 3) < 0.06)
        let beyondTwo = normals.filter { abs($0) > 2 }.count
        #expect(abs(Double(beyondTwo) / Double(Self.count) - 0.0455) < 0.0025)
    }

    @Test("gamma draws have their mean and variance", arguments: [0.1, 0.5, 1, 2.5, 40])
    func gamma(shape: Double) {
        let moments = Moments(draws(24) { $0.gamma(shape: shape) })
        #expect(abs(moments.mean / shape - 1) < 0.03)
        #expect(abs(moments.variance / shape - 1) < 0.06)
    }

    @Test(
        "beta draws have their mean and variance",
        arguments: [(2.0, 5.0), (0.5, 0.5), (1, 1), (0.3, 4), (30, 20), (0.01, 0.02)])
    func beta(a: Double, b: Double) {
        let betas = draws(25) { $0.beta(a, b) }
        #expect(betas.allSatisfy { 0 <= $0 && $0 <= 1 })
        let moments = Moments(betas)
        #expect(abs(moments.mean - a / (a + b)) < 0.005)
        let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
        #expect(abs(moments.variance / variance - 1) < 0.03)
    }

    @Test(
        "beta draws of tiny shapes are numbers",
        arguments: [(1e-5, 1e-5), (1e-300, 1.0), (1e-4, 3)])
    func tinyBeta(a: Double, b: Double) {
        var stream = DrawStream(seed: 26, path: [])
        for _ in 0..<1_000 { #expect((0...1).contains(stream.beta(a, b))) }
    }
}
