// The three products of a linear layer, on register tiles.
//
// A panel of a layer with n features has n cells, then one constant cell that stands for the input
// of the bias: {1, 0} in a tangent panel, {1, 1} in a value panel. Panels so are an odd number of
// cache lines apart for even n, which keeps them from falling into the same few cache sets.

// Features in a tile; two vectors each, with two operands and a broadcast beside them.
#if KERNEL_FMA
#define TILE 6
#else
#define TILE 3
#endif
// Rows and columns in a tile of the weights' gradient.
#define TILE_ROWS 3
#define TILE_COLUMNS 4

/// Keeps the compiler from moving loads across: it would run out of registers and spill sums.
#define KEEP_ORDER __asm__ volatile("" ::: "memory")

/// Doubles from one panel to the next.
INLINE ptrdiff_t panel_stride(int features) { return (ptrdiff_t)(features + 1) * KERNEL_CELL; }

/// The size of the next tile: `left` features in as few tiles as possible, as equal as possible.
INLINE int tile_size(int left, int largest) {
    int tiles = (left + largest - 1) / largest;
    return (left + tiles - 1) / tiles;
}

/// `count` outputs of one panel: weights times inputs, plus bias.
INLINE void forward_tile(int count, int inputs, int tangent, const double *weights, const vec *in,
                         vec *out) {
    const ptrdiff_t row = inputs + 1;
    vec first[TILE], second[TILE];
    for (int t = 0; t < count; t++) {
        first[t] = splat(weights[t * row + inputs]);
        second[t] = tangent ? splat(0.0) : first[t];
    }
    for (int k = 0; k < inputs; k++) {
        vec a = in[2 * k], b = in[2 * k + 1];
        for (int t = 0; t < count; t++) {
            vec w = splat(weights[t * row + k]);
            first[t] = multiply_add(w, a, first[t]);
            second[t] = multiply_add(w, b, second[t]);
        }
    }
    for (int t = 0; t < count; t++) {
        out[2 * t] = first[t];
        out[2 * t + 1] = second[t];
    }
}

/// `count` adjoints of one panel's inputs: transposed weights times the outputs' adjoints.
INLINE void backward_tile(int count, int outputs, ptrdiff_t row, const double *weights,
                          const vec *adjoints, vec *out) {
    vec first[TILE], second[TILE];
    for (int t = 0; t < count; t++) first[t] = second[t] = splat(0.0);
    for (int j = 0; j < outputs; j++) {
        vec a = adjoints[2 * j], b = adjoints[2 * j + 1];
        for (int t = 0; t < count; t++) {
            vec w = splat(weights[j * row + t]);
            first[t] = multiply_add(w, a, first[t]);
            second[t] = multiply_add(w, b, second[t]);
        }
    }
    for (int t = 0; t < count; t++) {
        out[2 * t] = first[t];
        out[2 * t + 1] = second[t];
    }
}

