"""All pairs at once: the same as every measure of every pair by itself."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import families, weights

from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures import all_pairs, local_element_centric_similarity, region_fits
from lappendeken.measures.registry import shown


def by_itself(one, a, b, **options):
    """A measure of two indelingen, computed for them alone; NaN where it is refused."""
    try:
        return one(a, b, **options)
    except NotAPartitionError:
        return np.nan


def assert_as_by_itself(every, pairs, *, weights=None, borders=None):
    for a, b in pairs:
        row = every.scores.loc[(a.id, b.id)]
        for name, one in shown("scores").items():
            if one.needs_borders and borders is None:
                assert name not in row
                continue
            more = {"adjacency": borders} if one.needs_borders else {"weights": weights}
            expected = by_itself(one, a, b, **more)
            assert row[name] == pytest.approx(expected, abs=1e-12, nan_ok=True), (a.id, b.id, name)
        for one, other in ((a, b), (b, a)):
            found, expected = every.fits[one.id, other.id], region_fits(one, other)
            assert found.types == expected.types
            assert found.counterparts.tolist() == expected.counterparts.tolist()


@pytest.mark.slow
def test_all_pairs_of_the_edition_are_as_each_by_itself(real):
    indelingen = [real.indeling(name) for name in real.indelingen.index]
    assert len(indelingen) == 35
    assert not all(one.is_partition for one in indelingen)
    provinces = real.gemeenten["provincie"]
    every = all_pairs(indelingen, adjacency=real.borders, groups=provinces)
    pairs = list(combinations(indelingen, 2))
    assert len(every.scores) == len(pairs) == 595
    # One in eleven, which are pairs with and without overlap and of all coverages.
    chosen = pairs[::11]
    assert_as_by_itself(every, chosen, borders=real.borders)
    for a, b in chosen:
        local = local_element_centric_similarity(a, b)
        expected = local.groupby(provinces).mean()
        own = every.local.loc[(a.id, b.id)]
        pd.testing.assert_series_equal(own, expected, check_names=False, atol=1e-12)


@pytest.mark.slow
@given(families(), st.data())
def test_all_pairs_of_any_family_are_as_each_by_itself(indelingen, data):
    weight = data.draw(weights(indelingen[0].gemeenten))
    full = [one.with_singletons() for one in indelingen]
    every = all_pairs(full, weights=weight)
    assert_as_by_itself(every, combinations(full, 2), weights=weight)


def test_pairs_without_a_common_gemeente_are_empty_rows():
    a = Indeling.from_members({"p": ["1"]}, ["1", "2"], id="a")
    b = Indeling.from_members({"p": ["2"]}, ["1", "2"], id="b")
    every = all_pairs([a, b])
    row = every.scores.loc[("a", "b")]
    assert (row["gemeenten"], row["coverage"]) == (0, 0)
    assert not every.fits


def test_two_of_one_name_are_refused(jeugd):
    with pytest.raises(LappendekenError, match="eigen id"):
        all_pairs([jeugd, jeugd])
