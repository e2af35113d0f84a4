import Documents
import ProblemFile
import SweepFile
import TestSupport
import Testing

/// Sweep files, problem files and tables made at random: each is read, or refused at a place.
@Suite struct FileFuzzTests {
    private static let signs = "{}[]:,-?|>&*!'\"#\n \t<=~.19e\\%@`x"

    private static func isPlaced(_ diagnostics: Diagnostics) -> Bool {
        !diagnostics.all.isEmpty
            && diagnostics.all.allSatisfy {
                $0.line >= 1 && $0.column >= 1 && !$0.rendered.isEmpty
            }
    }

    @Test func `a sweep file`() {
        let samples = [Array(`A sweep file`.quick.utf8)] + WrongFile.all.map(\.bytes)
        fuzz("sweep file", samples: samples, signs: Self.signs) { bytes in
            do throws(Diagnostics) {
                _ = try readSweep(bytes, path: "a")
                return true
            } catch { return Self.isPlaced(error) }
        }
    }

    @Test func `a problem file`() {
        let samples =
            [`A problem file`.infusion, `A problem file`.decay].map { Array($0.utf8) }
            + WrongFile.all.map(\.bytes)
        fuzz("problem file", samples: samples, signs: Self.signs) { bytes in
            do throws(Diagnostics) {
                _ = try readProblem(bytes, path: "a", files: FileAccess(texts: [:]))
                return true
            } catch { return Self.isPlaced(error) }
        }
    }

    @Test func `a table of data`() {
        let samples = ["time,C,D\n0.5,0.6,\n1,\"0.37\",0.6\n", "time;C\r\n1;2\r\n", "time,C\n1,2"]
        let problem = Array(`A problem file`.decay.utf8)
        fuzz("table", samples: samples.map { Array($0.utf8) }, signs: ",;\"\n\r \t-+.eE10CtD") {
            bytes in
            let tables = FileAccess { (_, _) throws(FileAccess.Failure) in bytes }
            do throws(Diagnostics) {
                _ = try readProblem(problem, path: "b", files: tables)
                return true
            } catch { return Self.isPlaced(error) }
        }
    }
}
