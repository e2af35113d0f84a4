// The kernels for registers of 64 bytes, compiled for AVX2: the code of AVX-512 with the arithmetic of
// AVX2, to compare digits on machines without AVX-512.
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VECTOR_BYTES 64
#define KERNEL_FMA 1
extern const kernel_network kernels_wide_single;
#define single_precision kernels_wide_single
#include "table.h"
#pragma clang attribute pop

const kernel_table *kernels_wide(void) { return &table; }
