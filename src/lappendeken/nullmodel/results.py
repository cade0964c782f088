"""Results of a test against chance, from the tallies of its chunks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lappendeken.measures.alignment import Floats
from lappendeken.measures.registry import MEASURES
from lappendeken.nullmodel import families
from lappendeken.nullmodel.work import ROUNDING, Each, Tally, Work
from lappendeken.provenance import Recorded, recorded

QUANTILES = (0.01, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.99)
"""The shares of the replicates that `NullTest.quantiles` gives."""

_QUANTILE_NAMES = [f"q{100 * share:g}" for share in QUANTILES]
_TOLD = ("observed", "mean", "normalised", "sd", "z", "p")
_COLUMNS = ["observed", "mean", "normalised", "sd", "z", "p", "p_less", "p_corrected", "p_floor"]


class Draws(NamedTuple):
    """What the random divisions of a test were.

    Parameters
    ----------
    model : str
        One of `divisions.MODELS`.
    n : int
        How many.
    gemeenten : int
        Number of gemeenten that both indelingen cover, on which all is compared.
    coverage : float
        Their share of all gemeenten of A.
    regions : int
        Number of regions, in every division.
    deviation : int
        Largest difference, over all divisions, between the number of gemeenten of a region and
        that of the verband of B of the same rank; 0 when all are exactly those of B.
    separated : int or None
        Number of pairs of neighbours that B separates; None without neighbours.
    separated_mean : float
        The same for the random divisions on average; more means more capricious regions.
    weight : str
        In what regions have the sizes of B: the name of the weights; empty when it is their number
        of gemeenten.
    weight_deviation : float
        Largest difference, over all divisions, between the weight of a region and that of the
        verband of B of the same rank, as a share of the latter; 0 without weights.
    """

    model: str
    n: int
    gemeenten: int
    coverage: float
    regions: int
    deviation: int
    separated: int | None
    separated_mean: float
    weight: str = ""
    weight_deviation: float = 0.0


@dataclass(frozen=True, eq=False)
class NullTest(Recorded):
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
    def normalised(self) -> float:
        """The part of the way from chance to perfect that was found: 0 is chance, 1 perfect.

        (found - chance) / (1 - chance), or of a distance (chance - found) / chance; unlike raw
        scores it can be compared between pairs. NaN when chance is perfect already.
        """
        room = (1.0 if MEASURES[self.measure].rises else 0.0) - self.mean
        return (self.observed - self.mean) / room + 0.0 if abs(room) > ROUNDING else float("nan")

    def tables(self) -> dict[str, pd.DataFrame]:
        """One row: what was found, and what chance gives."""
        return {"toets": _told_of([self])}

    def shown(self) -> Mapping[str, Mapping[str, Any]]:
        """A p as far as the number of draws allows."""
        return _shown(self.draws.n)

    @property
    def quantiles(self) -> "pd.Series[float]":
        """Scores below which 1 %, 2.5 %, … 99 % of the replicates lie."""
        values = np.quantile(self.samples, QUANTILES)
        return pd.Series(values, index=pd.Index(QUANTILES, name="quantile"), name=self.measure)


@dataclass(frozen=True, eq=False)
class Examination(Recorded):
    """Result of `examine`.

    Parameters
    ----------
    tests : dict of str to NullTest
        By measure.
    groups : DataFrame
        Index (`measure`, `group`), empty without groups: `gemeenten`, `observed`, `mean`, `sd`,
        `z`, `p` as in `NullTest`; `p_less`, the same for 'at most as congruent'; `p_corrected`,
        that for all groups together, and `p_floor`, the least it can be; see
        `families.single_step`.
    gemeenten : DataFrame
        Index (`measure`, `gemeente`), empty when they were not asked: the same for each gemeente.
    surroundings : DataFrame
        The same for each gemeente together with its neighbours; empty without neighbours.
    verbanden : DataFrame
        Index (`measure`, `verband`): the same for the members of each verband of A.
    draws : Draws
        What the random divisions were.
    """

    tests: dict[str, NullTest]
    groups: pd.DataFrame
    gemeenten: pd.DataFrame
    surroundings: pd.DataFrame
    verbanden: pd.DataFrame
    draws: Draws

    def tables(self) -> dict[str, pd.DataFrame]:
        """A row per measure, and the families of tests that were asked."""
        found = {"toetsen": _told_of(self.tests.values())}
        families = ("groups", "gemeenten", "surroundings", "verbanden")
        return found | {name: getattr(self, name) for name in families if len(getattr(self, name))}

    def shown(self) -> Mapping[str, Mapping[str, Any]]:
        """A p as far as the number of draws allows."""
        return _shown(self.draws.n)


def _told_of(tests: Iterable[NullTest]) -> pd.DataFrame:
    """A row per test."""
    rows = {one.measure: {name: getattr(one, name) for name in _TOLD} for one in tests}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def _shown(n: int) -> Mapping[str, Mapping[str, Any]]:
    """How p is shown: with as many decimals as n allows, and with '≤' at its floor."""
    decimals = max(3, len(str(n)))
    floored = {"decimals": decimals, "least": 1 / (1 + n)}
    return {"p": floored, "p_less": floored, "p_corrected": {"decimals": decimals}}


def describe(
    work: Work, observed: Tally, tallies: Sequence[Tally], gemeenten: int, weight: str
) -> Draws:
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
        weight if work.wanted.weighed else "",
        max(one.weight_deviation for one in tallies),
    )


def null_test_of(measure: str, observed: Tally, tallies: Sequence[Tally], draws: Draws) -> NullTest:
    """The test of one measure."""
    value = float(observed.scores[measure][0])
    samples = np.concatenate([one.scores[measure] for one in tallies])
    sign = 1 if MEASURES[measure].rises else -1
    row = statistics(np.array([sign * value]), sign * samples[:, None])
    mean, sd, z, p = (float(row[name][0]) for name in ("mean", "sd", "z", "p"))
    # Adding 0 makes 0 of -0.
    return NullTest(measure, value, sign * mean + 0.0, sd, sign * z + 0.0, p, samples, draws)


def statistics(observed: Floats, samples: Floats) -> dict[str, Floats]:
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
        "normalised": _normalised(observed, observed + shift),
        "sd": sd,
        "z": z,
        "p": np.where(unknown, np.nan, (1 + each.at_least) / (1 + n)),
        "p_less": np.where(unknown, np.nan, (1 + each.at_most) / (1 + n)),
    }


def _normalised(observed: Floats, mean: Floats) -> Floats:
    """The part of the way from chance to a score of 1; NaN when chance gives 1."""
    room = np.where(np.abs(1 - mean) > ROUNDING, 1 - mean, np.nan)
    return np.asarray((observed - mean) / room)


def of_groups(work: Work, observed: Tally, tallies: Sequence[Tally]) -> pd.DataFrame:
    """The table of all measures of all groups."""
    groups = work.groups
    tables = {}
    for name in work.local if len(groups.names) else ():
        samples = np.concatenate([one.groups[name] for one in tallies])
        columns = _corrected(statistics(observed.groups[name][0], samples), [samples])
        tables[name] = pd.DataFrame({"gemeenten": groups.gemeenten} | columns, index=groups.names)
    return _stacked(tables, "group", ["gemeenten", *_COLUMNS])


def of_each(work: Work, observed: Tally, tallies: Sequence[Tally]) -> pd.DataFrame:
    """The table of all measures of all gemeenten."""
    n = sum(one.replicates for one in tallies)
    tables = {}
    for name in observed.each:
        sums = [np.sum([one.each[name][k] for one in tallies], axis=0) for k in range(4)]
        value = work.one.against(work.labels[None]).local(name)[0]
        local = [one.local[name] for one in tallies]
        columns = _corrected(_summary(value, Each(*sums), n), local)
        tables[name] = pd.DataFrame(columns, index=work.one.a.gemeenten)
    return _stacked(tables, "gemeente", _COLUMNS)


def of_clusters(
    work: Work, observed: Tally, tallies: Sequence[Tally]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of all surroundings, and of all verbanden of A."""
    a, weights = work.one.a, work.one.weights
    known = len(work.first) > 0
    around = families.surroundings(work.first, work.second, weights)
    inside = families.members(a.incidence, weights)
    clusters = [("gemeente", a.gemeenten, around, known), ("verband", a.verbanden, inside, True)]
    result = []
    for level, names, share, wanted in clusters:
        tables = {}
        for name in observed.each if wanted else ():
            samples = np.concatenate([one.local[name] @ share for one in tallies])
            value = work.one.against(work.labels[None]).local(name)[0]
            # In the precision of the draws, so that equal scores are equal.
            columns = statistics(value.astype(np.float32) @ share, samples)
            columns = _corrected(columns | {"observed": value @ share}, [samples])
            tables[name] = pd.DataFrame(columns, index=names)
        result.append(_stacked(tables, level, _COLUMNS))
    return result[0], result[1]


