"""The least change with a base of three partitions, formulated independently of the package.

Every region that can be is written out: a verband of the base with at most one of each other
indeling. Of these some are chosen, no verband twice, and gemeenten go where they keep most.
"""

from collections import Counter
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp


def least_by_choice(base, others, *, all_there):
    """How many deelnames change; `all_there` when every verband of the base has its region."""
    kinds = Counter(zip(*(one.labels().sort_index() for one in (base, *others)), strict=True))
    candidates = list(_candidates(kinds, chained=not all_there))
    laps = list(kinds)
    pairs = [
        (lap, k, sum(a == b for a, b in zip(laps[lap], region, strict=True)))
        for k, region in enumerate(candidates)
        for lap in range(len(laps))
        if any(a == b for a, b in zip(laps[lap], region, strict=True))
    ]
    regions, columns = len(candidates), len(candidates) + len(pairs)
    lap, region, gain = (np.array(part) for part in zip(*pairs, strict=True))
    placed, many = regions + np.arange(len(pairs)), np.array(list(kinds.values()))
    rows = []

    def add(row, column, value, low, high):
        matrix = sparse.coo_array((value, (row, column)), shape=(int(row.max()) + 1, columns))
        rows.append(LinearConstraint(matrix.tocsr(), low, high))

    # Gemeenten that are not placed here keep nothing, in whichever region.
    add(lap, placed, np.ones(len(pairs)), 0, many)
    number = np.arange(len(pairs))
    add(
        np.tile(number, 2),
        np.concatenate([placed, region]),
        np.concatenate([np.ones(len(pairs)), -many[lap].astype(float)]),
        -np.inf,
        0,
    )
    for place in range(len(others) + 1):
        names = sorted({one[place] for one in candidates if one[place]})
        used = [(names.index(one[place]), k) for k, one in enumerate(candidates) if one[place]]
        row, column = np.array(used).T
        must = 1 if place == 0 and all_there else 0
        add(row, column, np.ones(len(row)), must, 1)
    holds = np.array([laps[a][0] == candidates[b][0] for a, b in zip(lap, region, strict=True)])
    add(
        np.concatenate([region[holds], np.arange(regions)]),
        np.concatenate([placed[holds], np.arange(regions)]),
        np.concatenate([np.ones(holds.sum()), -np.ones(regions)]),
        0,
        np.inf,
    )
    cost = np.concatenate([np.zeros(regions), -gain])
    whole = np.concatenate([np.ones(regions), np.zeros(len(pairs))])
    most = np.concatenate([np.ones(regions), many[lap]])
    found = milp(cost, constraints=rows, integrality=whole, bounds=Bounds(0, most))
    assert found.success
    return round(many.sum() * (len(others) + 1) + found.fun)


def _candidates(kinds, *, chained):
    """What regions can continue: a verband of the base, and one or none of each other."""
    meet = {}
    for lap in kinds:
        for one in enumerate(lap):
            meet.setdefault(one, set()).update(enumerate(lap))
    for core in sorted(one for one in meet if one[0] == 0):
        near = meet[core]
        if chained:
            near = set().union(*(meet[one] for one in near))
        places = range(1, len(next(iter(kinds))))
        for rest in product(*([None, *sorted(v for p, v in near if p == k)] for k in places)):
            yield (core[1], *rest)
