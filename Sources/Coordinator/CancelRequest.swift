import Glibc
import JSONText
public import SweepModel

/// What another process asks of the coordinator that owns a run: that a trial be cancelled.
///
/// It stands in a file of its own in the spool, which only the process that asks writes; the
/// answer stands in another, which only the coordinator writes.
public struct CancelRequest: Hashable, Sendable {
    /// A ``Nonce``.
    public let name: String
    public let trial: TrialID

    /// What has become of a request.
    public enum Answer: String, Hashable, Sendable {
        /// The trial waited, and will not run.
        case dequeued
        /// The trial ran, and was ended.
        case ended
        /// The trial has ended already, or is none of the sweep that runs.
        case notOpen = "not-open"
    }

    package init(name: String, trial: TrialID) {
        self.name = name
        self.trial = trial
    }

    /// A request with a fresh name.
    public init(trial: TrialID) {
        self.init(name: Nonce.fresh(), trial: trial)
    }
}

extension Spool {
    private static let requestEnding = ".request"

    private func file(of request: CancelRequest) -> FrameLog {
        FrameLog(path: "\(requestsFolder)/\(request.name)\(Spool.requestEnding)")
    }

    private func answerFile(of request: CancelRequest) -> FrameLog {
        FrameLog(path: "\(requestsFolder)/\(request.name).answer")
    }

    /// Asks the coordinator, and waits for its answer; takes the request back where none comes.
    ///
    /// - Parameter patience: milliseconds.
    /// - Returns: nil where no coordinator has answered in time.
    /// - Throws: ``SpoolFault`` where no coordinator has prepared the spool.
    public func ask(_ request: CancelRequest, patience: Int) throws -> CancelRequest.Answer? {
        try post(request)
        defer { takeBack(request) }
        for _ in 0..<max(1, patience / 20) {
            if let answer = try answer(to: request) { return answer }
            usleep(20_000)
        }
        return nil
    }

    package func post(_ request: CancelRequest) throws {
        let value = JSONValue.object([
            JSONMember(name: "cancel", value: .text(request.trial.text))
        ])
        try file(of: request).append([value]) {}
    }

    /// What the coordinator has answered; nil while it has not.
    package func answer(to request: CancelRequest) throws -> CancelRequest.Answer? {
        try answerFile(of: request).read(from: 0)?.values.first?["answer"]?.asText
            .flatMap { CancelRequest.Answer(rawValue: $0) }
    }

    private func takeBack(_ request: CancelRequest) {
        unlink(file(of: request).path)
        unlink(answerFile(of: request).path)
        removeIfLeft()
    }

    /// The requests that have not been answered.
    func requests() throws -> [CancelRequest] {
        let names = Set(names(in: requestsFolder))
        return try names.sorted().compactMap { name in
            guard name.hasSuffix(Spool.requestEnding) else { return nil }
            let nonce = String(name.dropLast(Spool.requestEnding.count))
            guard !names.contains("\(nonce).answer") else { return nil }
            let reading = try FrameLog(path: "\(requestsFolder)/\(name)").read(from: 0)
            return reading?.values.first?["cancel"]?.asText.map {
                CancelRequest(name: nonce, trial: TrialID($0))
            }
        }
    }

    /// Answers a request; whoever asked removes both files.
    func answer(_ request: CancelRequest, _ answer: CancelRequest.Answer) throws {
        let value = JSONValue.object([
            JSONMember(name: "answer", value: .text(answer.rawValue))
        ])
        try answerFile(of: request).append([value]) {}
    }
}
