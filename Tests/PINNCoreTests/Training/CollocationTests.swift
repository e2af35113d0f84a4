import Draws
import PINNCore
import Testing

@Suite struct CollocationTests {
    private func times(
        _ collocation: Collocation, _ count: Int, replicate: UInt64 = 0
    ) -> [Double] {
        var stream = DrawStream(seed: 11, replicate: replicate, purpose: .collocation)
        return collocation.times(count: count, from: 2, to: 50, stream: &stream)
    }

    @Test(arguments: Collocation.allCases, [1, 2, 3, 128, 1001])
    func `Points are as many as asked for, in the window and in order`(
        collocation: Collocation, count: Int
    ) {
        let times = times(collocation, count)
        #expect(times.count == count)
        #expect(times.allSatisfy { (2...50).contains($0) })
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `Uniform points include both ends and are equally far apart`() {
        #expect(times(.uniform, 5) == [2, 14, 26, 38, 50])
        #expect(times(.uniform, 1) == [26])
    }

    @Test func `Clustered points are spaced quadratically from the start`() {
        #expect(times(.clustered, 5) == [2, 5, 14, 29, 50])
        #expect(times(.clustered, 1) == [26])
    }

    @Test func `Latin-hypercube points stand one in each cell`() {
        let cells = times(.latinHypercube, 48).map { Int($0 - 2) }
        #expect(cells == Array(0..<48))
    }

    @Test(arguments: [Collocation.random, .latinHypercube])
    func `Drawn points differ between replicates and never between two draws of one`(
        collocation: Collocation
    ) {
        #expect(times(collocation, 20) == times(collocation, 20))
        #expect(times(collocation, 20) != times(collocation, 20, replicate: 1))
    }

    @Test func `Random points fill the window evenly`() {
        let times = times(.random, 10_000)
        for quarter in 0..<4 {
            let start = 2 + 12 * Double(quarter)
            let share = times.count { $0 >= start && $0 < start + 12 }
            #expect(abs(share - 2500) < 200)
        }
    }
}
