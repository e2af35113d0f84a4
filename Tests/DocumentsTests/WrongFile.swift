import Documents
import Foundation
import ProblemFile
import SweepFile
import TestSupport
import Testing

/// A wrong file of the fixtures, with the faults that it says it has.
///
/// Its first lines are `# expect: LINE:COLUMN CODE`, or `# expect: TABLE:LINE:COLUMN CODE` for a
/// fault of the table that it names. A file that cannot begin with a comment has them in a file
/// `NAME.expect` beside it.
struct WrongFile: CustomTestStringConvertible {
    static let folder = Project.fixtures.appending(path: "wrong-files")

    static let all: [WrongFile] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map(WrongFile.init)
    }()

    let name: String

    var testDescription: String { name }

    var bytes: [UInt8] { (try? Self.bytes(name)) ?? [] }

    /// The faults in order, as `line:column code`.
    var expected: [String] {
        let sidecar = try? Self.bytes(name + ".expect")
        return String(decoding: sidecar ?? bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .prefix { $0.hasPrefix("# expect: ") }
            .map { String($0.dropFirst(10)) }
    }

    /// What the reader says about the file.
    func diagnostics() -> Diagnostics? {
        do throws(Diagnostics) {
            if name.hasPrefix("sweep-") {
                _ = try readSweep(bytes, path: name)
            } else {
                _ = try readProblem(bytes, path: name, files: Self.files)
            }
            return nil
        } catch {
            return error
        }
    }

    private static let files = FileAccess { (path, _) throws(FileAccess.Failure) in
        guard let bytes = try? Self.bytes(path) else { throw .missing }
        return bytes
    }

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }
}
