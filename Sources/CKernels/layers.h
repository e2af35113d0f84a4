// The three products of a linear layer, on register tiles.
//
// Sums over points are taken in registers of at most 32 bytes: so AVX-512, which has 64, adds up the
// same lanes in the same order as AVX2.

// Features in a tile; two registers each, with two operands and a broadcast beside them.
#if VECTOR_BYTES == 64
#define TILE 8
#else
#define TILE 6
#endif
// Features in a tile of a layer whose group of panels fits into the first-level cache, and what such
// a layer has at most. Reading panels more often costs nothing there, and eight sums are enough for
// two fused multiply-adds a cycle that take four.
#define NARROW_TILE (TILE < 8 ? 4 : TILE)
#define NARROW_LAYER 64
// Rows and columns in a tile of the weights' gradient.
#define TILE_ROWS 3
#define TILE_COLUMNS 4
// Tiles side by side whose inputs stay in the first-level cache while the adjoints stream by.
#define TILES_ABREAST (KERNEL_SINGLE ? 3 : 2)

/// Keeps the compiler from moving loads across: it would run out of registers and spill sums.
#define KEEP_ORDER __asm__ volatile("" ::: "memory")

// Fewer branches to foresee; more copies would need more registers for addresses.
#define UNROLL_TWICE _Pragma("clang loop unroll_count(2)")

/// The size of the next tile: `left` features in as few tiles as possible, as equal as possible.
INLINE int tile_size(int left, int largest) {
    if (left == 0) return 0;
    int tiles = (left + largest - 1) / largest;
    return (left + tiles - 1) / tiles;
}

/// The size of a tile where panels of so many features are read and `left` are still to be made.
INLINE int feature_tile(int features, int left) {
    return tile_size(left, features <= NARROW_LAYER ? NARROW_TILE : TILE);
}

/// `count` outputs of some panels: weights times inputs, plus bias.
INLINE void forward_tile(int count, int inputs, int tangent, int panels, const real *weights,
                         const real *in, real *out, ptrdiff_t out_stride) {
    const ptrdiff_t row = inputs + 1, in_stride = panel_stride(inputs);
    for (int p = 0; p < panels; p++) {
        const vec *a = (const vec *)(in + p * in_stride);
        vec *z = (vec *)(out + p * out_stride);
        vec first[TILE], second[TILE];
        for (int t = 0; t < count; t++) {
            first[t] = splat(weights[t * row + inputs]);
            second[t] = tangent ? splat(0) : first[t];
        }
        UNROLL_TWICE
        for (int k = 0; k < inputs; k++) {
            vec x = a[2 * k], y = a[2 * k + 1];
            for (int t = 0; t < count; t++) {
                vec w = splat(weights[t * row + k]);
                first[t] = multiply_add(w, x, first[t]);
                second[t] = multiply_add(w, y, second[t]);
            }
        }
        for (int t = 0; t < count; t++) z[2 * t] = first[t], z[2 * t + 1] = second[t];
    }
}

/// `count` adjoints of some panels' inputs: transposed weights times the outputs' adjoints.
INLINE void backward_tile(int count, int outputs, int panels, ptrdiff_t row, const real *weights,
                          const real *in, real *out, ptrdiff_t out_stride) {
    const ptrdiff_t in_stride = panel_stride(outputs);
    for (int p = 0; p < panels; p++) {
        const vec *a = (const vec *)(in + p * in_stride);
        vec *z = (vec *)(out + p * out_stride);
        vec first[TILE], second[TILE];
        for (int t = 0; t < count; t++) first[t] = second[t] = splat(0);
        UNROLL_TWICE
        for (int j = 0; j < outputs; j++) {
            vec x = a[2 * j], y = a[2 * j + 1];
            for (int t = 0; t < count; t++) {
                vec w = splat(weights[j * row + t]);
                first[t] = multiply_add(w, x, first[t]);
                second[t] = multiply_add(w, y, second[t]);
            }
        }
        for (int t = 0; t < count; t++) z[2 * t] = first[t], z[2 * t + 1] = second[t];
    }
}

// One case a tile size, so that every loop over a tile is unrolled and its sums stay in registers.
#if TILE == 8
#define LARGER_TILES(CALL)                                                                        \
    case 8: CALL(8); break;                                                                       \
    case 7: CALL(7); break;
#else
#define LARGER_TILES(CALL)
#endif
#define FOR_TILE(size, CALL)                                                                      \
    switch (size) {                                                                               \
        LARGER_TILES(CALL)                                                                        \
    case 6: CALL(6); break;                                                                       \
    case 5: CALL(5); break;                                                                       \
    case 4: CALL(4); break;                                                                       \
    case 3: CALL(3); break;                                                                       \
    case 2: CALL(2); break;                                                                       \
    default: CALL(1); break;                                                                      \
    }

/// The outputs of a layer for a few panels.
SEPARATE void layer_forward(int inputs, int outputs, int tangent, int panels, const real *weights,
                            const real *in, real *out) {
    for (int j = 0; j < outputs;) {
        const int size = feature_tile(inputs, outputs - j);
        const real *w = weights + (ptrdiff_t)j * (inputs + 1);
#define CALL(n)                                                                                   \
    forward_tile(n, inputs, tangent, panels, w, in, out + j * CELL, panel_stride(outputs))
        FOR_TILE(size, CALL)
#undef CALL
        j += size;
    }
}

/// The adjoints of a layer's inputs for a few panels.
SEPARATE void layer_backward(int inputs, int outputs, int panels, const real *weights,
                             const real *adjoints, real *out) {
    for (int k = 0; k < inputs;) {
        const int size = feature_tile(outputs, inputs - k);
#define CALL(n)                                                                                   \
    backward_tile(n, outputs, panels, inputs + 1, weights + k, adjoints, out + k * CELL,          \
                  panel_stride(inputs))
        FOR_TILE(size, CALL)
#undef CALL
        k += size;
    }
}

