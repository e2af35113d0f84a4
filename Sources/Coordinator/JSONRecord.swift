package import JSONText

/// Builds and takes apart the JSON objects of the worker's files.
///
/// Members that are nil are left out; a member that is missing or of another type throws.
package struct JSONRecord {
    private var members: [JSONMember] = []

    package init() {}

    package init(_ value: JSONValue) throws(WireFault) {
        guard let members = value.asObject else { throw .notAnObject }
        self.members = members
    }

    package var value: JSONValue { .object(members) }

    package func adding(_ name: String, _ value: JSONValue?) -> JSONRecord {
        guard let value else { return self }
        var copy = self
        copy.members.append(JSONMember(name: name, value: value))
        return copy
    }

    package func adding(_ name: String, _ text: String?) -> JSONRecord {
        adding(name, text.map(JSONValue.text))
    }

    package func adding(_ name: String, _ integer: Int?) -> JSONRecord {
        adding(name, integer.map(JSONValue.integer))
    }

    package func adding(_ name: String, _ real: Double?) -> JSONRecord {
        adding(name, real.map(JSONValue.real))
    }

    package func optional(_ name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    package func text(_ name: String) throws(WireFault) -> String {
        guard let text = optional(name)?.asText else { throw .member(name) }
        return text
    }

    package func integer(_ name: String) throws(WireFault) -> Int {
        guard let integer = optional(name)?.asInteger else { throw .member(name) }
        return integer
    }

    package func real(_ name: String) throws(WireFault) -> Double {
        guard let real = optional(name)?.asReal else { throw .member(name) }
        return real
    }
}

/// Why a line of a worker's file is no order or report.
package enum WireFault: Error, Hashable, Sendable {
    case notAnObject
    /// Missing, or not of its type.
    case member(String)
    case unknownKind(String)
}
