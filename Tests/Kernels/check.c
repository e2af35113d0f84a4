// Checks the kernels of every instruction set against a plain scalar network, in C alone, so that it
// runs where Swift does not: cross-compiled, under an emulator. `make check-kernels` runs it.
//
// Built with KERNELS_WIDE it also holds a copy of the kernels for registers of 64 bytes that is
// compiled for AVX2, and checks that those give the digits of AVX2: what AVX-512 promises, on
// machines without it.

#include "CKernels.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUTS 2
#define OUTPUTS 3
#define POINTS 192
#define MOST_PARAMETERS 4096

static int failures = 0;

/// A number in [-1, 1) from a counter; the same everywhere.
static double drawn(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int64_t)(*state >> 11) / 4503599627370496.0 - 1;
}

static void expect(int holds, const char *what, const char *set, double error) {
    if (holds) return;
    printf("FAILED %s, %s: error %g\n", set, what, error);
    failures++;
}

// MARK: The plain network

/// A value with its derivatives by the time, and the adjoints of both.
typedef struct {
    double value, tangent, value_adjoint, tangent_adjoint;
} number;

/// s(z), s'(z) and s''(z).
static void activation(int kind, double z, double s[3]) {
    const double sigmoid = 1 / (1 + exp(-z)), slope = sigmoid * (1 - sigmoid);
    switch (kind) {
    case KERNEL_TANH:
        s[0] = tanh(z), s[1] = 1 - s[0] * s[0], s[2] = -2 * s[0] * s[1];
        break;
    case KERNEL_SIN: s[0] = sin(z), s[1] = cos(z), s[2] = -s[0]; break;
    case KERNEL_SWISH:
        s[0] = z * sigmoid, s[1] = sigmoid + z * slope;
        s[2] = slope * (2 + z * (1 - 2 * sigmoid));
        break;
    case KERNEL_GELU: {
        const double density = exp(-z * z / 2) / sqrt(2 * acos(-1));
        s[1] = erfc(-z / sqrt(2)) / 2, s[0] = z * s[1];
        s[1] += z * density, s[2] = density * (2 - z * z);
        break;
    }
    case KERNEL_SOFTPLUS: s[0] = log1p(exp(z)), s[1] = sigmoid, s[2] = slope; break;
    default: s[0] = sigmoid, s[1] = slope, s[2] = slope * (1 - 2 * sigmoid);
    }
}

/// One point through the network and back; adds to the gradient.
static void plain_point(const kernel_shape *shape, const double *parameters,
                        const double given[2 * INPUTS], const double adjoints[2 * OUTPUTS],
                        double outputs[2 * OUTPUTS], double *gradient) {
    static number cells[8][64];
    static double seconds[8][64][2];
    const int last = shape->layers + 1;
    const double *starts[8];
    int counts[8];
    for (int l = 0; l <= last; l++)
        counts[l] = l == 0 ? INPUTS : l == last ? shape->outputs : shape->neurons;
    for (int k = 0; k < INPUTS; k++) cells[0][k] = (number){given[2 * k], given[2 * k + 1], 0, 0};
    for (int l = 1; l <= last; l++) {
        starts[l] = l == 1 ? parameters : starts[l - 1] + counts[l - 1] * (counts[l - 2] + 1);
        for (int j = 0; j < counts[l]; j++) {
            const double *w = starts[l] + j * (counts[l - 1] + 1);
            double z = w[counts[l - 1]], dz = 0;
            for (int k = 0; k < counts[l - 1]; k++)
                z += w[k] * cells[l - 1][k].value, dz += w[k] * cells[l - 1][k].tangent;
            double s[3] = {z, 1, 0};
            if (l < last) activation(shape->activation, z, s);
            seconds[l][j][0] = s[1], seconds[l][j][1] = s[2] * dz;
            cells[l][j] = (number){s[0], s[1] * dz, 0, 0};
        }
    }
    for (int j = 0; j < shape->outputs; j++) {
        outputs[2 * j] = cells[last][j].value, outputs[2 * j + 1] = cells[last][j].tangent;
        cells[last][j].value_adjoint = adjoints[2 * j];
        cells[last][j].tangent_adjoint = adjoints[2 * j + 1];
    }
    for (int l = last; l >= 1; l--)
        for (int j = 0; j < counts[l]; j++) {
            const number c = cells[l][j];
            const double dz = c.tangent_adjoint * seconds[l][j][0];
            const double z =
                c.value_adjoint * seconds[l][j][0] + c.tangent_adjoint * seconds[l][j][1];
            const ptrdiff_t row = starts[l] - parameters + j * (counts[l - 1] + 1);
            for (int k = 0; k < counts[l - 1]; k++) {
                number *in = &cells[l - 1][k];
                gradient[row + k] += z * in->value + dz * in->tangent;
                in->value_adjoint += parameters[row + k] * z;
                in->tangent_adjoint += parameters[row + k] * dz;
            }
            gradient[row + counts[l - 1]] += z;
        }
}

