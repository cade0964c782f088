"""What verbanden and gemeenten are like by themselves: size, contiguity, circle of partners."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from lappendeken.contiguity import LAND, adjacency
from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import Ints, distinct_rows
from lappendeken.provenance import recorded

CHUNK_ROWS = 2048
"""Gemeenten whose partners are held at a time."""


@recorded
def region_profile(
    indeling: Indeling, gemeenten: pd.DataFrame, borders: pd.DataFrame
) -> pd.DataFrame:
    """Size, provinces and contiguity of each verband.

    Parameters
    ----------
    indeling : Indeling
        A partition or cover.
    gemeenten : DataFrame
        Index code; `provincie`, `inwoners` and `oppervlakte_km2`, such as `lap.gemeenten`.
    borders : DataFrame
        Neighbouring gemeenten, such as `lap.borders`: `a`, `b`, `soort` and `naam`.

    Returns
    -------
    DataFrame
        Index `indeling.verbanden`: `gemeenten` (number), `inwoners` and `oppervlakte_km2` (sums;
        missing when that of a member is), `provincies` (tuple of names, sorted), `parts` (number
        of connected parts, links over water included), `exclaves` (tuple of the codes outside
        the largest part) and `water_links` (tuple of the names of the links over water between
        parts that touch nowhere on land).

    Notes
    -----
    Of parts with equally many gemeenten, the one with the first code counts as the largest.

    Examples
    --------
    >>> facts = {"provincie": "P", "inwoners": 5, "oppervlakte_km2": 2.0}
    >>> places = pd.DataFrame(facts, list("123"))
    >>> borders = pd.DataFrame({"a": ["1"], "b": ["2"], "soort": ["land"], "naam": [""]})
    >>> indeling = Indeling.from_members({"x": ["1", "2", "3"]})
    >>> region_profile(indeling, places, borders)[["parts", "exclaves"]].to_dict("index")
    {'x': {'parts': 2, 'exclaves': ('3',)}}
    """
    facts = gemeenten.reindex(indeling.gemeenten)
    incidence = sparse.csr_array(indeling.incidence)
    incidence.sort_indices()
    owner = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
    verband = incidence.indices
    result = pd.DataFrame({"gemeenten": indeling.sizes}, index=indeling.verbanden)
    for column in ("inwoners", "oppervlakte_km2"):
        values = facts[column].to_numpy(dtype="float64", na_value=np.nan)
        result[column] = incidence.T @ values
    provinces = facts["provincie"].to_numpy()[owner]
    pairs = pd.DataFrame({"verband": verband, "provincie": provinces}).dropna().drop_duplicates()
    pairs = pairs.sort_values("provincie")
    result["provincies"] = _tuples(
        pairs["verband"].to_numpy(), pairs["provincie"].to_numpy(), len(result)
    )
    whole = _parts(incidence, indeling.gemeenten, borders)
    main = _largest_part(verband, whole, owner, indeling.gemeenten)
    outside = whole != main[verband]
    codes = indeling.gemeenten.to_numpy()[owner]
    result["parts"] = pd.Series(whole).groupby(verband).nunique().to_numpy()
    result["exclaves"] = _tuples(verband[outside], codes[outside], len(result))
    result["water_links"] = _needed_links(incidence, indeling.gemeenten, borders, len(result))
    return result


def _inner_borders(
    incidence: sparse.csr_array, gemeenten: pd.Index, borders: pd.DataFrame
) -> tuple[Ints, Ints, Ints]:
    """Neighbours that share a verband: number of the border, and both deelnames."""
    first, second = (gemeenten.get_indexer(pd.Index(borders[end])) for end in ("a", "b"))
    known = np.flatnonzero((first >= 0) & (second >= 0))
    numbered = incidence.copy()
    numbered.data = np.arange(1, incidence.nnz + 1)
    pattern = incidence.astype(bool)
    left, right = numbered[first[known]], numbered[second[known]]
    shared_left = left.multiply(pattern[second[known]]).tocsr()
    shared_right = right.multiply(pattern[first[known]]).tocsr()
    shared_left.sort_indices()
    shared_right.sort_indices()
    row = np.repeat(known, np.diff(shared_left.indptr))
    return row, shared_left.data - 1, shared_right.data - 1


def _parts(incidence: sparse.csr_array, gemeenten: pd.Index, borders: pd.DataFrame) -> Ints:
    """The connected part of every deelname within its verband."""
    _, left, right = _inner_borders(incidence, gemeenten, borders)
    size = incidence.nnz
    links = sparse.coo_array((np.ones(len(left)), (left, right)), shape=(size, size))
    _, label = sparse.csgraph.connected_components(links, directed=False)
    return np.asarray(label, dtype=np.int64)


def _largest_part(verband: Ints, part: Ints, owner: Ints, gemeenten: pd.Index) -> Ints:
    """For every verband its part with most gemeenten."""
    rank = np.empty(len(gemeenten), dtype=np.int64)
    rank[np.argsort(gemeenten.to_numpy())] = np.arange(len(gemeenten))
    table = pd.DataFrame({"verband": verband, "part": part, "rank": rank[owner]})
    sizes = table.groupby(["verband", "part"])["rank"].agg(["size", "min"]).reset_index()
    best = sizes.sort_values(["verband", "size", "min"], ascending=[True, False, True])
    chosen = best.drop_duplicates("verband").set_index("verband")["part"]
    return np.asarray(chosen.reindex(range(verband.max(initial=-1) + 1)), dtype=np.int64)


def _tuples(number: Ints, values: npt.NDArray[Any], length: int) -> list[tuple[str, ...]]:
    """Values gathered by number."""
    result: list[list[str]] = [[] for _ in range(length)]
    for k, value in zip(number, values, strict=True):
        result[k].append(str(value))
    return [tuple(one) for one in result]


def _needed_links(
    incidence: sparse.csr_array, gemeenten: pd.Index, borders: pd.DataFrame, length: int
) -> list[tuple[str, ...]]:
    """Names of links over water between parts of a verband that touch nowhere on land."""
    land = borders["soort"] == LAND
    on_land = _parts(incidence, gemeenten, borders[land])
    water = borders[~land].reset_index(drop=True)
    row, left, right = _inner_borders(incidence, gemeenten, water)
    needed = on_land[left] != on_land[right]
    names = water["naam"].to_numpy()[row[needed]]
    return _tuples(incidence.indices[left[needed]], names, length)


@recorded
def gemeente_profile(
    indelingen: Sequence[Indeling], gemeenten: pd.DataFrame, borders: pd.DataFrame
) -> pd.DataFrame:
    """Number of verbanden and partners of each gemeente, and who the partners are.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, partitions or covers, all on the same gemeenten.
    gemeenten : DataFrame
        Index code; `provincie`, such as `lap.gemeenten`.
    borders : DataFrame
        Neighbouring gemeenten, such as `lap.borders`: `a` and `b`.

    Returns
    -------
    DataFrame
        Index gemeente: `verbanden` (number, *bestuurlijke drukte*), `partners` (distinct gemeenten
        it shares a verband with), `partner_sets` (distinct circles: verbanden with the same
        members count once, *wisselende samenstelling*), `neighbour_share` and `province_share`
        (share of the partners that are neighbours, and that are in the same province; NaN without
        partners, and for the second without a known province).

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Examples
    --------
    >>> places = pd.DataFrame({"provincie": ["P", "P", "Q"]}, list("123"))
    >>> borders = pd.DataFrame({"a": ["1"], "b": ["2"]})
    >>> a = Indeling.from_members({"x": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"y": ["1", "2", "3"]}, id="b")
    >>> gemeente_profile([a, b], places, borders).loc["1"].to_list()
    [2.0, 2.0, 1.0, 0.5, 0.5]
    """
    index = common_index(indelingen)
    stacked = sparse.csr_array(sparse.hstack([one.incidence for one in indelingen]))
    circles = distinct_circles(stacked)
    neighbours = adjacency(index, borders)
    province, names = pd.factorize(gemeenten.reindex(index)["provincie"].to_numpy())
    size = len(index)
    placed = np.flatnonzero(province >= 0)
    member = (np.ones(len(placed), dtype=np.int64), (placed, province[placed]))
    by_province = sparse.csr_array(sparse.coo_array(member, shape=(size, len(names))))
    partners, near, same = (np.zeros(size, dtype=np.int64) for _ in range(3))
    for start in range(0, size, CHUNK_ROWS):
        rows = slice(start, min(start + CHUNK_ROWS, size))
        together = sparse.csr_array(circles[rows] @ circles.T)
        together.data[:] = 1
        covered = np.diff(together.indptr) > 0
        partners[rows] = np.diff(together.indptr) - covered
        near[rows] = together.multiply(neighbours[rows]).sum(axis=1)
        mine = np.asarray((together @ by_province).todense())
        inside = np.flatnonzero(covered & (province[rows] >= 0))
        same[start + inside] = mine[inside, province[start + inside]] - 1
    some = np.where(partners > 0, partners, np.nan)
    known = np.where(province >= 0, some, np.nan)
    return pd.DataFrame(
        {
            "verbanden": np.diff(stacked.indptr),
            "partners": partners,
            "partner_sets": np.diff(circles.indptr),
            "neighbour_share": near / some,
            "province_share": same / known,
        },
        index=index,
    )


def distinct_circles(incidence: sparse.csr_array) -> sparse.csr_array:
    """The incidence with one verband of those that have the same members."""
    by_verband = sparse.csr_array(incidence.T)
    _, first, _ = distinct_rows(by_verband)
    return sparse.csr_array(by_verband[np.sort(first)].T)
