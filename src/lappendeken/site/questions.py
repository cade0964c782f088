"""The pages that answer a question: is it more than chance, and what is the least change."""

from itertools import combinations

from lappendeken import nullmodel
from lappendeken.drawing.files import svg
from lappendeken.drawing.plots import Chance, histograms
from lappendeken.dutch import count
from lappendeken.errors import LappendekenError
from lappendeken.measures.registry import MEASURES, shown
from lappendeken.report.document import Block, Picture, Report, Section, Text
from lappendeken.report.years import since_the_first
from lappendeken.site.page import HOME, Chapter, Page
from lappendeken.site.whole import Whole
from lappendeken.tables import chance
from lappendeken.tables.congruence import singular

REPEATS, SEED = 1000, 1
"""Random divisions of each pair, and what they start from."""


def chance_page(whole: Whole) -> Page:
    """Make the page on chance."""
    told = (
        "Twee indelingen lijken altijd wel iets op elkaar, ook als zij niets met elkaar te maken "
        "hebben: regio's zijn aaneengesloten en even groot. Daarom is elke tweede indeling "
        f"{count(REPEATS, 'keer', 'keer')} vervangen door een willekeurige, met even grote "
        "aaneengesloten regio's. Lijkt de echte er meer op dan bijna al die willekeurige, dan is "
        "het geen toeval."
    )
    return Page(
        "toeval.html",
        "Vraag",
        "Is het meer dan toeval?",
        "Lijken de regionale indelingen meer op elkaar dan willekeurige regio's zouden doen?",
        (HOME,),
        (told,),
        (),
        (),
        (Chapter("uitkomst", "De uitkomst", _tested(whole)),),
        f"Seed {SEED}; dezelfde seed geeft dezelfde uitkomst.",
    )


def _tested(whole: Whole) -> tuple[Block, ...]:
    """What the tests say; why there are none, where they cannot be made."""
    basis, chosen = whole.basis, list(whole.basis.main)
    pairs = list(combinations(chosen, 2))
    names = list(shown("tabel"))
    try:
        examined = nullmodel.examine_pairs(
            pairs,
            measures=names,
            model="ruimtelijk",
            adjacency=whole.lap.borders,
            n=REPEATS,
            rng=SEED,
            weights=basis.weights,
            jobs=1,
        )
    except LappendekenError as error:
        return (Text((f"Voor deze indelingen is dat niet te toetsen. {error}",)),)
    found = {(a.id, b.id): one for (a, b), one in zip(pairs, examined, strict=True)}
    said, about = chance.verdicts(whole.lap, found, chosen)
    table = chance.scores(nullmodel.table(found), found, chosen, "Gevonden, en wat toeval geeft")
    kinds = singular(chosen)
    panels = [
        Chance(
            f"{kinds[a]} – {kinds[b]}",
            MEASURES[name].name,
            one.samples,
            one.observed,
            chance.p_sentence(one.p, one.draws.n),
        )
        for (a, b), examination in found.items()
        for name, one in examination.tests.items()
    ]
    picture = Picture(
        "toeval",
        "De gevonden score tegen die van willekeurige regio's",
        " ".join(said),
        "Grijs: de scores van willekeurige regio's. De streep: de gevonden score.",
        svg(histograms(panels, columns=len(names), title=""), decimals=1),
    )
    words = [
        f"{head}: {meaning}." for head, meaning in chance.legend(names, per_gemeente=False).items()
    ]
    return Text(tuple(said)), table, picture, Text(tuple(about)), Text(tuple(words), items=True)


def change_page(report: Report) -> Page:
    """Make the page on the least change, from the report on the country or province."""
    chapters = [one for one in report.sections if one.name == "kleinste-stappen"]
    none = Text(("Voor deze indelingen zijn geen kleinste stappen te berekenen.",))
    sections = tuple(chapters) or (Chapter("kleinste-stappen", "Kleinste stappen", (none,)),)
    return Page(
        "kleinste-verandering.html",
        "Vraag",
        "Wat is de kleinste verandering?",
        "Welke overstap van één gemeente maakt de indelingen het meest congruent?",
        (HOME,),
        report.summary[-1:] if chapters else (),
        (),
        (),
        sections,
    )


def years_section(whole: Whole) -> Section | None:
    """What changed since the first edition."""
    return since_the_first(whole.basis) if whole.changes else None


def years_page(whole: Whole, section: Section) -> Page:
    """Make the page on what changed since the first edition."""
    first = section.blocks[0]
    lines = first.lines if isinstance(first, Text) else ()
    return Page(
        "jaren.html",
        "Vraag",
        f"Wat veranderde er{' in heel Nederland' if whole.provincie else ''}?",
        lines[0] if lines else "Wat er sinds de eerste editie veranderde.",
        (HOME,),
        lines,
        (),
        (),
        (Section(section.name, section.title, section.blocks[1:]),),
    )
