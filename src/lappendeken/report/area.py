"""The numbers of one area: a province, or the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from lappendeken.report.facts import Basis


@dataclass(frozen=True, eq=False)
class Area:
    """What is so in one area, in numbers.

    Parameters
    ----------
    provincie : str or None
        Its official name; None for the country.
    codes : Index
        Its gemeenten.
    inwoners : int or None
        None when that of a gemeente is unknown.
    verbanden : tuple of str
        The verbanden of the main indelingen with a gemeente in it.
    crossing : tuple of str
        Those of them that cross the verbanden of another main indeling: the deviations.
    over_border : tuple of str
        Those that lie in more than one province.
    scattered : tuple of str
        Those that are not one connected area, links over water included.
    apart, chafing : tuple of str
        Gemeenten that are outside the counterpart of their verband, and all schuurgemeenten.
    congruence : float
        Mean territoriale congruentie.
    similarity : mapping of str to float
        For every pair `a~b` the mean element-centric similarity.
    rank : int or None
        Place among the provinces by territoriale congruentie; None for the country.
    """

    provincie: str | None
    codes: pd.Index
    inwoners: int | None
    verbanden: tuple[str, ...]
    crossing: tuple[str, ...]
    over_border: tuple[str, ...]
    scattered: tuple[str, ...]
    apart: tuple[str, ...]
    chafing: tuple[str, ...]
    congruence: float
    similarity: Mapping[str, float]
    rank: int | None

    @property
    def place(self) -> str:
        """The area in running text."""
        return "in het land" if self.provincie is None else f"in {self.provincie}"


def measure_area(basis: Basis, provincie: str | None) -> Area:
    """Gather the numbers of a province, or of the country."""
    table = basis.gemeenten
    codes = table.index if provincie is None else table.index[table["provincie"] == provincie]
    touching = [
        one.verbanden[one.incidence[one.gemeenten.get_indexer(codes)].sum(axis=0) > 0]
        for one in basis.main
    ]
    verbanden = basis.verbanden.loc[[key for keys in touching for key in keys]]
    scores = (
        basis.country_scores if provincie is None else basis.province_scores.loc[provincie]
    ).to_dict()
    return Area(
        provincie,
        codes,
        basis.inwoners(codes),
        tuple(verbanden.index),
        tuple(verbanden.index[verbanden["snijdt"].map(len) > 0]),
        tuple(verbanden.index[verbanden["provincies"].map(len) > 1]),
        tuple(verbanden.index[verbanden["parts"] > 1]),
        tuple(code for code in codes if table.at[code, "gescheiden"]),
        tuple(code for code in codes if table.at[code, "schuurt"]),
        float(scores["territorial_congruence"]),
        MappingProxyType({f"{a}~{b}": float(scores[f"{a}~{b}"]) for a, b in basis.pairs}),
        None if provincie is None else _rank(basis, provincie),
    )


def _rank(basis: Basis, provincie: str) -> int | None:
    """Place of a province, when it has a score."""
    found = basis.ranks.get(provincie)
    return None if found is None else int(found)
