"""The pages on method and sources, and on what can be taken along."""

from dataclasses import replace

import pandas as pd

from lappendeken.dutch import listing, long_date
from lappendeken.measures.registry import of_pairs
from lappendeken.report import closing
from lappendeken.report.document import Report, Text
from lappendeken.site.downloads import FILES
from lappendeken.site.page import HOME, Chapter, Link, Links, Page
from lappendeken.site.province import workbook_of
from lappendeken.site.whole import Whole
from lappendeken.tables import Cell, Column, Table
from lappendeken.wording.sources import describe_sources, program


def account_page(whole: Whole, report: Report) -> Page:
    """Make the page on method, sources, dates and certainty."""
    basis, lap = whole.basis, whole.lap
    every = basis.everything
    codes = pd.Index(whole.addresses.keys("gemeente"))
    columns = (Column("maat", "Maat"), Column("betekenis", "Betekenis"), Column("bron", "Naar"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{one.name} ({one.short})", one.meaning, one.source) for one in of_pairs().values()
    )
    method = (
        f"Vergeleken zijn vooral {listing([one.naam for one in basis.main])}. Een score gaat over "
        "de gemeenten die in beide indelingen een verband hebben; wat ontbreekt blijft ontbreken "
        "en wordt geteld. Wat in de gegevens is afgeleid of voortgezet, staat hieronder bij de "
        "bronnen."
    )
    origin = (
        f"De gemeenten zijn die van {long_date(lap.peildatum)} (de peildatum). Deze bladzijden "
        f"zijn gemaakt met {program()}; met dezelfde gegevens geeft het programma dezelfde "
        "bladzijden."
    )
    note = (
        "Vergelijkingen gaan over de gemeenten die in beide indelingen een verband hebben. Dekking "
        f"hier: van de gemeenten in {whole.provincie or 'het hele land'}."
    )
    coverage = replace(closing.coverage(basis, every, codes), note=note)
    certainty = closing.meaning_of_certainty(basis, every)
    addresses = (
        "Het adres van een bladzijde volgt uit de naam van de gemeente of provincie, of uit de "
        "aanduiding van het verband of de indeling, en blijft in een volgende editie hetzelfde."
    )
    return Page(
        "verantwoording.html",
        "Verantwoording",
        "Hoe dit is gemaakt",
        "Methode, bronnen, datums en zekerheid van de cijfers op deze site.",
        (HOME,),
        (method,),
        (),
        (),
        (
            Chapter("maten", "De maten", (Table("maten", "Wat elke maat zegt", columns, rows),)),
            Chapter(
                "bronnen",
                "Bronnen, datums en zekerheid",
                (
                    Text((*describe_sources(lap, every), *certainty)),
                    coverage,
                ),
            ),
            Chapter("gemaakt", "Gemaakt met", (Text((origin, addresses)),)),
            *(one for one in report.sections if one.name == "begrippen"),
        ),
        report.rests_on,
    )


def downloads_page(whole: Whole, sizes: dict[str, int]) -> Page:
    """Make the page with everything that can be taken along."""

    def link(path: str, text: str) -> Link:
        return Link(text, path, _size(sizes[path]))

    chapters: dict[str, list[Link]] = {}
    for path, (chapter, text) in FILES.items():
        if path in sizes:
            chapters.setdefault(chapter, []).append(link(path, text))
    provinces = [
        link(book, f"Alle tabellen van {name} (XLSX)")
        for name in whole.addresses.keys("provincie")
        if (book := workbook_of(whole.addresses.path("provincie", name))) in sizes
    ]
    if provinces:
        chapters["Per provincie"] = provinces
    licences = whole.origin.get("licenses", [])
    names = [str(one.get("title") or one.get("name")) for one in licences]
    return Page(
        "downloads.html",
        "Downloads",
        "Gegevens en formulieren om mee te nemen",
        "De tabellen achter deze site als CSV, XLSX, GeoPackage en GraphML, en formulieren.",
        (HOME,),
        (
            "De tabellen noemen peildatum en herkomst; voor de gegevens doet de beschrijving dat.",
            *((f"Licentie van de gegevens: {listing(names)}.",) if names else ()),
        ),
        (),
        (),
        tuple(
            Chapter(f"deel-{k}", chapter, (Links(tuple(found)),))
            for k, (chapter, found) in enumerate(chapters.items())
        ),
        report_facts(whole),
    )


def report_facts(whole: Whole) -> str:
    """What holds for every file."""
    return f"Peildatum {long_date(whole.lap.peildatum)}."


def _size(amount: int) -> str:
    """The size of a file.

    Examples
    --------
    >>> _size(1_234_567), _size(12_345), _size(12)
    ('1,2 MB', '12 kB', '1 kB')
    """
    if amount >= 1_000_000:
        return f"{amount / 1e6:.1f} MB".replace(".", ",")
    return f"{max(round(amount / 1000), 1)} kB"
