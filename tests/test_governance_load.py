"""Bestuurslast: loads per gemeente, the shape of the graph, and their change."""

import json
from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from commandline import row_starting
from hypothesis import given
from scipy import sparse, stats
from strategies import families

import lappendeken as ld
from lappendeken import measures, nullmodel, tables, timeline, wording
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling

REGELINGEN = "gemeenschappelijke-regeling"
# The example of Almeida-Neto et al. (2008): rows are gemeenten, columns verbanden.
EXAMPLE = """
1 0 1 1 1
1 1 1 0 0
0 1 1 1 0
1 1 0 0 0
1 1 0 0 0
"""


def of_matrix(matrix):
    rows = [f"GM{k:04d}" for k in range(len(matrix))]
    sets = {
        f"v{j}": [rows[i] for i in np.flatnonzero(own)]
        for j, own in enumerate(np.asarray(matrix).T)
        if any(own)
    }
    return Indeling.from_members(sets, rows, id="proef")


def graph_of(verbanden):
    """The same as a graph of networkx, without gemeenten that have no verband."""
    graph = nx.Graph()
    rows, columns = verbanden.incidence.nonzero()
    graph.add_edges_from((("g", int(i)), ("v", int(j))) for i, j in zip(rows, columns, strict=True))
    sides = {side: sorted(node for node in graph if node[0] == side) for side in "gv"}
    return graph, sides["g"], sides["v"]


def paired(graph, nodes):
    """NODF of one side by its definition: a loop over pairs of neighbourhoods."""
    found = []
    for k, one in enumerate(nodes):
        for other in nodes[k + 1 :]:
            small, large = sorted((set(graph[one]), set(graph[other])), key=len)
            found.append(100 * len(small & large) / len(small) * (len(small) < len(large)))
    return found


def freeman(graph, nodes, most):
    degrees = [graph.degree(node) for node in nodes]
    return sum(max(degrees) - one for one in degrees) / most


# The graph -----------------------------------------------------------------------------------


def test_nodf_of_the_published_example():
    matrix = np.array([row.split() for row in EXAMPLE.strip().splitlines()], dtype=int)
    found = measures.nodf(of_matrix(matrix))
    assert found == pytest.approx((53.3333, 63.3333, 58.3333), abs=1e-4)
    rng = np.random.default_rng(1)
    mixed = matrix[rng.permutation(5)][:, rng.permutation(5)]
    assert measures.nodf(of_matrix(mixed)) == pytest.approx(found)


@given(families())
def test_nodf_and_centralisation_are_those_of_a_loop_over_networkx(indelingen):
    for one in indelingen:
        graph, gemeenten, verbanden = graph_of(one)
        sides = [paired(graph, gemeenten), paired(graph, verbanden)]
        expected = [np.mean(own) if own else np.nan for own in (*sides, sides[0] + sides[1])]
        assert measures.nodf(one) == pytest.approx(expected, nan_ok=True)
        n, m = len(gemeenten), len(verbanden)
        found = measures.centralisation(one)
        if n > 2 and m > 1:
            most = (n - 1) * (m - 1)
            own = nx.bipartite.projected_graph(graph, gemeenten)
            assert found == pytest.approx(
                (
                    freeman(graph, gemeenten, most),
                    freeman(graph, verbanden, most),
                    freeman(own, gemeenten, (n - 1) * (n - 2)),
                )
            )
            assert max(found) <= 1
        else:
            assert np.isnan(found.partners) or np.isnan(found.gemeenten)


@given(families())
def test_curveball_keeps_every_sum(indelingen):
    given_one = sparse.csr_array(indelingen[0].incidence)
    for drawn in nullmodel.curveball(given_one, 2, rng=3):
        assert set(drawn.data.tolist()) <= {1}
        for axis in (0, 1):
            assert drawn.sum(axis=axis).tolist() == given_one.sum(axis=axis).tolist()


def test_curveball_draws_every_matrix_as_often():
    # With sums 2, 1, 1 and 2, 1, 1 there are five matrices; counted here by trying all 512.
    every = [np.array(list(f"{k:09b}"), dtype=int).reshape(3, 3) for k in range(512)]
    fit = [one for one in every if [*one.sum(0), *one.sum(1)] == [2, 1, 1, 2, 1, 1]]
    drawn = nullmodel.curveball(sparse.csr_array(fit[0]), 1500, rng=5)
    seen = Counter(one.toarray().tobytes() for one in drawn)
    assert len(seen) == len(fit) == 5
    assert stats.chisquare(list(seen.values())).pvalue > 0.01


