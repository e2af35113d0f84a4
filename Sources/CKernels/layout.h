// Where things lie in the parameters and in the work space.
//
// Work space: for every layer 0 ... layers + 1 its panels (layer 0 is the input), then for every
// layer 1 ... layers + 1 the panels of slopes that become adjoints, then scratch for one group.

#include "CKernels.h"

/// Panels that go through the network together: a tile's weights stay in the first-level cache.
#define GROUP 4

static inline int layer_features(const kernel_shape *shape, int layer) {
    if (layer == 0) return shape->inputs;
    return layer <= shape->layers ? shape->neurons : shape->outputs;
}

static inline ptrdiff_t layer_stride(const kernel_shape *shape, int layer) {
    return (ptrdiff_t)(layer_features(shape, layer) + 1) * KERNEL_CELL;
}

/// Doubles before the panels of a layer.
static inline ptrdiff_t layer_offset(const kernel_shape *shape, int32_t panels, int layer) {
    ptrdiff_t offset = 0;
    for (int l = 0; l < layer; l++) offset += panels * layer_stride(shape, l);
    return offset;
}

/// Doubles before the adjoints of a layer, from 1 on.
static inline ptrdiff_t adjoint_offset(const kernel_shape *shape, int32_t panels, int layer) {
    return layer_offset(shape, panels, shape->layers + 2) +
           layer_offset(shape, panels, layer) - panels * layer_stride(shape, 0);
}

static inline ptrdiff_t scratch_offset(const kernel_shape *shape, int32_t panels) {
    return adjoint_offset(shape, panels, shape->layers + 2);
}

/// Parameters of one layer.
static inline ptrdiff_t layer_parameters(const kernel_shape *shape, int layer) {
    return (ptrdiff_t)layer_features(shape, layer) * (layer_features(shape, layer - 1) + 1);
}
