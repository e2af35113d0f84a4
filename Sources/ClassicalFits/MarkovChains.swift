package import Draws

/// Markov chains that draw from a density in a few dimensions.
///
/// Steps of a chain alternate between a random walk (Metropolis 1953) and draws from a t
/// distribution of the target's centre and covariance (an independence sampler, Hastings 1970,
/// doi:10.1093/biomet/57.1.97): where the density is nearly normal the latter leave almost no
/// correlation, elsewhere the former keep the chain moving. Covariance, centre and the walk's
/// length are learned from all chains together (Haario, Saksman and Tamminen 2001,
/// doi:10.2307/3318737), in rounds whose draws are thrown away; then they stay, so that what is
/// kept are draws of ordinary Markov chains. Chains that do not agree after a while learn again
/// from all they have drawn, and start to be kept anew for twice as long.
package struct MarkovChains: Sendable {
    /// When chains are done.
    package struct Goal: Hashable, Sendable {
        /// R̂ of every coordinate is at most this,
        package var largestRHat = 1.01
        /// and its effective sample sizes are at least that.
        package var smallestSize = 400.0
        /// How often the density may be evaluated at most, or little more.
        package var evaluationLimit: Int

        package init(evaluationLimit: Int) { self.evaluationLimit = evaluationLimit }

        fileprivate func isMet(by diagnostics: [ChainDiagnostics]) -> Bool {
            diagnostics.allSatisfy {
                $0.rHat <= largestRHat && min($0.bulkSize, $0.tailSize) >= smallestSize
            }
        }
    }

    /// The kept draws: of a chain, of a draw, a coordinate each.
    package private(set) var draws: [[[Double]]] = []
    /// Of each coordinate's kept draws; none where there are too few.
    package private(set) var diagnostics: [ChainDiagnostics] = []
    package private(set) var evaluations = 0
    package private(set) var hasConverged = false

    /// About where a density is high, and how wide it is there.
    package struct Mode: Hashable, Sendable {
        package let center: [Double]
        package let covariance: [[Double]]

        package init(center: [Double], covariance: [[Double]]) {
            self.center = center
            self.covariance = covariance
        }
    }

    private static let chainCount = 4
    /// Draws of each chain in the rounds that only learn.
    private static let learningRounds = [50, 100, 200]
    /// Kept draws of each chain between two looks at whether the goal is met.
    private static let round = 100

    /// Draws until a goal is met, or its limit is.
    ///
    /// - Parameters:
    ///   - modes: All that are known, the highest first, at least one. The chains start around one
    ///     after another, at points drawn three times as wide, so that chains which agree have
    ///     come from farther apart than the density reaches (Gelman and Rubin 1992,
    ///     doi:10.1214/ss/1177011136).
    ///   - streams: Gives each chain its stream.
    ///   - logDensity: The logarithm of the density, but for a constant; −∞ where it is 0.
    package init(
        modes: [Mode], goal: Goal, streams: (Int) -> DrawStream, logDensity: ([Double]) -> Double
    ) {
        let shapes = modes.map { ProposalShape(center: $0.center, covariance: $0.covariance) }
        var shape = shapes[0]
        var chains = (0..<Self.chainCount).map { index in
            Chain(
                stream: streams(index), around: shapes[index % shapes.count], logDensity,
                &evaluations)
        }
        for length in Self.learningRounds {
            let drawn = advance(&chains, by: length, shape, learning: true, logDensity)
            shape = ProposalShape(of: drawn.flatMap { $0.suffix(length / 2) }, before: shape)
        }
        var patience = 10 * Self.round
        draws = chains.map { _ in [] }
        while !hasConverged, evaluations < goal.evaluationLimit {
            if draws[0].count >= patience {
                shape = ProposalShape(
                    of: draws.flatMap { $0.suffix(patience / 2) }, before: shape)
                _ = advance(&chains, by: Self.round, shape, learning: true, logDensity)
                draws = chains.map { _ in [] }
                patience *= 2
            }
            // The longer the chains the rarer the looks, whose cost grows with the length.
            let length = max(Self.round, draws[0].count / 4)
            let drawn = advance(&chains, by: length, shape, learning: false, logDensity)
            for index in chains.indices { draws[index] += drawn[index] }
            diagnostics = shape.center.indices.map { coordinate in
                ChainDiagnostics(of: draws.map { $0.map { $0[coordinate] } })
            }
            hasConverged = goal.isMet(by: diagnostics)
        }
    }

    /// The kept draws of a coordinate, of all chains together, sorted.
    package func sorted(_ coordinate: Int) -> [Double] {
        draws.joined().map { $0[coordinate] }.sorted()
    }

    private mutating func advance(
        _ chains: inout [Chain], by length: Int, _ shape: ProposalShape, learning: Bool,
        _ logDensity: ([Double]) -> Double
    ) -> [[[Double]]] {
        let drawn = chains.indices.map { index in
            (0..<length).map { step in
                evaluations += 1
                if step % 2 == 0 {
                    chains[index].walk(shape, learning: learning, logDensity)
                } else {
                    chains[index].jump(shape, logDensity)
                }
                return chains[index].point
            }
        }
        if learning {
            // One length for all: the chains' own ones scatter.
            let mean = chains.reduce(0) { $0 + $1.logLength } / Double(chains.count)
            for index in chains.indices { chains[index].logLength = mean }
        }
        return drawn
    }
}

