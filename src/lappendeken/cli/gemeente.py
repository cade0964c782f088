"""`lappendeken gemeente`: with whom one gemeente works, and where its circles differ."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting
from lappendeken.dutch import MISSING, count, listing
from lappendeken.measures.registry import MEASURES
from lappendeken.schema import DOMEINEN

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken


def gemeente(
    naam: Annotated[list[str], typer.Argument(metavar="NAAM", help="Naam of CBS-code.")],
    alle: Annotated[
        bool,
        typer.Option("--alle", metavar="", help="Toon ook de verbanden buiten de hoofdindelingen."),
    ] = False,
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND", help="Schrijf het hele rapport naar .html, .pdf, .xlsx of .csv."
        ),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    datum: reporting.Datum = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon de verbanden van een gemeente, haar partners, en waar die kringen verschillen.

    Met --uit wordt het een rapport met een netwerk, buren, gelijken en risico's.

    Voorbeeld: [bold]lappendeken gemeente Meppel[/bold]
    """
    from lappendeken import measures

    if uit is not None:
        _write_report(" ".join(naam), uit, gewicht, datum, gegevens, peildatum, force=force)
        return
    lap = options.load(gegevens, peildatum)
    code = lap.find_gemeente(" ".join(naam))
    main = list(lap.main_indelingen)
    tables = {"verbanden": _verbanden(lap, code, alle=alle)}
    if main:
        tables["partners"] = measures.partners(main, code)
        tables["congruentie"] = measures.territorial_congruence(main).loc[[code]]
    if json:
        from lappendeken.output import as_json
        from lappendeken.tables import from_frames

        facts = {"gemeente": code, "peildatum": lap.peildatum.isoformat()}
        screen.print_json(as_json(from_frames(tables), facts))
        return
    row = lap.gemeenten.loc[code]
    console = screen.out()
    screen.heading(
        console, f"{row['naam']} ({code}), {row['provincie']}", _facts(lap, row, gegevens)
    )
    _show_verbanden(console, tables["verbanden"], alle=alle)
    if main:
        _show_partners(console, lap, main, tables)


def _write_report(
    naam: str,
    uit: Path,
    gewicht: str,
    datum: str | None,
    gegevens: Path | None,
    peildatum: str | None,
    *,
    force: bool,
) -> None:
    """Write the whole report on a gemeente."""
    day = reporting.read_date(datum)
    reporting.check_one(uit, force=force)
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    (code,) = reporting.look_up(lap.find_gemeente, [naam])
    from lappendeken.output.files import file_stem
    from lappendeken.report.facts import Basis
    from lappendeken.report.gemeente import report_on_gemeente

    name = str(lap.gemeenten.at[code, "naam"])
    settings = reporting.settings(day, gewicht, gegevens, peildatum)
    commands = reporting.commands(["gemeente", name], file_stem(name, code.lower()), settings)
    made = reporting.made(day, commands, gegevens)
    report = report_on_gemeente(Basis(lap, gewicht), code, made)
    reporting.write(report, uit, force=force, source=options.source_line(lap, gegevens))


def _facts(lap: "Lappendeken", row: Any, gegevens: Any) -> str:
    """Size of the gemeente, and the data used."""
    people = (
        "onbekend" if _missing(row["inwoners"]) else count(row["inwoners"], "inwoner", "inwoners")
    )
    return f"{people}. {options.source_line(lap, gegevens)}"


def _missing(value: Any) -> bool:
    """Whether a cell holds nothing."""
    import pandas as pd

    return bool(pd.isna(value))


def _verbanden(lap: "Lappendeken", code: str, *, alle: bool) -> "pd.DataFrame":
    """The verbanden of one gemeente, in order of domein."""
    import pandas as pd

    sizes = lap.deelnames.groupby("verband_id").size()
    own = lap.deelnames[lap.deelnames["gemeente_code"] == code].set_index("verband_id")
    rows = [
        {
            "verband_id": verband,
            "domein": row.domein,
            "indeling": row.Index,
            "enkelvoud": row.enkelvoud,
            "verband": lap.verbanden.at[verband, "naam"],
            "vorm": lap.verbanden.at[verband, "vorm"],
            "rol": own.at[verband, "rol"],
            "partners": int(sizes[verband]) - 1,
        }
        for row in lap.indelingen.itertuples()
        if alle or row.standaard
        for verband in lap.indeling(str(row.Index)).verbanden_of(code)
    ]
    columns = [
        "verband_id",
        "domein",
        "indeling",
        "enkelvoud",
        "verband",
        "vorm",
        "rol",
        "partners",
    ]
    return pd.DataFrame(rows, columns=columns).set_index("verband_id")


def _show_verbanden(console: Any, verbanden: "pd.DataFrame", *, alle: bool) -> None:
    """Print the verbanden."""
    rows = []
    last = ""
    for _, row in verbanden.iterrows():
        domein = DOMEINEN[row["domein"]]
        role = " (centrumgemeente)" if row["rol"] == "centrumgemeente" else ""
        shown = "" if domein == last else domein
        rows.append([shown, row["enkelvoud"], row["verband"] + role, str(row["partners"])])
        last = domein
    if not rows:
        screen.heading(console, "Deze gemeente zit in geen enkel verband")
        return
    title = "Alle verbanden" if alle else "Verbanden per domein (--alle toont ook de andere)"
    screen.table(console, ["domein", "soort", "verband", "partners"], rows, right=[3], title=title)


def _show_partners(
    console: Any, lap: "Lappendeken", main: "list[Indeling]", tables: "dict[str, pd.DataFrame]"
) -> None:
    """Print who is a partner everywhere, and who is the odd one out."""
    table = tables["partners"]
    names = lap.gemeenten["naam"]
    domains = [DOMEINEN.get(one.domein, one.id) for one in main]
    uncovered = [
        d
        for d, one in zip(domains, main, strict=True)
        if one.id not in table or not table[one.id].any()
    ]
    everywhere = table.index[table.all(axis=1)]
    odd = table[~table.all(axis=1)]
    where = listing(domains)
    always = listing([str(names[c]) for c in everywhere]) or "niemand"
    screen.heading(console, f"Partner in {where}")
    console.print(f"{always}\n")
    rows = sorted(
        (
            [str(names[code]), *("ja" if inside else MISSING for inside in flags)]
            for code, flags in zip(odd.index, odd.to_numpy(), strict=True)
        ),
        # Those who are partners in the same domains stand together.
        key=lambda row: ([cell != "ja" for cell in row[1:]], row[0]),
    )
    if rows:
        screen.table(console, ["gemeente", *domains], rows, title="Waar de kringen verschillen")
    elif len(everywhere):
        screen.heading(console, "De kringen zijn overal dezelfde")
    for domain in uncovered:
        console.print(f"In {domain} heeft deze gemeente geen partners.")
    facts = tables["congruentie"].iloc[0]
    label = MEASURES["territorial_congruence"]
    score = screen.percent(facts["congruence"])
    console.print(
        f"{label.name.capitalize()}: {score} "
        f"({facts['numerator']:.0f} van {facts['denominator']:.0f}), over {where}.",
    )
    console.print(f"{label.meaning[0].upper()}{label.meaning[1:]}.", style="dim")
