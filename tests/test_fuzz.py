"""A short run of the fuzzer; `make fuzz MINUTES=30` is a long one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fuzz.changes import change
from fuzz.judging import Ended, faults

from lappendeken.errors import DataError
from lappendeken.reading.casus import casus_folder, read_casus

HERE = Path(__file__).parent
MOST = 80


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="dit systeem kan een proces niet splitsen")
def test_damaged_files_end_in_words_of_ours():
    """In a process of its own, since the memory of this one would be counted too."""
    path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", "--most", str(MOST), "--seed", "20261126"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{MOST} bestanden, 0 bevindingen" in done.stdout


@pytest.mark.parametrize("name", ["drechtsteden-2007", "woerden-2011"])
def test_a_casus_with_other_values_is_read_or_refused_in_our_words(tmp_path, name):
    """A table for a list, a list for a text: what is no casus is told as faults of its file."""
    source = (casus_folder() / f"{name}.toml").read_bytes()
    path = tmp_path / "casus.toml"
    told = []
    for seed in range(60):
        path.write_bytes(source)
        change(path, np.random.default_rng(seed))
        try:
            read_casus(path)
        except DataError as error:
            told.append(str(error))
    assert 30 < len(told) < 60
    assert all("casus.toml" in one for one in told)


def test_a_fault_is_seen(tmp_path):
    """What judges is judged: each kind of fault is called by its name."""
    damaged = tmp_path / "bron.csv"
    target = tmp_path / "uit"

    def told(code, err, seconds=1.0, megabytes=100.0):
        return faults(Ended(code, "", err, seconds, megabytes), [damaged], target)

    assert told(0, "") == []
    assert told(1, f"{damaged}: rij 3 is leeg.") == []
    assert told(1, f"{damaged}: 'unexpected end of data' staat in rij 3.") == []
    assert told(1, f"{damaged}: dit is geen CSV (unexpected end of data).") == [
        "Engels: unexpected"
    ]
    assert told(70, "Traceback (most recent call last):")[0] == "geen nette afloop (code 70)"
    assert told(1, "De geometrie is leeg.") == ["de melding noemt geen bestand"]
    assert told(2, "") == ["geen woord bij een fout"]
    assert told(0, "", seconds=11, megabytes=600) == ["11 s", "600 MB"]
    assert told(3, f"{damaged}: fout.") == ["code 3, en niets geschreven"]
    target.mkdir()
    assert told(1, f"{damaged}: fout.") == ["code 1, en toch geschreven"]
    assert told(3, f"Geschreven: {target}. {damaged} past niet.") == []
