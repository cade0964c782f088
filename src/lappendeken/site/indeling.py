"""The page of an indeling, against every other; and the list of all with their matrix."""

import math

from lappendeken import measures
from lappendeken.dutch import capital, count, listing, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES, TYPES, shown
from lappendeken.report.document import Text
from lappendeken.schema import DOMEINEN
from lappendeken.site.addresses import relative
from lappendeken.site.page import HOME, Chapter, Chart, Facts, Link, Matrix, Page
from lappendeken.site.whole import ECS, Whole
from lappendeken.tables import Cell, Column, Kind, Table, from_frame, real
from lappendeken.tables.congruence import measure_column
from lappendeken.wording import certainty, texts

_STEPS = (0.2, 0.4, 0.6, 0.8)
_COLOURS = 6
GEMEENTEN = ("gemeente", "gemeenten")


def likeness(whole: Whole, one: Indeling) -> dict[str, float]:
    """How like each other indeling is, the most alike first."""
    row = whole.likeness[one.id].drop(one.id).dropna().sort_index()
    ordered = row.sort_values(ascending=False, kind="stable")
    return {str(other): float(value) for other, value in ordered.items()}


def indeling_page(whole: Whole, name: str) -> Page:
    """Make the page of an indeling."""
    one = whole.lap.indeling(name)
    path = whole.addresses.path("indeling", name)
    facts = Facts(
        (
            ("Domein", DOMEINEN.get(one.domein, one.domein)),
            ("Verbanden", number(len(one.verbanden))),
            (
                "Gemeenten",
                texts.of(int(one.covered.sum()), len(one.covered), "gemeente", "gemeenten"),
            ),
            ("Overlap", _overlap(one)),
            ("Hoe zeker", certainty.doubtful(whole.lap, one) or "een bron bevestigt elke deelname"),
        )
    )
    lead = _place(whole, one)
    return Page(
        path,
        "Indeling",
        capital(one.naam),
        f"{capital(one.naam)}: {count(len(one.verbanden), 'verband', 'verbanden')}, vergeleken met "
        "elke andere indeling.",
        (HOME, Link("Indelingen", "indeling/index.html")),
        lead,
        (),
        (*_map(whole, one, path), facts),
        (
            Chapter("verbanden", "De verbanden", (verbanden_table(whole, one),)),
            Chapter("paren", "Tegen elke andere indeling", (_pairs(whole, one),)),
        ),
        picture=whole.picture("indeling", name),
    )


def _overlap(one: Indeling) -> str:
    """Whether gemeenten are in more than one verband."""
    more = int((one.times_covered > 1).sum())
    if not more:
        return "geen: elke gemeente zit in hoogstens één verband"
    return f"{texts.of(more, len(one.covered), *GEMEENTEN)} in meer dan één verband"


def _place(whole: Whole, one: Indeling) -> tuple[str, ...]:
    """Its place among all indelingen."""
    found = likeness(whole, one)
    if not found:
        return ()
    nearest, farthest = next(iter(found)), list(found)[-1]
    measure = MEASURES[ECS]
    means = measures.nearest(whole.likeness)["mean"].round(12)
    rank = means.rank(ascending=False, method="min")[one.id]
    names = {other.id: texts.the(other) for other in whole.basis.everything}
    verb = "lijken" if texts.has_plural(one) else "lijkt"
    most = (
        f"Van de {number(len(found))} andere indelingen {verb} {names[one.id]} het meest op "
        f"{names[nearest]}: gemiddeld is {percentage(found[nearest])} van de kring van een "
        f"gemeente in beide gelijk ({measure.short})."
    )
    told = [most]
    if farthest != nearest:
        told.append(f"Het minst op {names[farthest]}: {percentage(found[farthest])}.")
    told.append(
        f"Gemiddeld over alle andere is dat {percentage(means[one.id])}: plaats {number(rank)} van "
        f"de {number(len(means))} indelingen."
    )
    return tuple(told)


def _map(whole: Whole, one: Indeling, path: str) -> tuple[Chart, ...]:
    """Its verbanden in colours such that neighbours differ; none for what overlaps."""
    if not one.is_partition:
        return ()
    colours = coloured(whole, one)
    kinds, links, words = {}, {}, {}
    for key in map(str, one.verbanden):
        target = whole.addresses.path("verband", key)
        for code in whole.members[key]:
            kinds[code] = f"vlak{1 + colours[key]}"
            words[code] = whole.basis.full_name(key)
            if target:
                links[code] = relative(target, path)
    about = whole.addresses.keys("gemeente") if whole.provincie else ()
    svg = whole.shapes.draw(kinds, links, about=about, words=words)
    listed = f"die van {whole.provincie}" if whole.provincie else "ze alle"
    caption = (
        f"De {one.naam}, elk in één kleur; dezelfde kleur op een andere plaats betekent niets. "
        f"Klik op een gemeente voor haar verband; de lijst hieronder noemt {listed}."
    )
    return (Chart(svg, caption),)


def coloured(whole: Whole, one: Indeling) -> dict[str, int]:
    """A colour for each verband, such that neighbours have another."""
    of = {code: str(key) for key in one.verbanden for code in whole.members[str(key)]}
    near: dict[str, set[str]] = {str(key): set() for key in one.verbanden}
    for a, b in whole.lap.borders[["a", "b"]].itertuples(index=False):
        first, second = of.get(a), of.get(b)
        if first and second and first != second:
            near[first].add(second)
            near[second].add(first)
    found: dict[str, int] = {}
    for key in sorted(near, key=lambda key: (-len(near[key]), key)):
        taken = [found[other] for other in near[key] if other in found]
        free = [k for k in range(_COLOURS) if k not in taken]
        found[key] = free[0] if free else min(range(_COLOURS), key=taken.count)
    return found


