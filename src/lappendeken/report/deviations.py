"""Apply or explain: every verband that departs from a congruent division, with its reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lappendeken import tables
from lappendeken.dutch import listing
from lappendeken.names import normalise
from lappendeken.report.area import Area
from lappendeken.report.facts import CROSSING, Basis
from lappendeken.tables import Table


@dataclass(frozen=True)
class Deviation:
    """One verband that crosses the verbanden of another domein.

    Parameters
    ----------
    verband : str
        Its identifier.
    against : tuple of str
        The indelingen of which it crosses the verbanden.
    schuurgemeenten : tuple of str
        All of them, over those indelingen, in order of code.
    reason, source : str
        As given; empty when none was.
    day : date or None
        When the reason was given.
    """

    verband: str
    against: tuple[str, ...]
    schuurgemeenten: tuple[str, ...]
    reason: str = ""
    source: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Explained:
    """The deviations of an area.

    Parameters
    ----------
    deviations : tuple of Deviation
        In the order of indeling and verband.
    asked : bool
        Whether a file with reasons was given at all.
    unused : tuple of str
        Verbanden that touch the area, with a reason but without a deviation.
    """

    deviations: tuple[Deviation, ...]
    asked: bool
    unused: tuple[str, ...]

    @property
    def told(self) -> int:
        """Number of deviations with a reason."""
        return sum(bool(one.reason) for one in self.deviations)

    @property
    def silent(self) -> int:
        """Number of deviations without a reason."""
        return len(self.deviations) - self.told


def explain(basis: Basis, area: Area, reasons: pd.DataFrame | None) -> Explained:
    """Join the deviations of an area with the reasons that are given for them."""
    crossing = basis.relations[basis.relations["type"] == CROSSING]
    given = {} if reasons is None else reasons.to_dict("index")
    found = []
    for verband in area.crossing:
        own = crossing.loc[[verband]]
        codes = {code for column in ("extra", "missing") for t in own[column] for code in t}
        row = given.get(verband, {})
        day = str(row.get("datum", ""))
        found.append(
            Deviation(
                verband,
                tuple(own["b"]),
                tuple(sorted(codes)),
                str(row.get("reden", "")),
                str(row.get("bron", "")),
                date.fromisoformat(day) if day else None,
            )
        )
    # Reasons for verbanden elsewhere are no concern of this area.
    unused = tuple(key for key in area.verbanden if key in given and key not in area.crossing)
    return Explained(tuple(found), reasons is not None, unused)


def form(basis: Basis, explained: Iterable[Explained]) -> Table:
    """The form in which an area explains its deviations, with what it explained before."""
    found = {one.verband: one for each in explained for one in each.deviations}
    names = {key: basis.full_name(key) for key in basis.verbanden.index}
    often = Counter(map(normalise, names.values()))
    # A name that two verbanden have would not be read back.
    shown = {key: name if often[normalise(name)] == 1 else key for key, name in names.items()}
    rows = [
        {
            "verband": shown[key],
            "reden": one.reason,
            "bron": one.source,
            "datum": one.day,
            "toelichting": _what(basis, one),
        }
        for key, one in found.items()
    ]
    return tables.forms.afwijkingen(rows, [shown[key] for key in found])


def _what(basis: Basis, one: Deviation) -> str:
    """What the deviation is."""
    against = listing([basis.lap.indeling(name).naam for name in one.against])
    who = listing([str(basis.lap.gemeenten.at[code, "naam"]) for code in one.schuurgemeenten])
    return f"Past niet op de {against}; het schuurt in {who}."
