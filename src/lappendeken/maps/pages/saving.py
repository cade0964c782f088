"""Any Folium map as one file that opens without a network."""

import logging
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import folium
import jinja2
from branca.element import Element, Figure
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.maps.pages import offline
from lappendeken.maps.pages.background import BackgroundLayer
from lappendeken.maps.pages.elements import (
    ID,
    LeftOut,
    elements,
    figure_of,
    forget,
    renumber,
    unchanged,
)
from lappendeken.maps.pages.markup import Part, library_element
from lappendeken.output.files import write_atomically
from lappendeken.wording.sources import program

logger = logging.getLogger(__name__)

TITLE = "Kaart"

_JQUERY = re.compile(r"\$\s*[.(]|\bjQuery\b")
_MARKER = re.compile(r"\bL\.(?:marker\(|geoJson\(|geoJSON\(|Marker\b|Icon\.Default\b)")
_PIN = re.compile(r"\bL\.AwesomeMarkers\b")
_MARKER_SIZES = {"icon_size": [25, 41], "icon_anchor": [12, 41], "popup_anchor": [1, -34]}
_QUOTE = r"""(?:\\?["']|\\u0027)"""
_CLASSES = re.compile(rf"\bclass\s*=\s*{_QUOTE}([^\"'\\<>]+)")
_FETCHED = re.compile(
    rf"(?:<|\\u003c)(?:img|iframe|video|audio|source|embed)\b[^<>]*?\ssrc\s*=\s*{_QUOTE}?"
    r"""(?!data:|["'\\])([^\s"'\\<>]+)""",
    re.IGNORECASE,
)
_FRAMED = re.compile(r"data:text/html\b")
_BOOTSTRAP = frozenset({"alert", "badge", "btn", "card", "col", "container", "dropdown"})
_BOOTSTRAP |= {"form-control", "list-group", "modal", "nav", "progress", "row", "table"}
_PICTOGRAM = re.compile(r"fa[bdlrs]?|fa-.+|glyphicon.*")


def save_offline(drawn: folium.Map, path: Path | str, *, title: str | None = None) -> Path:
    """Write a Folium map, whoever made it, as one file that opens without a network.

    Parameters
    ----------
    drawn : Map
        Stays as it is: what the file must do without is still on the map itself.
    path : Path or str
        The file; one of that name stays whole until the new one is.
    title : str, optional
        Title of the page; that of the map's figure when absent, and else "Kaart".

    Returns
    -------
    Path
        The file.

    Raises
    ------
    LappendekenError
        If the map needs scripts or styles that are only on the internet; names all of them. Or if
        Folium takes a text for a template, and fails on it.
    OutputError
        If the file cannot be written.

    Notes
    -----
    Leaflet, jQuery and D3 are put inside the file, as far as the map uses them. A content-security
    policy forbids the page to fetch anything, and to run any script but its own. What cannot be
    in the file is left out, and told in a warning of `logging`: layers of tiles, video, and images
    with an address. Icons of Folium become pins of the same colour, without pictogram. Equal maps
    give equal files, for the identifiers that Folium draws by chance become numbers.

    Folium puts texts of popups and tooltips in the page as markup, and runs what they hold between
    `${` and `}` or between double braces. Escape names from data before you give them to Folium;
    the maps of this package do so.

    Examples
    --------
    >>> import tempfile
    >>> drawn = folium.Map((52.2, 5.3), zoom_start=7, tiles=None)
    >>> _ = folium.Marker((52.7, 6.19), popup="Meppel").add_to(drawn)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     html = save_offline(drawn, Path(folder) / "kaart.html").read_text(encoding="utf-8")
    >>> "Meppel" in html, 'src="https://' in html, 'src="https://' in drawn.get_root().render()
    (True, False, True)
    """
    path = Path(path)
    root = figure_of(drawn)
    with unchanged(root):
        html, warnings = _page(root, title)
    write_atomically(path, html)
    for warning in warnings:
        logger.warning("%s: %s", path, warning)
    return path


def _page(root: Figure, title: str | None) -> tuple[str, list[str]]:
    """The whole page, and what it must do without."""
    warnings = _leave_out(root)
    header, body, script = _rendered(root)
    parts = [Part(header), Part(body)]
    script = offline.script_text(script)
    found = elements(root)
    _refuse_unknown(parts, found)
    leaflet = offline.script_text(offline.leaflet()[1])
    codes = [script, *(code for part in parts for code in part.scripts if code != leaflet)]
    warnings += _missed([*(part.rest for part in parts), script])
    needs_jquery = any(map(_JQUERY.search, codes))
    given: set[str] = set()
    header, body = (part.inlined(given, jquery=needs_jquery) for part in parts)
    before = ""
    page = root
    if not isinstance(page, offline.OfflinePage):
        page = offline.OfflinePage(TITLE, program())
        before = offline.style_element(offline.asset("bewaard.css"))
    if needs_jquery and "jquery" not in given:
        before += library_element("jquery")
    page.title = title or root.title or TITLE
    pieces = renumber([before + header + _helpers(codes), body, script], _ids(found))
    page.header, page.html, page.script = map(offline.Verbatim, pieces)
    page.images = []
    page.frames = ["data:"] if any(map(_FRAMED.search, pieces)) else []
    page._children.clear()
    return page.render(), warnings


