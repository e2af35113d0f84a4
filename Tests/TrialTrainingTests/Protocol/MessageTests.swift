import SweepModel
import Testing
import TrialProtocol

@Suite struct MessageTests {
    private static let losses = LossValues(
        data: 0.1, initial: Double.leastNonzeroMagnitude, residual: 1.7976931348623157e308,
        holdout: nil)
    private static let unfinished = LossValues(
        data: .infinity, initial: -0.0, residual: 1.0 / 3, holdout: 2)

    static let messages: [TrialMessage] = [
        .started(machineType: "x86_64-fma"),
        .progress(CurvePoint(step: 200, losses: losses, estimates: [28.028, 0.1 + 0.2])),
        .ended(
            TrialEnd(
                status: .succeeded, cause: nil, steps: 12_000, losses: losses, estimates: [],
                peakMemoryBytes: 12_345_678)),
        .ended(
            TrialEnd(
                status: .diverged, cause: "the \"loss\"\nis not finite", steps: 3,
                losses: unfinished, estimates: [-.infinity, 1])),
    ]

    @Test(arguments: messages)
    func `A message comes back as it was sent`(message: TrialMessage) throws {
        var reader = FrameReader()
        guard case .framed(let text)? = reader.feed(message.line).first else {
            Issue.record("no framed line")
            return
        }
        #expect(try TrialMessage(text: text) == message)
    }

    @Test func `A loss that is no number stays one`() throws {
        let message = TrialMessage.progress(
            CurvePoint(
                step: 0, losses: LossValues(data: .nan, initial: 0, residual: 0), estimates: []))
        let text = try #require(Frame.text(of: message.line.dropLast()))
        guard case .progress(let point) = try TrialMessage(text: text) else {
            Issue.record("another message")
            return
        }
        #expect(point.losses.data.isNaN)
        #expect(point.losses.holdout == nil)
    }

    @Test(arguments: [
        ("{}", "message"), (#"{"waved":{}}"#, "waved"), (#"{"started":{}}"#, "started.machine"),
        (#"{"progress":{"step":1}}"#, "progress.losses"),
        (#"{"ended":{"status":"happy"}}"#, "ended.status"),
    ])
    func `A message of another kind says which member is wrong`(text: String, member: String) {
        #expect(throws: ProtocolFault.malformedMember(member)) {
            try TrialMessage(text: Array(text.utf8))
        }
    }
}
