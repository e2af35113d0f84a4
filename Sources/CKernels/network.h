// The whole network, forward and backward; the including file names the instruction set.

#include "vectors.h"
#include "layout.h"
#include "elementary.h"
#include "activations.h"
#include "layers.h"
#include "tape.h"
#include "jacobian.h"
#include "symmetric.h"

/// Sets the input of the bias of a few panels.
static void set_bias_inputs(int features, int panels, int tangent, double *layer) {
    for (int p = 0; p < panels; p++) {
        vec *cell = (vec *)(layer + p * panel_stride(features)) + 2 * features;
        cell[0] = splat(1.0);
        cell[1] = splat(tangent ? 0.0 : 1.0);
    }
}

/// Runs panels [first, first + count) through the network.
static void group_forward(const kernel_shape *shape, int32_t panels, int first, int count,
                          int tangent, const double *parameters, const double *inputs,
                          double *work) {
    const int seen = shape->inputs;
    double *in = work + first * panel_stride(seen);
    for (int p = 0; p < count; p++)
        memcpy(in + p * panel_stride(seen), inputs + (first + p) * seen * KERNEL_CELL,
               seen * KERNEL_CELL * sizeof(double));
    set_bias_inputs(seen, count, tangent, in);
    for (int l = 1; l <= shape->layers + 1; l++) {
        const int before = layer_features(shape, l - 1), features = layer_features(shape, l);
        const ptrdiff_t stride = panel_stride(features);
        double *out = work + layer_offset(shape, panels, l) + first * stride;
        layer_forward(before, features, count, tangent, parameters, in, out);
        parameters += layer_parameters(shape, l);
        in = out;
        if (l > shape->layers) break;
        double *slopes = work + adjoint_offset(shape, panels, l) + first * stride;
        for (int p = 0; p < count; p++)
            activate_panel(shape->activation, features, tangent, (wide *)(out + p * stride),
                           (wide *)(slopes + p * stride));
        set_bias_inputs(features, count, tangent, out);
    }
}

/// Turns the slopes of panels [first, first + count) into adjoints.
static void group_backward(const kernel_shape *shape, int32_t panels, int first, int count,
                           int tangent, const double *parameters_end, double *work) {
    double *scratch = work + scratch_offset(shape, panels);
    const double *weights = parameters_end;
    for (int l = shape->layers; l >= 1; l--) {
        const int features = layer_features(shape, l), after = layer_features(shape, l + 1);
        const ptrdiff_t stride = panel_stride(features);
        const double *adjoints =
            work + adjoint_offset(shape, panels, l + 1) + first * panel_stride(after);
        weights -= layer_parameters(shape, l + 1);
        layer_backward(features, after, count, weights, adjoints, scratch);
        const double *cells = work + layer_offset(shape, panels, l) + first * stride;
        double *slopes = work + adjoint_offset(shape, panels, l) + first * stride;
        for (int p = 0; p < count; p++)
            activate_panel_adjoint(shape->activation, features, tangent,
                                   (const wide *)(scratch + p * stride),
                                   (const wide *)(cells + p * stride),
                                   (wide *)(slopes + p * stride));
    }
}

static void network_forward(const kernel_shape *shape, int32_t panels, int32_t tangent,
                            const double *parameters, const double *inputs, double *work) {
    for (int first = 0; first < panels; first += GROUP) {
        const int count = panels - first < GROUP ? panels - first : GROUP;
        group_forward(shape, panels, first, count, tangent, parameters, inputs, work);
    }
}

static void network_backward(const kernel_shape *shape, int32_t panels, int32_t tangent,
                             const double *parameters, double *gradient, double *work) {
    ptrdiff_t parameter_count = 0;
    for (int l = 1; l <= shape->layers + 1; l++) parameter_count += layer_parameters(shape, l);
    for (int first = 0; first < panels; first += GROUP) {
        const int count = panels - first < GROUP ? panels - first : GROUP;
        group_backward(shape, panels, first, count, tangent, parameters + parameter_count, work);
    }
    for (int l = 1; l <= shape->layers + 1; l++) {
        layer_gradient(layer_features(shape, l - 1), layer_features(shape, l), panels,
                       work + adjoint_offset(shape, panels, l),
                       work + layer_offset(shape, panels, l - 1), gradient);
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

static void elementary(int32_t function, const double *arguments, double *results,
                       ptrdiff_t count) {
    for (ptrdiff_t i = 0; i + KERNEL_CELL <= count; i += KERNEL_CELL) {
        wide x;
        memcpy(&x, arguments + i, sizeof x);
        wide y = evaluate_function(function, x);
        memcpy(results + i, &y, sizeof y);
    }
}

static const kernel_table table = {
    network_forward, network_backward, run_tape,       elementary,   network_jacobian,
    gram_matrix,     cholesky,         cholesky_solve, row_products, row_sum,
    rank_two_update};
