"""What `verbanden.csv` holds: one row per deelname."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Deelname:
    """Membership of one gemeente in one verband; the fields are the columns of the table.

    Parameters
    ----------
    verband_id, verband : str
        Identifier and name of the verband.
    indeling, domein : str
        Identifier of the indeling and its domain.
    vorm, aard : str
        Legal form and what is shared; empty when the source does not say.
    rol : str
        `deelnemer` or `centrumgemeente`.
    gemeente_code, gemeente : str
        CBS code and name of the gemeente.
    van, tot : str
        ISO dates; empty when the source does not say.
    bron : str
        File of the source.
    """

    verband_id: str
    verband: str
    indeling: str
    domein: str
    vorm: str
    aard: str
    rol: str
    gemeente_code: str
    gemeente: str
    van: str
    tot: str
    bron: str


COLUMNS: Final = tuple(field.name for field in fields(Deelname))


def ordered(deelnames: Iterable[Deelname], indelingen: Sequence[str]) -> list[Deelname]:
    """Put the rows in the order of the table.

    Parameters
    ----------
    deelnames : iterable of Deelname
        All rows.
    indelingen : sequence of str
        Identifiers of the indelingen in the order of their own table.

    Returns
    -------
    list of Deelname
        By indeling, verband and gemeente.
    """
    rank = {name: position for position, name in enumerate(indelingen)}
    return sorted(
        deelnames, key=lambda row: (rank[row.indeling], row.verband_id, row.gemeente_code)
    )


def check(deelnames: list[Deelname]) -> None:
    """Refuse rows that occur twice and identifiers that stand for two verbanden.

    Parameters
    ----------
    deelnames : list of Deelname
        All rows of the table.

    Raises
    ------
    ValueError
        When there are any.
    """
    keys = [(row.verband_id, row.gemeente_code) for row in deelnames]
    if len(set(keys)) != len(keys):
        raise ValueError("verbanden.csv heeft dubbele deelnames")
    names: dict[str, tuple[str, str]] = {}
    for row in deelnames:
        if names.setdefault(row.verband_id, (row.indeling, row.verband)) != (
            row.indeling,
            row.verband,
        ):
            raise ValueError(f"verband_id {row.verband_id} staat voor twee verbanden")
