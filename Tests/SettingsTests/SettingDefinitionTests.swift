import Settings
import Testing

struct SettingDefinitionTests {
    private func resolve(_ name: String, _ value: SettingValue) throws -> SettingValue {
        let definition = try #require(SettingsSchema.definition(of: name))
        return try definition.resolve(value)
    }

    @Test func `every default is a value of its own setting`() throws {
        for definition in SettingsSchema.all {
            #expect(try definition.resolve(definition.defaultValue) == definition.defaultValue)
        }
    }

    @Test func `names are unique and nested one level at most`() {
        let names = SettingsSchema.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.split(separator: ".").count <= 2 })
    }

    @Test func `whole and real forms of one number become the setting's own type`() throws {
        #expect(try resolve("learning_rate", .integer(1)) == .real(1))
        #expect(try resolve("layers", .real(4)) == .integer(4))
        #expect(try resolve("weights.data", .real(-0.0)).text == "0.0")
    }

    @Test(arguments: [
        ("layers", SettingValue.real(2.5), SettingFault.Reason.wrongType),
        ("layers", .text("3"), .wrongType),
        ("layers", .integer(0), .outOfRange),
        ("layers", .integer(65), .outOfRange),
        ("learning_rate", .real(0), .outOfRange),
        ("learning_rate", .real(.infinity), .notFinite),
        ("learning_rate", .real(.nan), .notFinite),
        ("weights.data", .real(-1), .outOfRange),
        ("weighting_memory", .real(1.5), .outOfRange),
        ("feature_rates", .text("1 x"), .wrongType),
        ("feature_rates", .text("1,2"), .wrongType),
        ("feature_rates", .text(""), .outOfRange),
        ("feature_rates", .text("1 0"), .outOfRange),
        ("feature_rates", .text("inf"), .outOfRange),
        ("feature_rates", .integer(-1), .outOfRange),
        ("weighting_look_back", .real(-0.5), .outOfRange),
        ("activation", .text("relu6"), .unknownWord),
        ("activation", .integer(1), .wrongType),
        ("optimizer", .text("adam+"), .unknownWord),
        ("optimizer", .text(""), .unknownWord),
        ("optimizer", .text("adam+newton"), .unknownWord),
    ])
    func `a value that the setting cannot take is refused with its reason`(
        name: String, value: SettingValue, reason: SettingFault.Reason
    ) throws {
        let fault = try #require(throws: SettingFault.self) { try resolve(name, value) }
        #expect(fault.reason == reason)
        #expect(fault.setting == name)
        #expect(fault.message.contains(name))
        #expect(fault.hint.hasPrefix("give "))
    }

    @Test func `a list of numbers has one form, however it is written`() throws {
        #expect(try resolve("feature_rates", .text(" 0.05  5e-1 5 ")) == .text("0.05 0.5 5.0"))
        #expect(try resolve("feature_rates", .integer(5)) == .text("5.0"))
        #expect(try resolve("feature_rates", .real(0.5)) == .text("0.5"))
    }

    @Test func `phases may be joined`() throws {
        #expect(try resolve("optimizer", .text("adam+lbfgs")) == .text("adam+lbfgs"))
    }
}
