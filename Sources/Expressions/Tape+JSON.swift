public import JSONText

extension Tape {
    /// The tape as JSON: `slots`, `instructions` (each the raw value of its operation, then its
    /// constant, its slot or its operands) and `outputs`.
    public var json: JSONValue {
        .object([
            JSONMember(name: "slots", value: .integer(slotCount)),
            JSONMember(name: "instructions", value: .array(instructions.map(\.json))),
            JSONMember(
                name: "outputs", value: .array(outputs.map { JSONValue.integer(Int($0)) })),
        ])
    }

    /// Reads what ``json`` wrote. Every index is checked, so that no damaged file makes an
    /// evaluation read out of bounds.
    public init(json: JSONValue) throws(CompiledFault) {
        guard let slotCount = json["slots"]?.asInteger, (0...Int(Int32.max)).contains(slotCount)
        else { throw .malformedMember("slots") }
        guard let elements = json["instructions"]?.asArray, elements.count <= Int(Int32.max)
        else { throw .malformedMember("instructions") }
        guard let indices = json["outputs"]?.asArray else { throw .malformedMember("outputs") }

        var instructions: [Instruction] = []
        instructions.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let parts = element.asArray,
                let instruction = Instruction(parts, at: index, slotCount: slotCount)
            else { throw .malformedInstruction(index) }
            instructions.append(instruction)
        }
        var outputs: [Int32] = []
        for (index, element) in indices.enumerated() {
            guard let register = element.index(below: elements.count) else {
                throw .malformedOutput(index)
            }
            outputs.append(register)
        }
        self.init(slotCount: slotCount, instructions: instructions, outputs: outputs)
    }
}

extension Tape.Instruction {
    fileprivate var json: JSONValue {
        let code = JSONValue.integer(Int(operation.rawValue))
        switch operation {
        case .constant: return .array([code, .real(constant)])
        case .slot: return .array([code, .integer(Int(left))])
        default:
            let operands = [left, right].prefix(operation.operandCount)
            return .array([code] + operands.map { .integer(Int($0)) })
        }
    }

    /// Reads an instruction that may use the registers below `index`; nil where it is malformed.
    fileprivate init?(_ parts: [JSONValue], at index: Int, slotCount: Int) {
        guard let code = parts.first?.asInteger, let raw = UInt8(exactly: code),
            let operation = Tape.Operation(rawValue: raw),
            parts.count == 1 + max(1, operation.operandCount)
        else { return nil }
        if operation == .constant {
            guard let constant = parts[1].asReal else { return nil }
            self.init(operation: operation, left: 0, right: 0, constant: constant)
            return
        }
        let limit = operation == .slot ? slotCount : index
        guard let left = parts[1].index(below: limit),
            let right = parts[parts.count - 1].index(below: limit)
        else { return nil }
        self.init(operation: operation, left: left, right: right, constant: 0)
    }
}

extension JSONValue {
    /// The integer of this value where it lies in [0, limit).
    fileprivate func index(below limit: Int) -> Int32? {
        guard let integer = asInteger, integer >= 0, integer < limit else { return nil }
        return Int32(exactly: integer)
    }
}
