import Testing
import TrialProtocol

@Suite struct FrameTests {
    @Test func `The checksum is the one of zlib`() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum(of: []) == 0)
        #expect(CRC32.checksum(of: Array("The quick brown fox".utf8)) == 0xB745_74DE)
    }

    @Test func `A line is checksum, space, text and newline`() {
        #expect(Frame.line(of: "123456789") == Array("cbf43926 123456789\n".utf8))
        #expect(Frame.text(of: Array("cbf43926 123456789".utf8)) == Array("123456789".utf8))
    }

    @Test(arguments: [
        "", "cbf43926", "cbf43926 ", "cbf43926 12345678", "cbf43926 1234567890",
        "CBF43926 123456789", "cbf43926x123456789", "cbf43927 123456789", "plain words",
    ])
    func `Anything else is no frame`(line: String) {
        #expect(Frame.text(of: Array(line.utf8)) == nil)
    }

    @Test func `Every single flipped bit is noticed`() {
        let line = Frame.line(of: #"{"progress":{"step":12}}"#).dropLast()
        for place in line.indices {
            for bit in 0..<8 {
                var damaged = Array(line)
                damaged[place] ^= 1 << UInt8(bit)
                #expect(Frame.text(of: damaged) == nil)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 50, 1000])
    func `Lines come out whole however the bytes arrive`(chunk: Int) {
        let stream =
            Frame.line(of: "first") + Array("stray words\n\n".utf8) + Frame.line(of: "second")
            + Frame.line(of: "")
        var reader = FrameReader()
        var lines: [FrameReader.Line] = []
        for start in stride(from: 0, to: stream.count, by: chunk) {
            lines += reader.feed(stream[start..<min(start + chunk, stream.count)])
        }
        #expect(
            lines == [
                .framed(Array("first".utf8)), .stray(Array("stray words".utf8)), .stray([]),
                .framed(Array("second".utf8)), .framed([]),
            ])
        #expect(reader.finish() == nil)
    }

    @Test func `A line that is cut off is never taken for whole`() {
        var reader = FrameReader()
        #expect(reader.feed(Frame.line(of: "whole").dropLast()).isEmpty)
        #expect(reader.finish() == Array(Frame.line(of: "whole").dropLast()))
        #expect(reader.finish() == nil)
    }

    @Test func `A flood without newlines is cut, and what follows is read again`() {
        var reader = FrameReader(lineLimit: 16)
        for _ in 0..<1000 {
            #expect(reader.feed(Array(repeating: UInt8(ascii: "x"), count: 100)).isEmpty)
        }
        let lines = reader.feed(Array("\n".utf8) + Frame.line(of: "after"))
        #expect(
            lines == [
                .stray(Array(repeating: UInt8(ascii: "x"), count: 16)),
                .framed(Array("after".utf8)),
            ])
    }
}
