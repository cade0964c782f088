"""A column that says whether a row still holds: 'deelname: nee', 'status: vervallen'."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from lappendeken.dutch import count, shortened
from lappendeken.names import plain
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.ledger import Ledger, Unmatched

__all__ = ["still_holding"]

_CALLED: Final = re.compile(
    r"(deelname|lidmaatschap)?status|deelname|deelnemer|deelnemend|neemtdeel|doetmee|actief|actueel"
    r"|aangesloten|lid|lidmaatschap|geldig|lopend|toestand|neemtdeeljanee|deelnamejanee|actiefjanee"
)
_NO: Final = frozenset(
    {"nee", "n", "no", "false", "onwaar", "0", "inactief", "nietactief", "vervallen", "opgeheven"}
    | {"beëindigd", "beeindigd", "uitgetreden", "historisch", "afgelopen", "gestopt", "verlopen"}
    | {"ingetrokken", "geendeelnemer", "geenlid", "nietdeelnemend", "nietaangesloten", "gestaakt"}
    | {"nietactueel", "nietmeer", "oud", "neemtnietdeel", "doetnietmee", "nietgeldig", "ongeldig"}
)
_YES: Final = frozenset(
    {"ja", "j", "yes", "y", "true", "waar", "1", "x", "v", "actief", "actueel", "lopend", "geldig"}
    | {"huidig", "deelnemer", "lid", "deelnemend", "aangesloten", "neemtdeel", "doetmee", "nieuw"}
    | {"inwerking", "bestaand", "vastgesteld", "centrumgemeente", "regiogemeente"}
)
"""Without signs, capitals and spaces."""


def still_holding(
    grid: Grid, assigned: Mapping[str, str], unused: Sequence[str], ledger: Ledger
) -> tuple[Grid, list[str]]:
    """The rows that hold, and the columns that are still unused; the other rows are told.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"gemeente": ["Epe", "Ede"], "Deelname": ["ja", "nee"]}, dtype="str")
    >>> grid, unused = still_holding(Grid("t.csv", table), {"gemeente": "gemeente"},
    ...                              ["Deelname"], Ledger("t.csv"))
    >>> grid.table["gemeente"].to_list(), len(grid.broken), unused
    (['Epe'], 1, [])
    """
    left = list(unused)
    for name in unused:
        texts = [str(text) for text in grid.table[name].unique()] if _is_called(name) else []
        ended = [text for text in texts if plain(text) in _NO]
        odd = [text for text in texts if text.strip() and plain(text) not in _NO | _YES]
        if not ended:
            continue
        gone = grid.table[grid.table[name].isin(ended)]
        shown = shortened([f"'{text}'" for text in ended])
        who = [
            gone[assigned[role]].to_list() if role in assigned else [""] * len(gone)
            for role in ("verband", "gemeente_code", "gemeente")
        ]
        lost = [
            Unmatched(
                grid.file,
                int(str(line)),
                verband,
                code,
                gemeente,
                result.HOUDT_OP,
                f"kolom '{name}' zegt '{text}'",
            )
            for line, text, verband, code, gemeente in zip(
                gone.index, gone[name], *who, strict=True
            )
        ]
        rows = count(len(lost), "rij is", "rijen zijn")
        rest = f"; {shortened([repr(text) for text in odd])} geldt wel" if odd else ""
        ledger.remark(
            f"{grid.file}: {rows} niet overgenomen, omdat kolom '{name}' {shown} zegt{rest}. Geldt "
            f'die kolom niet, geef dan --kolom "weglaten={name}".'
        )
        table = grid.table.drop(index=gone.index)
        grid = replace(grid, table=table, broken=(*grid.broken, *lost))
        left.remove(name)
    return grid, left


def _is_called(name: str) -> bool:
    return _CALLED.fullmatch(plain(name)) is not None
