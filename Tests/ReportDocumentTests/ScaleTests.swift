import ReportDocument
import Testing

struct ScaleTests {
    @Test func `a linear scale has round ends`() {
        let scale = Scale(of: [0.13, 9.2])
        #expect(scale.domain == 0...10)
        #expect(scale.share(5) == 0.5)
        #expect(scale.share(-3) == 0)
        #expect(scale.share(30) == 1)
    }

    @Test func `a logarithmic scale places equal factors equally far apart`() {
        let scale = Scale(.logarithmic, of: [0.013, 80, -1, 0, .infinity, .nan])
        #expect(scale.domain == 0.01...100)
        #expect(abs(scale.share(1) - 0.5) < 1e-12)
        #expect(abs(scale.share(10) - 0.75) < 1e-12)
    }

    @Test(arguments: [
        [], [0], [5], [-2], [.infinity], [1e300], [.leastNormalMagnitude / 8], [-1e6, 1e6],
        [3, 3.0000001],
        [.leastNonzeroMagnitude], [0, 1e-12],
    ])
    func `a scale of anything has an extent`(values: [Double]) {
        for kind in [Scale.Kind.linear, .logarithmic] {
            let scale = Scale(kind, of: values)
            #expect(scale.domain.lowerBound < scale.domain.upperBound)
            for value in values { #expect((0...1).contains(scale.share(value))) }
        }
    }

    private func labels(_ kind: Scale.Kind, _ values: [Double]) -> [String] {
        let chart = XYChart(
            x: .init("", kind), y: .init("y"), series: [.init("", values.map { Point($0, 1) })])
        return chart.drawing.shapes.compactMap { shape in
            if case .words(let words, _, let style) = shape, style.anchor == .middle {
                words
            } else {
                nil
            }
        }
    }

    @Test func `ticks are written as a reader expects them`() {
        #expect(labels(.linear, [0, 1]) == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
        #expect(labels(.linear, [-50, 150]) == ["−50", "0", "50", "100", "150"])
        #expect(labels(.linear, [0, 2e7]) == ["0", "5e6", "1e7", "1.5e7", "2e7"])
        #expect(labels(.logarithmic, [0.012, 3]) == ["0.01", "0.03", "0.1", "0.3", "1", "3"])
        #expect(labels(.logarithmic, [1, 40]) == ["1", "2", "5", "10", "20", "50"])
        #expect(
            labels(.logarithmic, [1e-7, 1]) == ["1e−6", "0.0001", "0.01", "1"])
    }
}
