"""What a search found is a plan that a scenario carries out, and that the explorer opens with."""

from dataclasses import replace

import pandas as pd
import pytest
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken import measures, optimise
from lappendeken.errors import DataError, LappendekenError
from lappendeken.scenario import Plan, Step


@pytest.fixture(scope="module", params=[None, "arbeidsmarktregio"])
def found(request, today):
    return optimise.least_change(today, today.main_indelingen, base=request.param)


@pytest.mark.slow
def test_the_plan_of_the_least_change_makes_all_indelingen_one(today, found):
    plan = optimise.as_plan(today, found)
    assert sum(len(step.gemeenten) for step in plan.steps) == len(found.changes)
    after = ld.scenario.apply(today, plan)
    for one in after.main_indelingen:
        assert measures.adjusted_rand_index(one, found.division) == 1


def test_the_plan_of_moves_gives_the_score_that_was_promised(today):
    names = ["jeugdregio", "arbeidsmarktregio"]
    steps = optimise.greedy_moves(today, names, n=4)
    after = ld.scenario.apply(today, optimise.as_plan(today, steps))
    score = measures.adjusted_rand_index(*map(after.indeling, names))
    assert score == pytest.approx(steps["score"].iloc[-1])


def test_a_region_of_whole_verbanden_only_is_refused(quilt):
    found = optimise.least_change(quilt, ["jeugd", "werk"])
    jeugd = quilt.indeling("jeugd")
    rows = [
        {"indeling": "jeugd", "gemeente": code, "from": jeugd.verbanden[0], "to": None}
        for code in jeugd.members(jeugd.verbanden[0])
    ]
    changes = pd.DataFrame(rows).assign(region=found.regions.index[0])
    with pytest.raises(LappendekenError, match="uit hele regio's"):
        optimise.as_plan(quilt, replace(found, changes=changes))


@pytest.mark.browser
def test_the_explorer_carries_it_out(visit, today, found, tmp_path):
    plan = optimise.as_plan(today, found)
    drawn = ld.maps.explorer(today, "jeugdregio", "arbeidsmarktregio", plan=plan)
    path = ld.maps.write(drawn, tmp_path / "verkenner.html")
    page = visit(path).page
    expect(page.locator("#watals")).to_have_attribute("open", "")
    expect(page.locator("#watals-aantal")).to_have_text(f"Plan: {len(plan.steps)} stappen.")
    score = page.locator("#scores .getal").first
    expect(score).to_contain_text("1,000")
    # Without it the address says that there is none.
    page.get_by_role("button", name="Begin opnieuw").click()
    page.reload()
    expect(page.locator("#watals-aantal")).to_have_text("")
    expect(score).to_have_text("0,770")


@pytest.mark.slow
def test_what_the_explorer_cannot_do_is_refused(today):
    step = Step("hef-op", "jeugdregio", van="Drenthe")
    with pytest.raises(LappendekenError, match="hef-op in jeugdregio's"):
        ld.maps.explorer(today, plan=Plan((step,)))
    step = Step("verplaats", "jeugdregio", ("Meppel",), naar="Atlantis")
    with pytest.raises(DataError):
        ld.maps.explorer(today, plan=Plan((step,)))
