"""Which gemeente is meant: the one place where readers turn codes and names into CBS codes."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final, NamedTuple, TypeAlias

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import listing, number
from lappendeken.errors import LappendekenError
from lappendeken.names import canonical
from lappendeken.reading import tables
from lappendeken.reading.files.geojson import MODEL_CRS
from lappendeken.reading.files.guard import MOST_NAMES, refuse
from lappendeken.reading.files.values import different_pairs
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.history import RENAMED
from lappendeken.reading.settling.matching import Match, Matcher, Matching
from lappendeken.reading.settling.participants import no_gemeente

__all__ = ["Gemeenten", "Given", "as_gemeenten", "embedded", "empty_gemeenten", "reference"]

_LONGEST_NAME: Final = 200
OTHER_TIMES: Final = ("vroegere code", "vroegere naam", "latere code", "latere naam")
"""How a gemeente is found by one that is not there at the date of the list; see `Match.how`."""

_UNKNOWN: Final = "deze naam is onbekend"
_MARK: Final = re.compile(r"\s*(?:(?<!\()\b\d{1,2}\)|\*+|[¹²³⁴-⁹]+)$")
_CODE: Final = r"(?P<code>GM[ -]?\d{1,4}|\d{4})"
_CODE_FIRST: Final = re.compile(
    rf"\(?{_CODE}\)?\s*[-–:,]?\s*(?P<name>[^\W\d'].*|'.*)", re.IGNORECASE
)
_CODE_LAST: Final = re.compile(rf"(?P<name>.*\D)\s*[-–:,(]\s*{_CODE}\)?", re.IGNORECASE)
_MOST_COMPARISONS: Final = 400_000
"""Names are compared with unknown ones so many times; a proposal is a help, not the work."""


class Outcome(NamedTuple):
    """What the code and the name in one row came to.

    Parameters
    ----------
    code : str
        The CBS code; empty when there is none.
    reason : str
        Why there is none; empty when there is one.
    note : str
        What may be meant, or what to do; may be empty.
    """

    code: str
    reason: str = ""
    note: str = ""


class _Matcher(Matcher):
    """A matcher that stops proposing after many unknown names: each costs a look at every name."""

    left = 0

    def _unknown(self, given: str, text: str) -> Match:
        if self.left <= 0:
            return Match(given, None, "", _UNKNOWN)
        self.left -= 1
        return super()._unknown(given, text)


class Gemeenten:
    """The gemeenten that a source may name, and how to find them.

    Parameters
    ----------
    frame : GeoDataFrame
        See `ReadResult.gemeenten`.
    herindelingen : DataFrame, optional
        See `schema.HERINDELINGEN`; gives former and later names and codes.
    accepted : mapping of str to str, optional
        Given text -> code, of the proposals that the user accepted.

    Examples
    --------
    >>> known = Gemeenten(as_gemeenten({"GM0193": "Zwolle", "GM0893": "Bergen (L.)",
    ...                                 "GM0373": "Bergen (NH.)"}))
    >>> known.find("193", "").code, known.find("", "zwolle").code
    ('GM0193', 'GM0193')
    >>> known.find("", "Bergen").reason
    'meer dan één gemeente heet zo'
    """

    def __init__(
        self,
        frame: gpd.GeoDataFrame,
        *,
        herindelingen: pd.DataFrame | None = None,
        accepted: Mapping[str, str] | None = None,
    ) -> None:
        self.frame = frame
        self.names: dict[str, str] = frame["naam"].to_dict()
        self.matches: dict[str, Match] = {}
        self._found: dict[tuple[str, str], Outcome] = {}
        self._herindelingen = herindelingen
        self._accepted = accepted

    @cached_property
    def _matcher(self) -> _Matcher:
        """Made when a code or name is not exactly one of these; that takes a second for 35,000."""
        matcher = _Matcher(
            self.names,
            provincies=self.frame["provincie"].to_dict(),
            herindelingen=self._herindelingen,
            accepted=self._accepted,
        )
        matcher.left = max(20, _MOST_COMPARISONS // max(len(self.names), 1))
        return matcher

    def with_frame(self, frame: gpd.GeoDataFrame) -> "Gemeenten":
        """The same with more known of each gemeente."""
        return Gemeenten(frame, herindelingen=self._herindelingen, accepted=self._accepted)

    @property
    def proposals(self) -> pd.DataFrame:
        """What may be meant by the texts that were not recognised; see `Matching.proposals`."""
        return Matching(tuple(self.matches.values()), self.names).proposals

    def find(self, code: str, name: str) -> Outcome:
        """Find the gemeente that goes by a code and a name."""
        if name and not code and len(name) <= _LONGEST_NAME:
            code, name = self._parts(name)
        if not code and not name:
            return Outcome("", result.GEEN_NAAM, "Vul de code of de naam in")
        if code in self.names and name in {"", self.names[code]}:
            return Outcome(code)  # most rows of most tables
        text = (code or name)[: _LONGEST_NAME + 1]
        if len(text) > _LONGEST_NAME:
            return Outcome("", _UNKNOWN, "deze naam is langer dan welke gemeente ook")
        match = self._match(text, code=bool(code))
        if match.code is None:
            return self._explained(match, name if code else "")
        if code and name and self._contradicts(match.code, name[:_LONGEST_NAME]):
            other = self._match(name[:_LONGEST_NAME]).code
            hint = f"; {name[:_LONGEST_NAME]} is {other}" if other else ""
            told = f"{match.code} is {self.names[match.code]}{hint}"
            return Outcome("", result.TEGENSPRAAK, told)
        return Outcome(match.code, "", "" if match.how in {"code", "naam"} else match.how)

    def is_one(self, text: str, *, code: bool = False) -> bool:
        """Whether a text is the code or name of one gemeente, without proposals or memory."""
        return self._is_one(text, code) or (not code and self._parts(text) != ("", text))

    def _is_one(self, text: str, code: bool) -> bool:
        """The same of a text that is not both."""
        matcher = self._matcher
        left, matcher.left = matcher.left, 0
        try:
            return matcher.match(text[:_LONGEST_NAME], code=code).code is not None
        finally:
            matcher.left = left

    def _parts(self, text: str) -> tuple[str, str]:
        """The code, if there is one, and the name in a cell, without the mark of a footnote."""
        if self._is_one(text, code=False):
            return "", text
        alone = without_mark(text)
        told = _CODE_FIRST.fullmatch(alone) or _CODE_LAST.fullmatch(alone)
        if told and self._is_one(told["code"], code=True):
            return told["code"], told["name"].strip()
        return "", alone if self._is_one(alone, code=False) else text

    def knows(self, text: str, *, alone: bool = False) -> bool:
        """Whether a text is a name by itself; see `Matcher.knows`."""
        return self._matcher.knows(text, alone=alone)

    def only_renamed(self, text: str) -> bool:
        """Whether a code or name of another time is that of the same gemeente."""
        steps = self._herindelingen
        if steps is None:
            return False
        name = canonical(text)
        own = [
            step.soort
            for step in steps.itertuples(index=False)
            if text in {step.van_code, step.naar_code}
            or name in {canonical(str(step.van_naam)), canonical(str(step.naar_naam))}
        ]
        return bool(own) and set(own) == {RENAMED}

    def find_all(self, file: str, codes: pd.Series, names: pd.Series) -> pd.DataFrame:
        """Find the gemeente of every row."""
        try:
            places, unique = different_pairs(codes, names, MOST_NAMES)
        except OverflowError as error:
            message = f"hier staan {number(error.args[0])} verschillende gemeenten"
            hint = "Wijs met --kolom de kolom met gemeenten aan"
            raise refuse(file, message, hint) from None
        found = [self._remembered(code, name) for code, name in unique]
        table = pd.DataFrame(found or None, columns=["code", "reason", "note"], dtype="str")
        return table.take(places).set_axis(codes.index)

    def _remembered(self, code: str, name: str) -> Outcome:
        """As `find`, once for all files and columns of a source."""
        if len(self._found) > MOST_NAMES:
            self._found.clear()
        key = (code, name)
        if key not in self._found:
            self._found[key] = self.find(code, name)
        return self._found[key]

    def _match(self, text: str, *, code: bool = False) -> Match:
        """Match one text, and remember the outcome for the table of proposals."""
        match = self._matcher.match(text, code=code)
        if match.code is None:
            self.matches[match.given] = match
        return match

    def _explained(self, match: Match, name: str) -> Outcome:
        """Say why a text is no gemeente of this list, and which may be meant."""
        kind = no_gemeente(match.given)
        if kind is not None:
            del self.matches[match.given]
            return Outcome("", result.GEEN_GEMEENTE, kind)
        other = self._match(name[:_LONGEST_NAME]).code if name else None
        if other:
            return Outcome("", match.reason, f"{name} is {other}")
        names = [proposal.naam for proposal in match.proposals]
        return Outcome("", match.reason, f"Misschien {listing(names, 'of')}" if names else "")

    def _contradicts(self, code: str, name: str) -> bool:
        """Whether a name is that of another gemeente than the code, or of none."""
        if canonical(name) == canonical(self.names[code]):
            return False
        return self._matcher.match(name).code != code


def without_mark(name: str) -> str:
    """A name without the mark of a footnote behind it.

    Examples
    --------
    >>> without_mark("Meppel 1)"), without_mark("Assen²"), without_mark("Bergen (NH)")
    ('Meppel', 'Assen', 'Bergen (NH)')
    """
    return _MARK.sub("", name) or name


Given: TypeAlias = gpd.GeoDataFrame | pd.DataFrame | Mapping[str, str] | pd.Series


def as_gemeenten(given: Given) -> gpd.GeoDataFrame:
    """Bring what a caller gives as gemeenten to one form.

    Examples
    --------
    >>> as_gemeenten({"GM0193": "Zwolle"})["naam"].to_dict()
    {'GM0193': 'Zwolle'}
    """
    if isinstance(given, pd.Series | Mapping):
        names = {str(code): str(name) for code, name in given.items()}
        return empty_gemeenten(list(names)).assign(naam=list(names.values()))
    frame = given.rename(columns={"statcode": "code", "statnaam": "naam"})
    if "code" in frame.columns:
        frame = frame.set_index("code")
    if "naam" not in frame.columns:
        raise LappendekenError("De gemeenten hebben geen kolom 'naam' (of 'statnaam').")
    frame.index = pd.Index([str(code).strip() for code in frame.index], name="code", dtype="str")
    if not frame.index.is_unique:
        double = frame.index[frame.index.duplicated()][0]
        raise LappendekenError(f"De gemeente {double} staat meer dan eens in de lijst.")
    made = empty_gemeenten(list(frame.index))
    for column in ("naam", "provincie", "inwoners", "oppervlakte_km2"):
        if column in frame.columns:
            made[column] = frame[column].astype(made[column].dtype)
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        if frame.crs is None and not frame.geometry.isna().all():
            raise LappendekenError(
                "De gemeenten hebben geen coördinatenstelsel; zet het met set_crs, "
                "meestal EPSG:28992."
            )
        shapes = frame.geometry if frame.crs is None else frame.geometry.to_crs(MODEL_CRS)
        made = made.set_geometry(gpd.GeoSeries(shapes.to_numpy(), made.index, crs=MODEL_CRS))
    return made


def empty_gemeenten(codes: Sequence[str]) -> gpd.GeoDataFrame:
    """Gemeenten of which nothing is known but their codes."""
    index = pd.Index(list(codes), name="code", dtype="str")
    columns: dict[str, Any] = {
        "naam": pd.Series("", index=index, dtype="str"),
        "provincie": pd.Series("", index=index, dtype="str"),
        "inwoners": pd.Series(pd.NA, index=index, dtype="Int64"),
        "oppervlakte_km2": pd.Series(float("nan"), index=index, dtype="float64"),
    }
    return gpd.GeoDataFrame(
        columns, index=index, geometry=gpd.GeoSeries([None] * len(index), index), crs=MODEL_CRS
    )


def reference(given: Gemeenten | Given | None) -> Gemeenten:
    """The gemeenten that a reader matches against."""
    if given is None:
        return embedded()
    return given if isinstance(given, Gemeenten) else Gemeenten(as_gemeenten(given))


def embedded(accepted: Mapping[str, str] | None = None) -> Gemeenten:
    """The gemeenten of the current edition."""
    places = embedded_places()
    return Gemeenten(places.gemeenten, herindelingen=places.herindelingen, accepted=accepted)


@cache
def embedded_places() -> tables.Tables:
    """What the embedded data say of gemeenten; read once, and never changed."""
    return tables.read_places(tables.embedded_folder())
