#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The heavy loops of the network inputs -> [neurons] * layers -> outputs, once per instruction set.
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
/// What the orders of symmetric matrices are multiples of.
#define KERNEL_TILE 12
/// Columns of a symmetric matrix that are worked off together; as many doubles of work space, aligned
/// to 64 bytes, are needed for each of its order.
#define KERNEL_BLOCK 48

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
    int32_t inputs;
} kernel_shape;

/// The kernels of one instruction set. A block of panels, all of one kind, is worked off at a time;
/// its activations stay in `work` between the two passes.
typedef struct {
    /// Runs panels through the network. `inputs` has a cell a panel and input, all of a
    /// panel together: {input, dinput/dt} of four points if `tangent`, else two vectors of inputs.
    /// Results are at `kernel_outputs`.
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
    /// Writes the derivatives of one number at each of the block's first `points` points by all
    /// parameters, given what `forward` left in `work` and the number's adjoints by the outputs at
    /// `kernel_adjoints`; parameters and points are so many doubles apart. `forward`'s results stay.
    void (*jacobian)(const kernel_shape *shape, int32_t panels, int32_t tangent, int32_t points,
                     const double *parameters, double *rows, ptrdiff_t parameter_stride,
                     ptrdiff_t point_stride, double *work);
    /// The lower triangle of the sum of the outer products of `count` rows of `order` numbers, which
    /// is a multiple of KERNEL_TILE. Rows and matrix are aligned to 64 bytes.
    void (*gram_matrix)(int32_t count, int32_t order, const double *rows, double *matrix,
                        double *work);
    /// Replaces the lower triangle by its Cholesky factor; 0 where it is not positive definite.
    int32_t (*cholesky)(int32_t order, double *matrix, double *work);
    /// Solves L L' x = b, given the factor L; `x` is b and becomes the solution.
    void (*cholesky_solve)(int32_t order, const double *factor, double *x);
    /// The inner product of each of `count` rows of `length` numbers with `x`.
    void (*row_products)(int32_t count, int32_t length, const double *rows, const double *x,
                         double *products);
    /// The sum of `count` rows of `length` numbers, each times its factor.
    void (*row_sum)(int32_t count, int32_t length, const double *rows, const double *factors,
                    double *sum);
    /// matrix = scale * matrix + ss s s' + sz (s z' + z s') + zz z z', of `count` rows of `length`
    /// numbers, a multiple of KERNEL_LANES; rows, `s` and `z` are aligned to vectors.
    void (*rank_two_update)(int32_t count, int32_t length, double *matrix, double scale,
                            const double *s, const double *z, double ss, double sz, double zz);
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
