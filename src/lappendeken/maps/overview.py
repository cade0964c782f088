"""All maps of a lappendeken in one folder, with a page that leads to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import quote

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.export import write_atomically
from lappendeken.indeling import Indeling
from lappendeken.labels import MEASURES
from lappendeken.maps import offline, palette, sources, texts
from lappendeken.maps.compare import Comparison, compare
from lappendeken.maps.noncongruent import draw
from lappendeken.maps.thumbnail import Sketch, Thumbnail, draw_thumbnail, sketch
from lappendeken.maps.topology import build
from lappendeken.measures import shared_regions
from lappendeken.model import Lappendeken
from lappendeken.schema import INDELING_PATTERN

INDEX = "index.html"
DRAWN = 12
"""With more pairs than this the overview has no thumbnails, to stay small."""


@dataclass(frozen=True)
class Entry:
    """One pair in the overview.

    Parameters
    ----------
    comparison : Comparison
        The pair.
    file : str
        Name of its map, beside the overview.
    scores : list of texts.Score
        Its scores.
    thumbnail : Thumbnail or None
        Its map in small.
    """

    comparison: Comparison
    file: str
    scores: list[texts.Score]
    thumbnail: Thumbnail | None

    @property
    def address(self) -> str:
        """The file as a relative address."""
        return quote(self.file)


def write_all(
    lap: Lappendeken, folder: Path, *, indelingen: Sequence[Indeling] | None = None
) -> list[Path]:
    """Write a map for every pair of indelingen, and a page that leads to them.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    folder : Path
        Made when absent; holds `index.html` and `<a>--<b>.html` for every pair afterwards.
    indelingen : sequence of Indeling, optional
        What to compare, each with an `id` of its own; the main indelingen when absent.

    Returns
    -------
    list of Path
        The files, the overview first.

    Raises
    ------
    LappendekenError
        If there are no two indelingen with a gemeente in common, or an `id` cannot name a file.
    OutputError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import lappendeken as ld
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_all(ld.load(), Path(folder))][:2]
    ['index.html', 'jeugdregio--mo-bw-regio.html']
    """
    chosen = lap.main_indelingen if indelingen is None else tuple(indelingen)
    _check_ids(chosen)
    pairs = list(combinations(chosen, 2))
    comparable = [pair for pair in pairs if _overlap(*pair)]
    if not comparable:
        names = dutch.listing([one.naam for one in chosen]) or "geen"
        raise LappendekenError(
            "Voor een kaart zijn twee indelingen nodig met een gemeente in beide; "
            f"gekozen: {names}."
        )
    topology = build(lap.gemeenten.geometry)
    drawing = sketch(topology) if len(comparable) <= DRAWN else None
    pages: dict[str, str] = {}
    entries = []
    for a, b in comparable:
        comparison = compare(lap, a, b)
        file = f"{a.id}--{b.id}.html"
        pages[file] = draw(lap, comparison, topology, overview=INDEX).get_root().render()
        entries.append(_entry(lap, comparison, file, drawing))
    skipped = [pair for pair in pairs if pair not in comparable]
    index = _overview(lap, chosen, entries, skipped)
    # Everything is made before anything is written.
    return [_written(folder / name, page) for name, page in ({INDEX: index} | pages).items()]


def _check_ids(indelingen: Sequence[Indeling]) -> None:
    """Refuse identifiers that would name no file, or the same file twice."""
    seen: set[str] = set()
    for one in indelingen:
        if not INDELING_PATTERN.fullmatch(one.id) or one.id in seen:
            raise LappendekenError(
                f"'{one.id}' kan geen kaart een naam geven: geef elke indeling een eigen id van "
                "kleine letters, cijfers en streepjes."
            )
        seen.add(one.id)


def _written(path: Path, page: str) -> Path:
    """Write one page."""
    write_atomically(path, page)
    return path


def _overlap(a: Indeling, b: Indeling) -> bool:
    """Whether a gemeente is in both."""
    own, other = (one.gemeenten[one.covered.to_numpy()] for one in (a, b))
    return bool(own.isin(other).any())


def _entry(lap: Lappendeken, comparison: Comparison, file: str, drawing: Sketch | None) -> Entry:
    """One pair for the overview."""
    small = draw_thumbnail(lap, comparison.directions[0], drawing) if drawing else None
    scores = texts.explain_scores(comparison.scores)
    return Entry(comparison, file, scores, small)


def _overview(
    lap: Lappendeken,
    chosen: Sequence[Indeling],
    entries: Sequence[Entry],
    skipped: Sequence[tuple[Indeling, Indeling]],
) -> str:
    """The page that leads to the maps."""
    names = lap.gemeenten["naam"]
    shared = [
        (
            str(chosen[0].namen.loc[row[chosen[0].id]]),
            [texts.full_name(one.enkelvoud, str(one.namen.loc[row[one.id]])) for one in chosen],
            dutch.listing([str(names.loc[code]) for code in row["gemeenten"]]),
        )
        for row in shared_regions(chosen).to_dict("records")
    ]
    css = "\n".join([palette.css_variables(), *map(offline.asset, ("basis.css", "overzicht.css"))])
    page = offline.ENVIRONMENT.get_template("overzicht.html.j2").render(
        entries=entries,
        skipped=skipped,
        indelingen=chosen,
        shared=shared,
        measures=[MEASURES[column] for column in texts.SHOWN_SCORES],
        types=texts.explain_types(),
        peildatum=dutch.long_date(lap.peildatum),
        gemeenten=len(lap.gemeenten),
        coverages=[
            (one.naam, len(one.verbanden), dutch.percentage(one.coverage)) for one in chosen
        ],
        sources=sources.describe_sources(lap, chosen),
        program=offline.program(),
        capital=texts.capital,
        listing=dutch.listing,
        style=offline.style_element(css),
    )
    return offline.secure(page)
