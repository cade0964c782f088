"""Two sources of one indeling beside each other."""

from dataclasses import dataclass

import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.provenance import Recorded, recorded
from lappendeken.timeline.changes import changed_deelnames
from lappendeken.timeline.counterparts import match_verbanden, named


@dataclass(frozen=True, eq=False)
class Reconciled(Recorded):
    """Two sources of one indeling, on the gemeenten that both have.

    Parameters
    ----------
    gemeenten : Index
        Those that stand in both sources.
    only_a, only_b : tuple of str
        Codes that stand in one of them.
    verbanden : DataFrame
        From `match_verbanden`, with names for identifiers.
    differences : DataFrame
        From `changed_deelnames`, with names: where a gemeente is in A and in B.
    agreement : float
        Share of the gemeenten that are in a verband of either source and about which they do not
        differ; NaN when there are none.
    identical : int
        Number of verbanden with the same gemeenten in both.
    """

    gemeenten: pd.Index
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    verbanden: pd.DataFrame
    differences: pd.DataFrame
    agreement: float
    identical: int


@recorded
def reconcile(a: Indeling, b: Indeling) -> Reconciled:
    """Put two sources of the same indeling beside each other.

    Parameters
    ----------
    a, b : Indeling
        Compared on the gemeenten that both have; names of verbanden play no part.

    Returns
    -------
    Reconciled

    Raises
    ------
    LappendekenError
        If they have no gemeente in common.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"x": ["1", "2", "3"], "y": ["4"]})
    >>> found = reconcile(a, b)
    >>> found.agreement, found.identical, found.differences["gemeente"].to_list()
    (0.75, 0, ['3'])
    """
    both = a.gemeenten[a.gemeenten.isin(b.gemeenten)]
    if not len(both):
        raise LappendekenError(
            "De twee bronnen hebben geen enkele gemeente gemeen; neem er twee van één gebied."
        )
    one, other = a.on(both), b.on(both)
    verbanden = match_verbanden(one, other)
    differences = changed_deelnames(one, other)
    for column, source in (("before", one), ("after", other)):
        differences[column] = [str(named(source, found)) for found in differences[column]]
    for column, source in (("a", one), ("b", other)):
        names = [
            named(source, found) if isinstance(found, str) else None for found in verbanden[column]
        ]
        verbanden[column] = pd.Series(names, dtype="object", index=verbanden.index)
    placed = int((one.covered | other.covered).sum())
    agreement = 1 - differences["gemeente"].nunique() / placed if placed else float("nan")
    return Reconciled(
        both,
        tuple(a.gemeenten.difference(both)),
        tuple(b.gemeenten.difference(both)),
        verbanden,
        differences,
        agreement,
        int((verbanden["jaccard"] == 1).sum()),
    )
