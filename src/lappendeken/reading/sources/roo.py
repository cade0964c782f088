"""The Register van Overheidsorganisaties: gemeenschappelijke regelingen and who takes part."""

import math
from pathlib import Path
from typing import Final

import pandas as pd

from lappendeken import schema
from lappendeken.dutch import count, shortened
from lappendeken.reading.checks import may_hold, what_is_wrong
from lappendeken.reading.files.values import as_date, as_number
from lappendeken.reading.settling.catalogue import labels, named
from lappendeken.reading.settling.deelnames import ids_by_code, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, reference
from lappendeken.reading.settling.ledger import (
    DUBBEL,
    GEEN_GEMEENTE,
    ONGELDIG,
    Ledger,
    ReadResult,
    Tally,
    Unmatched,
)
from lappendeken.reading.sources import regelingen
from lappendeken.reading.sources.regelingen import Deelnemer, Regeling
from lappendeken.reading.sources.source import Asked, Look, Source
from lappendeken.reading.tables import no_others

__all__ = ["read_roo"]

EXTRA: Final = ("verdeelsleutel", "bestuursorganen")
_OF_DEELNAME: Final = ("verband_id", "verband", "gemeente_code", "gemeente", "vorm", "van", "tot")


def read_roo(path: str | Path, *, gemeenten: Gemeenten | Given | None = None) -> ReadResult:
    """Read who takes part in gemeenschappelijke regelingen.

    Parameters
    ----------
    path : str or Path
        The XML export, or the table of regelingen made of it (`roo_regelingen*.csv`) with that of
        participants (`roo_deelnemers*.csv`) beside it.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; those of the current edition when absent.

    Returns
    -------
    ReadResult
        Extra columns of the deelnames: those of `EXTRA`; `verdeelsleutel` with a decimal point.
        What the register tells of a regeling is in `kenmerken`, and what takes part beside
        gemeenten in `andere_deelnemers`.

    Raises
    ------
    DataError
        If the file is no such export, is cut off, or has a document type definition.

    Notes
    -----
    The register has a record for every version of a regeling; these are one verband, called and
    formed as the last. A deelname begins on the date of accession, or where that is missing on the
    date at which the regeling took effect, and ends when the gemeente left or the regeling did.
    All regelingen are one indeling; their beleidsterreinen are kept beside it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> xml = '''<p:overheidsorganisaties xmlns:p="urn:oo/2.6.9"><p:gemeenschappelijkeRegelingen>
    ... <p:regeling p:systemId="7"><p:titel>GGD IJsselland</p:titel>
    ... <p:samenwerkingsvorm p:afkorting="OL">Openbaar lichaam</p:samenwerkingsvorm>
    ... <p:deelnemendeOrganisaties><p:deelnemendeOrganisatie><p:naam>Gemeente Zwolle</p:naam>
    ... <p:toetredingsDatum>2006-01-01</p:toetredingsDatum>
    ... <p:verdeelsleutel>24,5</p:verdeelsleutel></p:deelnemendeOrganisatie>
    ... </p:deelnemendeOrganisaties></p:regeling></p:gemeenschappelijkeRegelingen>
    ... </p:overheidsorganisaties>'''
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "export.xml"
    ...     _ = file.write_text(xml)
    ...     found = read_roo(file)
    >>> found.deelnames[["gemeente_code", "vorm", "van", "verdeelsleutel"]].values.tolist()
    [['GM0193', 'openbaar lichaam', '2006-01-01', '24.5']]
    """
    path = Path(path)
    broken: list[Unmatched] = []
    if path.suffix.lower() == ".csv":
        found, broken = regelingen.read_table(path)
    else:
        found = regelingen.read_export(path)
    made = regelingen.chains(found)
    ids = _identifiers(made)
    ledger = Ledger(path.name)
    known = reference(gemeenten)
    rows: list[dict[str, str]] = []
    others: list[dict[str, str]] = []
    for versions, verband_id in zip(made, ids, strict=True):
        for one in regelingen.periods(versions):
            (others if one.soort else rows).append(_row(one, versions, verband_id))
    table = _table(rows, path)
    _tell(found, made, table, ledger)
    deelnames, used = settle(
        path.name, table, known, named, ledger, unit="deelnemers", broken=broken
    )
    kept = deelnames["verband_id"].drop_duplicates()
    facts = [regelingen.summary(*one) for one in zip(made, ids, strict=True)]
    return ReadResult(
        known.frame,
        deelnames,
        # The account is closed after the last who takes part is settled.
        andere_deelnemers=_others(others, kept, ledger),
        kenmerken=_sound(regelingen.kenmerken_table(facts, kept), ledger),
        report=ledger.report(),
        indelingen=labels(used),
    )


def _identifiers(made: list[list[Regeling]]) -> list[str]:
    """An identifier for every regeling: two of one name are two. Those without a name get none."""
    names = pd.Series([versions[-1].titel for versions in made], dtype="str")
    numbers = pd.Series([str(k + 1) for k in range(len(made))], dtype="str")
    return ids_by_code("gr", numbers, names).where(names != "", "").to_list()


