"""What `BRONNEN.md` says of the edition of 2026."""

from datetime import date
from typing import Final

import pandas as pd

from databuild import regions
from databuild.catalogue import indelingen
from databuild.edition import Edition
from databuild.edition_2026 import Built
from databuild.gemeenten import Gemeenten
from databuild.markdown import cell, table
from databuild.register import RETRIEVED
from databuild.verantwoording import Values, drawn, render
from lappendeken.dutch import listing, long_date, percentage
from lappendeken.schema import CONTRADICTED, REGELINGEN

TEMPLATE: Final = "bronnen_2026.md"
LOWEST: Final = 10

LICENCES: Final = {
    "cbs": ("CBS/Kadaster", "CC BY 4.0"),
    "vws": ("ministerie van VWS en een tweede tabel", "EUPL 1.2"),
    "duo": ("DUO, open onderwijsdata", "open data"),
    "roo": ("Register van Overheidsorganisaties", "CC0 1.0"),
    "mobw": ("openbare bronnen, per deelname genoemd", "feiten"),
}
OTHERS: Final = {"mo-bw-regio": "mobw", "gemeenschappelijke-regeling": "roo"}
"""Where the indelingen come from that are no column of a table."""


def counts(built: Built) -> dict[str, int]:
    """What a program may want to check: Dutch name -> number."""
    edition, found = built.edition, built.register
    sure = edition.deelnames["zekerheid"].value_counts()
    return {
        "gemeenten": len(edition.gemeenten.frame),
        "indelingen": len(indelingen(edition.year)),
        "deelnames": len(edition.deelnames),
        **{f"deelnames_{name}": int(amount) for name, amount in sorted(sure.items())},
        "grenzen_over_land": edition.verbindingen.borders,
        "verbindingen": len(edition.verbindingen.rows),
        **found.counts,
    }


def text(built: Built) -> str:
    """The account of this edition."""
    values = {
        **drawn(built.edition.gemeenten),
        **_gemeenten(built.edition.gemeenten),
        **_indelingen(built.edition),
        **_mobw(built.facts),
        "tabel_ggd": "; ".join(
            f"{name} ({used} bij het CBS, {other} in de tweede)" for name, used, other in built.ggd
        ),
        **_register(built),
    }
    return render(TEMPLATE, values)


def _gemeenten(gemeenten: Gemeenten) -> Values:
    rows = []
    for overlap in gemeenten.overlaps:
        lowest = overlap.shares.sort_values().head(LOWEST)
        named = [
            f"{gemeenten.names[str(code)]} {percentage(share, 1)}" for code, share in lowest.items()
        ]
        median = percentage(float(overlap.shares.median()), 1)
        rows.append([overlap.source.rpartition("/")[2], median, ", ".join(named)])
    return {
        "getekend": listing(list(gemeenten.drawn_area)),
        "tabel_overlap": table(["Andere bron", "Mediaan", "Laagste"], rows),
    }


def _indelingen(edition: Edition) -> Values:
    known = indelingen(edition.year)
    sources = regions.sources()
    rows = []
    smallest = []
    for told in edition.statements():
        source = sources.get(told.indeling)
        key = source.bron if source else OTHERS[told.indeling]
        how = source.wijze if source else key
        publisher, licence = LICENCES[key]
        when = " tot ".join(dict.fromkeys([told.stand_van, told.stand_tot]))
        facts = [told.indeling, f"{publisher} ({how})", when, licence, told.verbanden]
        rows.append([*facts, *told.zekerheid.values()])
        if how == "overlay":
            own = edition.deelnames[edition.deelnames["indeling"] == told.indeling]
            shares = own.loc[own["zekerheid"] == "afgeleid", "opmerking"]
            place = shares.sort_values().index[0]  # all between 10 and 99 percent
            share = str(shares[place]).partition(" ")[0]
            smallest.append(f"{own['gemeente'].to_dict()[place]} {share} ({told.indeling})")
    header = ["Indeling", "Bron", "Stand", "Licentie", "Verbanden>"]
    header += ["Bevestigd>", "Afgeleid>", "Voortgezet>"]
    return {
        "indelingen": len(known),
        "deelnames": len(edition.deelnames),
        "tabel_indelingen": table(header, rows),
        "kleinste": "; ".join(smallest),
        "wettelijk": ", ".join(known.index[known["vorm"] == "geen"]),
    }


def _mobw(facts: pd.DataFrame) -> Values:
    sure = facts["zekerheid"].value_counts()
    carried = facts[facts["zekerheid"] == regions.CARRIED]
    against = carried[carried["toelichting"].str.startswith(CONTRADICTED)]
    alone = carried.drop(against.index)
    changed = facts[facts["regio"] != facts["regio_2016_voortgezet"]]
    mixed = facts[facts["herkomst_2016"] != ""]
    return {
        "bronnen_mobw": facts["bron"].replace("", pd.NA).nunique(),
        "regio_mobw": facts["regio"].nunique(),
        **{name: int(sure[name]) for name in ("bevestigd", "afgeleid", "voortgezet")},
        "alleen_bw": int((facts["alleen_bw"] == "ja").sum()),
        "stand_onbekend": int((facts["stand"] == "onbekend").sum()),
        "zonder_centrum": listing(regions.NO_CENTRUM),
        "zonder_bron": listing(list(alone["naam"])),
        "tabel_tegenspraak": table(
            ["Gemeente", "Regio", "Wat de bronnen zeggen", "Bron"],
            against[["naam", "regio", "toelichting", "bron"]].to_numpy(),
        ),
        "tabel_veranderd": table(
            ["Gemeente", "Van", "Naar", "Stand", "Zekerheid", "Bron"],
            changed[
                ["naam", "regio_2016_voortgezet", "regio", "stand", "zekerheid", "bron"]
            ].to_numpy(),
        ),
        "herkomst": "; ".join(
            f"{name}: {origin.replace('; ', ', ')}, nu {regio}"
            for name, regio, origin in mixed[["naam", "regio", "herkomst_2016"]].to_numpy()
        ),
    }


def _register(built: Built) -> Values:
    found, rows = built.register, built.edition.deelnames
    own = rows[rows["indeling"] == REGELINGEN]
    first = own.groupby("verband_id")["van"].min()
    own = own.drop_duplicates("verband_id")
    vormen = own["vorm"].value_counts()
    domeinen = found.kenmerken["beleidsdomein"].value_counts()
    soorten = found.andere_deelnemers["soort"].value_counts()
    return {
        **found.counts,
        "later_begonnen": int((first > built.edition.peildatum).sum()),
        "peildatum": long_date(date.fromisoformat(built.edition.peildatum)),
        "opgehaald": RETRIEVED,
        "tabel_vormen": table(["Vorm", "Regelingen>"], list(vormen.items())),
        "tabel_domeinen": table(["Domein", "Regelingen>"], list(domeinen.items())),
        "soorten": ", ".join(f"{amount} {name}" for name, amount in soorten.items()),
        "tabel_opvolgers": table(["Regeling", "Het register noemt", "In de tabel"], found.moved),
        "opgevolgd": len({regeling for regeling, _, _ in found.moved}),
        "lijst_zonder_gemeente": "\n".join(f"- {cell(name)}" for name in found.without_gemeente),
    }