/// Where one of the chains is.
private struct Chain {
    private(set) var point: [Double]
    private var value: Double
    private var stream: DrawStream
    /// The logarithm of the random walk's step in units of the target's width.
    var logLength: Double
    private var walks = 0

    /// The share of a random walk's steps that are accepted where it is best (Roberts, Gelman and
    /// Gilks 1997), for few dimensions.
    private static let acceptance = 0.3
    /// How often a first point of positive density is looked for.
    private static let tries = 100

    init(
        stream: DrawStream, around shape: ProposalShape,
        _ logDensity: ([Double]) -> Double, _ evaluations: inout Int
    ) {
        self.stream = stream
        logLength = Portable.log(2.4 / Double(shape.center.count).squareRoot())
        point = shape.center
        value = -.infinity
        var width = 3.0
        for _ in 0..<Self.tries where !value.isFinite {
            let step = shape.step(from: &self.stream)
            point = zip(shape.center, step).map { $0 + width * $1 }
            value = logDensity(point)
            evaluations += 1
            width *= 0.95
        }
        guard !value.isFinite else { return }
        point = shape.center
        value = logDensity(point)
        evaluations += 1
    }

    /// A step of the random walk.
    mutating func walk(
        _ shape: ProposalShape, learning: Bool, _ logDensity: ([Double]) -> Double
    ) {
        let length = Portable.exp(logLength)
        let step = shape.step(from: &stream)
        let next = zip(point, step).map { $0 + length * $1 }
        let proposed = logDensity(next)
        let isAccepted = accept(next, proposed, logRatio: proposed - value)
        guard learning else { return }
        walks += 1
        let change = (isAccepted ? 1 : 0) - Self.acceptance
        logLength += change / Double(walks).squareRoot()
    }

    /// A draw that does not depend on the point.
    mutating func jump(_ shape: ProposalShape, _ logDensity: ([Double]) -> Double) {
        let next = shape.draw(from: &stream)
        let proposed = logDensity(next)
        let forth = shape.logDensity(at: next)
        let back = shape.logDensity(at: point)
        _ = accept(next, proposed, logRatio: proposed - value + back - forth)
    }

    private mutating func accept(
        _ next: [Double], _ proposed: Double, logRatio: Double
    ) -> Bool {
        let threshold = Portable.log(stream.openUnit())
        // Anything is better than a point of no density, which only a start can be.
        let isAccepted = proposed.isFinite && (!value.isFinite || threshold < logRatio)
        if isAccepted { (point, value) = (next, proposed) }
        return isAccepted
    }
}
