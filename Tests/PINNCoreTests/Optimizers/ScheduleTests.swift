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

    @Test func `A step rate falls after every so many steps`() {
        let schedule = Schedule(initialRate: 2, shape: .step(every: 10, factor: 0.5))
        for (step, rate) in [(0, 2.0), (9, 2), (10, 1), (19, 1), (20, 0.5), (30, 0.25)] {
            #expect(abs(schedule.rate(at: step) - rate) < 1e-15)
        }
    }

    @Test(arguments: [
        Schedule.Shape.constant, .exponential(halfLife: 30), .cosine(budget: 100),
        .step(every: 5, factor: 0.1), .plateau(patience: 3, factor: 0.5),
    ])
    func `A warmup grows in proportion to the steps, whatever the shape`(shape: Schedule.Shape) {
        let plain = Schedule(initialRate: 1e-2, shape: shape)
        let warmed = Schedule(initialRate: 1e-2, shape: shape, warmup: 20)
        for step in 0..<60 {
            let share = min(1, Double(step + 1) / 20)
            let wanted = share * plain.rate(at: step)
            #expect(abs(warmed.rate(at: step) - wanted) <= 1e-15 * wanted)
        }
    }

    /// What plain descent does on a function that gives losses in turn, with a slope of 1.
    private func rates(_ losses: [Double], patience: Int) -> [Double] {
        var turn = 0
        var objective = Curve { _ in (losses[turn], 1) }
        let descent = MomentumDescent(
            parameterCount: 1,
            schedule: Schedule(initialRate: 8, shape: .plateau(patience: patience, factor: 0.5)),
            momentum: 0)
        let iterate = Iterate(at: [0])
        return losses.indices.map { index in
            turn = index
            let before = iterate.coordinates[0]
            _ = descent.step(iterate, of: &objective)
            return before - iterate.coordinates[0]
        }
    }

    @Test func `A plateau rate falls where the loss has not fallen for its patience`() {
        #expect(rates([9, 8, 7, 6, 5], patience: 1) == [8, 8, 8, 8, 8])
        #expect(rates([9, 9, 9, 9, 9, 9], patience: 1) == [8, 8, 4, 4, 2, 2])
        #expect(rates([9, 9.5, 8, 8, 7, 8, 8, 8], patience: 1) == [8, 8, 8, 8, 8, 8, 4, 4])
        // A ten-thousandth of the loss is no fall.
        #expect(rates([1, 0.99995, 0.99995], patience: 1) == [8, 8, 4])
        #expect(rates([9, 9, 9], patience: 0) == [8, 4, 2])
    }
}