@pytest.mark.slow
def test_nestedness_knows_what_is_nested_and_what_is_not():
    # Of many matrices with the same sums, the most nested one and one in the middle.
    start = sparse.csr_array((np.random.default_rng(4).random((12, 9)) < 0.3).astype(int))
    start = sparse.csr_array(start[np.diff(start.indptr) > 0])
    every = sorted(
        (of_matrix(one.toarray()) for one in nullmodel.curveball(start, 200, rng=6)),
        key=lambda one: measures.nodf(one).whole,
    )
    assert nullmodel.nestedness(every[-1], n=99, rng=1).loc["whole", "p"] <= 0.03
    assert nullmodel.nestedness(every[100], n=99, rng=1).loc["whole", "p"] == pytest.approx(
        0.5, abs=0.15
    )
    assert nullmodel.nestedness(every[0], n=99, rng=1).loc["whole", "p_less"] <= 0.03
    apart = np.zeros((12, 8), dtype=int)
    apart[:4, :6], apart[4:, 6] = 1, 1
    found = nullmodel.nestedness(of_matrix(apart), n=99, rng=1)
    assert found.loc["whole", "p_less"] == pytest.approx(0.01)
    again = nullmodel.nestedness(of_matrix(apart), n=99, rng=1)
    pd.testing.assert_frame_equal(found, again)
    with pytest.raises(LappendekenError, match="trekkingen"):
        nullmodel.nestedness(of_matrix(apart), n=0)
    with pytest.raises(LappendekenError, match="geen enkele gemeente"):
        nullmodel.nestedness(Indeling.from_members({}, ["GM0001"], id="leeg"), n=1)


# The load ------------------------------------------------------------------------------------


def test_what_is_unknown_is_counted_and_not_guessed():
    one = Indeling.from_members(
        {"p": ["a", "b"], "q": ["a"], "r": ["b", "c"]}, ["a", "b", "c", "d"]
    )
    facts = pd.DataFrame({"vorm": ["stichting", "geen", ""]}, index=["p", "q", "r"])
    facts["bevoegdheid"] = ["attributie; mandaat", "delegatie;mandaat", None]
    facts["beleidsterreinen"] = ["", "zorg; werk", ""]
    people = pd.Series({"a": 20_000, "b": 0, "c": None, "d": 5_000}, dtype="Int64")
    found = measures.governance_load(one, facts, people)
    assert found.index.tolist() == ["a", "b", "c", "d"]
    assert found["boards"].tolist() == pytest.approx([1, 1, np.nan, 0], nan_ok=True)
    assert found["form_unknown"].tolist() == [1, 1, 1, 0]
    assert found["power_unknown"].tolist() == [0, 1, 1, 0]
    assert found["delegation"].tolist() == pytest.approx([0.5, 0, np.nan, np.nan], nan_ok=True)
    assert found["tasks"].tolist() == [2, 0, 0, 0]
    assert found["delegation_tasks"].tolist() == pytest.approx([1] + 3 * [np.nan], nan_ok=True)
    assert found["task_unknown"].tolist() == [1, 2, 1, 0]
    per = found["verbanden_per_10k"].tolist()
    assert per == pytest.approx([1, np.nan, np.nan, 0], nan_ok=True)


def test_the_load_of_today_is_what_the_tables_hold(today):
    found = timeline.governance_load(today, today[REGELINGEN])
    rows = today.deelnames.join(today.verbanden[["indeling", "vorm"]], on="verband_id")
    rows = rows[rows["indeling"] == REGELINGEN]
    boards = rows[rows["vorm"].isin(measures.load.WITH_BOARD)].groupby("gemeente_code").size()
    forms = rows.groupby("gemeente_code")["vorm"].nunique()
    sets = rows.groupby("verband_id")["gemeente_code"].agg(lambda own: tuple(sorted(own)))
    circles = rows.assign(own=rows["verband_id"].map(sets)).groupby("gemeente_code")["own"]
    assert (found["boards"] == boards.reindex(found.index, fill_value=0)).all()
    assert (found["forms"] == forms.reindex(found.index, fill_value=0)).all()
    assert (found["partner_sets"] == circles.nunique().reindex(found.index, fill_value=0)).all()
    profile = measures.gemeente_profile([today[REGELINGEN]], today.gemeenten, today.borders)
    assert (found["partner_sets"] == profile["partner_sets"]).all()


