"""The smallest steps of a report, against the quilt with the gemeente really moved."""

import io
from dataclasses import replace

import pandas as pd
import pypdf
import pytest
from reports import MADE, rows, squeeze, table

from lappendeken import measures, optimise
from lappendeken.model import from_tables, to_tables
from lappendeken.report.area import measure_area
from lappendeken.report.facts import Basis
from lappendeken.report.pdf import render_pdf
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting
from lappendeken.report.steps import best_steps


@pytest.fixture(scope="module")
def setting(today):
    return Setting(Basis(today))


def carried_out(lap, step):
    """The quilt in which the gemeente of a step is in its new verband."""
    tables = to_tables(lap)
    own = tables.verbanden
    there = own[own["verband_id"] == step.new].iloc[0]
    leaves = (own["gemeente_code"] == step.code) & (own["verband_id"] == step.old)
    changed = own.copy()
    changed.loc[leaves, ["verband_id", "verband"]] = [step.new, there["verband"]]
    return from_tables(replace(tables, verbanden=changed), peildatum=lap.peildatum)


@pytest.mark.slow
def test_a_step_does_what_it_says(setting):
    area = setting.area("Gelderland")
    step, *others = best_steps(setting.basis, area)
    assert len(others) == 2
    then = Basis(carried_out(setting.basis.lap, step))
    assert measure_area(then, "Gelderland").congruence == pytest.approx(step.after)
    assert area.congruence == step.before

    def crossing(basis):
        found = basis.relations[basis.relations["type"] == "doorsnijdend"]
        return set(zip(found.index, found["b"], strict=True))

    old, new = crossing(setting.basis), crossing(then)
    assert set(step.fits) == old - new
    assert set(step.breaks) == new - old
    gain = then.gemeenten["congruence"] - setting.basis.gemeenten["congruence"]
    assert set(step.better) == set(gain.index[gain > 1e-9])
    assert set(step.worse) == set(gain.index[gain < -1e-9])


def test_the_steps_are_the_best_of_the_province_one_of_each_gemeente(setting):
    area = setting.area("Gelderland")
    moves = optimise.best_moves(setting.basis.lap, list(setting.basis.main))
    best = moves[moves["gemeente"].isin(area.codes)].drop_duplicates("gemeente").head(3)
    assert [one.code for one in best_steps(setting.basis, area)] == best["gemeente"].tolist()


@pytest.mark.slow
def test_where_no_step_helps_the_report_says_so(setting):
    report = report_on_province(setting, "Zeeland", MADE)
    (chapter,) = [one for one in report.sections if one.name == "kleinste-stappen"]
    assert chapter.blocks[0].lines[0].startswith("Geen enkele overstap van één gemeente in Zeeland")


@pytest.mark.slow
def test_the_first_page_and_the_table_tell_the_same_step(setting):
    report = report_on_province(setting, "Utrecht", MADE)
    first = rows(table(report, "kleinste-stappen"))[0]
    assert first["gemeente"] in report.summary[-1]
    assert first["naar"] in report.summary[-1]
    assert first["congruentie_daarna"] > first["congruentie_nu"]


@pytest.mark.slow
def test_the_map_is_on_page_one_also_when_much_is_said(setting):
    pytest.importorskip("typst")
    report = report_on_province(setting, "Gelderland", MADE)
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(report)))
    first = squeeze(reader.pages[0].extract_text())
    assert squeeze(report.front[0].title) in first
    assert squeeze(report.front[0].caption) in first
    crossing = [
        setting.basis.verbanden.at[key, "naam"] for key in setting.area("Gelderland").crossing
    ]
    assert all(squeeze(name) in first for name in crossing)


@pytest.mark.slow
def test_there_are_no_steps_where_an_indeling_overlaps_itself(quilt):
    tables = to_tables(quilt)
    again = tables.verbanden.iloc[[0]].copy()
    other = tables.verbanden[
        (tables.verbanden["indeling"] == again["indeling"].iloc[0])
        & (tables.verbanden["verband_id"] != again["verband_id"].iloc[0])
    ].iloc[0]
    again[["verband_id", "verband"]] = [other["verband_id"], other["verband"]]
    lap = from_tables(
        replace(tables, verbanden=pd.concat([tables.verbanden, again], ignore_index=True)),
        peildatum=quilt.peildatum,
    )
    own = Setting(Basis(lap))
    assert best_steps(own.basis, own.country) is None
    report = report_on_province(own, None, MADE)
    assert "kleinste-stappen" not in [one.name for one in report.sections]
    assert measures.territorial_congruence(own.basis.main)["congruence"].notna().any()
