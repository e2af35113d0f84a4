// Adam's step: Kingma & Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.

static void adam(ptrdiff_t count, const double *gradient, const double *factors,
                 double *restrict first, double *restrict second, double *restrict position,
                 double first_decay, double second_decay, double stride, double root,
                 double floor) {
    const double first_share = 1 - first_decay, second_share = 1 - second_decay;
    for (ptrdiff_t i = 0; i < count; i++) {
        const double slope = gradient[i];
        const double mean = first_decay * first[i] + first_share * slope;
        const double square = second_decay * second[i] + second_share * slope * slope;
        first[i] = mean;
        second[i] = square;
        position[i] -= stride * factors[i] * mean / (__builtin_elementwise_sqrt(square) * root + floor);
    }
}
