/// How the weights of the loss change between first-order steps.
///
/// Each scheme's λ is a factor to the part's own weight of the settings.
package enum WeightingScheme: Hashable, Sendable {
    /// All λ stay 1.
    case fixed
    /// A λ each for the data and the initial part, by which their gradients come to the size of the
    /// residual's: λ̂ = max |∇ L_residual| / mean |∇ L_part| over the network's parameters,
    /// λ ← memory · λ + (1 − memory) λ̂.
    ///
    /// Wang, Teng & Perdikaris, "Understanding and mitigating gradient flow pathologies in
    /// physics-informed neural networks", SIAM J. Sci. Comput. 2021, algorithm 1; its α is
    /// 1 − memory here. A λ whose part has no gradient stays as it is.
    case gradientNorm(interval: Int, memory: Double)
    /// A λ a part, large where the part has fallen less than the others since an earlier evaluation:
    /// λ ← memory · (ρ λ + (1 − ρ) λ̂(first)) + (1 − memory) λ̂(previous), where λ̂(then) is
    /// m times the softmax of L/(temperature · L(then)) over the m parts, and ρ is 1 with the
    /// chance `lookBack`, else 0.
    ///
    /// Bischof & Kraus, "Multi-objective loss balancing for physics-informed deep learning"
    /// (ReLoBRaLo), arXiv 2110.09813, section 3.2, with `memory` for its α and `lookBack` for its
    /// E[ρ]. It changes its weights at every step: an interval of 1.
    case relativeLosses(interval: Int, memory: Double, temperature: Double, lookBack: Double)
    /// A λ for each data cell, state at the start, and collocation point and state, which counts
    /// with λ²: λ ← λ + rate · d(λ² r²)/dλ, the ascent to the descent of the parameters.
    ///
    /// McClenny & Braga-Neto, "Self-adaptive physics-informed neural networks", J. Comput. Phys.
    /// 2023, equations 9 to 12 with the mask m(λ) = λ² and λ = 1 at first. Neither the part's weight
    /// nor the mean's 1/N is in the ascent: a rate is the same for any number of points.
    case selfAdaptive(rate: Double)

    /// Steps from one change to the next.
    var interval: Int {
        switch self {
        case .fixed, .selfAdaptive: 1
        case .gradientNorm(let interval, _), .relativeLosses(let interval, _, _, _): interval
        }
    }
}

/// All that settings say about the weights of the loss.
package struct WeightingPlan: Hashable, Sendable {
    /// The parts' own weights.
    package var weights: LossWeights
    package var scheme: WeightingScheme
    /// ε of the causal weights; 0 for none.
    ///
    /// A collocation point counts with exp(−ε Σ L(earlier points)), where L is the mean over the
    /// states of the squares of a point's residual: what comes later counts once what comes before
    /// is solved. Wang, Sankaran & Perdikaris, "Respecting causality is all you need for training
    /// physics-informed neural networks", arXiv 2203.07404, equation 14.
    package var causality: Double
    /// First-order steps in which the residual does not count, before all parts do.
    ///
    /// As SBINN does: Daneker et al., "Systems biology: identifiability analysis and parameter
    /// identification via systems-biology-informed neural networks", 2023.
    package var warmupSteps: Int

    package init(
        weights: LossWeights, scheme: WeightingScheme = .fixed, causality: Double = 0,
        warmupSteps: Int = 0
    ) {
        self.weights = weights
        self.scheme = scheme
        self.causality = causality
        self.warmupSteps = warmupSteps
    }
}
