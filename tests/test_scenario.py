"""Scenarios: every action by hand on the drawn quilt, and before and after compared."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line, assert_sound, members_of

from lappendeken import measures
from lappendeken.errors import DataError, UnknownNameError, WrongUsageError
from lappendeken.reading.plan import Plan, Step
from lappendeken.scenario import apply, before_and_after, compare


def plan(*steps):
    """Steps with their numbers."""
    rows = [Step(*step[:2], **(step[2] if len(step) > 2 else {})) for step in steps]
    return Plan(
        tuple(
            Step(one.actie, one.indeling, one.gemeenten, one.van, one.naar, one.naam, number)
            for number, one in enumerate(rows, start=1)
        )
    )


def drawn(lap, name, codes):
    """The verbanden of an indeling as letters, by their short name."""
    names = {code: letter for letter, code in codes.items()}
    return {
        verband.removeprefix(f"{name}-"): "".join(sorted(names[code] for code in members))
        for verband, members in members_of(lap.indeling(name)).items()
    }


def faults_of(lap, given_plan):
    """What is wrong with a plan, as (step, column) with the message."""
    with pytest.raises(DataError) as caught:
        apply(lap, given_plan)
    return {(fault.row, fault.column): str(fault) for fault in caught.value.faults}


JEUGD = {"n": "ABFG", "o": "CDEHJK", "z": "LMN", "m": "IOP"}
ZORG = {"s": "ABCFG", "t": "CDEHJK", "r": "LMNOP", "q": "IP"}


def test_the_drawing_is_as_expected(quilt, codes):
    assert drawn(quilt, "jeugd", codes) == JEUGD
    assert drawn(quilt, "zorg", codes) == ZORG


# Every action -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "indeling", "change"),
    [
        (
            ("verplaats", "jeugd", {"gemeenten": ("Dorp O",), "naar": "z"}),
            "jeugd",
            {"m": "IP", "z": "LMNO"},
        ),
        (
            ("verplaats", "jeugd", {"gemeenten": ("Dorp O", "Dorp L"), "naar": "jeugd-n"}),
            "jeugd",
            {"m": "IP", "z": "MN", "n": "ABFGLO"},
        ),
        (
            ("verplaats", "zorg", {"gemeenten": ("Dorp C",), "van": "s", "naar": "r"}),
            "zorg",
            {"s": "ABFG", "r": "CLMNOP"},
        ),
        (
            ("treed-toe", "jeugd", {"gemeenten": ("Dorp O",), "naar": "Z"}),
            "jeugd",
            {"z": "LMNO"},
        ),
        (("treed-uit", "jeugd", {"gemeenten": ("Dorp O",)}), "jeugd", {"m": "IP"}),
        (
            ("treed-uit", "zorg", {"gemeenten": ("Dorp C",), "van": "t"}),
            "zorg",
            {"t": "DEHJK"},
        ),
        (
            ("voeg-samen", "jeugd", {"van": "z", "naar": "m"}),
            "jeugd",
            {"z": None, "m": "ILMNOP"},
        ),
        # P is in both, and stays once.
        (("voeg-samen", "zorg", {"van": "q", "naar": "r"}), "zorg", {"q": None, "r": "ILMNOP"}),
        (
            ("splits", "jeugd", {"gemeenten": ("Dorp D", "E"), "van": "o", "naam": "Nieuw Oost"}),
            "jeugd",
            {"o": "CHJK", "nieuw-oost": "DE"},
        ),
        (
            ("richt-op", "jeugd", {"gemeenten": ("Dorp A", "Dorp P"), "naam": "Ver Weg"}),
            "jeugd",
            {"ver-weg": "AP"},
        ),
        (("hef-op", "jeugd", {"van": "o"}), "jeugd", {"o": None}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_action_changes_what_it_says_and_nothing_else(quilt, codes, step, indeling, change):
    if "E" in step[2].get("gemeenten", ()):
        step[2]["gemeenten"] = ("Dorp D", codes["E"])
    before = {name: drawn(quilt, name, codes) for name in ("jeugd", "werk", "zorg", "wonen")}
    after = apply(quilt, plan(step))
    expected = {key: value for key, value in (before[indeling] | change).items() if value}
    for name, old in before.items():
        assert drawn(after, name, codes) == (expected if name == indeling else old)
        assert drawn(quilt, name, codes) == old
    assert_sound(after)
    assert (after.peildatum, after.bron) == (quilt.peildatum, quilt.bron)
    assert after.defaults == quilt.defaults


def test_a_merged_verband_may_get_another_name(quilt):
    step = ("voeg-samen", "jeugd", {"van": "z", "naar": "m", "naam": "Zuid"})
    after = apply(quilt, plan(step))
    assert after.verbanden.at["jeugd-m", "naam"] == "Zuid"
    assert "jeugd-z" not in after.verbanden.index
    assert quilt.verbanden.at["jeugd-m", "naam"] == "M"


def test_a_new_verband_gets_the_identifier_that_was_asked(quilt):
    step = ("richt-op", "jeugd", {"gemeenten": ("GM0001",), "naam": "Los", "naar": "los-1"})
    after = apply(quilt, plan(step))
    about = after.verbanden.loc["los-1"]
    assert about.to_list() == ["Los", "jeugd", "jeugd", ""]


def test_steps_build_on_those_before_them(quilt, codes):
    steps = plan(
        ("richt-op", "jeugd", {"gemeenten": ("Dorp P",), "naam": "Rand"}),
        ("treed-uit", "jeugd", {"gemeenten": ("Dorp P",), "van": "m"}),
        ("verplaats", "jeugd", {"gemeenten": ("Dorp O", "Dorp I"), "naar": "Rand"}),
        ("verplaats", "jeugd", {"gemeenten": ("Dorp N",), "naar": "jeugd-rand"}),
    )
    after = apply(quilt, steps)
    # m lost all its members, and is gone.
    assert drawn(after, "jeugd", codes) == {"n": "ABFG", "o": "CDEHJK", "z": "LM", "rand": "INOP"}
    assert after.indelingen.at["jeugd", "partitie"]


def test_what_is_known_of_a_deelname_stays_and_what_is_new_is_not_guessed(quilt, codes):
    step = ("verplaats", "jeugd", {"gemeenten": ("Dorp A",), "naar": "o"})
    after = apply(quilt, plan(step)).deelnames.set_index(["verband_id", "gemeente_code"])
    old = quilt.deelnames.set_index(["verband_id", "gemeente_code"])
    new = after.loc[("jeugd-o", codes["A"])]
    assert new.to_dict() == {
        "rol": "deelnemer",
        "aard": "",
        "van": "",
        "tot": "",
        "bron": "scenario, rij 1: verplaats",
        "stand": "",
        "zekerheid": "",
        "opmerking": "",
    }
    assert old.loc[("jeugd-n", codes["A"]), "rol"] == "centrumgemeente"
    kept = old.drop([("jeugd-n", codes["A"])])
    pd.testing.assert_frame_equal(after.loc[kept.index], kept)


def test_an_indeling_becomes_a_cover_when_a_gemeente_accedes_to_a_second(quilt):
    step = ("treed-toe", "jeugd", {"gemeenten": ("Dorp A",), "naar": "o"})
    after = apply(quilt, plan(step))
    assert quilt.indelingen.at["jeugd", "partitie"]
    assert not after.indelingen.at["jeugd", "partitie"]


def test_a_gemeente_may_come_where_no_verband_was(quilt, codes):
    step = ("treed-toe", "werk", {"gemeenten": ("Dorp I",), "naar": "v"})
    after = apply(quilt, plan(step))
    assert drawn(after, "werk", codes)["v"] == "ILMNO"
    assert after.indelingen.at["werk", "dekking"] == 1


def test_a_plan_without_steps_changes_nothing(quilt):
    after = apply(quilt, Plan(()))
    pd.testing.assert_frame_equal(after.verbanden, quilt.verbanden)
    pd.testing.assert_frame_equal(after.indelingen, quilt.indelingen)
    pd.testing.assert_frame_equal(after.deelnames, quilt.deelnames)


@pytest.mark.slow
@given(st.data())
def test_any_plan_of_moves_does_what_sets_do(quilt, codes, data):
    sets = {name: set(letters) for name, letters in ZORG.items()}
    steps = []
    for _ in range(data.draw(st.integers(1, 8))):
        inside = sorted((name, x) for name, letters in sets.items() for x in letters)
        source, letter = data.draw(st.sampled_from(inside))
        free = sorted(name for name, letters in sets.items() if letter not in letters)
        kinds = ["treed-uit"] * (len(inside) > 1) + ["verplaats", "treed-toe"] * bool(free)
        kind = data.draw(st.sampled_from(kinds))
        cells = {"gemeenten": (codes[letter],)}
        if kind != "treed-toe":
            cells["van"] = f"zorg-{source}"
            sets[source].remove(letter)
        if kind != "treed-uit":
            target = data.draw(st.sampled_from(free))
            cells["naar"] = f"zorg-{target}"
            sets[target].add(letter)
        sets = {name: letters for name, letters in sets.items() if letters}
        steps.append((kind, "zorg", cells))
    after = apply(quilt, plan(*steps))
    assert drawn(after, "zorg", codes) == {n: "".join(sorted(s)) for n, s in sets.items()}


# Faults -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "column", "said"),
    [
        (("verplaats", "jeugt", {"gemeenten": ("A",), "naar": "z"}), "indeling", "onbekend"),
        (("verplaats", "jeugd", {"gemeenten": ("Drop A",), "naar": "z"}), "gemeente", "Dorp A"),
        (("verplaats", "jeugd", {"gemeenten": ("Dorp A",), "naar": "x"}), "naar", "niet in jeugd"),
        (
            ("verplaats", "jeugd", {"gemeenten": ("Dorp A",), "naar": "n"}),
            "naar",
            "Dorp A zit al in dit verband",
        ),
        (
            ("verplaats", "jeugd", {"gemeenten": ("Dorp A",), "van": "o", "naar": "z"}),
            "van",
            "Dorp A zit niet in dit verband",
        ),
        (
            ("verplaats", "zorg", {"gemeenten": ("Dorp C",), "naar": "r"}),
            "van",
            "zit in meer dan één verband van zorg. Noem er een: zorg-s, zorg-t",
        ),
        (
            ("verplaats", "werk", {"gemeenten": ("Dorp I",), "naar": "v"}),
            "gemeente",
            "zit in geen verband van werk. Gebruik treed-toe",
        ),
        (
            ("verplaats", "jeugd", {"gemeenten": ("Dorp A", "GM0001"), "naar": "z"}),
            "gemeente",
            "staat twee keer in de cel",
        ),
        (
            ("treed-toe", "zorg", {"gemeenten": ("Dorp C",), "naar": "s"}),
            "naar",
            "zit al in dit verband",
        ),
        (("voeg-samen", "jeugd", {"van": "z", "naar": "Z"}), "naar", "hetzelfde verband"),
        (
            ("splits", "jeugd", {"gemeenten": ("Dorp A",), "van": "z", "naam": "Q"}),
            "gemeente",
            "Dorp A zit niet in dit verband",
        ),
        (
            (
                "splits",
                "jeugd",
                {"gemeenten": ("Dorp L", "Dorp M", "Dorp N"), "van": "z", "naam": "Q"},
            ),
            "gemeente",
            "blijft er van het verband niets over",
        ),
        (
            ("richt-op", "jeugd", {"gemeenten": ("Dorp A",), "naam": "Q", "naar": "zorg-q"}),
            "naar",
            "deze aanduiding bestaat al",
        ),
        (
            ("richt-op", "jeugd", {"gemeenten": ("Dorp A",), "naam": "Q", "naar": "GM0002"}),
            "naar",
            "deze aanduiding bestaat al",
        ),
        (("verplaats", "jeugd", {"gemeenten": ("Dorp A",)}), "naar", "heeft haar nodig"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(quilt, step, column, said):
    ((place, text),) = faults_of(quilt, plan(("hef-op", "zorg", {"van": "q"}), step)).items()
    assert place == (2, column)
    assert said in text


def test_an_indeling_never_ends_up_empty(quilt):
    steps = plan(
        ("hef-op", "wonen", {"van": "k"}),
        ("hef-op", "wonen", {"van": "l"}),
        ("treed-uit", "wonen", {"gemeenten": ("Dorp P",)}),
    )
    found = faults_of(quilt, steps)
    assert set(found) == {(2, "van"), (3, "gemeente")}
    assert all("niets" in text for text in found.values())


def test_two_verbanden_of_one_name_are_told_apart_by_identifier(quilt):
    twice = ("richt-op", "jeugd", {"gemeenten": ("Dorp A",), "naam": "Z"})
    found = faults_of(quilt, plan(twice, ("hef-op", "jeugd", {"van": "z"})))
    assert "meer dan één verband heet zo" in found[2, "van"]
    assert "jeugd-z of jeugd-z-2" in found[2, "van"]
    after = apply(quilt, plan(twice, ("hef-op", "jeugd", {"van": "jeugd-z"})))
    assert after.verbanden.at["jeugd-z-2", "naam"] == "Z"


def test_faults_of_the_file_and_of_the_data_come_together(quilt, tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(
        "actie,indeling,gemeente,van,naar,naam\n"
        "verplaats,jeugd,Dorp A,,,\n"
        "verplaats,jeugd,Dorp Q,,z,\n"
        "sloop,jeugd,,,,\n"
        "hef-op,jeugd,,niets,,\n",
        encoding="utf-8",
    )
    assert set(faults_of(quilt, path)) == {
        (2, "naar"),
        (3, "gemeente"),
        (4, "actie"),
        (5, "van"),
    }


@pytest.mark.parametrize(
    "naam", ["=HYPERLINK(1)", "<script>alert(1)</script>", "../../etc", "\u202e\x1b[31m", "[bold]x"]
)
def test_a_hostile_name_is_only_a_name(quilt, naam):
    step = ("richt-op", "jeugd", {"gemeenten": ("Dorp A",), "naam": naam})
    after = apply(quilt, plan(step))
    (new,) = set(after.verbanden.index) - set(quilt.verbanden.index)
    assert after.verbanden.at[new, "naam"] == naam
    assert new.startswith("jeugd-")
    assert set(new) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert_sound(after)
    wrong = plan(("verplaats", naam, {"gemeenten": (naam,), "naar": naam}))
    for text in faults_of(quilt, wrong).values():
        assert_one_line(text)


# Before and after ---------------------------------------------------------------------------

MOVE_O = ("verplaats", "jeugd", {"gemeenten": ("Dorp O",), "naar": "z"})


@pytest.fixture(scope="module")
def moved_o(quilt):
    """O goes from m to z, where its neighbours in werk are."""
    before, after = before_and_after(quilt, plan(MOVE_O))
    assert before is quilt
    return before, after, compare(before, after, indelingen=["jeugd", "werk"])


def test_scores_of_the_country_are_those_of_both_sides(moved_o):
    before, after, found = moved_o
    assert found.indelingen == ("jeugd", "werk")
    for side, lap in (("before", before), ("after", after)):
        pair = [lap.indeling("jeugd"), lap.indeling("werk")]
        expected = measures.scores(pair, adjacency=lap.borders).loc["jeugd", "werk"]
        assert found.scores.loc["jeugd", "werk"][side].to_dict() == pytest.approx(
            expected.to_dict()
        )
    # z was genest in v and is now equal to it; P and its island are left of m, and werk does not
    # reach the island.
    rows = found.scores.loc["jeugd", "werk"]
    assert rows.loc["transfer_distance"].to_list() == [3, 2, -1]
    assert rows.loc["gelijk"].to_list() == [1, 2, 1]
    assert rows.loc["doorsnijdend"].to_list() == [1, 0, -1]


def test_whom_a_move_concerns(moved_o, codes):
    _, _, found = moved_o
    assert found.affected.gemeenten == (codes["O"],)
    assert set(found.affected.partners) == {codes[x] for x in "ILMNP"}
    assert found.affected.inwoners == 2000
    # I 4,000, L 2,000, and M, N and P a thousand each.
    assert found.affected.partner_inwoners == 9000
    assert found.changes[["indeling", "verband", "gemeente", "what"]].to_numpy().tolist() == [
        ["jeugd", "jeugd-m", codes["O"], "eindigt"],
        ["jeugd", "jeugd-z", codes["O"], "begint"],
    ]
    assert found.changes["naam"].to_list() == ["Dorp O"] * 2


def test_gemeenten_and_provinces_concerned(moved_o, codes):
    _, after, found = moved_o
    assert list(found.gemeenten.index.unique("gemeente")) == sorted(codes[x] for x in "ILMNOP")
    # In jeugd O had I and P, in werk it has L, M and N: nobody in both, and after the move all.
    row = found.gemeenten.loc[codes["O"]]
    assert row.loc["congruence"].to_list() == [0.5, 1.0, 0.5]
    assert row.loc["partner_overlap:jeugd~werk"].to_list() == [0, 1, 1]
    assert list(found.provincies.index.unique("provincie")) == ["Gelderland", "Utrecht"]
    weighted = measures.scores_by(
        [after.indeling("jeugd"), after.indeling("werk")], after.gemeenten["provincie"]
    )
    assert found.provincies.loc[("Utrecht", "jeugd~werk"), "after"] == pytest.approx(
        weighted.at["Utrecht", "jeugd~werk"]
    )


def test_verbanden_concerned_with_parts_and_provinces(moved_o):
    _, _, found = moved_o
    own = found.verbanden["after"]
    assert list(own.index.unique("verband")) == ["jeugd-m", "jeugd-z"]
    # Without O, P and the island no longer touch; L and M are in Utrecht, N and O in Gelderland.
    # Gemeenten, inwoners, parts and provincies.
    assert own.loc["jeugd", "jeugd-m"].to_list() == [2, 5000, 2, 1]
    assert own.loc["jeugd", "jeugd-z"].to_list() == [4, 6000, 1, 2]
    assert found.crossings.loc[("jeugd", "across_provinces")].to_list() == [1, 1, 0]
    assert found.crossings.loc[("jeugd", "in_parts"), "change"] == 0


def test_a_verband_that_begins_or_ends_has_nothing_on_the_other_side(quilt):
    steps = plan(
        ("splits", "jeugd", {"gemeenten": ("Dorp D",), "van": "o", "naam": "Los"}),
        ("voeg-samen", "jeugd", {"van": "z", "naar": "n"}),
    )
    found = compare(*before_and_after(quilt, steps))
    sizes = found.verbanden.xs("gemeenten", level="measure")
    assert sizes.loc[("jeugd", "jeugd-los")].isna().to_list() == [True, False, True]
    assert sizes.loc[("jeugd", "jeugd-z")].isna().to_list() == [False, True, True]
    assert sizes.loc[("jeugd", "jeugd-n")].to_list() == [4, 7, 3]


def test_a_measure_that_a_cover_does_not_have_is_empty_after(quilt):
    step = ("treed-toe", "jeugd", {"gemeenten": ("Dorp A",), "naar": "o"})
    found = compare(*before_and_after(quilt, plan(step)), indelingen=["jeugd", "werk"])
    rows = found.scores.loc["jeugd", "werk"]
    assert rows.loc["v_measure"].isna().to_list() == [False, True, True]
    assert rows.loc["omega_index"].notna().all()


def test_nothing_changes_when_nothing_is_done(quilt):
    found = compare(quilt, apply(quilt, Plan(())), indelingen=["jeugd", "werk", "zorg"])
    assert found.changes.empty
    assert found.verbanden.empty
    assert (found.scores["change"].dropna() == 0).all()
    assert found.affected == ((), (), 0, 0)


@pytest.mark.slow
def test_without_names_the_main_indelingen_and_those_that_change_are_compared(quilt, real):
    # The drawn quilt has jeugd, werk and zorg as defaults of jeugd, work and care.
    step = ("treed-uit", "wonen", {"gemeenten": ("Dorp P",)})
    assert compare(*before_and_after(quilt, plan(step))).indelingen == ("jeugd", "werk", "wonen")
    step = ("verplaats", "ggd-regio", {"gemeenten": ("Meppel",), "naar": "GGD IJsselland"})
    found = compare(*before_and_after(real, plan(step)))
    assert found.indelingen == ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio", "ggd-regio")


def test_weights_weigh_both_sides(quilt, inwoners):
    before, after = before_and_after(quilt, plan(MOVE_O))
    found = compare(before, after, indelingen=["jeugd", "werk"], weights=inwoners)
    # In thousands, 15 of 19 stay before; O is 2.
    assert found.scores.loc[("jeugd", "werk", "transfer_distance")].to_list() == [4000, 2000, -2000]


def test_wrong_names_are_refused(quilt):
    with pytest.raises(UnknownNameError):
        compare(quilt, quilt, indelingen=["jeugt", "werk"])
    with pytest.raises(WrongUsageError, match="ten minste twee"):
        compare(quilt, quilt, indelingen=["jeugd"])


@pytest.mark.slow
def test_meppel_to_ijsselland_makes_its_circles_more_alike(real):
    step = ("verplaats", "jeugd", {"gemeenten": ("Meppel",), "naar": "IJsselland"})
    found = compare(*before_and_after(real, plan(step)))
    meppel = real.find_gemeente("Meppel")
    congruence = found.gemeenten.loc[(meppel, "congruence")]
    assert congruence["after"] > congruence["before"]
    assert found.affected.inwoners == real.gemeenten.at[meppel, "inwoners"]
    # IJsselland now crosses the border of Drenthe.
    provinces = found.verbanden.loc[("jeugdregio", "jeugdregio-ijsselland", "provincies")]
    assert provinces.to_list() == [1, 2, 1]
