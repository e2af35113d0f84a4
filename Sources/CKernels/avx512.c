// The kernels with fused multiply-add on registers of 64 bytes; the digits of fma.c.
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "CKernels.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl"))),      \
                             apply_to = function)
#define VECTOR_BYTES 64
#define KERNEL_FMA 1
extern const kernel_network kernels_avx512_single;
#define single_precision kernels_avx512_single
#include "table.h"
#pragma clang attribute pop

const kernel_table *kernels_avx512(void) { return &table; }

int kernels_avx512_available(void) {
    return kernels_fma_available() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#else
const kernel_table *kernels_avx512(void) { return NULL; }

int kernels_avx512_available(void) { return 0; }
#endif
