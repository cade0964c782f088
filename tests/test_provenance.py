"""Every result knows where it came from, and says so in files, LaTeX and citations."""

import json
import pickle
import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from inspect import isfunction, signature
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import lappendeken as ld
from lappendeken import provenance
from lappendeken.indeling import Indeling
from lappendeken.output.latex import escape
from lappendeken.reading.plan import Plan, Step

ROOT = Path(__file__).parents[1]
NAMES = ("jeugd", "werk")


@pytest.fixture(scope="module")
def results(quilt):
    """One result of every kind."""
    one, other = chosen = quilt.find_indelingen(NAMES)
    step = Step("treed-uit", one.id, (str(one.members(one.verbanden[0])[0]),))
    plan = Plan((step,))
    compared = ld.scenario.compare(*ld.scenario.before_and_after(quilt, plan), indelingen=NAMES)
    found = ld.nullmodel.examine(
        one, other, measures=["partner_overlap"], model="permutatie", n=19, rng=7, per_gemeente=True
    )
    least = ld.optimise.least_change(quilt, NAMES)
    later = replace(quilt, peildatum=quilt.peildatum.replace(day=2))
    line = ld.timeline.follow([quilt, later])
    decomposed = ld.timeline.decompose(quilt, later)
    towns = quilt.gemeenten.index[:4]
    trips = [[80, 30, 0, 0], [40, 90, 1, 0], [0, 0, 70, 20], [0, 2, 30, 60]]
    flows = pd.DataFrame(
        [(a, b, float(n)) for a, row in zip(towns, trips, strict=True)
         for b, n in zip(towns, row, strict=True)],
        columns=["van", "naar", "aantal"],
    )  # fmt: skip
    zorg = quilt.indeling("zorg")
    return {
        "scores": ld.measures.scores(chosen),
        "regions": ld.measures.regions(one, other),
        "overlap": ld.measures.partner_overlap(one, other),
        "transfer": ld.measures.transfer_distance(one, other),
        "v": ld.measures.v_measure(one, other),
        "nodf": ld.measures.nodf(zorg),
        "centralisation": ld.measures.centralisation(zorg),
        "nested": ld.nullmodel.nestedness(zorg, n=5, rng=7),
        "together": ld.nullmodel.congruence_test(chosen, model="permutatie", n=9, rng=7),
        "profile": ld.delineation.resolution_profile(
            zorg, [one], resolutions=[1.0], starts=1, rng=7
        ),
        "functional": ld.delineation.functional_regions(
            flows, towns, least=(100.0, 0.5), target=(150.0, 0.7)
        ),
        "changed": ld.timeline.load_change(decomposed, "zorg"),
        "herindeling": ld.herindeling.convert(quilt, later.peildatum),
        "all": ld.measures.all_pairs(chosen),
        "examination": found,
        "test": found.tests["partner_overlap"],
        "local": ld.nullmodel.local_statistics(
            quilt.gemeenten["inwoners"].astype(float), quilt.borders, n=19, rng=7
        ),
        "divisions": ld.nullmodel.random_divisions(one, 2, model="permutatie", rng=7),
        "compared": compared,
        "swept": ld.scenario.sweep(quilt, {"plan": plan}, indelingen=NAMES),
        "least": least,
        "effects": ld.optimise.effects(chosen, least),
        "moves": ld.optimise.best_moves(quilt, chosen),
        "line": line,
        "events": line.events(),
        "decomposed": decomposed,
        "reconciled": ld.timeline.reconcile(one, other),
        "report": ld.report.about_gemeente(quilt, str(quilt.gemeenten.index[0])),
    }


def test_every_result_knows_its_inputs_version_and_function(results, quilt):
    for name, result in results.items():
        told = provenance.of(result)
        assert told.inputs, name
        assert told.version == ld.__version__
        assert provenance._found(told.function).__doc__
        loose = name in ("local", "functional")
        assert any(quilt.peildatum.isoformat() in one for one in told.data) or loose, name
        assert json.loads(json.dumps(told.facts())) == told.facts()
        assert f"versie {ld.__version__}" in provenance.cite(result)


