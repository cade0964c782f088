"""What axe-core says of every page and state: no violation, of WCAG or of best practice."""

import pytest
from browser import DESKTOP, PHONE, axe_faults

import lappendeken as ld
from lappendeken.maps.soorten import DEFAULT, SOORTEN

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
STATES = {
    "start": "",
    "province": f"{PAIR}&p=Overijssel",
    "region": f"{PAIR}&r=IJsselland",
    "gemeente and plan": "g=GM0119&z=jeugdregio/GM0119/IJsselland&z=jeugdregio/GM1701/IJsselland",
    "three domains": "beeld=domeinen&p=Drenthe",
    "beside each other": "beeld=naast&g=GM0119",
    "hexagons": "vorm=zeshoeken&grenzen=alle",
    "then": f"{PAIR}&jaar=2016",
    "own division": "a=eigen&b=jeugdregio&e=193,166/Noord&e=119/Zuid",
    "what is sure": "a=mo-bw-regio&b=jeugdregio&zeker=bevestigd",
    "overlap": "a=gemeenschappelijke-regeling&b=jeugdregio",
    "nonsense": "a=onzin&p=Atlantis&z=x/y/z",
}
"""Addresses of the states of the explorer; what can be opened on the page is opened."""

LOOKS = {
    "light": ({}, STATES),
    "dark": ({"color_scheme": "dark"}, ("gemeente and plan", "beside each other", "then")),
    "phone": ({"size": PHONE, "has_touch": True}, ("region", "gemeente and plan", "overlap")),
    "forced colours": ({"forced_colors": "active"}, ("gemeente and plan", "three domains")),
}
"""How the page is looked at, and in which states: all of them by day on a wide screen."""

CONTRAST = {"runOnly": ["color-contrast"]}


@pytest.fixture(scope="module")
def page_of_both(today, real, tmp_path_factory):
    path = tmp_path_factory.mktemp("axe") / "verkenner.html"
    return ld.maps.write(ld.maps.explorer(today, earlier=real), path)


@pytest.fixture(scope="module")
def pages(today, tmp_path_factory):
    """A page of every theme, and of one pair."""
    folder = tmp_path_factory.mktemp("axe")
    pair = ("jeugdregio", "arbeidsmarktregio")
    drawn = {"paar": ld.maps.noncongruent(today, *pair)}
    for soort in SOORTEN:
        if soort != DEFAULT:
            chosen = pair if soort == "schuring" else ()
            drawn[soort] = ld.maps.themed(today, soort, *chosen)
    return [ld.maps.write(one, folder / f"{name}.html") for name, one in drawn.items()]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_state_of_the_explorer(visit, axe, page_of_both, look):
    choices, states = LOOKS[look]
    found = {}
    for state in states:
        one = visit(page_of_both, **{"size": DESKTOP, **choices}, address=STATES[state])
        found[state] = axe_faults(one.page, axe)
        one.context.close()
    assert found == {state: [] for state in states}


def test_axe_finds_nothing_on_a_theme_or_a_pair(visit, axe, pages):
    found = {}
    for path in pages:
        page = visit(path).page
        found[path.stem] = axe_faults(page, axe)
        page.emulate_media(color_scheme="dark")
        found[path.stem] += axe_faults(page, axe, CONTRAST)
        page.context.close()
    assert found == {path.stem: [] for path in pages}