def verbanden_table(whole: Whole, one: Indeling) -> Table:
    """The verbanden of an indeling."""
    basis = whole.basis
    provinces = whole.lap.gemeenten["provincie"].to_dict()
    rows: list[tuple[Cell, ...]] = []
    for key in map(str, one.verbanden):
        if not whole.addresses.path("verband", key):
            continue
        members = whole.members[key]
        rows.append(
            (
                key,
                str(one.namen[key]),
                len(members),
                basis.inwoners(members),
                tuple(sorted({str(provinces[code]) for code in members})),
            )
        )
    rows.sort(key=lambda row: str(row[1]).casefold())
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", capital(one.enkelvoud)),
        Column("gemeenten", "Gemeenten", Kind.COUNT),
        Column("inwoners", "Inwoners", Kind.COUNT),
        Column("provincies", "Provincies", Kind.NAMES),
    )
    return Table("verbanden", capital(one.naam), columns, tuple(rows))


def _pairs(whole: Whole, one: Indeling) -> Table:
    """The scores against every other indeling, the most alike first."""
    names = _measures()
    kinds = [
        kind
        for kind in TYPES
        if kind != measures.RegionType.ONBEKEND
        or any(kind in fits.types for (own, _), fits in whole.pairs.fits.items() if own == one.id)
    ]
    scores = whole.pairs.scores.to_dict("index")
    rows: list[tuple[Cell, ...]] = []
    for other in likeness(whole, one):
        pair = (one.id, other) if (one.id, other) in scores else (other, one.id)
        row = scores[pair]
        types = whole.pairs.fits[one.id, other].types
        rows.append(
            (
                other,
                whole.lap.indeling(other).naam,
                *(real(row[name]) for name in names),
                *(types.count(kind) for kind in kinds),
            )
        )
    columns = (
        Column("indeling_id", "Aanduiding", width=0),
        Column("indeling", "Indeling"),
        *(measure_column(name) for name in names),
        *(Column(kind, capital(kind), Kind.COUNT) for kind in kinds),
    )
    told = [f"{MEASURES[name].short}: {MEASURES[name].meaning}." for name in names]
    told.append(
        f"Daarna: hoeveel van de {one.naam} daarin gelijk, genest, samengesteld of doorsnijdend "
        "liggen."
    )
    title = f"{capital(one.naam)} tegen elke andere indeling"
    return Table("paren", title, columns, tuple(rows), " ".join(told))


def _measures() -> list[str]:
    """The measures that are shown of a pair."""
    return list(dict.fromkeys([*shown("tabel"), ECS]))


def pairs_everywhere(whole: Whole) -> Table:
    """Every two indelingen with all measures, for data files."""
    frame = whole.pairs.scores.reset_index()
    return from_frame("paren", "Elke twee indelingen", frame)


def verbanden_everywhere(whole: Whole) -> Table:
    """Every verband, for data files."""
    parts = [(one, verbanden_table(whole, one)) for one in whole.basis.everything]
    columns = (Column("indeling", "Indeling"), *parts[0][1].columns)
    rows = tuple((one.id, *row) for one, table in parts for row in table.rows)
    return Table("regios", "Alle verbanden", columns, rows)


def indelingen_page(whole: Whole) -> Page:
    """Make the list of all indelingen, with the matrix."""
    every = whole.basis.everything
    columns = (
        Column("indeling_id", "Aanduiding", width=0),
        Column("indeling", "Indeling"),
        Column("domein", "Domein"),
        Column("verbanden", "Verbanden", Kind.COUNT),
        Column("gemeenten", "Gemeenten", Kind.COUNT),
        Column("lijkt_op", "Lijkt het meest op"),
        Column("score", MEASURES[ECS].short, Kind.SHARE),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in every:
        found = likeness(whole, one)
        nearest = next(iter(found), None)
        rows.append(
            (
                one.id,
                one.naam,
                DOMEINEN.get(one.domein, one.domein),
                len(one.verbanden),
                int(one.covered.sum()),
                "" if nearest is None else whole.lap.indeling(nearest).naam,
                None if nearest is None else found[nearest],
            )
        )
    table = Table("indelingen", "Alle indelingen", columns, tuple(rows))
    amount = count(len(every), "indeling", "indelingen")
    told = (
        "Elk vakje zegt welk deel van de kring van een gemeente in beide indelingen gelijk is, "
        "gemiddeld over de gemeenten; 100% is dezelfde kring."
    )
    return Page(
        "indeling/index.html",
        "Overzicht",
        "Alle indelingen",
        f"{amount} van gemeenten, en hoe zij op elkaar lijken.",
        (HOME,),
        (f"De gegevens hebben {amount}: {listing([one.naam for one in every])}.",),
        (),
        (table,),
        (Chapter("matrix", "Elke twee naast elkaar", (Text((told,)), _matrix(whole))),),
    )


def _matrix(whole: Whole) -> Matrix:
    """How like every two indelingen are."""
    lap, matrix = whole.lap, whole.likeness
    cells = tuple(
        tuple(
            ("", "–")
            if math.isnan(value)
            else (f"tint{1 + sum(value >= step for step in _STEPS)}", percentage(value))
            for value in row
        )
        for row in matrix.to_numpy().tolist()
    )
    heads = tuple(
        Link(lap.indeling(name).naam, whole.addresses.path("indeling", name))
        for name in map(str, matrix.index)
    )
    return Matrix("Gelijke kring van elke twee indelingen", heads, cells)
