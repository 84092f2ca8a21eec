"""Few combinations of many axes."""

import collections
import itertools


def covering(axes, first_only=False):
    """Rows of a value of each axis such that every two values of different axes
    meet in one; with `first_only` only those of which one is of the first axis.
    Greedy: about as many rows as the two longest axes have pairs. Where nothing
    else decides, a value that came up seldom is taken."""
    missing = dict.fromkeys(
        ((i, a), (j, b)) for i, j in itertools.combinations(range(len(axes)), 2) if i == 0 or not first_only
        for a in range(len(axes[i])) for b in range(len(axes[j])))
    rows, used = [], collections.Counter()
    while missing:
        row = dict(next(iter(missing)))
        for i, values in enumerate(axes):
            if i not in row:
                row[i] = max(range(len(values)), key=lambda a: (
                    sum(pair in missing for pair in pairs_of(row, i, a)), -used[i, a]))
        for i, a in row.items():
            used[i, a] += 1
            for pair in pairs_of(row, i, a):
                missing.pop(pair, None)
        rows.append([axes[i][row[i]] for i in range(len(axes))])
    return rows


def pairs_of(row, i, value):
    """The pairs of a value of axis `i` with each value that a row has of others."""
    return [tuple(sorted([(i, value), other])) for other in row.items() if other[0] != i]
