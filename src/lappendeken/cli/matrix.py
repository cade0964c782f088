"""`lappendeken congruentie --alle`: one measure over all pairs of indelingen."""

from pathlib import Path
from typing import TYPE_CHECKING

from lappendeken.cli import console as screen
from lappendeken.cli import results
from lappendeken.dutch import MISSING
from lappendeken.measures.registry import MEASURES
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken


def run(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    measure: str,
    weights: "pd.Series[float] | None",
    facts: dict[str, str],
    *,
    source: str,
    uit: Path | None,
    force: bool,
    json: bool,
) -> None:
    """Compute the matrix and show or write it."""
    from lappendeken import measures

    whole = measures.congruence_matrix(chosen, measure, weights=weights)
    order = measures.similarity_order(whole)
    whole = whole.loc[order, order]
    tables = {"matrix": whole, "dichtstbij": measures.nearest(whole)}
    about = facts | {"maat": measure}
    if uit is not None and uit.suffix.lower() in formats.PICTURES:
        from lappendeken.drawing.plots import heatmap, write_figure

        label = MEASURES[measure]
        title = f"Congruentie van alle indelingen: {label.name}"
        caption = f"{label.name[0].upper()}{label.name[1:]}: {label.meaning}. {source}."
        write_figure(uit, heatmap(whole, lap.indelingen["naam"], title=title, caption=caption))
        results.tell_written([uit])
        return

    def show() -> None:
        _show(lap, tables["dichtstbij"], measure, source)

    results.hand_out(uit, tables, about, show, force=force, json=json)


def _show(lap: "Lappendeken", nearest: "pd.DataFrame", measure: str, source: str) -> None:
    """Print for every indeling the one it is most like."""
    label = MEASURES[measure]
    names = lap.indelingen["naam"]
    console = screen.out()
    screen.heading(console, f"Congruentie van alle indelingen: {label.name}", source)
    rows = [
        [
            str(names[str(one)]),
            MISSING if other is None else str(names[other]),
            screen.decimal(score),
            screen.decimal(mean),
        ]
        for one, other, score, mean in nearest.itertuples()
    ]
    heads = ["indeling", "lijkt het meest op", label.short, "gemiddeld"]
    title = "Gelijkende indelingen staan bij elkaar"
    screen.table(console, heads, rows, right=[2, 3], title=title)
    screen.legend(
        console,
        {
            label.short: f"{label.name}: {label.meaning}",
            "gemiddeld": "met alle andere indelingen",
            "--uit": "schrijft de hele tabel (.csv, .xlsx) of een plaatje (.png, .svg)",
        },
    )
