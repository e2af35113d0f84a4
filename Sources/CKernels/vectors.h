// Vectors of four doubles: one AVX register, or two of SSE2 or NEON.
// The including file defines KERNEL_FMA: whether `multiply_add` rounds once.

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define SEPARATE static __attribute__((noinline))

/// One vector.
typedef double vec __attribute__((ext_vector_type(4)));
/// Two vectors: a cell, or the same thing of two neighbouring features. Elementary functions work
/// on two vectors at once, because one alone is a chain of dependent instructions.
typedef double wide __attribute__((ext_vector_type(8)));
typedef int64_t lanes __attribute__((ext_vector_type(8)));

/// a * b + c; with KERNEL_FMA rounded once.
#if KERNEL_FMA
#define multiply_add(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define multiply_add(a, b, c) ((a) * (b) + (c))
#endif

INLINE vec splat(double x) { return (vec)x; }
INLINE wide all(double x) { return (wide)x; }

/// The smaller one; `x` where it is not a number.
INLINE wide at_most(wide x, double limit) { return x > all(limit) ? all(limit) : x; }

/// The larger one; `x` where it is not a number.
INLINE wide at_least(wide x, double limit) { return x < all(limit) ? all(limit) : x; }

INLINE wide magnitude(wide x) { return (wide)((lanes)x & INT64_MAX); }

INLINE wide with_sign(wide magnitude, wide sign) {
    return (wide)((lanes)magnitude | ((lanes)sign & INT64_MIN));
}

/// The first halves of two pairs, as a pair.
INLINE wide firsts(wide a, wide b) {
    return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
}

/// The second halves of two pairs, as a pair.
INLINE wide seconds(wide a, wide b) {
    return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}