def _row(one: Deelnemer, versions: list[Regeling], verband_id: str) -> dict[str, str]:
    """A participant as a row of deelnames."""
    last = versions[-1]
    return {
        "rij": str(one.rij),
        "verband_id": verband_id,
        "verband": last.titel,
        "gemeente_code": one.code,
        "gemeente": one.naam,
        "vorm": last.vorm,
        "van": one.van,
        "tot": one.tot,
        "soort": one.soort,
        "verdeelsleutel": one.verdeelsleutel,
        "bestuursorganen": "; ".join(one.organen),
    }


def _table(rows: list[dict[str, str]], path: Path) -> pd.DataFrame:
    """The gemeenten as rows of deelnames, by their place in the source."""
    table = pd.DataFrame(rows, columns=["rij", *_OF_DEELNAME, *EXTRA], dtype="str")
    table = table.set_index(table.pop("rij").astype("int64")).sort_index(kind="stable")
    # The code says who it is; the register writes names as it likes.
    table["gemeente"] = table["gemeente"].where(table["gemeente_code"] == "", "")
    return table.assign(indeling=schema.REGELINGEN, bron=path.stem)


def _others(rows: list[dict[str, str]], kept: "pd.Series[str]", ledger: Ledger) -> pd.DataFrame:
    """What takes part beside gemeenten, and the account of it."""
    columns = schema.column_names(schema.ANDERE_DEELNEMERS)
    table = pd.DataFrame(rows, columns=["rij", *_OF_DEELNAME, "soort"], dtype="str")
    table = table.rename(columns={"gemeente": "deelnemer"})
    if table.empty:
        return no_others()
    for column in ("van", "tot"):
        table[column] = [as_date(text) or "" for text in table[column]]
    lonely = ~table["verband_id"].isin(kept)
    if lonely.any():
        amount = int(table.loc[lonely, "verband"].nunique())
        who = count(amount, "regeling heeft", "regelingen hebben")
        ledger.remark(f"{ledger.source}: {who} geen gemeenten als deelnemer, en gaan niet mee.")
    table["reden"] = ""
    ended = (table["tot"] != "") & (table["van"] >= table["tot"])
    double = table.duplicated(["verband_id", "deelnemer", "van"])
    for mask, why in ((lonely, GEEN_GEMEENTE), (ended, ONGELDIG), (double, DUBBEL)):
        table["reden"] = table["reden"].mask(mask & (table["reden"] == ""), why)
    lost = table[table["reden"] != ""]
    told = {
        GEEN_GEMEENTE: "in deze regeling neemt geen gemeente deel",
        ONGELDIG: "eindigt niet na het begin",
        DUBBEL: "neemt al deel aan deze regeling",
    }
    ledger.miss(
        Unmatched(ledger.source, int(row), verband, "", who, why, told[why])
        for row, verband, who, why in lost[["rij", "verband", "deelnemer", "reden"]].to_numpy()
    )
    own = table[table["reden"] == ""]
    ledger.tallies.append(Tally(ledger.source, "andere deelnemers", len(table), len(own)))
    return own[columns].reset_index(drop=True)


def _sound(kenmerken: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Leave cells empty that hold what they may not."""
    for column in schema.KENMERKEN:
        if column.name not in kenmerken:
            continue
        given = kenmerken[column.name]
        bad = [text for text in given.unique() if text and not may_hold(column, text)]
        for text in bad:
            hint = what_is_wrong(column)[1]
            ledger.cells.append((ledger.source, 0, column.name, str(text), hint))
        kenmerken[column.name] = given.where(~given.isin(bad), "")
    return kenmerken


def _tell(
    found: list[Regeling], made: list[list[Regeling]], table: pd.DataFrame, ledger: Ledger
) -> None:
    """Say what the register holds beside deelnames, and bring numbers to one form."""
    file = ledger.source
    many = count(len(found), "regeling", "regelingen")
    amount = sum(len(one.deelnemers) for one in found)
    ledger.remark(f"{file}: {many} met {count(amount, 'deelnemer', 'deelnemers')}.")
    if len(made) < len(found):
        versions = count(len(found), "versie", "versies")
        ledger.remark(
            f"{file}: {versions} van {count(len(made), 'regeling', 'regelingen')}; wie in de "
            "volgende versie doorgaat, is één deelname."
        )
    without = sum(not one.deelnemers for one in found)
    if without:
        who = count(without, "regeling heeft", "regelingen hebben")
        ledger.remark(f"{file}: {who} geen deelnemers.")
    plain = sorted({one[-1].samenwerkingsvorm for one in made if not one[-1].vorm} - {""})
    if plain:
        shown = shortened([f"'{text}'" for text in plain])
        ledger.remark(f"{file}: de vorm is leeg waar het register zegt: {shown}.")
    numbers = []
    for line, text in table["verdeelsleutel"].items():
        value = as_number(text)
        if value is None:
            ledger.cells.append((file, int(str(line)), "verdeelsleutel", text, "Dit is geen getal"))
        numbers.append("" if value is None or math.isnan(value) else schema.number_text(value))
    table["verdeelsleutel"] = numbers


def _read(source: str, asked: Asked) -> ReadResult:
    return read_roo(source, gemeenten=asked.gemeenten)


def _recognises(look: Look) -> bool:
    return look.ending == ".xml" or regelingen.is_register(look.header)


SOURCE: Final = Source(_read, _recognises)
