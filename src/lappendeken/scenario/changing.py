"""A plan carried out: a new lappendeken, and the old one untouched."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from lappendeken.errors import DataError, Fault
from lappendeken.model import Lappendeken
from lappendeken.reading.plan import Plan, Step, check_step, read_steps
from lappendeken.scenario.draft import Draft, ImpossibleError


class BeforeAfter(NamedTuple):
    """What was, and what a plan makes of it; both can be drawn and measured."""

    before: Lappendeken
    after: Lappendeken


def apply(lappendeken: Lappendeken, plan: Plan | str | Path) -> Lappendeken:
    """Carry out a plan.

    Parameters
    ----------
    lappendeken : Lappendeken
        Stays as it is.
    plan : Plan, str or Path
        Actions in order, or the CSV file that holds them:

        - `verplaats`: gemeenten go from the verband `van` to the verband `naar`; `van` may be
          empty when they are in one verband of the indeling;
        - `treed-toe`: gemeenten accede to `naar`, and keep what they have;
        - `treed-uit`: gemeenten leave `van`, or their only verband of the indeling;
        - `voeg-samen`: all members of `van` go to `naar`, and `van` ends; `naam` renames `naar`;
        - `splits`: gemeenten leave `van` for a new verband, called `naam`;
        - `richt-op`: gemeenten found a verband, called `naam`, and keep what they have;
        - `hef-op`: the verband `van` ends.

    Returns
    -------
    Lappendeken
        At the same date, with the same gemeenten. A verband without gemeenten is gone. A new
        deelname has the role `deelnemer` and the step as its source; what is not known of it is
        empty.

    Raises
    ------
    DataError
        With every fault of the plan. A step at fault is left out, and those after it are still
        looked at.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.reading.plan import Plan, Step
    >>> lap = load()
    >>> step = Step("verplaats", "jeugdregio", ("Meppel",), naar="IJsselland")
    >>> after = apply(lap, Plan((step,)))
    >>> [len(one.indeling("jeugdregio").members("jeugdregio-ijsselland")) for one in (lap, after)]
    [11, 12]
    """
    faults: list[Fault] = []
    plan = plan if isinstance(plan, Plan) else read_steps(plan, faults)
    draft = Draft(lappendeken)
    for step in plan.steps:
        wrong = check_step(plan.file, step)
        faults += wrong
        if wrong:
            continue
        try:
            indeling = draft.indeling(step)
            # A step is checked whole before it changes anything.
            _CHECKED[step.actie](draft, step, indeling)
        except ImpossibleError as problem:
            faults.append(problem.fault(plan, step))
    if faults:
        raise DataError(faults)
    return draft.finished()


def before_and_after(lappendeken: Lappendeken, plan: Plan | str | Path) -> BeforeAfter:
    """What was and what a plan makes of it, to draw or measure side by side.

    Parameters
    ----------
    lappendeken : Lappendeken
        Stays as it is.
    plan : Plan, str or Path
        See `apply`.

    Returns
    -------
    BeforeAfter

    Raises
    ------
    DataError
        See `apply`.
    """
    return BeforeAfter(lappendeken, apply(lappendeken, plan))


def _source(step: Step) -> str:
    """Where a deelname comes from."""
    return f"scenario, rij {step.row}: {step.actie}"


def _codes(draft: Draft, step: Step) -> list[str]:
    """The gemeenten of a step, each once."""
    codes = [draft.gemeente(text) for text in step.gemeenten]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            text = step.gemeenten[number]
            raise ImpossibleError("gemeente", text, "deze gemeente staat twee keer in de cel")
    return codes


def _move(draft: Draft, step: Step, indeling: str) -> None:
    codes = _codes(draft, step)
    target = draft.verband(indeling, "naar", step.naar)
    left = [draft.left(step, indeling, code) for code in codes]
    for code, verband in zip(codes, left, strict=True):
        _require_outside(draft, target, code, step.naar)
        _require_other(verband, target, step)
    for code, verband in zip(codes, left, strict=True):
        # First in, then out: a verband that would be empty in between does not end.
        draft.join(target, code, _source(step))
        draft.leave(verband, code)


def _accede(draft: Draft, step: Step, indeling: str) -> None:
    codes = _codes(draft, step)
    target = draft.verband(indeling, "naar", step.naar)
    for code in codes:
        _require_outside(draft, target, code, step.naar)
    for code in codes:
        draft.join(target, code, _source(step))


def _secede(draft: Draft, step: Step, indeling: str) -> None:
    codes = _codes(draft, step)
    left = [draft.left(step, indeling, code) for code in codes]
    _require_rest(draft, indeling, left, "gemeente", "; ".join(step.gemeenten))
    for code, verband in zip(codes, left, strict=True):
        draft.leave(verband, code)


def _merge(draft: Draft, step: Step, indeling: str) -> None:
    source = draft.verband(indeling, "van", step.van)
    target = draft.verband(indeling, "naar", step.naar)
    _require_other(source, target, step)
    inside = set(draft.members(target))
    for code in draft.members(source):
        if code not in inside:
            draft.join(target, code, _source(step))
    draft.end(source)
    if step.naam:
        draft.rename(target, step.naam)


def _split(draft: Draft, step: Step, indeling: str) -> None:
    codes = _codes(draft, step)
    source = draft.verband(indeling, "van", step.van)
    members = draft.members(source)
    for code, text in zip(codes, step.gemeenten, strict=True):
        if code not in members:
            raise ImpossibleError("gemeente", text, f"{draft.naam(code)} zit niet in dit verband")
    if set(codes) == set(members):
        message = "zo blijft er van het verband niets over"
        raise ImpossibleError("gemeente", "; ".join(step.gemeenten), message)
    target = draft.new_id(indeling, step)
    draft.found(target, indeling, step.naam)
    for code in codes:
        draft.join(target, code, _source(step))
        draft.leave(source, code)


def _found(draft: Draft, step: Step, indeling: str) -> None:
    codes = _codes(draft, step)
    target = draft.new_id(indeling, step)
    draft.found(target, indeling, step.naam)
    for code in codes:
        draft.join(target, code, _source(step))


def _end(draft: Draft, step: Step, indeling: str) -> None:
    source = draft.verband(indeling, "van", step.van)
    if draft.of_indeling(indeling) == [source]:
        message = f"dit is het laatste verband van {indeling}; er blijft niets te vergelijken"
        raise ImpossibleError("van", step.van, message)
    draft.end(source)


_CHECKED: Mapping[str, Callable[[Draft, Step, str], None]] = MappingProxyType(
    {
        "verplaats": _move,
        "treed-toe": _accede,
        "treed-uit": _secede,
        "voeg-samen": _merge,
        "splits": _split,
        "richt-op": _found,
        "hef-op": _end,
    }
)


def _require_outside(draft: Draft, verband: str, code: str, text: str) -> None:
    """Refuse to let a gemeente join a verband it is in."""
    if code in draft.members(verband):
        raise ImpossibleError("naar", text, f"{draft.naam(code)} zit al in dit verband")


def _require_other(source: str, target: str, step: Step) -> None:
    """Refuse to go from a verband to itself."""
    if source == target:
        raise ImpossibleError("naar", step.naar, "dit is hetzelfde verband als 'van'")


def _require_rest(draft: Draft, indeling: str, left: list[str], column: str, text: str) -> None:
    """Refuse to leave an indeling without any deelname."""
    total = sum(len(draft.members(verband)) for verband in draft.of_indeling(indeling))
    if total == len(left):
        message = f"zo blijft er van {indeling} niets over om te vergelijken"
        raise ImpossibleError(column, text, message)
