"""How sure what a report says is: how much rests on deelnames that no source confirms."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from lappendeken import measures
from lappendeken.certainty import certainty, confirmed_part
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.report.closing import is_confirmed
from lappendeken.report.facts import Basis
from lappendeken.schema import ZEKERHEDEN
from lappendeken.tables import Cell, Column, Kind, Table, real
from lappendeken.wording import texts


class Doubt:
    """How sure the deelnames of gemeenten in the main indelingen are.

    Parameters
    ----------
    basis : Basis
        The numbers of all gemeenten.
    """

    def __init__(self, basis: Basis) -> None:
        lap = basis.lap
        self._ranks = {
            one.id: {
                code: ZEKERHEDEN.index(found) if found else 0
                for code, found in certainty(lap, one).items()
            }
            for one in basis.main
        }
        self.none = basis.once(is_confirmed, basis.main)

    def told(self, codes: Sequence[str], *indelingen: str) -> str:
        """How many of some gemeenten no source confirms; empty when there are none.

        Examples
        --------
        >>> import lappendeken as ld
        >>> doubt = Doubt(Basis(ld.load()))
        >>> doubt.told(["GM0119", "GM0050"], "mo-bw-regio")
        '1 afgeleid, 1 voortgezet'
        """
        worst = Counter(max(self._ranks[name][code] for name in indelingen) for code in codes)
        return ", ".join(
            f"{worst[k]} {name}" for k, name in enumerate(ZEKERHEDEN) if k and worst[k]
        )

    def column(self, head: str, width: float) -> tuple[Column, ...]:
        """The column for it; none when all is confirmed."""
        return () if self.none else (Column("onzeker", head, width=width),)

    def cell(self, codes: Sequence[str], *indelingen: str) -> tuple[Cell, ...]:
        """The cell in that column."""
        return () if self.none else (self.told(codes, *indelingen),)


def certain_table(basis: Basis, codes: pd.Index) -> tuple[Table, ...]:
    """The scores of all deelnames beside those of the confirmed alone; none when all are."""
    if basis.once(is_confirmed, basis.main):
        return ()
    parts = basis.once(_confirmed_parts, basis.main)
    country = len(codes) == len(basis.lap.gemeenten)
    rows: list[tuple[Cell, ...]] = []
    for a, b in basis.pairs:
        pairs = (basis.lap.indeling(a), basis.lap.indeling(b)), (parts[a], parts[b])
        amounts = [_compared(*pair, codes) for pair in pairs]
        known = [pair if amount else None for pair, amount in zip(pairs, amounts, strict=True)]
        circles = (
            _own_circles(basis, f"{a}~{b}", codes[0])
            if len(codes) == 1
            else [_circle(basis, pair, codes) if pair else None for pair in known]
        )
        rands = [_rand(basis, pair) if pair and country else None for pair in known]
        rows.append((texts.pair(basis.lap, f"{a}~{b}"), *amounts, *circles, *rands))
    columns = (
        Column("paar", "Domeinen", width=1.6),
        Column("gemeenten", "Gemeenten", Kind.COUNT),
        Column("gemeenten_bevestigd", "Waarvan bevestigd", Kind.COUNT, 1.2),
        Column("kring", "Gelijke kring, alle", Kind.SHARE, 1.2),
        Column("kring_bevestigd", "Gelijke kring, bevestigd", Kind.SHARE, 1.3),
        Column("ari", "ARI, alle", Kind.SCORE, float(country)),
        Column("ari_bevestigd", "ARI, bevestigd", Kind.SCORE, 1.2 * country),
    )
    note = (
        "Bevestigd: alleen de deelnames die een bron zelf noemt, en de gemeenten die in beide "
        "domeinen zo'n deelname hebben. Scheelt het veel, dan rust de score op wat is afgeleid of "
        "voortgezet."
    )
    title = "De score over alles, en over alleen wat een bron bevestigt"
    return (Table("bevestigd", title, columns, tuple(rows), note),)


def _confirmed_parts(lap: Lappendeken, indelingen: Sequence[Indeling]) -> dict[str, Indeling]:
    """Each indeling with only what a source confirms."""
    return {one.id: confirmed_part(lap, one) for one in indelingen}


def _confirmed_circles(lap: Lappendeken, indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """The gelijke kring of each gemeente by what a source confirms; a column for each pair."""
    parts = _confirmed_parts(lap, indelingen)
    return pd.DataFrame(
        {
            f"{a.id}~{b.id}": measures.local_element_centric_similarity(parts[a.id], parts[b.id])
            for a, b in combinations(indelingen, 2)
            if _compared(parts[a.id], parts[b.id], a.gemeenten)
        },
        index=lap.gemeenten.index,
    )


def _own_circles(basis: Basis, pair: str, code: str) -> list[float | None]:
    """The gelijke kring of one gemeente, by all deelnames and by the confirmed."""
    confirmed = basis.once(_confirmed_circles, basis.main)
    told = confirmed.at[code, pair] if pair in confirmed else None
    return [real(basis.gemeenten.at[code, f"ecs:{pair}"]), real(told)]


def _compared(a: Indeling, b: Indeling, codes: pd.Index) -> int:
    """How many of some gemeenten are in a verband of both."""
    return int((a.covered & b.covered).reindex(codes).sum())


def _circle(basis: Basis, pair: Sequence[Indeling], codes: pd.Index) -> float | None:
    """The mean gelijke kring of some gemeenten."""
    a, b = pair
    groups = pd.Series("", index=codes)
    found = measures.scores_by([a, b], groups, weights=basis.weights)
    return real(found[f"{a.id}~{b.id}"].iloc[0])


def _rand(basis: Basis, pair: Sequence[Indeling]) -> float | None:
    """The adjusted Rand index; None where it is not defined."""
    found = measures.scores(pair, weights=basis.weights)
    return real(found["adjusted_rand_index"].iloc[0])
