import CProcess
import Glibc

/// A pipe to read what a child writes: reading does not block, writing does.
package struct Pipe {
    package let reading: Int32
    package let writing: Int32

    package init() throws(ProgramFault) {
        var ends: [Int32] = [-1, -1]
        let failure = cprocess_pipe(&ends)
        guard failure == 0 else { throw ProgramFault(path: "a pipe", number: -failure) }
        reading = ends[0]
        writing = ends[1]
        // A child does not expect its standard output to be full.
        _ = fcntl(writing, F_SETFL, 0)
    }
}
