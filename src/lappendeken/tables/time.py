"""What changed between dates, and where two sources of one indeling differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from lappendeken.dutch import count, listing, long_date, shortened
from lappendeken.measures.registry import shown
from lappendeken.model import Lappendeken
from lappendeken.tables.congruence import measure_column
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Cell, Column, Kind, Table
from lappendeken.timeline import Reconciled, Timeline

_MOST_ROWS = 20
_EVENTS = ("begonnen", "beëindigd", "samengevoegd", "gesplitst")
_MOVES = ("overgestapt", "begonnen", "beëindigd")
_DUTCH = {"from": "van", "to": "naar", "event": "gebeurtenis", "before": "voor", "after": "na"}

COUNTS_LEGEND = (
    "nieuw, einde, samen, splits: verbanden die begonnen, eindigden, werden samengevoegd "
    "of gesplitst. over, erbij, eraf: deelnames van gemeenten die overstapten, erbij "
    "kwamen of eruit gingen."
)


def frames(line: Timeline, chosen: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The results for data files, by name, with Dutch heads."""
    names = line.moments[-1].gemeenten["naam"]
    events, deelnames = (
        table[table["indeling"].isin(chosen)].copy() for table in (line.events(), line.deelnames())
    )
    events["gemeenten"] = ["; ".join(str(names[c]) for c in codes) for codes in events["gemeenten"]]
    for column in ("before", "after"):
        events[column] = ["; ".join(found) for found in events[column]]
    deelnames.insert(4, "naam", deelnames["gemeente"].map(names))
    scores = pd.DataFrame()
    compared = _compared(line, chosen)
    if len(compared) > 1:
        scores = line.scores(compared).rename_axis(index={"date": "datum"}).reset_index()
    return {
        "gebeurtenissen": events.rename(columns=_DUTCH),
        "deelnames": deelnames.rename(columns=_DUTCH),
        "congruentie": scores,
    }


def _compared(line: Timeline, chosen: Sequence[str]) -> list[str]:
    """The indelingen of which the congruence is shown: those named, or the main ones."""
    if len(chosen) < len(line.indelingen):
        return list(chosen)
    main = [one.id for one in line.moments[-1].main_indelingen if one.id in chosen]
    return main if len(main) > 1 else list(chosen[:3])


def conversions(line: Timeline, chosen: Sequence[str]) -> list[str]:
    """What was done to bring each moment to the last date, to the indelingen that are shown."""
    told = []
    for day, done in zip(line.dates, line.converted, strict=True):
        if done is None:
            continue
        conflicts = done.conflicts[["indeling", "gemeente_code"]].drop_duplicates()
        conflicts = conflicts[conflicts["indeling"].isin(chosen)]
        how = (
            f"Bij {count(len(conflicts), 'deelname', 'deelnames')} kwamen samengevoegde "
            f"gemeenten uit verschillende verbanden (--bij-conflict {done.regel})."
            if len(conflicts)
            else "Daarbij was er geen conflict."
        )
        told.append(
            f"De gegevens van {long_date(day)} zijn door de herindelingen heen naar "
            f"{long_date(line.dates[-1])} gebracht. {how}"
        )
    return told


def counts(chosen: Sequence[str], found: Mapping[str, pd.DataFrame]) -> Table:
    """How much changed per indeling."""
    happened, moved = (
        Counter(zip(found[name]["indeling"], found[name]["gebeurtenis"], strict=True))
        for name in ("gebeurtenissen", "deelnames")
    )
    rows: list[tuple[Cell, ...]] = []
    for name in chosen:
        cells = [*(happened[name, one] for one in _EVENTS), *(moved[name, one] for one in _MOVES)]
        if any(cells):
            rows.append((name, *cells))
    heads = ("nieuw", "einde", "samen", "splits", "over", "erbij", "eraf")
    same = len(chosen) - len(rows)
    return Table(
        "tellingen",
        "Wat er per indeling veranderde",
        (Column("indeling", "indeling"), *(Column(one, one, Kind.COUNT) for one in heads)),
        tuple(rows),
        f"{COUNTS_LEGEND}{_unchanged(same)}" if rows else "",
        empty=_unchanged(same).strip(),
    )


def _unchanged(same: int) -> str:
    """How many indelingen are as they were."""
    return f" Niets veranderde in {count(same, 'indeling', 'indelingen')}." if same else ""


def events(frame: pd.DataFrame) -> Table:
    """The verbanden that began, ended, were joined or split."""
    columns = (
        Column("indeling", "indeling"),
        Column("gebeurtenis", "wat"),
        Column("voor", "voor"),
        Column("na", "na"),
    )
    return select("gebeurtenissen", "Verbanden", frame, columns, printed=_MOST_ROWS)


def moves(frame: pd.DataFrame) -> Table:
    """The gemeenten of which deelnames began or ended, or that moved."""
    columns = (
        Column("naam", "gemeente"),
        Column("indeling", "indeling"),
        Column("gebeurtenis", "wat"),
        Column("voor", "uit"),
        Column("na", "naar"),
    )
    return select("deelnames", "Deelnames", frame, columns, printed=_MOST_ROWS)


