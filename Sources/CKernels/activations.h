// Activations of one panel, in place, and their adjoints.
//
// `slopes` keeps {s'(z), s''(z) z'} in a tangent panel and s'(z) in a value panel. For tanh and
// sigmoid they follow from the activation itself, and nothing is kept. Panels are worked off by four
// registers; what the last ones lack they find in the panel's spare cells.

/// An activation with its first two derivatives.
typedef struct {
    wide value;
    wide first;
    wide second;
} activated;

/// The activation of a z that is prepared.
INLINE activated activate(int kind, wide z) {
    activated a;
    const wide one = all(1);
    switch (kind) {
    case KERNEL_TANH:
        a.value = tanh_quotient(z);
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
        a.second = slope * multiply_add(z, one - (s + s), all(2));
        break;
    }
    case KERNEL_GELU: {
        normal_pair p = normal_wide(z);
        a.value = z * p.distribution;
        a.first = multiply_add(z, p.density, p.distribution);
        a.second = p.density * multiply_add(z, -z, all(2));
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

/// What can be done to z alone, in place: of tanh all but the division. Done four registers ahead,
/// it gives a processor two shorter chains of dependent instructions to work on at once.
INLINE void prepare(int kind, int tangent, vec *cells) {
    if (kind != KERNEL_TANH) return;
    const int step = tangent ? 2 : 1;
    wide e = tanh_numerator(join(cells[0], cells[step], cells[2 * step], cells[3 * step]));
    cells[0] = e.lo.lo, cells[step] = e.lo.hi;
    cells[2 * step] = e.hi.lo, cells[3 * step] = e.hi.hi;
}

/// {z, z'} to {s(z), s'(z) z'}; the cells of four features.
INLINE void activate_tangents(int kind, vec *cells, vec *slopes) {
    wide dz = join(cells[1], cells[3], cells[5], cells[7]);
    activated a = activate(kind, join(cells[0], cells[2], cells[4], cells[6]));
    wide da = a.first * dz;
    cells[0] = a.value.lo.lo, cells[2] = a.value.lo.hi;
    cells[4] = a.value.hi.lo, cells[6] = a.value.hi.hi;
    cells[1] = da.lo.lo, cells[3] = da.lo.hi, cells[5] = da.hi.lo, cells[7] = da.hi.hi;
    if (slopes_follow(kind)) return;
    wide bend = a.second * dz;
    slopes[0] = a.first.lo.lo, slopes[2] = a.first.lo.hi;
    slopes[4] = a.first.hi.lo, slopes[6] = a.first.hi.hi;
    slopes[1] = bend.lo.lo, slopes[3] = bend.lo.hi, slopes[5] = bend.hi.lo, slopes[7] = bend.hi.hi;
}

/// {z, z} to {s(z), s(z)}; the cells of two features.
INLINE void activate_values(int kind, vec *cells, vec *slopes) {
    activated a = activate(kind, join(cells[0], cells[1], cells[2], cells[3]));
    cells[0] = a.value.lo.lo, cells[1] = a.value.lo.hi;
    cells[2] = a.value.hi.lo, cells[3] = a.value.hi.hi;
    if (slopes_follow(kind)) return;
    slopes[0] = a.first.lo.lo, slopes[1] = a.first.lo.hi;
    slopes[2] = a.first.hi.lo, slopes[3] = a.first.hi.hi;
}

/// s'(z), from the activation or as it was kept.
INLINE vec first_slope(int kind, vec value, vec kept) {
    if (!slopes_follow(kind)) return kept;
    // tanh: 1 - a^2; sigmoid: a - a^2.
    return multiply_add(-value, value, kind == KERNEL_TANH ? splat(1) : value);
}

/// s''(z) z', from the activation and its derivative or as it was kept.
INLINE vec second_slope(int kind, vec value, vec tangent, vec kept) {
    if (!slopes_follow(kind)) return kept;
    // tanh: -2 a a'; sigmoid: (1 - 2 a) a'.
    return (splat(kind == KERNEL_TANH ? 0 : 1) - (value + value)) * tangent;
}

/// The adjoints by s(z) to the adjoints by z, into `slopes`.
INLINE void activate_adjoints(int kind, int features, int tangent, const vec *adjoints,
                              const vec *cells, vec *slopes) {
    for (int i = 0; i < 2 * features; i += 2) {
        vec first = first_slope(kind, cells[i], slopes[i]);
        if (tangent) {
            vec second = second_slope(kind, cells[i], cells[i + 1], slopes[i + 1]);
            slopes[i] = multiply_add(second, adjoints[i + 1], first * adjoints[i]);
            slopes[i + 1] = first * adjoints[i + 1];
        } else {
            slopes[i] = first * adjoints[i];
            slopes[i + 1] = first_slope(kind, cells[i + 1], slopes[i + 1]) * adjoints[i + 1];
        }
    }
}

// One copy of the loops for every activation, chosen once a panel.
#define FOR_ACTIVATION(kind, CALL)                                                                \
    switch (kind) {                                                                               \
    case KERNEL_TANH: CALL(KERNEL_TANH); break;                                                   \
    case KERNEL_SIN: CALL(KERNEL_SIN); break;                                                     \
    case KERNEL_SWISH: CALL(KERNEL_SWISH); break;                                                 \
    case KERNEL_GELU: CALL(KERNEL_GELU); break;                                                   \
    case KERNEL_SOFTPLUS: CALL(KERNEL_SOFTPLUS); break;                                           \
    default: CALL(KERNEL_SIGMOID); break;                                                         \
    }

INLINE void activate_features(int kind, int features, int tangent, vec *cells, vec *slopes) {
    // Features of four registers.
    const int four = tangent ? 4 : 2;
    prepare(kind, tangent, cells);
    for (int j = 0; j < features; j += four) {
        if (j + four < features) prepare(kind, tangent, cells + 2 * (j + four));
        if (tangent) activate_tangents(kind, cells + 2 * j, slopes + 2 * j);
        else activate_values(kind, cells + 2 * j, slopes + 2 * j);
    }
}

SEPARATE void activate_panel(int kind, int features, int tangent, real *cells, real *slopes) {
    vec *c = (vec *)cells, *s = (vec *)slopes;
#define CALL(k)                                                                                   \
    if (tangent) activate_features(k, features, 1, c, s);                                         \
    else activate_features(k, features, 0, c, s)
    FOR_ACTIVATION(kind, CALL)
#undef CALL
}

SEPARATE void activate_panel_adjoint(int kind, int features, int tangent, const real *adjoints,
                                     const real *cells, real *slopes) {
    const vec *a = (const vec *)adjoints, *c = (const vec *)cells;
    vec *s = (vec *)slopes;
#define CALL(k)                                                                                   \
    if (tangent) activate_adjoints(k, features, 1, a, c, s);                                      \
    else activate_adjoints(k, features, 0, a, c, s)
    FOR_ACTIVATION(kind, CALL)
#undef CALL
}
