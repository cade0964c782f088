"""One record a measure: a toy measure, described in one place, is in all the others."""

import json

import numpy as np
import pytest
from reports import DAY

import lappendeken as ld
from lappendeken.casus.measuring import load_casus
from lappendeken.casus.report import report_on_casus
from lappendeken.maps.pages.explorer_data import explorer_data
from lappendeken.measures import registry
from lappendeken.measures.alignment import align, weighted_mean
from lappendeken.measures.registry import MEASURES, Measure, found
from lappendeken.report.closing import Made
from lappendeken.scenario import compare
from lappendeken.timeline import decompose, follow
from lappendeken.wording import terms

MAIN = ["jeugdregio", "mobw-regio", "arbeidsmarktregio"]


def alike(a, b, *, weights=None):
    """Mean of the size of the smallest of two circles as a share of the largest."""
    pair = align(a, b, weights)
    sizes = pair.a.circles, pair.b.circles
    return weighted_mean(np.minimum(*sizes) / np.maximum(*sizes), pair.weights)


@pytest.fixture
def toy(monkeypatch):
    """A measure with everything that a record must say, in its one place."""
    uses = registry.MEASURES["adjusted_rand_index"].uses
    one = Measure(
        "toy",
        "Speel",
        "speelmaat",
        "hoe even groot twee kringen zijn",
        "deze test",
        alike,
        for_covers=True,
        uses=uses,
        rank=2,
    )
    monkeypatch.setitem(registry._RECORDS, one.id, one)
    return one


# The records --------------------------------------------------------------------------------


def test_every_record_is_complete_and_refers_to_what_is_there():
    for name, one in MEASURES.items():
        assert one.id == name
        assert all((one.short, one.name, one.meaning, one.source))
        assert one.low < one.high
        assert one.kind in {"score", "share", "count"}
        for reference in (one.function, one.pairwise, one.local, one.local_pairwise):
            assert not reference or callable(found(reference))
        assert not one.turned or MEASURES[one.turned].turned == name
        assert not one.stand_in or MEASURES[one.stand_in].for_covers


def test_short_names_tell_measures_apart():
    for words in ("short", "name", "meaning"):
        assert len({getattr(one, words) for one in MEASURES.values()}) == len(MEASURES)


def test_a_record_computes_what_its_function_does(jeugd, werk):
    assert MEASURES["v_measure"](jeugd, werk) == ld.measures.v_measure(jeugd, werk).v
    assert MEASURES["homogeneity"](jeugd, werk) == MEASURES["completeness"](werk, jeugd)


def test_a_measure_that_takes_covers_is_given_for_them_and_another_refuses(jeugd, zorg, quilt):
    for name, one in registry.of_pairs().items():
        more = {"adjacency": quilt.borders} if one.needs_borders else {}
        if one.for_covers:
            assert one.low <= one(jeugd, zorg, **more) <= one.high, name
        else:
            with pytest.raises(ld.errors.NotAPartitionError):
                one(jeugd, zorg, **more)


# A toy measure ------------------------------------------------------------------------------


def test_a_toy_measure_is_in_tables_and_matrices(toy, jeugd, werk, zorg):
    table = ld.measures.scores([jeugd, werk, zorg])
    assert table.loc[("jeugd", "zorg"), "toy"] == alike(jeugd, zorg)
    matrix = ld.measures.congruence_matrix([jeugd, werk], "toy")
    assert matrix.loc["werk", "jeugd"] == table.loc[("jeugd", "werk"), "toy"] == alike(jeugd, werk)
    every = ld.measures.all_pairs([jeugd, werk, zorg])
    assert every.scores["toy"].to_list() == table["toy"].to_list()


def test_a_toy_measure_is_shown_by_congruentie(toy, run, tmp_path):
    code, out, _ = run("congruentie")
    assert code == 0
    assert "Speel" in out
    assert "hoe even groot twee kringen zijn" in " ".join(out.split())
    _, out, _ = run("congruentie", "--json")
    today = ld.load()
    expected = alike(today.indeling("jeugdregio"), today.indeling("arbeidsmarktregio"))
    found = {(row["a"], row["b"]): row["toy"] for row in json.loads(out)["scores"]}
    assert found["jeugdregio", "arbeidsmarktregio"] == pytest.approx(expected, abs=1e-9)
    assert run("congruentie", "--uit", tmp_path / "uit.csv")[0] == 0
    assert "toy" in (tmp_path / "uit.csv").read_text(encoding="utf-8-sig")


def test_a_toy_measure_can_be_asked_of_all_indelingen(toy, run):
    code, out, _ = run("congruentie", "--alle", "--maat", "toy", "--indeling", "jeugdregio",
                       "--indeling", "arbeidsmarktregio")  # fmt: skip
    assert code == 0
    assert "speelmaat" in out


def test_a_toy_measure_is_tested_against_chance(toy, run, quilt, jeugd, werk):
    found = ld.nullmodel.examine(
        jeugd, werk, measures=["toy", "v_measure"], adjacency=quilt.borders, n=20, rng=1
    )
    assert found.tests["toy"].observed == alike(jeugd, werk)
    draws = ld.nullmodel.random_divisions(werk, 20, adjacency=quilt.borders, rng=1)
    first = ld.Indeling.from_labels(draws[0].astype(str))
    assert found.tests["toy"].samples[0] == pytest.approx(alike(jeugd, first))
    code, out, _ = run("toeval", "--herhalingen", "5", "--json")
    assert code == 0
    assert {"toy", "v_measure"} <= {row["measure"] for row in json.loads(out)["toeval"]}


def test_a_toy_measure_can_be_raised_by_moves(toy, quilt):
    moves = ld.optimise.best_moves(quilt, ["jeugd", "werk"], measure="toy", n=1)
    before = alike(quilt.indeling("jeugd"), quilt.indeling("werk"))
    assert moves["score"].iloc[0] == pytest.approx(before + moves["gain"].iloc[0])


@pytest.mark.slow
def test_a_toy_measure_is_followed_through_scenarios_and_time(toy, quilt, today, real):
    found = compare(quilt, quilt, indelingen=["jeugd", "werk"])
    assert ("jeugd", "werk", "toy") in found.scores.index
    measure = ld.tables.scenario.country(quilt, found).columns[1]
    assert measure.labels["toy"] == "Speel"
    assert "toy" in decompose(real, today).scores().index.get_level_values("measure")
    line = follow([real, today], on_conflict="meerderheid")
    scores = line.scores(MAIN[:1] + MAIN[2:])
    assert "toy" in scores
    flat = scores.reset_index().rename(columns={"date": "datum"})
    assert "Speel" in [column.head for column in ld.tables.time.congruence(line, flat).columns]


def test_a_toy_measure_is_on_the_maps(toy, quilt, jeugd, werk):
    data = explorer_data(quilt, [jeugd, werk], [jeugd, werk])
    about = data["measures"]["toy"]
    assert about == {
        "label": "Speelmaat",
        "short": "Speel",
        "meaning": toy.meaning,
        "leading": True,
        "instead": None,
    }
    place = list(data["measures"]).index("toy")
    assert data["stored"]["0-1"]["scores"][place] == round(alike(jeugd, werk) * 1000)
    row = ld.measures.scores([jeugd, werk]).iloc[0]
    assert "Speelmaat" in [one.name for one in terms.explain_scores(row)]


def test_a_toy_measure_is_in_a_report(toy, real):
    made = report_on_casus(load_casus("woerden-2011"), real.gemeenten, Made(DAY))
    table = next(one for one in made.tables if one.name == "maten")
    assert "Speelmaat" in [column.head for column in table.columns]