def _corrected(columns: dict[str, Floats], draws: Sequence[Floats]) -> dict[str, Floats]:
    """What a family of scores says, with p corrected for all of them together."""
    corrected, floor = families.single_step(
        columns["observed"], columns["mean"], columns["sd"], draws
    )
    return columns | {"p_corrected": corrected, "p_floor": floor}


def _stacked(tables: dict[str, pd.DataFrame], level: str, columns: list[str]) -> pd.DataFrame:
    """Tables of several measures below each other."""
    if tables:
        return pd.concat(tables, names=["measure", level])
    index = pd.MultiIndex.from_arrays([[], []], names=["measure", level])
    return pd.DataFrame(columns=columns, index=index, dtype="float64")


@recorded
def table(found: Mapping[tuple[str, str], Examination]) -> pd.DataFrame:
    """All tests of several pairs of indelingen.

    Parameters
    ----------
    found : mapping of (str, str) to Examination
        By the identifiers of A and B.

    Returns
    -------
    DataFrame
        Index (`a`, `b`, `measure`): `observed`, `mean`, `normalised`, `sd`, `z`, `p`, `p_holm`
        (corrected for all rows together), the fields of `Draws`, and the quantiles of the
        replicates, `q1` to `q99` (per cent).
    """
    rows = {
        (a, b, name): {key: getattr(one, key) for key in _TOLD}
        | one.draws._asdict()
        | dict(zip(_QUANTILE_NAMES, one.quantiles, strict=True))
        for (a, b), examination in found.items()
        for name, one in examination.tests.items()
    }
    index = pd.MultiIndex.from_tuples(list(rows), names=["a", "b", "measure"])
    result = pd.DataFrame(list(rows.values()), index=index)
    result.insert(list(result).index("p") + 1, "p_holm", families.holm(result["p"].to_numpy()))
    return result