def test_seed_measure_and_formula_are_known(results):
    told = results["test"].provenance
    assert (told.seed, told.measures) == (7, ("partner_overlap",))
    assert (told.settings["n"], told.settings["model"]) == (19, "permutatie")
    assert results["examination"].provenance.settings["per_gemeente"] is True
    assert "Phipson" in told.cite()
    scores = provenance.of(results["scores"])
    assert "adjusted_rand_index" in scores.measures
    assert scores.seed is None
    assert scores.formulas["adjusted_rand_index"].startswith(r"\frac{P(A \wedge B)")
    assert scores.sources["omega_index"] == "Collins & Dent (1988)"
    assert "Comparing partitions" in scores.cite()


def test_the_same_call_gives_the_same_and_other_data_give_another(quilt):
    one, other = quilt.find_indelingen(NAMES)
    shuffled = one.on(one.gemeenten[::-1])
    again = Indeling.from_labels(one.labels()[::-1], id=one.id)
    assert one.fingerprint == shuffled.fingerprint == again.fingerprint != other.fingerprint
    assert shuffled.herkomst == one.herkomst == one.with_singletons().herkomst
    told = [provenance.of(ld.measures.scores([one, other])) for _ in range(2)]
    assert told[0] == told[1]
    assert (again.herkomst, provenance.of(ld.measures.regions(again, again)).data) == ("", ())


def test_editions_are_named_and_folders_of_a_user_not_betrayed(real, quilt):
    assert real["jeugd"].herkomst.startswith("editie 2016, peildatum 2016-01-01")
    assert quilt.herkomst.startswith(f"map {quilt.bron.name}, ")
    assert str(quilt.bron.parent) not in json.dumps(
        provenance.of(ld.measures.scores(quilt.find_indelingen(NAMES))).facts()
    )


def test_a_number_and_a_table_of_another_tell_that_they_do_not_know():
    for made in (0.5, pd.DataFrame({"a": [1]}), "tekst"):
        with pytest.raises(ld.LappendekenError, match="niet bewaard hoe het is gemaakt"):
            provenance.of(made)


def test_latex_escapes_data_and_has_dutch_numbers(results):
    text = results["examination"].to_latex(
        columns={"measure": "maat", "observed": "gevonden & meer", "p": "p"}, caption="50% _"
    )
    assert "% seed: 7" in text
    assert r"maat & gevonden \& meer & p \\" in text
    assert r"\caption{50\% \_}" in text
    assert re.search(r"partner\\_overlap & \d,\d{3} & .*\d,\d+ \\\\", text)
    assert re.search(r" & \d\.\d{3} & ", results["examination"].to_latex(english=True))
    evil = Indeling.from_members({r"\input{x}%": ["1", "2"], "b": ["3"]}, id="a_b$")
    made = provenance.to_latex(ld.measures.regions(evil, evil))
    body = [line for line in made.splitlines() if not line.startswith("%")]
    assert r"\textbackslash{}input\{x\}\%" in made
    assert r"\input" not in "".join(body)
    assert "\n" not in escape("a\nb")
    assert results["report"].to_latex().count(r"\toprule") == 1
    for wrong in ({"table": "x"}, {"columns": {"x": "x"}}):
        with pytest.raises(ld.LappendekenError, match="kies uit"):
            results["examination"].to_latex(**wrong)
    with pytest.raises(ld.LappendekenError, match="kies uit"):
        results["report"].to_latex("x")


def test_every_object_has_latex_and_a_citation_for_bibtex(results):
    for name, result in results.items():
        if isinstance(result, provenance.Recorded):
            assert result.to_latex().count(r"\bottomrule") == 1, name
            assert [one.name for one in fields(result)], name
        entry = provenance.cite(result, bibtex=True)
        assert entry.startswith("@software{lappendeken,"), name
        assert entry.count("{") == entry.count("}")
        assert not re.search(r"[^\\]&", entry)


