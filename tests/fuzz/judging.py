"""Run a command in a process of its own, and say what is wrong with how it ended."""

import os
import re
import resource
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS, MOST_MEGABYTES = 10, 500
MOST_WAITING = 300
WRITTEN = 3
"""All was written, and is not fit for use."""

CODES = {0, 1, 2, WRITTEN}

ENGLISH = re.compile(
    r"\b(the|expected|unexpected|invalid|failed|could|unable|cannot|missing|unknown|must|should|"
    r"parsing|exception|does not|is not|not found|no such|out of range)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float
    """Of processor time."""

    megabytes: float


def run(arguments: Sequence[str], folder: Path) -> Ended:
    """Run a command in a copy of this process, which has imported what it needs already."""
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    child = os.fork()
    if not child:
        _become(arguments, out, err)
    start, status, usage = time.monotonic(), 0, None
    while usage is None:
        done, status, spent = os.wait4(child, os.WNOHANG)
        if done:
            usage = spent
        elif time.monotonic() - start > MOST_WAITING:
            os.kill(child, signal.SIGKILL)
        else:
            time.sleep(0.01)
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in (out, err))
    seconds = usage.ru_utime + usage.ru_stime
    return Ended(os.waitstatus_to_exitcode(status), *texts, seconds, usage.ru_maxrss / 1024)


def _become(arguments: Sequence[str], out: Path, err: Path) -> None:
    """Be the command from here on."""
    code = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (3 * MOST_SECONDS, 3 * MOST_SECONDS))
        for number, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout, sys.stderr = (os.fdopen(k, "w", encoding="utf-8") for k in (1, 2))
        from lappendeken.cli import main

        main(list(arguments))
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def faults(ended: Ended, files: Sequence[Path], target: Path) -> list[str]:
    """What is wrong with how a command ended, in a word each; its files with the damaged first."""
    damaged = files[0]
    told = ended.out + ended.err
    found = []
    if "Traceback" in told or "fout in het programma" in told or ended.code not in CODES:
        found.append(f"geen nette afloop (code {ended.code})")
    message = QUOTED.sub("", ended.err).replace(str(damaged.parent), "")
    if words := ENGLISH.findall(message):
        found.append(f"Engels: {', '.join(sorted(set(words)))}")
    if ended.code and not ended.err.strip():
        found.append("geen woord bij een fout")
    elif ended.code == 1 and not any(
        name in told for one in files for name in (one.name, one.parent.name)
    ):
        found.append("de melding noemt geen bestand")
    if target.exists() and ended.code not in {0, WRITTEN}:
        found.append(f"code {ended.code}, en toch geschreven")
    elif ended.code == WRITTEN and not target.exists():
        found.append(f"code {ended.code}, en niets geschreven")
    if ended.seconds > MOST_SECONDS:
        found.append(f"{ended.seconds:.0f} s")
    if ended.megabytes > MOST_MEGABYTES:
        found.append(f"{ended.megabytes:.0f} MB")
    return found
