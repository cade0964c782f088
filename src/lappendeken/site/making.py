"""A whole site: what is shared first, then all pages, on as many cores as there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lappendeken import dutch
from lappendeken.drawing.palette import css_variables
from lappendeken.maps.pages.explorer import TITLE as EXPLORER
from lappendeken.maps.pages.explorer import draw as draw_explorer
from lappendeken.model import Lappendeken
from lappendeken.output.html import asset
from lappendeken.parallel import run_all
from lappendeken.report.document import Report, Text
from lappendeken.report.files import render_xlsx
from lappendeken.report.years import first_edition
from lappendeken.site import account, country, downloads, folder, machine, pictures, questions
from lappendeken.site.gemeente import gemeente_page
from lappendeken.site.indeling import indeling_page, indelingen_page
from lappendeken.site.look import Look
from lappendeken.site.page import PACKAGE, Page
from lappendeken.site.province import country_page, province_page, province_report, workbook_of
from lappendeken.site.verband import verband_page
from lappendeken.site.whole import Whole, gather

CHUNK = 40
"""Pages of gemeenten or verbanden that a core makes at a time."""

_ONE_CORE = 100
"""With fewer pages than this, other cores cost more than they bring."""

_SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="{kleur}" '
    'd="M0 0h4v4H0z"/><path fill="{accent}" d="M4 4h4v4H4z"/><path fill="#7fabce" '
    'd="M4 0h4v4H4zM0 4h4v4H0z"/></svg>\n'
)


@dataclass(frozen=True, eq=False)
class Task:
    """Some pages of one kind.

    Parameters
    ----------
    whole : Whole
        What they share.
    kind : str
        Which.
    keys : tuple of str
        Of what.
    """

    whole: Whole
    kind: str
    keys: tuple[str, ...] = ()


Files = dict[str, bytes]


def write(
    lap: Lappendeken,
    target: Path | str,
    *,
    look: Look | None = None,
    provincie: str | None = None,
    gewicht: str = "gemeenten",
    adres: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write a folder of pages on the country, or on one province.

    An earlier site that was made of the same is found to be so, and not made again.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    target : Path or str
        Absent, empty, or an earlier site; of that only what changed is written.
    look : Look, optional
        Title, colours and logo.
    provincie : str, optional
        Only this province, however it is spelt.
    gewicht : str
        One of `registry.WEIGHTS`.
    adres : str
        Where the site will be, such as `https://example.org/regio/`; needed for a sitemap and for
        pictures where a page is shared.
    jobs : int, optional
        Cores; those that joblib is told to use when absent.
    progress : function, optional
        Is told how many pieces of work are done, and of how many.

    Returns
    -------
    list of Path
        The files that were written; empty when nothing changed.

    Raises
    ------
    LappendekenError
        If two gemeenten or verbanden would get the same address.
    OutputError
        If it cannot be written; then an earlier site is as it was.

    Examples
    --------
    >>> import lappendeken as ld
    >>> _ = write(ld.load(), "site", provincie="Drenthe")  # doctest: +SKIP
    """
    place = Path(target)
    folder.check(place)
    look = look or Look()
    settings = repr((lap.find_provincie(provincie) if provincie else None, adres, gewicht))
    made_of = folder.key(lap, [look.settings, settings])
    if folder.is_current(place, made_of):
        return []
    files = make(
        lap,
        look=look,
        provincie=provincie,
        gewicht=gewicht,
        adres=adres,
        jobs=jobs,
        progress=progress,
    )
    return [place / name for name in folder.publish(place, files, made_of)]


