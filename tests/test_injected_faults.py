"""Every command that writes, with a disk, a folder or a person that does not cooperate."""

import errno
import os
import signal
from pathlib import Path

import pytest

WRITE, REPLACE = Path.write_bytes, Path.replace
COMMANDS = {
    "congruentie-csv": ["congruentie", "--uit", "x.csv"],
    "congruentie-xlsx": ["congruentie", "--uit", "x.xlsx"],
    "congruentie-json": ["congruentie", "--uit", "x.json"],
    "congruentie-png": ["congruentie", "--alle", "--uit", "x.png"],
    "kaart-map": ["kaart", "jeugd", "werk", "--uit", "uit"],
    "kaart-html": ["kaart", "jeugd", "werk", "--uit", "x.html"],
    "kaart-png": ["kaart", "jeugd", "werk", "--uit", "x.png"],
    "groep-csv": ["groep", "Dorp A", "Dorp B", "--uit", "x.csv"],
    "exporteer-gpkg": ["gegevens", "exporteer", "x.gpkg"],
    "exporteer-graphml": ["gegevens", "exporteer", "x.graphml"],
    "herindeel": ["gegevens", "herindeel", "--naar", "2017", "--uit", "uit"],
    "inlezen": ["gegevens", "inlezen", "lijst.csv", "--kolom", "jeugd=jeugd", "--uit", "uit"],
}
QUICK = ("congruentie-csv", "herindeel", "inlezen")


def full(self, content):
    """A disk on which half of the file fits."""
    WRITE(self, content[: len(content) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")


def locked(self, target):
    """What Windows says of a file that is open in Excel."""
    raise PermissionError(errno.EACCES, "Permission denied")


def forbidden(*_, **__):
    raise PermissionError(errno.EACCES, "Permission denied")


def vanished(*_, **__):
    raise FileNotFoundError(errno.ENOENT, "No such file or directory")


def stopped(number):
    def write(self, content):
        signal.raise_signal(number)
        return WRITE(self, content)

    return write


FAULTS = {
    "full": ("pathlib.Path.write_bytes", full, 1, "de schijf is vol. Maak ruimte vrij"),
    "locked": ("pathlib.Path.replace", locked, 1, "open in een ander programma"),
    "forbidden": ("lappendeken.output.files.tempfile.mkstemp", forbidden, 1, "Kies een andere"),
    "vanished": ("lappendeken.output.files.tempfile.mkstemp", vanished, 1, "deze map bestaat niet"),
    "ctrl-c": ("pathlib.Path.write_bytes", stopped(signal.SIGINT), 130, "Afgebroken"),
    "terminated": ("pathlib.Path.write_bytes", stopped(signal.SIGTERM), 143, "Afgebroken"),
}


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CASES = [
    pytest.param(
        command,
        fault,
        id=f"{command}-{fault}",
        marks=[] if command in QUICK else pytest.mark.slow,
    )
    for command in COMMANDS
    for fault in FAULTS
]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "fault"), CASES)
def test_what_stood_is_whole_and_nothing_is_left_behind(
    run, quilt_folder, tmp_path, monkeypatch, command, fault
):
    monkeypatch.chdir(tmp_path)
    Path("lijst.csv").write_text("gemeente;jeugd\nDorp A;N\nDorp B;N\n")
    arguments = [*COMMANDS[command], "--gegevens", quilt_folder, "--force"]
    folder = Path("uit")
    if "uit" in arguments:
        folder.mkdir()
        (folder / "verbanden.csv").write_text("oud")
    else:
        Path(next(one for one in arguments if str(one).startswith("x."))).write_text("oud")
    before = tree(tmp_path)
    place, instead, code, said = FAULTS[fault]
    with monkeypatch.context() as patch:
        patch.setattr(place, instead)
        ended = run(*arguments)
    assert ended[0] == code, ended[2]
    assert said in ended[2]
    assert "Traceback" not in ended[2]
    after = tree(tmp_path)
    assert [path for path in after if path.name.startswith(".")] == []
    if code == 1:
        assert after == before
        assert "is niet geschreven" in ended[2]
    else:
        # A stop waits until all is in place.
        assert after.keys() >= before.keys()
        assert all(content for content in after.values())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dit systeem kan een proces niet splitsen")
def test_two_runs_into_one_folder_never_mix(tmp_path):
    from lappendeken.output.files import write_together

    names = [tmp_path / f"{k}.txt" for k in range(12)]
    children = []
    for mark in "ab":
        child = os.fork()
        if not child:
            for _ in range(20):
                write_together(dict.fromkeys(names, mark))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert len({path.read_text() for path in names}) == 1
    assert sorted(tmp_path.iterdir()) == sorted(names)


def test_what_cannot_be_put_back_is_kept_and_named(tmp_path, monkeypatch):
    from lappendeken.errors import OutputError
    from lappendeken.output.files import write_together

    one, two = tmp_path / "een.csv", tmp_path / "twee.csv"
    one.write_text("oud")
    moves = []

    def once(self, target):
        moves.append(target)
        if len(moves) > 1:
            locked(self, target)
        return REPLACE(self, target)

    monkeypatch.setattr("pathlib.Path.replace", once)
    with pytest.raises(OutputError, match=r"een\.csv is niet teruggezet; wat er stond, staat in"):
        write_together({one: "nieuw", two: "nieuw"})
    (kept,) = set(tmp_path.iterdir()) - {one}
    assert kept.read_text() == "oud"
