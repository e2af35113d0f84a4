import Foundation
import PINNCore
import Testing

@Suite struct ScheduleTests {
    @Test func `A constant rate stays`() {
        let schedule = Schedule(initialRate: 0.003)
        #expect([0, 1, 1_000_000].allSatisfy { schedule.rate(at: $0) == 0.003 })
    }

    @Test(arguments: [0, 1, 777, 2500, 10_000, 400_000])
    func `An exponential rate halves continuously`(step: Int) {
        let schedule = Schedule(initialRate: 1e-3, shape: .exponential(halfLife: 2500))
        let exact = 1e-3 * pow(0.5, Double(step) / 2500)
        #expect(abs(schedule.rate(at: step) - exact) <= 1e-13 * exact)
    }

    @Test func `A cosine rate falls from the whole to nothing over the budget`() {
        let schedule = Schedule(initialRate: 2, shape: .cosine(budget: 1000))
        for step in stride(from: 0, through: 1000, by: 10) {
            let exact = 1 + cos(Double.pi * Double(step) / 1000)
            #expect(abs(schedule.rate(at: step) - exact) < 1e-14)
        }
        #expect(schedule.rate(at: 0) == 2)
        #expect(schedule.rate(at: 999) > 0)
        #expect(schedule.rate(at: 1000) < 1e-30)
    }
}
