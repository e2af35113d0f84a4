// Elementary functions on wide vectors. Arguments are clamped such that a NaN stays a NaN.

#include "constants.h"

/// c[0] + c[1] x + c[2] x^2 + ...; the number of coefficients is fixed, so that the loop unrolls.
#define polynomial(x, c) horner(x, c, sizeof(c) / sizeof((c)[0]))
INLINE wide horner(wide x, const real *coefficients, int count) {
    wide value = all(coefficients[count - 1]);
    for (int i = count - 2; i >= 0; i--) value = multiply_add(value, x, all(coefficients[i]));
    return value;
}

/// 2^k (1 + p) = exp(x): the scale and p of a reduced argument.
typedef struct {
    wide scale;
    wide p;
} exponential;

/// Splits exp(x) for clamped x: x = k ln 2 + r, p = expm1(r). With `exactly` false k ln 2 is rounded
/// once, which is enough where a large k makes p insignificant.
INLINE exponential split_exponential(wide x, int exactly) {
    // In single precision chains are short; where all digits matter others want the registers.
    const int is_long = !exactly && !KERNEL_SINGLE;
    // Adding this rounds to an integer and leaves it in the low bits.
    const wide magic = all(ROUNDING);
    wide shifted = abreast(multiply_add(x, all(INVERSE_LN2), magic), is_long);
    wide k = shifted - magic;
    wide r;
    if (exactly) {
        // The first part is so short that k times it is exact.
        r = multiply_add(k, all(-LN2_HIGH), x);
        r = multiply_add(k, all(-LN2_LOW), r);
    } else {
        r = multiply_add(k, all(-LN2), x);
    }
    r = abreast(r, is_long);
    wide r2 = abreast(r * r, is_long);
    // (expm1(r) - r) / r^2, even and odd powers apart to shorten the chain.
    const int powers = sizeof(EXP_ODD) / sizeof(real);
    wide even = all(EXP_EVEN[powers]), odd = all(EXP_ODD[powers - 1]);
    for (int i = powers - 1; i >= 0; i--) {
        even = abreast(multiply_add(even, r2, all(EXP_EVEN[i])), is_long);
        if (i > 0) odd = abreast(multiply_add(odd, r2, all(EXP_ODD[i - 1])), is_long);
    }
    exponential e;
    e.p = multiply_add(multiply_add(odd, r, even), r2, r);
    e.scale = (wide)(((bits)shifted << MANTISSA_BITS) + (bits)all(1));
    return e;
}

/// exp(x) in two parts, clamped where it or its inverse would be too large.
INLINE exponential split_clamped(wide x) {
    return split_exponential(at_least(at_most(x, EXP_MOST), EXP_LEAST), 1);
}

/// exp(x), clamped likewise.
INLINE wide exp_clamped(wide x) {
    exponential e = split_clamped(x);
    return multiply_add(e.scale, e.p, e.scale);
}

/// expm1(2|x|) with the sign of x: tanh but for a division.
INLINE wide tanh_numerator(wide x) {
    wide doubled = at_most(magnitude(x), TANH_IS_ONE) * all(2);
    exponential e = split_exponential(doubled, 0);
    return with_sign(multiply_add(e.scale, e.p, e.scale - all(1)), x);
}

/// tanh(x) = expm1(2|x|) / (expm1(2|x|) + 2) with the sign of x.
INLINE wide tanh_quotient(wide numerator) {
    return numerator / (magnitude(numerator) + all(2));
}

INLINE wide tanh_wide(wide x) { return tanh_quotient(tanh_numerator(x)); }

/// 1 / (1 + exp(-x)).
INLINE wide sigmoid_wide(wide x) { return all(1) / (all(1) + exp_clamped(-x)); }

