"""Work on several cores: in order, and a worker that dies costs only time."""

import gc
import os
import signal
import warnings
from functools import partial
from pathlib import Path
from time import sleep

import joblib
import pytest

from lappendeken import parallel
from lappendeken.errors import LappendekenError
from lappendeken.parallel import run_all


def die_once(mark, number):
    """The number doubled; the first time that 3 comes, the process is killed."""
    if number == 3:
        try:
            Path(mark).touch(exist_ok=False)
        except FileExistsError:
            return 6
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def always_die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_results_come_in_the_order_of_the_tasks():
    assert list(run_all(abs, [-3, 1, -2])) == [3, 1, 2]
    assert list(run_all(abs, [])) == []


def test_results_come_while_the_rest_is_still_to_be_done():
    seen = []

    def note(number):
        seen.append(number)
        return number

    work = run_all(note, list(range(50)))
    assert next(work) == 0
    assert len(seen) < 50
    assert list(work) == list(range(1, 50))


def test_the_error_of_a_task_comes_through():
    with pytest.raises(TypeError, match="bad operand"):
        list(run_all(abs, [1, "x"]))


def test_the_engine_is_what_joblib_was_told():
    with joblib.parallel_config("threading", n_jobs=2):
        assert list(run_all(abs, [-1, -2])) == [1, 2]


def test_who_leaves_half_way_gets_no_advice_for_programmers():
    with (
        joblib.parallel_config("threading", n_jobs=2),
        warnings.catch_warnings(record=True) as advice,
    ):
        warnings.simplefilter("always")
        work = run_all(sleep, [0.01] * 50)
        next(work)
        work.close()
    assert advice == []


class StoppedMeanwhile(list):
    """Tasks that are asked for just when somebody presses Ctrl-C."""

    def __getitem__(self, place):
        signal.raise_signal(signal.SIGINT)
        return super().__getitem__(place)


@pytest.mark.skipif(
    not hasattr(signal, "pthread_sigmask"), reason="op dit systeem komt Ctrl-C meteen"
)
def test_a_stop_while_the_processes_begin_gives_no_advice_for_programmers():
    with (
        joblib.parallel_config("threading", n_jobs=2),
        warnings.catch_warnings(record=True) as advice,
    ):
        warnings.simplefilter("always")
        with pytest.raises(KeyboardInterrupt):
            list(run_all(sleep, StoppedMeanwhile([0.01] * 50)))
        gc.collect()
    assert advice == []


@pytest.mark.slow
def test_a_process_that_is_killed_costs_only_time(tmp_path):
    mark = tmp_path / "gedood"
    tasks = list(range(12))
    assert list(run_all(partial(die_once, str(mark)), tasks, jobs=2)) == [2 * k for k in tasks]
    assert mark.exists()


@pytest.mark.slow
def test_work_that_kills_every_process_is_given_up(monkeypatch):
    monkeypatch.setattr(parallel, "ATTEMPTS", 2)
    with pytest.raises(LappendekenError, match="geheugen"):
        list(run_all(always_die, [1, 2, 3], jobs=2))
