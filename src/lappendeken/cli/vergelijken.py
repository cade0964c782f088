"""`lappendeken gegevens vergelijk`: two sources of the same indeling beside each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import MISSING, count
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken


def vergelijk(
    a: Annotated[str, typer.Argument(metavar="A", help="Een map met gegevens, of 'ingebouwd'.")],
    b: Annotated[str, typer.Argument(metavar="B", help="De andere bron.")],
    indeling: Annotated[
        str | None,
        typer.Option(metavar="NAAM", help="Welke indeling; anders alle die in beide staan."),
    ] = None,
    met: Annotated[
        str | None,
        typer.Option(metavar="NAAM", help="Hoe die indeling in B heet, als dat anders is."),
    ] = None,
    uit: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Schrijf naar .csv, .json of .xlsx.")
    ] = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk twee bronnen van dezelfde indeling: waar zijn zij het eens, en waar niet.

    Verbanden worden aan elkaar gekoppeld op hun gemeenten, niet op hun naam.

    Voorbeeld: [bold]lappendeken gegevens vergelijk ingebouwd mijnmap --indeling jeugdregio[/bold]
    """
    if met is not None and indeling is None:
        raise WrongUsageError("--met vraagt ook --indeling.")
    if uit is not None:
        options.check_output(uit, force=force, endings=formats.TABLES)
    one, other = options.load_moment(a), options.load_moment(b)
    pairs = _pairs(one, other, indeling, met)
    from lappendeken.timeline import reconcile

    found = {names: reconcile(x, y) for names, (x, y) in pairs.items()}
    tables = _tables(found, one, other)
    facts = {"a": a, "b": b, "peildatum_a": str(one.peildatum), "peildatum_b": str(other.peildatum)}

    def show() -> None:
        _show(a, b, one, other, tables)

    results.hand_out(uit, tables, facts, show, force=force, json=json)


def _pairs(
    one: "Lappendeken", other: "Lappendeken", name: str | None, beside: str | None
) -> "dict[str, tuple[Indeling, Indeling]]":
    """The indelingen to compare, by the identifier in A."""
    if name is not None:
        first = one.find_indeling(name)
        return {first.id: (first, other.find_indeling(beside or name))}
    shared = [str(key) for key in one.indelingen.index if key in other.indelingen.index]
    if not shared:
        raise WrongUsageError(
            "Deze bronnen hebben geen indeling met dezelfde naam; noem ze met --indeling en --met."
        )
    return {key: (one.indeling(key), other.indeling(key)) for key in shared}


def _tables(
    found: "dict[str, Any]", one: "Lappendeken", other: "Lappendeken"
) -> "dict[str, pd.DataFrame]":
    """The results, by name."""
    import pandas as pd

    names = other.gemeenten["naam"].combine_first(one.gemeenten["naam"])
    summary = pd.DataFrame(
        [
            {
                "indeling": key,
                "gemeenten": len(result.gemeenten),
                "alleen_in_a": len(result.only_a),
                "alleen_in_b": len(result.only_b),
                "verbanden_a": int(result.verbanden["a"].notna().sum()),
                "verbanden_b": int(result.verbanden["b"].notna().sum()),
                "gelijke_verbanden": result.identical,
                "eens": result.agreement,
                "verschillen": len(result.differences),
            }
            for key, result in found.items()
        ]
    )
    regions = pd.concat([r.verbanden.assign(indeling=key) for key, r in found.items()])
    changes = pd.concat([r.differences.assign(indeling=key) for key, r in found.items()])
    changes = changes.assign(naam=changes["gemeente"].map(names))
    return {
        "overeenkomst": summary,
        "verbanden": regions.rename(
            columns={"size_a": "gemeenten_a", "size_b": "gemeenten_b", "both": "in_beide"}
        )[["indeling", "a", "b", "gemeenten_a", "gemeenten_b", "in_beide", "jaccard"]],
        "verschillen": changes[["indeling", "gemeente", "naam", "before", "after"]].rename(
            columns={"before": "a", "after": "b"}
        ),
    }


def _show(
    a: str, b: str, one: "Lappendeken", other: "Lappendeken", tables: "dict[str, pd.DataFrame]"
) -> None:
    """Print everything on 80 columns."""
    console = screen.out()
    screen.heading(
        console,
        f"A: {a}   B: {b}",
        f"A: {len(one.gemeenten)} gemeenten op {one.peildatum}; "
        f"B: {len(other.gemeenten)} op {other.peildatum}",
    )
    rows = [
        [
            str(row["indeling"]),
            str(row["gemeenten"]),
            f"{row['verbanden_a']} / {row['verbanden_b']}",
            str(row["gelijke_verbanden"]),
            screen.percent(float(row["eens"])),
            str(row["verschillen"]),
        ]
        for row in tables["overeenkomst"].to_dict("records")
    ]
    heads = ["indeling", "gemeenten", "verbanden A / B", "gelijk", "eens", "verschillen"]
    screen.table(console, heads, rows, right=range(1, 6), title="Hoe ver zij het eens zijn")
    _show_regions(console, tables["verbanden"])
    _show_differences(console, tables["verschillen"])
    alone = tables["overeenkomst"][["alleen_in_a", "alleen_in_b"]].max()
    for side, amount in zip("AB", alone, strict=True):
        if amount:
            noun = count(int(amount), "gemeente staat", "gemeenten staan")
            console.print(f"Let op: {noun} alleen in {side} en {_verb(int(amount))} niet mee.")


def _verb(amount: int) -> str:
    return "telt" if amount == 1 else "tellen"


def _show_regions(console: Any, regions: "pd.DataFrame") -> None:
    """Print the verbanden that are not the same in both, with how they were matched."""
    unlike = regions[(regions["jaccard"] < 1) | (regions["a"] != regions["b"])]
    rows = [
        [
            str(row["indeling"]),
            _cell(row["a"]),
            _cell(row["b"]),
            str(row["in_beide"]),
            screen.decimal(float(row["jaccard"]), 2),
        ]
        for row in unlike.head(results.SHOWN).to_dict("records")
    ]
    if rows:
        title = "Verbanden met andere naam of andere gemeenten"
        heads = ["indeling", "A", "B", "in beide", "Jaccard"]
        screen.table(console, heads, rows, right=[3, 4], title=title)
    results.tell_rest(console, len(unlike))


def _cell(value: object) -> str:
    return value if isinstance(value, str) and value else MISSING


def _show_differences(console: Any, differences: "pd.DataFrame") -> None:
    """Print the gemeenten on which the sources differ."""
    rows = [
        [str(row["naam"]), str(row["indeling"]), _cell(row["a"]), _cell(row["b"])]
        for row in differences.head(results.SHOWN).to_dict("records")
    ]
    if rows:
        heads = ["gemeente", "indeling", "in A", "in B"]
        screen.table(console, heads, rows, title="Gemeenten waarover zij verschillen")
    else:
        console.print("Over geen enkele gemeente verschillen zij.")
    results.tell_rest(console, len(differences))
