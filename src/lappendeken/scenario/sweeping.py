"""Many plans at once, on the cores of this machine or on a cluster."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lappendeken.errors import DataError, Fault, WrongUsageError
from lappendeken.model import Lappendeken
from lappendeken.parallel import run_all
from lappendeken.provenance import Recorded, recorded
from lappendeken.reading.plan import Plan, read_steps
from lappendeken.scenario.changing import apply
from lappendeken.scenario.comparison import Comparison, compare

PLANS_AT_ONCE = 8
"""Plans in one piece of work, so that the data are not sent again for each."""


@dataclass(frozen=True, eq=False)
class Sweep(Recorded):
    """What many plans change, each by itself.

    Parameters
    ----------
    overview : DataFrame
        Index `plan`: `gemeenten` and `inwoners` (of those that change), `partners` and
        `partner_inwoners` (of those that only get other partners; inhabitants are NaN when those
        of one are not known), `in_parts` and `across_provinces` (how many more verbanden are not
        contiguous, and lie in more than one province).
    scores : DataFrame
        Index (`plan`, `a`, `b`, `measure`): `before`, `after` and `change`, as in
        `Comparison.scores`.
    """

    overview: pd.DataFrame
    scores: pd.DataFrame


@dataclass(frozen=True)
class _Task:
    """Some plans, with all that a worker needs; no tuple, see `nullmodel.work.Task`."""

    lap: Lappendeken
    plans: dict[str, Plan]
    indelingen: tuple[str, ...]
    weights: "pd.Series[float] | None"


class _Done(NamedTuple):
    """What came of them."""

    overview: list[dict[str, float]]
    scores: dict[str, pd.DataFrame]
    faults: list[Fault]


@recorded
def sweep(
    lappendeken: Lappendeken,
    plans: Mapping[str, Plan | str | Path],
    *,
    indelingen: Sequence[str] = (),
    weights: "pd.Series[float] | None" = None,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Sweep:
    """Compare what was with what each of many plans makes of it.

    Parameters
    ----------
    lappendeken : Lappendeken
        Stays as it is; every plan begins from it.
    plans : mapping of str to Plan, str or Path
        By the name that the result gives them.
    indelingen, weights
        See `compare`.
    jobs : int, optional
        Number of processes; -1 for all cores. When absent: what `joblib.parallel_config` says, and
        else one. The result does not depend on it.
    progress : callable, optional
        Called now and then with the number of plans done since the last call.

    Returns
    -------
    Sweep
        In the order of the plans.

    Raises
    ------
    DataError
        With every fault of every plan.
    WrongUsageError
        If there is no plan, or fewer than two indelingen are left to compare.
    LappendekenError
        See `compare`.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.reading.plan import Step
    >>> plans = {
    ...     naam: Plan((Step("verplaats", "jeugd", (naam,), naar="IJsselland"),))
    ...     for naam in ("Meppel", "Westerveld")
    ... }
    >>> found = sweep(load("2016"), plans)
    >>> found.overview["inwoners"].to_dict()
    {'Meppel': 32799.0, 'Westerveld': 19085.0}
    """
    if not plans:
        raise WrongUsageError("Geef ten minste één plan.")
    faults: list[Fault] = []
    read = {
        # A plan that is no file is known by its name here.
        name: replace(one, file=name) if isinstance(one, Plan) else read_steps(one, faults)
        for name, one in plans.items()
    }
    tasks = _tasks(lappendeken, read, tuple(indelingen), weights)
    done: list[_Done] = []
    for part in run_all(_run, tasks, jobs=jobs):
        done.append(part)
        faults += part.faults
        if progress is not None:
            progress(len(part.overview))
    if faults:
        raise DataError(faults)
    scores = {name: table for part in done for name, table in part.scores.items()}
    rows = [row for part in done for row in part.overview]
    overview = pd.DataFrame(rows, index=pd.Index(list(read), name="plan"))
    return Sweep(overview, pd.concat(scores, names=["plan"]))


def _tasks(
    lap: Lappendeken,
    plans: dict[str, Plan],
    indelingen: tuple[str, ...],
    weights: "pd.Series[float] | None",
) -> list[_Task]:
    """The plans in pieces of work."""
    # A fresh copy holds tables only, and these can be sent; borders are not found again there.
    sent = replace(lap)
    sent.__dict__["borders"] = lap.borders
    names = list(plans)
    return [
        _Task(
            sent,
            {name: plans[name] for name in names[start : start + PLANS_AT_ONCE]},
            indelingen,
            weights,
        )
        for start in range(0, len(names), PLANS_AT_ONCE)
    ]


def _run(task: _Task) -> _Done:
    """Carry out some plans."""
    done = _Done([], {}, [])
    # What is found out about the data is kept here, and not sent on by the next task.
    before = replace(task.lap)
    before.__dict__["borders"] = task.lap.borders
    for name, plan in task.plans.items():
        try:
            after = apply(before, plan)
        except DataError as error:
            done.faults.extend(error.faults)
            continue
        found = compare(before, after, indelingen=task.indelingen, weights=task.weights)
        done.overview.append(_overview(found))
        done.scores[name] = found.scores
    return done


def _overview(found: Comparison) -> dict[str, float]:
    """What one plan does, in a few numbers."""
    affected = found.affected
    change = found.crossings["change"].groupby(level="measure").sum()
    return {
        "gemeenten": len(affected.gemeenten),
        "inwoners": affected.inwoners,
        "partners": len(affected.partners),
        "partner_inwoners": affected.partner_inwoners,
        "in_parts": int(change["in_parts"]),
        "across_provinces": int(change["across_provinces"]),
    }
