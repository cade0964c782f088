"""The least change to one common division, and the best moves of single gemeenten."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lappendeken.dutch import count, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES
from lappendeken.model import Lappendeken
from lappendeken.optimise import Effects, LeastChange
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Cell, Column, Kind, Table

_MOST_ROWS = 12

LEAST_LEGEND = {
    "regio": "naam van het verband dat de kern van de regio is",
    "verandert": "deelnames van haar gemeenten in een verband dat de regio niet voortzet",
    "--uit": "schrijft alle wijzigingen, regio's en gemeenten (.csv, .xlsx, .json)",
}

READINGS_LEGEND = {
    "vast": "aan de deelnames van de basis verandert niets",
    "kern": "elk verband van de basis houdt een regio, die gemeenten kan winnen en verliezen",
    "vrij": "een verband van de basis mag verdwijnen, en een regio mag ook voortzetten wat alleen "
    "via een ander verband met de basis overlapt",
    "–": "geen enkele indeling voldoet, of een basis met overlap kan niet blijven zoals zij is",
}


def told(value: Any) -> str:
    """The value of a demand as text."""
    if value is True:
        return "ja"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def so_far(total: float | None, bound: float) -> str:
    """How far the search is."""
    found = "nog niets gevonden" if total is None else f"gevonden: {number(total)}"
    proven = "" if bound <= 0 else f"; minder dan {number(bound)} kan niet"
    return f"Zoeken naar de kleinste verandering ({found}{proven})"


def facts(found: LeastChange) -> dict[str, str]:
    """What holds for the whole result."""
    return {
        "verandert": f"{found.total:g}",
        "van": f"{found.deelnames:g}",
        "ondergrens": f"{found.bound:g}",
        "kloof": f"{found.gap:g}",
        "status": found.status,
    }


def with_names(lap: Lappendeken, frame: pd.DataFrame) -> pd.DataFrame:
    """Moves or changes with the names of gemeenten and verbanden beside their codes."""
    result = frame.copy()
    for column, name, names in (
        ("gemeente", "naam", lap.gemeenten["naam"]),
        *((key, f"{key}_naam", lap.verbanden["naam"]) for key in ("from", "to", "region")),
    ):
        if column in result:
            place = list(result.columns).index(column) + 1
            result.insert(place, name, result[column].map(names))
    return result


def least_frames(lap: Lappendeken, found: LeastChange) -> dict[str, pd.DataFrame]:
    """The least change for data files, by name."""
    regions = found.regions.copy()
    regions.insert(0, "naam", found.division.namen.reindex(regions.index))
    labels = found.division.labels().dropna()
    gemeenten = pd.DataFrame(
        {
            "naam": lap.gemeenten["naam"].reindex(labels.index),
            "region": labels,
            "region_naam": labels.map(found.division.namen),
        }
    ).rename_axis("gemeente")
    return {
        "wijzigingen": with_names(lap, found.changes),
        "regios": regions,
        "gemeenten": gemeenten,
    }


_OUTCOMES = {"fits": "past daarna", "breaks": "past niet meer", "remains": "past nog niet"}


def effect_frame(lap: Lappendeken, found: LeastChange, what: Effects) -> pd.DataFrame:
    """What the change of one province makes fit and breaks, a row per verband and indeling."""
    inside = set(found.division.gemeenten)
    members = lap.deelnames.groupby("verband_id")["gemeente_code"].agg(set)
    parts = [getattr(what, key).assign(uitkomst=told) for key, told in _OUTCOMES.items()]
    frame = pd.concat(parts, ignore_index=True)
    own = [members.get(verband, set()) for verband in frame["verband"]]
    reach = pd.Series([bool(codes & inside) or not codes for codes in own], dtype=bool)
    frame = frame.loc[(frame["uitkomst"] != _OUTCOMES["remains"]) | reach]
    own = [members.get(verband, set()) for verband in frame["verband"]]
    names = lap.verbanden["naam"].to_dict()
    regions = found.division.namen.to_dict()
    begun = {
        f"{region} ({one})": f"{naam} (nieuw)"
        for region, naam in regions.items()
        for one in found.regions.columns
    }
    frame.insert(1, "naam", frame["verband"].map(begun | names))
    counted: pd.DataFrame = frame.assign(
        gemeenten=[len(codes & inside) for codes in own],
        buiten=[len(codes - inside) for codes in own],
    )
    return counted


def effects(lap: Lappendeken, frame: pd.DataFrame, provincie: str) -> Table:
    """The same for a reader: what changes first."""
    kinds = labels(lap.indelingen["enkelvoud"])
    columns = (
        Column("uitkomst", "uitkomst", once=True),
        Column("naam", "verband"),
        Column("indeling", "indeling", labels=kinds),
        Column("against", "tegenover", labels=kinds),
        Column("gemeenten", "binnen", Kind.COUNT),
        Column("buiten", "buiten", Kind.COUNT),
    )
    title = "Wat daarna past, en wat niet"
    changing = frame[frame["uitkomst"] != _OUTCOMES["remains"]]
    empty = f"Er verandert niet welke verbanden passen, in {provincie} noch daarbuiten."
    return select("gevolgen", title, changing, columns, printed=_MOST_ROWS, empty=empty)


def effects_sentence(frame: pd.DataFrame, provincie: str) -> str:
    """What the change of one province brings, and what it leaves."""
    fits, breaks, remains = (frame[frame["uitkomst"] == told] for told in _OUTCOMES.values())
    parts = [
        f"Binnen {provincie} passen de indelingen daarna op elkaar.",
        f"In het hele land {_verbs(fits, 'gaat', 'gaan')} daardoor op een andere indeling passen",
    ]
    if breaks.empty:
        parts[-1] += "; geen enkel verband past dan ergens niet meer."
    else:
        parts[-1] += f", en {_verbs(breaks, 'past', 'passen')} ergens niet meer"
        beyond = breaks[breaks["buiten"] > 0]["verband"].nunique()
        parts[-1] += f" ({number(beyond)} met gemeenten buiten {provincie})." if beyond else "."
    if len(remains):
        amount = remains["verband"].nunique()
        told = count(amount, "verband past", "verbanden passen")
        parts.append(f"Nog {told} niet overal, omdat buiten {provincie} niets verandert.")
    return " ".join(parts)


def _verbs(frame: pd.DataFrame, one: str, many: str) -> str:
    """A number of verbanden behind its verb."""
    amount = frame["verband"].nunique()
    return f"{one if amount == 1 else many} {count(amount, 'verband', 'verbanden')}"


EFFECTS_LEGEND = {
    "past": "het verband is gelijk aan een verband van de andere indeling, ligt er helemaal in, of "
    "is er precies uit samengesteld",
    "binnen": "gemeenten van het verband in de provincie, voor de verandering",
    "buiten": "gemeenten van het verband daarbuiten",
}


def headline(found: LeastChange, gewicht: str) -> tuple[str, str]:
    """How much changes, and whether it is proven to be the least."""
    what = "deelnames" if gewicht == "gemeenten" else f"{gewicht}, over alle deelnames"
    share = percentage(found.total / found.deelnames, 1)
    whose = f" van {found.provincie}" if found.provincie else ""
    amount = f"{number(found.total)} van {number(found.deelnames)} {what}{whose}"
    title = f"Het minste dat verandert: {amount}"
    regions = count(len(found.regions), "gemeenschappelijke regio", "gemeenschappelijke regio's")
    proof = (
        "Bewezen: met deze eisen kan het niet met minder."
        if found.gap == 0
        else f"Niet bewezen, de tijd was om: minder dan {number(found.bound)} kan niet "
        f"(kloof {percentage(found.gap, 1)}). Geef met --tijd meer tijd."
    )
    return f"{title} ({share})", f"In {regions}. {proof}"


def per_indeling(chosen: Sequence[Indeling], found: LeastChange) -> Table:
    """How much changes in every indeling."""
    changes = found.changes["indeling"].value_counts()
    rows: list[tuple[Cell, ...]] = [
        (
            one.naam,
            int(one.incidence.nnz),
            int(changes.get(one.id, 0)),
            f"{int(found.regions[one.id].isin(one.verbanden).sum())} van {len(one.verbanden)}",
        )
        for one in chosen
    ]
    columns = (
        Column("indeling", "indeling"),
        Column("deelnames", "deelnames", Kind.COUNT),
        Column("veranderen", "veranderen", Kind.COUNT),
        Column("voortgezet", "verbanden voortgezet", Kind.COUNT),
    )
    return Table("per-indeling", "Per indeling", columns, tuple(rows))


def regions(lap: Lappendeken, chosen: Sequence[Indeling], found: LeastChange) -> Table:
    """The regions in which most changes, with what they continue."""
    names = labels(lap.verbanden["naam"])
    # A region has the name of its core, so a base needs no column of its own.
    others = [one for one in chosen if not (found.regions["core"] == one.id).all()]
    frame = found.regions.assign(naam=found.division.namen.reindex(found.regions.index))
    frame = frame[frame["changes"] > 0].sort_values(["changes", "naam"], ascending=[False, True])
    columns = (
        Column("naam", "regio"),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        Column("changes", "verandert", Kind.COUNT),
        *(Column(one.id, one.enkelvoud, labels=names) for one in others),
    )
    title = f"Waar iets verandert: in {number(len(frame))} van de {number(len(found.regions))}"
    return select("regios", f"{title} regio's", frame, columns, printed=_MOST_ROWS)


def readings_frame(
    found: pd.DataFrame, chosen: Sequence[Indeling], free: LeastChange
) -> pd.DataFrame:
    """What each base costs by each rule, and what it costs without a base."""
    names = {one.id: one.naam for one in chosen}
    frame = found.assign(naam=found.index.map(names))[["naam", *found.columns]]
    without = pd.DataFrame({"naam": "geen basis", "vrij": free.total}, index=pd.Index([""]))
    return pd.concat([frame, without]).rename_axis("base")


def readings_title(free: LeastChange, gewicht: str) -> str:
    """What stands below it."""
    what = "deelnames" if gewicht == "gemeenten" else f"{gewicht}, over alle deelnames"
    return f"Wat een basis kost: hoeveel van {number(free.deelnames)} {what} verandert"


def readings(frame: pd.DataFrame) -> Table:
    """A row per base, a column per rule."""
    columns = (
        Column("naam", "basis"),
        *(Column(rule, rule, Kind.COUNT) for rule in frame.columns[1:]),
    )
    return select("lezingen", "", frame, columns)


def move_frames(
    lap: Lappendeken, steps: pd.DataFrame, front: pd.DataFrame, every: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The moves for data files, by name."""
    found = {"zetten": steps, "pareto": front, "alle-zetten": every}
    return {name: with_names(lap, frame) for name, frame in found.items()}


