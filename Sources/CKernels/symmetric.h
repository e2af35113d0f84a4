// Sums of outer products and the Cholesky factorisation, on register tiles.
//
// A symmetric matrix of order n, a multiple of KERNEL_TILE, keeps its lower triangle row by row;
// what lies above the diagonal is scratch. Columns are packed by strips of KERNEL_TILE: element k
// of the strip's columns lies together, so that a tile reads memory in its order.

/// Numbers in a vector here, whatever a register has: every set adds up in the same order.
typedef double four __attribute__((ext_vector_type(KERNEL_LANES)));
/// In an array that begins anywhere.
typedef double loose __attribute__((ext_vector_type(KERNEL_LANES), aligned(8)));
INLINE four fours(double x) { return (four)x; }

// Rows of a tile; its columns are one strip.
#if KERNEL_FMA
#define STRIP_ROWS 4
#else
#define STRIP_ROWS 2
#endif
#define STRIP_VECTORS (KERNEL_TILE / KERNEL_LANES)

/// rows x strip of the matrix, plus `sign` times the sum over `depth` of row times column.
INLINE void symmetric_tile(int depth, double sign, const double *rows, const double *strip,
                           double *matrix, ptrdiff_t order) {
    four sums[STRIP_ROWS][STRIP_VECTORS];
    for (int i = 0; i < STRIP_ROWS; i++)
        for (int v = 0; v < STRIP_VECTORS; v++) sums[i][v] = fours(0.0);
    for (int k = 0; k < depth; k++) {
        const four *columns = (const four *)(strip + k * KERNEL_TILE);
        const double *factors = rows + k * KERNEL_TILE;
        for (int i = 0; i < STRIP_ROWS; i++) {
            const four factor = fours(factors[i]);
            for (int v = 0; v < STRIP_VECTORS; v++)
                sums[i][v] = multiply_add(factor, columns[v], sums[i][v]);
        }
    }
    for (int i = 0; i < STRIP_ROWS; i++) {
        four *row = (four *)(matrix + i * order);
        for (int v = 0; v < STRIP_VECTORS; v++) row[v] += fours(sign) * sums[i][v];
    }
}

/// Adds `sign` times the sum of the outer products of the packed columns to rows and columns from
/// `first` on.
SEPARATE void symmetric_update(ptrdiff_t order, ptrdiff_t first, int depth, double sign,
                               const double *packed, double *matrix) {
    const ptrdiff_t strip_size = (ptrdiff_t)depth * KERNEL_TILE;
    for (ptrdiff_t column = first; column < order; column += KERNEL_TILE) {
        const double *strip = packed + (column - first) / KERNEL_TILE * strip_size;
        for (ptrdiff_t row = column; row < order; row += STRIP_ROWS) {
            const ptrdiff_t place = row - first;
            const double *rows =
                packed + place / KERNEL_TILE * strip_size + place % KERNEL_TILE;
            symmetric_tile(depth, sign, rows, strip, matrix + row * order + column, order);
        }
    }
}

static void gram_matrix(int32_t count, int32_t order, const double *rows, double *matrix,
                        double *work) {
    memset(matrix, 0, (size_t)order * order * sizeof(double));
    for (int32_t first = 0; first < count; first += KERNEL_BLOCK) {
        const int depth = count - first < KERNEL_BLOCK ? count - first : KERNEL_BLOCK;
        double *out = work;
        for (int32_t column = 0; column < order; column += KERNEL_TILE)
            for (int k = 0; k < depth; k++, out += KERNEL_TILE)
                memcpy(out, rows + (ptrdiff_t)(first + k) * order + column,
                       KERNEL_TILE * sizeof(double));
        symmetric_update(order, 0, depth, 1, work, matrix);
    }
}

/// Factors rows and columns [first, first + depth); 0 where a pivot is not positive.
static int factor_block(ptrdiff_t order, ptrdiff_t first, int depth, double *matrix) {
    double *block = matrix + first * order + first;
    for (int j = 0; j < depth; j++) {
        double *row = block + j * order;
        for (int k = 0; k <= j; k++) {
            const double *other = block + k * order;
            double rest = row[k];
            for (int l = 0; l < k; l++) rest -= row[l] * other[l];
            if (k < j) {
                row[k] = rest / other[k];
            } else {
                if (!(rest > 0) || rest > __DBL_MAX__) return 0;
                row[j] = __builtin_elementwise_sqrt(rest);
            }
        }
    }
    return 1;
}

