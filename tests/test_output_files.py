"""Files: whole or not at all, all or none, and never over an older one unasked."""

import pytest

from lappendeken.errors import OutputError, WrongUsageError
from lappendeken.output.files import (
    check_folder,
    deliver,
    file_stem,
    refuse_existing,
    write_atomically,
    write_together,
)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.txt"
    path.write_text("oud")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match="de schijf is vol"):
        write_atomically(path, "nieuw")
    assert path.read_text() == "oud"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(OutputError, match="dit is een map"):
        write_atomically(tmp_path / "x.csv", "")


def test_a_written_file_can_be_read_by_others(tmp_path):
    write_atomically(tmp_path / "diep" / "x.txt", "é")
    beside = tmp_path / "gewoon.txt"
    beside.write_text("é", encoding="utf-8")
    written = tmp_path / "diep" / "x.txt"
    assert written.read_bytes() == beside.read_bytes()
    assert written.stat().st_mode == beside.stat().st_mode


@pytest.fixture
def two(tmp_path):
    """An older file, and a folder in the place of another."""
    (tmp_path / "een.csv").write_text("oud een")
    (tmp_path / "twee.csv").mkdir()
    return tmp_path


def texts(folder):
    """What stands in a folder."""
    return {
        str(path.relative_to(folder)): path.read_text() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def test_when_one_file_cannot_be_placed_all_is_as_it_was(two):
    names = ("een.csv", "nieuw.csv", "map/nieuw.csv", "twee.csv")
    with pytest.raises(OutputError, match=r"twee\.csv is niet geschreven: dit is een map"):
        write_together({two / name: "nieuw" for name in names})
    assert texts(two) == {"een.csv": "oud een", "twee.csv": None}


@pytest.mark.parametrize("links", [True, False])
def test_when_a_later_move_fails_earlier_ones_are_undone(tmp_path, monkeypatch, links):
    (tmp_path / "een.csv").write_text("oud een")
    (tmp_path / "drie.csv").write_text("oud drie")
    moves = []
    replace = type(tmp_path).replace

    def fails_at_third(self, target):
        moves.append(target.name)
        if len(moves) == 3:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    def no_links(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.replace", fails_at_third)
    if not links:
        monkeypatch.setattr("pathlib.Path.hardlink_to", no_links)
    names = ("een.csv", "map/diep/twee.csv", "drie.csv")
    with pytest.raises(OutputError, match="de schijf is vol"):
        write_together({tmp_path / name: "nieuw" for name in names})
    assert moves == ["een.csv", "twee.csv", "drie.csv", "een.csv"]
    assert texts(tmp_path) == {"drie.csv": "oud drie", "een.csv": "oud een"}


def test_files_that_exist_are_replaced_together_and_nothing_stays_beside(tmp_path):
    (tmp_path / "een.csv").write_text("oud een")
    write_together({tmp_path / "een.csv": "é", tmp_path / "a" / "b" / "twee.csv": b"\x00"})
    assert (tmp_path / "een.csv").read_bytes() == "é".encode()
    assert (tmp_path / "a" / "b" / "twee.csv").read_bytes() == b"\x00"
    assert len(list(tmp_path.rglob("*"))) == 4


def test_a_folder_that_could_not_be_filled_is_not_left_behind(tmp_path):
    new = tmp_path / "nieuw" / "dieper"
    with pytest.raises(OutputError):
        write_together({new / "a": "1", new / "a" / "b": "2"})
    assert list(tmp_path.iterdir()) == []


def test_all_files_that_exist_are_named(two):
    with pytest.raises(OutputError, match=r"een\.csv, .*twee\.csv bestaan al; kies een andere"):
        refuse_existing([two / "een.csv", two / "nieuw.csv", two / "twee.csv"])
    with pytest.raises(WrongUsageError, match=r"een\.csv bestaat al"):
        refuse_existing([two / "een.csv"], WrongUsageError)
    with pytest.raises(OutputError, match=r"een\.csv bestaat al"):
        deliver({two / "een.csv": "nieuw", two / "nieuw.csv": "nieuw"}, overwrite=False)
    assert texts(two) == {"een.csv": "oud een", "twee.csv": None}
    assert deliver({two / "een.csv": "nieuw"}, overwrite=True) == [two / "een.csv"]


def test_a_folder_inside_a_file_is_refused(tmp_path):
    (tmp_path / "bestand").write_text("")
    with pytest.raises(OutputError, match="is geen map"):
        check_folder(tmp_path / "bestand" / "map")
    check_folder(tmp_path / "nieuw" / "map")


def test_a_name_from_data_never_leaves_the_folder():
    assert file_stem("../../.ssh/é", "x") == "ssh-e"
    assert file_stem("...", "gm0001") == "gm0001"
    assert len(file_stem("naam " * 100, "x")) <= 60
