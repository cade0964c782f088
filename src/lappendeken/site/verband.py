"""The page of a verband: who is in it, in which form, and how it lies against the others."""

from typing import Any

import pandas as pd

from lappendeken import measures
from lappendeken.dutch import capital, count, listing, number
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import TYPES
from lappendeken.report.document import Text
from lappendeken.schema import DOMEINEN, ZEKERHEDEN
from lappendeken.site.page import HOME, Block, Chapter, Chart, Facts, Link, Links, Page
from lappendeken.site.whole import Whole, indeling_of
from lappendeken.tables import Cell, Column, Kind, Table, regelingen
from lappendeken.wording import texts
from lappendeken.wording.sources import brief, named

CONFIRMED = ZEKERHEDEN[0]
_MOST_NAMED = 6


def verband_page(whole: Whole, key: str) -> Page:
    """Make the page of a verband."""
    lap, basis = whole.lap, whole.basis
    one = indeling_of(whole, key)
    members = whole.members[key]
    path = whole.addresses.path("verband", key)
    name = basis.full_name(key)
    provinces = sorted({str(lap.gemeenten.at[code, "provincie"]) for code in members})
    size = count(len(members), "gemeente", "gemeenten")
    people = texts.people(basis.inwoners(members))
    who: tuple[Block, ...] = (_members(whole, key), *_others(whole, key))
    lies = _lies(whole, key, one)
    lead = (
        f"{capital(name)} is een verband van {size} in {listing(provinces)}, met samen {people}.",
        *_fits(whole, key, one),
    )
    return Page(
        path,
        capital(one.enkelvoud),
        capital(name),
        lead[0],
        (
            HOME,
            Link("Verbanden", "verband/index.html"),
            Link(capital(one.naam), whole.addresses.path("indeling", one.id)),
        ),
        lead,
        (),
        (_map(whole, key, path), _facts(whole, key, one)),
        (
            Chapter("deelnemers", "Wie eraan deelneemt", who),
            *((Chapter("ligging", "Hoe het op de andere ligt", lies),) if lies else ()),
            Chapter("tweeling", "Verbanden met dezelfde gemeenten", _twins(whole, key)),
        ),
        picture=whole.picture("indeling", one.id),
    )


def _map(whole: Whole, key: str, path: str) -> Chart:
    """Where its members lie."""
    members = whole.members[key]
    kinds = dict.fromkeys(members, "zelf")
    svg = whole.shapes.draw(kinds, whole.links(path), about=members)
    label = count(len(members), "deelnemende gemeente", "deelnemende gemeenten")
    return Chart(svg, f"De gemeenten van {whole.basis.full_name(key)}.", (("zelf", label),))


def _facts(whole: Whole, key: str, one: Indeling) -> Facts:
    """What the data tell of it."""
    lap = whole.lap
    rows: list[tuple[str, str | Link]] = [
        ("Indeling", Link(one.naam, whole.addresses.path("indeling", one.id))),
        ("Domein", DOMEINEN.get(one.domein, one.domein)),
    ]
    form = str(lap.verbanden.at[key, "vorm"])
    known = regelingen.described(lap, [key])
    if not known:
        told = {"": "de bron zegt het niet", "geen": "wettelijke of statistische indeling"}
        rows.append(("Vorm", told.get(form, form)))
    if known:
        table = regelingen.table(regelingen.frame(lap, [key]), "")
        for column, cell in zip(table.columns, table.rows[0], strict=True):
            if column.name in {"verband", "adres"} or cell in (None, "", ()):
                continue
            rows.append((capital(column.head), column.shown(cell)))
        address = str(lap.kenmerken["adres"].get(key, "")) if "adres" in lap.kenmerken else ""
        if address.startswith("https://"):
            rows.append(("In het register", Link(brief(address), address)))
    own = whole.deelnames[key]
    rows.append(("Hoe zeker", _sure(own)))
    sources = sorted({str(bron) for bron in own["bron"] if bron})
    if sources:
        rows.append(("Bron", listing(named(sources))))
    stand = sorted({str(day)[:4] for day in own["stand"] if day})
    if stand:
        rows.append(("Volgens bronnen van", " tot ".join(dict.fromkeys((stand[0], stand[-1])))))
    return Facts(tuple(rows))


def _sure(own: pd.DataFrame) -> str:
    """How many deelnames a source confirms."""
    kinds = own["zekerheid"].replace("", CONFIRMED).value_counts()
    if kinds.get(CONFIRMED, 0) == len(own):
        return "een bron bevestigt elke deelname"
    return listing([f"{number(int(kinds[kind]))} {kind}" for kind in ZEKERHEDEN if kind in kinds])


