// Rows of a Jacobian: the derivatives of one number a point by all parameters of the network.

/// Writes the first `count` lanes, `stride` apart.
INLINE void store_lanes(vec lanes, int count, ptrdiff_t stride, double *out) {
    if (count >= KERNEL_LANES && stride == 1) {
        memcpy(out, &lanes, sizeof lanes);
        return;
    }
    for (int i = 0; i < KERNEL_LANES && i < count; i++) out[i * stride] = lanes[i];
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
                store_lanes(b, points - KERNEL_LANES, point_stride,
                            rows + KERNEL_LANES * point_stride);
            rows += parameter_stride;
        }
    }
}

/// One panel's rows; the slopes that `forward` left stay what they are.
static void panel_rows(const kernel_shape *shape, int32_t panels, int panel, int tangent,
                       int points, const double *parameters_end, ptrdiff_t parameter_stride,
                       ptrdiff_t point_stride, double *rows_end, double *work) {
    const int last = shape->layers + 1;
    const double *adjoints =
        work + adjoint_offset(shape, panels, last) + panel * layer_stride(shape, last);
    // Of the scratch for a group of panels: one panel by activations, one by weighted sums.
    double *activations = work + scratch_offset(shape, panels);
    double *sums = activations + layer_stride(shape, 1);
    const double *weights = parameters_end;
    double *rows = rows_end;
    for (int l = last; l >= 1; l--) {
        const int before = layer_features(shape, l - 1), features = layer_features(shape, l);
        const ptrdiff_t offset = panel * layer_stride(shape, l - 1);
        const double *cells = work + layer_offset(shape, panels, l - 1) + offset;
        weights -= layer_parameters(shape, l);
        rows -= layer_parameters(shape, l) * parameter_stride;
        layer_rows(before, features, tangent, points, (const vec *)adjoints, (const vec *)cells,
                   parameter_stride, point_stride, rows);
        if (l == 1) break;
        layer_backward(before, features, 1, weights, adjoints, activations);
        memcpy(sums, work + adjoint_offset(shape, panels, l - 1) + offset,
               layer_stride(shape, l - 1) * sizeof(double));
        activate_panel_adjoint(shape->activation, before, tangent, (const wide *)activations,
                               (const wide *)cells, (wide *)sums);
        adjoints = sums;
    }
}

static void network_jacobian(const kernel_shape *shape, int32_t panels, int32_t tangent,
                             int32_t points, const double *parameters, double *rows,
                             ptrdiff_t parameter_stride, ptrdiff_t point_stride, double *work) {
    ptrdiff_t count = 0;
    for (int l = 1; l <= shape->layers + 1; l++) count += layer_parameters(shape, l);
    const int width = tangent ? KERNEL_LANES : 2 * KERNEL_LANES;
    for (int first = 0; first < points; first += width)
        panel_rows(shape, panels, first / width, tangent, points - first, parameters + count,
                   parameter_stride, point_stride,
                   rows + first * point_stride + count * parameter_stride, work);
}
