// The kernels as every machine of the architecture runs them: no fused multiply-add.
#include "CKernels.h"

#define KERNEL_FMA 0
#define VECTOR_BYTES 16
extern const kernel_network kernels_baseline_single;
#define single_precision kernels_baseline_single
#include "table.h"

const kernel_table *kernels_baseline(void) { return &table; }