def _members(whole: Whole, key: str) -> Table:
    """The gemeenten in it."""
    gemeenten = whole.lap.gemeenten
    own = whole.deelnames[key]
    unsure = not own["zekerheid"].isin(["", CONFIRMED]).all()
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Gemeente"),
        Column("provincie", "Provincie"),
        Column("inwoners", "Inwoners", Kind.COUNT),
        Column("rol", "Rol", width=float((own["rol"] != "").any())),
        Column("van", "Sinds", Kind.DATE, float((own["van"] != "").any())),
        Column("zekerheid", "Zekerheid", width=float(unsure)),
    )
    order = whole.basis.sorted_names(whole.members[key])
    place = {name: k for k, name in enumerate(order)}
    rows: list[tuple[Cell, ...]] = [
        (
            str(code),
            str(gemeenten.at[code, "naam"]),
            str(gemeenten.at[code, "provincie"]),
            whole.basis.inwoners([str(code)]),
            str(row["rol"]),
            regelingen.day(row["van"]),
            str(row["zekerheid"]) or CONFIRMED,
        )
        for code, row in own.to_dict("index").items()
    ]
    rows.sort(key=lambda row: place[str(row[1])])
    return Table("deelnemers", "De gemeenten", columns, tuple(rows))


def _others(whole: Whole, key: str) -> tuple[Text, ...]:
    """Who takes part and is no gemeente."""
    found = regelingen.others(whole.lap, key)
    return (Text((f"Verder nemen deel: {listing(list(found))}.",)),) if found else ()


def _fits(whole: Whole, key: str, one: Indeling) -> tuple[str, ...]:
    """On which of the main indelingen it fits, in a sentence."""
    fits: list[str] = []
    crosses: list[str] = []
    for other in whole.basis.main:
        found = whole.against(one, other)
        if other.id == one.id or found is None or key not in found[0].index:
            continue
        kind = found[0].at[key, "type"]
        if kind != measures.RegionType.ONBEKEND:
            crossing = kind == measures.RegionType.DOORSNIJDEND
            (crosses if crossing else fits).append(texts.the(other))
    told = []
    if fits:
        told.append(f"Het past op {listing(fits)}.")
    if crosses:
        told.append(f"Het past niet op {listing(crosses)}: het snijdt daar door verbanden heen.")
    return tuple(told)


def _lies(whole: Whole, key: str, one: Indeling) -> tuple[Table, ...]:
    """Its type, counterpart and schuurgemeenten against each main indeling."""
    basis = whole.basis
    rows: list[tuple[Cell, ...]] = []
    for other in basis.main:
        found = whole.against(one, other)
        if other.id == one.id or found is None or key not in found[0].index:
            continue
        row: dict[str, Any] = {str(k): v for k, v in found[0].loc[key].to_dict().items()}
        also = found[1].get(key, ())
        rows.append(
            (
                str(row["counterpart"]),
                basis.full_name(str(row["counterpart"])),
                other.naam,
                str(row["type"]),
                float(row["jaccard"]),
                basis.names_of(also),
                _short(basis.sorted_names(row["extra"])),
                _short(basis.sorted_names(row["missing"])),
            )
        )
    if not rows:
        return ()
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("tegenhanger", "Lijkt het meest op"),
        Column("indeling", "Van de"),
        Column("type", "Ligt daarin"),
        Column("jaccard", "Gedeeld", Kind.SHARE),
        Column("ook", "Lijkt evenveel op", Kind.NAMES, float(any(row[5] for row in rows))),
        Column("wel", "Wel hier, niet daar", Kind.NAMES),
        Column("niet", "Wel daar, niet hier", Kind.NAMES),
    )
    kinds = dict.fromkeys(str(row[3]) for row in rows)
    note = "Gedeeld: het aantal gemeenten in beide, gedeeld door het aantal in ten minste één. "
    note += " ".join(f"{capital(kind)}: {TYPES[kind]}." for kind in kinds)
    title = f"Tegen {listing([other.naam for other in basis.main if other.id != one.id])}"
    return (Table("ligging", title, columns, tuple(rows), note),)


def _short(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first names, and how many more there are."""
    if len(names) <= _MOST_NAMED + 1:
        return names
    return (*names[:_MOST_NAMED], f"en nog {len(names) - _MOST_NAMED}")


def _twins(whole: Whole, key: str) -> tuple[Links | Text, ...]:
    """The verbanden with the same gemeenten."""
    same = [one for one in whole.twins[frozenset(whole.members[key])] if one != key]
    if not same:
        return (Text(("Geen ander verband heeft precies dezelfde gemeenten.",)),)
    return (Links(tuple(whole.verband_link(one) for one in same)),)
