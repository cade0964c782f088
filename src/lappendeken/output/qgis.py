"""A project and styles for QGIS beside a GeoPackage of results."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import geopandas as gpd
from pyproj import CRS

from lappendeken.drawing import palette
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import TYPES
from lappendeken.model import Lappendeken

_VERSION = "3.22.0"
_CRS = "EPSG:28992"
_CONGRUENCE = "congruence"
_THIN, _THICK = "0.1", "0.5"


def project(
    path: Path, lap: Lappendeken, indelingen: Sequence[str | Indeling], *, styles: bool = True
) -> dict[Path, bytes]:
    """A project that opens the congruence map, and the styles it uses.

    Parameters
    ----------
    path : Path
        The GeoPackage with the layers of `result_layers`; it may not be there yet.
    lap : Lappendeken
        Gives the extent.
    indelingen : sequence of str or Indeling
        Those of the layers, in the same order.
    styles : bool
        Whether each style is a file of its own too, to use in another project.

    Returns
    -------
    dict of Path to bytes
        `<stem>.qgs`, then `<stem>-gemeenten.qml`, `<stem>-regios.qml` and `<stem>-typologie.qml`.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> files = project(Path("lagen.gpkg"), lap, ["jeugdregio", "ggd-regio"])
    >>> [path.name for path in files]
    ['lagen.qgs', 'lagen-gemeenten.qml', 'lagen-regios.qml', 'lagen-typologie.qml']
    """
    chosen = lap.find_indelingen(indelingen)
    pairs = list(permutations(chosen, 2))
    shown = {"gemeenten"} if not pairs else {f"{chosen[0].id}--{chosen[1].id}", chosen[1].id}
    # The first lies on top: lines over fills.
    layers = {one.id: (f"Grenzen: {one.naam}", _outline()) for one in reversed(chosen)}
    for a, b in pairs:
        layers[f"{a.id}--{b.id}"] = (f"{a.naam} tegen {b.naam}", _types())
    layers["gemeenten"] = ("Territoriale congruentie per gemeente", _congruence())
    files = {path.with_suffix(".qgs"): _document(path, lap.gemeenten, layers, shown)}
    if styles:
        named = {"gemeenten": _congruence(), "regios": _outline(), "typologie": _types()}
        for name, renderer in named.items():
            style = Element("qgis", version=_VERSION, styleCategories="Symbology")
            style.append(renderer)
            files[path.with_name(f"{path.stem}-{name}.qml")] = _text(style)
    return files


def _document(
    path: Path,
    gemeenten: gpd.GeoDataFrame,
    layers: Mapping[str, tuple[str, Element]],
    shown: Iterable[str],
) -> bytes:
    """The project file: the tree with its legend, the canvas, and the layers."""
    root = Element("qgis", projectname="Lappendeken", version=_VERSION)
    SubElement(root, "title").text = "Lappendeken"
    _crs(SubElement(root, "projectCrs"))
    tree = SubElement(root, "layer-tree-group")
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    extent = SubElement(canvas, "extent")
    bounds = [str(round(value)) for value in gemeenten.total_bounds]
    sides = dict(zip(("xmin", "ymin", "xmax", "ymax"), bounds, strict=True))
    for name, value in sides.items():
        SubElement(extent, name).text = value
    _crs(SubElement(canvas, "destinationsrs"))
    view = SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    _crs(SubElement(view, "DefaultViewExtent", sides))
    whole = SubElement(root, "projectlayers")
    for name, (title, renderer) in layers.items():
        # Relative, so that the folder may move.
        source = f"./{path.name}|layername={name}"
        on = "Qt::Checked" if name in shown else "Qt::Unchecked"
        expanded = str(int(name in shown))
        leaf = {"id": name, "name": title, "checked": on, "expanded": expanded}
        SubElement(tree, "layer-tree-layer", leaf, providerKey="ogr", source=source)
        layer = SubElement(whole, "maplayer", type="vector", geometry="Polygon")
        SubElement(layer, "id").text = name
        SubElement(layer, "datasource").text = source
        SubElement(layer, "layername").text = title
        _crs(SubElement(layer, "srs"))
        SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
        layer.append(renderer)
    properties = SubElement(root, "properties")
    paths = SubElement(properties, "Paths")
    SubElement(paths, "Absolute", type="bool").text = "false"
    # Without it QGIS takes no notice of projectCrs.
    systems = SubElement(properties, "SpatialRefSys")
    SubElement(systems, "ProjectionsEnabled", type="int").text = "1"
    return _text(root)


def _crs(parent: Element) -> None:
    """The system of coordinates of all layers."""
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "wkt").text = CRS.from_user_input(_CRS).to_wkt()
    SubElement(system, "authid").text = _CRS


def _types() -> Element:
    """A fill for each type of region."""
    renderer = Element("renderer-v2", type="categorizedSymbol", attr="type")
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (kind, meaning) in enumerate(TYPES.items()):
        given = {"symbol": str(number), "value": kind, "label": f"{kind}: {meaning}"}
        SubElement(categories, "category", given, render="true")
        _symbol(symbols, number, palette.FILLS[kind], palette.LINES["inkt"], _THIN)
    return renderer


def _congruence() -> Element:
    """Five classes of territorial congruence."""
    given = {"type": "graduatedSymbol", "attr": _CONGRUENCE, "graduatedMethod": "GraduatedColor"}
    renderer = Element("renderer-v2", given)
    ranges = SubElement(renderer, "ranges")
    symbols = SubElement(renderer, "symbols")
    for number, fill in enumerate(palette.RAMP):
        low, high = number * 20, number * 20 + 20
        bounds = {"lower": str(low / 100), "upper": str(high / 100), "symbol": str(number)}
        SubElement(ranges, "range", bounds, label=f"{low} tot {high}%", render="true")
        _symbol(symbols, number, fill, palette.LINES["gemeente"], _THIN)
    return renderer


def _outline() -> Element:
    """The borders of regions, over a map of others."""
    renderer = Element("renderer-v2", type="singleSymbol")
    _symbol(SubElement(renderer, "symbols"), 0, None, palette.LINES["ander"], _THICK)
    return renderer


def _symbol(symbols: Element, number: int, fill: str | None, line: str, width: str) -> None:
    """A fill with a line around it."""
    symbol = SubElement(symbols, "symbol", type="fill", name=str(number), alpha="1")
    layer = SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0"})
    values = {
        "color": _rgba(fill or palette.OUTSIDE),
        "style": "solid" if fill else "no",
        "outline_color": _rgba(line),
        "outline_style": "solid",
        "outline_width": width,
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }
    options = SubElement(layer, "Option", type="Map")
    for name, value in values.items():
        SubElement(options, "Option", name=name, value=value, type="QString")


def _rgba(colour: str) -> str:
    """A colour as QGIS writes it.

    Examples
    --------
    >>> _rgba("#c74e0a")
    '199,78,10,255'
    """
    return ",".join(str(value) for value in (*bytes.fromhex(colour.removeprefix("#")), 255))


def _text(root: Element) -> bytes:
    """A file of QGIS."""
    indent(root)
    start = "<!DOCTYPE qgis>\n"
    return (start + tostring(root, encoding="unicode") + "\n").encode()
