"""Cells that name several gemeenten or verbanden: a row for each where the parts exist as names."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lappendeken.dutch import count, shortened
from lappendeken.names import normalise
from lappendeken.reading.files.values import different_pairs, tidy
from lappendeken.reading.settling.catalogue import find, verband_names
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.splitting import ANY, STRONG, apart

__all__ = ["split_gemeenten", "split_verbanden"]

_Pair = tuple[str, str]


def split_gemeenten(
    file: str, rows: pd.DataFrame, gemeenten: Gemeenten
) -> tuple[pd.DataFrame, list[str]]:
    """Give every gemeente that a cell names a row of its own, and say so."""
    codes, names = _texts(rows, "gemeente_code"), _texts(rows, "gemeente")
    if not (_any(codes) or _any(names)):
        return rows, []
    places, pairs = different_pairs(codes, names)
    official = set(gemeenten.names.values())
    made: dict[_Pair, list[_Pair]] = {}
    doubtful: list[str] = []
    for code, name in pairs:
        if name in official or not (ANY.search(code) or ANY.search(name)):
            continue
        by_code, odd = apart(code, lambda text: gemeenten.is_one(text, code=True))
        by_name, strange = apart(name, gemeenten.is_one)
        if len(by_code) == len(by_name) > 1:
            made[code, name] = list(zip(by_code, by_name, strict=True))
        elif len(by_code) > 1 and not name:
            made[code, name] = [(one, "") for one in by_code]
        elif len(by_name) > 1 and not code:
            made[code, name] = [("", one) for one in by_name]
        if odd or strange or (len(by_code) != len(by_name) and code and name):
            doubtful.append(tidy(name or code))
    told = _told(file, "gemeente", [name or code for code, name in made], doubtful)
    return _spread(rows, ("gemeente_code", "gemeente"), places, pairs, made), told


def split_verbanden(
    file: str, rows: pd.DataFrame, keep: Sequence[str] = ()
) -> tuple[pd.DataFrame, list[str]]:
    """Give every verband that a cell names a row of its own, and say so."""
    verbanden = _texts(rows, "verband")
    if "verband_id" in rows:
        verbanden = verbanden.where(rows["verband_id"] == "", "")
    if not _any(verbanden):
        return rows, []
    places, pairs = different_pairs(_texts(rows, "indeling"), verbanden)
    several = [pair for pair in pairs if ANY.search(pair[1])]
    whole = {normalise(text) for text in keep}
    names: dict[str, _Names] = {}
    made: dict[_Pair, list[_Pair]] = {}
    doubtful: list[str] = []
    for title, text in several:
        if title not in names:
            names[title] = _Names.of(title, [name for own, name in pairs if own == title])
        own = names[title]
        if normalise(text) in own.official | whole:
            continue
        parts, strange = apart(text, own.loose, own.plain)
        if len(parts) > 1 and not strange:
            made[title, text] = [(title, part) for part in parts]
        elif strange:
            doubtful.append(tidy(text))
    told = _told(file, "verband", [text for _, text in made], doubtful)
    return _spread(rows, ("indeling", "verband"), places, pairs, made), told


class _Names:
    """The names of verbanden of one indeling: those of the editions, and those in a table."""

    def __init__(self, official: frozenset[str], plain: set[str], loose: set[str]) -> None:
        self.official = official
        self._plain, self._loose = plain, loose

    @classmethod
    def of(cls, title: str, texts: Sequence[str]) -> "_Names":
        label = find(title)
        official = verband_names(label.indeling) if label is not None else frozenset[str]()
        plain = {normalise(text) for text in texts if text and not ANY.search(text)}
        loose = {normalise(text) for text in texts if text and not STRONG.search(text)}
        return cls(official, plain, loose)

    def plain(self, text: str) -> bool:
        """Whether this is a name beside which nothing else can stand in a cell."""
        return normalise(text) in self._plain or normalise(text) in self.official

    def loose(self, text: str) -> bool:
        """Whether this is a name, or a cell that may be one."""
        return normalise(text) in self._loose or normalise(text) in self.official


def _texts(rows: pd.DataFrame, column: str) -> "pd.Series[str]":
    return rows[column] if column in rows else pd.Series("", index=rows.index, dtype="str")


def _any(texts: "pd.Series[str]") -> bool:
    """Whether a cell holds something that may stand between names."""
    return any(map(ANY.search, texts.drop_duplicates().to_list()))


def _spread(
    rows: pd.DataFrame,
    columns: tuple[str, str],
    places: "np.ndarray",
    pairs: Sequence[_Pair],
    made: Mapping[_Pair, list[_Pair]],
) -> pd.DataFrame:
    """The rows, each as often as its pair of cells came to pairs."""
    if not made:
        return rows
    lists = [made.get(pair, [pair]) for pair in pairs]
    sizes = np.array([len(one) for one in lists])
    done = rows.iloc[np.repeat(np.arange(len(rows)), sizes[places])].copy()
    flat = [pair for one in lists for pair in one]
    starts = np.cumsum(sizes) - sizes
    first = np.repeat(starts[places], sizes[places])
    group = np.repeat(np.cumsum(sizes[places]) - sizes[places], sizes[places])
    order = first + np.arange(len(done)) - group
    for place, column in enumerate(columns):
        if column in done or any(pair[place] for pair in flat):
            texts = pd.Series([pair[place] for pair in flat], dtype="str")
            done[column] = texts.take(order).set_axis(done.index)
    return done


def _told(file: str, what: str, split: Sequence[str], doubtful: Sequence[str]) -> list[str]:
    """What was split, and what was not though it looks as if it should be."""
    told = []
    if split:
        cells = count(len(split), "cel noemt", "verschillende cellen noemen")
        shown = shortened([f"'{tidy(text)}'" for text in split], 3)
        done = "is" if len(split) == 1 else "zijn"
        told.append(f"{file}: {cells} meer dan één {what} en {done} gesplitst: {shown}.")
    if doubtful:
        shown = shortened([f"'{text}'" for text in doubtful], 3)
        told.append(
            f"{file}: hier lijkt meer dan één {what} te staan, maar niet elk deel is als {what} "
            f"bekend: {shown}. Geef elk een eigen rij."
        )
    return told
