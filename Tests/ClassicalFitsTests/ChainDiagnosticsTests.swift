import ClassicalFits
import Testing

struct ChainDiagnosticsTests {
    /// Autoregressive chains of uniform noise by the generator of Park and Miller (48271), the
    /// last of them stretched and moved.
    private struct Case: Sendable, CustomTestStringConvertible {
        let chains: Int
        let length: Int
        let memory: Double
        var shift = 0.0
        var scale = 1.0
        /// By `arviz.rhat(x, method="rank")`, `arviz.ess(x, method="bulk")` and
        /// `arviz.ess(x, method="tail")` of ArviZ 0.20.0.
        let rHat: Double
        let bulk: Double
        let tail: Double

        var testDescription: String { "\(chains) chains of \(length), memory \(memory)" }

        var draws: [[Double]] {
            var state = 20_260_916
            return (0..<chains).map { chain in
                var value = 0.0
                return (0..<length).map { _ in
                    state = state * 48271 % 2_147_483_647
                    value = memory * value + (Double(state) / 2_147_483_647 - 0.5)
                    return chain == chains - 1 ? scale * value + shift : value
                }
            }
        }
    }

    private static let cases = [
        Case(
            chains: 4, length: 400, memory: 0.5, rHat: 1.0169397269878357,
            bulk: 448.1069288410461, tail: 841.7973648489454),
        Case(
            chains: 4, length: 250, memory: 0.95, rHat: 1.1756933543680268,
            bulk: 17.773111315462394, tail: 28.44255534595299),
        Case(
            chains: 2, length: 101, memory: -0.6, rHat: 1.0320491104159009,
            bulk: 460.2059991327962, tail: 120.30336915972782),
        Case(
            chains: 4, length: 300, memory: 0.3, shift: 1, rHat: 1.5391370687312844,
            bulk: 7.42643431988394, tail: 35.54515533164723),
        Case(
            chains: 4, length: 300, memory: 0.3, scale: 4, rHat: 1.221279308044358,
            bulk: 551.3070853187155, tail: 26.50183042835339),
    ]

    @Test(arguments: cases) private func `R-hat and effective sample sizes are those of ArviZ`(
        of example: Case
    ) {
        let found = ChainDiagnostics(of: example.draws)
        #expect(abs(found.rHat - example.rHat) < 1e-9)
        #expect(abs(found.bulkSize / example.bulk - 1) < 1e-9)
        #expect(abs(found.tailSize / example.tail - 1) < 1e-9)
    }

    @Test func `a chain that does not move never counts as converged`() {
        let moving = (0..<100).map { Double($0 * 37 % 101) }
        let still = ChainDiagnostics(of: [moving.map { _ in 3 }, moving.map { _ in 3 }])
        #expect(!(still.rHat <= 1.01) && !(still.bulkSize >= 400))
        let apart = ChainDiagnostics(of: [moving, moving.map { _ in 3 }])
        #expect(apart.rHat > 1.01)
    }
}
