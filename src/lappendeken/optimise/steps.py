"""What a search found as a plan: steps that a scenario, or the explorer, carries out."""

import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.model import Lappendeken
from lappendeken.optimise.division import LeastChange
from lappendeken.reading.plan import Plan, Step


def as_plan(lappendeken: Lappendeken, found: "LeastChange | pd.DataFrame") -> Plan:
    """What `least_change` or `greedy_moves` found, as a plan.

    Parameters
    ----------
    lappendeken : Lappendeken
        What was searched.
    found : LeastChange or DataFrame
        The one common division, or the moves in order.

    Returns
    -------
    Plan
        For `scenario.apply`. A common region that continues no verband of an indeling begins there
        as a part of another, under its own name.

    Raises
    ------
    LappendekenError
        If a new region would be made of whole verbanden only, which no plan can say.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.optimise import greedy_moves
    >>> lap = load()
    >>> as_plan(lap, greedy_moves(lap, ["jeugd", "werk"], n=1)).steps[0].naar
    'arbeidsmarktregio-zuidoost-brabant'
    """
    if isinstance(found, LeastChange):
        names = found.division.namen.astype(str).to_dict()
        groups = found.changes.groupby(["indeling", "region"], sort=True)
        steps = [
            step
            for (indeling, region), rows in groups
            for step in _of_region(lappendeken, str(indeling), names[region], rows)
        ]
    else:
        steps = [
            Step("verplaats", row["indeling"], (row["gemeente"],), row["from"], row["to"])
            for row in found.to_dict("records")
        ]
    return Plan(tuple(steps))


def _of_region(lap: Lappendeken, indeling: str, naam: str, rows: pd.DataFrame) -> list[Step]:
    """The steps by which the gemeenten of one common region come together in one indeling."""
    targets = rows["to"].dropna().unique()
    if len(targets):
        return [Step("verplaats", indeling, tuple(rows["gemeente"]), naar=str(targets[0]))]
    one = lap.indeling(indeling)
    left = rows.groupby("from")["gemeente"].agg(tuple)
    kept = [verband for verband in left.index if len(one.members(verband)) > len(left[verband])]
    if not kept:
        raise LappendekenError(
            f"{naam} zou in {one.naam} uit hele regio's bestaan; een plan kan dat niet zeggen."
        )
    first = max(kept, key=lambda verband: len(left[verband]))
    known = {*one.namen, ""}
    naam = next(name for name in (naam, f"{naam} (gemeenschappelijk)") if name not in known)
    steps = [Step("splits", indeling, left[first], van=str(first), naam=naam)]
    others = tuple(code for verband in left.index if verband != first for code in left[verband])
    return [*steps, Step("verplaats", indeling, others, naar=naam)] if others else steps