def congruence(line: Timeline, scores: pd.DataFrame) -> Table:
    """How congruent it was at each date."""
    names = labels(line.moments[-1].indelingen["enkelvoud"])
    columns = (
        Column("datum", "datum", Kind.DATE),
        Column("a", "A", labels=names),
        Column("b", "B", labels=names),
        *map(measure_column, shown("tijd")),
        Column("territorial_congruence", "TC (alle)", Kind.SHARE),
    )
    ordered = scores.sort_values(["a", "b", "datum"], kind="stable")
    return select("congruentie", "Congruentie op elke datum", ordered, columns)


def series(line: Timeline, scores: pd.DataFrame) -> dict[str, tuple[list[date], list[float]]]:
    """The same as lines to draw: dates and scores by the name of the pair."""
    names = labels(line.moments[-1].indelingen["enkelvoud"])
    return {
        f"{names[str(a)]} – {names[str(b)]}": (
            own["datum"].to_list(),
            own["element_centric_similarity"].to_list(),
        )
        for (a, b), own in scores.groupby(["a", "b"], sort=False)
    }


def absent(line: Timeline) -> list[str]:
    """Which indelingen are not in the data of every date."""
    together: dict[tuple[date, ...], list[str]] = {}
    for name, days in line.absent.items():
        together.setdefault(days, []).append(name)
    return [
        f"Niet vergeleken, want alleen in de gegevens van "
        f"{listing([long_date(day) for day in days])}: {shortened(names)}."
        for days, names in together.items()
    ]


# Two sources --------------------------------------------------------------------------------


def source_frames(
    found: Mapping[str, Reconciled], one: Lappendeken, other: Lappendeken
) -> dict[str, pd.DataFrame]:
    """Two sources beside each other for data files, by name."""
    names = other.gemeenten["naam"].combine_first(one.gemeenten["naam"])
    summary = pd.DataFrame(
        [
            {
                "indeling": key,
                "gemeenten": len(result.gemeenten),
                "alleen_in_a": len(result.only_a),
                "alleen_in_b": len(result.only_b),
                "verbanden_a": int(result.verbanden["a"].notna().sum()),
                "verbanden_b": int(result.verbanden["b"].notna().sum()),
                "gelijke_verbanden": result.identical,
                "eens": result.agreement,
                "verschillen": len(result.differences),
            }
            for key, result in found.items()
        ]
    )
    regions = pd.concat([r.verbanden.assign(indeling=key) for key, r in found.items()])
    changes = pd.concat([r.differences.assign(indeling=key) for key, r in found.items()])
    changes = changes.assign(naam=changes["gemeente"].map(names))
    return {
        "overeenkomst": summary,
        "verbanden": regions.rename(
            columns={"size_a": "gemeenten_a", "size_b": "gemeenten_b", "both": "in_beide"}
        )[["indeling", "a", "b", "gemeenten_a", "gemeenten_b", "in_beide", "jaccard"]],
        "verschillen": changes[["indeling", "gemeente", "naam", "before", "after"]].rename(
            columns={"before": "a", "after": "b"}
        ),
    }


def agreement(summary: pd.DataFrame) -> Table:
    """How far two sources agree."""
    both = [
        f"{a} / {b}" for a, b in zip(summary["verbanden_a"], summary["verbanden_b"], strict=True)
    ]
    columns = (
        Column("indeling", "indeling"),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        Column("verbanden", "verbanden A / B", Kind.COUNT),
        Column("gelijke_verbanden", "gelijk", Kind.COUNT),
        Column("eens", "eens", Kind.SHARE),
        Column("verschillen", "verschillen", Kind.COUNT),
    )
    frame = summary.assign(verbanden=both)
    return select("overeenkomst", "Hoe ver zij het eens zijn", frame, columns)


def unlike(regions: pd.DataFrame) -> Table:
    """The verbanden that are not the same in both, with how they were matched."""
    columns = (
        Column("indeling", "indeling"),
        Column("a", "A"),
        Column("b", "B"),
        Column("in_beide", "in beide", Kind.COUNT),
        Column("jaccard", "Jaccard", Kind.SCORE, decimals=2),
    )
    frame = regions[(regions["jaccard"] < 1) | (regions["a"] != regions["b"])]
    title = "Verbanden met andere naam of andere gemeenten"
    return select("verbanden", title, frame, columns, printed=_MOST_ROWS)


def differences(frame: pd.DataFrame) -> Table:
    """The gemeenten on which the sources differ."""
    columns = (
        Column("naam", "gemeente"),
        Column("indeling", "indeling"),
        Column("a", "in A"),
        Column("b", "in B"),
    )
    title = "Gemeenten waarover zij verschillen"
    empty = "Over geen enkele gemeente verschillen zij."
    return select("verschillen", title, frame, columns, printed=_MOST_ROWS, empty=empty)


def alone(summary: pd.DataFrame) -> list[str]:
    """What must be said of gemeenten that stand in one of two sources."""
    told = []
    for side, column in (("A", "alleen_in_a"), ("B", "alleen_in_b")):
        amount = int(summary[column].max())
        if amount:
            noun = count(amount, "gemeente staat", "gemeenten staan")
            verb = "telt" if amount == 1 else "tellen"
            told.append(f"Let op: {noun} alleen in {side} en {verb} niet mee.")
    return told
