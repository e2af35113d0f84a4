import Documents
import Testing

@Suite("A YAML text made from another")
struct YAMLEditTests {
    private let text = """
        # A comment that goes.
        name: first
        unknowns:
          k: {guess: 0.9, bounds: [0.01, 10]}   # flow
          "no": {guess: 1e-3}
        data:
          file: measured.csv
          holdout: 0.2
        rate: "-k*C"

        """

    @Test func `has the values that were set, and all others as they were`() {
        var edit = YAMLEdit(text.utf8)
        edit.set(["name"], to: .text("second"))
        edit.set(["unknowns", "k", "truth"], to: .number(0.1 + 0.2))
        edit.set(
            ["data", "synthetic"],
            to: .mapping([YAMLEntry("noise", .mapping([YAMLEntry("additive", .number(0.5))]))]))
        edit.remove(["data", "file"])
        edit.remove(["data", "absent"])
        #expect(
            edit.text(comment: "Made.\n\nReally.") == """
                # Made.
                #
                # Really.
                name: second
                unknowns:
                  k:
                    guess: 0.9
                    bounds:
                    - 0.01
                    - 10
                    truth: 0.30000000000000004
                  "no":
                    guess: 1e-3
                data:
                  holdout: 0.2
                  synthetic:
                    noise:
                      additive: 0.5
                rate: "-k*C"

                """)
    }

    @Test func `reads as the document that it says`() throws {
        var edit = YAMLEdit("name: 'on'\nseed: 7\nlist: [1, no]\n".utf8)
        edit.set(["added"], to: .text("x-twin.yaml"))
        let bytes = Array(edit.text(comment: "c").utf8)
        let source = try SourceText(decoding: bytes, path: "a", byteLimit: 1 << 20)
        let faults = Faults(in: source) { _, _ in nil }
        let fields = try #require(faults.document().flatMap { faults.fields(of: $0, "it") })
        #expect(fields.entries.map(\.key) == ["name", "seed", "list", "added"])
        #expect(fields["name"]?.scalar?.value == .text("on"))
        #expect(faults.isEmpty)
    }
}
