public import Expressions
public import JSONText
public import Settings

/// What is wrong with a specification or a message.
public enum ProtocolFault: Error, Hashable, Sendable {
    /// The line is not framed, or its checksum does not fit its text.
    case damaged
    case malformedJSON(JSONFault)
    /// The version of the format that was found; nil where none is given.
    case unknownFormat(Int?)
    /// The dotted path of a member that is missing or cannot be what it is.
    case malformedMember(String)
    case unusableSetting(SettingFault)
    case unusableSystem(CompiledFault)
}

extension ProtocolFault: CustomStringConvertible {
    /// What is wrong, and what to do where there is something to do, in one line.
    public var description: String {
        switch self {
        case .damaged:
            "the checksum does not fit: it was cut off or changed after it was written; "
                + "let it be written again"
        case .malformedJSON(let fault): "malformed JSON: \(fault)"
        case .unknownFormat(.some(let format)):
            "format \(format) is not the \(TrialSpecification.format) that this version reads; "
                + "use titrate and titrate-trial of one version"
        case .unknownFormat(.none): "it names no format, so it is no trial specification"
        case .malformedMember(let path): "the member '\(path)' is missing or malformed"
        case .unusableSetting(let fault): "\(fault.message); \(fault.hint)"
        case .unusableSystem(let fault): "the compiled equations are unusable: \(fault)"
        }
    }
}
