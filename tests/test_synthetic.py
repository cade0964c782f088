"""The generator of the benchmarks makes quilts of which the overlap is known."""

import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from lappendeken import measures
from lappendeken.indeling import Indeling

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.synthetic import cover, moved_pair, partition


@pytest.mark.parametrize("moved", [0.0, 0.04, 0.2, 0.44])
def test_as_many_units_move_as_was_asked(moved):
    a, b = (partition(labels) for labels in moved_pair(1_000, region_size=25, moved=moved, seed=3))
    expected = int(moved * 25) * 39  # the last of the 40 regions has no next one
    assert measures.transfer_distance(a, b).distance == expected
    assert (measures.adjusted_rand_index(a, b) == 1) == (moved == 0)


def test_the_same_seed_gives_the_same_quilt():
    first, again = moved_pair(500, seed=1), moved_pair(500, seed=1)
    other = moved_pair(500, seed=2)
    assert np.array_equal(first, again)
    assert not np.array_equal(first[1], other[1])


def test_a_cover_has_exactly_the_double_units_asked():
    one = cover(400, region_size=20, double=0.25, seed=1)
    assert one.times_covered.value_counts().to_dict() == {1: 300, 2: 100}
    assert len(one.verbanden) == 20


def test_measures_of_a_large_pair_do_not_need_all_pairs_of_units():
    # A hundred thousand units: a dense matrix of them would take 80 GB.
    a, b = (partition(labels) for labels in moved_pair(100_000))
    assert 0 < measures.element_centric_similarity(a, b) < 1
    assert 0 < measures.omega_index(a, b) < 1
    assert measures.territorial_congruence([a, b])["partners"].max() < 75
    assert len(measures.meet([a, b]).verbanden) == len(set(zip(*moved_pair(100_000), strict=True)))


def test_a_verband_that_holds_everyone_costs_omega_no_memory_for_all_pairs():
    # It adds one shared verband to every pair in both, so nothing changes but the expectation.
    a, b = cover(4_000, double=1, seed=1), cover(4_000, double=1, region_size=20, seed=2)
    everyone = np.ones((4_000, 1), dtype=np.int64)
    whole = [
        Indeling(
            one.id,
            one.gemeenten,
            one.verbanden.append(pd.Index(["land"])),
            sparse.csr_array(sparse.hstack([one.incidence, everyone])),
        )
        for one in (a, b)
    ]
    tracemalloc.start()
    score = measures.omega_index(*whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert score == pytest.approx(measures.omega_index(a, b), abs=1e-9)
    # All pairs at once would be 16 million cells, over 200 MB for the counts alone.
    assert peak < 150e6
