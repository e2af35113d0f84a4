// Rows of a Jacobian: the derivatives of one number a point by all parameters of the network.

/// Writes the first `count` lanes, `stride` apart.
INLINE void store_lanes(vec lanes, int count, ptrdiff_t stride, double *out) {
    if (count >= REGISTER && stride == 1) {
        memcpy(out, &lanes, sizeof lanes);
        return;
    }
    for (int i = 0; i < REGISTER && i < count; i++) out[i * stride] = lanes[i];
}

/// The derivatives by one layer's weights and biases at the points of one panel.
SEPARATE void layer_rows(int inputs, int outputs, int tangent, int points, const vec *adjoints,
                         const vec *in, ptrdiff_t parameter_stride, ptrdiff_t point_stride,
                         double *rows) {
    for (int j = 0; j < outputs; j++) {
        const vec first = adjoints[2 * j], second = adjoints[2 * j + 1];
        for (int k = 0; k <= inputs; k++) {
            const vec a = first * in[2 * k], b = second * in[2 * k + 1];
            store_lanes(tangent ? a + b : a, points, point_stride, rows);
            if (!tangent)
                store_lanes(b, points - REGISTER, point_stride,
                            rows + REGISTER * point_stride);
            rows += parameter_stride;
        }
    }
}

/// One panel's rows; the slopes that `forward` left stay what they are.
static void panel_rows(const kernel_shape *shape, const kernel_block *block, int panel, int points,
                       const double *parameters_end, ptrdiff_t parameter_stride,
                       ptrdiff_t point_stride, double *rows_end, void *work) {
    const int last = shape->layers + 1, panels = room_panels(block);
    const ptrdiff_t stride = panel_stride(shape->neurons);
    const double *adjoints =
        layer_adjoints(shape, panels, last, work) + panel * panel_stride(shape->outputs);
    // Of the scratch for a group of panels: one panel by activations, one by weighted sums.
    double *activations = group_scratch(shape, panels, work);
    double *sums = activations + stride;
    const double *weights = parameters_end;
    double *rows = rows_end;
    for (int l = last; l >= 1; l--) {
        const int before = layer_features(shape, l - 1), features = layer_features(shape, l);
        const double *cells =
            layer_cells(shape, panels, l - 1, work) + panel * panel_stride(before);
        weights -= layer_parameters(shape, l);
        rows -= layer_parameters(shape, l) * parameter_stride;
        layer_rows(before, features, block->tangent, points, (const vec *)adjoints,
                   (const vec *)cells, parameter_stride, point_stride, rows);
        if (l == 1) break;
        layer_backward(before, features, 1, weights, adjoints, activations);
        memcpy(sums, layer_adjoints(shape, panels, l - 1, work) + panel * stride,
               stride * sizeof(double));
        activate_panel_adjoint(shape->activation, before, block->tangent, activations, cells, sums);
        adjoints = sums;
    }
}

static void network_jacobian(const kernel_shape *shape, const kernel_block *block, int32_t points,
                             const void *weights, const double *adjoints, double *rows,
                             ptrdiff_t parameter_stride, ptrdiff_t point_stride, void *work) {
    ptrdiff_t count = 0;
    for (int l = 1; l <= shape->layers + 1; l++) count += layer_parameters(shape, l);
    read_rows(shape->outputs, block, adjoints,
              layer_adjoints(shape, room_panels(block), shape->layers + 1, work));
    const int width = panel_points(block->tangent);
    for (int first = 0; first < points; first += width)
        panel_rows(shape, block, first / width, points - first, (const double *)weights + count,
                   parameter_stride, point_stride,
                   rows + first * point_stride + count * parameter_stride, work);
}
