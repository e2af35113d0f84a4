// The whole network, forward and backward, in one precision. The including file defines KERNEL_FMA,
// KERNEL_SINGLE and VECTOR_BYTES (see vectors.h).

#include "vectors.h"
#include "layout.h"
#include "elementary.h"
#include "activations.h"
#include "layers.h"

/// Panels of a block.
INLINE int block_panels(const kernel_block *block) {
    return block->points / panel_points(block->tangent);
}

/// Panels that the work space has room for.
INLINE int room_panels(const kernel_block *block) { return block->room / REGISTER; }

/// The panel of the work space that is the block's first.
INLINE int first_panel(const kernel_block *block) { return block->place / REGISTER; }

/// Sets the input of the next layer's biases.
INLINE void set_bias_input(int tangent, real *cell) {
    ((vec *)cell)[0] = splat(1);
    ((vec *)cell)[1] = splat(tangent ? 0 : 1);
}

// Rows hold a feature's values, or its values and then its derivatives; they are parts of a panel, one
// after the other.

/// Copies the outputs of panels [first, first + count) to rows of doubles.
static void write_outputs(const kernel_shape *shape, const kernel_block *block, int first,
                          int count, const real *cells, double *rows) {
    const int points = panel_points(block->tangent), lines = shape->outputs * CELL / points;
    for (int p = 0; p < count; p++)
        for (int l = 0; l < lines; l++) {
            const real *from = cells + p * panel_stride(shape->outputs) + l * points;
            double *row = rows + (ptrdiff_t)l * block->points + (first + p) * points;
            for (int i = 0; i < points; i++) row[i] = from[i];
        }
}

/// Copies rows of doubles to the block's panels of a layer with so many features.
static void read_rows(int features, const kernel_block *block, const double *rows, real *cells) {
    const int points = panel_points(block->tangent), lines = features * CELL / points;
    for (int p = 0; p < block_panels(block); p++)
        for (int l = 0; l < lines; l++) {
            const double *row = rows + (ptrdiff_t)l * block->points + p * points;
            real *to = cells + p * panel_stride(features) + l * points;
            for (int i = 0; i < points; i++) to[i] = (real)row[i];
        }
}

/// Fills the input's panels.
static void set_inputs(const kernel_shape *shape, const kernel_block *block, real *cells) {
    const ptrdiff_t stride = panel_stride(shape->inputs);
    read_rows(shape->inputs, block, block->inputs, cells);
    for (int p = 0; p < block_panels(block); p++)
        set_bias_input(block->tangent, cells + p * stride + shape->inputs * CELL);
}

/// Runs the block's panels [first, first + count) through the network.
static void group_forward(const kernel_shape *shape, const kernel_block *block, int first,
                          int count, const real *weights, double *outputs, void *work) {
    const int panels = room_panels(block), place = first_panel(block) + first;
    const int features = shape->neurons;
    const ptrdiff_t stride = panel_stride(features);
    const real *in = layer_cells(shape, panels, 0, work) + place * panel_stride(shape->inputs);
    for (int l = 1; l <= shape->layers; l++) {
        real *out = layer_cells(shape, panels, l, work) + place * stride;
        real *slopes = layer_adjoints(shape, panels, l, work) + place * stride;
        layer_forward(layer_features(shape, l - 1), features, block->tangent, count, weights, in,
                      out);
        for (int p = 0; p < count; p++) {
            activate_panel(shape->activation, features, block->tangent, out + p * stride,
                           slopes + p * stride);
            set_bias_input(block->tangent, out + p * stride + features * CELL);
        }
        weights += layer_parameters(shape, l);
        in = out;
    }
    real *out = group_scratch(shape, panels, work);
    layer_forward(features, shape->outputs, block->tangent, count, weights, in, out);
    write_outputs(shape, block, first, count, out, outputs);
}

