"""The chapter on the years between the first edition and the current one."""

from dataclasses import replace

from lappendeken.drawing.bars import Bar, draw_bars
from lappendeken.drawing.page import draw_in_text
from lappendeken.drawing.thematic import Metric
from lappendeken.dutch import capital, count, listing, percentage
from lappendeken.maps.themes.choices import choices
from lappendeken.model import Lappendeken, load
from lappendeken.reading.editions import editions, embedded_folder, peildatum_of
from lappendeken.report.document import Picture, Section, Text
from lappendeken.report.facts import Basis
from lappendeken.tables import Table
from lappendeken.tables import decomposition as told
from lappendeken.timeline import Decomposition, decompose
from lappendeken.wording import texts

_CIRCLE = "element_centric_similarity"
_SPELLED = {5: "Vijf", 10: "Tien", 15: "Vijftien", 20: "Twintig"}


def is_current(lap: Lappendeken) -> bool:
    """Whether these are the current data of the program, at their own date.

    Examples
    --------
    >>> import lappendeken as ld
    >>> is_current(ld.load()), is_current(ld.load("2016"))
    (True, False)
    """
    folder = embedded_folder()
    return lap.bron == folder and lap.peildatum == peildatum_of(folder)


def first_edition(lap: Lappendeken) -> Lappendeken | None:
    """The first edition, to set beside the current one; None when the data are not that."""
    years = list(editions())
    return load(years[0]) if is_current(lap) and len(years) > 1 else None


def since_the_first(basis: Basis) -> Section | None:
    """What changed since the first edition; None when the data are not the current edition."""
    first = first_edition(basis.lap)
    if first is None:
        return None
    found = decompose(first, basis.lap, basis.main)
    moved = replace(told.moves(found).capitalised, name="overgestapt")
    return Section(
        "jaren-later",
        f"{_title(found)} later",
        (
            Text(tuple(told.told(found))),
            _before_and_after(found),
            _scores(found),
            _fits(found),
            _map(found),
            moved,
            Text(tuple(told.dates(found))),
        ),
    )


def _title(found: Decomposition) -> str:
    """The years between, such as `Tien jaar`."""
    between = found.after.peildatum.year - found.before.peildatum.year
    return f"{_SPELLED.get(between, between)} jaar"


def _before_and_after(found: Decomposition) -> Picture:
    """The gelijke kring of every pair, and all together, at both dates."""
    table = found.scores().xs(_CIRCLE, level="measure")
    shares = {
        texts.pair(found.after, f"{a}~{b}"): (float(before), float(after))
        for (a, b), before, after in zip(table.index, table["before"], table["after"], strict=True)
    }
    whole = found.congruence()
    shares["alle samen"] = float(whole["before"]), float(whole["after"])
    years = [one.peildatum.year for one in (found.before, found.after)]
    bars = [
        Bar(f"{name}, {year}", share, year == years[-1])
        for name, pair in shares.items()
        for year, share in zip(years, pair, strict=True)
    ]
    told_in = [
        f"{name} van {percentage(first, 1)} naar {percentage(last, 1)}"
        for name, (first, last) in shares.items()
    ]
    return Picture(
        "toen-en-nu",
        f"Hoe goed het past in {years[0]} en in {years[-1]}",
        f"Staafdiagram van {years[0]} en {years[-1]}: {listing(told_in)}.",
        "Per twee domeinen de gelijke kring, en alle samen de territoriale congruentie: 100% = "
        f"altijd dezelfde partners. Oranje: {years[-1]}.",
        draw_bars(bars, 1.0, "altijd dezelfde partners"),
    )


def _scores(found: Decomposition) -> Table:
    """The scores at both dates and what lies between."""
    table = replace(told.scores(found).capitalised, name="toen-en-nu")
    note = (
        "ARI, V en ECS lopen tot 1 (volledig gelijk); gelijk telt de verbanden met precies "
        "dezelfde gemeenten, en TC is de territoriale congruentie. Wat herindeling deed en wat "
        "keuzes deden, is samen het verschil."
    )
    return replace(table, note=note).widened(paar=2.4)


def _fits(found: Decomposition) -> Table:
    """The verbanden that came to fit, or no longer do."""
    table = replace(told.fits(found).capitalised, name="gaan-passen")
    return table.widened(verandering=1.0, verband_a=2.4, verband_b=2.4)


def _map(found: Decomposition) -> Picture:
    """Who chose another verband."""
    theme = choices(found)
    amount = count(found.moves()["gemeente"].nunique(), "gemeente", "gemeenten")
    return Picture(
        "keuzes",
        capital(theme.title),
        f"Kaart: {amount} in een ander verband dan eerst. De tabel hieronder noemt ze.",
        f"{theme.sentence} {theme.note}".strip(),
        draw_in_text(theme, Metric(theme)),
    )
