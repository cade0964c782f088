"""What commands cost beside the imports they cannot do without, and all pairs at once."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import limit, seconds
from lappendeken import load, measures

ROUNDS = 5
"""How often each command runs, all in each round; the shortest processor time counts."""

LIGHT = "typer, rich"
HEAVY = "geopandas, networkx"

LIMITS: dict[tuple[str, ...], tuple[str, float]] = {
    ("--help",): (LIGHT, 2.5),
    ("congruentie",): (HEAVY, 1.5),
    # On a quiet machine the import takes 1.2 s; these are 2, 5 and 5 s.
    ("gemeente", "Meppel"): (HEAVY, 1.7),
    ("kaart", "--uit", "kaarten", "--force"): (HEAVY, 4.2),
    ("toeval",): (HEAVY, 4.2),
}
"""Of each command the modules beside whose import it stands, and how many times that at most."""


def figures() -> None:
    """Print processor times as ratios, and the time of all pairs of the edition with most."""
    with tempfile.TemporaryDirectory() as folder:
        imports = {name: (sys.executable, "-c", f"import {name}") for name in (LIGHT, HEAVY)}
        program = str(Path(sys.executable).with_name("lappendeken"))
        own = {words: (program, *words) for words in LIMITS}
        best = dict.fromkeys((*imports.values(), *own.values()), float("inf"))
        # All in each round, so that a busy moment of the machine does not hit one of them.
        for _ in range(ROUNDS):
            for command in best:
                best[command] = min(best[command], processor_seconds(command, folder))
        for words, (name, most) in LIMITS.items():
            base, took = best[imports[name]], best[own[words]]
            what = f"lappendeken {words[0]} ({took:.2f} s) against import {name} ({base:.2f} s)"
            limit(what, took / base, most, "times")
    for what, value, most in all_pairs():
        limit(what, value, most, "s")


def processor_seconds(command: tuple[str, ...], folder: str) -> float:
    """Time that a command and its children spend on a processor."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def all_pairs() -> Iterator[tuple[str, float, float]]:
    """All measures of all pairs of 2016, covers included."""
    lap = load("2016")
    indelingen = [lap.indeling(str(name)) for name in lap.indelingen.index]
    pairs = len(indelingen) * (len(indelingen) - 1) // 2
    groups = lap.gemeenten["provincie"]
    work = partial(measures.all_pairs, indelingen, adjacency=lap.borders, groups=groups)
    what = f"all measures of all {pairs} pairs of {len(indelingen)} indelingen"
    yield what, seconds(work, clock=time.process_time), 1.5
