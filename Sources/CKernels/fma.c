// The kernels with fused multiply-add. Headers of the system come first: the target attribute must
// not reach them.
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

#define KERNEL_FMA 1
extern const kernel_network kernels_fma_single;
#define single_precision kernels_fma_single
#include "table.h"

#if defined(__x86_64__)
#pragma clang attribute pop
#endif

const kernel_table *kernels_fma(void) { return &table; }

int kernels_fma_available(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return 1;
#endif
}
