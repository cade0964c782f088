"""Many plans at once: each as if it were the only one, on any number of cores."""

import os
import signal
from pathlib import Path

import joblib
import pandas as pd
import pytest

from lappendeken.errors import DataError, WrongUsageError
from lappendeken.reading.plan import Plan, Step
from lappendeken.scenario import before_and_after, compare, sweep
from lappendeken.scenario.sweeping import PLANS_AT_ONCE


def move(letter, naar="m"):
    """One gemeente to the verband m, or to n when it is in m."""
    target = "n" if letter in "IOP" else naar
    return Plan((Step("verplaats", "jeugd", (f"Dorp {letter}",), naar=target),))


@pytest.fixture(scope="module")
def plans():
    """More than go into one piece of work."""
    found = {f"plan {letter}": move(letter) for letter in "CDEHJKLOP"}
    assert len(found) > PLANS_AT_ONCE
    return found


@pytest.fixture(scope="module")
def swept(quilt, plans):
    return sweep(quilt, plans)


@pytest.mark.slow
def test_each_plan_is_compared_as_if_it_were_the_only_one(quilt, plans, swept):
    assert list(swept.overview.index) == list(plans)
    assert (swept.overview["gemeenten"] == 1).all()
    for name in ("plan C", "plan P"):
        alone = compare(*before_and_after(quilt, plans[name]))
        pd.testing.assert_frame_equal(swept.scores.loc[name], alone.scores)
        row = swept.overview.loc[name]
        assert row["partners"] == len(alone.affected.partners)
        assert row["inwoners"] == alone.affected.inwoners


def test_what_moves_is_counted_by_hand(swept):
    overview = swept.overview
    assert overview.loc["plan C", "partners"] == len("DEHJK") + len("IOP")
    assert overview.loc["plan P", "partners"] == len("IO") + len("ABFG")
    # m was in parts already, as I is an island; P takes n apart.
    assert overview.loc[["plan C", "plan P"], "in_parts"].to_list() == [0, 1]


@pytest.mark.slow
def test_names_of_indelingen_weights_and_progress_go_through(quilt, plans, inwoners):
    done = []
    options = {"indelingen": ["jeugd", "zorg"], "weights": inwoners}
    found = sweep(quilt, plans, **options, progress=done.append)
    assert set(found.scores.index.droplevel(["plan", "measure"])) == {("jeugd", "zorg")}
    assert done == [PLANS_AT_ONCE, len(plans) - PLANS_AT_ONCE]
    alone = compare(*before_and_after(quilt, plans["plan C"]), **options)
    pd.testing.assert_frame_equal(found.scores.loc["plan C"], alone.scores)


def test_all_faults_of_all_plans_come_at_once(quilt, tmp_path):
    path = tmp_path / "fout.csv"
    path.write_text("actie,indeling,gemeente,naar\nverplaats,jeugd,Drop A,z\n", encoding="utf-8")
    wrong = Plan((Step("hef-op", "jeugd", van="x"),))
    with pytest.raises(DataError) as caught:
        sweep(quilt, {"goed": move("C"), "bestand": path, "los": wrong})
    assert {(Path(fault.file).name, fault.column) for fault in caught.value.faults} == {
        ("fout.csv", "gemeente"),
        ("los", "van"),
    }
    with pytest.raises(WrongUsageError, match="ten minste één plan"):
        sweep(quilt, {})


@pytest.mark.slow
def test_a_cluster_gives_the_same_also_when_a_worker_dies(quilt, plans, swept):
    distributed = pytest.importorskip("distributed")
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config("dask"),
    ):
        pids = client.run(os.getpid)

        def kill_one(_):
            if not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        together = sweep(quilt, plans, progress=kill_one)
    assert killed
    pd.testing.assert_frame_equal(together.overview, swept.overview)
    pd.testing.assert_frame_equal(together.scores, swept.scores)