/// log(1 + u) for u in [0, 1], by the series of 2 atanh(s).
INLINE wide log1p_unit(wide u) {
    // Above sqrt(2) - 1: log(1 + u) = ln 2 + log1p((u - 1) / 2), so that |s| stays below 0.172.
    lanes large = u > all(0x1.a827999fcef32p-2);
    wide numerator = large ? u - all(1) : u;
    wide denominator = u + (large ? all(3) : all(2));
    wide s = numerator / denominator;
    wide s2 = s * s;
    wide twice = s + s;
    wide series = multiply_add(twice * s2, polynomial(s2, ATANH), twice);
    return series + (large ? all(LN2) : all(0));
}

/// log(1 + exp(x)) and its derivative, the sigmoid.
typedef struct {
    wide value;
    wide slope;
} softplus_pair;

INLINE softplus_pair softplus_wide(wide x) {
    wide u = exp_clamped(-magnitude(x));
    wide reciprocal = all(1) / (all(1) + u);
    softplus_pair result;
    result.value = at_least(x, 0) + log1p_unit(u);
    result.slope = (x < all(0)) ? u * reciprocal : reciprocal;
    return result;
}

/// sin(x) and cos(x).
typedef struct {
    wide sine;
    wide cosine;
} sine_pair;

/// The C library's functions, for arguments where the reduction below loses its digits.
SEPARATE void sine_cosine_large(const wide *x, sine_pair *result) {
    for (int i = 0; i < 2 * CELL; i++) {
        result->sine[i] = (real)sin((*x)[i]);
        result->cosine[i] = (real)cos((*x)[i]);
    }
}

INLINE sine_pair sine_cosine(wide x) {
    sine_pair result;
    lanes large = magnitude(x) > all(SINE_LARGE);
    if (__builtin_reduce_or(large)) {
        sine_cosine_large(&x, &result);
        return result;
    }
    const wide magic = all(ROUNDING);
    wide shifted = multiply_add(x, all(TWO_OVER_PI), magic);
    wide k = shifted - magic;
    // pi / 2 in three parts; the first two are so short that k times them is exact.
    wide r = multiply_add(k, all(-HALF_PI_HIGH), x);
    r = multiply_add(k, all(-HALF_PI_MIDDLE), r);
    r = multiply_add(k, all(-HALF_PI_LOW), r);
    wide z = r * r;
    wide sine = multiply_add(polynomial(z, SINE) * z, r, r);
    wide half = z * all(0.5);
    wide rest = all(1) - half;
    // 1 - z/2 with its rounding error put back.
    wide cosine = rest + multiply_add(polynomial(z, COSINE), z * z, (all(1) - rest) - half);
    bits quadrant = (bits)shifted;
    lanes odd = (quadrant & 1) != 0;
    const int to_sign = 8 * sizeof(real) - 2;
    result.sine = (wide)((bits)(odd ? cosine : sine) ^ ((quadrant & 2) << to_sign));
    result.cosine = (wide)((bits)(odd ? sine : cosine) ^ (((quadrant + 1) & 2) << to_sign));
    return result;
}

/// The standard normal distribution function and density.
typedef struct {
    wide distribution;
    wide density;
} normal_pair;

INLINE normal_pair normal_wide(wide x) {
    wide y = at_most(magnitude(x), NORMAL_MOST);
    // exp(-y^2 / 2) with y cut to half its bits, whose square is exact, and a factor for the rest.
    wide high = (wide)((bits)y & ~(bits)(HALF_MANTISSA));
    wide rest = (high - y) * (high + y) * all(0.5);
    exponential gauss = split_clamped(high * high * all(-0.5));
    wide factor = polynomial(rest, EXP_REST);
    wide u = (y - all(NORMAL_CENTRE)) / (y + all(NORMAL_CENTRE));
    wide ratio = factor * polynomial(u, NORMAL) / multiply_add(y, all(NORMAL_SLOPE), all(1));
    // Scaled last, which is exact.
    wide tail = multiply_add(gauss.p, ratio, ratio) * gauss.scale;
    normal_pair result;
    result.distribution = (x > all(0)) ? all(1) - tail : tail;
    factor *= all(0x1.9884533d43651p-2);
    result.density = multiply_add(gauss.p, factor, factor) * gauss.scale;
    return result;
}
