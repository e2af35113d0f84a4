import Draws
import Settings
import SweepModel

extension SearchSpace {
    /// One draw of a configuration, or nil where a value lies outside its setting's range.
    ///
    /// Every axis draws from a stream of its own by (index, setting, attempt), so that neither
    /// the other axes nor earlier configurations change what it gives.
    func draw(index: Int, attempt: Int, seed: UInt64) throws(PlanFault) -> TrialSettings? {
        try point { place in
            let axis = axes[place]
            if let constant = axis.constant { return constant }
            let path = [
                UInt64(DrawPurpose.axis.rawValue), UInt64(index), axis.number, UInt64(attempt),
            ]
            var stream = DrawStream(seed: seed, path: path)
            return axis.draw(from: &stream)
        }
    }
}

extension PlannedAxis {
    /// A value in the setting's own type, or nil where the draw is outside its range.
    func draw(from stream: inout DrawStream) -> SettingValue? {
        switch choices {
        case .listed(let values, let probabilities):
            return values[PlannedAxis.choice(values.count, probabilities, &stream)]
        case .integers(let range):
            return whole(range.lowerBound + stream.integer(below: count!))
        case .distribution(let distribution):
            let value = distribution.draw(from: &stream)
            return try? definition.resolve(.real(value))
        }
    }

    /// The place of a value: the first whose probabilities, summed up, exceed a uniform draw.
    private static func choice(
        _ count: Int, _ probabilities: [Double], _ stream: inout DrawStream
    ) -> Int {
        guard !probabilities.isEmpty else { return stream.integer(below: count) }
        let draw = stream.unit()
        var sum = 0.0
        for (place, probability) in probabilities.enumerated() {
            sum += probability
            if draw < sum { return place }
        }
        // Probabilities may sum to a little less than 1.
        return probabilities.lastIndex { $0 > 0 }!
    }
}