/// Turns the slopes of the block's panels [first, first + count) into adjoints.
static void group_backward(const kernel_shape *shape, const kernel_block *block, int first,
                           int count, const real *weights_end, void *work) {
    const int panels = room_panels(block), place = first_panel(block) + first;
    const ptrdiff_t stride = panel_stride(shape->neurons);
    real *scratch = group_scratch(shape, panels, work);
    const real *weights = weights_end;
    for (int l = shape->layers; l >= 1; l--) {
        const int after = layer_features(shape, l + 1);
        const real *adjoints =
            layer_adjoints(shape, panels, l + 1, work) + place * panel_stride(after);
        const real *cells = layer_cells(shape, panels, l, work) + place * stride;
        real *slopes = layer_adjoints(shape, panels, l, work) + place * stride;
        weights -= layer_parameters(shape, l + 1);
        layer_backward(shape->neurons, after, count, weights, adjoints, scratch);
        for (int p = 0; p < count; p++)
            activate_panel_adjoint(shape->activation, shape->neurons, block->tangent,
                                   scratch + p * stride, cells + p * stride,
                                   slopes + p * stride);
    }
}

static void network_load(const double *parameters, ptrdiff_t count, void *weights) {
    real *w = weights;
    for (ptrdiff_t i = 0; i < count; i++) w[i] = (real)parameters[i];
}

static void network_forward(const kernel_shape *shape, const kernel_block *block,
                            const void *weights, double *outputs, void *work) {
    const int panels = block_panels(block);
    set_inputs(shape, block,
               layer_cells(shape, room_panels(block), 0, work) +
                   first_panel(block) * panel_stride(shape->inputs));
    for (int first = 0; first < panels; first += GROUP) {
        const int count = panels - first < GROUP ? panels - first : GROUP;
        group_forward(shape, block, first, count, weights, outputs, work);
    }
}

static void network_backward(const kernel_shape *shape, const kernel_block *block,
                             const void *weights, const double *adjoints, void *work) {
    const int panels = block_panels(block);
    const real *weights_end = weights;
    for (int l = 1; l <= shape->layers + 1; l++) weights_end += layer_parameters(shape, l);
    read_rows(shape->outputs, block, adjoints,
              layer_adjoints(shape, room_panels(block), shape->layers + 1, work) +
                  first_panel(block) * panel_stride(shape->outputs));
    for (int first = 0; first < panels; first += GROUP) {
        const int count = panels - first < GROUP ? panels - first : GROUP;
        group_backward(shape, block, first, count, weights_end, work);
    }
}

static void network_gradient(const kernel_shape *shape, int32_t room, int32_t tangents,
                             int32_t values, double *gradient, void *work) {
    const int panels = room / REGISTER;
    const held_panels held = {tangents / panel_points(1), values / panel_points(0)};
    for (int l = 1; l <= shape->layers + 1; l++) {
        layer_gradient(layer_features(shape, l - 1), layer_features(shape, l), held,
                       layer_adjoints(shape, panels, l, work),
                       layer_cells(shape, panels, l - 1, work), gradient);
        gradient += layer_parameters(shape, l);
    }
}

static wide evaluate_function(int32_t function, wide x) {
    switch (function) {
    case KERNEL_FUNCTION_TANH: return tanh_wide(x);
    case KERNEL_FUNCTION_EXP: return exp_clamped(x);
    case KERNEL_FUNCTION_SIN: return sine_cosine(x).sine;
    case KERNEL_FUNCTION_COS: return sine_cosine(x).cosine;
    case KERNEL_FUNCTION_SIGMOID: return sigmoid_wide(x);
    case KERNEL_FUNCTION_SOFTPLUS: return softplus_wide(x).value;
    default: return normal_wide(x).distribution;
    }
}

static void network_elementary(int32_t function, const double *arguments, double *results,
                               ptrdiff_t count) {
    for (ptrdiff_t i = 0; i + 2 * CELL <= count; i += 2 * CELL) {
        real numbers[2 * CELL];
        for (int k = 0; k < 2 * CELL; k++) numbers[k] = (real)arguments[i + k];
        wide x;
        memcpy(&x, numbers, sizeof x);
        wide y = evaluate_function(function, x);
        memcpy(numbers, &y, sizeof y);
        for (int k = 0; k < 2 * CELL; k++) results[i + k] = numbers[k];
    }
}

/// The passes of this precision and instruction set.
#define NETWORK                                                                                   \
    {REGISTER,        sizeof(real),     network_work_size, network_load,                          \
     network_forward, network_backward, network_gradient,  network_elementary}
