#define KERNEL_FMA 0
#define VECTOR_BYTES 16
#define KERNEL_SINGLE 1
#include "network.h"

const kernel_network kernels_baseline_single = NETWORK;
