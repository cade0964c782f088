"""Cells that say that there is nothing: `n.v.t.`, `-`, `NULL`, and whatever else people write."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from lappendeken.dutch import count, number, shortened
from lappendeken.reading.files.values import by_value, tidy

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["emptied", "says_nothing", "tell"]

_SIGNS: Final = re.compile(r"[\W_]+")
_NOTHING: Final = frozenset(
    {
        *("nvt", "nietvantoepassing", "niet", "geen", "geenregio", "geenverband", "geengemeente"),
        *("geendeelname", "geendeelnemer", "geensamenwerking", "zonder", "niets", "nihil", "leeg"),
        *(
            "onbekend",
            "nogonbekend",
            "nietbekend",
            "nietingevuld",
            "nietingedeeld",
            "nognietbekend",
        ),
        *("niettoegewezen", "ontbreekt", "nogniet", "nogtebepalen", "ntb", "nb", "nnb", "tbd"),
        *("volgt", "volgtnog", "nadertebepalen", "inonderzoek", "tba", "opgeheven", "vervallen"),
        *("null", "nil", "none", "nan", "na", "unknown", "missing", "empty", "notapplicable"),
        *("nee", "nietaangesloten", "nietdeelnemend", "geenlid", "neemtgeendeel", "neemtnietdeel"),
        *("x", "xx", "xxx", "geenwaarde", "geengegevens", "nietaanwezig", "geenopgave"),
        # Who is left over has no partners in the others that are.
        *("overig", "overige", "overigen", "overigegemeenten", "overigegemeente", "rest"),
        *("zelfstandig", "zelfstandigegemeente", "zelfstandigegemeenten", "zelf", "solo"),
        *("eigenregio", "buitenregio", "valtbuiten", "valterbuiten", "valtbuitenregio"),
        *("valtbuitenderegio", "doetnietmee", "doennietmee", "nietregionaal"),
    }
)
"""Without signs, capitals and spaces."""

_ELSEWHERE: Final = re.compile(
    r"zie(de|het)?(opm|toelichting|(voet)?noot|bijlage|onder|boven|hier|tekst|\d).*"
)
"""Without signs too: a cell that points at another place."""

_ERRORS: Final = frozenset(
    {"ref", "value", "waarde", "div0", "deel0", "name", "naam", "num", "getal", "verw", "calc"}
    | {"spill", "overloop", "bereken"}
)
"""What spreadsheets write behind a `#` where a formula fails, beside some of the above."""

_BEGINS: Final = frozenset(one[:2] for one in (*_NOTHING, "zie"))
_SHORT: Final = 2
_LONGEST: Final = 40


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing, instead of being empty.

    Examples
    --------
    >>> [says_nothing(text) for text in ("n.v.t.", "--", "#N/B", "Geen", "?", "zie noot 2", "X")]
    [True, True, True, True, True, True, True]
    >>> [says_nothing(text) for text in ("", "0", "Geen & Co", "Ten Boer", "東京", "Zierikzee")]
    [False, False, False, False, False, False]
    """
    head = text[:2].lower()
    # Most cells hold a name, and a name seldom begins like one of these.
    if head.isascii() and head.isalnum() and head not in _BEGINS:
        return False
    if len(text) > _LONGEST or not text.strip():
        return False
    plain = text.casefold()
    if not plain.isalnum():
        plain = _SIGNS.sub("", plain)
    if not plain or plain in _NOTHING or _ELSEWHERE.fullmatch(plain):
        return True
    return text.strip()[0] == "#" and plain in _ERRORS


def emptied(
    cells: "pd.Series[str]", keep: Iterable[str] = ()
) -> "tuple[pd.Series[str], Counter[str]]":
    """Make cells that say nothing empty; how often each such text was there.

    Examples
    --------
    >>> import pandas as pd
    >>> cells, found = emptied(pd.Series(["IJmond", "n.v.t.", "-", "n.v.t.", ""]))
    >>> cells.to_list(), dict(found)
    (['IJmond', '', '', '', ''], {'n.v.t.': 2, '-': 1})
    >>> emptied(pd.Series(["Geen"]), keep=["geen"])[0].to_list()
    ['Geen']
    >>> emptied(pd.Series(["IJmond", "0"]))[0].to_list(), emptied(pd.Series(["1", "0"]))[0][1]
    (['IJmond', ''], '0')
    >>> emptied(pd.Series(["w", "x", "y"]))[0].to_list(), emptied(pd.Series(["NB", "ZH"]))[0][0]
    (['w', 'x', 'y'], 'NB')
    """
    real = {tidy(text).casefold() for text in keep}
    texts: list[str] = cells.drop_duplicates().to_list()
    dropped = {one for one in texts if says_nothing(one) and tidy(one).casefold() not in real}
    names = [one for one in texts if one.strip() and one not in dropped]
    if "0" in names and not any(one.strip().isdecimal() for one in names if one != "0"):
        # A formula that refers to an empty cell gives 0.
        dropped |= {"0"} if len(names) > 1 and "0" not in real else set()
    if not dropped:
        return cells, Counter()
    # Among names of one or two letters such a one is a name too.
    short = {len(one) for one in texts if one not in dropped and len(one) <= _SHORT}
    dropped = {one for one in dropped if not (one.isalpha() and len(one) in short)}
    gone = cells[cells.isin(dropped)]
    return by_value(cells, lambda text: "" if text in dropped else text), Counter(map(str, gone))


def tell(file: str, found: "Counter[str]", what: str) -> list[str]:
    """Say how many cells of a kind said nothing; nothing when there were none.

    Examples
    --------
    >>> tell("t.csv", Counter({"-": 1200, "?": 1}), "verband")[0]
    't.csv: 1.201 cellen gelezen als geen verband: "-" (1.200) en "?" (1).'
    """
    if not found:
        return []
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    shown = shortened([f'"{text}" ({number(times)})' for text, times in ordered])
    cells = count(found.total(), "cel", "cellen")
    return [f"{file}: {cells} gelezen als geen {what}: {shown}."]
