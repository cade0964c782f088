"""Pieces of work on the cores of this machine, or on any engine that joblib knows.

Nothing here schedules: `joblib.parallel_config` decides where the work is done, for example on a
Dask cluster.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar
from warnings import catch_warnings, simplefilter

from lappendeken.errors import LappendekenError

Task = TypeVar("Task")
Result = TypeVar("Result")

ATTEMPTS = 3
"""How often the machine may lose a worker before the work is given up."""


def run_all(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, jobs: int | None = None
) -> Iterator[Result]:
    """Results of a function on every task, in the order of the tasks.

    Notes
    -----
    One job is work in this process, whatever joblib is told. A worker process that dies (killed,
    or out of memory) takes only unfinished tasks with it: these are done again. Dask does so by
    itself.

    Examples
    --------
    >>> list(run_all(abs, [-3, 2]))
    [3, 2]
    """
    if jobs == 1:
        yield from map(function, tasks)
        return
    # Here, because it takes a tenth of a second that most commands need not wait for.
    from joblib import Parallel, delayed  # noqa: PLC0415
    from joblib.externals.loky.process_executor import TerminatedWorkerError  # noqa: PLC0415

    finished = 0
    for attempt in range(ATTEMPTS):
        work = None
        try:
            with _stop_kept_for_later():
                work = Parallel(n_jobs=jobs, return_as="generator")(
                    delayed(function)(task) for task in tasks[finished:]
                )
            for result in work:
                finished += 1
                yield result
        except TerminatedWorkerError as error:
            if attempt == ATTEMPTS - 1:
                raise LappendekenError(
                    "Het systeem stopt steeds een rekenproces, meestal omdat het geheugen vol is. "
                    "Neem minder kernen, of sluit andere programma's."
                ) from error
        else:
            return
        finally:
            # When not all is asked for, as by a stop, joblib advises its programmer in English.
            if work is not None:
                with _stop_kept_for_later(), catch_warnings():
                    simplefilter("ignore")
                    work.close()


@contextmanager
def _stop_kept_for_later() -> Iterator[None]:
    """What begins here, begins wholly: a stop is obeyed afterwards.

    Half begun processes cannot be ended: they would each say so, in English. Processes that start
    here do not hear Ctrl-C, which a terminal sends to all of them; this process ends them.
    """
    came: list[int] = []
    before = {}
    if threading.current_thread() is threading.main_thread():  # no other thread hears a signal
        for number in (signal.SIGINT, signal.SIGTERM):
            if (handler := signal.getsignal(number)) is not None:
                before[number] = handler
                signal.signal(number, lambda number, _: came.append(number))
    try:
        with _deaf_to_ctrl_c():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C from this thread and from the processes that it starts."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # Here, as above. These start by themselves, and then undo what follows.
    from multiprocessing import resource_tracker  # noqa: PLC0415

    from joblib.externals.loky.backend import resource_tracker as of_loky  # noqa: PLC0415

    for tracker in (resource_tracker, of_loky):
        tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
