// Fourteen independent sums in registers: more than a unit's latency times the units of any core,
// and with both operands no more than the sixteen registers of AVX2.
#include "CPeaks.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#endif

#define LOOP(name, scalar, lanes)                                                                 \
    scalar name(int64_t repetitions) {                                                            \
        typedef scalar vec __attribute__((ext_vector_type(lanes)));                               \
        vec sums[14], factor = (vec)(scalar)0.5, term = (vec)(scalar)1;                           \
        __asm__ volatile("" : "+m"(factor), "+m"(term));                                          \
        for (int i = 0; i < 14; i++) sums[i] = (vec)(scalar)i;                                    \
        for (int64_t n = 0; n < repetitions; n++) {                                               \
            _Pragma("unroll") for (int i = 0; i < 14; i++)                                        \
                sums[i] = __builtin_elementwise_fma(sums[i], factor, term);                       \
        }                                                                                         \
        vec total = sums[0];                                                                      \
        for (int i = 1; i < 14; i++) total += sums[i];                                            \
        return total[0];                                                                          \
    }

LOOP(peak_f64, double, 4)
LOOP(peak_f32, float, 8)

#if defined(__x86_64__)
#pragma clang attribute pop
#endif

int peak_available(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return 1;
#endif
}