def test_files_say_where_a_result_came_from(results, tmp_path):
    ld.output.write_result(tmp_path / "a.json", results["test"])
    facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["feiten"]
    assert facts["seed"] == "7"
    assert facts["programma"] == f"lappendeken {ld.__version__}"
    assert facts["formules"] == "partner_overlap: Jaccard (1912)"
    ld.output.write_result(tmp_path / "a.csv", results["scores"])
    assert "measures.summary:scores" in (tmp_path / "a.csv").read_text(encoding="utf-8")
    one = results["scores"]["v_measure"]
    ld.output.write_result(tmp_path / "b.csv", one)
    assert (tmp_path / "b.csv").read_text(encoding="utf-8").count("\n") > len(one)
    ld.output.write_result(tmp_path / "a.xlsx", results["compared"])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["toelichting"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert told["berekening"] == "scenario.comparison:compare"


def test_year_of_the_citation_is_that_of_the_release():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"date-released: {provenance.RELEASED}-" in text


PACKAGES = (
    "measures", "nullmodel", "delineation", "scenario", "optimise", "timeline", "report",
    "herindeling", "casus",
)  # fmt: skip
ELSEWHERE = {"read_reasons", "examine", "test"}
"""What gives no result, and what `examine_pairs` notes for each pair."""


def public():
    """Every public function and class of the packages that give results."""
    for package in PACKAGES:
        module = getattr(ld, package)
        yield from ((f"{package}.{name}", getattr(module, name)) for name in dir(module))


def test_every_public_function_that_gives_a_result_records_where_it_came_from():
    missing, seen = [], 0
    for name, one in public():
        if isfunction(one) and name.split(".")[1] not in ELSEWHERE:
            told = signature(one).return_annotation
            table = told is pd.DataFrame or str(told).strip("'").startswith(
                ("pd.Series", "<class 'pandas.core.series")
            )
            known = isinstance(told, type) and issubclass(told, provenance.Noted)
            seen += table or known
            if (table or known) and not hasattr(one, "__wrapped__"):
                missing.append(name)
        elif isinstance(one, type) and is_dataclass(one):
            tables = [field.name for field in fields(one) if field.type is pd.DataFrame]
            if tables and not issubclass(one, provenance.Noted):
                missing.append(name)
    assert (missing, seen > 40) == ([], True)


PARTS = {"nullmodel.Draws", "scenario.Affected"}
"""What is never given by itself: a field of a test, and of a comparison."""
NO_RESULT = {"measures.RegionType", "scenario.Plan", "scenario.Step", "scenario.BeforeAfter"}
"""Words, what a user gives, and two quilts that each know their own origin."""
KINDS = [
    name
    for name, one in public()
    if isinstance(one, type) and not issubclass(one, Enum) and name not in PARTS | NO_RESULT
]


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "casus.Casus"])
def test_every_kind_of_result_has_its_provenance_a_citation_and_latex(results, kind, tmp_path):
    package, name = kind.split(".")
    found = [one for one in results.values() if type(one) is getattr(getattr(ld, package), name)]
    assert found, f"no {kind} among the results of this test"
    for result in found:
        known = result.provenance
        assert known.function.startswith(package)
        assert known.inputs
        assert known.version == ld.__version__
        assert f"versie {known.version}" in result.cite()
        assert result.cite(bibtex=True).startswith("@software{")
        latex = result.to_latex()
        assert f"% berekening: {known.function}" in latex
        assert latex.count(r"\bottomrule") == 1
        assert provenance.to_latex(result) == latex
        if isinstance(result, provenance.Tabled):
            ld.output.write_result(tmp_path / "a.json", result)
            facts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["feiten"]
            assert facts["berekening"] == known.function


def test_a_case_has_them_too():
    result = ld.casus.load_casus("woerden-2011")
    assert result.provenance.function == "casus.measuring:load_casus"
    assert result.provenance.settings == {"name": "woerden-2011"}
    for table in ("", "verbanden"):
        assert result.to_latex(table).count(r"\bottomrule") == 1
    assert f"versie {ld.__version__}" in result.cite()


def test_every_kind_of_result_can_go_to_another_process(results):
    for name, result in results.items():
        copy = pickle.loads(pickle.dumps(result))  # noqa: S301
        assert provenance.of(copy) == provenance.of(result), name


def test_a_few_numbers_are_still_a_tuple_and_travel(results):
    v = results["v"]
    assert v == (v.homogeneity, v.completeness, v.v) == tuple(v)
    assert v.provenance.measures == ("homogeneity", "completeness", "v_measure")
    assert "Rosenberg" in v.cite()
    copy = pickle.loads(pickle.dumps(v))  # noqa: S301
    assert (copy, copy.provenance) == (v, v.provenance)
    assert list(results["transfer"].tables()) == ["moves"]
    assert provenance.of(results["transfer"].moves) == results["transfer"].provenance
