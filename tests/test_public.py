"""The public face: paths may be text, indelingen may be named, and every table is documented."""

import re
from pathlib import Path

import pandas as pd
import pytest
from sources import deelnemer, regeling, write_register

import lappendeken as ld
from lappendeken import casus, certainty
from lappendeken.measures.registry import MEASURES, TYPES
from lappendeken.reading.plan import Plan, Step

DOCS = Path(__file__).parents[1] / "docs"
NAMES = ("Jeugd", "werk")
PLAN = "actie,indeling,gemeente,van,naar,naam,toelichting\n"


def test_paths_of_data_are_text(quilt, quilt_folder, tmp_path):
    folder = str(tmp_path / "kopie")
    ld.output.write_lappendeken(folder, quilt)
    assert ld.load(folder).deelnames.equals(quilt.deelnames)
    assert ld.quality.check_folder(folder).sound
    assert len(ld.reading.read_tables(folder).deelnames) == len(quilt.deelnames)


@pytest.mark.slow
def test_paths_of_results_are_text(quilt, tmp_path):
    place = str(tmp_path) + "/"
    layers = ld.output.result_layers(quilt, NAMES)
    scores = {"scores": ld.measures.scores(quilt.find_indelingen(NAMES))}
    made = [
        *ld.output.write_tables(place + "scores.csv", scores, facts={"bron": "proef"}),
        *ld.output.write_layers(place + "lagen.gpkg", layers),
        *ld.report.write(ld.report.about_country(quilt), place + "land"),
        *ld.maps.write_all(quilt, place + "kaarten", indelingen=NAMES),
        ld.maps.write(ld.maps.explorer(quilt, *NAMES), place + "verkenner.html"),
    ]
    ld.output.write_graph(place + "net.gexf", ld.output.network(quilt, NAMES))
    ld.plots.write_figure(place + "lappen.png", ld.maps.figure(quilt, "lappen", *NAMES))
    made += [tmp_path / "net.gexf", tmp_path / "lappen.png"]
    assert [path.name for path in made if path.stat().st_size == 0] == []


