"""The frozen model of a lappendeken: gemeenten, verbanden and deelnames at one peildatum."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from lappendeken import contiguity, schema
from lappendeken.errors import FormerNameWarning, LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.names import NameIndex
from lappendeken.provenance import fingerprint
from lappendeken.reading.editions import editions, find_folder
from lappendeken.reading.settling.history import origin, other_date
from lappendeken.reading.tables import Tables, read_tables

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Lappendeken", "load"]


@dataclass(frozen=True, eq=False)
class Lappendeken:
    """Everything that is known at one peildatum. Treat its tables as read-only.

    Parameters
    ----------
    gemeenten : GeoDataFrame
        Index `code`; columns `naam`, `provincie`, `inwoners`, `oppervlakte_km2` and `geometry`
        in EPSG:28992 (metres).
    verbanden : DataFrame
        Index `verband_id`; columns `naam`, `indeling`, `domein`, `vorm`, and whatever else
        `schema.VERBANDEN` has per verband.
    deelnames : DataFrame
        One row per deelname: `verband_id`, `gemeente_code`, and the columns of `schema.VERBANDEN`
        per deelname, such as `rol`, `bron`, `stand` and `zekerheid`.
    indelingen : DataFrame
        Index `indeling`; columns `naam`, `enkelvoud`, `domein`, `standaard` (bool), `verbanden`
        and `gemeenten` (numbers), `dekking` (share) and `partitie` (bool); in order of domein,
        the default one first.
    verbindingen : DataFrame
        Links over water: `van_code`, `naar_code`, `soort`, `naam`.
    herindelingen : DataFrame
        See `schema.HERINDELINGEN`; what happened to gemeenten, for use with other dates.
    peildatum : date
        The date at which the deelnames hold.
    bron : Path
        The folder the tables were read from.
    kenmerken : DataFrame
        What else is known of verbanden: index `verband_id`, the columns of the data themselves as
        text, those of `schema.KENMERKEN` with kind `number` as numbers; often without rows.
    andere_deelnemers : DataFrame
        What takes part beside gemeenten at the peildatum: see `schema.ANDERE_DEELNEMERS`.
    bewerkt : str
        What was done to them since they were read, in Dutch; empty when nothing was.
    """

    gemeenten: gpd.GeoDataFrame
    verbanden: pd.DataFrame
    deelnames: pd.DataFrame
    indelingen: pd.DataFrame
    verbindingen: pd.DataFrame
    herindelingen: pd.DataFrame
    peildatum: date
    bron: Path
    kenmerken: pd.DataFrame
    andere_deelnemers: pd.DataFrame
    bewerkt: str = ""

    def __repr__(self) -> str:
        """What it holds, on one line."""
        return (
            f"<Lappendeken op {self.peildatum.isoformat()}: {len(self.gemeenten)} gemeenten, "
            f"{len(self.verbanden)} verbanden in {len(self)} indelingen>"
        )

    def _repr_html_(self) -> str:
        """Its indelingen, as a notebook shows them."""
        return f"<p>{escape(repr(self)[1:-1])}</p>{self.indelingen.to_html(escape=True)}"

    def __len__(self) -> int:
        """Number of indelingen."""
        return len(self.indelingen)

    def __iter__(self) -> Iterator[str]:
        """The identifiers of the indelingen, in order of domein."""
        return iter(str(name) for name in self.indelingen.index)

    def __contains__(self, name: object) -> bool:
        """Whether there is an indeling of that identifier."""
        return name in self.indelingen.index

    def __getitem__(self, name: str) -> Indeling:
        """One indeling, however it is called; see `find_indeling`."""
        return self.find_indeling(name)

    def indeling(self, name: str | Indeling) -> Indeling:
        """One indeling by its identifier.

        Parameters
        ----------
        name : str or Indeling
            Such as `jeugdregio`; an indeling is given back as it is.

        Returns
        -------
        Indeling

        Raises
        ------
        UnknownNameError
            With the nearest three, if there is no such indeling.
        """
        if isinstance(name, Indeling):
            return name
        if name not in self.indelingen.index:
            raise UnknownNameError("indeling", name, self._indeling_names.candidates(name))
        if name not in self._made:
            self._made[name] = _indeling(self, name)
        return self._made[name]

    def find_indeling(self, text: str | Indeling) -> Indeling:
        """One indeling by its identifier or its label, however it is spelt.

        Parameters
        ----------
        text : str or Indeling
            Such as `jeugdregio`, `Jeugdregio's`, or `jeugd` and `MO/BW` (the default one of a
            domein); an indeling is given back as it is.

        Returns
        -------
        Indeling

        Raises
        ------
        UnknownNameError
            With the nearest three, if there is no such indeling.
        """
        if isinstance(text, Indeling):
            return text
        labels = NameIndex(self.indelingen["naam"])
        singular = NameIndex(self.indelingen["enkelvoud"])
        found = self._indeling_names.find(text) or labels.find(text) or singular.find(text)
        return self.indeling(found or self.defaults.get(schema.as_domein(text)) or text)

    def find_indelingen(self, texts: Iterable[str | Indeling]) -> list[Indeling]:
        """Indelingen by name, or as they are; see `find_indeling`."""
        if isinstance(texts, str):
            raise LappendekenError("Geef indelingen als lijst, niet als tekst.")
        return [self.find_indeling(one) for one in texts]

    @cached_property
    def _indeling_names(self) -> NameIndex:
        """Finds an indeling by its identifier."""
        return NameIndex({name: name for name in self.indelingen.index})

    @cached_property
    def _made(self) -> dict[str, Indeling]:
        """The indelingen that were asked for; made once, since the tables do not change."""
        return {}

    @cached_property
    def _rows(self) -> Mapping[str, pd.DataFrame]:
        """The deelnames of each indeling."""
        of_row = self.deelnames["verband_id"].map(self.verbanden["indeling"])
        return {str(name): rows for name, rows in self.deelnames.groupby(of_row, sort=False)}

    def deelnames_of(self, indeling: str | Indeling) -> pd.DataFrame:
        """The rows of `deelnames` about the verbanden of one indeling.

        Parameters
        ----------
        indeling : str or Indeling
            However it is spelt.

        Returns
        -------
        DataFrame

        Raises
        ------
        UnknownNameError
            If there is no such indeling.
        """
        one = self.find_indeling(indeling)
        if self._made.get(one.id) is one:
            return self._rows[one.id]
        return self.deelnames[self.deelnames["verband_id"].isin(one.verbanden)]

    @property
    def defaults(self) -> Mapping[str, str]:
        """The default indeling of each domein that has one, in the order of the domains."""
        chosen = self.indelingen[self.indelingen["standaard"]]
        return {str(row.domein): str(row.Index) for row in chosen.itertuples()}

    @property
    def main_indelingen(self) -> tuple[Indeling, ...]:
        """The default indelingen of youth care, MO/BW and work, as far as the data have them."""
        defaults = self.defaults
        return tuple(self.indeling(defaults[d]) for d in schema.MAIN_DOMEINEN if d in defaults)

    @cached_property
    def graph(self) -> "nx.Graph":
        """The bipartite graph of participants and verbanden; see `graph.bipartite_graph`."""
        # Here, because networkx takes a third of a second that most commands need not wait for.
        from lappendeken import graph  # noqa: PLC0415

        return graph.bipartite_graph(
            self.gemeenten, self.verbanden, self.deelnames, self.andere_deelnemers
        )

    @cached_property
    def borders(self) -> pd.DataFrame:
        """Neighbouring gemeenten with border length in metres; see `contiguity.borders`."""
        return contiguity.borders(self.gemeenten.geometry, self.verbindingen)

    @property
    def herkomst(self) -> str:
        """Where it was read from, and the dates of its sources."""
        return self.read_from(self.deelnames["stand"])

    def read_from(self, stand: "pd.Series[str]") -> str:
        """The folder and peildatum of these data, with the dates of some of the deelnames."""
        known = stand[stand != ""]
        edition = next((year for year, one in editions().items() if one == self.bron), "")
        where = f"editie {edition}" if edition else f"map {self.bron.name}"
        told = [f"{where}, peildatum {self.peildatum.isoformat()}"]
        if len(known):
            first, last = known.min()[:4], known.max()[:4]
            told.append(f"bronnen van {first if first == last else f'{first} tot {last}'}")
        return ", ".join([*told, self.bewerkt] if self.bewerkt else told)

    def as_input(self) -> str:
        """What it is, where something is made of it; see `provenance`."""
        taken = self.deelnames.set_index("verband_id")["gemeente_code"]
        whole = fingerprint(pd.concat([taken, self.gemeenten["inwoners"].astype(str)]))
        told = f"{len(self.gemeenten)} gemeenten in {len(self.verbanden)} verbanden"
        return f"{told} ({whole})"

    @cached_property
    def gemeente_names(self) -> NameIndex:
        """Finds a gemeente by code or name, however it is spelt."""
        return NameIndex(self.gemeenten["naam"])

    def find_gemeente(self, text: str) -> str:
        """The code of a gemeente by its code or name.

        Parameters
        ----------
        text : str
            Case, accents, leading article and `'s-` do not matter.

        Returns
        -------
        str
            Such as `GM0193`.

        Raises
        ------
        UnknownNameError
            With the nearest three, if the name is unknown or means more than one gemeente; with
            its successors or predecessors, if it is that of another date and there are several.

        Warns
        -----
        FormerNameWarning
            If the gemeente exists no longer, or not yet, at the peildatum, and one other has its
            whole area.

        Examples
        --------
        >>> load("2016").find_gemeente("den haag")
        'GM0518'
        """
        code = self.gemeente_names.find(text)
        if code is not None:
            return code
        found = other_date(text, self.gemeenten["naam"], self.herindelingen, self.peildatum)
        if found is None:
            raise UnknownNameError("gemeente", text, self.gemeente_names.candidates(text))
        if len(found.codes) > 1:
            names = [str(self.gemeenten.at[code, "naam"]) for code in found.codes]
            raise UnknownNameError("gemeente", text, names, f"{found.sentence} Kies er een.")
        warnings.warn(found.sentence, FormerNameWarning, stacklevel=2)
        return found.codes[0]

    def origin(self, code: str) -> str:
        """What gemeenten came to this one by herindelingen before the peildatum, in Dutch.

        Examples
        --------
        >>> load().origin("GM1980")
        'Sinds 1 januari 2022 hoort het gebied van Heerhugowaard en Langedijk bij Dijk en Waard.'
        >>> load().origin("GM0193")
        ''
        """
        return origin(code, self.herindelingen, self.peildatum)

    def find_provincie(self, text: str) -> str:
        """The official name of a province, however it is spelt; raises `UnknownNameError`."""
        names = sorted(self.gemeenten["provincie"].unique())
        index = NameIndex({name: name for name in names})
        found = index.find(text)
        if found is None:
            raise UnknownNameError("provincie", text, index.candidates(text))
        return found


def load(folder: str | Path | None = None, *, peildatum: date | str | None = None) -> Lappendeken:
    """Load a lappendeken.

    Parameters
    ----------
    folder : str or Path, optional
        A folder with `gemeenten.geojson` and `verbanden.csv`, or the year of an edition that comes
        with the package, such as `2016`; the current edition when absent.
    peildatum : date or str, optional
        The date at which deelnames must hold. When absent: the one the data themselves name in
        `datapackage.json`, else today.

    Returns
    -------
    Lappendeken

    Raises
    ------
    DataError
        With every fault in the files.
    WrongUsageError
        If there is no edition of this year.
    LappendekenError
        If no deelname holds at the peildatum.

    Examples
    --------
    >>> lap = load("2016")
    >>> len(lap.gemeenten), len(lap.indeling("jeugdregio").verbanden)
    (390, 42)
    """
    day = None if peildatum is None else schema.as_day(peildatum)
    return from_tables(read_tables(find_folder(folder)), peildatum=day)


def from_tables(tables: Tables, *, peildatum: date | None = None, bewerkt: str = "") -> Lappendeken:
    """Make the model at one date from checked tables.

    Parameters
    ----------
    tables : Tables
        From `reading`.
    peildatum : date, optional
        See `load`.
    bewerkt : str
        See the class.

    Returns
    -------
    Lappendeken

    Raises
    ------
    LappendekenError
        If no deelname holds at the peildatum.
    """
    day = peildatum or tables.peildatum or datetime.now(tz=UTC).date()
    rows = tables.verbanden[_holds(tables.verbanden, day)]
    if rows.empty:
        raise LappendekenError(
            f"Op {day.isoformat()} geldt geen enkele deelname in {tables.folder}. Noem met "
            "--peildatum een dag waarop er wel een geldt."
        )
    indelingen = _describe(tables.gemeenten.index, rows, tables.indelingen)
    rows = _in_order(rows, indelingen.index)
    verbanden = _verbanden(rows)
    columns = ["verband_id", "gemeente_code", *schema.column_names(schema.columns_per("deelname"))]
    others = _about(verbanden, tables.andere_deelnemers)
    others = others[_holds(others, day)]
    kenmerken = _about(verbanden, tables.kenmerken)
    return Lappendeken(
        tables.gemeenten,
        verbanden,
        rows[columns].reset_index(drop=True),
        indelingen,
        _sorted(tables.verbindingen),
        _sorted(tables.herindelingen),
        day,
        tables.folder,
        _with_numbers(kenmerken.set_index("verband_id").sort_index()),
        _sorted(others),
        bewerkt,
    )


def _in_order(rows: pd.DataFrame, indelingen: pd.Index) -> pd.DataFrame:
    """Rows by indeling, verband and gemeente, so that no output hangs on their order in a file."""
    place = indelingen.get_indexer(pd.Index(rows["indeling"]))
    names = ("van", "gemeente_code", "verband_id")
    codes = [pd.factorize(rows[name], sort=True)[0] for name in names]
    return rows.iloc[np.lexsort([*codes, place])]


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a small table by all that they say."""
    return table.sort_values(list(table.columns), ignore_index=True)