/// The sums of the lanes of four vectors, each as (0 + 1) + (2 + 3).
INLINE vec lane_sums(vec a, vec b, vec c, vec d) {
    vec ab = __builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7);
    vec cd = __builtin_shufflevector(c, d, 0, 4, 2, 6) + __builtin_shufflevector(c, d, 1, 5, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
           __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// Adds rows x columns sums over all panels of adjoint times input to the gradient.
INLINE void gradient_tile(int rows, int columns, int panels, const double *adjoints,
                          ptrdiff_t adjoint_stride, const double *inputs, ptrdiff_t input_stride,
                          double *gradient, ptrdiff_t row) {
    vec sums[TILE_ROWS][TILE_COLUMNS];
    for (int j = 0; j < rows; j++)
        for (int k = 0; k < columns; k++) sums[j][k] = splat(0.0);
    for (int p = 0; p < panels; p++) {
        const vec *z = (const vec *)(adjoints + p * adjoint_stride);
        const vec *a = (const vec *)(inputs + p * input_stride);
        for (int half = 0; half < 2; half++) {
            for (int k = 0; k < columns; k++) {
                vec x = a[2 * k + half];
                for (int j = 0; j < rows; j++)
                    sums[j][k] = multiply_add(z[2 * j + half], x, sums[j][k]);
            }
            KEEP_ORDER;
        }
    }
    for (int j = 0; j < rows; j++) {
        const vec *s = sums[j];
        const vec none = splat(0.0);
        vec total = lane_sums(s[0], columns > 1 ? s[1] : none, columns > 2 ? s[2] : none,
                              columns > 3 ? s[3] : none);
        for (int k = 0; k < columns; k++) gradient[j * row + k] += total[k];
    }
}

// One case a tile size, so that every loop over a tile is unrolled and its sums stay in registers.
#if KERNEL_FMA
#define FOR_TILE(size, CALL)                                                                      \
    switch (size) {                                                                               \
    case 6: CALL(6); break;                                                                       \
    case 5: CALL(5); break;                                                                       \
    case 4: CALL(4); break;                                                                       \
    case 3: CALL(3); break;                                                                       \
    case 2: CALL(2); break;                                                                       \
    default: CALL(1); break;                                                                      \
    }
#else
#define FOR_TILE(size, CALL)                                                                      \
    switch (size) {                                                                               \
    case 3: CALL(3); break;                                                                       \
    case 2: CALL(2); break;                                                                       \
    default: CALL(1); break;                                                                      \
    }
#endif

/// The linear part of a layer for a few panels of one kind.
SEPARATE void layer_forward(int inputs, int outputs, int panels, int tangent, const double *weights,
                          const double *in, double *out) {
    const ptrdiff_t in_stride = panel_stride(inputs), out_stride = panel_stride(outputs);
    for (int j = 0; j < outputs;) {
        const int size = tile_size(outputs - j, TILE);
        const double *w = weights + (ptrdiff_t)j * (inputs + 1);
        for (int p = 0; p < panels; p++) {
            const vec *a = (const vec *)(in + p * in_stride);
            vec *z = (vec *)(out + p * out_stride) + 2 * j;
#define CALL(n) forward_tile(n, inputs, tangent, w, a, z)
            FOR_TILE(size, CALL)
#undef CALL
        }
        j += size;
    }
}

/// The adjoints of a layer's inputs for a few panels.
SEPARATE void layer_backward(int inputs, int outputs, int panels, const double *weights,
                           const double *adjoints, double *out) {
    const ptrdiff_t in_stride = panel_stride(outputs), out_stride = panel_stride(inputs);
    for (int k = 0; k < inputs;) {
        const int size = tile_size(inputs - k, TILE);
        for (int p = 0; p < panels; p++) {
            const vec *z = (const vec *)(adjoints + p * in_stride);
            vec *a = (vec *)(out + p * out_stride) + 2 * k;
#define CALL(n) backward_tile(n, outputs, inputs + 1, weights + k, z, a)
            FOR_TILE(size, CALL)
#undef CALL
        }
        k += size;
    }
}

/// Adds the gradient by a layer's weights and biases. The inputs of a few columns stay in the
/// first-level cache while the adjoints stream by.
SEPARATE void layer_gradient(int inputs, int outputs, int panels, const double *adjoints,
                             const double *in, double *gradient) {
    const ptrdiff_t z_stride = panel_stride(outputs), a_stride = panel_stride(inputs);
    const ptrdiff_t row = inputs + 1;
    for (int k = 0; k < inputs + 1;) {
        const int columns = tile_size(inputs + 1 - k, TILE_COLUMNS);
        const double *a = in + k * KERNEL_CELL;
        for (int j = 0; j < outputs;) {
            const int rows = tile_size(outputs - j, TILE_ROWS);
            const double *z = adjoints + j * KERNEL_CELL;
            double *g = gradient + j * row + k;
#define CALL(r, c) gradient_tile(r, c, panels, z, z_stride, a, a_stride, g, row)
#define FOR_COLUMNS(r)                                                                            \
    switch (columns) {                                                                            \
    case 4: CALL(r, 4); break;                                                                    \
    case 3: CALL(r, 3); break;                                                                    \
    case 2: CALL(r, 2); break;                                                                    \
    default: CALL(r, 1); break;                                                                   \
    }
            switch (rows) {
            case 3: FOR_COLUMNS(3) break;
            case 2: FOR_COLUMNS(2) break;
            default: FOR_COLUMNS(1) break;
            }
#undef FOR_COLUMNS
#undef CALL
            j += rows;
        }
        k += columns;
    }
}
