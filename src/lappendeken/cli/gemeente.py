"""`lappendeken gemeente`: with whom one gemeente works, and where its circles differ."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import measures, output, report, tables, timeline, wording
from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting, results
from lappendeken.dutch import count, listing
from lappendeken.schema import REGELINGEN

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from lappendeken.model import Lappendeken
    from lappendeken.report.office import Style


def gemeente(
    context: typer.Context,
    naam: Annotated[list[str], typer.Argument(metavar="NAAM", help="Naam of CBS-code.")],
    alle: Annotated[
        bool,
        typer.Option("--alle", metavar="", help="Toon ook de verbanden buiten de hoofdindelingen."),
    ] = False,
    uit: reporting.Uit = None,
    sjabloon: reporting.Sjabloon = None,
    logo: reporting.Logo = None,
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
    style = reporting.read_style(sjabloon, logo, reporting.form_of(uit))
    reporting.check_one(context, uit, force=force, json=json)
    if uit is not None:
        options.refuse_given(context, "niet bij een rapport", "alle")
        _write_report(" ".join(naam), uit, style, gewicht, datum, gegevens, peildatum, force=force)
        return
    options.refuse_given(context, "bij een rapport, met --uit", "gewicht")
    lap = options.load(gegevens, peildatum)
    code = lap.find_gemeente(" ".join(naam))
    main = list(lap.main_indelingen)
    found = {"verbanden": tables.gemeente.verbanden_frame(lap, code, alle=alle)}
    working = tables.regelingen.described(lap, found["verbanden"].index)
    if working:
        found["regelingen"] = tables.regelingen.frame(lap, working, code)
    if main:
        found["partners"] = measures.partners(main, code)
        found["congruentie"] = measures.territorial_congruence(main).loc[[code]]

    def show(console: "Console") -> None:
        name, province = lap.gemeenten.loc[code, ["naam", "provincie"]]
        facts = (f"{_people(lap, code)}.", lap.origin(code), options.source_line(lap, gegevens))
        screen.heading(console, f"{name} ({code}), {province}", " ".join(filter(None, facts)))
        screen.show(console, [tables.gemeente.verbanden(found["verbanden"], alle=alle)])
        if working and not alle:
            screen.show(console, [tables.regelingen.short_table(found["regelingen"])])
        elif working:
            screen.heading(console, "Wat van deze verbanden bekend is")
            for line in tables.regelingen.lines(found["regelingen"]):
                screen.lines(console, [line], after="\n")
        if working and REGELINGEN in lap:
            load = timeline.governance_load(lap, lap.indeling(REGELINGEN))
            screen.lines(console, wording.load.place(load, code, name), after="\n")
        if main:
            _show_partners(console, lap, found)

    facts = {"gemeente": code, "peildatum": lap.peildatum.isoformat()}
    facts |= wording.certainty.facts(lap, main)
    results.deliver(results.Target(None, force, json), found, facts, show)


def _write_report(
    naam: str,
    uit: Path,
    style: "Style",
    gewicht: str,
    datum: str | None,
    gegevens: Path | None,
    peildatum: str | None,
    *,
    force: bool,
) -> None:
    """Write the whole report on a gemeente."""
    day = reporting.read_date(datum)
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    (code,) = reporting.look_up(lap.find_gemeente, [naam])
    name = str(lap.gemeenten.at[code, "naam"])
    settings = reporting.settings(day, gewicht, gegevens, peildatum)
    stem = output.files.file_stem(name, code.lower())
    commands = reporting.commands(["gemeente", name], stem, settings)
    basis = report.facts.Basis(lap, gewicht)
    made = reporting.made(day, commands, gegevens)
    written = report.gemeente.report_on_gemeente(basis, code, made)
    source = options.source_line(lap, gegevens, ())
    reporting.write(written, uit, style, force=force, source=source)


def _people(lap: "Lappendeken", code: str) -> str:
    """Size of the gemeente."""
    amount = tables.whole(lap.gemeenten.at[code, "inwoners"])
    return "onbekend" if amount is None else count(amount, "inwoner", "inwoners")


def _show_partners(
    console: "Console", lap: "Lappendeken", found: "dict[str, pd.DataFrame]"
) -> None:
    """Print who is a partner everywhere, and who is the odd one out."""
    made, main, partners = tables.gemeente, list(lap.main_indelingen), found["partners"]
    where = listing([tables.congruence.short(one) for one in main])
    screen.heading(console, f"Partner in {where}")
    screen.lines(console, [made.everywhere(lap, partners)], after="\n")
    screen.show(console, [made.odd_ones(lap, main, partners)])
    screen.lines(console, made.without_partners(main, partners))
    score, meaning = made.congruence(found["congruentie"], where)
    screen.lines(console, [score])
    screen.lines(console, [meaning], style="dim")
