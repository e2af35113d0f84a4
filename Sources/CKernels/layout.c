#include "layout.h"

ptrdiff_t kernel_work_count(const kernel_shape *shape, int32_t panels) {
    const int widest = shape->neurons > shape->outputs ? shape->neurons : shape->outputs;
    return scratch_offset(shape, panels) + GROUP * (ptrdiff_t)(widest + 1) * KERNEL_CELL;
}

ptrdiff_t kernel_output_stride(const kernel_shape *shape) {
    return layer_stride(shape, shape->layers + 1);
}

ptrdiff_t kernel_outputs(const kernel_shape *shape, int32_t panels) {
    return layer_offset(shape, panels, shape->layers + 1);
}

ptrdiff_t kernel_adjoints(const kernel_shape *shape, int32_t panels) {
    return adjoint_offset(shape, panels, shape->layers + 1);
}
