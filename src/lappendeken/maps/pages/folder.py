"""All maps of a lappendeken in one folder: the explorer, and a page for every pair."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import folium

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import compare
from lappendeken.maps.pages.background import add_background
from lappendeken.maps.pages.explorer import draw as draw_explorer
from lappendeken.maps.pages.noncongruent import draw as draw_pair
from lappendeken.model import Lappendeken
from lappendeken.output.files import write_together
from lappendeken.schema import INDELING_PATTERN

INDEX = "index.html"


def write_all(
    lap: Lappendeken,
    folder: Path | str,
    *,
    indelingen: Sequence[str | Indeling] | None = None,
    background: str | None = None,
    earlier: Lappendeken | None = None,
) -> list[Path]:
    """Write the explorer, and a map for every pair of indelingen.

    Parameters
    ----------
    lap : Lappendeken
        The data; all its indelingen can be chosen in the explorer.
    folder : Path or str
        Made when absent; holds `index.html` (the explorer) and `<a>--<b>.html` for every pair
        afterwards.
    indelingen : sequence of str or Indeling, optional
        What gets a map for every pair, and what the explorer opens with; each with an `id` of its
        own. The main indelingen when absent.
    background : str, optional
        See `add_background`; none when absent, and then no page asks for anything of a network.

    earlier : Lappendeken, optional
        An earlier date that the explorer sets beside the data; see `explorer`.

    Returns
    -------
    list of Path
        The files, the explorer first.

    Raises
    ------
    LappendekenError
        If there are no two indelingen with a gemeente in common, or an `id` cannot name a file.
    OutputError
        If a file cannot be written.

    Examples
    --------
    >>> import lappendeken as ld
    >>> paths = write_all(ld.load(), "kaarten")  # doctest: +SKIP
    >>> [path.name for path in paths][:2]  # doctest: +SKIP
    ['index.html', 'jeugdregio--mo-bw-regio.html']
    """
    chosen = lap.main_indelingen if indelingen is None else lap.find_indelingen(indelingen)
    _check_ids(chosen)
    comparable = [pair for pair in combinations(chosen, 2) if _overlap(*pair)]
    if not comparable:
        names = dutch.listing([one.naam for one in chosen]) or "geen"
        raise LappendekenError(
            "Voor een kaart zijn twee indelingen nodig met een gemeente in beide; "
            f"gekozen: {names}."
        )
    pages: dict[str, str] = {}
    titles: dict[str, str] = {}
    for a, b in comparable:
        comparison = compare(lap, a, b)
        file = f"{a.id}--{b.id}.html"
        drawn = draw_pair(lap, comparison, overview=INDEX)
        pages[file] = _rendered(drawn, background)
        titles[comparison.title] = file
    index = _rendered(draw_explorer(lap, chosen, pages=titles, earlier=earlier), background)
    # Everything is made before anything is written.
    made = {Path(folder) / name: page for name, page in ({INDEX: index} | pages).items()}
    write_together(made)
    return list(made)


def _rendered(drawn: folium.Map, background: str | None) -> str:
    """The whole page of a map."""
    if background is not None:
        add_background(drawn, background)
    return str(drawn.get_root().render())


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


def _overlap(a: Indeling, b: Indeling) -> bool:
    """Whether a gemeente is in both."""
    own, other = (one.gemeenten[one.covered.to_numpy()] for one in (a, b))
    return bool(own.isin(other).any())
