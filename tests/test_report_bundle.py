"""A folder of reports: resumed where it was broken off, and never over what is not ours."""

import json

import pytest

from lappendeken.errors import LappendekenError, OutputError
from lappendeken.model import load
from lappendeken.report import bundle

ARGUMENTS = ("rapport", "--alle-gemeenten", "--vorm", "html", "--datum", "2026-11-22")


@pytest.fixture
def made(monkeypatch):
    """Reports of one line, made in this process; gives which were made."""
    stems = []

    def make(setting, folder, subjects, how):
        if any(one.key == "stuk" for one in subjects):
            return {}, ["stuk: kan niet"]
        stems.extend(one.stem for one in subjects)
        return {
            bundle.path_of(folder / one.stem, form): one.stem.encode()
            for one in subjects
            for form in how.forms
        }, []

    monkeypatch.setattr(bundle, "_made_of", make)
    monkeypatch.setattr(bundle, "_setting", lambda *_: None)
    return stems


def _how(*forms):
    return bundle.How(None, None, (), "gemeenten", forms, None, "ingebouwd")


def _subjects(*keys):
    return [bundle.Subject("gemeente", key, f"gemeenten/{key}", {}) for key in keys]


def test_only_what_is_not_there_yet_is_made(made, tmp_path):
    every, how = _subjects(*"abcdef"), _how("html", "pdf")
    folder = bundle.Folder(tmp_path, "k")
    bundle.write(folder, every[:4], how, jobs=1)
    again = bundle.Folder(tmp_path, "k")
    todo = again.wanting(every, how.forms, force=False)
    assert [one.key for one in todo] == ["e", "f"]
    assert len(bundle.write(again, todo, how, jobs=1)) == 4
    assert made == [one.stem for one in every]
    whole = bundle.Folder(tmp_path, "k")
    assert whole.wanting(every, how.forms, force=False) == []
    (tmp_path / "gemeenten" / "b.pdf").unlink()
    assert [one.key for one in whole.wanting(every, how.forms, force=False)] == ["b"]
    assert bundle.Folder(tmp_path, "anders").wanting(every, how.forms, force=False) == every


def test_what_was_made_stays_when_the_work_is_broken_off(made, tmp_path):
    every, how = _subjects(*"abcdefgh"), _how("html")

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bundle.write(bundle.Folder(tmp_path, "k"), every, how, jobs=1, progress=stop)
    todo = bundle.Folder(tmp_path, "k").wanting(every, how.forms, force=False)
    assert [one.key for one in todo] == list("efgh")


def test_one_that_cannot_be_made_does_not_stop_the_others(made, tmp_path):
    every = [bundle.Subject("provincie", "stuk", "stuk", {}), *_subjects("a")]
    with pytest.raises(LappendekenError, match="de andere staan er:\nstuk: kan niet"):
        bundle.write(bundle.Folder(tmp_path, "k"), every, _how("html"), jobs=1)
    assert (tmp_path / "gemeenten" / "a.html").read_text() == "gemeenten/a"


@pytest.mark.parametrize("record", [None, "[]", "{"])
def test_what_is_not_ours_is_not_written_over(made, tmp_path, record):
    every, how = _subjects("a"), _how("html")
    path = tmp_path / "gemeenten" / "a.html"
    path.parent.mkdir()
    path.write_text("mijn eigen")
    if record is not None:
        (tmp_path / bundle.RECORD).write_text(record)
    with pytest.raises(OutputError, match=r"a\.html: dit stond er al"):
        bundle.Folder(tmp_path, "k").wanting(every, how.forms, force=False)
    assert bundle.Folder(tmp_path, "k").wanting(every, how.forms, force=True) == every


def test_names_of_gemeenten_are_names_of_files(real, today):
    stems = bundle.gemeente_stems(today)
    assert len(set(stems.values())) == 342
    assert stems["GM1900"] == "sudwest-fryslan"
    both = real.gemeenten["naam"].duplicated(keep=False)
    assert all(bundle.gemeente_stems(real)[c].endswith(c.lower()) for c in both.index[both])


@pytest.mark.slow
def test_a_report_of_a_folder_is_that_of_the_command(run, tmp_path, monkeypatch):
    """The whole chain for the first four gemeenten, without workers."""
    monkeypatch.setattr(bundle.parallel, "run_all", lambda f, work, jobs: map(f, work[:1]))
    code, _, err = run(*ARGUMENTS, "--uit", tmp_path / "uit")
    assert (code, "4 bestanden geschreven" in err) == (0, True)
    record = json.loads((tmp_path / "uit" / bundle.RECORD).read_text())
    first = next(iter(record))
    stems = {stem: gemeente for gemeente, stem in bundle.gemeente_stems(load()).items()}
    name = first.removeprefix("gemeenten/").removesuffix(".html")
    alone = tmp_path / f"{name}.html"
    assert run("gemeente", stems[name], "--uit", alone, "--datum", "2026-11-22")[0] == 0
    assert alone.read_bytes() == (tmp_path / "uit" / first).read_bytes()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--uit", "x.html"), "geef --uit een map"),
        (("--indeling", "jeugd"), "zonder --alle-gemeenten"),
        (("--land", "--alle-provincies"), "Kies één van"),
    ],
)
def test_what_cannot_be_a_folder_is_refused(run, more, told):
    code, _, err = run(*ARGUMENTS, *more)
    assert (code, told in " ".join(err.split())) == (2, True)
