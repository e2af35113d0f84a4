import ReportDocument
import Testing

struct TextTests {
    @Test func `interpolation sets code and strong words apart`() {
        let id = "ab12"
        let text: Text = "\(strong: "The best, \(code: id),") has \(3.5) of \(Text("ten"))."
        #expect(text.plain == "The best, ab12, has 3.5 of ten.")
        #expect(
            text.runs == [
                .init(words: "The best, ", isStrong: true),
                .init(words: "ab12", isStrong: true, isCode: true),
                .init(words: ",", isStrong: true), .init(words: " has 3.5 of ten."),
            ])
    }

    @Test func `neighbours of one style are one run`() {
        var text = Text("a") + "b"
        text += "c"
        text += ""
        #expect(text.runs == [.init(words: "abc")])
        #expect(Text("").isEmpty)
    }
}