def moves_sentence(steps: pd.DataFrame, every: pd.DataFrame) -> str:
    """What the moves bring together."""
    if steps.empty:
        return "Geen enkele zet van één gemeente maakt de score hoger."
    start, end = steps["score"].iloc[0] - steps["gain"].iloc[0], steps["score"].iloc[-1]
    return (
        f"Van {number(start, 4)} naar {number(end, 4)}, gemiddeld over alle paren; "
        f"{count(len(every), 'mogelijke zet', 'mogelijke zetten')} bekeken."
    )


def steps(lap: Lappendeken, frame: pd.DataFrame, measure: str) -> Table:
    """The moves one after another."""
    columns = (
        Column("step", "", Kind.COUNT),
        *_move_columns(lap),
        Column("score", MEASURES[measure].short, Kind.SCORE, decimals=4),
        Column("inwoners_total", "inwoners", Kind.COUNT),
    )
    return select("zetten", "Reeks", _with_way(frame), columns)


def front(lap: Lappendeken, frame: pd.DataFrame) -> Table:
    """The moves that none beats on gain and inhabitants at once."""
    columns = (
        *_move_columns(lap),
        Column("gain", "winst", Kind.CHANGE, decimals=4),
        Column("inwoners", "inwoners", Kind.COUNT),
    )
    title = "Eerste zet: de meeste winst voor het minste aantal inwoners"
    return select("pareto", title, _with_way(frame), columns)


def _move_columns(lap: Lappendeken) -> tuple[Column, ...]:
    return (
        Column("naam", "gemeente"),
        Column("indeling", "indeling", labels=labels(lap.indelingen["enkelvoud"])),
        Column("weg", "van → naar"),
    )


def _with_way(frame: pd.DataFrame) -> pd.DataFrame:
    """Moves with where from and where to, and a star where what is left falls apart."""
    star = frame["splits"].map({True: " *", False: ""})
    return frame.assign(weg=frame["from_naam"] + " → " + frame["to_naam"] + star)


def moves_legend(measure: str) -> dict[str, str]:
    """What the heads of the moves mean."""
    label = MEASURES[measure]
    return {
        label.short: f"{label.name}: {label.meaning}; hier na de zet",
        "inwoners": "van de gemeenten die tot en met deze zet verhuizen",
        "*": "het verband dat achterblijft valt in meer delen uiteen",
    }