// MARK: The comparison

typedef struct {
    double outputs[2 * OUTPUTS * POINTS];
    double gradient[MOST_PARAMETERS];
} result;

static _Alignas(64) double parameters[MOST_PARAMETERS], inputs[2 * INPUTS * POINTS];
static _Alignas(64) double adjoints[2 * OUTPUTS * POINTS];

/// What the kernels give: outputs row by row as they leave them, and the gradient.
static void run(const kernel_network *network, const kernel_shape *shape, kernel_block block,
                int count, result *found) {
    static _Alignas(64) char weights[8 * MOST_PARAMETERS];
    memset(found, 0, sizeof *found);
    const size_t size = ((size_t)network->work_size(shape, POINTS) + 63) / 64 * 64;
    void *work = aligned_alloc(64, size);
    memset(work, 0, size);
    network->load(parameters, count, weights);
    network->forward(shape, &block, weights, found->outputs, work);
    network->backward(shape, &block, weights, adjoints, work);
    network->gradient(shape, POINTS, block.tangent ? block.points : 0,
                      block.tangent ? 0 : block.points, found->gradient, work);
    free(work);
}

/// The gradient of a block with tangents and one without that wait for it together.
static void run_both(const kernel_network *network, const kernel_shape *shape, kernel_block with,
                     kernel_block without, int count, result *found) {
    static _Alignas(64) char weights[8 * MOST_PARAMETERS];
    memset(found, 0, sizeof *found);
    const size_t size = ((size_t)network->work_size(shape, POINTS) + 63) / 64 * 64;
    void *work = aligned_alloc(64, size);
    memset(work, 0, size);
    network->load(parameters, count, weights);
    without.place = with.points;
    const kernel_block blocks[2] = {with, without};
    for (int i = 0; i < 2; i++) {
        network->forward(shape, &blocks[i], weights, found->outputs, work);
        network->backward(shape, &blocks[i], weights, adjoints, work);
    }
    network->gradient(shape, POINTS, with.points, without.points, found->gradient, work);
    free(work);
}

static void run_plain(const kernel_shape *shape, kernel_block block, result *found) {
    memset(found, 0, sizeof *found);
    const int parts = block.tangent ? 2 : 1;
    for (int i = 0; i < block.points; i++) {
        double given[2 * OUTPUTS] = {0}, outputs[2 * OUTPUTS], seen[2 * INPUTS] = {0};
        for (int row = 0; row < parts * INPUTS; row++)
            seen[block.tangent ? row : 2 * row] = inputs[row * block.points + i];
        for (int row = 0; row < parts * OUTPUTS; row++)
            given[block.tangent ? row : 2 * row] = adjoints[row * block.points + i];
        plain_point(shape, parameters, seen, given, outputs, found->gradient);
        for (int row = 0; row < parts * OUTPUTS; row++)
            found->outputs[row * block.points + i] = outputs[block.tangent ? row : 2 * row];
    }
}

/// The largest difference over the largest number.
static double distance(const double *found, const double *wanted, int count) {
    double most = 0, largest = 1e-300;
    for (int i = 0; i < count; i++) {
        largest = fmax(largest, fabs(wanted[i]));
        const double difference = fabs(found[i] - wanted[i]);
        most = difference > most || difference != difference ? difference : most;
    }
    return most / largest;
}

