import Draws
import Statistics
import Testing

/// A full grid, the last factor fastest.
func fullGrid(_ levelCounts: [Int]) -> Design {
    let runs = levelCounts.reduce(1, *)
    var stride = runs
    let levels = levelCounts.map { count in
        stride /= count
        return (0..<runs).map { $0 / stride % count }
    }
    return Design(levelCounts: levelCounts, levels: levels, runs: runs)
}

extension Design {
    func keeping(_ kept: [Int]) -> Design {
        Design(
            levelCounts: levelCounts, levels: levels.map { levels in kept.map { levels[$0] } },
            runs: kept.count)
    }
}

struct EffectsTests {
    private let response = [1.0, 2.5, 0.3, 1.9, 4.0, 5.1, 2.2, 3.3, 7.9, 6.4, 0.7, 1.2]

    /// NumPy's least squares, from `reference.py`.
    @Test func `main effects of an incomplete design`() {
        let design = fullGrid([3, 2, 2]).keeping(Array(0..<10))
        let fit = MainEffects(design, response: Array(response.prefix(10)))
        let expected = [
            [-1.9124999999999994, 0.31250000000000006, 3.199999999999999],
            [0.49, -0.7350000000000002], [-0.37999999999999945, 0.37999999999999967],
        ]
        for (effects, values) in zip(fit.effects, expected) {
            for (effect, value) in zip(effects, values) { #expect(abs(effect - value) < 1e-9) }
        }
        #expect(abs(fit.mean - 3.46) < 1e-12)
    }

    /// Means over axes in NumPy, from `reference.py`.
    @Test func `importance in a full grid`() throws {
        let importance = try #require(
            Importance(fullGrid([3, 2, 2]), response: response, seed: 1))
        #expect(importance.method == .fullGrid)
        let main = [0.25411907944364304, 0.39608009210857176, 0.02446964784352128]
        for (share, value) in zip(importance.main, main) { #expect(abs(share - value) < 1e-12) }
        let pairs = [
            ([0, 1], 0.27254079377473095), ([0, 2], 0.03686989664253672),
            ([1, 2], 0.0058361896695470865),
        ]
        for (interaction, (factors, share)) in zip(importance.interactions, pairs) {
            #expect(interaction.factors == factors && abs(interaction.share - share) < 1e-12)
        }
        #expect(abs(importance.rest - 0.01008430052) < 1e-10)
    }

    @Test func `nothing that varies is no importance`() {
        #expect(Importance(fullGrid([2, 2]), response: [1, 1, 1, 1], seed: 1) == nil)
    }

    /// A function of three of four factors, known on the whole grid, seen at a third of it.
    @Test func `a forest finds the shares of a grid that was run in part`() throws {
        let grid = fullGrid([4, 3, 2, 3])
        let values = (0..<grid.runs).map { run in
            let (a, b, c) = (grid.levels[0][run], grid.levels[1][run], grid.levels[2][run])
            return Double(2 * a) + (c == 1 ? Double(3 * b) : 0)
        }
        let whole = try #require(Importance(grid, response: values, seed: 1))
        var stream = DrawStream(seed: 8, path: [0])
        // Draws with repetition, as a random sweep's axes.
        let runs = (0..<150).map { _ in stream.integer(below: grid.runs) }
        let part = try #require(
            Importance(grid.keeping(runs), response: runs.map { values[$0] }, seed: 1))
        guard case .forest(let trees, let explained) = part.method else {
            Issue.record("a part of a grid is not a full one")
            return
        }
        #expect(trees == 48 && explained > 0.85)
        for (estimate, share) in zip(part.main, whole.main) {
            #expect(abs(estimate - share) < 0.08)
        }
        #expect(part.interactions[0].factors == [1, 2])
        #expect(abs(part.interactions[0].share - whole.interactions[0].share) < 0.06)
        #expect(part.main[3] < 0.02)
    }

    @Test func `a forest says where it explains nothing`() throws {
        var stream = DrawStream(seed: 9, path: [0])
        let design = fullGrid([4, 3, 2, 3]).keeping(Array(0..<60))
        let noise = (0..<60).map { _ in stream.normal() }
        let importance = try #require(Importance(design, response: noise, seed: 1))
        guard case .forest(_, let explained) = importance.method else {
            Issue.record("a part of a grid is not a full one")
            return
        }
        #expect(explained < 0.2)
    }

    @Test func `pairs differ in one factor alone`() throws {
        let design = fullGrid([3, 2, 2]).keeping([0, 1, 2, 4, 5, 6, 9])
        let pairs = try #require(Design.Pairs(design))
        // Runs 0, 1, 2 have level 0 of the first factor; 4, 5, 6 are their partners with level 1.
        #expect(
            pairs.matching(factor: 0, from: 0, to: 1).map { [$0.from, $0.to] } == [
                [0, 3], [1, 4], [2, 5],
            ])
        #expect(pairs.matching(factor: 0, from: 2, to: 0).map { [$0.from, $0.to] } == [[6, 1]])
        #expect(
            pairs.matching(factor: 1, from: 1, to: 0).map { [$0.from, $0.to] } == [
                [2, 0], [5, 3],
            ])
    }

    @Test func `matched pairs give a median ratio with its interval`() throws {
        let pairs = try #require(
            MatchedPairs([(4, 1), (2, 1), (1, 2), (8, 1), (1, 1), (.infinity, .infinity)]))
        #expect(pairs.count == 6 && pairs.better == 3 && pairs.equal == 2)
        // Of 1/8, 1/4, 1/2, 1, 1, 2 the two in the middle are 1/2 and 1.
        #expect(abs(pairs.ratio - 0.5.squareRoot()) < 1e-12)
        #expect(abs(pairs.lowest - 0.125) < 1e-12 && abs(pairs.highest - 2) < 1e-12)
        #expect(abs(pairs.level - 0.96875) < 1e-12)
        #expect(MatchedPairs([]) == nil)
    }

    @Test func `a pair with a failure is the worst or the best change`() throws {
        let pairs = try #require(MatchedPairs([(1, .infinity), (.infinity, 1), (1, 2)]))
        #expect(abs(pairs.ratio - 2) < 1e-12)
        #expect(pairs.lowest == 0 && pairs.highest == .infinity)
    }
}
