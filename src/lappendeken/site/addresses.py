"""Where each page is: addresses that stay the same from one edition to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, relpath

from lappendeken.errors import LappendekenError
from lappendeken.model import Lappendeken
from lappendeken.names import slug

LONGEST = 100
"""Letters of the name of a page at most."""

COLUMNS: Mapping[str, str] = {
    "verband_id": "verband",
    "gemeente_code": "gemeente",
    "indeling_id": "indeling",
    "provincie_naam": "provincie",
    "gebied": "provincie",
}
"""What the columns of a table that identify something refer to."""


def relative(path: str, page: str) -> str:
    """The address of a file as a page names it.

    Examples
    --------
    >>> relative("gemeente/meppel.html", "verband/jeugdregio-drenthe.html")
    '../gemeente/meppel.html'
    """
    return relpath(path, dirname(page) or ".")


@dataclass(frozen=True, eq=False)
class Addresses:
    """The pages of everything that has one.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    provincie : str or None
        The province that the site is about; the whole country when None.

    Raises
    ------
    LappendekenError
        If two would get the same address.
    """

    lap: Lappendeken
    provincie: str | None = None

    def __post_init__(self) -> None:
        """Refuse addresses that are the same, before the work begins."""
        for found in self._all.values():
            _refuse_doubles(found)

    @cached_property
    def _all(self) -> Mapping[str, Mapping[str, str]]:
        """For each kind of thing the pages by key."""
        lap = self.lap
        names = lap.gemeenten["naam"]
        provinces = lap.gemeenten["provincie"]
        if self.provincie is not None:
            provinces = provinces[provinces == self.provincie]
            names = names[provinces.index]
        here = lap.deelnames["gemeente_code"].isin(names.index)
        touching = set(lap.deelnames.loc[here, "verband_id"])
        verbanden = [str(key) for key in lap.verbanden.index if key in touching]
        return {
            "gemeente": {
                str(code): f"gemeente/{slug(str(naam), LONGEST) or str(code).lower()}.html"
                for code, naam in names.items()
            },
            "verband": {one: f"verband/{_of_id(one)}.html" for one in verbanden},
            "indeling": {str(one): f"indeling/{_of_id(str(one))}.html" for one in lap},
            "provincie": {
                name: f"provincie/{slug(name, LONGEST) or 'provincie'}.html"
                for name in sorted({str(one) for one in provinces})
            },
        }

    def keys(self, kind: str) -> tuple[str, ...]:
        """Everything of a kind that has a page."""
        return tuple(self._all[kind])

    def path(self, kind: str, key: str) -> str:
        """The page of something; empty when it has none."""
        return self._all[kind].get(key, "")


def _of_id(key: str) -> str:
    """The name of a page from an identifier."""
    return slug(key, LONGEST) or "zonder-naam"


def _refuse_doubles(found: Mapping[str, str]) -> None:
    """Refuse two things at one address."""
    taken: dict[str, str] = {}
    for key, path in found.items():
        # `index.html` is the list of all of a kind.
        other = "de lijst" if path.endswith("/index.html") else taken.get(path)
        if other is not None:
            raise LappendekenError(
                f"'{other}' en '{key}' zouden hetzelfde adres krijgen: {path}. Geef een van "
                "beide een andere naam of aanduiding."
            )
        taken[path] = key


def search_names(lap: Lappendeken, codes: Iterable[str]) -> dict[str, list[str]]:
    """For each gemeente the names of those that became part of it, for who still looks for them."""
    rows = lap.herindelingen
    past = rows[rows["datum"] <= lap.peildatum.isoformat()].sort_values("datum", ascending=False)
    own = lap.gemeenten["naam"].to_dict()
    found: dict[str, list[str]] = {str(code): [] for code in codes}
    into = {str(code): str(code) for code in found}
    for old, name, new in past[["van_code", "van_naam", "naar_code"]].itertuples(index=False):
        target = into.get(str(new))
        if target is None:
            continue
        into.setdefault(str(old), target)
        if name != own.get(target) and name not in found[target]:
            found[target].append(str(name))
    return found
