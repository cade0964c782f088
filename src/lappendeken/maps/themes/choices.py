"""Thematic map of what gemeenten chose between two dates, herindelingen left aside."""

from lappendeken import dutch
from lappendeken.drawing.palette import LINES
from lappendeken.drawing.theme import NO_DATA, Hatching, LineClass, Theme
from lappendeken.maps.compare import members
from lappendeken.maps.themes.ground import Ground, ramp
from lappendeken.timeline import Decomposition

_CHANGING = ("geen", "1", "2", "3", "4 of meer")
"""Classes of the number of indelingen in which a gemeente chose another verband."""


def choices(found: Decomposition) -> Theme:
    """Which gemeenten chose another verband, which are new, and which borders came and went.

    Examples
    --------
    >>> import lappendeken as ld
    >>> now = ld.load()
    >>> later = ld.herindeling.convert(now, "2027-01-01", on_conflict="meerderheid").lappendeken
    >>> sum(choices(ld.timeline.decompose(now, later)).counts[1:])
    0
    """
    after = found.after
    chosen = tuple(after.indeling(name) for name in found.indelingen)
    ground = Ground(after, chosen, "")
    told: dict[str, list[str]] = {str(code): [] for code in after.gemeenten.index}
    changed: dict[str, set[str]] = {code: set() for code in told}
    for row in found.moves().to_dict("records"):
        changed[row["gemeente"]].add(row["indeling"])
        kind = after.indeling(row["indeling"]).enkelvoud
        told[row["gemeente"]].append(
            f"{dutch.capital(kind)}: eerst {row['before'] or 'geen'}, nu {row['after'] or 'geen'}."
        )
    new = _new(found)
    for code in new:
        told[code].append(f"Ontstaan of gegroeid uit {dutch.listing(new[code])}.")
    amounts = [len(one) for one in changed.values()]
    classes = _CHANGING[: max(2, min(max(amounts, default=0), 4) + 1)]
    first, last = (one.peildatum.year for one in (found.before, found.after))
    details = tuple(map(tuple, told.values()))
    values = tuple(map(dutch.number, amounts))
    places = {code: place for place, code in enumerate(told)}
    return ground.theme(
        "keuzes",
        title=f"Wie koos tussen {first} en {last} een ander verband?",
        sentence=_told(sum(k > 0 for k in amounts), len(new)),
        classes_heading="Indelingen waarin de gemeente nu in een ander verband zit",
        classes=ramp(classes),
        class_of=tuple(min(k, len(classes) - 1) for k in amounts) if amounts else (NO_DATA,),
        no_data="in geen verband van deze indelingen",
        values=values,
        details=details,
        table=("Alle gemeenten", "Gemeente", "Ander verband"),
        rows=ground.rows_of(values, [float(k) for k in amounts], details),
        hatchings=(
            Hatching("kreeg er gemeenten bij", False, tuple(sorted(places[code] for code in new))),
        ),
        lines_heading="Grenzen tussen verbanden",
        lines=_lines(ground, found),
        note="Een verband wordt gevolgd aan zijn gemeenten, niet aan zijn naam. Waar samengevoegde "
        "gemeenten in verschillende verbanden zaten, geldt als eerste verband dat van de meeste "
        "inwoners.",
    )


def _new(found: Decomposition) -> dict[str, list[str]]:
    """Gemeenten that took over others, with the names of those."""
    if found.converted is None:
        return {}
    steps = found.converted.steps
    steps = steps[steps["van_code"] != steps["naar_code"]]
    came: dict[str, dict[str, None]] = {}
    for row in steps.to_dict("records"):
        # Who came by an intermediate gemeente is not lost.
        earlier = came.get(row["van_code"], {str(row["van_naam"]): None})
        came.setdefault(row["naar_code"], {}).update(earlier)
    return {code: list(came[code]) for code in found.after.gemeenten.index if code in came}


def _told(moved: int, new: int) -> str:
    """How many gemeenten are concerned, in sentences."""
    if not moved:
        return "Geen enkele gemeente koos een ander verband."
    return (
        f"{dutch.count(moved, 'gemeente zit', 'gemeenten zitten')} door een keuze in een ander "
        f"verband dan eerst; {dutch.count(new, 'gemeente kreeg', 'gemeenten kregen')} er door "
        "herindeling gemeenten bij (gearceerd)."
    )


def _lines(ground: Ground, found: Decomposition) -> tuple[LineClass, ...]:
    """Borders between verbanden of any indeling that stay, come and go."""
    states = [
        [[frozenset(own) for own in members(one, one.indeling(name))] for name in found.indelingen]
        for one in (found.merged, found.after)
    ]

    def parted(state: int, g: int, h: int) -> bool:
        return any(own[g] != own[h] for own in states[state])

    ink = LINES["inkt"]
    return (
        LineClass(
            "blijft", ink, 1.2, ground.arcs(lambda g, h: parted(0, g, h) and parted(1, g, h))
        ),
        LineClass(
            "kwam erbij",
            ink,
            2.6,
            ground.arcs(lambda g, h: not parted(0, g, h) and parted(1, g, h)),
            counted=True,
        ),
        LineClass(
            "verviel",
            LINES["ander"],
            1.9,
            ground.arcs(lambda g, h: parted(0, g, h) and not parted(1, g, h)),
            dashed=True,
            counted=True,
        ),
    )
