"""Functional regions: a division that follows from flows, such as commuting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError, NothingInCommonError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Floats, Ints
from lappendeken.measures.flows import (
    LEAST,
    TARGET,
    contained,
    flow_matrix,
    self_containment,
    validity,
)
from lappendeken.measures.pair_counting import omega_index
from lappendeken.provenance import Recorded, recorded


@dataclass(frozen=True, eq=False)
class Functional(Recorded):
    """Result of `functional_regions`.

    Parameters
    ----------
    indeling : Indeling
        A partition of the gemeenten that flows name; a region goes by the code of the gemeente in
        it to which most goes.
    regions : DataFrame
        Of each region what `measures.self_containment` says; `validity` is at least 1, except in a
        region that no flow joins to another.
    steps : int
        How many regions were dissolved on the way.
    """

    indeling: Indeling
    regions: pd.DataFrame
    steps: int


@recorded
def functional_regions(
    flows: pd.DataFrame,
    gemeenten: pd.Index,
    *,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
    names: "pd.Series[str] | None" = None,
) -> Functional:
    r"""Make functional regions by the method of the British travel-to-work areas.

    Parameters
    ----------
    flows : DataFrame
        `van`, `naar`, `aantal`, also within a gemeente; see `reading.read_flows`.
    gemeenten : Index
        The codes, in the order of the result; without flows a gemeente is in no region.
    least, target : (float, float)
        Size and self-containment that a region must have, and should have; see
        `measures.flows.validity`.
    names : Series, optional
        Name of each gemeente, for the names of regions.

    Returns
    -------
    Functional

    Raises
    ------
    UnknownNameError
        If a flow names another gemeente.
    LappendekenError
        If the least is above the target, or nothing flows.

    Notes
    -----
    Every gemeente begins as a region. The region that is farthest from the norm is dissolved, and
    each of its gemeenten goes to the region, of those that remain, with which it has the strongest
    link

    .. math:: \frac{T_{gr}^2}{O_g D_r} + \frac{T_{rg}^2}{O_r D_g}

    with T the flow between them, O all that goes out and D all that comes in; until all regions
    meet the norm. What has no link with another region stays as it is. Of equals the first in
    order of code goes first, so the same flows give the same regions in any order of rows. Regions
    need not be contiguous.

    References
    ----------
    Coombes, M. G., Green, A. E. & Openshaw, S. (1986). An efficient algorithm to generate official
    statistical reporting areas: the case of the 1984 travel-to-work areas revision in Britain.
    Journal of the Operational Research Society 37(10), 943-953.
    Coombes, M. & Bond, S. (2008). Travel-to-work areas: the 2007 review. Office for National
    Statistics.

    Examples
    --------
    >>> flows = pd.DataFrame({"van": list("11233"), "naar": list("12113"),
    ...                       "aantal": [900, 100, 400, 100, 900]})
    >>> found = functional_regions(flows, pd.Index(list("123")), least=(500, 0.7),
    ...                            target=(1000, 0.8))
    >>> [found.indeling.members(one) for one in found.indeling.verbanden]
    [('1', '2'), ('3',)]
    """
    if not (0 < least[0] < target[0] and 0 < least[1] < target[1] <= 1):
        raise LappendekenError(
            "De kleinste omvang en zelfvoorziening zijn meer dan 0 en lager dan die waarnaar wordt "
            "gestreefd; een zelfvoorziening is ten hoogste 1."
        )
    order = np.argsort(np.asarray(gemeenten, dtype=object), kind="stable")
    matrix = flow_matrix(flows, gemeenten).toarray()[np.ix_(order, order)]
    if not matrix.sum() > 0:
        raise LappendekenError("Er gaat niets van de ene gemeente naar de andere.")
    region, steps = _dissolve(matrix, least, target)
    incoming = matrix.sum(axis=0)
    codes = gemeenten[order]
    label = pd.Series("", index=codes, dtype="object")
    titles: dict[str, str] = {}
    for one in np.unique(region[region >= 0]):
        own = np.flatnonzero(region == one)
        head = str(codes[own[np.argmax(incoming[own])]])
        label.iloc[own] = head
        titles[head] = head if names is None else str(names.get(head, head))
    found = Indeling.from_labels(
        label.reindex(gemeenten),
        id="functioneel",
        naam="functionele regio's",
        enkelvoud="functionele regio",
        namen=titles,
    )
    return Functional(found, self_containment(found, flows, least=least, target=target), steps)


class _Making:
    """Regions in the making.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Flows.
    """

    def __init__(self, matrix: Floats) -> None:
        self.matrix = matrix
        self.out, self.into = matrix.sum(axis=1), matrix.sum(axis=0)
        some = self.out + self.into > 0
        self.region: Ints = np.where(some, np.arange(len(matrix)), -1)
        # Of each region: what goes out, comes in and stays.
        self.origin, self.destination = self.out.copy(), self.into.copy()
        self.inside = matrix.diagonal().copy()
        self.settled = ~some

    @property
    def containment(self) -> Floats:
        """The least of both sides of each region."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.fmin(self.inside / self.origin, self.inside / self.destination)
        return np.asarray(np.nan_to_num(found))

    def dissolve(self, worst: int) -> None:
        """Give each gemeente of a region to the one it has the strongest link with."""
        left = np.flatnonzero(self.region == worst)
        self.region[left] = -1
        self.origin[worst] = self.destination[worst] = self.inside[worst] = 0.0
        self.settled[worst] = True
        while len(left):
            places = [self._strongest(int(one)) for one in left]
            if max(places) < 0:
                break
            for one, place in zip(left.tolist(), places, strict=True):
                if place >= 0:
                    self._add(one, place)
            # A gemeente may be linked to no more than one that has gone before it.
            left = left[np.array(places) < 0]
        for one in left.tolist():
            # Nothing joins what is left to another region: it stays as it is.
            self._add(one, worst)

    def _add(self, one: int, place: int) -> None:
        """Give a gemeente to a region."""
        self.region[one] = place
        own = self.region == place
        self.origin[place] += self.out[one]
        self.destination[place] += self.into[one]
        both = self.matrix[one, own].sum() + self.matrix[own, one].sum()
        self.inside[place] += both - self.matrix[one, one]

    def _strongest(self, one: int) -> int:
        """The region with which a gemeente has the strongest link; -1 when it has none."""
        taken, count = self.region >= 0, len(self.matrix)
        there = np.bincount(self.region[taken], self.matrix[one, taken], minlength=count)
        back = np.bincount(self.region[taken], self.matrix[taken, one], minlength=count)
        with np.errstate(invalid="ignore", divide="ignore"):
            link = np.nan_to_num(there**2 / (self.out[one] * self.destination))
            link += np.nan_to_num(back**2 / (self.origin * self.into[one]))
        best = int(np.argmax(link))
        return best if link[best] > 0 else -1


