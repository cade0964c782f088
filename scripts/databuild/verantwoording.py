"""`BRONNEN.md`: where every table comes from, and what the build did to it.

The prose is in the templates beside this file; the numbers, lists and tables for it are computed,
here for what holds for all editions, and in a module for each edition.
"""

from collections.abc import Mapping
from string import Template
from typing import Final, TypeAlias

import pandas as pd

from databuild import geometry
from databuild.gemeenten import Gemeenten
from databuild.herindelingen import STEPS_2016, Herindelingen
from databuild.markdown import table
from databuild.tables import HERE
from databuild.verbindingen import Verbindingen
from lappendeken.dutch import listing, number

Values: TypeAlias = dict[str, int | str]

SHARED: Final = "bronnen_sjabloon.md"


def render(template: str, values: Mapping[str, int | str]) -> str:
    """Fill in a template; whole numbers are written the Dutch way."""
    written = {
        key: number(value) if isinstance(value, int) else value for key, value in values.items()
    }
    return Template((HERE / template).read_text(encoding="utf-8")).substitute(written)


def shared(steps: Herindelingen, links: tuple[Verbindingen, ...], rows: int) -> Values:
    """What holds for all editions."""
    first, last = links
    return {
        "stappen": len(steps.steps),
        "stappen_2016": len(STEPS_2016),
        "toetsen": listing([f"de {count} van {date}" for date, count in steps.checked]),
        "zonder_aandeel": listing(
            [f"{step.van_naam} naar {step.naar_naam}" for step in steps.without_share]
        ),
        "bij_benadering": listing(
            [f"{step.van_naam} naar {step.naar_naam}" for step in steps.approximate]
        ),
        "rijen_verbindingen": rows,
        "vervallen": listing(last.fallen),
        **_links(first, "2016"),
        **_links(last, "2026"),
    }


def _links(result: Verbindingen, year: str) -> Values:
    return {
        f"grenzen_{year}": result.borders,
        f"delen_{year}": len(result.parts),
        f"vasteland_{year}": len(result.parts[0]),
        f"andere_delen_{year}": "; ".join(", ".join(part) for part in result.parts[1:]),
        f"verbindingen_{year}": len(result.rows),
    }


def drawn(gemeenten: Gemeenten) -> Values:
    """How the areas of an edition were drawn."""
    mending = gemeenten.mending
    names = list(gemeenten.names.values())
    areas = pd.DataFrame(mending.islets, columns=["label", "km2"])
    islets = areas.groupby(areas["label"].map(lambda label: names[int(label) - 1]))["km2"]
    sizes = sorted(
        ((float(own.sum()), len(own), str(name)) for name, own in islets),
        key=lambda one: (-one[0], one[2]),
    )
    changed = [
        [one, other, "nieuw" if metres > 0 else "weg", abs(metres)]
        for one, other, metres in gemeenten.changed
    ]
    return {
        "gemeenten": len(gemeenten.frame),
        "inwoners": int(gemeenten.frame["inwoners"].sum()),
        "land": number(float(gemeenten.frame["oppervlakte_km2"].sum()), 2),
        "cel": int(geometry.CELL),
        "tolerantie": int(geometry.TOLERANCE),
        "punten": gemeenten.vertices,
        "gaten": len(mending.gaps),
        "gat_grens": int(geometry.GAP / 1e6),
        "gat_km2": number(sum(mending.gaps), 2),
        "eilandjes": len(mending.islets),
        "eiland_grens": int(geometry.ISLET / 1e6),
        "eiland_km2": number(sum(area for _, area in mending.islets), 2),
        "eiland_lijst": ", ".join(
            f"{name} {number(total, 2)} km² in {count}" for total, count, name in sizes
        ),
        "snippers": len(mending.specks),
        "snipper_grens": int(geometry.SPECK / 1e4),
        "tabel_grenzen": table(["Gemeente", "Gemeente", "Grens", "Meter>"], changed),
    }
