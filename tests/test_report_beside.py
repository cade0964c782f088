"""A report with other indelingen than the usual ones, beside those of now."""

import pandas as pd
import pytest
from reports import DAY, figure, rows, table

from lappendeken import measures
from lappendeken import report as reports
from lappendeken.report.facts import Basis

pytestmark = pytest.mark.slow  # a whole report is made first


@pytest.fixture(scope="module")
def zorg(today):
    """With the onderwijsregio's beside the three."""
    return reports.about_province(today, "Gelderland", day=DAY, indelingen=["rmc-regio"])


def test_one_stands_beside_the_three_or_in_the_place_of_its_domein(today):
    usual = [one.id for one in Basis(today).main]
    assert [one.id for one in Basis(today, chosen=("rmc-regio",)).main] == [*usual, "rmc-regio"]
    assert [one.id for one in Basis(today, chosen=("jeugdregio",)).main] == usual
    two = Basis(today, chosen=("ggd-regio", "rmc-regio"))
    assert [one.id for one in two.main] == ["ggd-regio", "rmc-regio"]


@pytest.mark.slow
def test_before_and_after_are_those_of_the_measures(today, zorg):
    found = {row["cijfer"]: row for row in rows(table(zorg, "naast-cijfers"))}
    basis = Basis(today, chosen=("rmc-regio",))
    inside = today.gemeenten.index[today.gemeenten["provincie"] == "Gelderland"]
    groups = pd.Series("", index=inside)
    then, now = (
        measures.scores_by(one.main, groups)["territorial_congruence"].iloc[0]
        for one in (basis, Basis(today))
    )
    assert found["Territoriale congruentie"]["dan"] == pytest.approx(then)
    assert found["Territoriale congruentie"]["nu"] == pytest.approx(now)
    assert found["Niet congruent"]["dan"] == figure(zorg, "niet_congruent").value


def test_what_changes_per_verband_and_gemeente_stands_worst_first(zorg):
    verdicts = [row["verandering"] for row in rows(table(zorg, "naast-verbanden"))]
    assert verdicts[0] == "past niet meer"
    assert "nieuw, past niet" in verdicts
    gemeenten = rows(table(zorg, "naast-gemeenten"))
    assert len(gemeenten) == 51
    losses = [row["dan"] - row["nu"] for row in gemeenten]
    assert losses == sorted(losses)


@pytest.mark.slow
def test_without_a_choice_nothing_stands_beside(today):
    report = reports.about_province(today, "Zeeland", day=DAY)
    assert "naast-nu" not in [one.name for one in report.sections]


@pytest.mark.slow
def test_the_command_names_the_indelingen_it_was_made_with(run, tmp_path):
    path = tmp_path / "x.html"
    chosen = ("--indeling", "rmc-regio", "--indeling", "ggd-regio")
    code, _, error = run("rapport", "--provincie", "Zeeland", *chosen, "--uit", str(path))
    assert code == 0, error
    text = path.read_text(encoding="utf-8")
    assert "--indeling rmc-regio --indeling ggd-regio" in text
    assert "Naast de indelingen van nu" in text


def test_two_of_one_domein_are_refused(run, tmp_path):
    chosen = ("--indeling", "ggd-regio", "--indeling", "veilig-thuis-regio")
    code, _, error = run("rapport", "--land", *chosen, "--uit", str(tmp_path / "x"))
    assert code != 0
    assert "van het domein zorg; kies er van elk domein één" in " ".join(error.split())


def test_an_unknown_indeling_is_refused_with_the_nearest(run, tmp_path):
    code, _, error = run(
        "rapport", "--land", "--indeling", "jeugdregioo", "--uit", str(tmp_path / "x")
    )
    assert code != 0
    assert "jeugdregio" in error
