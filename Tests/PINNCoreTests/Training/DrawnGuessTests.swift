import Draws
import PINNCore
import Testing

@Suite struct DrawnGuessTests {
    private func guesses(_ unknown: UnknownCoordinate, spread: Double) -> [Double] {
        (0..<200 as Range<UInt64>).map { replicate in
            var stream = DrawStream(seed: 9, replicate: replicate, purpose: .guess)
            return unknown.drawn(spread: spread, stream: &stream).guess
        }
    }

    @Test func `A positive guess is drawn evenly in its logarithm, up to the spread`() {
        let drawn = guesses(UnknownCoordinate(guess: 4, isLogarithmic: true), spread: 10)
        #expect(drawn.allSatisfy { $0 >= 0.4 && $0 <= 40 })
        let places = [(0.4, 1.265), (1.265, 4), (4, 12.65), (12.65, 40)]
        for (low, high) in places {
            let count = drawn.count { $0 >= low && $0 < high }
            #expect((35...65).contains(count), "\(low) ... \(high)")
        }
    }

    @Test func `A linear guess moves by its own unit, which stays`() {
        let unknown = UnknownCoordinate(guess: -50, isLogarithmic: false)
        let drawn = guesses(unknown, spread: 2)
        let width = 50 * 0.693_147_2
        #expect(drawn.allSatisfy { abs($0 + 50) <= width })
        #expect(drawn.contains { $0 < -50 - width / 2 } && drawn.contains { $0 > -50 + width / 2 })
        var stream = DrawStream(seed: 9, replicate: 0, purpose: .guess)
        let moved = unknown.drawn(spread: 2, stream: &stream)
        #expect(moved.natural(1) == unknown.natural(1))
        #expect(abs(moved.natural(moved.start) - moved.guess) < 1e-12)
    }

    @Test func `What would be outside the bounds is at the bound`() {
        let unknown = UnknownCoordinate(guess: 4, isLogarithmic: true, bounds: 2...5)
        let drawn = guesses(unknown, spread: 10)
        #expect(drawn.allSatisfy { $0 >= 2 && $0 <= 5 })
        #expect(drawn.contains(2) && drawn.contains(5) && drawn.contains { $0 > 2 && $0 < 5 })
    }
}
