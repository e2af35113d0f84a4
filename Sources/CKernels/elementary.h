// Elementary functions on pairs of vectors. Polynomials interpolate at Chebyshev nodes (60 digits, rounded);
// their own error is below 0.4 ulp. Arguments are clamped such that a NaN stays a NaN.

/// 2^k (1 + p) = exp(x): the scale and p of a reduced argument.
typedef struct {
    wide scale;
    wide p;
} exponential;

/// Splits exp(x) for x in [-708, 709]: x = k ln 2 + r, p = expm1(r).
INLINE exponential split_exponential(wide x) {
    // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
    const wide magic = all(0x1.8p52);
    wide shifted = multiply_add(x, all(0x1.71547652b82fep0), magic);
    wide k = shifted - magic;
    // ln 2 in two parts; the first has 33 bits, so that k times it is exact.
    wide r = multiply_add(k, all(-0x1.62e42feep-1), x);
    r = multiply_add(k, all(-0x1.a39ef35793c76p-33), r);
    wide r2 = r * r;
    // (expm1(r) - r) / r^2, even and odd powers apart to shorten the chain.
    wide even = all(0x1.1f730349868cep-29);
    even = multiply_add(even, r2, all(0x1.27e4db646b17ep-22));
    even = multiply_add(even, r2, all(0x1.a01a01a6d889cp-16));
    even = multiply_add(even, r2, all(0x1.6c16c16c162d4p-10));
    even = multiply_add(even, r2, all(0x1.5555555555556p-5));
    even = multiply_add(even, r2, all(0.5));
    wide odd = all(0x1.af4de97ca4194p-26);
    odd = multiply_add(odd, r2, all(0x1.71de0231960ebp-19));
    odd = multiply_add(odd, r2, all(0x1.a01a01abe7fe1p-13));
    odd = multiply_add(odd, r2, all(0x1.11111111100dcp-7));
    odd = multiply_add(odd, r2, all(0x1.5555555555557p-3));
    exponential e;
    e.p = multiply_add(multiply_add(odd, r, even), r2, r);
    e.scale = (wide)(((lanes)shifted << 52) + (lanes)all(1.0));
    return e;
}

/// exp(x) for x in [-708, 709], clamped outside.
INLINE wide exp_clamped(wide x) {
    exponential e = split_exponential(at_least(at_most(x, 709.0), -708.0));
    return multiply_add(e.scale, e.p, e.scale);
}

/// tanh(x) = expm1(2|x|) / (expm1(2|x|) + 2) with the sign of x.
INLINE wide tanh_wide(wide x) {
    // tanh(20) is 1 in double precision.
    wide doubled = at_most(magnitude(x), 20.0) * all(2.0);
    exponential e = split_exponential(doubled);
    wide expm1 = multiply_add(e.scale, e.p, e.scale - all(1.0));
    return with_sign(expm1 / (expm1 + all(2.0)), x);
}

/// 1 / (1 + exp(-x)).
INLINE wide sigmoid_wide(wide x) { return all(1.0) / (all(1.0) + exp_clamped(-x)); }

/// log(1 + u) for u in [0, 1], by the series of 2 atanh(s).
INLINE wide log1p_unit(wide u) {
    // Above sqrt(2) - 1: log(1 + u) = ln 2 + log1p((u - 1) / 2), so that |s| stays below 0.172.
    lanes large = u > all(0x1.a827999fcef32p-2);
    wide numerator = large ? u - all(1.0) : u;
    wide denominator = u + (large ? all(3.0) : all(2.0));
    wide s = numerator / denominator;
    wide s2 = s * s;
    wide q = all(0x1.0c05166ec4148p-4);
    q = multiply_add(q, s2, all(0x1.0fbe71ad855c9p-4));
    q = multiply_add(q, s2, all(0x1.3b1c36b445cebp-4));
    q = multiply_add(q, s2, all(0x1.745cf8fe328f9p-4));
    q = multiply_add(q, s2, all(0x1.c71c720168526p-4));
    q = multiply_add(q, s2, all(0x1.2492492476c42p-3));
    q = multiply_add(q, s2, all(0x1.9999999999a38p-3));
    q = multiply_add(q, s2, all(0x1.5555555555555p-2));
    wide twice = s + s;
    wide series = multiply_add(twice * s2, q, twice);
    return series + (large ? all(0x1.62e42fefa39efp-1) : all(0.0));
}

/// log(1 + exp(x)) and its derivative, the sigmoid.
typedef struct {
    wide value;
    wide slope;
} softplus_pair;

INLINE softplus_pair softplus_wide(wide x) {
    wide u = exp_clamped(-magnitude(x));
    wide reciprocal = all(1.0) / (all(1.0) + u);
    softplus_pair result;
    result.value = at_least(x, 0.0) + log1p_unit(u);
    result.slope = (x < all(0.0)) ? u * reciprocal : reciprocal;
    return result;
}

/// sin(x) and cos(x).
typedef struct {
    wide sine;
    wide cosine;
} sine_pair;

