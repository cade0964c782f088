"""Maps of change: what a plan does on the drawn quilt by hand, and the common division."""

from dataclasses import replace

import pytest
from conftest import LETTERS

import lappendeken as ld
from lappendeken.drawing.page import draw_page
from lappendeken.drawing.thematic import Metric
from lappendeken.drawing.theme import NO_DATA
from lappendeken.errors import UnknownNameError
from lappendeken.maps.themes.changes import before_after, common_division
from lappendeken.optimise import least_change
from lappendeken.reading.plan import Plan, Step
from lappendeken.scenario import apply


def letters(theme, label):
    """The gemeenten of a class, as letters of the drawing."""
    number = [one.label for one in theme.classes].index(label)
    return "".join(LETTERS[g] for g, k in enumerate(theme.class_of) if k == number)


def borders(theme, label):
    """The borders of a class of lines, as pairs of letters."""
    (line,) = (one for one in theme.lines if one.label == label)
    pairs = {theme.topology.owners[arc] for arc in line.arcs}
    return {LETTERS[g] + LETTERS[h] for g, h in pairs}


@pytest.fixture(scope="module")
def moved(quilt):
    """O leaves m (I, O, P) for z (L, M, N)."""
    return apply(quilt, Plan((Step("verplaats", "jeugd", ("Dorp O",), naar="z"),)))


def test_who_changes_and_who_gets_other_partners(quilt, moved):
    theme = before_after(quilt, moved, "jeugd")
    assert letters(theme, "verandert zelf") == "O"
    assert letters(theme, "andere partners") == "ILMNP"
    assert letters(theme, "blijft gelijk") == "ABCDEFGHJK"
    assert theme.details[LETTERS.index("O")] == ("Voor: M.", "Na: Z.")
    assert theme.details[LETTERS.index("A")] == ("Voor en na: N.",)
    assert theme.sentence == (
        "1 gemeente verandert zelf van verband; nog 5 gemeenten krijgen andere partners."
    )
    assert theme.rows[0].name == "Dorp O"


def test_a_map_of_a_plan_on_paper_shows_those_whom_it_concerns(quilt, moved):
    theme = before_after(quilt, moved, "jeugd")
    assert "".join(LETTERS[g] for g in theme.focus) == "ILMNOP"
    assert {one.name for one in theme.regions} == {"M", "Z"}
    axes = draw_page(theme).axes[1]
    written = {text.get_text() for text in axes.texts}
    assert {"Dorp O", "M", "Z"} <= written
    assert "Dorp A" not in written
    near, whole = (Metric(one).bounds for one in (theme, replace(theme, focus=())))
    assert near[3] - near[1] < whole[3] - whole[1]


def test_borders_come_and_go(quilt, moved):
    theme = before_after(quilt, moved, "jeugd")
    assert borders(theme, "vervalt") == {"NO"}
    assert borders(theme, "komt erbij") == {"OP"}
    assert borders(theme, "blijft") == {"BC", "GH", "FL", "GM", "HN", "JO", "KP"}


def test_an_indeling_that_does_not_change_says_so(quilt, moved):
    theme = before_after(quilt, moved, "werk")
    assert theme.sentence == "Het plan verandert niets aan deze indeling."
    # I is in no verband of werk.
    assert [LETTERS[g] for g, k in enumerate(theme.class_of) if k == NO_DATA] == ["I"]


def test_in_a_cover_who_accedes_changes_and_who_has_new_partners_is_touched(quilt):
    after = apply(quilt, Plan((Step("treed-toe", "zorg", ("Dorp A",), naar="q"),)))
    theme = before_after(quilt, after, "zorg")
    assert letters(theme, "verandert zelf") == "A"
    assert letters(theme, "andere partners") == "IP"
    assert theme.details[0] == ("Voor: S.", "Na: Q en S.")


def test_the_common_division_shows_what_changes_where(quilt, moved):
    pair = [quilt.indeling("jeugd"), moved.indeling("jeugd")]
    other = ld.Indeling.from_members(
        {f"b-{v}": pair[1].members(v) for v in pair[1].verbanden},
        pair[0].gemeenten,
        id="b",
        naam="b",
    )
    found = least_change(quilt, [pair[0], other], fixed=["jeugd-z"])
    theme = common_division(quilt, [pair[0], other], found)
    assert found.total == 1
    assert letters(theme, "1") == "O"
    assert letters(theme, "geen") == "".join(one for one in LETTERS if one != "O")
    assert borders(theme, "grens van een gemeenschappelijke regio") >= {"NO", "FL", "KP"}
    assert theme.rows[0].value == "1"
    assert "1 deelname, van 1 gemeente. Bewezen" in theme.sentence
    assert [row.value for row in theme.rows] == ["1", "0", "0", "0"]
    assert sorted(g for row in theme.rows for g in row.gemeenten) == list(range(len(LETTERS)))


def test_pages_and_wrong_names(quilt, moved):
    page = ld.maps.before_after(quilt, moved, "Jeugd").get_root().render()
    assert "1 gemeente verandert zelf van verband" in page
    with pytest.raises(UnknownNameError):
        ld.maps.before_after(quilt, moved, "jeugt")
