"""A column that says whether a row still holds: 'deelname: nee', 'status: vervallen'."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from lappendeken.dutch import count, shortened
from lappendeken.names import plain
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.values import as_date, different, looked_up
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.ledger import Ledger, Unmatched
from lappendeken.reading.settling.periods import first_day

__all__ = ["LEAVES", "about_standing", "is_standing", "still_holding"]

_CALLED: Final = re.compile(
    r"(deelname|lidmaatschap)?status|deelname|deelnemer|deelnemend|neemtdeel|doetmee|actief|actueel"
    r"|aangesloten|lid|lidmaatschap|geldig|lopend|toestand|neemtdeeljanee|deelnamejanee|actiefjanee"
    r"|toegetreden"
)
_NO: Final = frozenset(
    {"nee", "n", "no", "false", "onwaar", "0", "inactief", "nietactief", "vervallen", "opgeheven"}
    | {"beëindigd", "beeindigd", "uitgetreden", "historisch", "afgelopen", "gestopt", "verlopen"}
    | {"ingetrokken", "geendeelnemer", "geenlid", "nietdeelnemend", "nietaangesloten", "gestaakt"}
    | {"nietactueel", "nietmeer", "oud", "neemtnietdeel", "doetnietmee", "nietgeldig", "ongeldig"}
    | {"niet", "exlid", "oudlid", "voormalig", "voormaliglid", "opgezegd", "geenlidmeer"}
    | {"vertrokken"}
)
_ENDED: Final = re.compile(
    r"\W*(uitgetreden|opgezegd|vervallen|opgeheven|be[eë]indigd|gestopt|vertrokken|voormalig"
    r"|niet meer|(oud|ex)-?lid|geen (lid|deelnemer)|nee)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What also says no with a day or a reason behind it: 'Uitgetreden op eigen verzoek'."""
_PER: Final = re.compile(
    r"\b(?:per|m\.?i\.?v\.?|met ingang van|vanaf)\s+(?P<day>[\w./-]+(?: \w+ \d{4})?)\W*$",
    re.IGNORECASE,
)
"""The first day on which something no longer holds; 'op' could be the last on which it does."""
_YES: Final = frozenset(
    {"ja", "j", "yes", "y", "true", "waar", "1", "x", "v", "actief", "actueel", "lopend", "geldig"}
    | {"huidig", "deelnemer", "lid", "deelnemend", "aangesloten", "neemtdeel", "doetmee", "nieuw"}
    | {"inwerking", "bestaand", "vastgesteld", "centrumgemeente", "regiogemeente", "volledig"}
)
"""Without signs, capitals and spaces."""

_REMARKS: Final = {"opmerking", "opmerkingen", "toelichting", "bijzonderheden", "notitie"}
LEAVES: Final = re.compile(
    r"\b(uitgetreden|uittreding|treedt uit|stapt uit|opgezegd|vertrokken|voormalig|(oud|ex)-?lid"
    r"|geen (lid|deelnemer)|niet meer|(doet|neemt|doen|nemen) niet (mee|deel)|slechts deels)\b"
    r"|^(deels|gedeeltelijk|(tot|t/m|vanaf|per) .*\b(19|20)\d\d)\b",
    re.IGNORECASE,
)
"""What in a remark says that a row may not hold."""

_STRUCK: Final = re.compile(r"\s*(?:#|//|--)\s*[^\W\d]")
"""How a row begins that somebody put aside; '#1' is a number."""


