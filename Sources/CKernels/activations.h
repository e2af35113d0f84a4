// Activations of one panel, in place, and their adjoints.
//
// `slopes` keeps {s'(z), s''(z) z'} in a tangent panel and {s'(z), s'(z)} in a value panel. For tanh
// and sigmoid they follow from the activation itself, and nothing is kept. Tangent panels are worked
// off by two features, {z, z} and {z', z'}; with an odd number of features the last one's partner is
// the constant cell, which is set again afterwards.

/// An activation with its first two derivatives.
typedef struct {
    wide value;
    wide first;
    wide second;
} activated;

INLINE activated activate(int kind, wide z) {
    activated a;
    const wide one = all(1.0);
    switch (kind) {
    case KERNEL_TANH:
        a.value = tanh_wide(z);
        a.first = multiply_add(-a.value, a.value, one);
        break;
    case KERNEL_SIGMOID:
        a.value = sigmoid_wide(z);
        a.first = multiply_add(-a.value, a.value, a.value);
        break;
    case KERNEL_SIN: {
        sine_pair p = sine_cosine(z);
        a.value = p.sine, a.first = p.cosine, a.second = -p.sine;
        break;
    }
    case KERNEL_SWISH: {
        wide s = sigmoid_wide(z);
        wide slope = s * (one - s);
        a.value = z * s;
        a.first = multiply_add(z, slope, s);
        a.second = slope * multiply_add(z, one - (s + s), all(2.0));
        break;
    }
    case KERNEL_GELU: {
        normal_pair p = normal_wide(z);
        a.value = z * p.distribution;
        a.first = multiply_add(z, p.density, p.distribution);
        a.second = p.density * multiply_add(z, -z, all(2.0));
        break;
    }
    default: {  // KERNEL_SOFTPLUS
        softplus_pair p = softplus_wide(z);
        a.value = p.value, a.first = p.slope, a.second = p.slope * (one - p.slope);
        break;
    }
    }
    return a;
}

/// Whether the slopes follow from the activation's value.
INLINE int slopes_follow(int kind) { return kind == KERNEL_TANH || kind == KERNEL_SIGMOID; }

/// {z, z'} to {s(z), s'(z) z'}.
INLINE void activate_tangents(int kind, int features, wide *cells, wide *slopes) {
    for (int j = 0; j < features; j += 2) {
        wide z = firsts(cells[j], cells[j + 1]);
        wide dz = seconds(cells[j], cells[j + 1]);
        activated a = activate(kind, z);
        wide da = a.first * dz;
        cells[j] = firsts(a.value, da);
        cells[j + 1] = seconds(a.value, da);
        if (slopes_follow(kind)) continue;
        wide bend = a.second * dz;
        slopes[j] = firsts(a.first, bend);
        slopes[j + 1] = seconds(a.first, bend);
    }
}

/// {z, z} to {s(z), s(z)} of two times four points.
INLINE void activate_values(int kind, int features, wide *cells, wide *slopes) {
    for (int j = 0; j < features; j++) {
        activated a = activate(kind, cells[j]);
        cells[j] = a.value;
        if (!slopes_follow(kind)) slopes[j] = a.first;
    }
}

/// The slopes {s', s'' z'} of a tangent cell, or {s', s'} of a value cell.
INLINE wide slopes_of_cell(int kind, int tangent, wide cell, wide kept) {
    if (!slopes_follow(kind)) return kept;
    // tanh: s' = 1 - a^2, s'' z' = -2 a a'; sigmoid: s' = a - a^2, s'' z' = (1 - 2 a) a'.
    const wide one = all(1.0);
    if (!tangent) return multiply_add(-cell, cell, kind == KERNEL_TANH ? one : cell);
    wide values = firsts(cell, cell), tangents = seconds(cell, cell);
    wide first = multiply_add(-values, values, kind == KERNEL_TANH ? one : values);
    wide bend = (all(kind == KERNEL_TANH ? 0.0 : 1.0) - (values + values)) * tangents;
    return firsts(first, bend);
}

/// The adjoint by s(z) to the adjoint by z, into `slopes`.
INLINE void activate_adjoint(int kind, int features, int tangent, const wide *adjoints,
                             const wide *cells, wide *slopes) {
    for (int j = 0; j < features; j++) {
        wide s = slopes_of_cell(kind, tangent, cells[j], slopes[j]);
        if (tangent) {
            wide direct = firsts(s, s) * adjoints[j];
            vec bent = s.hi * adjoints[j].hi;
            direct.lo += bent;
            slopes[j] = direct;
        } else {
            slopes[j] = s * adjoints[j];
        }
    }
}

// One copy of the loops for every activation, chosen once a panel.
#define FOR_ACTIVATION(kind, CALL)                                                                 \
    switch (kind) {                                                                               \
    case KERNEL_TANH: CALL(KERNEL_TANH); break;                                                   \
    case KERNEL_SIN: CALL(KERNEL_SIN); break;                                                     \
    case KERNEL_SWISH: CALL(KERNEL_SWISH); break;                                                 \
    case KERNEL_GELU: CALL(KERNEL_GELU); break;                                                   \
    case KERNEL_SOFTPLUS: CALL(KERNEL_SOFTPLUS); break;                                           \
    default: CALL(KERNEL_SIGMOID); break;                                                         \
    }

SEPARATE void activate_panel(int kind, int features, int tangent, wide *cells, wide *slopes) {
#define CALL(k)                                                                                   \
    if (tangent) activate_tangents(k, features, cells, slopes);                                   \
    else activate_values(k, features, cells, slopes)
    FOR_ACTIVATION(kind, CALL)
#undef CALL
}

SEPARATE void activate_panel_adjoint(int kind, int features, int tangent, const wide *adjoints,
                                     const wide *cells, wide *slopes) {
#define CALL(k)                                                                                   \
    if (tangent) activate_adjoint(k, features, 1, adjoints, cells, slopes);                       \
    else activate_adjoint(k, features, 0, adjoints, cells, slopes)
    FOR_ACTIVATION(kind, CALL)
#undef CALL
}
