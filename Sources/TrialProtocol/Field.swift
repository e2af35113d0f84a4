import JSONText

/// A JSON value with the path that leads to it, for faults that say where.
struct Field {
    let value: JSONValue
    let path: String

    var fault: ProtocolFault { .malformedMember(path) }

    /// The member with this name; throws where there is none.
    func member(_ name: String) throws(ProtocolFault) -> Field {
        let path = self.path.isEmpty ? name : "\(self.path).\(name)"
        guard let member = value[name] else { throw .malformedMember(path) }
        return Field(value: member, path: path)
    }

    /// The member with this name; nil where there is none.
    func optionalMember(_ name: String) throws(ProtocolFault) -> Field? {
        value[name] == nil ? nil : try member(name)
    }

    func elements() throws(ProtocolFault) -> [Field] {
        guard let elements = value.asArray else { throw fault }
        return elements.enumerated().map { Field(value: $1, path: "\(path)[\($0)]") }
    }

    func text() throws(ProtocolFault) -> String {
        guard let text = value.asText else { throw fault }
        return text
    }

    func integer() throws(ProtocolFault) -> Int {
        guard let integer = value.asInteger else { throw fault }
        return integer
    }

    func real() throws(ProtocolFault) -> Double {
        guard let real = value.asReal else { throw fault }
        return real
    }

    func flag() throws(ProtocolFault) -> Bool {
        guard let flag = value.asFlag else { throw fault }
        return flag
    }

    /// Nil for a null.
    func optional<Value>(
        _ read: (Field) throws(ProtocolFault) -> Value
    ) throws(ProtocolFault) -> Value? {
        value == .null ? nil : try read(self)
    }

    /// The numbers of an array, `count` of them where that is given.
    func reals(count: Int? = nil) throws(ProtocolFault) -> [Double] {
        guard let elements = value.asArray, elements.count == count ?? elements.count else {
            throw fault
        }
        let reals = elements.compactMap(\.asReal)
        guard reals.count == elements.count else { throw fault }
        return reals
    }
}
