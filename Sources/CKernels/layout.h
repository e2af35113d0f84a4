// Where things lie in the parameters and in the work space.
//
// Points go through the network in panels. For each feature a panel has a cell of two registers:
// in a block with tangents the values and the derivatives of a register of points, else the values
// of two registers of points, so that points whose derivative nobody asks for cost half. A panel of
// a layer ends with the constant input of the next layer's biases, {1, 0} or {1, 1}, and with spare
// cells, which let loops work on four registers at once and keep panels an odd number of cells apart,
// and not one beyond a multiple of 64, out of each other's cache sets.
//
// Work space has room for the panels of several blocks: the gradient is added up over all of them at
// once. It holds the input's panels, for every hidden layer its panels of activations, for every layer
// with weights its panels of slopes that become adjoints, and scratch for one group of panels.

#include "CKernels.h"

/// Numbers in a cell.
#define CELL (2 * REGISTER)
/// Panels that go through the network together: a tile's weights stay in the first-level cache.
#define GROUP 8

/// Panels of all blocks that the gradient is taken of: first those with tangents.
typedef struct {
    int tangents, values;
} held_panels;

/// Points of a panel.
static inline int panel_points(int tangent) { return tangent ? REGISTER : 2 * REGISTER; }

static inline int layer_features(const kernel_shape *shape, int layer) {
    if (layer == 0) return shape->inputs;
    return layer <= shape->layers ? shape->neurons : shape->outputs;
}

/// Numbers from one panel to the next.
static inline ptrdiff_t panel_stride(int features) {
    const ptrdiff_t cells = (features + 3) / 4 * 4 + 1;
    return (cells % 64 == 1 ? cells + 4 : cells) * CELL;
}

/// Where a layer's activations lie, in numbers from the start: the input (0) or a hidden layer.
static inline ptrdiff_t layer_cells_place(const kernel_shape *shape, int panels, int layer) {
    const ptrdiff_t inputs = layer > 0 ? panels * panel_stride(shape->inputs) : 0;
    const ptrdiff_t hidden = layer > 1 ? layer - 1 : 0;
    return inputs + hidden * panels * panel_stride(shape->neurons);
}

/// Where scratch for a group of panels lies, after all layers.
static inline ptrdiff_t group_scratch_place(const kernel_shape *shape, int panels) {
    return layer_cells_place(shape, panels, 2 * shape->layers + 1) +
           panels * panel_stride(shape->outputs);
}

/// Panels of a layer's activations: the input (0) or a hidden layer.
static inline real *layer_cells(const kernel_shape *shape, int panels, int layer,
                                void *work) {
    return (real *)work + layer_cells_place(shape, panels, layer);
}

/// Panels of a layer's slopes or adjoints, from layer 1 to layers + 1.
static inline real *layer_adjoints(const kernel_shape *shape, int panels, int layer,
                                   void *work) {
    return layer_cells(shape, panels, shape->layers + layer, work);
}

/// Room for a group of panels of the widest layer.
static inline real *group_scratch(const kernel_shape *shape, int panels, void *work) {
    return (real *)work + group_scratch_place(shape, panels);
}

/// Parameters of one layer.
static inline ptrdiff_t layer_parameters(const kernel_shape *shape, int layer) {
    return (ptrdiff_t)layer_features(shape, layer) * (layer_features(shape, layer - 1) + 1);
}

static ptrdiff_t network_work_size(const kernel_shape *shape, int32_t room) {
    const int widest = shape->neurons > shape->outputs ? shape->neurons : shape->outputs;
    const int panels = room / REGISTER;
    const ptrdiff_t scratch = group_scratch_place(shape, panels);
    return (scratch + GROUP * panel_stride(widest)) * (ptrdiff_t)sizeof(real);
}
