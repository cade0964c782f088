"""What every indeling would cost as the base, by every rule for a base."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from lappendeken.errors import InfeasibleError
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.optimise.division import least_change
from lappendeken.optimise.problem import BASE_RULES, choose
from lappendeken.provenance import recorded


@recorded
def readings(
    lappendeken: Lappendeken,
    indelingen: Sequence[str | Indeling],
    *,
    progress: Callable[[int], None] | None = None,
    **demands: Any,
) -> pd.DataFrame:
    """The least change with each indeling as the base, by each rule.

    Parameters
    ----------
    lappendeken : Lappendeken
        Knows names, neighbours and inhabitants.
    indelingen : sequence of str or Indeling
        At least one.
    progress : callable, optional
        Called with 1 before every answer.
    **demands
        What else is asked; see `least_change`.

    Returns
    -------
    DataFrame of float
        Index `base` (identifiers), columns `vast`, `kern` and `vrij`: the total weight of the
        deelnames that change; NaN where no division will do, such as with a cover that must stay.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> found = readings(load("2016"), ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"])
    >>> found.astype(int).loc["arbeidsmarktregio"].to_list()
    [191, 172, 172]
    """
    chosen = choose(lappendeken, indelingen)

    def total(base: Indeling, rule: str) -> float:
        if progress is not None:
            progress(1)
        if rule == "vast" and not base.is_partition:
            return np.nan
        try:
            return least_change(lappendeken, chosen, base=base, base_rule=rule, **demands).total
        except InfeasibleError:
            return np.nan

    rows = {one.id: {rule: total(one, rule) for rule in BASE_RULES} for one in chosen}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("base")
