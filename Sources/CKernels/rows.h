// Arithmetic on rows of doubles, four points at a time; nothing is fused, so that every instruction
// set gives the same digits.

typedef double four __attribute__((ext_vector_type(4)));
/// The same where nobody has aligned it.
typedef double loose_four __attribute__((ext_vector_type(4), aligned(8)));

INLINE double lane_sum(four x) { return (x[0] + x[1]) + (x[2] + x[3]); }

static void scale_row(int32_t points, double scale, const double *row, double *restrict result) {
    for (int32_t i = 0; i < points; i++) result[i] = row[i] * scale;
}

static void subtract_products(int32_t points, const double *left, const double *right,
                              double *restrict result) {
    for (int32_t i = 0; i < points; i++) result[i] -= left[i] * right[i];
}

static double product_sum(int32_t points, const double *left, const double *right) {
    four sum = (four)0.0;
    for (int32_t i = 0; i < points; i += 4)
        sum += *(const four *)(left + i) * *(const four *)(right + i);
    return lane_sum(sum);
}

static void misfit_squares(int32_t points, const double *tangent, const double *rate,
                           const double *presence, double scale, double factor,
                           double *restrict adjoints, double *sums) {
    four sum = *(const loose_four *)sums;
    for (int32_t i = 0; i < points; i += 4) {
        const four misfit = (*(const four *)(tangent + i) - *(const four *)(rate + i)) * scale *
                            *(const four *)(presence + i);
        sum += misfit * misfit;
        *(four *)(adjoints + i) = misfit * (scale * factor);
    }
    *(loose_four *)sums = sum;
}
