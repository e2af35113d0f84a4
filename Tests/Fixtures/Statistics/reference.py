"""Prints the reference values that stand in Tests/StatisticsTests.

Run with Python 3.11, NumPy 2 and SciPy 1 (`pip install numpy scipy`). Nothing here shares code with
the module: levels come from SciPy's binomial distribution, the step-down test is written out over
all sign changes, effects come from NumPy's least squares.
"""

import itertools

import numpy
import scipy
from scipy import stats

print("numpy", numpy.__version__, "scipy", scipy.__version__)

# Order statistics: the level of [x_(k), x_(n+1-k)] is P(k <= B <= n-k), B binomial(n, 1/2).
print("\norder statistics: n, lowest, highest (from 0), level")
for n in (1, 2, 3, 5, 6, 8, 10, 20, 33):
    best = None
    for k in range(1, (n + 1) // 2 + 1):
        level = stats.binom.cdf(n - k, n, 0.5) - stats.binom.cdf(k - 1, n, 0.5)
        if best is None or level >= 0.95:
            best = (k - 1, n - k, level)
    print(n, *best)

# The upper median's bootstrap distribution, from a million resamples of 0, 1, ..., n-1.
print("\nbootstrap: P(median of a resample <= k), by resampling")
random = numpy.random.default_rng(1)
for n in (6, 20):
    draws = numpy.sort(random.integers(0, n, size=(1_000_000, n)), axis=1)[:, n // 2]
    print(n, [round(float((draws <= k).mean()), 4) for k in range(n)])
print("bootstrap: n, lowest, highest, level at the largest nominal level that is enough")
for n in (6, 7, 9, 10, 20, 33):
    below = [stats.binom.sf(n // 2, n, (k + 1) / n) for k in range(n)]
    answer = None
    for tail in sorted({0.025, *below, *(1 - b for b in below)}, reverse=True):
        if tail > 0.025:
            continue
        low = next(k for k in range(n) if below[k] >= tail - 1e-12)
        high = next(k for k in range(n) if below[k] >= 1 - tail - 1e-12)
        level = stats.binom.cdf(high, n, 0.5) - stats.binom.cdf(low, n, 0.5)
        if level >= 0.95:
            answer = (low, high, level)
            break
    print(n, *answer)

print("\nSpearman, with ties")
x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]
print(stats.spearmanr(x, y).statistic)

# Two configurations: Fisher's exact two-sided randomisation test of paired log errors.
print("\nrandomisation test, two configurations, 8 replicates")
best = [0.021, 0.034, 0.013, 0.052, 0.029, 0.040, 0.018, 0.025]
other = [0.030, 0.031, 0.044, 0.060, 0.055, 0.047, 0.049, 0.026]
difference = numpy.log(other) - numpy.log(best)
print(
    stats.permutation_test(
        (difference,), numpy.mean, permutation_type="samples", n_resamples=numpy.inf
    ).pvalue
)

# The step-down max-T test over all pairs, by brute force.
print("\nstep-down max-T, five configurations, 7 replicates")
errors = numpy.array(
    [
        [0.021, 0.034, 0.013, 0.052, 0.029, 0.040, 0.018],
        [0.030, 0.031, 0.044, 0.060, 0.055, 0.047, 0.049],
        [0.250, 0.310, 0.190, 0.440, 0.270, 0.390, 0.205],
        [1.900, numpy.inf, 2.500, 3.100, 1.700, numpy.inf, 2.800],
        [0.019, 0.036, 0.015, 0.050, 0.033, 0.038, 0.020],
    ]
)


logs = numpy.log(errors)
logs[numpy.isinf(logs)] = logs[numpy.isfinite(logs)].max() + numpy.log(10)


def scaled(a, b):
    d = a - b
    return d / numpy.sqrt((d**2).sum())


observed = [scaled(row, logs[0]).sum() for row in logs[1:]]
order = sorted(range(4), key=lambda j: -observed[j])
p = {}
bound = 0
remaining = set(range(5))
for j in order:
    pairs = [scaled(logs[a], logs[b]) for a, b in itertools.combinations(remaining, 2)]
    flips = list(itertools.product([1, -1], repeat=7))
    reach = sum(max(abs(numpy.dot(s, w)) for w in pairs) >= observed[j] - 1e-6 for s in flips)
    bound = max(bound, reach / len(flips)) if observed[j] > 0 else 1
    p[j + 1] = bound
    remaining.discard(j + 1)
print([float(p[j]) for j in range(1, 5)])

# The additive model on an incomplete design, by least squares with effects summing to 0 over runs.
print("\nmain effects: 3 x 2 x 2 without its last two points")
points = list(itertools.product(range(3), range(2), range(2)))[:-2]
response = numpy.array([1.0, 2.5, 0.3, 1.9, 4.0, 5.1, 2.2, 3.3, 7.9, 6.4])
columns = [[1.0] * len(points)]
for factor, count in enumerate((3, 2, 2)):
    for level in range(count):
        columns.append([float(q[factor] == level) for q in points])
matrix = numpy.array(columns).T
fitted = numpy.linalg.lstsq(matrix, response, rcond=None)[0]
place = 1
for factor, count in enumerate((3, 2, 2)):
    effects = fitted[place : place + count]
    share = numpy.array([sum(q[factor] == level for q in points) for level in range(count)])
    print([float(e) for e in effects - (effects * share).sum() / len(points)])
    place += count

# Functional ANOVA of a full 3 x 2 x 2 grid, by means over axes.
print("\nimportance: full 3 x 2 x 2 grid")
grid = numpy.array([1.0, 2.5, 0.3, 1.9, 4.0, 5.1, 2.2, 3.3, 7.9, 6.4, 0.7, 1.2]).reshape(3, 2, 2)
centred = grid - grid.mean()
total = (centred**2).mean()
main = []
for axis in range(3):
    others = tuple(a for a in range(3) if a != axis)
    main.append((centred.mean(axis=others) ** 2).mean() / total)
print("main", [float(m) for m in main])
for a, b in itertools.combinations(range(3), 2):
    (c,) = set(range(3)) - {a, b}
    print("pair", a, b, float((centred.mean(axis=c) ** 2).mean() / total - main[a] - main[b]))
