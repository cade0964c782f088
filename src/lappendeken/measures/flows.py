"""How much of what goes between gemeenten, such as commuting, stays within verbanden."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Floats, require_ids
from lappendeken.provenance import recorded

LEAST = (3_500.0, 2 / 3)
TARGET = (25_000.0, 0.75)
"""Size and self-containment that a travel-to-work area must have at least, and that it should."""


def flow_matrix(flows: pd.DataFrame, gemeenten: pd.Index) -> sparse.csr_array:
    """Flows as a square table.

    Parameters
    ----------
    flows : DataFrame
        `van`, `naar` and `aantal`; see `reading.read_flows`.
    gemeenten : Index
        The order of rows (from) and columns (to).

    Returns
    -------
    csr_array, shape (n, n)

    Raises
    ------
    UnknownNameError
        If a flow names another gemeente.
    LappendekenError
        If an amount is missing or below 0.
    """
    ends = [gemeenten.get_indexer(pd.Index(flows[end])) for end in ("van", "naar")]
    for name, place in zip(("van", "naar"), ends, strict=True):
        if (place < 0).any():
            raise UnknownNameError("gemeente", str(flows[name].iloc[int(np.argmax(place < 0))]))
    amount = flows["aantal"].to_numpy(dtype=np.float64)
    if not (amount >= 0).all():
        raise LappendekenError("Een stroom is een aantal van 0 of meer; er staat iets anders.")
    shape = (len(gemeenten), len(gemeenten))
    return sparse.coo_array((amount, (ends[0], ends[1])), shape=shape).tocsr()


def validity(
    size: Floats,
    containment: Floats,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
) -> Floats:
    r"""How far regions meet a norm in which size and self-containment make up for each other.

    Parameters
    ----------
    size, containment : ndarray
        Of each region: what goes out of its gemeenten, and the least of supply and demand side.
    least, target : (float, float)
        The size and the self-containment that a region must have, and that it should have.

    Returns
    -------
    ndarray
        At least 1 where the norm is met.

    Notes
    -----
    A region of the target size may be as little contained as the least, one of the least size
    must be as contained as the target, and between them the one is traded for the other on a
    straight line:

    .. math:: v = \frac{c^*}{c_0} \Big(1 - \big(1 - \tfrac{c_0}{c^*}\big)
        \max\big(\tfrac{s^* - s}{s^* - s_0}, 0\big)\Big) \frac{\min(c, c^*)}{c^*}

    with size s, containment c, least :math:`s_0, c_0` and target :math:`s^*, c^*`.

    References
    ----------
    Coombes, M. & Bond, S. (2008). Travel-to-work areas: the 2007 review. Office for National
    Statistics.

    Examples
    --------
    >>> validity(np.array([3500.0, 25000.0, 25000.0]), np.array([0.75, 2 / 3, 0.6])).round(2)
    array([1. , 1. , 0.9])
    """
    share = least[1] / target[1]
    short = np.maximum((target[0] - size) / (target[0] - least[0]), 0)
    found = (1 - (1 - share) * short) * np.minimum(containment, target[1]) / target[1]
    # What only rounding keeps below the norm meets it.
    return np.asarray(np.round(found / share, 9))


@recorded
def self_containment(
    indeling: Indeling,
    flows: pd.DataFrame,
    *,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
) -> pd.DataFrame:
    """How much of what goes out of, and comes into, each verband stays within it.

    Parameters
    ----------
    indeling : Indeling
        May overlap.
    flows : DataFrame
        `van`, `naar` (codes among the gemeenten of the indeling) and `aantal`; see
        `reading.read_flows`.
    least, target : (float, float)
        See `validity`.

    Returns
    -------
    DataFrame
        Index verband: `gemeenten`, `origin` (what goes out of its gemeenten, such as employed
        residents), `destination` (what comes to them, such as jobs), `inside` (what does both),
        `supply` (inside / origin: the share of the residents that work there), `demand` (inside /
        destination: the share of the jobs that residents have) and `validity`. A share is NaN
        where nothing goes out or comes in.

    Raises
    ------
    UnknownNameError
        If a flow names another gemeente.

    References
    ----------
    Goodman, J. F. B. (1970). The definition and analysis of local labour markets: some empirical
    problems. British Journal of Industrial Relations 8(2), 179-196.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    >>> flows = pd.DataFrame({"van": list("1123"), "naar": list("1213"), "aantal": [4, 2, 2, 8]})
    >>> self_containment(one, flows)[["supply", "demand"]].values.tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    matrix = flow_matrix(flows, indeling.gemeenten)
    inside = np.asarray(indeling.incidence.multiply(matrix @ indeling.incidence).sum(axis=0))
    origin = indeling.incidence.T @ matrix.sum(axis=1)
    destination = indeling.incidence.T @ matrix.sum(axis=0)
    with np.errstate(invalid="ignore"):
        supply, demand = inside / origin, inside / destination
    norm = validity(origin, np.fmin(supply, demand), least, target)
    columns = {
        "gemeenten": indeling.sizes.to_numpy(),
        "origin": origin,
        "destination": destination,
        "inside": inside,
        "supply": supply,
        "demand": demand,
        "validity": norm,
    }
    return pd.DataFrame(columns, index=indeling.verbanden)


@recorded
def contained(
    indelingen: Sequence[Indeling],
    flows: pd.DataFrame,
    *,
    least: tuple[float, float] = LEAST,
    target: tuple[float, float] = TARGET,
) -> pd.DataFrame:
    """How much of all that goes between gemeenten each indeling keeps within its verbanden.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own; may overlap.
    flows, least, target
        See `self_containment`.

    Returns
    -------
    DataFrame
        Index `indeling`: `regions`, `share` (of all flows between gemeenten that share a verband,
        those within one gemeente included) and `between` (the same of what leaves its gemeente),
        `supply` and `demand` (of the verband that is least contained), and `valid` (number of
        verbanden that meet the norm).

    Raises
    ------
    UnknownNameError
        If a flow names another gemeente.
    LappendekenError
        If there is no indeling, or two have the same `id`.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="one")
    >>> flows = pd.DataFrame({"van": list("1123"), "naar": list("1233"), "aantal": [4, 2, 2, 8]})
    >>> contained([one], flows)[["share", "between"]].values.tolist()
    [[0.875, 0.5]]
    """
    rows = []
    for one in indelingen:
        flow = flow_matrix(flows, one.gemeenten).tocoo()
        here, there = flow.coords
        shared = one.incidence[here].multiply(one.incidence[there]).sum(axis=1)
        together, away = (shared > 0) | (here == there), here != there
        each = self_containment(one, flows, least=least, target=target)
        rows.append(
            {
                "regions": len(each),
                "share": _share(flow.data, together),
                "between": _share(flow.data[away], together[away]),
                "supply": each["supply"].min(),
                "demand": each["demand"].min(),
                "valid": int((each["validity"] >= 1).sum()),
            }
        )
    return pd.DataFrame(rows, index=pd.Index(require_ids(indelingen), name="indeling"))


def _share(amounts: Floats, chosen: "np.ndarray") -> float:
    """The share of a sum that is in some of its parts."""
    total = amounts.sum()
    return float(amounts[chosen].sum() / total) if total > 0 else float("nan")