static void check_case(const char *set, const kernel_table *table, const kernel_table *same,
                       const kernel_shape *shape, kernel_block block) {
    static result plain, found, other;
    const int n = shape->neurons;
    const int count = (INPUTS + 1) * n + (shape->layers - 1) * n * (n + 1) + OUTPUTS * (n + 1);
    const int outputs = (block.tangent ? 2 : 1) * OUTPUTS * block.points;
    run_plain(shape, block, &plain);
    for (int single = 0; single < 2; single++) {
        const double tolerance = single ? 2e-5 : 1e-13;
        run(single ? table->f32 : table->f64, shape, block, count, &found);
        double error = distance(found.outputs, plain.outputs, outputs);
        expect(error <= tolerance, single ? "f32 outputs" : "f64 outputs", set, error);
        error = distance(found.gradient, plain.gradient, count);
        expect(error <= tolerance, single ? "f32 gradient" : "f64 gradient", set, error);
        if (!same) continue;
        run(single ? same->f32 : same->f64, shape, block, count, &other);
        expect(!memcmp(&other, &found, sizeof other), "digits", set, 0);
    }
}

static void check_both(const char *set, const kernel_table *table, const kernel_table *same,
                       const kernel_shape *shape) {
    static result plain, found, other;
    const int n = shape->neurons;
    const int count = (INPUTS + 1) * n + (shape->layers - 1) * n * (n + 1) + OUTPUTS * (n + 1);
    const kernel_block with = {96, 1, inputs, 0, POINTS}, without = {64, 0, inputs, 0, POINTS};
    run_plain(shape, with, &plain);
    run_plain(shape, without, &other);
    for (int i = 0; i < count; i++) plain.gradient[i] += other.gradient[i];
    for (int single = 0; single < 2; single++) {
        run_both(single ? table->f32 : table->f64, shape, with, without, count, &found);
        const double error = distance(found.gradient, plain.gradient, count);
        expect(error <= (single ? 2e-5 : 1e-13), "gradient of two blocks", set, error);
        if (!same) continue;
        run_both(single ? same->f32 : same->f64, shape, with, without, count, &other);
        expect(!memcmp(&other, &found, sizeof other), "digits of two blocks", set, 0);
    }
}

static int check_set(const char *set, const kernel_table *table, const kernel_table *same) {
    int cases = 0;
    for (int kind = KERNEL_TANH; kind <= KERNEL_SIGMOID; kind++)
        for (int layers = 1; layers <= 3; layers += 2)
            for (int neurons = 1; neurons <= 33; neurons += 8) {
                const kernel_shape shape = {layers, neurons, OUTPUTS, kind, INPUTS};
                for (int tangent = 0; tangent < 2; tangent++)
                    check_case(set, table, same, &shape,
                               (kernel_block){tangent ? 96 : POINTS, tangent, inputs, 0, POINTS});
                check_both(set, table, same, &shape);
                cases += 3;
            }
    return cases;
}

#ifdef KERNELS_WIDE
const kernel_table *kernels_wide(void);
#endif

int main(void) {
    uint64_t state = 1;
    for (int i = 0; i < MOST_PARAMETERS; i++) parameters[i] = 0.4 * drawn(&state);
    for (int i = 0; i < 2 * INPUTS * POINTS; i++) inputs[i] = drawn(&state);
    for (int i = 0; i < 2 * OUTPUTS * POINTS; i++) adjoints[i] = drawn(&state);
    int cases = check_set("baseline", kernels_baseline(), NULL);
    const char *sets = "baseline";
    if (kernels_fma_available()) {
        const kernel_table *same = kernels_avx512_available() ? kernels_avx512() : NULL;
        cases += check_set("fma", kernels_fma(), same);
        sets = same ? "baseline, fma, avx512" : "baseline, fma";
#ifdef KERNELS_WIDE
        cases += check_set("fma with registers of 64 bytes", kernels_wide(), kernels_fma());
#endif
    }
    printf("%s: %d cases, %d failures\n", sets, cases, failures);
    return failures > 0;
}