def test_paths_of_sources_and_plans_are_text(quilt, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text(PLAN + "treed-uit,jeugd,GM0001,j1,,,\n", encoding="utf-8")
    step = ld.scenario.read_plan(str(plan)).steps[0]
    assert (step.actie, step.gemeenten) == ("treed-uit", ("GM0001",))
    register = str(
        write_register(tmp_path / "roo.xml", regeling("1", "Proef", deelnemer("Aadorp")))
    )
    assert ld.reading.read_roo(register).report.read == 1
    reasons = tmp_path / "afwijkingen.csv"
    reasons.write_text("verband,reden\n", encoding="utf-8")
    assert ld.report.read_reasons(quilt, str(reasons)).empty
    assert casus.load_casus(casus.list_casussen()[0]).facts.titel


def test_names_stand_for_indelingen(quilt):
    one, other = quilt.find_indelingen(NAMES)
    assert (one, other) == (quilt["jeugd"], quilt["werk"])
    assert quilt.find_indelingen([one]) == [one]
    for draw, kind in (
        (ld.maps.noncongruent, ()),
        (ld.maps.explorer, ()),
        (ld.maps.themed, ("lappen",)),
    ):
        pages = [draw(quilt, *kind, *two).get_root().render() for two in (NAMES, (one, other))]
        assert pages[0] == pages[1]
    assert list(ld.output.verband_layer(quilt, "JEUGD").index) == list(one.verbanden)
    assert certainty.dates(quilt, NAMES).equals(certainty.dates(quilt, [one, other]))
    assert certainty.unconfirmed(quilt, "Jeugd").equals(certainty.unconfirmed(quilt, one))
    with pytest.raises(ld.LappendekenError, match="als lijst"):
        quilt.find_indelingen("jeugd")


def tables(lap):
    """The tables of `docs/tabellen.md`, by the name they have there."""
    measures, time, optimise = ld.measures, ld.timeline, ld.optimise
    a, b = chosen = lap.find_indelingen(NAMES)
    matrix = measures.congruence_matrix(chosen, "omega_index")
    plan = Plan((Step("treed-uit", a.id, (str(a.members(a.verbanden[0])[0]),)),))
    compared = ld.scenario.compare(*ld.scenario.before_and_after(lap, plan), indelingen=NAMES)
    least = optimise.least_change(lap, NAMES)
    return {
        "lap.gemeenten": lap.gemeenten,
        "lap.verbanden": lap.verbanden,
        "lap.deelnames": lap.deelnames,
        "lap.indelingen": lap.indelingen,
        "lap.borders": lap.borders,
        "scores": measures.scores(chosen),
        "scores_against": measures.scores_against(a, [b]),
        "scores_by": measures.scores_by(chosen, lap.gemeenten["provincie"]),
        "gemeente_scores": measures.gemeente_scores(chosen),
        "territorial_congruence": measures.territorial_congruence(chosen),
        "partners": measures.partners(chosen, str(lap.gemeenten.index[0])),
        "regions": measures.regions(a, b),
        "regions_touching": measures.regions_touching(chosen, lap.gemeenten.index[:2]),
        "shared_regions": measures.shared_regions(chosen),
        "transfer_distance(...).moves": measures.transfer_distance(a, b).moves,
        "border_consensus": measures.border_consensus(chosen, lap.borders),
        "region_profile": measures.region_profile(a, lap.gemeenten, lap.borders),
        "gemeente_profile": measures.gemeente_profile(chosen, lap.gemeenten, lap.borders),
        "congruence_matrix": matrix,
        "nearest": measures.nearest(matrix),
        "compare(...).scores": compared.scores,
        "compare(...).changes": compared.changes,
        "sweep(...).overview": ld.scenario.sweep(lap, {"plan": plan}, indelingen=NAMES).overview,
        "best_moves": optimise.best_moves(lap, chosen),
        "greedy_moves": optimise.greedy_moves(lap, chosen, n=1),
        "least_change(...).changes": least.changes,
        "least_change(...).regions": least.regions,
        "readings": optimise.readings(lap, NAMES),
        "events": time.events(a, b),
        "changed_deelnames": time.changed_deelnames(a, b),
        "match_verbanden": time.match_verbanden(a, b),
    }


def documented():
    """Rows and columns of each table, and the columns that are explained, as the document says."""
    text = (DOCS / "tabellen.md").read_text(encoding="utf-8")
    first, second = text.split("## Wat een kolom betekent")
    lines = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", first, flags=re.MULTILINE)
    explained = re.findall(r"^\| (`.+?`) \| .+ \|$", second, flags=re.MULTILINE)
    return {name: (rows, columns) for name, rows, columns in lines}, [
        one for cell in explained for one in re.findall("`(.+?)`", cell)
    ]


def as_documented(table: pd.DataFrame, chosen) -> str:
    """The columns of a table in the words of the document."""
    families = {
        "*maten*": lambda name: name in MEASURES,
        "*soorten*": lambda name: name in TYPES,
        "*indelingen*": lambda name: name in [one.id for one in chosen],
        "*paren*": lambda name: "~" in name,
    }
    words = []
    for name in map(str, table.columns):
        family = next((one for one, holds in families.items() if holds(name)), f"`{name}`")
        if family not in words:
            words.append(family)
    return ", ".join(words)


@pytest.mark.slow
def test_every_column_of_a_public_table_is_documented(quilt):
    told, explained = documented()
    chosen = quilt.find_indelingen(NAMES)
    made = {name: as_documented(table, chosen) for name, table in tables(quilt).items()}
    for name, table in tables(quilt).items():
        rows, columns = told[name]
        columns = re.sub(r"\*die van\* `(.+?)`", lambda found: made[found[1]], columns)
        assert (name, columns) == (name, made[name])
        index = ", ".join(f"`{one}`" for one in table.index.names if one) or "–"
        assert (name, rows) == (name, index)
    assert set(told) == set(made)
    used = set(re.findall("`([^`]+)`", " ".join([*made.values(), *(r for r, _ in told.values())])))
    assert used == set(explained)
    assert len(explained) == len(set(explained))
