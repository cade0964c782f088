"""Why verbanden depart from a congruent division: the file with which an area explains itself."""

from pathlib import Path

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.names import NameIndex, normalise
from lappendeken.reading import checks
from lappendeken.schema import AFWIJKINGEN

_REASON = "Schrijf waarom dit verband afwijkt, of laat de hele rij leeg"
SHOWN_MEANINGS = 3
"""How many verbanden of one name are told."""


def read_afwijkingen(path: Path, verbanden: pd.DataFrame) -> pd.DataFrame:
    """Read and check the reasons that a user wrote.

    Notes
    -----
    A verband is named by its identifier (`jeugdregio-drenthe`), by its kind and name (`jeugdregio
    Drenthe`), or by its name alone when that stands for one verband only. A row with nothing but a
    verband was not filled in yet, and is passed over.
    """
    faults: list[Fault] = []
    read = checks.read_table(path, AFWIJKINGEN, faults, may_be_empty=True, by_hand=True)
    if read is None:
        raise DataError(faults)
    file, table = read
    table = table[(table[["reden", "bron", "datum"]] != "").any(axis="columns")]
    silent = table.index[table["reden"] == ""]
    faults += [Fault(file, int(line), "reden", "", "deze cel is leeg", _REASON) for line in silent]
    known = _Verbanden(verbanden)
    found = {}
    for line, name in table["verband"].items():
        match = known.find(name) if name else ""
        if isinstance(match, Fault):
            faults.append(Fault(file, int(str(line)), "verband", name, match.message, match.hint))
        else:
            found[line] = match
    ids = pd.Series(found, dtype="str").reindex(table.index).fillna("")
    for line in ids.index[ids.duplicated() & (ids != "")]:
        first = ids.index[ids == ids[line]][0]
        message = f"dit verband staat ook in rij {first}"
        hint = "Zet alle redenen in één rij"
        name = str(table.at[line, "verband"])
        faults.append(Fault(file, int(line), "verband", name, message, hint))
    if faults:
        raise DataError(faults)
    result = table[["reden", "bron", "datum"]].set_axis(pd.Index(ids, name="verband_id"))
    return pd.DataFrame(result)


class _Verbanden:
    """Finds a verband however it is named."""

    def __init__(self, verbanden: pd.DataFrame) -> None:
        self.full: dict[str, str] = {
            str(key): _full_name(str(kind), str(name))
            for key, kind, name in zip(
                verbanden.index, verbanden["enkelvoud"], verbanden["naam"], strict=True
            )
        }
        self.by_name: dict[str, list[str]] = {}
        for key, name in verbanden["naam"].items():
            for text in {normalise(str(name)), normalise(self.full[str(key)])}:
                self.by_name.setdefault(text, []).append(str(key))

    def find(self, text: str) -> str | Fault:
        """The identifier of a verband, or what is wrong with its name."""
        if text in self.full:
            return text
        keys = self.by_name.get(normalise(text), [])
        if len(keys) == 1:
            return keys[0]
        if keys:
            shown = [f"{self.full[key]} ({key})" for key in keys[:SHOWN_MEANINGS]]
            more = len(keys) - len(shown)
            rest = f", en nog {more}" if more else ""
            hint = f"Schrijf de aanduiding die u bedoelt: {', '.join(shown)}{rest}"
            return Fault("", None, "", "", f"{len(keys)} verbanden heten zo", hint)
        candidates = NameIndex(self.full).candidates(text)
        hint = f"Dichtstbij: {', '.join(candidates)}" if candidates else ""
        return Fault("", None, "", "", "dit verband bestaat niet", hint)


def _full_name(kind: str, name: str) -> str:
    """A verband with the kind of verband it is."""
    return f"{kind} {name}"
