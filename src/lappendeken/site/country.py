"""The first page, and the lists of provinces, gemeenten and verbanden."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from lappendeken.dutch import capital, count, number, percentage
from lappendeken.report import province_tables
from lappendeken.report.document import Report, Text
from lappendeken.site.indeling import verbanden_table
from lappendeken.site.page import HOME, Chapter, Chart, Link, Links, Page
from lappendeken.site.whole import Whole
from lappendeken.tables import Cell, Table

SENTENCES = 5
"""With how many the first page begins."""

_TOP = 10
_BOUNDS = (0.4, 0.55, 0.7, 0.85, 0.9995)


def home_page(whole: Whole, report: Report, changed: Sequence[str]) -> Page:
    """Make the first page, from the report on the country."""
    area = whole.setting.area(whole.provincie)
    gemeenten = gemeenten_table(whole)
    short = replace(gemeenten, note="", printed=None, folded="").pick(
        "gemeente_code", "gemeente", "provincie", "inwoners", "territoriale_congruentie"
    )
    rows = tuple(row for row in short.rows if row[-1] is not None)
    lowest = replace(
        short, name="laagste", title="Waar de partners het meest wisselen", rows=rows[:_TOP]
    )
    best = sorted(rows, key=lambda row: (-_score(row), str(row[1])))
    high = "Waar de partners het meest dezelfde zijn"
    highest = replace(short, name="hoogste", title=high, rows=tuple(best[:_TOP]), note=_ties(best))
    leagues = [lowest, highest] if len(rows) > 2 * _TOP else [replace(short, rows=rows)]
    every = Links(
        (Link("Alle gemeenten", "gemeente/index.html"), Link("Alles in cijfers", "land.html"))
    )
    sections = [
        Chapter("provincies", "De provincies", (_provinces(whole),)),
        Chapter("gemeenten", "De gemeenten", (*leagues, every)),
    ]
    if changed:
        more = Links((Link("Alles wat er veranderde", "jaren.html"),))
        title = f"Wat er {'in heel Nederland ' if whole.provincie else ''}veranderde"
        sections.append(Chapter("veranderd", title, (Text(tuple(changed)), more)))
    where = whole.provincie or "Nederland"
    return Page(
        "index.html",
        "Regionale samenwerking van gemeenten",
        whole.frame.look.titel,
        f"Passen de regio's waarin gemeenten in {where} samenwerken op elkaar? Kaarten, cijfers en "
        "bronnen.",
        (),
        report.summary[:SENTENCES],
        report.key_figures,
        (_map(whole, area.codes),),
        tuple(sections),
        report.rests_on,
        data=_dataset(whole, where),
    )


def _score(row: tuple[Cell, ...]) -> float:
    """The territoriale congruentie in a row of the short table."""
    return float(str(row[-1]))


def _ties(best: Sequence[tuple[Cell, ...]]) -> str:
    """How many are as high as the last that is shown; empty when all of them are shown."""
    if len(best) <= _TOP:
        return ""
    last, next_one = (round(_score(best[k]), 12) for k in (_TOP - 1, _TOP))
    if last != next_one:
        return ""
    equal = sum(round(_score(row), 12) == last for row in best)
    return f"{equal} gemeenten staan op {percentage(last)}; alle staan in de lijst."


def _provinces(whole: Whole) -> Table:
    """The provinces beside each other, the highest first."""
    setting = whole.setting
    return province_tables.provinces_table(whole.basis, setting.provinces, setting.country)


def gemeenten_table(whole: Whole) -> Table:
    """Every gemeente of the site, the lowest score first."""
    area = whole.setting.area(whole.provincie)
    table = province_tables.gemeenten_table(whole.basis, area)
    return replace(table, printed=None, folded="")


def shade(score: float) -> str:
    """The class of a territoriale congruentie.

    Examples
    --------
    >>> shade(0.3), shade(0.72), shade(1.0), shade(float("nan"))
    ('vlak1', 'vlak4', 'vlak6', 'rest')
    """
    if math.isnan(score):
        return "rest"
    return f"vlak{1 + sum(score >= bound for bound in _BOUNDS)}"


def _map(whole: Whole, codes: pd.Index) -> Chart:
    """How constant the partners of each gemeente are."""
    scores = {str(code): float(v) for code, v in whole.basis.gemeenten["congruence"][codes].items()}
    kinds = {code: shade(score) for code, score in scores.items()}
    words = {code: percentage(score) for code, score in scores.items() if not math.isnan(score)}
    svg = whole.shapes.draw(kinds, whole.links("index.html"), about=kinds, words=words)
    low = ("", *(percentage(bound) for bound in _BOUNDS))
    labels = [f"minder dan {low[1]}", *(f"{low[k]} tot {low[k + 1]}" for k in range(1, 5)), "100%"]
    legend = []
    for k, label in enumerate(labels, start=1):
        amount = sum(kind == f"vlak{k}" for kind in kinds.values())
        legend.append((f"vlak{k}", f"{label}: {count(amount, 'gemeente', 'gemeenten')}"))
    caption = (
        "Wie in één domein partner is, in welk deel van de domeinen is die dat? Per gemeente, over "
        f"{len(whole.basis.main)} domeinen; 100% is altijd dezelfde partners. Klik op een gemeente "
        "voor haar bladzijde, of kies haar uit de lijst."
    )
    return Chart(svg, caption, tuple(legend))


def _dataset(whole: Whole, where: str) -> dict[str, object]:
    """What search engines for data want to know."""
    lap, look = whole.lap, whole.frame.look
    files = (
        "lappendeken.xlsx",
        "gegevens/verbanden.csv",
        "lappendeken.gpkg",
        "lappendeken.graphml",
    )
    kinds = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv",
        "application/geopackage+sqlite3",
        "application/graphml+xml",
    )
    base = whole.frame.adres
    licences = [one["path"] for one in whole.origin.get("licenses", []) if "path" in one]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{look.titel}: regionale samenwerking van gemeenten in {where}",
        "description": (
            f"{count(len(lap.indelingen), 'indeling', 'indelingen')} van "
            f"{number(len(lap.gemeenten))} gemeenten met "
            f"{count(len(lap.verbanden), 'verband', 'verbanden')}, en hoe zij op elkaar passen."
        ),
        "inLanguage": "nl",
        "temporalCoverage": lap.peildatum.isoformat(),
        "spatialCoverage": where,
        "isAccessibleForFree": True,
        **({"url": base} if base else {}),
        **({"license": licences} if licences else {}),
        "variableMeasured": [one.naam for one in whole.basis.everything],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": f"{base}downloads/{file}",
            }
            for file, kind in zip(files, kinds, strict=True)
        ],
    }


def provinces_page(whole: Whole) -> Page:
    """Make the list of provinces."""
    names = whole.addresses.keys("provincie")
    return Page(
        "provincie/index.html",
        "Overzicht",
        "De provincies",
        "De provincies naast elkaar: hoe goed de regio's er op elkaar passen.",
        (HOME,),
        (),
        (),
        (
            Links(tuple(Link(name, whole.addresses.path("provincie", name)) for name in names)),
            _provinces(whole),
        ),
    )


def gemeenten_page(whole: Whole) -> Page:
    """Make the list of gemeenten."""
    table = gemeenten_table(whole)
    codes = whole.addresses.keys("gemeente")
    return Page(
        "gemeente/index.html",
        "Overzicht",
        "Alle gemeenten",
        f"{count(len(codes), 'gemeente', 'gemeenten')} met partners, verbanden en congruentie.",
        (HOME,),
        ("Klik op de kop van een kolom om te sorteren.",),
        (),
        (table,),
        (Chapter("op-naam", "Op naam", (Links(tuple(whole.names(codes))),)),),
    )


def verbanden_page(whole: Whole) -> Page:
    """Make the list of verbanden, by indeling."""
    sections = tuple(
        Chapter(f"van-{k}", capital(one.naam), (verbanden_table(whole, one),))
        for k, one in enumerate(whole.basis.everything)
        if any(whole.addresses.path("verband", str(key)) for key in one.verbanden)
    )
    amount = len(whole.addresses.keys("verband"))
    return Page(
        "verband/index.html",
        "Overzicht",
        "Alle verbanden",
        f"{count(amount, 'verband', 'verbanden')} waarin gemeenten samenwerken, per indeling.",
        (HOME,),
        (f"{capital(count(amount, 'verband', 'verbanden'))}, per indeling.",),
        (),
        (),
        sections,
    )
