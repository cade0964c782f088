"""The least that must change to make divisions congruent, with proof."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import InfeasibleError, LappendekenError, WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Ints
from lappendeken.model import Lappendeken
from lappendeken.optimise import refusals
from lappendeken.optimise.checking import check
from lappendeken.optimise.problem import (
    BASE_RULES,
    Demands,
    Problem,
    choose,
    find_fixed,
    make_problem,
)
from lappendeken.optimise.province import join_outside, within
from lappendeken.optimise.search import Clock, Found, Progress, search, settled
from lappendeken.provenance import Recorded, recorded

PROVEN = "bewezen"
"""Status: no division changes less."""

LIMIT_REACHED = "grens bereikt"
"""Status: time ran out; the bound says what is proven."""

_EXPLAIN_SECONDS = 20.0
"""How long the search may take for a demand that could be dropped."""


@dataclass(frozen=True, eq=False)
class LeastChange(Recorded):
    """One common division, and what must change for it.

    Parameters
    ----------
    division : Indeling
        The common regions; a region has the identifier and the name of its core. A gemeente that
        is in no verband of any indeling is in none.
    changes : DataFrame
        One row per deelname that changes: `indeling`, `gemeente` (code), `from` (the verband it
        leaves), `to` (the verband that its common region continues; missing when the region
        continues none of this indeling), `region` and `weight`.
    regions : DataFrame
        Index region: a column per indeling with the verband that the region continues (missing
        when none), `core` (the indeling of its core), `gemeenten` (number), `size` and `changes`
        (weight of the deelnames of its gemeenten that change).
    total : float
        Weight of the deelnames that change.
    deelnames : float
        Weight of all deelnames.
    bound : float
        No common division that meets the demands changes less than this.
    gap : float
        (total - bound) / total: 0 when proven.
    status : str
        `bewezen`, or `grens bereikt` when time ran out.
    provincie : str, optional
        The only province of which deelnames could change.
    """

    division: Indeling
    changes: pd.DataFrame
    regions: pd.DataFrame
    total: float
    deelnames: float
    bound: float
    gap: float
    status: str
    provincie: str | None = None


@recorded
def least_change(
    lappendeken: Lappendeken,
    indelingen: Sequence[str | Indeling],
    *,
    provincie: str | None = None,
    base: str | Indeling | None = None,
    base_rule: str = "vast",
    weights: "pd.Series[float] | None" = None,
    contiguous: bool = False,
    min_weight: float | None = None,
    max_weight: float | None = None,
    sizes: "pd.Series[float] | None" = None,
    regions: int | None = None,
    fixed: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> LeastChange:
    r"""One common division for which the least total weight of deelnames changes.

    Parameters
    ----------
    lappendeken : Lappendeken
        Knows names, neighbours and inhabitants.
    indelingen : sequence of str or Indeling
        At least one, partitions or covers; their deelnames count.
    provincie : str, optional
        However it is spelt: only the deelnames of its gemeenten may change, and only these come
        together in common regions. What lies outside stays as it is, and counts for no demand. A
        region that continues no verband of an indeling joins the one outside that shares most
        gemeenten with the verbanden it continues. `effects` says what that does elsewhere.
    base : str or Indeling, optional
        One of them; its verbanden are the cores of the common regions.
    base_rule : str
        What that means. `vast`: no deelname of the base changes, so it must be a partition.
        `kern`: every verband of the base has its region, which may lose and win gemeenten.
        `vrij`: a verband of the base may have no region, and a region may also continue a verband
        that shares no gemeente with its core, but does with a verband that shares one with it.
    weights : Series, optional
        Weight of each deelname by gemeente; 1 when absent.
    contiguous : bool
        Whether every common region must be one connected area, links over water included.
    min_weight, max_weight : float, optional
        Bounds on the total of `sizes` in every common region.
    sizes : Series, optional
        By code, for the bounds; inhabitants when absent.
    regions : int, optional
        The number of common regions; free when absent. With a base only by the rule `vrij`.
    fixed : sequence of str
        Gemeenten (code or name) that keep all their deelnames, and verbanden (identifier or
        name) that keep exactly their members.
    time_limit : float, optional
        Seconds after which the best division so far is given, with what is proven.
    progress : callable, optional
        Called now and then with the least total so far (None at first) and the bound.

    Returns
    -------
    LeastChange
        Checked: every gemeente in one region, all demands met, and the total counted again from
        the division itself.

    Raises
    ------
    InfeasibleError
        If no common division meets all demands; the message says which are in the way.
    UnknownNameError
        If an indeling, or something that is fixed, is unknown.
    WrongUsageError
        If the demands contradict each other.
    LappendekenError
        If a weight is unfit, or time ran out before there was any division.

    Notes
    -----
    A common region has a *core*: one verband, of which it holds at least one gemeente. Of every
    other indeling it continues at most one verband, which must share a gemeente with the core; a
    verband goes on in one region at most. The rules for a base each allow what the one before
    allows, so they never change more; by `vast`, and when the base has every gemeente, the least
    change is the sum of the transfer distances between the base and the others. A deelname is
    unchanged when its gemeente is in the common region that continues its verband. Without demands
    and base, and for up to three indelingen, this is the least change over all divisions whatever:
    a region whose verbanden do not hang together by shared gemeenten can be split without changing
    more.

    The program is a facility location with matching, solved to optimality by HiGHS; see
    `optimise.program`. Contiguity is added by cuts (see `optimise.cuts`) until the division that
    is found reaches the bound. There may be several optimal divisions; this is one.

    References
    ----------
    Huangfu, Q. & Hall, J. A. J. (2018). Parallelizing the dual revised simplex method.
    Mathematical Programming Computation 10, 119-142.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> found = least_change(
    ...     load(), ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"], base="arbeidsmarktregio"
    ... )
    >>> found.total, found.deelnames, found.gap, found.status
    (166.0, 1026.0, 0.0, 'bewezen')
    """
    everywhere = choose(lappendeken, indelingen)
    place = None if provincie is None else lappendeken.find_provincie(provincie)
    chosen = everywhere if place is None else within(lappendeken, everywhere, place)
    given = None if base is None else _find_base(lappendeken, chosen, base)
    _check_base(given, base_rule, regions)
    _check_numbers(min_weight, max_weight, regions, time_limit)
    bounded = min_weight is not None or max_weight is not None
    if bounded and sizes is None:
        sizes = lappendeken.gemeenten["inwoners"]
    problem = make_problem(
        lappendeken,
        chosen,
        given,
        weights,
        sizes if bounded else None,
        may_vanish=base_rule == "vrij",
    )
    demands = Demands(
        contiguous,
        min_weight,
        max_weight,
        regions,
        *find_fixed(lappendeken, everywhere, problem, fixed),
        base_stays=given is not None and base_rule == "vast",
    )
    names = refusals.names_of(lappendeken.gemeenten["naam"], *(one.namen for one in chosen))
    reasons = refusals.obvious(problem, demands, names)
    found = None if reasons else search(problem, demands, Clock(time_limit), progress)
    if found is None or (found.slot is None and found.complete):
        raise InfeasibleError(_explain(problem, demands, reasons, names, place))
    if found.slot is None:
        raise LappendekenError(
            "Binnen de tijd is geen indeling gevonden die aan de eisen voldoet. Geef meer tijd of "
            "laat een eis vallen."
        )
    result = _result(problem, chosen, found.slot, found.continued, found, place)
    if place is not None:
        inside = result.division.gemeenten
        changes, table = join_outside(everywhere, inside, result.changes, result.regions)
        result = replace(result, changes=changes, regions=table)
    check(lappendeken, chosen, problem, demands, result.division, result.regions, result.total)
    return result


def _find_base(lap: Lappendeken, chosen: list[Indeling], base: str | Indeling) -> Indeling:
    """The base among the indelingen."""
    one = lap.find_indeling(base)
    if one.id not in {other.id for other in chosen}:
        raise WrongUsageError(f"De basis {one.naam} is geen van de indelingen; noem haar daar ook.")
    return one


def _check_base(base: Indeling | None, rule: str, regions: int | None) -> None:
    """Refuse a rule that does not exist, or that does not go with the base or the regions."""
    if rule not in BASE_RULES:
        raise WrongUsageError(f"Onbekende basisregel '{rule}'; kies uit {', '.join(BASE_RULES)}.")
    if base is None:
        return
    if rule != "vrij" and regions is not None:
        raise WrongUsageError(
            f"Met {base.naam} als basis ligt het aantal regio's vast: {len(base.verbanden)}. "
            "Met basisregel 'vrij' niet."
        )
    if rule == "vast" and not base.is_partition:
        raise WrongUsageError(
            f"Bij {base.naam} zit een gemeente in meer dan één verband; als basis kunnen die niet "
            "allemaal blijven zoals ze zijn. Neem basisregel 'kern' of 'vrij'."
        )


def _check_numbers(
    low: float | None, high: float | None, regions: int | None, seconds: float | None
) -> None:
    """Refuse numbers that mean nothing."""
    for what, value in (("Het minimum", low), ("Het maximum", high), ("De tijdslimiet", seconds)):
        if value is not None and not (math.isfinite(value) and value > 0):
            raise WrongUsageError(f"{what} moet een getal boven 0 zijn, niet {value}.")
    if low is not None and high is not None and low > high:
        raise WrongUsageError(f"Het minimum ({low:g}) is groter dan het maximum ({high:g}).")
    if regions is not None and regions < 1:
        raise WrongUsageError(f"Het aantal regio's moet ten minste 1 zijn, niet {regions}.")


def _explain(
    problem: Problem,
    demands: Demands,
    reasons: list[str],
    names: refusals.Names,
    provincie: str | None,
) -> str:
    """Say why there is no division, and without which demand there would be."""
    parts = refusals.described(demands, problem, names)
    clock = Clock(_EXPLAIN_SECONDS)
    without = []
    for text, rest in parts.items() if len(parts) > 1 else ():
        if clock.over or refusals.obvious(problem, rest, names):
            continue
        if search(problem, rest, clock).slot is not None:
            without.append(text)
    return refusals.refusal(list(parts), reasons, without, provincie)


def _result(
    problem: Problem,
    chosen: list[Indeling],
    slot: Ints,
    continued: sparse.csr_array,
    found: Found,
    provincie: str | None,
) -> LeastChange:
    """The answer in terms of gemeenten and verbanden."""
    cores = _tidy_cores(problem, slot, continued)
    region = problem.verbanden[cores[slot]]
    follows = _followed(problem, continued, len(chosen))
    division = _division(problem, chosen, region)
    changes = _changes(problem, chosen, slot, region, follows)
    used = np.unique(slot)
    order = used[np.argsort(cores[used])]
    table = pd.DataFrame(
        {one.id: _ids(problem, follows[order, k]) for k, one in enumerate(chosen)},
        index=pd.Index(problem.verbanden[cores[order]], name="region"),
    )
    table["core"] = [chosen[problem.family[core]].id for core in cores[order]]
    table["gemeenten"] = np.bincount(slot, minlength=len(problem.cores))[order]
    table["size"] = np.bincount(slot, weights=problem.sizes, minlength=len(problem.cores))[order]
    per_region = changes.groupby("region")["weight"].sum()
    table["changes"] = per_region.reindex(table.index).fillna(0.0)
    total = float(changes["weight"].sum())
    bound = _tight_bound(problem, total, found)
    gap = (total - bound) / total if total > 0 else 0.0
    status = PROVEN if bound == total else LIMIT_REACHED
    return LeastChange(
        division, changes, table, total, problem.total, bound, gap, status, provincie
    )


def _tight_bound(problem: Problem, total: float, found: Found) -> float:
    """The bound, rounded up to a total that can be."""
    if found.complete or settled(problem, total, found.bound):
        return total
    bound = max(found.bound, 0.0)
    if problem.step > 0:
        bound = math.ceil(bound / problem.step - 1e-6) * problem.step
    return min(bound, total)


def _tidy_cores(problem: Problem, slot: Ints, continued: sparse.csr_array) -> Ints:
    """For every slot the verband that its region is named after.

    Several of the verbanden that a region continues may qualify as its core; without a base the
    first of them in order of indelingen is chosen, so that the name does not hang on the solver.
    """
    cores = problem.cores.copy()
    if problem.based:
        return cores
    for region in np.unique(slot):
        inside = problem.member[np.flatnonzero(slot == region)].sum(axis=0)
        own = np.sort(continued.indices[continued.indptr[region] : continued.indptr[region + 1]])
        for verband in own:
            # Without a base the cores are all verbanden, so a verband is the place of its row.
            reach = problem.continues[[verband]].toarray().ravel() > 0
            if reach[own].all() and inside[verband] > 0:
                cores[region] = verband
                break
    return cores


def _followed(problem: Problem, continued: sparse.csr_array, families: int) -> Ints:
    """The verband of each indeling that each region continues; -1 for none."""
    follows = np.full((len(problem.cores), families), -1, dtype=np.int64)
    row, column = continued.nonzero()
    follows[row, problem.family[column]] = column
    return follows


def _ids(problem: Problem, verbanden: Ints) -> "np.ndarray":
    """Identifiers of verbanden, missing for -1."""
    known = np.append(problem.verbanden.to_numpy(dtype=object), [None])
    return np.asarray(known[verbanden], dtype=object)


def _division(problem: Problem, chosen: list[Indeling], region: pd.Index) -> Indeling:
    """The common regions as an indeling on the gemeenten of the others."""
    names = pd.concat([one.namen for one in chosen])
    return Indeling.from_pairs(
        pd.Series(problem.gemeenten, dtype="object"),
        pd.Series(region, dtype="object"),
        chosen[0].gemeenten,
        pd.Index(sorted(set(region), key=list(problem.verbanden).index)),
        id="gemeenschappelijk",
        naam="gemeenschappelijke regio's",
        enkelvoud="gemeenschappelijke regio",
        namen=names,
    )


def _changes(
    problem: Problem,
    chosen: list[Indeling],
    slot: Ints,
    region: pd.Index,
    follows: Ints,
) -> pd.DataFrame:
    """The deelnames that change, in order of indeling and gemeente."""
    place, verband = problem.member.nonzero()
    family = problem.family[verband]
    to = follows[slot[place], family]
    moved = np.flatnonzero(to != verband)
    moved = moved[np.lexsort((verband[moved], place[moved], family[moved]))]
    ids = np.array([one.id for one in chosen], dtype=object)
    return pd.DataFrame(
        {
            "indeling": ids[family[moved]],
            "gemeente": problem.gemeenten[place[moved]].to_numpy(),
            "from": problem.verbanden[verband[moved]].to_numpy(),
            "to": _ids(problem, to[moved]),
            "region": region[place[moved]].to_numpy(),
            "weight": problem.weights[place[moved]],
        }
    )