/// The C library's functions, for arguments where the reduction below loses its digits.
static __attribute__((noinline)) sine_pair sine_cosine_large(wide x) {
    sine_pair result;
    for (int i = 0; i < 8; i++) {
        result.sine[i] = sin(x[i]);
        result.cosine[i] = cos(x[i]);
    }
    return result;
}

INLINE sine_pair sine_cosine(wide x) {
    lanes large = magnitude(x) > all(0x1p20);
    if (large[0] | large[1] | large[2] | large[3]) return sine_cosine_large(x);
    const wide magic = all(0x1.8p52);
    wide shifted = multiply_add(x, all(0x1.45f306dc9c883p-1), magic);
    wide k = shifted - magic;
    // pi / 2 in three parts; the first two have 33 bits, so that k times them is exact.
    wide r = multiply_add(k, all(-0x1.921fb544p0), x);
    r = multiply_add(k, all(-0x1.0b4611a6p-34), r);
    r = multiply_add(k, all(-0x1.3198a2e037073p-69), r);
    wide z = r * r;
    wide s = all(0x1.5e0af186af739p-33);
    s = multiply_add(s, z, all(-0x1.ae600a926c89ap-26));
    s = multiply_add(s, z, all(0x1.71de37961e4c6p-19));
    s = multiply_add(s, z, all(-0x1.a01a019e8357dp-13));
    s = multiply_add(s, z, all(0x1.1111111110bb1p-7));
    s = multiply_add(s, z, all(-0x1.5555555555555p-3));
    wide sine = multiply_add(s * z, r, r);
    wide c = all(-0x1.907d7aebd5e3dp-37);
    c = multiply_add(c, z, all(0x1.1eeb68b109173p-29));
    c = multiply_add(c, z, all(-0x1.27e4fa17a41b4p-22));
    c = multiply_add(c, z, all(0x1.a01a019f4e867p-16));
    c = multiply_add(c, z, all(-0x1.6c16c16c16966p-10));
    c = multiply_add(c, z, all(0x1.5555555555555p-5));
    wide half = z * all(0.5);
    wide rest = all(1.0) - half;
    // 1 - z/2 with its rounding error put back.
    wide cosine = rest + multiply_add(c, z * z, (all(1.0) - rest) - half);
    lanes quadrant = (lanes)shifted;
    lanes odd = (quadrant & 1) != 0;
    sine_pair result;
    result.sine = (wide)((lanes)(odd ? cosine : sine) ^ ((quadrant & 2) << 62));
    result.cosine = (wide)((lanes)(odd ? sine : cosine) ^ (((quadrant + 1) & 2) << 62));
    return result;
}

/// The standard normal distribution function and density.
typedef struct {
    wide distribution;
    wide density;
} normal_pair;

INLINE normal_pair normal_wide(wide x) {
    wide y = at_most(magnitude(x), 37.5);
    // exp(-y^2 / 2) with y cut to 26 bits, whose square is exact, and a factor for the rest.
    wide high = (wide)((lanes)y & ~(lanes)(0x7ffffff));
    wide rest = (high - y) * (high + y) * all(0.5);
    wide factor = multiply_add(multiply_add(rest, all(0.5), all(1.0)), rest, all(1.0));
    wide gauss = exp_clamped(high * high * all(-0.5)) * factor;
    // (1 + 2 y) exp(y^2 / 2) erfc(y / sqrt 2) / 2 as a polynomial in u.
    static const double coefficients[23] = {
        0x1.b135a378924a6p-1,   -0x1.44c9cd8f5795dp-5,  -0x1.ba6f247fb887cp-5,
        0x1.9d3d58860cf4ap-4,   -0x1.9c4af953d72dcp-4,  0x1.28e8fee38ec28p-4,
        -0x1.42359ad01fbc4p-5,  0x1.f96034e1c519fp-7,   -0x1.d426361ffe3bbp-9,
        -0x1.f1d62343b81cep-14, 0x1.bdbecc8257c66p-12,  -0x1.c5ba92d461be8p-14,
        -0x1.bb8afc0cc2c07p-16, 0x1.455a4212d5ac1p-16,  0x1.2034edba78f2cp-21,
        -0x1.805767c4f69dcp-19, 0x1.730e134f83786p-23,  0x1.d5c8bb1e04507p-22,
        -0x1.1d6a921789c94p-25, -0x1.2deb4b2751601p-24, -0x1.2f5fe356ea728p-30,
        0x1.2f14209572be6p-27,  0x1.f7e4a10333258p-30};
    wide u = (y - all(5.0)) / (y + all(5.0));
    wide polynomial = all(coefficients[22]);
    for (int i = 21; i >= 0; i--) polynomial = multiply_add(polynomial, u, all(coefficients[i]));
    wide tail = gauss * polynomial / multiply_add(y, all(2.0), all(1.0));
    normal_pair result;
    result.distribution = (x > all(0.0)) ? all(1.0) - tail : tail;
    result.density = gauss * all(0x1.9884533d43651p-2);
    return result;
}
