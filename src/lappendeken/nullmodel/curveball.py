"""Nestedness against matrices with the same deelnames per gemeente and members per verband."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.bipartite import nodf, nodf_of
from lappendeken.nullmodel.results import statistics
from lappendeken.provenance import recorded

TRADES: Final = 5
"""Trades per row between two draws: the number after which Strona et al. find mixing complete."""


def curveball(
    incidence: sparse.csr_array, n: int, rng: np.random.Generator | int | None = None
) -> Iterator[sparse.csr_array]:
    """Draw matrices of zeros and ones with the row and column sums of one that is given.

    Parameters
    ----------
    incidence : csr_array, shape (rows, columns)
        With ones only.
    n : int
        How many.
    rng : Generator or int, optional
        The same seed gives the same matrices.

    Yields
    ------
    csr_array
        Of the same shape.

    Notes
    -----
    In a trade two rows, taken at random, deal out anew what one of them has and the other has not,
    each keeping its number. The chain is symmetric and reaches every matrix with these sums, so its
    stationary distribution is uniform (Carstens 2015). Draws are `TRADES` trades per row apart, the
    first as far from what is given; successive draws are nearly independent, not wholly.

    References
    ----------
    Strona, G., Nappo, D., Boccacci, F., Fattorini, S. & San-Miguel-Ayanz, J. (2014). A fast and
    unbiased procedure to randomize ecological binary matrices with fixed row and column totals.
    Nature Communications 5, 4114.
    Carstens, C. J. (2015). Proof of uniform sampling of binary matrices with fixed row sums and
    column sums for the fast curveball algorithm. Physical Review E 91, 042812.
    """
    made = np.random.default_rng(rng)
    given = sparse.csr_array(incidence)
    count = given.shape[0]
    rows = [
        set(given.indices[i:j].tolist())
        for i, j in zip(given.indptr[:-1], given.indptr[1:], strict=True)
    ]
    for _ in range(n):
        if count > 1:
            _trade(rows, made)
        places = np.concatenate([np.fromiter(sorted(row), np.int64, len(row)) for row in rows])
        filled = np.ones(len(places), dtype=np.int64)
        yield sparse.csr_array((filled, places, given.indptr), shape=given.shape)


def _trade(rows: list[set[int]], rng: np.random.Generator) -> None:
    """Let pairs of rows trade, `TRADES` times as many as there are rows."""
    amount = TRADES * len(rows)
    first = rng.integers(len(rows), size=amount)
    second = (first + rng.integers(1, len(rows), size=amount)) % len(rows)
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        mine, yours = rows[i] - rows[j], rows[j] - rows[i]
        if mine and yours:
            both = rows[i] & rows[j]
            pool = rng.permutation(sorted(mine | yours)).tolist()
            rows[i] = both.union(pool[: len(mine)])
            rows[j] = both.union(pool[len(mine) :])


@recorded
def nestedness(
    verbanden: Indeling, *, n: int = 200, rng: np.random.Generator | int | None = None
) -> pd.DataFrame:
    """NODF beside what chance gives with the same row and column sums.

    Parameters
    ----------
    verbanden : Indeling
        May overlap; gemeenten without a verband are left out.
    n : int
        How many matrices are drawn.
    rng : Generator or int, optional
        The same seed gives the same result.

    Returns
    -------
    DataFrame
        Index `gemeenten`, `verbanden`, `whole` (see `measures.nodf`): `observed`; `mean`, `sd` of
        the draws; `z`; `p`, of a draw at least as nested, and `p_less`, of one at most as nested:
        both `(1 + k) / (1 + n)`, one-sided.

    Raises
    ------
    LappendekenError
        If n is not at least 1, or no gemeente takes part in a verband.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1"], "q": ["1", "2"], "r": ["1", "2", "3"]})
    >>> nestedness(one, n=9, rng=1).loc["whole", ["observed", "mean", "p"]].to_list()
    [100.0, 100.0, 1.0]
    """
    if n < 1:
        raise LappendekenError(f"Het aantal trekkingen is ten minste 1, niet {n}.")
    observed = nodf(verbanden)
    incidence = sparse.csr_array(verbanden.incidence)
    incidence = sparse.csr_array(incidence[np.diff(incidence.indptr) > 0])
    if not incidence.shape[0]:
        raise LappendekenError(f"In {verbanden.naam} zit geen enkele gemeente.")
    samples = np.array([nodf_of(one) for one in curveball(incidence, n, rng)])
    table = pd.DataFrame(statistics(np.array(observed), samples), index=list(observed._fields))
    return table[["observed", "mean", "sd", "z", "p", "p_less"]]