/// Solves for a strip of rows below a factored block, packed: X L' = A.
SEPARATE void solve_strip(ptrdiff_t order, int depth, const double *block, double *strip) {
    for (int k = 0; k < depth; k++) {
        const double *factors = block + k * order;
        four *x = (four *)(strip + k * KERNEL_TILE);
        four rest[STRIP_VECTORS];
        for (int v = 0; v < STRIP_VECTORS; v++) rest[v] = x[v];
        for (int l = 0; l < k; l++) {
            const four *known = (const four *)(strip + l * KERNEL_TILE);
            const four factor = fours(-factors[l]);
            for (int v = 0; v < STRIP_VECTORS; v++)
                rest[v] = multiply_add(factor, known[v], rest[v]);
        }
        const four pivot = fours(factors[k]);
        for (int v = 0; v < STRIP_VECTORS; v++) x[v] = rest[v] / pivot;
    }
}

/// Solves for the rows below a factored block, and leaves them packed too.
static void solve_below(ptrdiff_t order, ptrdiff_t first, int depth, double *matrix,
                        double *packed) {
    for (ptrdiff_t top = first + depth; top < order; top += KERNEL_TILE) {
        double *rows = matrix + top * order + first;
        for (int k = 0; k < depth; k++)
            for (int i = 0; i < KERNEL_TILE; i++) packed[k * KERNEL_TILE + i] = rows[i * order + k];
        solve_strip(order, depth, matrix + first * order + first, packed);
        for (int i = 0; i < KERNEL_TILE; i++)
            for (int k = 0; k < depth; k++) rows[i * order + k] = packed[k * KERNEL_TILE + i];
        packed += (ptrdiff_t)depth * KERNEL_TILE;
    }
}

static int32_t cholesky(int32_t order, double *matrix, double *work) {
    for (int32_t first = 0; first < order; first += KERNEL_BLOCK) {
        const int depth = order - first < KERNEL_BLOCK ? order - first : KERNEL_BLOCK;
        if (!factor_block(order, first, depth, matrix)) return 0;
        solve_below(order, first, depth, matrix, work);
        symmetric_update(order, first + depth, depth, -1, work, matrix);
    }
    return 1;
}

/// The inner product of two rows.
INLINE double row_product(int32_t count, const double *a, const double *b) {
    four sums[4] = {fours(0.0), fours(0.0), fours(0.0), fours(0.0)};
    int32_t i = 0;
    for (; i + 16 <= count; i += 16)
        for (int v = 0; v < 4; v++) {
            four x, y;
            memcpy(&x, a + i + 4 * v, sizeof x);
            memcpy(&y, b + i + 4 * v, sizeof y);
            sums[v] = multiply_add(x, y, sums[v]);
        }
    four total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    double rest = (total[0] + total[1]) + (total[2] + total[3]);
    for (; i < count; i++) rest += a[i] * b[i];
    return rest;
}

/// y += factor * x.
INLINE void add_row(int32_t count, double factor, const double *x, double *y) {
    int32_t i = 0;
    for (; i + KERNEL_LANES <= count; i += KERNEL_LANES) {
        four a, b;
        memcpy(&a, x + i, sizeof a);
        memcpy(&b, y + i, sizeof b);
        b = multiply_add(fours(factor), a, b);
        memcpy(y + i, &b, sizeof b);
    }
    for (; i < count; i++) y[i] += factor * x[i];
}

static void cholesky_solve(int32_t order, const double *factor, double *x) {
    for (int32_t i = 0; i < order; i++) {
        const double *row = factor + (ptrdiff_t)i * order;
        x[i] = (x[i] - row_product(i, row, x)) / row[i];
    }
    for (int32_t i = order - 1; i >= 0; i--) {
        const double *row = factor + (ptrdiff_t)i * order;
        x[i] /= row[i];
        add_row(i, -x[i], row, x);
    }
}

static void row_products(int32_t count, int32_t length, const double *rows, const double *x,
                         double *products) {
    for (int32_t k = 0; k < count; k++)
        products[k] = row_product(length, rows + (ptrdiff_t)k * length, x);
}

static void row_sum(int32_t count, int32_t length, const double *rows, const double *factors,
                    double *sum) {
    memset(sum, 0, (size_t)length * sizeof(double));
    for (int32_t k = 0; k < count; k++)
        add_row(length, factors[k], rows + (ptrdiff_t)k * length, sum);
}

static void rank_two_update(int32_t count, int32_t length, double *matrix, double scale,
                            const double *s, const double *z, double ss, double sz, double zz) {
    for (int32_t i = 0; i < count; i++) {
        double *row = matrix + (ptrdiff_t)i * length;
        const four all_of_it = fours(scale);
        const four by_s = fours(ss * s[i] + sz * z[i]), by_z = fours(sz * s[i] + zz * z[i]);
        for (int32_t j = 0; j < length; j += KERNEL_LANES) {
            loose *out = (loose *)(row + j);
            const four a = *(const loose *)(s + j), b = *(const loose *)(z + j);
            *out = multiply_add(all_of_it, *out, multiply_add(by_s, a, by_z * b));
        }
    }
}