def _about(verbanden: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows about these verbanden."""
    return rows[verbanden.index.get_indexer(pd.Index(rows["verband_id"])) >= 0]


def _holds(rows: pd.DataFrame, day: date) -> "pd.Series[bool]":
    """Which rows hold on a day."""
    iso = day.isoformat()
    # ISO dates sort as text; an empty cell means open.
    return ((rows["van"] == "") | (rows["van"] <= iso)) & (
        (rows["tot"] == "") | (rows["tot"] > iso)
    )


def _verbanden(rows: pd.DataFrame) -> pd.DataFrame:
    """What the rows of each verband say of it."""
    columns = schema.columns_per("verband")
    first = rows.drop_duplicates("verband_id").set_index("verband_id")
    verbanden = first[schema.column_names(columns)].copy()
    for column in columns:
        if not column.filled:
            # One row of a verband may tell it for all.
            told = rows[rows[column.name] != ""].drop_duplicates("verband_id")
            by_id = told.set_index("verband_id")[column.name]
            verbanden[column.name] = by_id.reindex(verbanden.index).fillna("")
    return verbanden.rename(columns={"verband": "naam"})


def _with_numbers(kenmerken: pd.DataFrame) -> pd.DataFrame:
    """What is told in numbers as numbers."""
    table = kenmerken.copy()
    for column in schema.KENMERKEN:
        if column.kind == "number" and column.name in table:
            table[column.name] = pd.to_numeric(table[column.name].replace("", None))
    return table


def to_tables(lap: Lappendeken) -> Tables:
    """Take a model apart into the tables it can be made from again.

    Parameters
    ----------
    lap : Lappendeken
        At any date.

    Returns
    -------
    Tables
        `from_tables` makes an equal model of it. The labels of the indelingen are written out,
        also where the files had none; their `bron` is not in the model, and empty here.

    Examples
    --------
    >>> lap = load()
    >>> again = from_tables(to_tables(lap))
    >>> again.peildatum == lap.peildatum, again.deelnames.equals(lap.deelnames)
    (True, True)
    """
    rows = lap.deelnames.join(
        lap.verbanden.rename(columns={"naam": "verband"}), on="verband_id", validate="m:1"
    )
    rows["gemeente"] = rows["gemeente_code"].map(lap.gemeenten["naam"]).astype("str")
    labels = lap.indelingen.rename_axis("indeling").reset_index()
    labels["standaard"] = labels["standaard"].map({True: "ja", False: "nee"}).astype("str")
    labels["bron"] = pd.Series("", index=labels.index, dtype="str")
    return Tables(
        lap.bron,
        lap.gemeenten,
        rows[schema.column_names(schema.VERBANDEN)],
        labels[schema.column_names(schema.INDELINGEN)],
        lap.herindelingen,
        lap.verbindingen,
        lap.peildatum,
        _as_text(lap.kenmerken).reset_index(),
        lap.andere_deelnemers,
    )


def _as_text(kenmerken: pd.DataFrame) -> pd.DataFrame:
    """What was made numbers as text again."""
    text = kenmerken.copy()
    for name in kenmerken.select_dtypes("number"):
        text[name] = kenmerken[name].map(schema.number_text)
    return text.astype("str")


def _describe(gemeenten: pd.Index, rows: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Describe every indeling that occurs, in order of domein, the default one first."""
    facts = rows.groupby("indeling").agg(
        domein=("domein", "first"), verbanden=("verband_id", "nunique")
    )
    per_gemeente = rows.groupby(["indeling", "gemeente_code"]).size()
    counts = per_gemeente.groupby(level="indeling")
    facts["gemeenten"] = counts.size()
    facts["dekking"] = facts["gemeenten"] / len(gemeenten)
    facts["partitie"] = counts.max() == 1
    known = labels.set_index("indeling").reindex(facts.index)
    ids = pd.Series(facts.index, index=facts.index)
    facts["naam"] = known["naam"].where(known["naam"].notna(), ids)
    facts["enkelvoud"] = known["enkelvoud"].where(known["enkelvoud"].notna(), ids)
    facts["gekozen"] = known["standaard"] == "ja"
    facts["plaats"] = facts["domein"].map({d: k for k, d in enumerate(schema.DOMEINEN)})
    facts["id"] = facts.index
    # Without a chosen default, the indeling that reaches most gemeenten stands for its domein.
    facts = facts.sort_values(
        ["plaats", "gekozen", "gemeenten", "id"], ascending=[True, False, False, True]
    )
    facts["standaard"] = ~facts.duplicated("domein")
    return facts[
        [
            "naam",
            "enkelvoud",
            "domein",
            "standaard",
            "verbanden",
            "gemeenten",
            "dekking",
            "partitie",
        ]
    ]


def _indeling(lap: Lappendeken, name: str) -> Indeling:
    """One indeling from the deelnames."""
    own = lap.verbanden[lap.verbanden["indeling"] == name]
    rows, about = lap._rows[name], lap.indelingen.loc[name]
    return Indeling.from_pairs(
        rows["gemeente_code"],
        rows["verband_id"],
        lap.gemeenten.index,
        own.index,
        id=name,
        naam=str(about["naam"]),
        enkelvoud=str(about["enkelvoud"]),
        domein=str(about["domein"]),
        namen=own["naam"],
        herkomst=lap.read_from(rows["stand"]),
    )