def make(
    lap: Lappendeken,
    *,
    look: Look | None = None,
    provincie: str | None = None,
    gewicht: str = "gemeenten",
    adres: str = "",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Files:
    """The content of every file of a site; see `write`."""
    look = look or Look()
    name = None if provincie is None else lap.find_provincie(provincie)
    base = adres if not adres or adres.endswith("/") else f"{adres}/"
    whole = gather(lap, look, provincie=name, gewicht=gewicht, adres=base)
    tasks = _tasks(whole)
    few = sum(len(task.keys) for task in tasks) < _ONE_CORE
    files: Files = _assets(whole)
    for number, made in enumerate(
        run_all(_work, tasks, jobs=1 if few and jobs in (None, -1) else jobs), start=1
    ):
        files |= made
        if progress is not None:
            progress(number, len(tasks))
    files |= _closing(whole, files)
    return dict(sorted(files.items()))


def _tasks(whole: Whole) -> list[Task]:
    """The work in pieces, what takes longest first."""
    addresses = whole.addresses
    sharing = [("land", ""), *(("provincie", one) for one in addresses.keys("provincie"))]
    sharing += [("indeling", one.id) for one in whole.basis.everything if one.is_partition]
    single = ["land", "toeval", "verkenner", "bestanden", "tabellen", "indeling"]
    return [
        *(Task(whole, kind) for kind in single[:2]),
        *(Task(whole, "provincie", (one,)) for one in addresses.keys("provincie")),
        *(Task(whole, "gemeente", part) for part in _chunks(addresses.keys("gemeente"))),
        *(Task(whole, "verband", part) for part in _chunks(addresses.keys("verband"))),
        *(Task(whole, kind) for kind in single[2:]),
        *(
            Task(whole, "plaatjes", part)
            for part in _chunks(tuple(f"{kind}:{key}" for kind, key in sharing), 8)
        ),
    ]


def _chunks(keys: Sequence[str], size: int = CHUNK) -> list[tuple[str, ...]]:
    return [tuple(keys[start : start + size]) for start in range(0, len(keys), size)]


def _work(task: Task) -> Files:
    """Make the files of one task."""
    return _MAKERS[task.kind](task.whole, task.keys)


def _rendered(whole: Whole, pages: Sequence[Page]) -> Files:
    """The files of some pages."""
    return {path: text for page in pages for path, text in whole.frame.render(page).items()}


def _country(whole: Whole, _: Sequence[str]) -> Files:
    """Every page that needs the report on the country, or on the province of the site."""
    report = province_report(whole, whole.provincie)
    years = questions.years_section(whole)
    lines = years.blocks[0].lines if years and isinstance(years.blocks[0], Text) else ()
    pages = [
        country.home_page(whole, report, lines),
        country_page(whole, report),
        country.provinces_page(whole),
        country.gemeenten_page(whole),
        country.verbanden_page(whole),
        questions.change_page(report),
        account.account_page(whole, report),
        *([questions.years_page(whole, years)] if years else []),
    ]
    moved = machine.moved(whole, years) if years else []
    return _rendered(whole, pages) | {"feed.xml": machine.feed(whole, lines, moved)}


def _province(whole: Whole, names: Sequence[str]) -> Files:
    """The pages of provinces, each with its workbook."""
    found: Files = {}
    for name in names:
        report: Report = province_report(whole, name)
        page = province_page(whole, name, report)
        found |= _rendered(whole, [page]) | {workbook_of(page.path): render_xlsx(report)}
    return found


def _explorer(whole: Whole, _: Sequence[str]) -> Files:
    """The explorer, with the first edition beside the current one, and a way back."""
    lap = whole.lap
    back = {"het begin van de site": "index.html"}
    drawn: Any = draw_explorer(lap, lap.main_indelingen, pages=back, earlier=first_edition(lap))
    about = "Leg twee indelingen van gemeenten op elkaar, en zie waar zij passen en waar niet."
    head = whole.frame.sharing(Page("verkenner.html", "Kaart", EXPLORER, about))
    html = drawn.get_root().render().replace("</title>", f"</title>\n{head}", 1)
    return {"verkenner.html": html.encode()}


def _pictures(whole: Whole, keys: Sequence[str]) -> Files:
    """Pictures for where pages are shared."""
    found: Files = {}
    for key in keys:
        kind, _, name = key.partition(":")
        found |= pictures.draw(whole, kind, name)
    return found


_MAKERS: dict[str, Callable[[Whole, Sequence[str]], Files]] = {
    "land": _country,
    "toeval": lambda whole, _: _rendered(whole, [questions.chance_page(whole)]),
    "verkenner": _explorer,
    "bestanden": lambda whole, _: downloads.other_files(whole),
    "tabellen": lambda whole, _: downloads.table_files(whole),
    "indeling": lambda whole, _: _rendered(
        whole,
        [
            indelingen_page(whole),
            *(indeling_page(whole, one) for one in whole.addresses.keys("indeling")),
        ],
    ),
    "provincie": _province,
    "gemeente": lambda whole, keys: _rendered(whole, [gemeente_page(whole, one) for one in keys]),
    "verband": lambda whole, keys: _rendered(whole, [verband_page(whole, one) for one in keys]),
    "plaatjes": _pictures,
}


def _assets(whole: Whole) -> Files:
    """What the pages share."""
    look = whole.frame.look
    own = f":root {{\n  --kleur: {look.kleur};\n  --accent: {look.accent};\n}}"
    found = {
        "middelen/stijl.css": "\n".join([css_variables(), own, asset(PACKAGE, "stijl.css")]),
        "middelen/site.js": asset(PACKAGE, "site.js"),
        "middelen/teken.svg": _SIGN.format(kleur=look.kleur, accent=look.accent),
    }
    files = {path: text.encode() for path, text in found.items()}
    files["middelen/zoek.js"] = machine.search_index(whole)
    if look.logo_path:
        files[look.logo_path] = look.logo_content
    return files


def _closing(whole: Whole, files: Files) -> Files:
    """What can only be made when all else is: sizes of downloads, and the map of the site."""
    adres = whole.frame.adres
    sizes = {path: len(content) for path, content in files.items()}
    found = _rendered(whole, [account.downloads_page(whole, sizes)])
    pages = [path for path in (*files, *found) if path.endswith(".html")]
    if adres:
        found["sitemap.xml"] = machine.site_map(pages, adres)
    return found | {"robots.txt": machine.rules(adres)}


def told(written: int, total: int) -> str:
    """What was done, in a sentence.

    Examples
    --------
    >>> told(3, 1200)
    '3 van de 1.200 bestanden zijn geschreven; de andere waren al goed.'
    """
    if written == total:
        return f"{dutch.count(total, 'bestand is', 'bestanden zijn')} geschreven."
    verb = "is" if written == 1 else "zijn"
    return (
        f"{dutch.number(written)} van de {dutch.number(total)} bestanden {verb} geschreven; de "
        "andere waren al goed."
    )
