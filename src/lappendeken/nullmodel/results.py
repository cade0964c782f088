"""Results of a test against chance, from the tallies of its chunks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from lappendeken.measures.alignment import Floats
from lappendeken.measures.registry import MEASURES
from lappendeken.nullmodel.work import ROUNDING, Each, Tally, Work

QUANTILES = (0.01, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.99)
"""The shares of the replicates that `NullTest.quantiles` gives."""

_QUANTILE_NAMES = [f"q{100 * share:g}" for share in QUANTILES]
_COLUMNS = ["observed", "mean", "sd", "z", "p", "p_less"]


class Draws(NamedTuple):
    """What the random divisions of a test were.

    Parameters
    ----------
    model : str
        `ruimtelijk` or `permutatie`.
    n : int
        How many.
    gemeenten : int
        Number of gemeenten that both indelingen cover, on which all is compared.
    coverage : float
        Their share of all gemeenten of A.
    regions : int
        Number of regions, in every division.
    deviation : int
        Largest difference, over all divisions, between the size of a region and that of the
        verband of B of the same rank; 0 when all sizes are exactly those of B.
    separated : int or None
        Number of pairs of neighbours that B separates; None without neighbours.
    separated_mean : float
        The same for the random divisions on average; more means more capricious regions.
    """

    model: str
    n: int
    gemeenten: int
    coverage: float
    regions: int
    deviation: int
    separated: int | None
    separated_mean: float


@dataclass(frozen=True, eq=False)
class NullTest:
    """A score against its distribution by chance.

    Parameters
    ----------
    measure : str
        Name of the measure.
    observed : float
        The score of A against B.
    mean, sd : float
        Mean and standard deviation of the replicates; `sd` is NaN for a single one.
    z : float
        `(observed - mean) / sd`; NaN when all replicates are equal.
    p : float
        `(1 + k) / (1 + n)`, with k the number of replicates that are at least as congruent with A
        as B is.
    samples : ndarray, shape (n,)
        The score of A against every random division.
    draws : Draws
        What the random divisions were.
    """

    measure: str
    observed: float
    mean: float
    sd: float
    z: float
    p: float
    samples: Floats = field(repr=False)
    draws: Draws = field(repr=False)

    @property
    def quantiles(self) -> "pd.Series[float]":
        """Scores below which 1 %, 2.5 %, … 99 % of the replicates lie."""
        values = np.quantile(self.samples, QUANTILES)
        return pd.Series(values, index=pd.Index(QUANTILES, name="quantile"), name=self.measure)


class Examination(NamedTuple):
    """Result of `examine`.

    Parameters
    ----------
    tests : dict of str to NullTest
        By measure.
    groups : DataFrame
        Index (`measure`, `group`), empty without groups: `gemeenten`, `observed`, `mean`, `sd`,
        `z`, `p` as in `NullTest`, and `p_less`, the same for 'at most as congruent'.
    gemeenten : DataFrame
        Index (`measure`, `gemeente`), empty when they were not asked: `observed`, `mean`, `sd`,
        `z`, `p`, `p_less`, and `q_less`: `p_less` corrected for the number of gemeenten.
    draws : Draws
        What the random divisions were.
    """

    tests: dict[str, NullTest]
    groups: pd.DataFrame
    gemeenten: pd.DataFrame
    draws: Draws


def describe(work: Work, observed: Tally, tallies: Sequence[Tally], gemeenten: int) -> Draws:
    """What the random divisions were."""
    n = sum(one.replicates for one in tallies)
    known = len(work.first) > 0
    return Draws(
        work.wanted.model,
        n,
        len(work.labels),
        len(work.labels) / gemeenten,
        len(work.wanted.sizes),
        max(one.deviation for one in tallies),
        observed.separated if known else None,
        sum(one.separated for one in tallies) / n if known else float("nan"),
    )


def null_test_of(measure: str, observed: Tally, tallies: Sequence[Tally], draws: Draws) -> NullTest:
    """The test of one measure."""
    value = float(observed.scores[measure][0])
    samples = np.concatenate([one.scores[measure] for one in tallies])
    sign = 1 if MEASURES[measure].rises else -1
    row = _statistics(np.array([sign * value]), sign * samples[:, None])
    mean, sd, z, p = (float(row[name][0]) for name in ("mean", "sd", "z", "p"))
    return NullTest(measure, value, sign * mean, sd, sign * z, p, samples, draws)


def _statistics(observed: Floats, samples: Floats) -> dict[str, Floats]:
    """Mean, spread and one-sided p of some scores (m) against their replicates (n × m)."""
    n = len(samples)
    edge = ROUNDING * np.maximum(1.0, np.abs(observed))
    gap = samples - observed
    each = Each(
        (gap >= -edge).sum(axis=0), (gap <= edge).sum(axis=0), gap.sum(axis=0), (gap**2).sum(axis=0)
    )
    return _summary(observed, each, n)


def _summary(observed: Floats, each: Each, n: int) -> dict[str, Floats]:
    """The same from sums over the replicates."""
    shift = each.total / n
    variance = np.full(len(observed), np.nan)
    if n > 1:
        variance = np.maximum(each.squares - n * shift**2, 0.0) / (n - 1)
    # What is left of equal replicates is rounding.
    scale = ROUNDING * np.maximum(1.0, np.abs(observed))
    sd = np.where(variance <= scale**2, 0.0, np.sqrt(variance))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(sd > 0, -shift / sd, np.nan)
    unknown = np.isnan(observed)
    return {
        "observed": observed,
        "mean": observed + shift,
        "sd": sd,
        "z": z,
        "p": np.where(unknown, np.nan, (1 + each.at_least) / (1 + n)),
        "p_less": np.where(unknown, np.nan, (1 + each.at_most) / (1 + n)),
    }


def of_groups(work: Work, observed: Tally, tallies: Sequence[Tally]) -> pd.DataFrame:
    """The table of all measures of all groups."""
    groups = work.groups
    tables = {}
    for name in work.local if len(groups.names) else ():
        samples = np.concatenate([one.groups[name] for one in tallies])
        columns = {"gemeenten": groups.gemeenten} | _statistics(observed.groups[name][0], samples)
        tables[name] = pd.DataFrame(columns, index=groups.names)
    return _stacked(tables, "group", ["gemeenten", *_COLUMNS])


def of_each(work: Work, observed: Tally, tallies: Sequence[Tally]) -> pd.DataFrame:
    """The table of all measures of all gemeenten."""
    n = sum(one.replicates for one in tallies)
    tables = {}
    for name in observed.each:
        sums = [np.sum([one.each[name][k] for one in tallies], axis=0) for k in range(4)]
        value = work.one.against(work.labels[None]).local(name)[0]
        columns = _summary(value, Each(*sums), n)
        columns["q_less"] = false_discovery(columns["p_less"])
        tables[name] = pd.DataFrame(columns, index=work.one.a.gemeenten)
    return _stacked(tables, "gemeente", [*_COLUMNS, "q_less"])


def _stacked(tables: dict[str, pd.DataFrame], level: str, columns: list[str]) -> pd.DataFrame:
    """Tables of several measures below each other."""
    if tables:
        return pd.concat(tables, names=["measure", level])
    index = pd.MultiIndex.from_arrays([[], []], names=["measure", level])
    return pd.DataFrame(columns=columns, index=index, dtype="float64")


def table(found: Mapping[tuple[str, str], Examination]) -> pd.DataFrame:
    """All tests of several pairs of indelingen.

    Parameters
    ----------
    found : mapping of (str, str) to Examination
        By the identifiers of A and B.

    Returns
    -------
    DataFrame
        Index (`a`, `b`, `measure`): `observed`, `mean`, `sd`, `z`, `p`, the fields of `Draws`, and
        the quantiles of the replicates, `q1` to `q99` (per cent).
    """
    rows = {
        (a, b, name): {key: getattr(one, key) for key in ("observed", "mean", "sd", "z", "p")}
        | one.draws._asdict()
        | dict(zip(_QUANTILE_NAMES, one.quantiles, strict=True))
        for (a, b), examination in found.items()
        for name, one in examination.tests.items()
    }
    index = pd.MultiIndex.from_tuples(list(rows), names=["a", "b", "measure"])
    return pd.DataFrame(list(rows.values()), index=index)


def false_discovery(p: Floats) -> Floats:
    """Correct p-values for their number, by the method of Benjamini and Hochberg.

    Examples
    --------
    >>> false_discovery(np.array([0.01, 0.04, 0.03, 0.9])).round(3).tolist()
    [0.04, 0.053, 0.053, 0.9]
    """
    order = np.argsort(p)
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return np.asarray(np.minimum(result, 1.0))