def _rendered(root: Figure) -> tuple[str, str, str]:
    """What a figure puts in its page: in the head, in the body, and as script."""
    try:
        # As a figure does before it fills its own page: each child puts its parts in the figure.
        for child in root._children.values():
            child.render()
        return root.header.render(), root.html.render(), root.script.render()
    except jinja2.TemplateError as error:
        raise LappendekenError(
            f"Folium kan deze kaart niet tekenen: {error}. Het leest wat in een tekst tussen "
            "{{ en }} of tussen {% en %} staat als sjabloon; haal die tekens uit namen en teksten."
        ) from error


def _ids(found: Iterable[Element]) -> list[str]:
    """The identifiers that chance made."""
    return [one._id for one in found if ID.fullmatch(one._id)]


def _leave_out(root: Figure) -> list[str]:
    """Take from the map what needs the network, and say so."""
    found = elements(root)
    gone = [one for one in found if _needs_network(one)]
    for one in found:
        for name, child in list(one._children.items()):
            if isinstance(child, BackgroundLayer):
                # Nothing names our own, so that nothing has to stand in its place.
                del one._children[name]
                forget(root, child.get_name())
            elif child in gone:
                one._children[name] = LeftOut(child)
                one._children[name]._parent = one
        if isinstance(one, folium.GeoJson):
            # Folium fetched these data itself when the layer was made.
            one.embed = True
    warnings = []
    if gone:
        names = dutch.listing([f"'{getattr(one, 'layer_name', one._name)}'" for one in gone])
        warnings.append(f"niet in het bestand, omdat het zonder netwerk opent: {names}")
    return warnings + _replace_icons(found)


def _needs_network(one: Element) -> bool:
    """Whether nothing of a layer can be in the file."""
    if isinstance(one, ImageOverlay):
        return not one.url.startswith("data:")
    return isinstance(one, TileLayer | WmsTileLayer | VideoOverlay | BackgroundLayer)


def _replace_icons(found: Iterable[Element]) -> list[str]:
    """Give icons whose image has an address the image of Leaflet, and say what icons lose."""
    pictograms, addresses = [], []
    for one in found:
        if isinstance(one, folium.CustomIcon):
            address = str(one.options.get("icon_url", ""))
            if not address.startswith("data:"):
                addresses.append(f"'{address}'")
                one.options = {**_marker_images(), **_MARKER_SIZES}
        elif isinstance(one, folium.Icon):
            pictograms.append(f"'{one.options.get('icon', '')}'")
    warnings = []
    if addresses:
        names = dutch.listing(list(dict.fromkeys(addresses)))
        warnings.append(f"markers krijgen het gewone teken in plaats van de afbeelding {names}")
    if pictograms:
        names = dutch.listing(list(dict.fromkeys(pictograms)))
        warnings.append(f"markers houden hun kleur, maar niet het pictogram {names}")
    return warnings


def _refuse_unknown(parts: Iterable[Part], found: Iterable[Element]) -> None:
    """Refuse a map that needs what cannot be put in the file."""
    unknown = [address for part in parts for address in part.unknown]
    if not unknown:
        return
    owners: dict[str, str] = {}
    for one in found:
        for _, address in [*getattr(one, "default_js", ()), *getattr(one, "default_css", ())]:
            owners.setdefault(address, type(one).__name__)
    lines = []
    for address in dict.fromkeys(unknown):
        owner = f" (van {owners[address]})" if address in owners else ""
        lines.append(f"- {address[:200]}{owner}")
    raise LappendekenError(
        "De kaart gebruikt onderdelen die alleen op internet staan:\n"
        + "\n".join(lines)
        + "\nEen bestand dat zonder netwerk opent kan die niet bevatten. Haal ze van de kaart, of "
        "schrijf haar met .save(...) als zij alleen met netwerk open hoeft te gaan."
    )


def _missed(texts: Iterable[str]) -> list[str]:
    """What markup on the map uses that the file does not have."""
    page = "\n".join(texts)
    classes = dict.fromkeys(word for found in _CLASSES.findall(page) for word in found.split())
    plain = [f"'{word}'" for word in classes if word in _BOOTSTRAP]
    pictograms = [f"'{word}'" for word in classes if _PICTOGRAM.fullmatch(word)]
    fetched = [f"'{address}'" for address in dict.fromkeys(_FETCHED.findall(page))]
    warnings = []
    if plain:
        warnings.append(
            f"zonder de opmaak van Bootstrap, die de kaart gebruikt bij {dutch.listing(plain)}"
        )
    if pictograms:
        warnings.append(f"zonder de pictogrammen {dutch.listing(pictograms)}")
    if fetched:
        warnings.append(f"wat van buiten het bestand moet komen blijft leeg: {', '.join(fetched)}")
    return warnings


def _helpers(codes: Sequence[str]) -> str:
    """What stands in for images and libraries that Leaflet and Folium would fetch."""
    result = ""
    if any(map(_MARKER.search, codes)):
        result += offline.json_element(_marker_images(), id="lappendeken-marker")
        result += offline.script_element(offline.asset("standaardmarker.js"))
    if any(map(_PIN.search, codes)):
        result += offline.script_element(offline.asset("spelden.js"))
    return result


@cache
def _marker_images() -> dict[str, str]:
    """The images of Leaflet's own marker, as addresses that hold all of them."""
    folder = resources.files("xstatic.pkg.leaflet") / "data" / "images"
    files = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    return {name: offline.data_address(folder / file) or "" for name, file in files.items()}
