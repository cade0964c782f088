"""`lappendeken rapport`: the congruence report on a province, all provinces, or the country."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import output, report, site
from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting, results
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.model import Lappendeken
    from lappendeken.report.bundle import How
    from lappendeken.report.facts import Basis
    from lappendeken.report.office import Style

FORMS = (*(ending[1:] for ending in formats.REPORTS), "bijlage")
_ALIASES = {"dia": "pptx"}
"""Forms that go by another name."""

COUNTRY = "land"
DEVIATIONS = "afwijkingen.xlsx"
"""The form for reasons that comes with the reports in a folder; never written over another."""


def rapport(
    provincie: Annotated[
        str | None, typer.Option(metavar="NAAM", help="Het rapport over deze provincie.")
    ] = None,
    land: Annotated[
        bool, typer.Option("--land", metavar="", help="Het rapport over het hele land.")
    ] = False,
    alle_provincies: Annotated[
        bool,
        typer.Option("--alle-provincies", metavar="", help="Elke provincie, en het land erbij."),
    ] = False,
    alle_gemeenten: Annotated[
        bool,
        typer.Option(
            "--alle-gemeenten",
            metavar="",
            help="Elke gemeente een rapport; wat al in de map staat, wordt niet opnieuw gemaakt.",
        ),
    ] = False,
    uit: Annotated[
        Path,
        typer.Option(metavar="PAD", help="Map voor de bestanden, of één bestand (.html, .pdf …)."),
    ] = Path("rapporten"),
    vorm: Annotated[
        str | None,
        typer.Option(
            metavar=",".join((*FORMS, *_ALIASES)),
            help="Welke vormen, met komma's ertussen; anders html, pdf en xlsx.",
        ),
    ] = None,
    sjabloon: reporting.Sjabloon = None,
    logo: reporting.Logo = None,
    afwijkingen: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help=f"Redenen voor afwijkingen (.xlsx of .csv), zoals {DEVIATIONS} uit een rapport.",
        ),
    ] = None,
    indeling: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAAM",
            help="In plaats van jeugd, MO/BW en werk; herhaal voor meer. Eén alleen komt in de "
            "plaats van die van haar domein, of ernaast; het rapport zet haar naast die van nu.",
        ),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    datum: reporting.Datum = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
) -> None:
    """Maak het congruentierapport: wat niet past, waar, voor wie, en of het is uitgelegd.

    Met kaarten, tabellen en plaatjes, als webpagina (html), om af te drukken (pdf) en om mee te
    rekenen (xlsx, csv). De bestanden openen zonder netwerk.

    Voorbeeld: [bold]lappendeken rapport --provincie Overijssel[/bold]
    """
    chosen_areas = sum((provincie is not None, land, alle_provincies))
    if chosen_areas > 1 or not (chosen_areas or alle_gemeenten):
        raise WrongUsageError(
            "Kies één van --provincie NAAM, --land en --alle-provincies, en als u wilt "
            "--alle-gemeenten erbij."
        )
    if alle_gemeenten and (afwijkingen is not None or indeling):
        raise WrongUsageError(
            "--afwijkingen en --indeling gaan over provincies; geef ze zonder --alle-gemeenten."
        )
    day = reporting.read_date(datum)
    base, forms = _targets(uit, vorm, many=alle_provincies or alle_gemeenten)
    style = reporting.read_style(sjabloon, logo, forms)
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    chosen = tuple(one.id for one in options.choose(lap, indeling, least=1)) if indeling else ()
    names = _areas(lap, provincie, everything=alle_provincies) if chosen_areas else []
    settings = reporting.settings(day, gewicht, gegevens, peildatum)
    if alle_gemeenten:
        how = report.bundle.How(
            gegevens,
            options.read_day(peildatum),
            (),
            gewicht,
            tuple(forms),
            day,
            reporting.made(day, {}, gegevens).data,
            style,
        )
        _bundle(lap, uit, _slugs(names), how, settings, force=force)
        return
    reasons = None if afwijkingen is None else report.read_reasons(lap, afwijkingen)
    paths = {name: base or uit / slug for name, slug in _slugs(names).items()}
    output.files.check_folder((base or uit / "x").parent)
    if not force:
        _refuse_existing(list(paths.values()), forms)
    settings = [
        *(("--indeling", one) for one in chosen),
        ("--afwijkingen", afwijkingen),
        *settings,
    ]
    form = None if base else uit / DEVIATIONS
    basis = report.facts.Basis(lap, gewicht, chosen)
    written = _make(basis, paths, forms, (day, gegevens), settings, reasons, form, style)
    reporting.show_written(written, options.source_line(lap, gegevens, ()))
    if form in written:
        screen.say(
            f"Vul in {form} de redenen voor afwijkingen in, en geef het dan mee met --afwijkingen."
        )
    elif form is not None and form.exists() and afwijkingen is None:
        screen.say(f"{form} stond er al en is niet veranderd; geef het mee met --afwijkingen.")


def _targets(uit: Path, vorm: str | None, *, many: bool) -> tuple[Path | None, list[str]]:
    """The file without its ending, when --uit names one, and the forms to make."""
    ending = uit.suffix.lower()
    single = ending in formats.REPORTS and not uit.is_dir()
    if not single:
        results.check_folder(uit, *formats.REPORTS)
    if single and many:
        raise WrongUsageError("Dit zijn veel bestanden; geef --uit een map.")
    if vorm is not None:
        forms = list(dict.fromkeys(part.strip().lower() for part in vorm.split(",")))
        unknown = [form for form in forms if form not in (*FORMS, *_ALIASES)]
        if unknown:
            raise WrongUsageError(
                f"--vorm: '{unknown[0]}' bestaat niet; kies uit {', '.join((*FORMS, *_ALIASES))}."
            )
        forms = list(dict.fromkeys(_ALIASES.get(form, form) for form in forms))
    elif single:
        forms = [ending[1:]]
    else:
        forms = ["html", "pdf", "xlsx"]
        if not report.pdf.available():
            forms.remove("pdf")
            screen.say(f"Zonder PDF: die vraagt een extra bibliotheek: {report.pdf.INSTALL}.")
    report.files.require(forms)
    return (uit.with_suffix("") if single else None), forms


def _areas(lap: "Lappendeken", provincie: str | None, *, everything: bool) -> list[str | None]:
    """The official names of the provinces to report on; None for the country."""
    if everything:
        return [*sorted({str(name) for name in lap.gemeenten["provincie"]}), None]
    if provincie is None:
        return [None]
    return list(reporting.look_up(lap.find_provincie, [provincie]))


def _slugs(names: list[str | None]) -> dict[str | None, str]:
    """A file name for each area, all different."""
    found: dict[str | None, str] = {}
    taken = {COUNTRY} if None in names else set()
    for name in names:
        if name is None:
            found[name] = COUNTRY
            continue
        first = wanted = output.files.file_stem(name, "provincie")
        number = 2
        while wanted in taken:
            wanted, number = f"{first}-{number}", number + 1
        taken.add(wanted)
        found[name] = wanted
    return found


def _refuse_existing(paths: list[Path], forms: list[str]) -> None:
    """Refuse to overwrite, before the work begins."""
    there = [
        str(path)
        for one in paths
        for form in forms
        if (path := report.files.path_of(one, form)).exists()
    ]
    if there:
        verb = "bestaat" if len(there) == 1 else "bestaan"
        raise WrongUsageError(
            f"{', '.join(there)} {verb} al; kies een andere plaats of geef --force."
        )


def _make(
    basis: "Basis",
    paths: dict[str | None, Path],
    forms: list[str],
    how: tuple[date, Path | None],
    settings: list[tuple[str, object]],
    reasons: "pd.DataFrame | None",
    form: Path | None,
    style: "Style",
) -> list[Path]:
    """Make every report, and write them all or none."""
    day, gegevens = how
    setting = report.setting.Setting(basis)
    content: dict[Path, bytes | str] = {}
    with screen.progress("Rapporten maken", len(paths)) as done:
        for name, path in paths.items():
            what = ["--land"] if name is None else ["--provincie", name]
            commands = {
                form: reporting.command(["rapport", *what], [*settings, ("--vorm", form)])
                for form in report.files.FORMS
            }
            made = reporting.made(day, commands, gegevens)
            one = report.province.report_on_province(setting, name, made, reasons)
            content |= report.files.render(one, path, forms, style)
            done(1)
    if form is not None and not form.exists():
        explain = report.deviations.explain
        told = [explain(setting.basis, setting.area(name), reasons) for name in paths]
        if any(one.deviations for one in told):
            table = report.deviations.form(setting.basis, told)
            content[form] = output.xlsx.workbook([table], {})
    output.files.write_together(content)
    return list(content)


def _bundle(
    lap: "Lappendeken",
    uit: Path,
    areas: dict[str | None, str],
    how: "How",
    settings: list[tuple[str, object]],
    *,
    force: bool,
) -> None:
    """Make a folder of reports on gemeenten too, as far as they are not there yet."""

    def commands(words: Sequence[str], stem: str) -> dict[str, str]:
        if words[0] == "gemeente":
            return reporting.commands(words, stem, settings)
        return {
            form: reporting.command(words, [*settings, ("--vorm", form)])
            for form in report.files.FORMS
        }

    key = site.key(lap, [repr((how.forms, how.gewicht, how.peildatum, how.day, how.style))])
    folder = report.bundle.Folder(uit, key)
    output.files.check_folder(uit)
    every = list(report.bundle.subjects(lap, areas, commands, gemeenten=True))
    todo = folder.wanting(every, how.forms, force=force)
    work = report.bundle.batched(todo)
    with screen.progress("Rapporten maken", len(work)) as done:
        written = report.bundle.write(folder, todo, how, progress=done)
    there = len(every) - len(todo)
    already = f" {count(there, 'rapport stond', 'rapporten stonden')} er al." if there else ""
    screen.say(f"{count(len(written), 'bestand', 'bestanden')} geschreven in {uit}.{already}")
