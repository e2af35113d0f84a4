#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The heavy loops of the network 1 -> [neurons] * layers -> outputs, once per instruction set.
//
// Points go through the network in panels. A panel holds, feature by feature, two vectors of four
// doubles (a cell). In a tangent panel they are {value, d/dt} of four points; in a value panel they
// are the values of two times four points, so that points whose tangent nobody asks for cost half.
//
// Parameters are stored layer by layer, in a layer output by output: the weights of that output,
// then its bias. A layer with n inputs and m outputs so takes m * (n + 1) doubles.

/// Points in one vector.
#define KERNEL_LANES 4
/// Doubles in a cell: two vectors.
#define KERNEL_CELL 8

/// The activation functions, in the order of the Swift enumeration.
enum kernel_activation {
    KERNEL_TANH,
    KERNEL_SIN,
    KERNEL_SWISH,
    KERNEL_GELU,
    KERNEL_SOFTPLUS,
    KERNEL_SIGMOID
};

/// Elementary functions that can be evaluated on their own (for tests).
enum kernel_function {
    KERNEL_FUNCTION_TANH,
    KERNEL_FUNCTION_EXP,
    KERNEL_FUNCTION_SIN,
    KERNEL_FUNCTION_COS,
    KERNEL_FUNCTION_SIGMOID,
    KERNEL_FUNCTION_SOFTPLUS,
    KERNEL_FUNCTION_NORMAL_CDF
};

/// What an instruction of a tape does with its operands.
enum kernel_operation {
    KERNEL_ADD,
    KERNEL_SUBTRACT,
    KERNEL_MULTIPLY,
    KERNEL_DIVIDE,
    KERNEL_NEGATE,
    KERNEL_POWER,
    KERNEL_MINIMUM,
    KERNEL_MAXIMUM,
    KERNEL_EXP,
    KERNEL_LOG,
    KERNEL_SQUARE_ROOT,
    KERNEL_SINE,
    KERNEL_COSINE,
    KERNEL_HYPERBOLIC_TANGENT,
    KERNEL_ABSOLUTE,
    KERNEL_STEP,
    KERNEL_WHEN_NONNEGATIVE,
    KERNEL_WHEN_NEGATIVE,
    KERNEL_POWER_LOG
};

/// One step of a tape; operands and result are indices of rows, the result's row is its own.
typedef struct {
    int32_t operation;
    int32_t left;
    int32_t right;
    int32_t result;
} kernel_instruction;

/// The network's shape.
typedef struct {
    int32_t layers;
    int32_t neurons;
    int32_t outputs;
    int32_t activation;
} kernel_shape;

/// The kernels of one instruction set. A block of panels, all of one kind, is worked off at a time;
/// its activations stay in `work` between the two passes.
typedef struct {
    /// Runs panels through the network. `inputs` has a cell a panel: {time, dtime/dt} if `tangent`,
    /// else two vectors of times, in the network's units. Results are at `kernel_outputs`.
    void (*forward)(const kernel_shape *shape, int32_t panels, int32_t tangent,
                    const double *parameters, const double *inputs, double *work);
    /// Adds the gradient by all parameters to `gradient`, given the adjoints of the outputs at
    /// `kernel_adjoints`; needs what `forward` left in `work`.
    void (*backward)(const kernel_shape *shape, int32_t panels, int32_t tangent,
                     const double *parameters, double *gradient, double *work);
    /// Runs the steps of a tape over rows of points.
    void (*run_tape)(const kernel_instruction *steps, int32_t count, int32_t points,
                     double *const *rows);
    /// Evaluates a `kernel_function` at `count` arguments (a multiple of eight).
    void (*elementary)(int32_t function, const double *arguments, double *results, ptrdiff_t count);
} kernel_table;

/// Kernels without fused multiply-add: SSE2 on x86-64, NEON on arm64.
const kernel_table *kernels_baseline(void);
/// Kernels with fused multiply-add: AVX2 and FMA on x86-64, NEON on arm64.
const kernel_table *kernels_fma(void);
/// Whether this machine can run `kernels_fma`.
int kernels_fma_available(void);

/// Doubles of work space, aligned to 64 bytes, for a block of up to `panels` panels.
ptrdiff_t kernel_work_count(const kernel_shape *shape, int32_t panels);
/// Doubles from one panel to the next in the outputs and in their adjoints; output `s` of a panel
/// is the cell at `s * KERNEL_CELL`.
ptrdiff_t kernel_output_stride(const kernel_shape *shape);
/// Offset in the work space of the outputs of the first panel.
ptrdiff_t kernel_outputs(const kernel_shape *shape, int32_t panels);
/// Offset in the work space of the adjoints of the outputs of the first panel.
ptrdiff_t kernel_adjoints(const kernel_shape *shape, int32_t panels);

#endif
