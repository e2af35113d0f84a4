import PINNCore
import SweepModel

/// The network that a trial ended with, as it is kept: `titrnetw`, the format, the trial's origin,
/// the parameters, and the CRC-32 of all bytes before it.
///
/// Numbers and lists are written as in a checkpoint.
public struct NetworkFile: Hashable, Sendable {
    public var origin: TrialCheckpoint.Origin
    /// As a ``PINNCore/TrainedNetwork`` has them.
    public var parameters: [Double]

    static let format = 1
    private static let mark = Array("titrnetw".utf8)

    public init(origin: TrialCheckpoint.Origin, parameters: [Double]) {
        self.origin = origin
        self.parameters = parameters
    }

    /// The bytes of the file.
    public var bytes: [UInt8] {
        var writer = ByteWriter(NetworkFile.mark)
        writer.write(NetworkFile.format)
        writer.write(origin)
        writer.write(parameters)
        writer.writeChecksum()
        return writer.bytes
    }

    /// Reads a file, and checks that it is whole.
    public init(bytes: [UInt8]) throws(CheckpointFault) {
        guard bytes.starts(with: NetworkFile.mark),
            var reader = ByteReader(checked: bytes, skipping: NetworkFile.mark.count)
        else { throw .damaged }
        let format = try reader.integer()
        guard format == NetworkFile.format else { throw .otherFormat(format) }
        self.init(origin: try reader.origin(), parameters: try reader.numbers())
        guard reader.isAtEnd else { throw .damaged }
    }
}
