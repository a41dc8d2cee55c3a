# SPDX-License-Identifier: GPL-3.0-or-later
"""What SciPy answers about tables and samples that a seed makes: one line a case, "name numbers… | answers…"."""
import itertools
import math
import random

import numpy
from scipy import special, stats
from scipy.spatial import distance

draw = random.Random(20260101)


def say(name, given, answers):
    print(name, *(repr(float(x)) for x in given), "|", *(repr(float(x)) for x in answers))


tables = [(0, 0, 0, 0), (0, 5, 0, 7), (5, 0, 7, 0), (3, 1, 1, 3), (0, 10, 10, 0), (1, 39, 11, 29), (6, 14, 3, 17), (1, 0, 0, 1), (0, 1, 1, 0), (100, 100, 100, 100), (0, 3000, 1, 3000)]
for most in (3, 10, 40, 200, 2000):
    tables += [tuple(draw.randint(0, most) for _ in range(4)) for _ in range(80)]
for a, b, c, d in tables:
    p = stats.fisher_exact([[a, b], [c, d]])[1] if (a + b) and (c + d) and (a + c) and (b + d) else 1.0
    say("fisher", (a, b, c, d), (p,))

for _ in range(200):
    b, c = draw.randint(0, 60), draw.randint(0, 60)
    p = stats.binomtest(min(b, c), b + c, 0.5).pvalue if b + c else 1.0
    say("mcnemar", (b, c), (p,))

for _ in range(200):
    columns, rows = draw.randint(2, 6), draw.randint(2, 4)
    table = numpy.array([[draw.randint(1, 90) for _ in range(columns)] for _ in range(rows)])
    statistic, p, degrees, _ = stats.chi2_contingency(table, correction=False)
    say("chi", (columns, *table.flatten()), (statistic, degrees, p))

for k, mean in [(0, 0), (1, 0), (0, 3.5), (1, 1e-9), (300, 200), (1, 700)] + [(draw.randint(0, 40), draw.uniform(0.01, 30)) for _ in range(200)]:
    say("poisson", (k, mean), (stats.poisson.sf(k - 1, mean) if mean else float(k == 0),))

for most in (4, 20, 60):
    for _ in range(40):
        n, m = draw.randint(1, most), draw.randint(1, most)
        x, y = [draw.gauss(0, 1) for _ in range(n)], [draw.gauss(draw.choice((0, 1)), 1) for _ in range(m)]
        found = stats.ks_2samp(x, y, method="exact")
        d = found.statistic
        say("ks", (n, m, *x, *y), (d, found.pvalue, special.kolmogorov(d * math.sqrt(n * m / (n + m)))))
for _ in range(60):  # with ties: the distance alone
    n, m = draw.randint(1, 30), draw.randint(1, 30)
    x, y = [draw.randint(0, 5) for _ in range(n)], [draw.randint(0, 6) for _ in range(m)]
    say("ties", (n, m, *x, *y), (stats.ks_2samp(x, y, method="asymp").statistic,))

for _ in range(200):
    size = draw.randint(2, 15)
    x, y = [draw.choice((0, draw.randint(0, 400))) for _ in range(size)], [draw.randint(0, 400) for _ in range(size)]
    x[0], y[-1] = x[0] + 1, y[-1] + 1
    p, q = (numpy.array(z) + 0.5 for z in (x, y))
    p, q = p / p.sum(), q / q.sum()
    say("mix", (size, *x, *y), (distance.jensenshannon(x, y, base=2), special.rel_entr(p, q).sum() + special.rel_entr(q, p).sum()))

for k, n in [(0, 1), (1, 1), (0, 400), (400, 400), (1, 2)] + [(draw.randint(0, n), n) for n in (draw.randint(1, 300) for _ in range(100))]:
    say("exact", (k, n), (stats.beta.ppf(0.025, k, n - k + 1) if k else 0, stats.beta.ppf(0.975, k + 1, n - k) if k < n else 1))


def kappa_of(table):
    expected = table.sum(axis=0) @ table.sum(axis=1)
    return (table.trace() - expected) / (1 - expected)


for _ in range(100):  # the standard error by the delta method over the multinomial, its slopes taken numerically
    table = numpy.array([draw.randint(1, 60) for _ in range(4)], dtype=float)
    n, p, step = table.sum(), table / table.sum(), 1e-6
    slopes = [(kappa_of((p + step * unit).reshape(2, 2)) - kappa_of((p - step * unit).reshape(2, 2))) / (2 * step) for unit in numpy.eye(4)]
    variance = (numpy.diag(p) - numpy.outer(p, p)) @ slopes @ slopes / n
    say("kappa", table, (kappa_of(p.reshape(2, 2)), math.sqrt(variance)))

for _ in range(100):  # every draw of every stratum, listed: the mean and spread of the estimator over all of them
    strata = [[draw.randint(0, 1) for _ in range(draw.randint(3, 6))] for _ in range(draw.randint(1, 3))]
    sizes = [draw.randint(2, len(stratum)) for stratum in strata]
    shares = [[sum(chosen) / size for chosen in itertools.combinations(stratum, size)] for stratum, size in zip(strata, sizes)]
    squares = [[(sum(chosen) * (size - sum(chosen)) / size / (size - 1)) for chosen in itertools.combinations(stratum, size)] for stratum, size in zip(strata, sizes)]
    whole = sum(map(len, strata))
    weights = [len(stratum) / whole for stratum in strata]
    spread = sum(w * w * numpy.var(found) for w, found in zip(weights, shares))
    estimated = sum(w * w * (1 - size / len(stratum)) * numpy.mean(found) / size for w, size, stratum, found in zip(weights, sizes, strata, squares))
    assert math.isclose(spread, estimated, abs_tol=1e-12)  # Cochran's variance estimator is right on average
    found = [(len(stratum), sum(stratum[:size]), size) for stratum, size in zip(strata, sizes)]
    share = sum(w * k / n for w, (_, k, n) in zip(weights, found))
    error = math.sqrt(sum(w * w * (1 - n / N) * numpy.var([1] * k + [0] * (n - k), ddof=1) / n for w, (N, k, n) in zip(weights, found)))
    say("strata", [number for stratum in found for number in stratum], (share, error))
