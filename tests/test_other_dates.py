"""Names of gemeenten of another date: found in every command, and never without a word."""

import pytest

from lappendeken.errors import FormerNameWarning, UnknownNameError


@pytest.mark.parametrize(
    ("written", "now", "told"),
    [
        ("Heerhugowaard", "Dijk en Waard", "bestaat niet meer sinds 1 januari 2022"),
        ("langedijk", "Dijk en Waard", "het gebied hoort nu bij Dijk en Waard"),
        ("GM0416", "Dijk en Waard", "Langedijk bestaat niet meer"),
        # By way of another: Bedum went into Het Hogeland, Sint-Oedenrode into Meierijstad.
        ("Bedum", "Het Hogeland", "sinds 1 januari 2019"),
        ("Groesbeek", "Berg en Dal", "bestaat niet meer sinds 1 januari 2016"),
    ],
)
def test_an_old_name_leads_to_the_successor(today, written, now, told):
    with pytest.warns(FormerNameWarning, match=told):
        code = today.find_gemeente(written)
    assert today.gemeenten.at[code, "naam"] == now


def test_what_was_divided_must_be_chosen(today):
    with pytest.raises(UnknownNameError, match="Boxtel, Oisterwijk, Tilburg en Vught") as caught:
        today.find_gemeente("Haaren")
    assert set(caught.value.candidates) == {"Boxtel", "Oisterwijk", "Tilburg", "Vught"}
    assert "Kies er een." in str(caught.value)


def test_what_does_not_exist_yet_leads_to_its_predecessors(real):
    with pytest.raises(UnknownNameError, match="bestaat pas sinds 1 januari 2022") as caught:
        real.find_gemeente("Dijk en Waard")
    assert caught.value.candidates == ("Heerhugowaard", "Langedijk")


def test_a_name_of_no_date_is_as_unknown_as_ever(today):
    with pytest.raises(UnknownNameError, match="Bedoelt u Meppel"):
        today.find_gemeente("Meppelo")


@pytest.mark.parametrize(
    "arguments",
    [
        ("gemeente", "Heerhugowaard"),
        ("gemeente", "Heerhugowaard", "--json"),
        ("groep", "Heerhugowaard", "Alkmaar"),
    ],
)
def test_every_command_says_what_became_of_it(run, arguments):
    code, out, err = run(*arguments)
    assert code == 0
    assert err.count("Let op: Heerhugowaard bestaat niet meer") == 1
    assert "Dijk en Waard" in out or "GM1980" in out


@pytest.mark.slow
def test_a_plan_may_name_it(run, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "actie,indeling,gemeente,van,naar,naam\n"
        "verplaats,jeugd,Heerhugowaard,,Amsterdam-Amstelland,\n"
    )
    code, out, err = run("scenario", plan)
    assert code == 0, err
    assert "Dijk en Waard" in out
    assert "Let op: Heerhugowaard bestaat niet meer" in err


def test_a_name_that_needs_a_choice_is_wrong_usage(run):
    code, out, err = run("gemeente", "Haaren")
    assert (code, out) == (2, "")
    assert "Kies er een." in err
    code, _, err = run("gemeente", "Dijk en Waard", "--gegevens", "2016")
    assert code == 2
    assert "Heerhugowaard en Langedijk" in err