#define SUM_BYTES (VECTOR_BYTES < 32 ? VECTOR_BYTES : 32)
/// Numbers in a register of sums.
#define SUM_LANES ((int)(SUM_BYTES / sizeof(real)))
// Fours of numbers in such a register; 0 where only two fit.
#define QUADS (SUM_BYTES / (KERNEL_SINGLE ? 16 : 32))

typedef real sum __attribute__((ext_vector_type(SUM_BYTES / sizeof(real))));
/// Four sums in double precision.
typedef double totals __attribute__((ext_vector_type(4)));

/// The sums of the lanes of four registers, of four lanes each as (0 + 1) + (2 + 3).
INLINE totals lane_totals(sum a, sum b, sum c, sum d) {
#if QUADS == 0
    return (totals){a[0], b[0], c[0], d[0]} + (totals){a[1], b[1], c[1], d[1]};
#elif QUADS == 1
    const sum ab = __builtin_shufflevector(a, b, 0, 4, 2, 6) +
                   __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const sum cd = __builtin_shufflevector(c, d, 0, 4, 2, 6) +
                   __builtin_shufflevector(c, d, 1, 5, 3, 7);
    return __builtin_convertvector(__builtin_shufflevector(ab, cd, 0, 1, 4, 5) +
                                       __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
                                   totals);
#else
    const sum ab = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14) +
                   __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
    const sum cd = __builtin_shufflevector(c, d, 0, 8, 2, 10, 4, 12, 6, 14) +
                   __builtin_shufflevector(c, d, 1, 9, 3, 11, 5, 13, 7, 15);
    const sum both = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                     __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_convertvector(both.lo, totals) + __builtin_convertvector(both.hi, totals);
#endif
}

/// Where the i-th part of a cell begins, in the order of a cell or cells of AVX2.
INLINE int cell_part(int tangent, int i) {
    if (!tangent || SUM_BYTES == VECTOR_BYTES) return i * SUM_LANES;
    return (i & 1 ? REGISTER : 0) + i / 2 * SUM_LANES;
}

/// Where some panels' adjoints and inputs begin, and what lies between two panels.
typedef struct {
    const real *adjoints, *inputs;
    ptrdiff_t adjoint_stride, input_stride;
} operands;

/// Adds the products of adjoints and inputs of some panels to a tile's sums.
INLINE void add_products(int rows, int columns, int tangent, int panels, operands from,
                         sum s[TILE_ROWS][TILE_COLUMNS]) {
    for (int p = 0; p < panels; p++)
        for (int i = 0; i < CELL / SUM_LANES; i++) {
            const real *z = from.adjoints + p * from.adjoint_stride + cell_part(tangent, i);
            const real *a = from.inputs + p * from.input_stride + cell_part(tangent, i);
            for (int k = 0; k < columns; k++) {
                const sum x = *(const sum *)(a + k * CELL);
                for (int j = 0; j < rows; j++)
                    s[j][k] = multiply_add(*(const sum *)(z + j * CELL), x, s[j][k]);
            }
            KEEP_ORDER;
        }
}

/// Adds rows x columns sums over all panels of adjoint times input to the gradient.
INLINE void gradient_tile(int rows, int columns, held_panels held, operands from,
                          double *gradient, ptrdiff_t row) {
    const sum none = (sum)(real)0;
    sum s[TILE_ROWS][TILE_COLUMNS];
    for (int j = 0; j < rows; j++) {
        for (int k = 0; k < columns; k++) s[j][k] = none;
        __builtin_prefetch(gradient + j * row, 1);
    }
#if SUM_BYTES == VECTOR_BYTES
    add_products(rows, columns, 0, held.tangents + held.values, from, s);
#else
    add_products(rows, columns, 1, held.tangents, from, s);
    from.adjoints += held.tangents * from.adjoint_stride;
    from.inputs += held.tangents * from.input_stride;
    add_products(rows, columns, 0, held.values, from, s);
#endif
    for (int j = 0; j < rows; j++) {
        const totals t =
            lane_totals(s[j][0], columns > 1 ? s[j][1] : none, columns > 2 ? s[j][2] : none,
                        columns > 3 ? s[j][3] : none);
        for (int k = 0; k < columns; k++) gradient[j * row + k] += t[k];
    }
}

INLINE void gradient_tile_of_size(int rows, int columns, held_panels held, operands from,
                                  double *gradient, ptrdiff_t row) {
#define CALL(r, c) gradient_tile(r, c, held, from, gradient, row)
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
}

/// Adds the gradient by a layer's weights and biases. The inputs of a few columns stay in the
/// first-level cache while the adjoints stream by.
SEPARATE void layer_gradient(int inputs, int outputs, held_panels held, const real *adjoints,
                             const real *in, double *gradient) {
    const int row = inputs + 1;
    for (int begin = 0, end = 0; begin < row; begin = end) {
        for (int tile = 0; tile < TILES_ABREAST; tile++)
            end += tile_size(row - end, TILE_COLUMNS);
        for (int j = 0; j < outputs;) {
            const int rows = tile_size(outputs - j, TILE_ROWS);
            for (int k = begin; k < end;) {
                const int columns = tile_size(row - k, TILE_COLUMNS);
                const operands from = {adjoints + j * CELL, in + k * CELL, panel_stride(outputs),
                                       panel_stride(inputs)};
                gradient_tile_of_size(rows, columns, held, from, gradient + j * row + k, row);
                k += columns;
            }
            j += rows;
        }
    }
}
