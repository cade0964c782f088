"""A background under a map, on request only: tiles that come over the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

import folium
from branca.element import Figure, MacroElement

from lappendeken import dutch
from lappendeken.errors import WrongUsageError
from lappendeken.maps.pages import assets, offline


@dataclass(frozen=True)
class Background:
    """A map of others that can lie under one of ours.

    Parameters
    ----------
    name : str
        As the user asks for it.
    title : str
        What it is, in Dutch.
    address : str
        Of a tile, with `{z}`, `{x}` and `{y}`, in EPSG:3857.
    attribution : str
        What its licence wants to see on the map; text, no markup.
    zooms : tuple of two int
        First and last level there are tiles of.
    bounds : tuple of two tuples of float
        South-west and north-east of the tiles, as latitude and longitude in degrees.
    """

    name: str
    title: str
    address: str
    attribution: str
    zooms: tuple[int, int]
    bounds: tuple[tuple[float, float], tuple[float, float]]

    @property
    def host(self) -> str:
        """Scheme and host that the tiles come from.

        Examples
        --------
        >>> find_background("brt").host
        'https://service.pdok.nl'
        """
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def to_json(self) -> dict[str, object]:
        """What the script on the page needs."""
        first, last = self.zooms
        return {
            "address": self.address,
            "options": {
                "attribution": self.attribution,
                "bounds": self.bounds,
                "minNativeZoom": first,
                "maxNativeZoom": last,
                "maxZoom": last + 2,
                "referrerPolicy": "no-referrer",
            },
        }


def _brt(name: str, layer: str, title: str) -> Background:
    """One style of the BRT achtergrondkaart."""
    return Background(
        name=name,
        title=title,
        address="https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/"
        f"{layer}/EPSG:3857/{{z}}/{{x}}/{{y}}.png",
        attribution="Kaartgegevens © Kadaster, CC BY 4.0",
        zooms=(6, 19),
        bounds=((50.5, 3.25), (54.0, 7.6)),
    )


BACKGROUNDS: Mapping[str, Background] = MappingProxyType(
    {
        one.name: one
        for one in (
            _brt("brt", "standaard", "BRT achtergrondkaart"),
            _brt("brt-grijs", "grijs", "BRT achtergrondkaart in grijs"),
            _brt("brt-pastel", "pastel", "BRT achtergrondkaart in pastel"),
            _brt("brt-water", "water", "BRT achtergrondkaart met het water"),
        )
    }
)
"""The backgrounds there are, by name: those of the Basisregistratie Topografie, served by PDOK."""


def find_background(name: str) -> Background:
    """The background of a name.

    Examples
    --------
    >>> find_background("BRT-grijs").title
    'BRT achtergrondkaart in grijs'
    """
    found = BACKGROUNDS.get(name.strip().lower())
    if found is None:
        choices = dutch.listing(list(BACKGROUNDS), "of")
        raise WrongUsageError(f"Onbekende achtergrond '{name}'; kies {choices}.")
    return found


def add_background(drawn: folium.Map, name: str) -> None:
    """Lay a background under a map; the page may then fetch images from that one host.

    Parameters
    ----------
    drawn : Map
        Changed in place. Its surfaces become translucent, and its legend with them. A background
        that it had gives way.
    name : str
        A name in `BACKGROUNDS`.

    Raises
    ------
    WrongUsageError
        If there is no such background.

    Notes
    -----
    Without a network the background stays white, and all else works.

    References
    ----------
    .. [1] Kadaster, BRT achtergrondkaart, served by PDOK under CC BY 4.0.

    Examples
    --------
    >>> drawn = folium.Map(tiles=None)
    >>> offline.use_offline(drawn, title="Proef", name="proef")
    >>> add_background(drawn, "brt")
    >>> "img-src data: https://service.pdok.nl;" in drawn.get_root().render()
    True
    """
    background = find_background(name)
    drawn.add_child(BackgroundLayer(background), name="achtergrond")
    page = drawn.get_root()
    if isinstance(page, offline.OfflinePage):
        page.images = [background.host]


class BackgroundLayer(MacroElement):
    """A background on a page: its tiles, its attribution, and what they ask of the rest.

    Parameters
    ----------
    background : Background
        Which.
    """

    def __init__(self, background: Background) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Achtergrond", "lappendeken"
        self.background = background
        self.layer_name = background.title

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """Put the parts in the page; under fixed names, so that they come only once."""
        page, drawn = self.get_root(), self._parent
        if not isinstance(page, Figure) or drawn is None:
            raise TypeError("a background needs a map in a figure")
        data = offline.json_element(self.background.to_json(), id="lappendeken-achtergrond")
        start = assets.started("achtergrond.js", "layBackground", drawn.get_name())
        parts = (
            (page.header, "stijl", offline.style_element(assets.style("achtergrond.css"))),
            (page.html, "gegevens", data),
            (page.script, "script", start),
        )
        for place, name, text in parts:
            place.add_child(offline.Verbatim(text), name=f"{self.get_name()}_{name}")
        return ""
