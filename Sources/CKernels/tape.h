// Straight-line programs over rows of points: one loop over all points an instruction.
//
// Every digit is that of a scalar evaluation: nothing here is fused, and the transcendental
// functions are the C library's.

#define ROW_LOOP(expression)                                                                      \
    for (int32_t i = 0; i < points; i++) {                                                        \
        const double a = left[i], b = right[i];                                                   \
        (void)b;                                                                                  \
        result[i] = (expression);                                                                 \
    }                                                                                             \
    break

static void run_instruction(kernel_instruction step, int32_t points, double *const *rows) {
    const double *left = rows[step.left], *right = rows[step.right];
    double *restrict result = rows[step.result];
    switch (step.operation) {
    case KERNEL_ADD: ROW_LOOP(a + b);
    case KERNEL_SUBTRACT: ROW_LOOP(a - b);
    case KERNEL_MULTIPLY: ROW_LOOP(a * b);
    case KERNEL_DIVIDE: ROW_LOOP(a / b);
    case KERNEL_NEGATE: ROW_LOOP(-a);
    case KERNEL_POWER: ROW_LOOP(pow(a, b));
    case KERNEL_MINIMUM: ROW_LOOP(a < b || a != a ? a : b);
    case KERNEL_MAXIMUM: ROW_LOOP(a > b || a != a ? a : b);
    case KERNEL_EXP: ROW_LOOP(exp(a));
    case KERNEL_LOG: ROW_LOOP(log(a));
    case KERNEL_SQUARE_ROOT: ROW_LOOP(__builtin_elementwise_sqrt(a));
    case KERNEL_SINE: ROW_LOOP(sin(a));
    case KERNEL_COSINE: ROW_LOOP(cos(a));
    case KERNEL_HYPERBOLIC_TANGENT: ROW_LOOP(tanh(a));
    case KERNEL_ABSOLUTE: ROW_LOOP(__builtin_elementwise_abs(a));
    case KERNEL_STEP: ROW_LOOP(a >= 0 ? 1.0 : 0.0);
    case KERNEL_WHEN_NONNEGATIVE: ROW_LOOP(a >= 0 ? b : 0.0);
    case KERNEL_WHEN_NEGATIVE: ROW_LOOP(a < 0 ? b : 0.0);
    case KERNEL_POWER_LOG: ROW_LOOP(a == 0 && b > 0 ? 0.0 : pow(a, b) * log(a));
    default: __builtin_trap();
    }
}

static void run_tape(const kernel_instruction *steps, int32_t count, int32_t points,
                     double *const *rows) {
    for (int32_t i = 0; i < count; i++) run_instruction(steps[i], points, rows);
}
