import JSONText
import ProblemModel
public import Settings
public import SweepModel

/// A prepared problem as text, to be put into the specifications of many trials.
public struct SerializedProblem: Hashable, Sendable {
    let text: String

    /// Serialises a problem once.
    public init(_ problem: PreparedProblem) {
        text = problem.json.serialized()
    }
}

extension TrialSpecification {
    /// The version of the file format; a file of another is refused.
    static let format = 2

    /// The bytes of a trial's specification file: one framed line of JSON.
    ///
    /// The problem comes serialised, since all trials of a replicate share it.
    public static func file(
        trial: TrialID, settings: TrialSettings, seed: UInt64, replicate: Int,
        problem: SerializedProblem
    ) -> [UInt8] {
        let head = JSONValue.object([
            JSONMember(name: "format", value: .integer(format)),
            JSONMember(name: "trial", value: .text(trial.text)),
            // As text: half of the seeds are beyond the integers of JSON readers.
            JSONMember(name: "seed", value: .text(String(seed))),
            JSONMember(name: "replicate", value: .integer(replicate)),
            JSONMember(name: "settings", value: settings.json),
        ])
        return Frame.line(
            of: head.serialized().dropLast() + #","problem":"# + problem.text + "}")
    }

    /// The bytes of this specification's file.
    public var file: [UInt8] {
        Self.file(
            trial: trial, settings: settings, seed: seed, replicate: replicate,
            problem: SerializedProblem(problem))
    }

    /// Reads a specification file and checks all that a training relies on.
    public init(file bytes: [UInt8]) throws(ProtocolFault) {
        guard bytes.last == Frame.newline, let text = Frame.text(of: bytes.dropLast()) else {
            throw .damaged
        }
        let json: JSONValue
        do { json = try JSONValue(parsing: text) } catch { throw .malformedJSON(error) }
        guard json["format"] == .integer(Self.format) else {
            throw .unknownFormat(json["format"]?.asInteger)
        }
        try self.init(Field(value: json, path: ""))
    }

    private init(_ field: Field) throws(ProtocolFault) {
        let seedField = try field.member("seed")
        guard let seed = UInt64(try seedField.text()) else { throw seedField.fault }
        let given = try field.member("settings").value
        let settings: TrialSettings
        do {
            settings = try TrialSettings(json: given)
        } catch {
            throw .unusableSetting(error)
        }
        self.init(
            trial: TrialID(try field.member("trial").text()),
            settings: settings,
            seed: seed,
            replicate: try field.member("replicate").integer(),
            problem: try PreparedProblem(try field.member("problem")))
    }
}