@pytest.fixture(scope="module")
def decomposed(real, today):
    return timeline.decompose(real, today)


def test_change_is_split_and_adds_up(decomposed, real):
    found = timeline.load_change(decomposed, REGELINGEN)
    table = found.country
    steps = table["by_herindeling"] + table["by_choice"]
    known = table["after"].notna() & table["before"].notna()
    assert steps[known].tolist() == pytest.approx(
        (table["after"] - table["before"])[known].tolist()
    )
    assert table.index[~known].tolist() == ["boards", "forms", "boards_per_10k", "forms_per_10k"]
    assert table.loc["number", "by_herindeling"] == -len(found.ended)
    assert len(found.uncounted) == 3
    told = " ".join(wording.load.change(found, real))
    assert "zeggen niets over besturen, vormen en delegatie" in told
    assert f"{len(found.ended)} verbanden hielden" in told


def test_herindeling_alone_is_no_choice(today):
    later = ld.herindeling.convert(today, "2027-01-01", on_conflict="meerderheid").lappendeken
    found = timeline.load_change(timeline.decompose(today, later), REGELINGEN).country
    # What herindeling ended still stands in the data of the later date.
    same = found.drop(index=["number", "nodf", "centralisation"])
    assert same["by_choice"].abs().max() < 0.05
    assert found.loc["number", "by_choice"] == -found.loc["number", "by_herindeling"]


# The command ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_tells_the_country(run, tmp_path):
    code, out, err = run("bestuurslast", "--n", "2", "--seed", "2")
    assert (code, err) == (0, "")
    assert row_starting(out, "Landgraaf")[:4] == ["16", "3", "19", "12"]
    assert row_starting(out, "samen")[0] == "2,79"
    for words in ("ontbreekt een beleidsterrein", "inwoners zijn van 2023", "telt niet mee bij"):
        assert words in " ".join(out.split())


@pytest.mark.slow
def test_the_command_tells_a_gemeente_and_a_province(run, tmp_path):
    path = tmp_path / "last.json"
    assert run("bestuurslast", "--gemeente", "Meppel", "--uit", path)[0] == 0
    content = json.loads(path.read_text(encoding="utf-8"))
    (row,) = content["gemeenten"]
    assert (row["gemeente"], row["besturen"], row["rang_besturen"]) == ("Meppel", 7, 205)
    assert [one["gemeente"] for one in content["verloop-gemeenten"]] == ["Meppel"]
    assert "2016 zeggen niets over" in content["feiten"]["verloop"]
    code, out, _ = run("bestuurslast", "--provincie", "drenthe", "--peildatum", "2026-01-01")
    assert code == 0
    assert "Meppel" in out
    assert "Landgraaf" not in out
    code, _, err = run("bestuurslast", "--provincie", "Drenthe", "--gemeente", "Meppel")
    assert (code, "niet beide" in err) == (2, True)


def test_the_command_takes_other_data(run, quilt_folder, quilt, codes):
    options = ["--gegevens", quilt_folder, "--samenwerking", "zorg", "--n", "3"]
    code, out, err = run("bestuurslast", *options)
    assert (code, err) == (0, "")
    assert "Toen en nu" not in out
    # Every verband of the quilt is a convenant: no board, and no power that is known.
    assert "Van geen enkel verband staat de bevoegdheid" in " ".join(out.split())
    load = timeline.governance_load(quilt, quilt["zorg"])
    assert load.loc[codes["C"], ["verbanden", "boards", "forms"]].tolist() == [2, 0, 1]


def test_ranks_are_shared_by_equals(today):
    table = tables.load.ranked(today, timeline.governance_load(today, today[REGELINGEN]))
    assert table["rang_besturen"].head(6).tolist() == [1, 2, 2, 2, 5, 5]


def test_a_gemeente_is_told_its_place(run):
    out = " ".join(run("gemeente", "Meppel")[1].split())
    assert "Meppel zit in 7 verbanden met een eigen bestuur: plaats 205 van de 342" in out
    # The data of then tell no form, so no place.
    assert "eigen bestuur" not in run("gemeente", "Meppel", "--gegevens", "2016")[1]
