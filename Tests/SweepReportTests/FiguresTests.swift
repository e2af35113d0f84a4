import SweepReport
import Testing

struct FiguresTests {
    @Test(
        arguments: [
            (0.0, "0"), (1, "1.00"), (12, "12.0"), (123, "123"), (1234, "1230"), (999.5, "1000"),
            (0.00342, "0.00342"), (0.0034251, "0.00343"), (99.96, "100"), (-2.345, "-2.35"),
            (123_456, "123000"), (1_234_567, "1.23e+06"), (999_999, "1.00e+06"),
            (0.000123, "0.000123"),
            (0.0000123, "1.23e-05"), (.leastNonzeroMagnitude, "5.00e-324"),
            (1.7976931348623157e308, "1.80e+308"),
            (0.1 + 0.2, "0.300"), (.infinity, "∞"), (-.infinity, "-∞"), (.nan, "–"),
        ] as [(Double, String)])
    func `three significant digits`(value: Double, text: String) {
        #expect(Figures.significant(value) == text)
    }

    @Test func `other numbers of digits`() {
        #expect(Figures.significant(0.98765, digits: 1) == "1")
        #expect(Figures.significant(0.04321, digits: 2) == "0.043")
        #expect(Figures.significant(7, digits: 5) == "7.0000")
    }

    @Test func `relative errors in percent, with their sign where asked`() {
        #expect(Figures.percent(0.034251) == "3.43 %")
        #expect(Figures.percent(12.5) == "1250 %")
        #expect(Figures.percent(.infinity) == "∞ %")
        #expect(Figures.signedPercent(0.5) == "+50.0 %")
        #expect(Figures.signedPercent(-0.5) == "-50.0 %")
        #expect(Figures.signedPercent(0) == "0 %")
    }

    @Test(arguments: [
        (0.1234, "0.123 s"), (59.94, "59.9 s"), (59.97, "1 min"), (125, "2 min 5 s"),
        (3599.6, "1 h"), (11_240, "3 h 7 min"), (360_000, "100 h"),
    ])
    func `durations as they are read`(seconds: Double, text: String) {
        #expect(Figures.duration(seconds: seconds) == text)
    }

    @Test(arguments: [
        (0.0, "0 s"), (0.2, "1 s"), (1, "1 s"), (5.4, "6 s"), (59.2, "1 min"), (125, "2 min 5 s"),
        (.infinity, "–"),
    ])
    func `what is left, in whole seconds`(seconds: Double, text: String) {
        #expect(Figures.duration(wholeSeconds: seconds) == text)
    }

    @Test func `memory and counts`() {
        #expect(Figures.memory(bytes: 35_862_118) == "34.2 MiB")
        #expect(Figures.memory(bytes: 3 << 29) == "1.50 GiB")
        #expect(Figures.count(1, "trial") == "1 trial")
        #expect(Figures.count(0, "trial") == "0 trials")
    }
}
