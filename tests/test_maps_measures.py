"""What the explorer measures itself is what `measures` and `optimise` find, to the last digit."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

import lappendeken as ld
from lappendeken import measures, optimise
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.explorer_data import COMPUTED, explorer_data
from lappendeken.measures.registry import on_map
from scripts import Modules

pytestmark = pytest.mark.browser

MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
TYPES = ("gelijk", "genest", "samengesteld", "onbekend", "doorsnijdend")
ALL_SCORES = "values[0].map(([a, b]) => m.paren.measured(data, a, b))"
ALL_FITS = "values[0].map(([a, b]) => m.paren.typesAndCounterparts(data, a, b))"
START = {"a": 0, "b": 1, "province": None, "plan": []}


def modules_of(page, lap, indelingen, main=()):
    return Modules(page, explorer_data(lap, indelingen, main) | {"start": START})


def partitions(lap):
    return [one for one in map(lap.indeling, lap.indelingen.index) if one.is_partition]


@pytest.fixture(scope="module")
def tab(chromium):
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["real", "today"])
def lap(request):
    return request.getfixturevalue(request.param)


def same_scores(found, one, other, borders):
    """Whether what a page found of a pair is what the measures find."""
    row = measures.scores([one, other], adjacency=borders).iloc[0]
    assert found["gemeenten"] == row["gemeenten"]
    for name in COMPUTED:
        assert found[name] == pytest.approx(row[name], abs=1e-12, rel=1e-12), name


def same_fits(found, one, other):
    """Whether types and counterparts are those of the measures, ties included."""
    fits = measures.region_fits(one, other)
    assert found["types"] == [kind or "buiten" for kind in fits.types]
    assert found["counterparts"] == fits.counterparts.tolist()


@pytest.mark.slow
def test_every_pair_of_partitions_is_measured_as_python_does(tab, lap):
    own = partitions(lap)
    page = modules_of(tab, lap, own)
    pairs = list(permutations(range(len(own)), 2))
    every = measures.all_pairs(own, adjacency=lap.borders, use="verkenner")
    for (a, b), found in zip(pairs, page.run(ALL_SCORES, pairs), strict=True):
        low, high = sorted((a, b))
        row = every.scores.loc[(own[low].id, own[high].id)]
        turned = {"homogeneity": "completeness", "completeness": "homogeneity"} if a > b else {}
        assert set(found) == {*COMPUTED, "gemeenten"}
        for name, value in found.items():
            expected = row[turned.get(name, name)]
            assert value == pytest.approx(expected, abs=1e-12, rel=1e-12), (name, a, b)
    for (a, b), found in zip(pairs, page.run(ALL_FITS, pairs), strict=True):
        fits = every.fits[own[a].id, own[b].id]
        assert found["types"] == [kind or "buiten" for kind in fits.types]
        assert found["counterparts"] == fits.counterparts.tolist()


def test_the_page_measures_all_that_it_is_said_to(lap):
    assert set(on_map("verkenner")) == COMPUTED


@pytest.mark.parametrize("seed", range(8))
def test_random_partitions_are_measured_as_python_does(tab, today, seed):
    # Few or many regions, some gemeenten in none: small ones tie all the time.
    rng = np.random.default_rng(seed)
    codes = today.gemeenten.index
    made = []
    for number in range(4):
        labels = rng.integers(0, rng.choice([1, 3, 40, 300]), len(codes))
        kept = rng.random(len(codes)) >= rng.choice([0, 0.4])
        names = pd.Series([f"r{k:03d}" for k in labels[kept]], index=codes[kept])
        made.append(Indeling.from_labels(names, id=f"i{number}", naam=f"i{number}"))
    page = modules_of(tab, today, made)
    pairs = list(permutations(range(4), 2))
    for (a, b), found in zip(pairs, page.run(ALL_SCORES, pairs), strict=True):
        same_scores(found, made[a], made[b], today.borders)
    for (a, b), found in zip(pairs, page.run(ALL_FITS, pairs), strict=True):
        same_fits(found, made[a], made[b])


def test_scores_of_provinces_are_those_of_the_measure(tab, lap):
    own = [lap.indeling(name) for name in (*MAIN, "coropregio")]
    page = modules_of(tab, lap, own)
    groups = lap.gemeenten["provincie"].astype(str)
    table = measures.scores_by(own, groups)
    for a, b in combinations(range(4), 2):
        found = page.run("m.paren.provinceScores(data, ...values)", a, b)
        expected = table[f"{own[a].id}~{own[b].id}"].sort_index()
        assert found == [int(f"{value:.3f}".replace(".", "")) for value in expected]


@pytest.mark.slow
def test_territorial_congruence_is_that_of_the_measure(tab, lap):
    own = [lap.indeling(name) for name in (*MAIN, "gemeenschappelijke-regeling")]
    for chosen in (own[:3], own[:1], own):
        page = modules_of(tab, lap, own, chosen)
        table = measures.territorial_congruence(chosen)
        found = page.run("m.paren.congruences(data)")
        for shown, exact in zip(found, table["congruence"], strict=True):
            assert shown == pytest.approx(1000 * exact, abs=0.5 + 1e-9)
            assert (shown == 1000) == (exact == 1)
        mean = page.run("m.paren.meanCongruence(data, null)")
        assert mean == pytest.approx(table["congruence"].mean(), abs=1e-12)
        first = lap.gemeenten["provincie"] == min(lap.gemeenten["provincie"])
        mean = page.run("m.paren.meanCongruence(data, 0)")
        assert mean == pytest.approx(table["congruence"][first].mean(), abs=1e-12)


def test_thousandths_are_rounded_as_text_is(tab, quilt):
    page = modules_of(tab, quilt, quilt.main_indelingen)
    rng = np.random.default_rng(1)
    values = [*(k / 16 for k in range(-16, 17)), *(k / 2000 for k in range(2001)), *rng.random(500)]
    found = page.run("values[0].map(m.maatstaven.thousandthsOf)", list(map(float, values)))
    assert found == [round(float(f"{value:.3f}") * 1000) for value in values]


def random_plan(rng, lap, own, count):
    """Moves of gemeenten to other verbanden: labels after it, and the steps of the page."""
    labels = [one.incidence.indices.copy() for one in own]
    steps = []
    for _ in range(count):
        k = int(rng.integers(len(own)))
        group = rng.choice(len(labels[k]), rng.integers(1, 4), replace=False)
        to = int(rng.integers(len(own[k].verbanden)))
        if (labels[k][group] == to).any() or not (labels[k] == to).any():
            continue
        labels[k][group] = to
        steps.append({"k": k, "gemeenten": group.tolist(), "to": to})
    codes = lap.gemeenten.index
    after = [
        Indeling.from_labels(pd.Series(one.verbanden[label], index=codes), id=one.id, naam=one.naam)
        for one, label in zip(own, labels, strict=True)
    ]
    return steps, after


@pytest.mark.parametrize("seed", range(4))
def test_random_plans_are_measured_as_python_does(tab, today, seed):
    own = [today.indeling(name) for name in MAIN]
    page = modules_of(tab, today, own, own)
    steps, after = random_plan(np.random.default_rng(seed), today, own, 40)
    page.run("(window.world = m.plan.worldOf(data, values[0]), 0)", steps)
    pairs = list(permutations(range(3), 2))
    for a, b in pairs:
        same_scores(
            page.run("m.paren.measured(world, ...values)", a, b), after[a], after[b], today.borders
        )
        # Verbanden by name: those that a plan emptied are gone in Python.
        found = page.run("m.paren.typesAndCounterparts(world, ...values)", a, b)
        fits = measures.region_fits(after[a], after[b])
        for verband, kind, counterpart in zip(
            after[a].verbanden, fits.types, fits.counterparts, strict=True
        ):
            place = own[a].verbanden.get_loc(verband)
            assert found["types"][place] == kind
            assert own[b].verbanden[found["counterparts"][place]] == after[b].verbanden[counterpart]
    exact = measures.territorial_congruence(after)["congruence"]
    mean = page.run("m.paren.meanCongruence(world, null)")
    assert mean == pytest.approx(exact.mean(), abs=1e-12)


@pytest.mark.parametrize("names", [MAIN[::2], MAIN])
def test_gains_of_all_moves_are_those_of_the_optimiser(tab, today, names):
    own = [today.indeling(name) for name in names]
    page = modules_of(tab, today, own, own)
    everyone = list(range(len(today.gemeenten)))
    script = "m.zetten.bestMoves(data, values[0], values[1], m.zetten.neighboursOf(data))"
    found = page.run(script, list(range(len(own))), everyone)
    table = optimise.best_moves(today, own)
    codes = today.gemeenten.index
    gains = {
        (codes[one["g"]], own[one["k"]].id, own[one["k"]].verbanden[one["to"]]): one["gain"]
        for one in found
    }
    assert len(found) == len(gains) == len(table)
    for row in table.itertuples():
        assert gains[row.gemeente, row.indeling, row.to] == pytest.approx(row.gain, abs=1e-12)
    assert [one["gain"] for one in found] == sorted((one["gain"] for one in found), reverse=True)


def test_what_is_confirmed_is_measured_alone_as_python_does(tab, today):
    own = [today.indeling(name) for name in MAIN]
    page = modules_of(tab, today, own, own)
    page.run("(window.world = m.plan.worldOf(data, [], true), 0)")
    sure = [ld.certainty.confirmed_part(today, one) for one in own]
    assert any(
        len(one.verbanden) < len(all_.verbanden) for one, all_ in zip(sure, own, strict=True)
    )
    for a, b in permutations(range(3), 2):
        found = page.run("m.paren.measured(world, ...values)", a, b)
        same_scores(found, sure[a], sure[b], today.borders)
    mean = page.run("m.paren.meanCongruence(world, null)")
    exact = measures.territorial_congruence(sure)["congruence"].mean()
    assert mean == pytest.approx(exact, abs=1e-12)


# The plan as a file and as an address ------------------------------------------------------


def steps_of(page, text):
    script = """((rows) => m.plan.readSteps(
      data, m.planbestand.readPlanRows(rows).rows, m.planbestand.fileFinders(data))
    )(m.tafel.textRows(values[0]))"""
    return page.run(script, text)


PLAN = """actie;indeling;gemeente;van;naar;naam;toelichting
verplaats;jeugd;Meppel;Drenthe;ijsselland;;"een; puntkomma"
verplaats;jeugdregio;"GM1701; den haag";;IJsselland;;
splits;mo-bw-regio;Zwolle;;;Nieuw Zwolle;
verplaats;MO/BW-regio's;Kampen;;Nieuw Zwolle;;
"""


@pytest.mark.slow
def test_a_plan_is_read_by_any_spelling_and_written_so_that_a_scenario_reads_it(
    tab, today, tmp_path
):
    own = [today.indeling(name) for name in MAIN]
    page = modules_of(tab, today, own, own)
    found = steps_of(page, PLAN)
    assert (found["unknown"], found["refused"]) == ([], [])
    written = page.run("m.planbestand.planAsCsv(data, values[0])", found["steps"])
    path = tmp_path / "plan.csv"
    path.write_bytes(written.encode())
    after = ld.scenario.apply(today, path)
    for name in MAIN:
        members = page.run(
            """(() => { const after = m.plan.afterPlan(data, values[0]).indelingen[values[1]];
            return after.members.map(v => after.verbanden[v]); })()""",
            found["steps"],
            MAIN.index(name),
        )
        one = after.indeling(name)
        assert members == [one.namen[one.verbanden_of(code)[0]] for code in today.gemeenten.index]
    # And what it wrote it reads again.
    assert steps_of(page, written)["steps"] == [
        {**step, "gemeenten": sorted(step["gemeenten"], key=step["gemeenten"].index)}
        for step in found["steps"]
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_random_plan_goes_through_file_and_address(tab, today, tmp_path, seed):
    own = [today.indeling(name) for name in MAIN]
    page = modules_of(tab, today, own, own)
    steps, expected = random_plan(np.random.default_rng(seed), today, own, 15)
    path = tmp_path / "plan.csv"
    path.write_text(page.run("m.planbestand.planAsCsv(data, values[0])", steps), encoding="utf-8")
    after = ld.scenario.apply(today, path)
    for one, other in zip(expected, map(after.indeling, MAIN), strict=True):
        assert measures.adjusted_rand_index(one, other) == 1
    script = """m.adres.readAddress(data, m.adres.writeAddress(data,
      {...m.adres.readAddress(data, ''), plan: values[0]})).plan"""
    assert page.run(script, steps) == steps
