"""Where on the map high and low values lie together: LISA and Gi*, by permutation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.contiguity import adjacency as adjacency_of
from lappendeken.errors import LappendekenError
from lappendeken.measures.alignment import Floats, Ints
from lappendeken.nullmodel.divisions import check_number
from lappendeken.nullmodel.families import benjamini_hochberg
from lappendeken.provenance import Recorded, recorded

HIGH: Final = "hoog bij hoog"
LOW: Final = "laag bij laag"
HIGH_OUTLIER: Final = "hoog bij laag"
LOW_OUTLIER: Final = "laag bij hoog"
KINDS = (HIGH, LOW, HIGH_OUTLIER, LOW_OUTLIER)
"""What a gemeente is to its neighbours."""

LEVEL = 0.05
"""A gemeente is named when its corrected p is at most this."""

_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class LocalStatistics(Recorded):
    """Result of `local_statistics`.

    Parameters
    ----------
    table : DataFrame
        Index gemeente, those of `values` in order; NaN for a gemeente without a value or without
        neighbours that have one:

        - `value`; `neighbours`, how many have a value; `around`, their mean;
        - `moran`: the local Moran's I, with `kind` (one of `KINDS`), `p` and `p_corrected`;
        - `gi_star`: Gi* of Getis and Ord as a z-score, high where the values of a gemeente and its
          neighbours together are, with `gi_p` and `gi_corrected`.
    moran : float
        Moran's I of the whole map; NaN when all values are equal.
    p : float
        Share of the permutations in which it is at least as high, `(1 + k) / (1 + n)`.
    n : int
        Number of permutations.
    seed : int or None
        What they were drawn with; None when that was not a number.
    """

    table: pd.DataFrame
    moran: float
    p: float
    n: int
    seed: int | None

    def clusters(self, level: float = LEVEL) -> "pd.Series[str]":
        """The `kind` of the gemeenten of which the corrected p is at most some level."""
        found = self.table.loc[self.table["p_corrected"] <= level, "kind"]
        return found.rename("cluster")

    def hotspots(self, level: float = LEVEL) -> "pd.Series[str]":
        """`hoog` or `laag`, of the gemeenten of which the corrected p of Gi* is at most a level."""
        found = self.table.loc[self.table["gi_corrected"] <= level, "gi_star"]
        words = np.where(found > 0, "hoog", "laag")
        return pd.Series(words, index=found.index, name="hotspot", dtype="object")


@recorded
def local_statistics(
    values: "pd.Series[float]",
    adjacency: pd.DataFrame,
    *,
    n: int = 9_999,
    rng: np.random.Generator | int | None = None,
) -> LocalStatistics:
    r"""Local Moran's I (LISA) and Gi* of a value per gemeente, with neighbours as weights.

    Parameters
    ----------
    values : Series
        By code, such as `local_element_centric_similarity` or the `congruence` of
        `territorial_congruence`; gemeenten without a value are left out.
    adjacency : DataFrame
        Neighbouring gemeenten, such as `lap.borders`: `a` and `b`. Links over water count.
    n : int, optional
        Number of permutations.
    rng : Generator or int, optional
        Where chance comes from; the same number gives the same result.

    Returns
    -------
    LocalStatistics

    Raises
    ------
    LappendekenError
        If `n` is no positive whole number.

    Notes
    -----
    With z the deviations from the mean, :math:`m_2` the mean of their squares and :math:`k_i` the
    number of neighbours of i,

    .. math:: I_i = \frac{z_i}{m_2} \frac{1}{k_i} \sum_{j \sim i} z_j, \qquad
        G_i^* = \frac{x_i + \sum_{j \sim i} x_j - (k_i + 1) \bar x}
        {\sqrt{m_2 (k_i + 1) (N - k_i - 1) / (N - 1)}}

    Of :math:`I_i` the own value stays and the others are drawn from all other gemeenten; of
    :math:`G_i^*` all :math:`k_i + 1` are drawn from all. Both p-values are two-sided: twice the
    smaller of both tails, `(1 + k) / (1 + n)` each. They are corrected for the number of
    gemeenten by the method of Benjamini and Hochberg, as Caldas de Castro and Singer do: of what
    is named, at most 5 % is expected to be a false alarm.

    The null is that values lie over the map at random. For measures of regions that is never
    quite so, since gemeenten of one region share partners and so have about the same score: a
    cluster describes where on the map high or low scores lie, and does not say that regions fit
    worse there than chance would have it. For that, see `examine` with `per_gemeente`.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27,
    93-115.
    Ord, J. K. & Getis, A. (1995). Local spatial autocorrelation statistics. Geographical Analysis
    27, 286-306.
    Caldas de Castro, M. & Singer, B. H. (2006). Controlling the false discovery rate: a new
    application to account for multiple and dependent tests in local statistics of spatial
    association. Geographical Analysis 38, 180-208.

    Examples
    --------
    >>> row = [f"{k:02}" for k in range(20)]
    >>> borders = pd.DataFrame({"a": row[:-1], "b": row[1:]})
    >>> values = pd.Series([0.9] * 5 + [0.1, 0.2, 0.1] * 5, index=row)
    >>> found = local_statistics(values, borders, n=999, rng=1)
    >>> round(found.moran, 2), found.p
    (0.83, 0.001)
    >>> found.table["kind"].to_list()[3:7]
    ['hoog bij hoog', 'hoog bij hoog', 'laag bij hoog', 'laag bij laag']
    """
    check_number(n)
    known = values.dropna()
    # In order of code, so that the order of rows changes nothing.
    known = known.sort_index()
    x = known.to_numpy(dtype=np.float64)
    near = adjacency_of(known.index, adjacency)
    degree = np.diff(near.indptr).astype(np.int64)
    generator = np.random.default_rng(rng)
    mean = float(x.mean()) if len(x) else 0.0
    z = x - mean
    spread = float((z**2).sum() / max(len(x), 1))
    if spread <= _ROUNDING * max(1.0, mean**2):
        z, spread = np.zeros_like(z), 0.0
    table = pd.DataFrame({"value": x, "neighbours": degree}, index=known.index)
    lag, own = near @ z, near @ x + x
    with np.errstate(invalid="ignore", divide="ignore"):
        table["around"] = (near @ x) / degree
        table["moran"] = z / spread * lag / degree
        size = degree + 1
        scale = np.sqrt(spread * size * (len(x) - size) / max(len(x) - 1, 1))
        table["gi_star"] = (own - size * mean) / scale
    p, gi_p = _p_values(x, lag, own, degree, spread, n, generator)
    corrected = {"p": "p_corrected", "gi_p": "gi_corrected"}
    for name, found in (("p", p), ("gi_p", gi_p)):
        table[name] = found
        table[corrected[name]] = benjamini_hochberg(found)
    alone = degree == 0
    table.loc[alone, ["around", "moran", "gi_star"]] = np.nan
    kinds = np.array(KINDS, dtype=object)[_quadrant(z, lag)]
    table["kind"] = pd.Series(kinds, index=table.index).where(table["p"].notna())
    moran, whole = _global(z, near, degree, spread, n, generator)
    ordered = ["value", "neighbours", "around", "moran", "kind", "p", "p_corrected"]
    ordered += ["gi_star", "gi_p", "gi_corrected"]
    seed = rng if isinstance(rng, int) else None
    whole_table = table[ordered].reindex(values.index)
    whole_table["neighbours"] = whole_table["neighbours"].fillna(0).astype(np.int64)
    return LocalStatistics(whole_table, moran, whole, n, seed)


def spatial_weights(gemeenten: pd.Index, adjacency: pd.DataFrame) -> Any:
    """Neighbours as PySAL has them, for a statistic of esda or spreg that is not here.

    Parameters
    ----------
    gemeenten : Index
        The codes.
    adjacency : DataFrame
        Neighbouring gemeenten, such as `lap.borders`: `a` and `b`.

    Returns
    -------
    libpysal.graph.Graph
        Binary, with `gemeenten` in order; those without neighbours are isolates.

    Raises
    ------
    LappendekenError
        If the extra `esda` is not installed.
    """
    try:
        from libpysal.graph import Graph  # noqa: PLC0415  an extra
    except ImportError as error:
        raise LappendekenError(
            'Gewichten voor PySAL vragen een extra bibliotheek: pip install "lappendeken[esda]".'
        ) from error
    return Graph.from_sparse(adjacency_of(gemeenten, adjacency).astype(float), ids=gemeenten)


def _quadrant(z: Floats, lag: Floats) -> Ints:
    """The place in `KINDS` of every gemeente."""
    high, near_high = z > 0, lag > 0
    return np.where(high, np.where(near_high, 0, 2), np.where(near_high, 3, 1)).astype(np.int64)


def _p_values(
    x: Floats,
    lag: Floats,
    own: Floats,
    degree: Ints,
    spread: float,
    n: int,
    generator: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Two-sided p of the sum around every gemeente, and of that with the gemeente itself."""
    moran, gi = np.full((2, len(x)), np.nan)
    some = np.flatnonzero((degree > 0) & (degree < len(x) - 1))
    if not spread or not len(some):
        return moran, gi
    z = x - x.mean()
    most = int(degree[some].max())
    # The same places serve every gemeente: those after its own are one further on.
    others, everyone = (
        np.concatenate(list(_subsets(count, size, n, generator)))
        for count, size in ((len(x) - 1, most), (len(x), most + 1))
    )
    sums = {
        int(size): np.sort(x[everyone[:, : size + 1]].sum(axis=1)) for size in set(degree[some])
    }
    for i in some:
        places = others[:, : degree[i]]
        drawn = z[places + (places >= i)].sum(axis=1)
        moran[i] = _two_sided(lag[i], np.sort(drawn))
        gi[i] = _two_sided(own[i], sums[int(degree[i])])
    return moran, gi


