"""Proposals that a user went through: what is meant by names that were not recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lappendeken import schema
from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.schema import INDELING_PATTERN, gemeente_code

_YES, _NO = frozenset({"ja", "j", "x"}), frozenset({"", "nee", "n"})
SAME_VERBAND = "misschien hetzelfde verband"
"""The reason of a proposal about a verband: its code is the verband_id of the other."""


@dataclass(frozen=True)
class Accepted:
    """What the user accepted.

    Parameters
    ----------
    gemeenten : dict of str to str
        Given text -> code.
    verbanden : dict of str to str
        Name of a verband -> verband_id of the one that it is.
    """

    gemeenten: dict[str, str] = field(default_factory=dict)
    verbanden: dict[str, str] = field(default_factory=dict)


def read_accepted(path: Path, names: Mapping[str, str] | None = None) -> Accepted:
    """Read the table of proposals that a user has gone through.

    The `names` are those of the gemeenten that may be meant, by code; without them any will do.
    """
    faults: list[Fault] = []
    found = checks.read_table(path, schema.VOORSTELLEN, faults, may_be_empty=True, by_hand=True)
    if faults or found is None:
        raise DataError(faults)
    file, table = found
    known = None if names is None else {str(code) for code, _ in names.items()}
    accepted = Accepted()
    columns = ["gegeven", "reden", "voorstel_code", "aanvaard"]
    for line, given, reason, code_text, answer in table[columns].itertuples():
        verbanden = reason == SAME_VERBAND
        code = code_text if verbanden else gemeente_code(code_text) or code_text
        own = accepted.verbanden if verbanden else accepted.gemeenten
        sound = INDELING_PATTERN.fullmatch(code) if verbanden else known is None or code in known
        problem = _record(own, given, code, answer, sound=bool(sound))
        if problem is not None:
            column, value, message, hint = problem
            faults.append(Fault(file, int(line), column, value, message, hint))
    if faults:
        raise DataError(faults)
    return accepted


def _record(
    accepted: dict[str, str], given: str, code: str, answer: str, *, sound: bool
) -> tuple[str, str, str, str] | None:
    """Write down one row if it was accepted, or give column, value, message and hint."""
    if answer.casefold() not in _YES | _NO:
        return "aanvaard", answer, "dit is geen antwoord", "Schrijf ja of nee, of laat de cel leeg"
    if answer.casefold() in _NO:
        return None
    if not sound:
        message = "deze code is onbekend bij deze gemeenten"
        return "voorstel_code", code, message, "Vul een CBS-code in, zoals GM0193"
    if accepted.setdefault(given, code) != code:
        message = f"voor '{given}' is ook {accepted[given]} aanvaard"
        return "voorstel_code", code, message, "Aanvaard één voorstel per gegeven"
    return None
