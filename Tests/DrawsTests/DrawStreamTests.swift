import Draws
import Testing

@Suite("Streams of draws")
struct DrawStreamTests {
    /// Recorded once; the words were compared with an independent program.
    @Test("the draws of a stream are these, on every machine")
    func golden() {
        var stream = DrawStream(seed: 20_260_916, replicate: 3, purpose: .data)
        let words = (0..<3).map { _ in stream.word() }
        #expect(words == [0xda57_57b1_1225_0c80, 0xd92e_f37f_f8d0_fc5a, 0x8d12_96c2_0c01_9299])
        let units = (0..<3).map { _ in stream.unit() }
        #expect(units == [0.30628316186102156, 0.43548503709024666, 0.34447534214451303])
        let normals = (0..<5).map { _ in stream.normal() }
        #expect(
            normals == [
                0.9066625974353553, -0.4080236209667054, -2.248721765309247, -3.054707905172352,
                0.9551317043649025,
            ])
        let gammas = (0..<3).map { _ in stream.gamma(shape: 0.5) }
        #expect(gammas == [2.025530917577153, 0.028757675689677572, 0.08616760438754219])
        let betas = (0..<3).map { _ in stream.beta(2, 5) }
        #expect(betas == [0.19531655049610075, 0.1058870220226278, 0.6394291661635291])
        let smallBetas = (0..<3).map { _ in stream.beta(0.5, 0.25) }
        #expect(smallBetas == [0.9999997291999131, 0.045884934151431744, 0.8245230272447927])
        #expect(stream.permutation(count: 10) == [3, 6, 4, 0, 9, 2, 8, 1, 7, 5])
    }

    @Test("a path has a stream of its own, on every machine")
    func goldenPath() {
        var stream = DrawStream(seed: 7, path: [1, 2, 3])
        #expect(stream.word() == 0x0d66_e744_5ae8_943b)
        #expect(stream.word() == 0x1869_5dc5_2c21_5977)
    }

    @Test("equal names give equal streams and all others differ from the first word")
    func names() {
        var first = DrawStream(seed: 5, replicate: 1, purpose: .network)
        var second = DrawStream(seed: 5, replicate: 1, purpose: .network)
        #expect((0..<9).map { _ in first.word() } == (0..<9).map { _ in second.word() })

        var streams = [DrawStream(seed: 5, path: []), DrawStream(seed: 5, path: [0])]
        streams += [DrawStream(seed: 5, path: [0, 0]), DrawStream(seed: 5, path: [1, 3])]
        streams += [DrawStream(seed: 5 << 32, path: []), DrawStream(seed: 5, path: [1 << 32])]
        for purpose in [DrawPurpose.data, .holdout, .network, .collocation, .guess, .axis] {
            for replicate in 0..<20 as Range<UInt64> {
                streams.append(DrawStream(seed: 5, replicate: replicate, purpose: purpose))
            }
        }
        let words = streams.map { stream in
            var stream = stream
            return stream.word()
        }
        #expect(Set(words).count == streams.count)
    }

    @Test("integers stay below their bound and reach it", arguments: [1, 2, 3, 7, 100])
    func integerRange(bound: Int) {
        var stream = DrawStream(seed: 11, path: [])
        let drawn = Set((0..<5_000).map { _ in stream.integer(below: bound) })
        #expect(drawn == Set(0..<bound))
    }

    @Test("a wide bound leaves no part of its range out")
    func wideBound() {
        var stream = DrawStream(seed: 12, path: [])
        let bound = 3 << 61
        var thirds = [0, 0, 0]
        for _ in 0..<30_000 { thirds[stream.integer(below: bound) / (1 << 61)] += 1 }
        for third in thirds { #expect(abs(third - 10_000) < 400) }
    }

    @Test("permutations hold every number once", arguments: [0, 1, 2, 57])
    func permutation(count: Int) {
        var stream = DrawStream(seed: 13, path: [])
        #expect(stream.permutation(count: count).sorted() == Array(0..<count))
    }

    @Test("all six orders of three are equally likely")
    func orders() {
        var stream = DrawStream(seed: 14, path: [])
        var counts: [[Int]: Int] = [:]
        for _ in 0..<60_000 { counts[stream.permutation(count: 3), default: 0] += 1 }
        #expect(counts.count == 6)
        for count in counts.values { #expect(abs(count - 10_000) < 400) }
    }
}
