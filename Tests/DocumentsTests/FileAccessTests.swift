import Documents
import Foundation
import SweepFile
import TestSupport
import Testing

struct `Files on disk` {
    @Test func `are read to their end`() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789", count: 20_000)
        let file = try folder.write(text, to: "a.txt")
        #expect(try FileAccess.disk.bytes(of: file.path, byteLimit: 1 << 20) == Array(text.utf8))
    }

    @Test func `are read no further than the limit, however long they are`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("", to: "large.txt")
        // A file with a hole: a terabyte that takes no space.
        #expect(truncate(file.path, 1 << 40) == 0)
        #expect(try FileAccess.disk.bytes(of: file.path, byteLimit: 100_000).count == 100_001)
    }

    @Test func `are no pipes, devices or loops of links, and nobody waits for those`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero", "/dev/null"] {
            #expect(throws: FileAccess.Failure.isNoFile) {
                try FileAccess.disk.read(path, 1000)
            }
        }
        let loop = folder.file("loop").path
        #expect(symlink("loop", loop) == 0)
        #expect(throws: FileAccess.Failure.self) { try FileAccess.disk.read(loop, 1000) }
    }

    @Test func `are missing with a code of their own`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("none.yaml").path
        let error = #expect(throws: Diagnostics.self) { try readSweep(at: path) }
        #expect(error?.isMissingFile == true)
        #expect(error?.all.map(\.path) == [path])
    }

    @Test func `are no folders`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: Diagnostics.self) { try readSweep(at: folder.url.path) }
        #expect(error?.all.map(\.code) == [.unreadableFile])
        #expect(error?.isMissingFile == false)
    }

    @Test(arguments: [
        ("p.yaml", "Sweeps/s.yaml", "Sweeps/p.yaml"), ("p.yaml", "s.yaml", "p.yaml"),
        ("/p.yaml", "Sweeps/s.yaml", "/p.yaml"), ("../p.yaml", "/a/s.yaml", "/a/../p.yaml"),
    ])
    func `are found relative to the file that names them`(
        path: String, file: String, found: String
    ) {
        #expect(FileAccess.path(path, besides: file) == found)
    }
}

struct `Faults that show only later` {
    @Test func `are placed where the sweep says what they are about`() throws {
        let text = """
            name: s
            problem: p.yaml
            method: grid
            parameters:
              layers: {values: [1, 2]}
            configurations:
              - {layers: 3}
            require:
              - layers > 0
              - layers > 9
            """
        let document = try readSweep(Array(text.utf8), path: "s.yaml")
        let places: [(SweepDocument.Subject, Place)] = [
            (.requirement(1), Place(line: 10, column: 5)),
            (.configuration(0), Place(line: 7, column: 5)),
            (.axis("layers"), Place(line: 5, column: 3)),
            (.parameters, Place(line: 4, column: 1)),
            (.method, Place(line: 3, column: 9)),
            (.runCap, .start), (.file, .start),
        ]
        for (subject, place) in places {
            let diagnostic = document.diagnostic(.unsatisfiable, about: subject, "never holds")
            #expect(diagnostic.place == place)
        }
        let missing = document.problemUnreadable(.missing)
        #expect(missing.code == .missingFile)
        #expect(missing.place == Place(line: 2, column: 10))
    }
}
