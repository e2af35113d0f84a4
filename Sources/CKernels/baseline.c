// The kernels as every machine of the architecture runs them: no fused multiply-add.
#define KERNEL_FMA 0
#include "network.h"

const kernel_table *kernels_baseline(void) { return &table; }
