"""Lists as people have them: each with what is in it, the command that reads it, and what is right.

The tests read them, the fuzzing damages them, and `scripts/make_layouts.py` draws them for the
manual. What is right was worked out by hand, from what a reader of the sheet sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]
ZWOLLE, KAMPEN, MEPPEL, ASSEN = "GM0193", "GM0166", "GM0119", "GM0106"
RIGHT = {(ZWOLLE, "IJsselland"), (KAMPEN, "IJsselland"), (MEPPEL, "Drenthe"), (ASSEN, "Drenthe")}


@dataclass(frozen=True)
class Layout:
    """One way in which a list is laid out in a workbook."""

    title: str
    sheets: Mapping[str, Rows]
    told: str
    """What is told of how it was read; a part of a sentence."""

    options: tuple[str, ...] = ()
    merged: Sequence[str] = ()
    """Of the last sheet."""

    hidden: tuple[str, ...] = ()
    right: frozenset[tuple[str, str]] = field(default=frozenset(RIGHT))

    def save(self, path: Path) -> Path:
        """Write it as a workbook of Excel."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if name in self.hidden else "visible"
        for cells in self.merged:
            sheet.merge_cells(cells)
        book.save(path)
        return path


JEUGD = ("--indeling", "jeugdregio")
PLAIN = [
    ["Gemeente", "Jeugdregio"],
    ["Zwolle", "IJsselland"],
    ["Kampen", "IJsselland"],
    ["Meppel", "Drenthe"],
    ["Assen", "Drenthe"],
]
LAYOUTS = {
    "titelblok": Layout(
        "Een titel en gegevens boven de tabel",
        {"Blad1": [["Regio's jeugdhulp"], ["Peildatum", "1-1-2026"], [], *PLAIN]},
        "2 regels boven de kopregel overgeslagen",
    ),
    "twee-kopregels": Layout(
        "Twee kopregels, met samengevoegde cellen",
        {
            "Blad1": [
                ["Gemeente", "Sociaal domein", None],
                [None, "jeugdregio", "arbeidsmarktregio"],
                *[[one, two, "Regio Zwolle"] for one, two in PLAIN[1:]],
            ]
        },
        "rij 1 en 2 zijn samen de kopregel",
        merged=("A1:A2", "B1:C1"),
        right=frozenset(RIGHT | {(code, "Regio Zwolle") for code, _ in RIGHT}),
    ),
    "samengevoegd": Layout(
        "De regio één keer, in een samengevoegde cel",
        {
            "Blad1": [
                ["Jeugdregio", "Gemeente"],
                ["IJsselland", "Zwolle"],
                [None, "Kampen"],
                ["Drenthe", "Meppel"],
                [None, "Assen"],
            ]
        },
        "Kolom 'Jeugdregio' is de indeling jeugdregio met 2 verbanden",
        merged=("A2:A3", "A4:A5"),
    ),
    "toelichting": Layout(
        "Eerst een blad met uitleg, of een verborgen blad",
        {
            "Leesmij": [["Toelichting"], ["De regio's per 1 januari 2026."]],
            "oud": [["Gemeente", "Jeugdregio"], ["Zwolle", "OUD"]],
            "Regio's": PLAIN,
        },
        "kies met --blad een ander: 'Leesmij' en 'oud' (verborgen)",
        hidden=("oud",),
    ),
    "eronder": Layout(
        "Totalen en voetnoten onder de tabel, en iets ernaast",
        {
            "Blad1": [
                PLAIN[0],
                [*PLAIN[1], None, "concept!"],
                *PLAIN[2:],
                ["Totaal", 4],
                [],
                ["Bron: opgave van de regio's"],
            ]
        },
        "2 rijen horen niet bij de tabel",
    ),
    "kruisjes": Layout(
        "Een kolom per verband, met kruisjes",
        {
            "Blad1": [
                ["Gemeente", "IJsselland", "Drenthe", "Totaal"],
                ["Zwolle", "x", None, 1],
                ["Kampen", "x", None, 1],
                ["Meppel", None, "x", 1],
                ["Assen", None, "x", 1],
            ]
        },
        "kruisjes ('x') zijn gelezen als 4 deelnames",
        JEUGD,
    ),
    "kruisjes-met-kop": Layout(
        "Kruisjes, met de indeling boven de verbanden",
        {
            "Blad1": [
                ["Gemeente", "Jeugdregio", None],
                [None, "IJsselland", "Drenthe"],
                ["Zwolle", "ja", "nee"],
                ["Kampen", "ja", "nee"],
                ["Meppel", "nee", "ja"],
                ["Assen", "nee", "ja"],
            ]
        },
        "kruisjes ('ja') zijn gelezen als 4 deelnames",
        merged=("A1:A2", "B1:C1"),
    ),
    "kruisjes-gedraaid": Layout(
        "Kruisjes, met een rij per verband",
        {
            "Blad1": [
                ["Jeugdregio", "Zwolle", "Kampen", "Meppel", "Assen"],
                ["IJsselland", 1, 1, None, None],
                ["Drenthe", None, None, 1, 1],
            ]
        },
        "kruisjes ('1') zijn gelezen als 4 deelnames",
        JEUGD,
    ),
    "codes": Layout(
        "Codes zoals een programma ze schrijft",
        {
            "Blad1": [
                ["code", "Jeugdregio"],
                ["193.0", "IJsselland"],
                ["GM 166", "IJsselland"],
                ["'0119", "Drenthe"],
                ["gm0106", "Drenthe"],
            ]
        },
        "Kolom 'Jeugdregio' is de indeling jeugdregio met 2 verbanden",
    ),
    "datums": Layout(
        "Sinds wanneer en tot en met wanneer",
        {
            "Blad1": [
                ["Gemeente", "Jeugdregio", "Begindatum", "Einddatum"],
                ["Zwolle", "IJsselland", "1-1-2015", "heden"],
                ["Kampen", "IJsselland", 2015, None],
                ["Meppel", "IJsselland", "1-1-2015", "31-12-2019"],
                ["Meppel", "Drenthe", "1-1-2020", None],
                ["Assen", "Drenthe", "1 januari 2015", "31-12-9999"],
            ]
        },
        "kolom 'Einddatum' is gelezen als de laatste dag van een deelname",
        right=frozenset(RIGHT | {(MEPPEL, "IJsselland")}),
    ),
    "verbonden-partijen": Layout(
        "Een rij per verband, met de deelnemers in één cel",
        {
            "Blad1": [
                ["Naam verbonden partij", "Deelnemers", "Rechtsvorm", "Bijdrage (€)"],
                ["IJsselland", "Zwolle, Kampen en provincie Overijssel", "GR", "1.234.567"],
                ["Drenthe", "Meppel; Assen", "BVO", "12.500"],
            ]
        },
        "gelezen als lijst van 2 verbanden, een rij per verband",
        JEUGD,
    ),
    "regio-boven": Layout(
        "Een regio boven haar gemeenten",
        {
            "Blad1": [
                ["Gemeente", "Inwoners"],
                ["IJsselland"],
                ["Zwolle", 132411],
                ["Kampen", 55614],
                ["Drenthe"],
                ["Meppel", 35464],
                ["Assen", 69414],
            ]
        },
        "2 rijen zijn gelezen als verband boven zijn gemeenten: 'IJsselland' en 'Drenthe'",
        JEUGD,
    ),
    "regio-eenmaal": Layout(
        "Een regio die één keer genoemd wordt",
        {
            "Blad1": [
                ["Jeugdregio", "Gemeente"],
                ["IJsselland", "Zwolle"],
                [None, "Kampen"],
                ["Drenthe", "Meppel"],
                [None, "Assen"],
            ]
        },
        "2 gemeenten hebben de naam erboven gekregen",
    ),
    "regio-als-kop": Layout(
        "Regio's als kop, met hun gemeenten eronder",
        {"Blad1": [["IJsselland", "Drenthe"], ["Zwolle", "Meppel"], ["Kampen", "Assen"]]},
        "2 kolommen zijn gelezen als verband met zijn gemeenten eronder",
        JEUGD,
    ),
    "naast-elkaar": Layout(
        "Tabellen naast elkaar",
        {
            "Blad1": [
                ["Gemeente", "Jeugdregio", None, "Gemeente", "Jeugdregio"],
                ["Zwolle", "IJsselland", None, "Meppel", "Drenthe"],
                ["Kampen", "IJsselland", None, "Assen", "Drenthe"],
            ]
        },
        "hier staan 2 tabellen naast elkaar",
    ),
}
LAYERS = {
    "kaartlagen": Layout(
        "Een kaart met meer lagen",
        {
            "provincies_2026": [["statnaam"], ["Overijssel"], ["Drenthe"]],
            "gemeenten_2026": [
                ["statcode", "statnaam", "Jeugd", "shape_area"],
                [ZWOLLE, "Zwolle", "IJsselland", 119.3],
                [KAMPEN, "Kampen", "IJsselland", 161.9],
                [MEPPEL, "Meppel", "Drenthe", 57.0],
                [ASSEN, "Assen", "Drenthe", 83.5],
            ],
        },
        "laag gemeenten_2026",
        ("--kolom", "jeugdregio=Jeugd"),
    )
}
"""The same for maps: the layers are the sheets, and what is told of each area its row."""
