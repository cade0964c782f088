"""What is said beside the numbers of bestuurslast: what they count, and what the data leave out."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from lappendeken.certainty import inhabitants_of
from lappendeken.dutch import count, listing, number, percentage, shortened, typed
from lappendeken.indeling import Indeling
from lappendeken.measures.load import LOADS, NO_FORM, WITH_BOARD
from lappendeken.model import Lappendeken
from lappendeken.timeline import LoadChange

LEVEL = 0.05
"""Up to this p a difference from chance is called one."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "number": "verbanden in het land",
        "verbanden": "verbanden",
        "boards": "besturen",
        "forms": "vormen",
        "partner_sets": "kringen",
        "delegation": "delegatie",
        "tasks": "beleidsterreinen",
        "delegation_tasks": "delegatie van beleidsterreinen",
        "nodf": "NODF",
        "centralisation": "centralisatie",
    }
    | {f"{one}_per_10k": "" for one in LOADS}
)
"""How each figure is called; see `label`."""

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "besturen": f"verbanden met een eigen bestuur: {listing(WITH_BOARD)}",
        "vormen": "verschillende rechtsvormen",
        "kringen": "verschillende groepen deelnemers; verbanden met dezelfde gemeenten tellen één "
        "keer",
        "delegatie": "deel van de verbanden waaraan bevoegdheden zijn overgedragen (ook naast "
        "mandaat), van die waarvan de bevoegdheid bekend is",
        "per 10.000": "besturen per 10.000 inwoners",
        "plaats": "in het land; 1 heeft de meeste besturen",
    }
)
"""What the heads of the columns mean."""


def label(measure: str) -> str:
    """What a figure is called.

    Examples
    --------
    >>> label("boards"), label("boards_per_10k")
    ('besturen', 'besturen per 10.000 inwoners')
    """
    per = measure.endswith("_per_10k")
    return LABELS[measure.removesuffix("_per_10k")] + per * " per 10.000 inwoners"


def unknown(lap: Lappendeken, verbanden: Indeling) -> list[str]:
    """What the data do not say, a sentence for each; empty when they say all."""
    index = verbanden.verbanden
    told = [
        (lap.verbanden["vorm"].reindex(index).isin(NO_FORM), "de vorm", "telt niet als bestuur"),
        (_empty(lap, index, "bevoegdheid"), "de bevoegdheid", "telt niet mee bij delegatie"),
        (
            _empty(lap, index, "beleidsterreinen"),
            "een beleidsterrein",
            "telt niet mee bij beleidsterreinen",
        ),
    ]
    total = len(index)
    lines = []
    for missing, what, consequence in told:
        amount = int(missing.sum())
        if amount == total:
            lines.append(f"Van geen enkel verband staat {what} in de gegevens.")
        elif amount:
            lines.append(
                f"Van {amount} van de {count(total, 'verband', 'verbanden')} ontbreekt {what}; wat "
                f"onbekend is, {consequence}."
            )
    absent = lap.gemeenten.loc[lap.gemeenten["inwoners"].isna(), "naam"].tolist()
    if absent:
        lines.append(f"Inwoners onbekend, dus niets per 10.000: {shortened(absent)}.")
    day = inhabitants_of(lap)
    if day and not day.startswith(str(lap.peildatum.year)):
        lines.append(
            f"De inwoners zijn van {day[:4]}, de verbanden van {lap.peildatum.year}: per 10.000 "
            "wijkt daardoor iets af."
        )
    return lines


def _empty(lap: Lappendeken, index: pd.Index, column: str) -> "pd.Series[bool]":
    """Of which verbanden a column tells nothing."""
    own = lap.kenmerken.reindex(columns=[column]).reindex(index)[column]
    return own.isna() | (own == "")


