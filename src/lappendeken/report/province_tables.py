"""The tables of a report on a province or the country."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from lappendeken.dutch import capital, listing, number, shortened
from lappendeken.report.area import Area
from lappendeken.report.behind import places
from lappendeken.report.certain import Doubt
from lappendeken.report.deviations import Explained
from lappendeken.report.facts import CROSSING, UNKNOWN, Basis
from lappendeken.report.profiles import circle_columns
from lappendeken.tables import Cell, Column, Kind, Table, real, whole
from lappendeken.tables.certainty import equal
from lappendeken.wording import texts

LONGEST = 60
"""Rows of gemeenten that are printed; more stand in the data files only."""


def verbanden_table(basis: Basis, area: Area) -> Table:
    """Every verband that touches the area: size, border, contiguity, and whether it fits."""
    doubt = Doubt(basis)
    inside = set(area.codes)
    rows: list[tuple[Cell, ...]] = []
    fitting = [key for key in area.verbanden if key not in area.crossing]
    for key in (*area.crossing, *fitting):
        row = basis.verband(key)
        against = [texts.domain(basis.lap.indeling(name)) for name in row["snijdt"]]
        rows.append(
            (
                key,
                basis.full_name(key),
                int(row["gemeenten"]),
                sum(code in inside for code in basis.members(key)),
                whole(row["inwoners"]),
                tuple(row["provincies"]),
                _contiguity(basis, row),
                f"doorsnijdend tegen {listing(against)}" if against else "congruent",
                *doubt.cell(basis.members(key), str(row["indeling"])),
                bool(against),
                len(row["provincies"]) > 1,
                int(row["parts"]) > 1,
            )
        )
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=2.6),
        Column("gemeenten", "Gemeenten", Kind.COUNT, 1.1),
        Column("waarvan_hier", "Waarvan hier", Kind.COUNT, 0 if area.provincie is None else 0.9),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.1),
        Column("provincies", "Provincies", Kind.NAMES, 2.0),
        Column("aaneen", "Aaneengesloten", width=1.7),
        Column("oordeel", "Oordeel", width=2.2),
        *doubt.column("Niet bevestigd", 1.7),
        Column("niet_congruent", "Niet congruent", Kind.FLAG, 0),
        Column("over_grens", "In meer provincies", Kind.FLAG, 0),
        Column("losse_delen", "In losse delen", Kind.FLAG, 0),
    )
    title = "Elk verband dat het gebied raakt"
    if not area.crossing or not fitting:
        return Table("verbanden", title, columns, tuple(rows))
    verb = "is" if len(fitting) == 1 else "zijn"
    names = listing([basis.full_name(key) for key in fitting])
    folded = (
        f"Congruent {verb}: {names}. Hun rijen staan in de XLSX en de CSV, in de tabel verbanden."
    )
    title = "De verbanden die niet passen"
    return Table(
        "verbanden", title, columns, tuple(rows), printed=len(area.crossing), folded=folded
    )


def _contiguity(basis: Basis, row: Mapping[str, Any]) -> str:
    """Whether a verband is one area, and what makes it so or not."""
    if row["parts"] > 1:
        return f"nee, los ligt {shortened(basis.names(row['exclaves']), 3)}"
    if row["water_links"]:
        return f"over water: {shortened(row['water_links'], 2)}"
    return "ja"


def relations_table(basis: Basis, area: Area) -> Table:
    """Every verband that touches the area against every other indeling."""
    doubt = Doubt(basis)
    rows: list[tuple[Cell, ...]] = []
    touching = basis.relations[basis.relations.index.isin(area.verbanden)]
    # What does not fit comes first; the rest keeps its order.
    touching = touching.iloc[(touching["type"] != CROSSING).to_numpy().argsort(kind="stable")]
    for key, row in touching.iterrows():
        crossing = row["type"] == CROSSING
        rows.append(
            (
                str(key),
                basis.full_name(str(key)),
                texts.domain(basis.lap.indeling(str(row["b"]))),
                str(row["type"]),
                *doubt.cell(basis.members(str(key)), str(row["a"]), str(row["b"])),
                _counterpart(basis, str(row["counterpart"]), row["rivals"]),
                float(row["jaccard"]),
                basis.names(row["extra"]) if crossing else (),
                basis.names(row["missing"]) if crossing else (),
                row["schuur_inwoners"] if crossing else None,
            )
        )
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=1.9),
        Column("tegen", "Tegen", width=1.15),
        Column("soort", "Soort", width=1.5),
        *doubt.column("Rust op", 1.3),
        Column("tegenhanger", "Tegenhanger", width=2.1),
        Column("jaccard", "Jaccard", Kind.SHARE, 1.0),
        Column("alleen_hier", "Wel hier, niet in de tegenhanger", Kind.NAMES, 2.3),
        Column("alleen_daar", "Wel in de tegenhanger, niet hier", Kind.NAMES, 2.3),
        Column("inwoners", "Inwoners daarvan", Kind.COUNT, 1.15),
    )
    note = (
        "De twee kolommen met gemeenten noemen samen de schuurgemeenten; alleen een doorsnijdend "
        "verband heeft ze."
    )
    if not doubt.none:
        note += (
            " Rust op: hoeveel gemeenten van het verband in een van beide domeinen een deelname "
            "hebben die geen bron bevestigt."
        )
        rests = [one.removesuffix(".") for one in equal(basis.lap, basis.main)]
        if rests:
            note += f" In het hele land, {'; '.join(rests).replace(': Van', ': van')}."
    title = "Hoe elk verband in de andere indelingen ligt"
    counts = Counter(str(kind) for kind in touching["type"] if kind != CROSSING)
    amount = len(rows) - counts.total()
    unknown = counts.pop(UNKNOWN, 0)
    if not amount or not counts:
        return Table("tegenhangers", title, columns, tuple(rows), note)
    kinds = listing([f"{number(size)} {kind}" for kind, size in counts.most_common()])
    rest = f" (van {number(unknown)} is het onbekend)" if unknown else ""
    folded = (
        f"Verder past het: {kinds}{rest}. Die rijen staan in de XLSX en de CSV, in de tabel "
        "tegenhangers."
    )
    title = "Wat niet past: elk doorsnijdend verband met zijn tegenhanger"
    return Table("tegenhangers", title, columns, tuple(rows), note, printed=amount, folded=folded)


def _counterpart(basis: Basis, verband: str, rivals: tuple[str, ...]) -> str:
    """A counterpart, with those that are as like."""
    if not rivals:
        return basis.full_name(verband)
    verb = "lijkt" if len(rivals) == 1 else "lijken"
    return f"{basis.full_name(verband)}; even veel {verb} {listing(list(basis.names_of(rivals)))}"


def gemeenten_table(basis: Basis, area: Area) -> Table:
    """The gemeenten in order of territoriale congruentie, the lowest first."""
    table = basis.gemeenten.loc[area.codes].sort_values(["congruence", "naam"])
    more, cells = places(basis, table.index)
    rows: list[tuple[Cell, ...]] = []
    for code in table.index:
        row = basis.gemeente(str(code))
        rows.append(
            (
                str(code),
                str(row["naam"]),
                str(row["provincie"]),
                whole(row["inwoners"]),
                real(row["congruence"]),
                *(real(row[f"ecs:{a}~{b}"]) for a, b in basis.pairs),
                tuple(texts.pair(basis.lap, key) for key in row["gescheiden"]),
                int(row["verbanden"]),
                int(row["partners"]),
                int(row["partner_sets"]),
                bool(row["gescheiden"]),
                *cells[str(code)],
            )
        )
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Gemeente", width=2.0),
        Column("provincie", "Provincie", width=1.5 if area.provincie is None else 0),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.2),
        Column("territoriale_congruentie", "Territoriale congruentie", Kind.SHARE, 1.5),
        *circle_columns(basis),
        Column("gescheiden_tussen", "Gescheiden tussen", Kind.NAMES, 1.9),
        Column("verbanden", "Verbanden", Kind.COUNT, 1.2),
        Column("partners", "Partners", Kind.COUNT, 1.0),
        Column("kringen", "Kringen", Kind.COUNT, 0.9),
        Column("gescheiden", "Gescheiden", Kind.FLAG, 0),
        *more,
    )
    note = (
        "Verbanden, partners en kringen (verschillende groepen van partners) zijn geteld over alle "
        "indelingen waarin gemeenten samenwerken, dus niet over wettelijke en statistische."
    )
    title = "Gemeenten, van de laagste territoriale congruentie naar de hoogste"
    return Table("gemeenten", title, columns, tuple(rows), note, LONGEST)


def provinces_table(basis: Basis, provinces: tuple[Area, ...], country: Area) -> Table:
    """Every province beside the country."""
    rows: list[tuple[Cell, ...]] = [
        (
            "Het hele land" if one.provincie is None else one.provincie,
            len(one.codes),
            one.inwoners,
            one.rank,
            real(one.congruence),
            *(real(one.similarity[f"{a}~{b}"]) for a, b in basis.pairs),
            len(one.verbanden),
            len(one.crossing),
            len(one.over_border),
            len(one.apart),
        )
        for one in (*sorted(provinces, key=_by_score), country)
    ]
    columns = (
        Column("gebied", "Provincie", width=1.9),
        Column("gemeenten", "Gemeenten", Kind.COUNT, 1.3),
        Column("inwoners", "Inwoners", Kind.COUNT, 0),
        Column("plaats", "Plaats", Kind.COUNT, 0.8),
        Column("territoriale_congruentie", "Territoriale congruentie", Kind.SHARE, 1.5),
        *circle_columns(basis),
        Column("verbanden", "Verbanden", Kind.COUNT, 1.2),
        Column("doorsnijdend", "Niet congruent", Kind.COUNT, 1.2),
        Column("over_grens", "Over de grens", Kind.COUNT, 1.0),
        Column("gescheiden", "Gescheiden gemeenten", Kind.COUNT, 1.3),
    )
    note = (
        "Een verband dat meer provincies raakt, telt in elk daarvan; bij het land één keer. "
        "Over de grens: het verband ligt in meer dan één provincie."
    )
    return Table("provincies", "De provincies naast elkaar", columns, tuple(rows), note)


def _by_score(area: Area) -> tuple[bool, float, str]:
    """The least congruent first; without a score last."""
    unknown = math.isnan(area.congruence)
    return unknown, 0.0 if unknown else area.congruence, str(area.provincie)


def pairs_table(basis: Basis, area: Area) -> Table:
    """Every two domeinen: how alike here and in the country, and the types of the verbanden."""
    rows: list[tuple[Cell, ...]] = []
    touching = basis.relations[basis.relations.index.isin(area.verbanden)]
    unknown = (UNKNOWN,) if (touching["type"] == UNKNOWN).any() else ()
    kinds = ("gelijk", "genest", "samengesteld", CROSSING, *unknown)
    order = {pair: real(area.similarity["~".join(pair)]) for pair in basis.pairs}
    for a, b in sorted(basis.pairs, key=lambda pair: (order[pair] is None, order[pair] or 0.0)):
        for one, other in ((a, b), (b, a)):
            own = touching[(touching["a"] == one) & (touching["b"] == other)]
            counts = Counter(own["type"])
            key = f"{a}~{b}"
            rows.append(
                (
                    texts.domain(basis.lap.indeling(one)),
                    texts.domain(basis.lap.indeling(other)),
                    *(counts.get(kind, 0) for kind in kinds),
                    real(area.similarity[key]),
                    real(basis.country_scores[key]),
                )
            )
    columns = (
        Column("domein", "Verbanden voor", width=1.4),
        Column("tegen", "tegen die voor", width=1.4),
        *(Column(kind, capital(kind), Kind.COUNT, 1.2 if len(kind) > 8 else 1.0) for kind in kinds),
        Column("kring", "Gelijke kring hier", Kind.SHARE, 1.1),
        Column("kring_land", "Gelijke kring landelijk", Kind.SHARE, 1.2),
    )
    return Table("domeinen", "De domeinen twee aan twee", columns, tuple(rows))


def deviations_table(basis: Basis, explained: Explained) -> Table:
    """Every deviation with the reason that is given for it."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.verband,
            basis.full_name(one.verband),
            listing([texts.domain(basis.lap.indeling(name)) for name in one.against]),
            len(one.schuurgemeenten),
            basis.inwoners(one.schuurgemeenten),
            one.reason or "geen reden opgegeven",
            one.source,
            one.day,
            bool(one.reason),
        )
        for one in explained.deviations
    ]
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=2.0),
        Column("doorsnijdt", "Past niet op", width=1.4),
        Column("schuurgemeenten", "Schuurgemeenten", Kind.COUNT, 1.2),
        Column("inwoners", "Inwoners daarvan", Kind.COUNT, 1.2),
        Column("reden", "Reden", width=2.6),
        Column("bron", "Bron", width=1.3),
        Column("datum", "Datum", Kind.DATE, 1.3),
        Column("uitgelegd", "Met een reden", Kind.FLAG, 0),
    )
    empty = "Er zijn geen afwijkingen: elk verband past op de andere domeinen."
    return Table("afwijkingen", "Elke afwijking met haar reden", columns, tuple(rows), empty=empty)


def matrix_table(basis: Basis, matrix: pd.DataFrame) -> Table:
    """The partner overlap of all pairs of indelingen, for data files."""
    names = [basis.lap.indeling(str(name)).naam for name in matrix.index]
    rows: list[tuple[Cell, ...]] = [
        (name, *(real(value) for value in values))
        for name, values in zip(names, matrix.to_numpy(), strict=True)
    ]
    columns = (
        Column("indeling", "Indeling", width=0),
        *(
            Column(f"in_{key}", name, Kind.SHARE, 0)
            for key, name in zip(matrix.columns, names, strict=True)
        ),
    )
    return Table("alle-indelingen", "Partneroverlap van alle indelingen", columns, tuple(rows))
