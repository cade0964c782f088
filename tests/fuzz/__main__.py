"""Damage files until the time is up; what goes wrong is kept, to be made into a test."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fuzz.changes import change
from fuzz.judging import faults, run
from fuzz.seeds import make_seeds

FOUND = Path(__file__).parents[2] / "fuzz-vondsten"


def fuzz(seconds: float, *, seed: int, most: int | None = None) -> list[str]:
    """Damage, run and judge; a line for each fault that was found."""
    warm_up()
    rng = np.random.default_rng(seed)
    found: list[str] = []
    tried: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    stop = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as place:
        seeds = make_seeds(Path(place) / "gaaf")
        for one, whole in seeds:
            ended = run(_filled(one.arguments, whole), Path(place))
            assert not ended.code, f"{one.kind} is niet gaaf: {ended.err}"
            shutil.rmtree(whole / "uit", ignore_errors=True)
            shutil.rmtree(whole / "rapport", ignore_errors=True)
        while time.monotonic() < stop and (most is None or tried.total() < most):
            one, whole = seeds[tried.total() % len(seeds)]
            own = Path(place) / "proef"
            shutil.copytree(whole, own)
            change(own / one.damaged, rng)
            arguments = _filled(one.arguments, own)
            ended = run(arguments, Path(place))
            tried[one.kind] += 1
            refused[one.kind] += ended.code != 0
            files = [own / one.damaged, *(Path(text) for text in arguments if "." in text)]
            for fault in faults(ended, files, own / "uit"):
                found.append(f"{one.kind}: {fault}")
                _keep(FOUND / f"{len(found):03d}-{one.kind}", own, arguments, fault, ended.err)
            shutil.rmtree(own)
    for kind, amount in sorted(tried.items()):
        print(f"{kind:32s} {amount:6d} beschadigd, {refused[kind]:6d} geweigerd")
    print(f"{tried.total()} bestanden, {len(found)} bevindingen")
    return found


def _filled(arguments: Sequence[str], folder: Path) -> list[str]:
    return [text.replace("{}", str(folder)) for text in arguments]


def warm_up() -> None:
    """Import what commands need, once for all."""
    import lappendeken.cli.casus
    import lappendeken.cli.congruentie
    import lappendeken.cli.controleren
    import lappendeken.cli.inlezen
    import lappendeken.cli.rapport
    import lappendeken.cli.scenario
    import lappendeken.model
    import lappendeken.reading.sources.own  # noqa: F401


def _keep(target: Path, own: Path, arguments: list[str], fault: str, err: str) -> None:
    """Keep the files of a finding with what was run and what came."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(own, target)
    command = " ".join(["lappendeken", *arguments])
    (target / "bevinding.txt").write_text(f"{fault}\n{command}\n\n{err}", encoding="utf-8")


def main() -> None:
    """Read the options, and end with code 1 when something was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--most", type=int, help="so many files at most")
    given = options.parse_args()
    print(f"begin {given.seed}")
    found = fuzz(60 * given.minutes, seed=given.seed, most=given.most)
    for line, amount in Counter(found).most_common():
        print(f"{amount:5d} {line}")
    if found:
        print(f"De bestanden staan in {FOUND}.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