def _two_sided(value: float, drawn: Floats) -> float:
    """Twice the smaller tail of a value among sorted draws."""
    edge = _ROUNDING * max(1.0, abs(value))
    below = int(np.searchsorted(drawn, value + edge, side="right"))
    above = len(drawn) - int(np.searchsorted(drawn, value - edge, side="left"))
    return min(1.0, 2 * (1 + min(below, above)) / (1 + len(drawn)))


def _subsets(count: int, size: int, n: int, generator: np.random.Generator) -> Iterator[Ints]:
    """Chunks of n draws of some of a number of places, all different and in any order."""
    if count <= 4 * size**2:
        rows = max(1, 4_000_000 // count)
        for start in range(0, n, rows):
            keys = generator.random((min(rows, n - start), count))
            yield np.argsort(keys, axis=1)[:, :size].astype(np.int64)
        return
    found = generator.integers(0, count, (n, size))
    while True:
        ordered = np.sort(found, axis=1)
        twice = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(twice):
            break
        found[twice] = generator.integers(0, count, (len(twice), size))
    yield found


def _global(
    z: Floats,
    near: sparse.csr_array,
    degree: Ints,
    spread: float,
    n: int,
    generator: np.random.Generator,
) -> tuple[float, float]:
    """Moran's I of the whole map, and its p against permutations."""
    some = degree > 0
    if not spread or not some.any():
        return float("nan"), float("nan")
    share = np.divide(1.0, degree, out=np.zeros(len(z)), where=some)
    weights = sparse.csr_array(near.multiply(share[:, None]))
    scale = float(len(z) / some.sum() / (z**2).sum())
    observed = scale * float(z @ (weights @ z))
    at_least, edge = 0, _ROUNDING * max(1.0, abs(observed))
    rows = max(1, 4_000_000 // len(z))
    for start in range(0, n, rows):
        drawn = generator.permuted(np.tile(z, (min(rows, n - start), 1)), axis=1)
        scores = scale * np.einsum("ij,ji->i", drawn, weights @ drawn.T)
        at_least += int((scores >= observed - edge).sum())
    return observed, (1 + at_least) / (1 + n)
