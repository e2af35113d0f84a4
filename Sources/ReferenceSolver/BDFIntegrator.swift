import CSundials

/// Integrates stiff equations step by step with variable-order BDF formulas.
///
/// CVODES (Hindmarsh et al. 2005, doi:10.1145/1089014.1089020) with the exact dense Jacobian. A
/// step's local error in state s is kept near `relativeTolerance · (|u_s| + 1e-3 · m_s)`, where m_s
/// is the largest |u_s| so far, so that no absolute tolerance depends on the units of a problem.
final class BDFIntegrator {
    private let equations: IntegrationContext
    private let context: SUNContext
    private let memory: UnsafeMutableRawPointer
    private let vector: N_Vector
    private let matrix: SUNMatrix
    private let linearSolver: SUNLinearSolver
    /// The state of the vector above. Owned here: CVODES reads it while callbacks run, which
    /// a pointer borrowed from an array does not allow.
    private let state: UnsafeMutableBufferPointer<Double>
    private var stepsLeft: Int
    private let stepLimit: Int
    private var hasStarted = false

    init(_ equations: IntegrationContext, stepLimit: Int) {
        self.equations = equations
        self.stepLimit = stepLimit
        stepsLeft = stepLimit
        let count = equations.valueCount
        state = .allocate(capacity: count)
        state.initialize(repeating: 0)
        var context: SUNContext?
        let created = SUNContext_Create(nil, &context)
        precondition(created == 0, "CVODES needs memory")
        self.context = context!
        let size = sunindextype(count)
        vector = N_VMake_Serial(size, state.baseAddress, self.context)
        matrix = SUNDenseMatrix(size, size, self.context)
        linearSolver = SUNLinSol_Dense(vector, matrix, self.context)
        memory = CVodeCreate(CV_BDF, self.context)
    }

    deinit {
        var memory: UnsafeMutableRawPointer? = memory
        CVodeFree(&memory)
        SUNLinSolFree(linearSolver)
        SUNMatDestroy(matrix)
        N_VDestroy(vector)
        var context: SUNContext? = context
        SUNContext_Free(&context)
        state.deallocate()
    }

    /// The state at the time reached, or at the time interpolated last.
    var current: [Double] { Array(state) }

    /// Begins, or begins again behind a jump, at a time with a state.
    func start(time: Double, state values: [Double]) throws(SolverFault) {
        _ = state.update(fromContentsOf: values)
        if hasStarted {
            try check(CVodeReInit(memory, time, vector), time)
        } else {
            try initialize(time: time)
            hasStarted = true
        }
    }

    /// Makes one step that does not go beyond `stop`; returns the time reached.
    func step(from time: Double, until stop: Double) throws(SolverFault) -> Double {
        guard stepsLeft > 0 else { throw .tooManySteps(time: time, limit: stepLimit) }
        stepsLeft -= 1
        try check(CVodeSetStopTime(memory, stop), time)
        var reached = time
        try check(CVode(memory, stop, vector, &reached, CV_ONE_STEP), time)
        guard state.allSatisfy(\.isFinite) else { throw .notFinite(time: reached) }
        guard reached > time else { throw .noConvergence(time: reached) }
        return reached
    }

    /// The state at a time within the last step, by the polynomial of the step's own order.
    func interpolated(at time: Double) throws(SolverFault) -> [Double] {
        try check(CVodeGetDky(memory, time, 0, vector), time)
        return current
    }

    private func initialize(time: Double) throws(SolverFault) {
        let pointer = Unmanaged.passUnretained(equations).toOpaque()
        try check(CVodeInit(memory, integratedRates, time, vector), time)
        try check(CVodeSetErrHandlerFn(memory, ignoredMessage, nil), time)
        try check(CVodeSetUserData(memory, pointer), time)
        try check(CVodeWFtolerances(memory, integrationWeights), time)
        try check(CVodeSetLinearSolver(memory, linearSolver, matrix), time)
        try check(CVodeSetJacFn(memory, integratedJacobian), time)
    }

    /// Turns a CVODES code into a fault.
    private func check(_ code: Int32, _ time: Double) throws(SolverFault) {
        switch code {
        case CV_SUCCESS, CV_TSTOP_RETURN: return
        case CV_RHSFUNC_FAIL, CV_FIRST_RHSFUNC_ERR, CV_REPTD_RHSFUNC_ERR, CV_UNREC_RHSFUNC_ERR:
            throw .notFinite(time: time)
        case CV_ERR_FAILURE, CV_CONV_FAILURE, CV_LSETUP_FAIL, CV_LSOLVE_FAIL, CV_TOO_MUCH_ACC:
            throw .noConvergence(time: time)
        default:
            throw .integrator(code: Int(code), time: time)
        }
    }
}

// MARK: - What CVODES calls

/// Errors are returned as codes; nothing is written to the standard error stream.
private let ignoredMessage: CVErrHandlerFn = { _, _, _, _, _ in }

private let integratedRates: CVRhsFn = { time, state, rates, pointer in
    let isFinite = context(pointer).rates(
        time: time, state: N_VGetArrayPointer(state!), into: N_VGetArrayPointer(rates!))
    // A positive code asks CVODES to try again with a smaller step.
    return isFinite ? 0 : 1
}

private let integratedJacobian: CVLsJacFn = { time, state, _, matrix, pointer, _, _, _ in
    context(pointer).jacobian(
        time: time, state: N_VGetArrayPointer(state!), into: SUNDenseMatrix_Data(matrix!))
    return 0
}

private let integrationWeights: CVEwtFn = { state, weights, pointer in
    context(pointer).weights(
        state: N_VGetArrayPointer(state!), into: N_VGetArrayPointer(weights!))
    return 0
}

private func context(_ pointer: UnsafeMutableRawPointer?) -> IntegrationContext {
    Unmanaged<IntegrationContext>.fromOpaque(pointer!).takeUnretainedValue()
}
