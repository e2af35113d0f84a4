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
#define KERNEL_SINGLE 1
#include "network.h"

#if defined(__x86_64__)
#pragma clang attribute pop
#endif

const kernel_network kernels_fma_single = NETWORK;
