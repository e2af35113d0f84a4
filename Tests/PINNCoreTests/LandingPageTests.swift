import Foundation
import TestSupport
import Testing

@Suite("The landing page of PINNCore")
struct LandingPageTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: Project.root.appending(path: path), encoding: .utf8)
    }

    @Test func `trains a network in about twenty lines, which are those that are tested`() throws {
        let page = try text("Sources/PINNCore/PINNCore.docc/PINNCore.md")
        let example = try text("Tests/PINNCoreTests/RecoveredRate.swift")
        #expect(page.contains("```swift\n\(example)```"))
        #expect(example.split(separator: "\n").count < 30)
    }

    @Test func `recovers the rate that the values were made with`() throws {
        let times = (1...10).map { Double($0) / 5 }
        let rate = try recoveredRate(times: times, values: times.map { exp(-0.8 * $0) })
        #expect(abs(rate / 0.8 - 1) < 1e-3)
    }
}
