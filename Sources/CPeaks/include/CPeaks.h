#ifndef CPEAKS_H
#define CPEAKS_H

#include <stdint.h>

// Loops that do nothing but fused multiply-adds, to measure what one core can do at most.

/// Fused multiply-adds in double precision that one repetition does.
#define PEAK_F64_PER_REPETITION (14 * 4)
/// The same in single precision.
#define PEAK_F32_PER_REPETITION (14 * 8)

/// Whether this machine has fused multiply-add.
int peak_available(void);
/// Runs so many repetitions in double precision; the result must be used, it means nothing.
double peak_f64(int64_t repetitions);
/// Runs so many repetitions in single precision.
float peak_f32(int64_t repetitions);

#endif
