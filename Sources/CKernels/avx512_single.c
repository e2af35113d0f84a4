#if defined(__x86_64__)
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl"))),      \
                             apply_to = function)
#define VECTOR_BYTES 64
#define KERNEL_FMA 1
#define KERNEL_SINGLE 1
#include "network.h"
#pragma clang attribute pop

const kernel_network kernels_avx512_single = NETWORK;
#endif
