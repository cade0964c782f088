"""The load that cooperation is for gemeenten, at a date and between two."""

from dataclasses import dataclass

import pandas as pd

from lappendeken import measures
from lappendeken.indeling import Indeling
from lappendeken.measures.load import LOADS
from lappendeken.model import Lappendeken
from lappendeken.provenance import Recorded, recorded
from lappendeken.timeline.decomposition import Decomposition, with_causes

_TOLD = ["bevoegdheid", "beleidsterreinen"]


@dataclass(frozen=True, eq=False)
class LoadChange(Recorded):
    """What became of the load between two dates, and by what.

    Parameters
    ----------
    country : DataFrame
        Index measure: `before`, `merged`, `after`, `by_herindeling`, `by_choice`. The `LOADS` and
        these `_per_10k` are means over gemeenten; `number` is that of the verbanden; `nodf` and
        `centralisation` are those of the graph. What one of the dates does not tell is missing.
    gemeenten : DataFrame
        Index code: `naam`, and for `verbanden` and `partner_sets` `<load>_merged`, `<load>_after`
        and `<load>_by_choice`.
    ended : tuple of str
        Names of the verbanden that herindeling left with one gemeente or none; from then on they
        do not count.
    uncounted : tuple of str
        Names of the gemeenten of which the inhabitants at the first date are not known.
    """

    country: pd.DataFrame
    gemeenten: pd.DataFrame
    ended: tuple[str, ...]
    uncounted: tuple[str, ...]


@recorded
def governance_load(
    lap: Lappendeken, verbanden: Indeling, inwoners: "pd.Series[float] | None" = None
) -> pd.DataFrame:
    """The load of each gemeente, of the forms and powers that the data tell.

    Parameters
    ----------
    lap : Lappendeken
        What is known of the verbanden and of the gemeenten.
    verbanden : Indeling
        Those that count, such as `lap["gemeenschappelijke-regeling"]`.
    inwoners : Series, optional
        Index gemeente; those of `lap` when absent.

    Returns
    -------
    DataFrame
        See `measures.governance_load`.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> found = governance_load(lap, lap["gemeenschappelijke-regeling"])
    >>> found.loc["GM0119", ["verbanden", "boards", "forms", "partner_sets"]].astype(int).tolist()
    [7, 7, 2, 5]
    """
    told = lap.kenmerken.reindex(columns=_TOLD).reindex(lap.verbanden.index)
    people = lap.gemeenten["inwoners"] if inwoners is None else inwoners
    return measures.governance_load(verbanden, lap.verbanden[["vorm"]].join(told), people)


@recorded
def load_change(found: Decomposition, name: str) -> LoadChange:
    """Tell what herindeling did to the load between two dates from what gemeenten chose.

    Parameters
    ----------
    found : Decomposition
        Of two dates.
    name : str
        Identifier of an indeling that both have, whose verbanden count.

    Returns
    -------
    LoadChange

    Raises
    ------
    UnknownNameError
        If one of the dates does not have the indeling.

    Notes
    -----
    Per 10,000 inhabitants is of the first date at each moment, so that growth of the population is
    no part of either cause.
    """
    before, merged, after = found.moments
    people = merged.gemeenten["inwoners"]
    ended = _ended(found, name)
    kept = merged.indeling(name)
    if len(ended):
        alive = {one: kept.members(one) for one in kept.verbanden if one not in ended.index}
        kept = Indeling.from_members(alive, kept.gemeenten, id=kept.id, naam=kept.naam)
    states = [
        (before, before.indeling(name), before.gemeenten["inwoners"]),
        (merged, kept, people),
        (after, after.indeling(name), people),
    ]
    loads = [governance_load(*state) for state in states]
    figures = [
        _figures(one, verbanden) for one, (_, verbanden, _) in zip(loads, states, strict=True)
    ]
    table = pd.DataFrame({"naam": after.gemeenten["naam"]})
    for load in ("verbanden", "partner_sets"):
        table[f"{load}_merged"] = loads[1][load]
        table[f"{load}_after"] = loads[2][load]
        table[f"{load}_by_choice"] = loads[2][load] - loads[1][load]
    uncounted = tuple(merged.gemeenten.loc[people.isna(), "naam"])
    return LoadChange(with_causes(figures), table, tuple(ended["naam"]), uncounted)


def _ended(found: Decomposition, name: str) -> pd.DataFrame:
    """The verbanden that herindeling left with too few gemeenten to go on."""
    columns = ["naam", "indeling", "gemeenten_voor", "gemeenten_na"]
    table = pd.DataFrame(columns=columns) if found.converted is None else found.converted.verbanden
    return table[
        (table["indeling"] == name) & (table["gemeenten_voor"] > 1) & (table["gemeenten_na"] < 2)
    ]


def _figures(load: pd.DataFrame, verbanden: Indeling) -> "pd.Series[float]":
    """What is told of the country at one moment."""
    own = {"number": float(len(verbanden.verbanden))}
    own |= {name: float(load[name].mean()) for name in LOADS}
    own |= {f"{name}_per_10k": float(load[f"{name}_per_10k"].mean()) for name in LOADS}
    own["nodf"] = measures.nodf(verbanden).whole
    own["centralisation"] = measures.centralisation(verbanden).gemeenten
    return pd.Series(own).rename_axis("measure")