def shape(nested: pd.DataFrame, central: float, n: int) -> list[str]:
    """What nestedness and centralisation say, in sentences.

    Examples
    --------
    >>> row = {"observed": 2.8, "mean": 3.05, "sd": 0.01, "z": -21.0, "p": 1.0, "p_less": 0.005}
    >>> print(*shape(pd.DataFrame([row], ["whole"]), 0.02, 199))
    Gemeenten met weinig verbanden zitten minder in die van gemeenten met veel verbanden dan \
toeval geeft: NODF 2,80, tegen gemiddeld 3,05 in 199 trekkingen met evenveel verbanden per \
gemeente en evenveel gemeenten per verband (p ≤ 0,005). De centralisatie van de deelnames is 2,0%: \
bij 0% heeft elke gemeente er evenveel, bij 100% draait alles om één gemeente.
    """
    row = nested.loc["whole"].astype("float64").to_dict()
    less = row["observed"] < row["mean"]
    p = row["p_less"] if less else row["p"]
    at_most = "≤" if p <= (1 + 1e-9) / (1 + n) else "="
    how = "evenveel in die van gemeenten met veel verbanden als"
    if p <= LEVEL:
        how = f"{'minder' if less else 'meer'} in die van gemeenten met veel verbanden dan"
    nested_told = (
        f"Gemeenten met weinig verbanden zitten {how} toeval geeft: NODF "
        f"{number(row['observed'], 2)}, tegen gemiddeld {number(row['mean'], 2)} in {number(n)} "
        "trekkingen met evenveel verbanden per gemeente en evenveel gemeenten per verband "
        f"(p {at_most} {number(p, 3)})."
    )
    central_told = (
        f"De centralisatie van de deelnames is {percentage(central, 1)}: bij 0% heeft elke "
        "gemeente er evenveel, bij 100% draait alles om één gemeente."
    )
    return [nested_told, central_told]


def place(load: pd.DataFrame, code: str, naam: str) -> list[str]:
    """Where a gemeente stands by the number of its boards; nothing when that is not known.

    Examples
    --------
    >>> print(*place(pd.DataFrame({"boards": [7.0, 9.0]}, ["a", "b"]), "a", "Meppel"))
    Meppel zit in 7 verbanden met een eigen bestuur: plaats 2 van de 2 gemeenten (1 heeft de \
meeste), gemiddeld is 8,0. Meer: lappendeken bestuurslast --gemeente Meppel
    """
    boards = load["boards"].dropna()
    if code not in boards.index:
        return []
    own = int(boards[code])
    told = count(own, "verband", "verbanden")
    rank = int((boards > own).sum()) + 1
    command = typed("lappendeken", "bestuurslast", "--gemeente", naam)
    sentence = (
        f"{naam} zit in {told} met een eigen bestuur: plaats {rank} van de "
        f"{count(len(boards), 'gemeente', 'gemeenten')} (1 heeft de meeste), gemiddeld is "
        f"{number(float(boards.mean()), 1)}. Meer: {command}"
    )
    return [sentence]


def change(found: LoadChange, before: Lappendeken) -> list[str]:
    """On what the comparison of two dates rests."""
    lines = []
    silent = [label(one) for one in ("boards", "forms") if pd.isna(found.country["before"][one])]
    if not before.kenmerken.get("bevoegdheid", pd.Series(dtype="object")).any():
        silent.append(LABELS["delegation"])
    if silent:
        lines.append(
            f"De gegevens van {before.peildatum.year} zeggen niets over {listing(silent)}: het "
            "verloop daarvan is niet bekend."
        )
    if found.ended:
        one = len(found.ended) == 1
        lines.append(
            f"{count(len(found.ended), 'verband hield', 'verbanden hielden')} door herindeling "
            f"minder dan twee gemeenten over en {'telt' if one else 'tellen'} vanaf dan niet meer "
            "mee."
        )
    lines.append(
        f"Per 10.000 is steeds van de inwoners bij de gegevens van {before.peildatum.year}, zodat "
        "groei niet meetelt. Komen de lijsten van de twee jaren uit verschillende bronnen, dan "
        "telt wat de ene noemt en de andere niet, als keuze."
    )
    if found.uncounted:
        lines.append(
            "Bij die gegevens zijn de inwoners onbekend van wat nu is: "
            f"{shortened(found.uncounted)}; zij tellen per 10.000 niet mee na de herindeling."
        )
    return lines
