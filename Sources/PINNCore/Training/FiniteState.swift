/// The last step at which loss, gradient and estimates were finite, and what they were.
struct FiniteState {
    private(set) var step = 0
    /// Nil until anything was finite.
    private(set) var losses: LossParts?
    private var variables: [Double]

    init(unknownCount: Int) {
        variables = Array(repeating: 0, count: unknownCount)
    }

    /// Keeps a state; `variables` holds the training variable of each unknown.
    mutating func keep(step: Int, losses: LossParts, variables: UnsafePointer<Double>) {
        self.step = step
        self.losses = losses
        for index in self.variables.indices { self.variables[index] = variables[index] }
    }

    /// The unknowns in their own units; before the first step the guesses themselves, to the
    /// last bit.
    func estimates(of problem: InverseProblem) -> [Double] {
        guard step > 0 else { return problem.unknowns.map(\.guess) }
        return zip(problem.unknowns, variables).map { $0.natural($1) }
    }
}
