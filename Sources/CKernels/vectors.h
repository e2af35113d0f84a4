// Vectors of the instruction set. The including file defines:
//   KERNEL_FMA: whether `multiply_add` rounds once;
//   VECTOR_BYTES: the size of a register;
//   KERNEL_SINGLE: whether numbers are floats.
//
// Digits depend on KERNEL_FMA and KERNEL_SINGLE alone: lanes never mix but in the sums over points
// of the gradient, which AVX2 and AVX-512 take in the same order.

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define SEPARATE static __attribute__((noinline))

#if KERNEL_SINGLE
typedef float real;
typedef int32_t whole;
typedef uint32_t natural;
#else
typedef double real;
typedef int64_t whole;
typedef uint64_t natural;
#endif

/// Numbers in a register.
#define REGISTER ((int)(VECTOR_BYTES / sizeof(real)))

/// One register.
typedef real vec __attribute__((ext_vector_type(VECTOR_BYTES / sizeof(real))));
/// Two registers: a cell.
typedef real pair __attribute__((ext_vector_type(2 * VECTOR_BYTES / sizeof(real))));
/// Four registers: what elementary functions work on, because fewer would be too few chains of
/// dependent instructions.
typedef real wide __attribute__((ext_vector_type(4 * VECTOR_BYTES / sizeof(real))));
/// What comparisons of those give.
typedef whole lanes __attribute__((ext_vector_type(4 * VECTOR_BYTES / sizeof(real))));
/// Their bits: only without a sign do shifts and sums wrap around.
typedef natural bits __attribute__((ext_vector_type(4 * VECTOR_BYTES / sizeof(real))));

/// a * b + c; with KERNEL_FMA rounded once.
#if KERNEL_FMA
#define multiply_add(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define multiply_add(a, b, c) ((a) * (b) + (c))
#endif

INLINE vec splat(real x) { return (vec)x; }
INLINE wide all(real x) { return (wide)x; }

INLINE vec load(const real *p) { return *(const vec *)p; }
INLINE void store(real *p, vec x) { *(vec *)p = x; }

/// The smaller one; `x` where it is not a number.
INLINE wide at_most(wide x, real limit) { return x > all(limit) ? all(limit) : x; }

/// The larger one; `x` where it is not a number.
INLINE wide at_least(wide x, real limit) { return x < all(limit) ? all(limit) : x; }

#define SIGN_BIT ((natural)1 << (8 * sizeof(natural) - 1))

INLINE wide magnitude(wide x) { return (wide)((bits)x & ~SIGN_BIT); }

INLINE wide with_sign(wide magnitude, wide sign) {
    return (wide)((bits)magnitude | ((bits)sign & SIGN_BIT));
}

/// Four registers as one.
INLINE wide join(vec a, vec b, vec c, vec d) {
    wide w;
    w.lo.lo = a, w.lo.hi = b, w.hi.lo = c, w.hi.hi = d;
    return w;
}

#if defined(__aarch64__)
#define IN_REGISTER "+w"
#else
#define IN_REGISTER "+x"
#endif

/// The same, if `needed` with all four registers at hand before anything is made of one of them.
/// Left alone the compiler ends one register's chain of dependent instructions before it begins the
/// next one's, which may be more than processors look ahead. AVX-512 is left alone.
INLINE wide abreast(wide x, int needed) {
#if VECTOR_BYTES < 64
    if (!needed) return x;
    vec a = x.lo.lo, b = x.lo.hi, c = x.hi.lo, d = x.hi.hi;
    __asm__("" : IN_REGISTER(a), IN_REGISTER(b), IN_REGISTER(c), IN_REGISTER(d));
    return join(a, b, c, d);
#else
    (void)needed;
    return x;
#endif
}
