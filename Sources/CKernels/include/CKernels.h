#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The heavy loops of the network inputs -> [neurons] * layers -> outputs, once per instruction set and
// precision.
//
// Parameters are stored layer by layer, in a layer output by output: the weights of that output,
// then its bias. A layer with n inputs and m outputs so takes m * (n + 1) numbers.
//
// A block of points goes through the network at a time. Times, outputs and their adjoints are rows
// of doubles, an element a point, whatever the precision inside.

/// What the lengths of rows are multiples of.
#define KERNEL_LANES 4
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

/// Elementary functions that can be evaluated on their own (for tests and benchmarks).
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

/// Points that go through the network together.
typedef struct {
    /// A multiple of the lanes, in a block without tangents of twice the lanes.
    int32_t points;
    /// Whether the derivative by time is carried along.
    int32_t tangent;
    /// A row of values for each input of the network; where the derivative is carried along two
    /// rows, values and derivatives.
    const double *inputs;
    /// Where the block begins in the work space, and what that has room for: points with tangents,
    /// of which one takes the room of two without. Multiples of the lanes.
    int32_t place;
    int32_t room;
} kernel_block;

/// The passes through a network in one precision.
typedef struct {
    /// Points in a register.
    int32_t lanes;
    /// Bytes of a weight.
    int32_t weight_size;
    /// Bytes of work space, aligned to 64, with room for so many points with tangents.
    ptrdiff_t (*work_size)(const kernel_shape *shape, int32_t room);
    /// Converts parameters to weights, as the passes read them.
    void (*load)(const double *parameters, ptrdiff_t count, void *weights);
    /// Runs a block through the network. Writes a row of values for each output; in a block with
    /// tangents two rows, values and derivatives. What `backward` needs stays in `work`.
    void (*forward)(const kernel_shape *shape, const kernel_block *block, const void *weights,
                    double *outputs, void *work);
    /// Sets the adjoints of all layers, given those of all outputs in rows as `forward` wrote them;
    /// needs what that left in `work`, and leaves there what `gradient` needs.
    void (*backward)(const kernel_shape *shape, const kernel_block *block, const void *weights,
                     const double *adjoints, void *work);
    /// Adds the gradient by all parameters to `gradient`, of blocks that went backward and follow
    /// each other from place 0: so many points with tangents, then so many without.
    void (*gradient)(const kernel_shape *shape, int32_t room, int32_t tangents, int32_t values,
                     double *gradient, void *work);
    /// Evaluates a `kernel_function` in this precision at `count` arguments, a multiple of 64.
    void (*elementary)(int32_t function, const double *arguments, double *results, ptrdiff_t count);
} kernel_network;

/// The kernels of one instruction set.
typedef struct {
    const kernel_network *f64;
    const kernel_network *f32;
    /// Runs the steps of a tape over rows of points.
    void (*run_tape)(const kernel_instruction *steps, int32_t count, int32_t points,
                     double *const *rows);
    /// Takes a gradient into the moments m and v of `count` parameters, which keep their decay's
    /// share of what they were, and steps by -stride factor m / (sqrt(v) root + floor).
    void (*adam)(ptrdiff_t count, const double *gradient, const double *factors, double *first,
                 double *second, double *position, double first_decay, double second_decay,
                 double stride, double root, double floor);
    /// Writes the derivatives of one number at each of the block's first `points` points by all
    /// parameters, given what `f64->forward` left in `work` and the number's adjoints by the outputs
    /// in rows as `forward` wrote them; parameters and points are so many doubles apart. What
    /// `forward` left stays.
    void (*jacobian)(const kernel_shape *shape, const kernel_block *block, int32_t points,
                     const void *weights, const double *adjoints, double *rows,
                     ptrdiff_t parameter_stride, ptrdiff_t point_stride, void *work);
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
    // Rows of `points` doubles, a multiple of KERNEL_LANES and aligned to vectors.

    /// result = row * scale.
    void (*scale_row)(int32_t points, double scale, const double *row, double *result);
    /// result -= left * right.
    void (*subtract_products)(int32_t points, const double *left, const double *right,
                              double *result);
    /// The sum of left * right, lane by lane.
    double (*product_sum)(int32_t points, const double *left, const double *right);
    /// Adds the squares of m = (tangent - rate) * scale * presence to KERNEL_LANES sums, and sets the
    /// adjoints to m * (scale * factor).
    void (*misfit_squares)(int32_t points, const double *tangent, const double *rate,
                           const double *presence, double scale, double factor, double *adjoints,
                           double *sums);
} kernel_table;

/// Kernels without fused multiply-add: SSE2 on x86-64, NEON on arm64.
const kernel_table *kernels_baseline(void);
/// Kernels with fused multiply-add: AVX2 and FMA on x86-64, NEON on arm64.
const kernel_table *kernels_fma(void);
/// The same digits as `kernels_fma` by AVX-512; NULL but on x86-64.
const kernel_table *kernels_avx512(void);
/// Whether this machine can run `kernels_fma`.
int kernels_fma_available(void);
/// Whether this machine can run `kernels_avx512`.
int kernels_avx512_available(void);

#endif
