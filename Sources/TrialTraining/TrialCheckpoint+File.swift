import PINNCore
import SweepModel
import TrialProtocol

/// The file of a checkpoint: `titrckpt`, the format, the fields in their order, and the CRC-32 of
/// all bytes before it.
///
/// Integers are little-endian; a number is its 64 bits, a list its count and its elements.
extension TrialCheckpoint {
    /// The version of the layout; a file of another is not gone on from.
    static let format = 5
    private static let mark = Array("titrckpt".utf8)

    /// The bytes of this checkpoint's file.
    public var file: [UInt8] {
        var bytes = ByteWriter(TrialCheckpoint.mark)
        bytes.write(TrialCheckpoint.format)
        bytes.write(origin)
        bytes.write(curve.count)
        for point in curve { bytes.write(point) }
        bytes.write(state)
        bytes.writeChecksum()
        return bytes.bytes
    }

    /// Reads a checkpoint's file, and checks that it is whole and of this origin.
    public init(file: [UInt8], expecting origin: Origin) throws(CheckpointFault) {
        guard file.starts(with: TrialCheckpoint.mark),
            var bytes = ByteReader(checked: file, skipping: TrialCheckpoint.mark.count)
        else { throw .damaged }
        let format = try bytes.integer()
        guard format == TrialCheckpoint.format else { throw .otherFormat(format) }
        let found = try bytes.origin()
        guard found == origin else { throw .otherOrigin(found) }
        let curve = try bytes.list { reader throws(CheckpointFault) in try reader.point() }
        self.init(origin: found, curve: curve, state: try bytes.state())
        guard bytes.isAtEnd else { throw .damaged }
    }
}

extension ByteWriter {
    mutating func write(_ origin: TrialCheckpoint.Origin) {
        write(origin.trial.text)
        write(origin.numerics)
        write(origin.machineType)
    }

    fileprivate mutating func write(_ point: CurvePoint) {
        write(point.step)
        write([point.losses.data, point.losses.initial, point.losses.residual])
        write(point.losses.holdout.map { [$0] } ?? [])
        write(point.estimates)
    }

    fileprivate mutating func write(_ state: TrainingState) {
        for count in [state.phase, state.stepsOfPhase, state.steps] { write(count) }
        write(state.loss)
        write(state.parameters)
        write(state.memory)
        write(state.weighting)
        write(state.collocationTimes)
        write(state.plateau)
    }

    private mutating func write(_ weighting: WeightingState) {
        write(weighting.steps)
        let factors = weighting.factors
        write([factors.data, factors.initial, factors.residual])
        write(weighting.losses.count)
        for parts in weighting.losses { write([parts.data, parts.initial, parts.residual]) }
        for numbers in [weighting.cells, weighting.start, weighting.residual, weighting.causal] {
            write(numbers)
        }
    }

    private mutating func write(_ memory: OptimizerMemory) {
        switch memory {
        case .moments(let moments, let pace):
            write(0)
            write(moments.first)
            write(moments.second)
            write(moments.steps)
            write(moments.firstPower)
            write(moments.secondPower)
            write(pace)
        case .velocity(let velocity, let steps, let pace):
            write(1)
            write(velocity)
            write(steps)
            write(pace)
        case .curvature(let pairs):
            write(2)
            write(pairs.count)
            for pair in pairs {
                write(pair.step)
                write(pair.change)
            }
        case .damping(let damping):
            write(3)
            write(damping.scales)
            write(damping.damping)
            write(damping.growth)
        case .inverseHessian(let rows):
            write(4)
            write(rows)
        }
    }
}

extension ByteWriter {
    private mutating func write(_ pace: PaceMemory) {
        write(pace.plateau)
        write(pace.reductions)
    }

    private mutating func write(_ plateau: Plateau) {
        write(plateau.lowest)
        write(plateau.waited)
    }
}

extension ByteReader {
    private mutating func pace() throws(CheckpointFault) -> PaceMemory {
        PaceMemory(plateau: try plateau(), reductions: try integer())
    }

    private mutating func plateau() throws(CheckpointFault) -> Plateau {
        Plateau(lowest: try number(), waited: try integer())
    }
}

extension ByteReader {
    mutating func origin() throws(CheckpointFault) -> TrialCheckpoint.Origin {
        TrialCheckpoint.Origin(
            trial: TrialID(try text()), numerics: try integer(), machineType: try text())
    }

    fileprivate mutating func point() throws(CheckpointFault) -> CurvePoint {
        let step = try integer()
        let means = try three()
        let holdout = try numbers()
        guard holdout.count <= 1 else { throw .damaged }
        return CurvePoint(
            step: step,
            losses: LossValues(
                data: means[0], initial: means[1], residual: means[2], holdout: holdout.first),
            estimates: try numbers())
    }

    fileprivate mutating func state() throws(CheckpointFault) -> TrainingState {
        TrainingState(
            phase: try integer(), stepsOfPhase: try integer(), steps: try integer(),
            loss: try number(), parameters: try numbers(), memory: try memory(),
            weighting: try weighting(), collocationTimes: try numbers(), plateau: try plateau())
    }

    private mutating func weighting() throws(CheckpointFault) -> WeightingState {
        let steps = try integer()
        let factors = try three()
        return WeightingState(
            steps: steps,
            factors: LossWeights(data: factors[0], initial: factors[1], residual: factors[2]),
            losses: try list { reader throws(CheckpointFault) in
                let parts = try reader.three()
                return LossParts(data: parts[0], initial: parts[1], residual: parts[2])
            },
            cells: try numbers(), start: try numbers(), residual: try numbers(),
            causal: try numbers())
    }

    private mutating func three() throws(CheckpointFault) -> [Double] {
        let numbers = try numbers()
        guard numbers.count == 3 else { throw .damaged }
        return numbers
    }

    private mutating func memory() throws(CheckpointFault) -> OptimizerMemory {
        switch try integer() {
        case 0:
            .moments(
                MomentsMemory(
                    first: try numbers(), second: try numbers(), steps: try integer(),
                    firstPower: try number(), secondPower: try number()), try pace())
        case 1: .velocity(try numbers(), steps: try integer(), try pace())
        case 2:
            .curvature(
                try list { reader throws(CheckpointFault) in
                    CurvaturePair(step: try reader.numbers(), change: try reader.numbers())
                })
        case 3:
            .damping(
                DampingMemory(
                    scales: try numbers(), damping: try number(), growth: try number()))
        case 4: .inverseHessian(try numbers())
        default: throw .damaged
        }
    }
}
