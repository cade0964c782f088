"""Keeping a library written in C off standard output, where only results belong."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def quiet_output() -> Iterator[None]:
    """Throw away what anything but this program writes to standard output.

    HiGHS prints a line of its own in rare cases, also when it is told not to; in the middle of
    JSON that would make the result unreadable.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        # There is no standard output to keep clean.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        # C keeps a buffer of its own, and would empty it at the very end.
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
