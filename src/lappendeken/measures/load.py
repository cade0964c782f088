"""What cooperation asks of the administration of a gemeente: boards, forms, partners, powers."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Ints
from lappendeken.measures.profiles import distinct_circles
from lappendeken.provenance import recorded

WITH_BOARD: Final = (
    "openbaar lichaam",
    "gemeenschappelijk orgaan",
    "bedrijfsvoeringsorganisatie",
    "stichting",
)
"""Forms with a board of their own; in the others a gemeente decides, or all of them do."""

NO_FORM: Final = ("", "geen")
"""What stands for a form that is not known."""

DELEGATED: Final = "delegatie"
PER: Final = 10_000
LOADS: Final = ("verbanden", "boards", "forms", "partner_sets")
"""What is counted per gemeente, and per 10,000 inhabitants."""


@recorded
def governance_load(
    verbanden: Indeling,
    facts: pd.DataFrame,
    inwoners: "pd.Series[float]",
) -> pd.DataFrame:
    r"""Count what cooperation asks of the administration of each gemeente.

    Parameters
    ----------
    verbanden : Indeling
        May overlap.
    facts : DataFrame
        Index verband: `vorm`, `bevoegdheid` and `beleidsterreinen`, as text, empty when unknown; in
        the last two several values may stand, with `;` between them.
    inwoners : Series
        Index gemeente; may be missing.

    Returns
    -------
    DataFrame
        Index gemeente: `verbanden`; `boards` (of a form in `WITH_BOARD`), `forms` (different ones),
        both missing when of none of its verbanden the form is known; `partner_sets` (different
        circles, see `gemeente_profile`); each of these with `_per_10k`; `form_unknown` (verbanden
        without a known form); `delegation` (share of the verbanden whose powers are known to which
        powers are delegated) and `power_unknown`; `tasks` (different policy areas),
        `delegation_tasks` (share of these in at least one verband with delegation) and
        `task_unknown`.

    Notes
    -----
    What is unknown is left out of numerator and denominator, and counted beside it. For a count c
    of a gemeente with N inhabitants, `_per_10k` is :math:`10\,000\, c / N`.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["1", "2"], "r": ["1"]})
    >>> facts = pd.DataFrame({"vorm": ["openbaar lichaam", "centrumgemeente", ""]}, list("pqr"))
    >>> facts["bevoegdheid"] = ["delegatie", "mandaat", ""]
    >>> facts["beleidsterreinen"] = ["afval; zorg", "zorg; werk", ""]
    >>> found = governance_load(one, facts, pd.Series({"1": 20000, "2": 5000}))
    >>> found.loc["1", ["verbanden", "boards", "forms", "partner_sets", "boards_per_10k"]].tolist()
    [3.0, 1.0, 2.0, 2.0, 0.5]
    >>> found.loc["1", ["delegation", "tasks", "delegation_tasks"]].round(2).tolist()
    [0.5, 3.0, 0.67]
    """
    incidence = sparse.csr_array(verbanden.incidence)
    own = facts.reindex(verbanden.verbanden)
    vorm = own["vorm"].fillna("")
    formed = ~vorm.isin(NO_FORM).to_numpy()
    number = np.diff(incidence.indptr)
    known = incidence @ formed.astype(np.int64)
    seen = np.where((known > 0) | (number == 0), 1.0, np.nan)
    kinds = [{one} if told else set() for one, told in zip(vorm, formed, strict=True)]
    result = pd.DataFrame(
        {
            "verbanden": number,
            "boards": seen * (incidence @ vorm.isin(WITH_BOARD).to_numpy(dtype=np.int64)),
            "forms": seen * _different(incidence, kinds),
            "partner_sets": np.diff(distinct_circles(incidence).indptr),
        },
        index=verbanden.gemeenten,
    )
    people = inwoners.reindex(verbanden.gemeenten).to_numpy(dtype="float64", na_value=np.nan)
    people = np.where(people > 0, people, np.nan)
    for name in LOADS:
        result[f"{name}_per_10k"] = PER * result[name] / people
    powers = [_values(one) for one in own["bevoegdheid"]]
    tasks = [_values(one) for one in own["beleidsterreinen"]]
    handed = np.array([DELEGATED in one for one in powers], dtype=np.int64)
    told = incidence @ np.array([bool(one) for one in powers], dtype=np.int64)
    result["form_unknown"] = number - known
    result["delegation"] = _share(incidence @ handed, told)
    result["power_unknown"] = number - told
    result["tasks"] = _different(incidence, tasks)
    delegated = [one if yes else set() for one, yes in zip(tasks, handed, strict=True)]
    result["delegation_tasks"] = _share(_different(incidence, delegated), result["tasks"])
    result["task_unknown"] = number - incidence @ np.array([bool(one) for one in tasks], np.int64)
    return result


def _values(cell: object) -> set[str]:
    """What a cell holds; nothing when it is missing."""
    return {one.strip() for one in cell.split(";")} - {""} if isinstance(cell, str) else set()


def _share(part: Ints, whole: "Ints | pd.Series[int]") -> Ints:
    """A part of a whole; NaN of nothing."""
    amount = np.asarray(whole, dtype=np.float64)
    return np.asarray(part / np.where(amount > 0, amount, np.nan))


def _different(incidence: sparse.csr_array, kinds: Iterable[set[str]]) -> Ints:
    """How many different values the verbanden of each gemeente have together."""
    pairs = [(place, one) for place, values in enumerate(kinds) for one in sorted(values)]
    if not pairs:
        return np.zeros(incidence.shape[0], dtype=np.int64)
    place, value = zip(*pairs, strict=True)
    code, names = pd.factorize(np.array(value, dtype=object))
    shape = (incidence.shape[1], len(names))
    has = sparse.csr_array((np.ones(len(code), dtype=np.int64), (place, code)), shape=shape)
    return np.asarray(np.diff(sparse.csr_array(incidence @ has).indptr), dtype=np.int64)