def _dissolve(
    matrix: Floats, least: tuple[float, float], target: tuple[float, float]
) -> tuple[Ints, int]:
    """The region of each gemeente, -1 without flows; and how many regions were dissolved."""
    made, steps = _Making(matrix), 0
    while True:
        norm = validity(made.origin, made.containment, least, target)
        norm[made.settled] = np.inf
        worst = int(np.argmin(norm))
        if norm[worst] >= 1:
            return made.region, steps
        made.dissolve(worst)
        steps += 1


@recorded
def against_functional(
    divisions: Sequence[Indeling],
    flows: pd.DataFrame,
    functional: Indeling,
    *,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
) -> pd.DataFrame:
    """How well official divisions hold flows together, and how like functional regions they are.

    Parameters
    ----------
    divisions : sequence of Indeling
        At least one, each with an `id` of its own; may overlap.
    flows, least, target
        See `functional_regions`.
    functional : Indeling
        The functional regions.

    Returns
    -------
    DataFrame
        See `measures.contained`, with `score`: the omega index with the functional regions (NaN
        for themselves and where no gemeente is in both). The functional regions come first, then
        the most alike.

    Raises
    ------
    UnknownNameError
        If a flow names another gemeente.
    """
    table = contained([functional, *divisions], flows, least=least, target=target)
    like = [np.nan]
    for one in divisions:
        try:
            like.append(omega_index(one, functional))
        except NothingInCommonError:
            like.append(np.nan)
    table["score"] = like
    return pd.concat(
        [table.iloc[:1], table.iloc[1:].sort_values("score", ascending=False, kind="stable")]
    )


@recorded
def verbanden_of(
    divisions: Sequence[Indeling],
    flows: pd.DataFrame,
    *,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
) -> pd.DataFrame:
    """Self-containment of every verband of several divisions, with its `indeling` and `naam`.

    Parameters
    ----------
    divisions, flows, least, target
        See `against_functional`.

    Returns
    -------
    DataFrame
        Index `verband`; see `measures.self_containment`.
    """
    parts = [
        self_containment(one, flows, least=least, target=target).assign(
            indeling=one.id, naam=one.namen
        )
        for one in divisions
    ]
    return pd.concat(parts).rename_axis("verband")
