"""Every figure on page one is found again by counting the rows that the data files hold for it."""

import pytest
from reports import DAY, MADE, figure, rows, table

from lappendeken import report as reports
from lappendeken.report.facts import Basis
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting


@pytest.fixture(scope="module")
def gelderland(today):
    return report_on_province(Setting(Basis(today)), "Gelderland", MADE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["verbanden", "niet_congruent", "over_grens", "losse_delen", "gescheiden", "uitgelegd"]
)
def test_a_count_of_a_province_is_the_number_of_its_rows(gelderland, name):
    one = figure(gelderland, name)
    assert len(table(gelderland, one.rows).rows) == one.value


def test_a_mean_of_a_province_is_that_of_its_column(gelderland):
    one = figure(gelderland, "territoriale_congruentie")
    found = [row["territoriale_congruentie"] for row in rows(table(gelderland, one.rows))]
    assert sum(found) / len(found) == pytest.approx(one.value)


def test_a_gemeente_has_its_verband_certainty_and_source_in_every_main_indeling(gelderland):
    (ede,) = [row for row in rows(table(gelderland, "gemeenten")) if row["gemeente"] == "Ede"]
    assert ede["verband_jeugdregio"] == ("Food Valley",)
    assert ede["zekerheid_jeugdregio"] == "bevestigd"
    assert ede["bron_arbeidsmarktregio"].startswith("cbs-2026")
    assert ede["stand_arbeidsmarktregio"].startswith("2026")


@pytest.mark.slow
def test_the_figures_of_a_gemeente_are_found_again(today):
    report = reports.about_gemeente(today, "Ede", day=DAY)
    for name in ("verbanden", "partners", "kringen"):
        one = figure(report, name)
        assert len(table(report, one.rows).rows) == one.value
    found = rows(table(report, figure(report, "overal_partner").rows))
    assert sum(row["overal"] for row in found) == figure(report, "overal_partner").value
    flags = [
        [row[f"in_{one}"] for one in ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")]
        for row in found
    ]
    share = sum(map(sum, flags)) / (3 * len(flags))
    assert share == pytest.approx(figure(report, "territoriale_congruentie").value)
