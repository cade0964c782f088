"""Measures per gemeente: with whom it works, and whether they are the same everywhere."""

from collections.abc import Collection, Hashable, Iterable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import (
    Aligned,
    Floats,
    Ints,
    align,
    partner_counts,
    require_ids,
    weighted_mean,
)
from lappendeken.provenance import recorded


@recorded
def partner_overlap(a: Indeling, b: Indeling) -> "pd.Series[float]":
    r"""Share of a gemeente's partners in either indeling that it has in both.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.

    Returns
    -------
    Series of float
        Index `a.gemeenten`; between 0 and 1, NaN for a gemeente that one of the two does not
        cover. A gemeente without partners in either has the same (no) partners: 1.

    Raises
    ------
    LappendekenError
        If there is nothing to compare.

    Notes
    -----
    The Jaccard index of the circles of partners without the gemeente itself,

    .. math:: (|A_i \cap B_i| - 1) / (|A_i \cup B_i| - 1)

    References
    ----------
    Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> partner_overlap(a, b).to_list()
    [0.5, 0.5, 0.0, 1.0]
    """
    pair = align(a, b)
    result = pd.Series(overlap_of_pair(pair), index=pair.gemeenten)
    return result.reindex(a.gemeenten).rename("partner_overlap")


def overlap_of_pair(pair: Aligned) -> Floats:
    """`partner_overlap` of every common gemeente of two aligned indelingen."""
    circles = pair.circles
    return overlap_of_sizes(circles.in_both, circles.in_a, circles.in_b)[circles.kind]


def overlap_of_sizes(in_both: Ints | Floats, in_a: Ints | Floats, in_b: Ints | Floats) -> Floats:
    """The partner overlap of gemeenten from the sizes of their circles, themselves included."""
    either = in_a + in_b - in_both - 1
    return np.where(either > 0, (in_both - 1) / np.maximum(either, 1), 1.0)


def mean_partner_overlap(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> float:
    """Weighted mean over the gemeenten of `partner_overlap`.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> mean_partner_overlap(a, b)
    0.5
    """
    return mean_overlap(align(a, b, weights))


def mean_overlap(pair: Aligned) -> float:
    """`mean_partner_overlap` of two aligned indelingen."""
    return weighted_mean(pair.once(overlap_of_pair), pair.weights)


@recorded
def territorial_congruence(indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """How constant the circle of partners of each gemeente is over a set of indelingen.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, partitions or covers, all on the same gemeenten.

    Returns
    -------
    DataFrame
        Index gemeente: `partners` (in at least one indeling), `numerator` (partners summed over
        the indelingen), `denominator` (`partners` times the number of indelingen that cover the
        gemeente) and `congruence`, their ratio: 1 = always the same partners. A gemeente that is
        covered but always alone has the same (no) partners everywhere: 1. NaN when no indeling
        covers it.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Notes
    -----
    The mean, over all gemeenten that are a partner of i in at least one indeling, of the share of
    indelingen in which they are. An indeling that does not cover i says nothing about its
    partners and is not counted; use `Indeling.with_singletons` to count it as 'no partners'.

    References
    ----------
    Ter Hedde & Van Dal-Peters (2020). Maakt meer territoriale congruentie regionale samenwerking
    beter?

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    >>> territorial_congruence([a, b])["congruence"].to_list()
    [0.75, 0.75, 0.5]
    """
    gemeenten = common_index(indelingen)
    counts = [partner_counts(one.incidence) for one in indelingen]
    covered = np.sum([count > 0 for count in counts], axis=0)
    own = np.sum([np.maximum(count - 1, 0) for count in counts], axis=0)
    stacked = sparse.csr_array(sparse.hstack([one.incidence for one in indelingen]))
    anyone = np.maximum(partner_counts(stacked) - 1, 0)
    denominator = anyone * covered
    congruence = np.where(denominator > 0, own / np.maximum(denominator, 1), 1.0)
    return pd.DataFrame(
        {
            "partners": anyone,
            "numerator": own,
            "denominator": denominator,
            "congruence": np.where(covered > 0, congruence, np.nan),
        },
        index=gemeenten,
    )


def territorial_congruence_of(circles: Iterable[Collection[Hashable]]) -> float:
    """`territorial_congruence` of one gemeente, of its circles of partners.

    Parameters
    ----------
    circles : iterable of collection
        The different partners of the gemeente in each indeling that covers it.

    Returns
    -------
    float
        Between 0 and 1; NaN without circles.

    Examples
    --------
    >>> territorial_congruence_of([{"2", "3"}, {"2"}]), territorial_congruence_of([set(), set()])
    (0.75, 1.0)
    """
    circles = list(circles)
    most = len(set().union(*circles)) * len(circles)
    if not circles:
        return float("nan")
    return sum(map(len, circles)) / most if most else 1.0


@recorded
def partners(indelingen: Sequence[Indeling], gemeente: str) -> pd.DataFrame:
    """The partners of one gemeente, and in which indelingen they are.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten, each with an `id` of its own.
    gemeente : str
        Its code.

    Returns
    -------
    DataFrame of bool
        One row per gemeente that is a partner in at least one indeling (index code, in order of
        `gemeenten`), one column per indeling (its `id`).

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.
    UnknownNameError
        If there is no such gemeente.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> partners([a, b], "1").to_dict("index")
    {'2': {'a': True, 'b': True}, '3': {'a': True, 'b': False}}
    """
    gemeenten = common_index(indelingen)
    require_ids(indelingen)
    table = pd.DataFrame(False, index=gemeenten, columns=[one.id for one in indelingen])
    for one in indelingen:
        columns = one.verbanden.get_indexer(pd.Index(one.verbanden_of(gemeente)))
        table[one.id] = np.asarray(one.incidence[:, columns].sum(axis=1)).ravel() > 0
    return table[table.any(axis=1) & (table.index != gemeente)]