def still_holding(
    grid: Grid, assigned: Mapping[str, str], unused: Sequence[str], ledger: Ledger
) -> tuple[Grid, dict[str, str], list[str]]:
    """The rows that hold, the columns by role, and those still unused; the other rows are told.

    What ends on a day that is named holds until that day.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"gemeente": ["Epe", "Ede"], "Deelname": ["ja", "nee"]}, dtype="str")
    >>> grid, _, unused = still_holding(Grid("t.csv", table), {"gemeente": "gemeente"},
    ...                                 ["Deelname"], Ledger("t.csv"))
    >>> grid.table["gemeente"].to_list(), len(grid.broken), unused
    (['Epe'], 1, [])
    """
    roles, used = dict(assigned), set[str]()
    for name in unused:
        texts = different(grid.table[name]) if is_standing(name) else []
        days = {text: day for text in texts if (day := _ends_on(text))}
        if days:
            grid, roles = _until(grid, roles, name, days, ledger)
            used.add(name)
            texts = [text for text in texts if text not in days]
        ended = [text for text in texts if plain(text) in _NO or _ENDED.fullmatch(text)]
        odd = [
            text for text in texts if plain(text) not in _NO | _YES and not _ENDED.fullmatch(text)
        ]
        if not ended:
            if any(plain(text) in _YES for text in texts) or plain(name).startswith("deel"):
                _tell_counted(grid, name, odd if any(texts) else [], ledger)
            continue
        odd = [text for text in odd if text.strip()]
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
        used.add(name)
    _tell_doubtful(grid, roles, ledger)
    return grid, roles, [name for name in unused if name not in used]


def is_standing(name: str) -> bool:
    """Whether a column is called after what says if a row holds.

    Examples
    --------
    >>> [is_standing(name) for name in ("Status", "Neemt deel?", "Regio")]
    [True, True, False]
    """
    return _CALLED.fullmatch(plain(name)) is not None


def about_standing(name: str) -> bool:
    """Whether a column may say that a row does not hold, in a remark too."""
    return is_standing(name) or plain(name) in _REMARKS


def _tell_doubtful(grid: Grid, roles: Mapping[str, str], ledger: Ledger) -> None:
    """Say which rows count though a remark, or how they begin, says that they may not."""
    first = list(grid.table.columns[:1])
    begins = {*first, *(roles[role] for role in ("gemeente", "gemeente_code") if role in roles)}
    for name in map(str, grid.table.columns):
        doubt = LEAVES.search if plain(name) in _REMARKS else _STRUCK.match
        if plain(name) in _REMARKS or name in begins:
            texts = different(grid.table[name])
            _tell_counted(grid, name, [text for text in texts if doubt(text)], ledger)


def _ends_on(text: str) -> str:
    """The first day on which what a status tells of no longer holds; empty when it names none.

    Examples
    --------
    >>> [_ends_on(text) for text in ("Uitgetreden per 1-1-2028", "lid per 1-1-2020", "vervallen")]
    ['2028-01-01', '', '']
    """
    found = _PER.search(text) if _ENDED.fullmatch(text) else None
    return (as_date(first_day(found["day"])) or "") if found else ""


def _until(
    grid: Grid, roles: Mapping[str, str], name: str, days: Mapping[str, str], ledger: Ledger
) -> tuple[Grid, dict[str, str]]:
    """The table with the days of a status as `tot`, where no other stands there."""
    column = roles.get("tot", f"{name} (tot)")
    while "tot" not in roles and column in grid.table:
        column += "'"
    cells = grid.table[name]
    known = grid.table[column] if "tot" in roles else cells.mask(cells.notna(), "")
    told = known.where(known != "", looked_up(cells, dict(days)))
    rows = count(int(cells.isin(list(days)).sum()), "rij geldt", "rijen gelden")
    shown = shortened([f"'{text}'" for text in days])
    ledger.remark(
        f"{grid.file}: {rows} tot de dag die kolom '{name}' noemt ({shown}). Geldt die kolom niet, "
        f'geef dan --kolom "weglaten={name}".'
    )
    return replace(grid, table=grid.table.assign(**{column: told})), {**roles, "tot": column}


def _tell_counted(grid: Grid, name: str, texts: Sequence[str], ledger: Ledger) -> None:
    """Say which rows count, though a column may say that they do not, or not wholly."""
    if not texts:
        return
    cells = grid.table[name]
    cells = cells[cells.isin(texts)]
    shown = shortened(
        [f"{_quoted(str(text))} (rij {line})" for line, text in cells.drop_duplicates().items()]
    )
    rows = count(len(cells), "rij telt", "rijen tellen")
    ledger.remark(
        f"{grid.file}: {rows} mee als deelname, hoewel kolom '{name}' {shown} zegt. Is een "
        "ervan geen deelname, haal die rij dan weg of vul een einddatum in."
    )


def _quoted(text: str) -> str:
    return f"'{text[:60]}'" if text.strip() else "niets"
