import Statistics
import Testing

struct ChoiceTests {
    /// SciPy's `spearmanr`, from `reference.py`.
    @Test func `rank correlation with ties`() throws {
        let x: [Double] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
        let y: [Double] = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]
        #expect(abs(try #require(rankCorrelation(x, y)) - 0.13471506281091267) < 1e-12)
        #expect(rankCorrelation([1, 2, .infinity], [3, 4, 50]) == 1)
        #expect(rankCorrelation([1, 2, 3], [7, 7, 7]) == nil)
        #expect(rankCorrelation([1], [1]) == nil)
    }

    @Test func `a criterion is judged by the error of what it chooses`() throws {
        let errors = [0.02, 0.03, 0.5, .infinity]
        let quality = try #require(CriterionQuality([4, 1, 2, nil], errors: errors))
        #expect(quality.count == 3 && quality.chosen == 1)
        #expect(abs(quality.regret - 1.5) < 1e-12)
        #expect(abs(try #require(quality.rankCorrelation) + 0.5) < 1e-12)
        #expect(CriterionQuality([4, 5, 6, 1], errors: errors)?.regret == .infinity)
        #expect(CriterionQuality([4, 4, 6, 7], errors: errors)?.chosen == 1)
        #expect(CriterionQuality([1, nil, nil, nil], errors: errors) == nil)
        #expect(CriterionQuality([1, 2], errors: [.infinity, .infinity]) == nil)
    }

    @Test func `no error at all leaves no regret where it is found`() throws {
        #expect(CriterionQuality([1, 2], errors: [0, 1])?.regret == 1)
        #expect(CriterionQuality([2, 1], errors: [0, 1])?.regret == .infinity)
    }

    @Test func `the Pareto front holds what nothing beats`() {
        let points = [(3.0, 1.0), (1, 5), (2, 5), (2, 2), (3, 2), (.infinity, 0), (1, 5)]
        #expect(paretoFront(points) == [1, 3, 0])
        #expect(paretoFront([]) == [])
    }
}
