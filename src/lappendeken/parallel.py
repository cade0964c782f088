"""Pieces of work on the cores of this machine, or on any engine that joblib knows.

Nothing here schedules: `joblib.parallel_config` decides where the work is done, for example on a
Dask cluster.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

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
        work = Parallel(n_jobs=jobs, return_as="generator")(
            delayed(function)(task) for task in tasks[finished:]
        )
        try:
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
