"""A long study goes on where it stopped, and gives the same as one that was not broken off."""

import logging
import sqlite3

import pytest

from lappendeken import nullmodel
from lappendeken.errors import LappendekenError
from lappendeken.nullmodel import checkpoint


def asked(quilt, **options):
    jeugd, werk = quilt.find_indelingen(["jeugd", "werk"])
    return {
        "pairs": [(werk, jeugd), (jeugd, werk), (werk, werk)],
        "measures": ["partner_overlap", "boundary_congruence"],
        "model": "permutatie",
        "adjacency": quilt.borders,
        "groups": quilt.gemeenten["provincie"],
        "n": 400,
        "rng": 3,
    } | options


def same(one, other):
    return all(
        a.tests[name].samples.tobytes() == b.tests[name].samples.tobytes()
        and a.groups.equals(b.groups)
        and a.gemeenten.equals(b.gemeenten)
        and a.verbanden.equals(b.verbanden)
        and a.draws == b.draws
        for a, b in zip(one, other, strict=True)
        for name in a.tests
    )


@pytest.fixture
def drawn(monkeypatch):
    """How many chunks were drawn anew."""
    counted = []
    real = checkpoint.run_task
    monkeypatch.setattr(checkpoint, "run_task", lambda task: counted.append(1) or real(task))
    return counted


def test_a_broken_study_goes_on_where_it_stopped(quilt, tmp_path, drawn, caplog):
    place, done = tmp_path / "studie.tussenstand", []

    def stop(replicates):
        done.append(replicates)
        if len(done) == 3:
            raise KeyboardInterrupt

    whole = nullmodel.examine_pairs(**asked(quilt))
    assert len(drawn) == 2 * 4
    drawn.clear()
    with pytest.raises(KeyboardInterrupt):
        nullmodel.examine_pairs(**asked(quilt), checkpoint=place, progress=stop)
    kept = len(drawn)
    drawn.clear()
    with caplog.at_level(logging.INFO, "lappendeken"):
        again = nullmodel.examine_pairs(**asked(quilt), checkpoint=place)
    assert len(drawn) == 8 - kept == 5
    assert "3 van 4 delen stonden al in" in caplog.text
    assert same(whole, again)
    drawn.clear()
    assert same(whole, nullmodel.examine_pairs(**asked(quilt), checkpoint=str(place)))
    assert not drawn


def test_more_draws_begin_with_what_is_kept_and_other_questions_do_not(quilt, tmp_path, drawn):
    place = tmp_path / "studie.tussenstand"
    one = asked(quilt, per_gemeente=True, n=256)
    one["pairs"] = one["pairs"][:1]
    nullmodel.examine_pairs(**one, checkpoint=place)
    more = one | {"n": 384}
    drawn.clear()
    found = nullmodel.examine_pairs(**more, checkpoint=place)
    assert len(drawn) == 1
    assert same(found, nullmodel.examine_pairs(**more))
    for other in ({"rng": 4}, {"weights": quilt.gemeenten["inwoners"]}, {"per_gemeente": False}):
        drawn.clear()
        nullmodel.examine_pairs(**(one | {"n": 128} | other), checkpoint=place)
        assert len(drawn) == 1, other


def test_a_file_that_is_none_is_refused_and_unharmed(quilt, tmp_path):
    place = tmp_path / "brief.txt"
    place.write_text("Geachte raad, " * 100, encoding="utf-8")
    with pytest.raises(LappendekenError, match="geen tussenstand staan"):
        nullmodel.examine_pairs(**asked(quilt, n=2), checkpoint=place)
    assert place.read_text(encoding="utf-8").startswith("Geachte raad")
    with pytest.raises(LappendekenError, match="geen tussenstand staan"):
        nullmodel.examine_pairs(**asked(quilt, n=2), checkpoint=tmp_path / "weg" / "x")


def test_a_file_of_which_a_part_is_lost_is_told(quilt, tmp_path):
    place = tmp_path / "studie.tussenstand"
    nullmodel.examine_pairs(**asked(quilt, n=2), checkpoint=place)
    with sqlite3.connect(place) as file:
        file.execute("UPDATE chunks SET content = 'x'")
    with pytest.raises(LappendekenError, match=r"is niet te lezen .*: het is beschadigd\. Gooi"):
        nullmodel.examine_pairs(**asked(quilt, n=2), checkpoint=place)


@pytest.mark.slow  # SQLite waits five seconds
def test_a_file_that_another_uses_or_that_is_full_is_told_in_dutch(tmp_path):
    place = tmp_path / "studie.tussenstand"
    with checkpoint.opened(place) as one:
        one.file.execute("BEGIN EXCLUSIVE")
        message = "een andere opdracht gebruikt het"
        with pytest.raises(LappendekenError, match=message), checkpoint.opened(place):
            pass
    with checkpoint.opened(place) as one:
        pages = one.file.execute("PRAGMA page_count").fetchone()[0]
        one.file.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.OperationalError) as full:
            one.file.execute("INSERT INTO chunks VALUES ('x', ?)", (b"x" * 10**6,))
    assert "de schijf is vol. Maak ruimte vrij" in str(checkpoint._trouble(place, full.value))
