"""What each kind of thematic map shows, on the drawn quilt by hand and on the real data."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from conftest import CODES, LETTERS, WEST
from hypothesis import given
from hypothesis import strategies as st
from quilts import blocks, collection, common, feature, members_of, rows, square, write_folder

import lappendeken as ld
from lappendeken import measures
from lappendeken.contiguity import LAND
from lappendeken.drawing.theme import NO_DATA
from lappendeken.errors import (
    LappendekenError,
    NothingInCommonError,
    UnknownNameError,
    WrongUsageError,
)
from lappendeken.indeling import Indeling
from lappendeken.maps.soorten import PAIRS, SOORTEN
from lappendeken.maps.themes import make_theme
from lappendeken.maps.themes.classes import Span, class_of, equal_spans, natural_spans

LETTER = dict(zip(CODES.values(), CODES, strict=True))


def letters_of(theme, number):
    """The gemeenten of a class, as letters of the drawing."""
    return "".join(LETTERS[g] for g, k in enumerate(theme.class_of) if k == number)


def by_class(theme):
    """The gemeenten of every class that has any."""
    labels = [*(one.label for one in theme.classes), "?"]
    found = {label: letters_of(theme, k) for k, label in enumerate(labels[:-1])}
    found["?"] = letters_of(theme, NO_DATA)
    return {label: letters for label, letters in found.items() if letters}


def border_pairs(theme, line):
    """The borders of a class of lines, as pairs of letters."""
    owners = {theme.topology.owners[arc] for arc in line.arcs}
    return {LETTERS[g] + LETTERS[h] for g, h in owners}


def named(theme):
    """Lines by their label."""
    return {line.label: border_pairs(theme, line) for line in theme.lines}


def hatched(theme):
    return ["".join(LETTERS[g] for g in one.gemeenten) for one in theme.hatchings]


# Two indelingen on each other -----------------------------------------------------------------


def test_typologie_colours_by_the_type_of_the_region(quilt):
    theme = make_theme(quilt, "typologie", "jeugd", "werk")
    assert by_class(theme) == {
        "doorsnijdend": "OP",
        "samengesteld": "ABFG",
        "genest": "LMN",
        "gelijk": "CDEHJK",
        "?": "I",
    }
    assert hatched(theme) == ["O", ""]
    assert theme.counts == (2, 4, 3, 6)
    assert [theme.names[g] for g in theme.without_data] == ["Dorp I"]


def test_typologie_tells_the_borders_of_both_apart(quilt):
    assert named(make_theme(quilt, "typologie", "jeugd", "werk")) == {
        "alleen van jeugd": {"NO"},
        "van beide": {"BC", "GH", "FL", "GM", "HN", "JO", "KP"},
        "alleen van werk": {"AF", "BG", "OP"},
    }


def test_typologie_says_why_a_gemeente_is_hatched(quilt):
    theme = make_theme(quilt, "typologie", "jeugd", "werk")
    assert theme.details[LETTERS.index("O")] == (
        "Jeugd M; werk V.",
        "Schuurt in jeugd M: niet in de tegenhanger werk U.",
    )
    assert theme.details[LETTERS.index("I")] == ("Jeugd M; geen werk.",)
    assert [row.name for row in theme.rows][:2] == ["Dorp O", "Dorp P"]
    assert theme.rows[-1].name == "Dorp I"


def test_schuring_counts_regions_of_both_indelingen(quilt):
    # O is outside the counterpart of m, and outside that of v; it is the only one.
    theme = make_theme(quilt, "schuring", "jeugd", "werk")
    assert by_class(theme) == {"2 regio's": "O", "geen": "ABCDEFGHJKLMNP", "?": "I"}
    assert theme.sentence.startswith("Van de 15 gemeenten schuurt er 1:")
    assert theme.values[LETTERS.index("O")] == "2 regio's"
    assert len(theme.details[LETTERS.index("O")]) == 2


def test_schuring_follows_the_measure_on_the_real_data(real):
    a, b = real.indeling("jeugdregio"), real.indeling("ggd-regio")
    expected = dict.fromkeys(real.gemeenten.index, 0)
    for one, other in ((a, b), (b, a)):
        table = measures.regions(one, other)
        for _, row in table[table["type"] == "doorsnijdend"].iterrows():
            for code in (*row["extra"], *row["missing"]):
                expected[code] += 1
    theme = make_theme(real, "schuring", a, b)
    assert theme.class_of == tuple(min(count, 4) for count in expected.values())
    assert max(expected.values()) > 1


def test_schuring_says_in_which_direction_it_counts(real):
    a, b = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    count = []
    for one, other in ((a, b), (b, a)):
        table = measures.regions(one, other)
        crossing = table[table["type"] == "doorsnijdend"]
        listed = [*crossing["extra"], *crossing["missing"]]
        count.append({code for codes in listed for code in codes})
    there, back = map(len, count)
    assert there != back
    sentence = make_theme(real, "schuring", a, b).sentence
    assert f"schuren er {len(set.union(*count))}:" in sentence
    assert (
        "Geteld is in beide richtingen: van jeugdregio's naar arbeidsmarktregio's zijn het er "
        f"{there}, van arbeidsmarktregio's naar jeugdregio's {back}." in sentence
    )


def test_indelingen_that_fit_do_not_chafe(quilt, jeugd):
    same = Indeling.from_members(members_of(jeugd), jeugd.gemeenten, id="zelfde")
    theme = make_theme(quilt, "schuring", jeugd, same)
    assert theme.sentence.startswith("Geen gemeente schuurt")
    assert set(theme.class_of) == {0}


# Any number of indelingen ---------------------------------------------------------------------


def test_drukte_counts_verbanden_of_all_indelingen(quilt):
    theme = make_theme(quilt, "drukte")
    assert by_class(theme) == {"2": "I", "3": "ABDEFGHLMNO", "4": "CJK", "5": "P"}
    assert theme.sentence == (
        "Een gemeente zit in 2 tot 5 verbanden, gemiddeld in 3,2. Geteld zijn jeugd, werk, zorg "
        "en wonen."
    )
    assert theme.details[LETTERS.index("P")] == ("Jeugd 1, Werk 1, Zorg 3.",)
    assert [row.value for row in theme.rows] == ["5", *"444", *("3" * 11), "2"]


def test_drukte_of_one_indeling_knows_zero(quilt):
    theme = make_theme(quilt, "drukte", "wonen")
    assert by_class(theme) == {"0": "ABCDEFGHILMNO", "1": "JKP"}
    assert set(theme.details) == {()}


def check_neighbours_differ(theme):
    """Groups have one colour, neighbours another, and the legend claims no meaning for it."""
    group = {g: k for k, row in enumerate(theme.rows) for g in row.gemeenten}
    for row in theme.rows:
        assert len({theme.class_of[g] for g in row.gemeenten}) == 1
    for owners in theme.topology.owners:
        if len(owners) == 2 and set(owners) <= set(group):
            g, h = owners
            assert (group[g] == group[h]) == (theme.class_of[g] == theme.class_of[h])
    assert theme.classes_heading == ""


def test_lappen_are_the_meet(quilt):
    theme = make_theme(quilt, "lappen", "jeugd", "werk", "zorg")
    assert by_class(theme)["?"] == "I"
    check_neighbours_differ(theme)
    assert theme.sentence == (
        "Naar jeugd, werk en zorg zijn er 7 lappen: groepen gemeenten die in elk daarvan bij "
        "elkaar zitten. 3 gemeenten staan alleen. De kleuren houden alleen buren uit elkaar."
    )
    assert [row.value for row in theme.rows] == ["5", "3", "2", "2", "1", "1", "1"]
    # The gemeente with most inhabitants gives a lap its name.
    assert theme.rows[1].name == "Dorp L en 2 andere"
    assert theme.rows[1].text == "Dorp L, Dorp M en Dorp N."
    assert theme.details[LETTERS.index("M")] == ("Samen met Dorp L en Dorp N.",)
    assert theme.details[LETTERS.index("O")] == ("Alleen.",)
    (line,) = theme.lines
    inner = {"AB", "FG", "DE", "DJ", "EK", "HJ", "JK", "LM", "MN"}
    assert border_pairs(theme, line) == set(grid_pairs()) - inner


def grid_pairs():
    """All neighbours on land in the drawing."""
    drawn = ["ABCDE", "FGHJK", "LMNOP"]
    for row in drawn:
        yield from (left + right for left, right in pairwise(row))
    for upper, lower in pairwise(drawn):
        yield from (up + low for up, low in zip(upper, lower, strict=True))


def test_gesloten_is_the_join(quilt):
    theme = make_theme(quilt, "gesloten", "jeugd", "werk")
    check_neighbours_differ(theme)
    assert [(row.value, row.text) for row in theme.rows][2] == (
        "4",
        "Dorp A, Dorp B, Dorp F en Dorp G.",
    )
    assert named(theme) == {
        "grens van een gesloten gebied": {"BC", "GH", "FL", "GM", "HN", "JO", "KP"}
    }
    assert "Het grootste telt 6 gemeenten." in theme.sentence


def test_grenzen_count_the_indelingen_on_either_side(quilt):
    theme = make_theme(quilt, "grenzen")
    lines = named(theme)
    assert lines["4 indelingen"] == {"KP"}
    # JO: jeugd, werk and zorg; wonen knows O not.
    assert "JO" in lines["3 indelingen"]
    # BC: jeugd and werk; in zorg C is in S as well.
    assert "BC" in lines["2 indelingen"]
    assert {"NO", "AF", "BG"} <= lines["1 indeling"]
    assert {"AB", "DE", "LM"} <= lines["geen enkele indeling"]
    assert sum(map(len, lines.values())) == len(list(grid_pairs())) == 22
    assert theme.rows[0].name == "Dorp K – Dorp P"
    assert theme.values[LETTERS.index("P")] == "4 van 4 scheiden haar van Dorp K"


def test_grenzen_of_the_real_data_are_all_borders_on_land(real):
    chosen = [real.indeling(name) for name in real.indelingen.index]
    table = measures.border_consensus(chosen, real.borders)
    land = table[table["soort"] == LAND]
    theme = make_theme(real, "grenzen")
    assert sum(theme.borders(line) for line in theme.lines) == len(land)
    codes = real.gemeenten.index
    apart = {
        (codes.get_loc(a), codes.get_loc(b)): n for a, b, n in land[["a", "b", "apart"]].values
    }
    spans = [Span(0, 0), *equal_spans(1, len(chosen), 5)]
    for span, line in zip(spans, theme.lines, strict=True):
        found = {theme.topology.owners[arc] for arc in line.arcs}
        assert found == {pair for pair, n in apart.items() if span.low <= n <= span.high}


def test_widths_and_darkness_of_borders_rise_together(real):
    lines = make_theme(real, "grenzen").lines
    assert [line.width for line in lines] == sorted(line.width for line in lines)
    assert len({line.width for line in lines}) == len({line.colour for line in lines}) == 6


def test_grenzen_leave_out_who_is_in_no_indeling(quilt):
    theme = make_theme(quilt, "grenzen", "wonen")
    assert by_class(theme) == {"gemeente": "JKP", "?": "ABCDEFGHILMNO"}
    assert named(theme) == {"geen enkele indeling": {"JK"}, "1 indeling": {"KP"}}
    assert theme.sentence == "Van de 2 grenzen tussen gemeenten is er 1 een grens van wonen."


def test_congruentie_is_the_measure_in_classes(quilt):
    # O: 5 partners in jeugd or werk, 2 of them in jeugd and 3 in werk: 5 of 10.
    theme = make_theme(quilt, "congruentie", "jeugd", "werk")
    assert by_class(theme) == {
        "40–60%": "OP",
        "60–80%": "ABFG",
        "80–100%": "LMN",
        "100%": "CDEHIJK",
    }
    assert theme.values[0] == "66,7%"
    assert theme.values[LETTERS.index("C")] == "100%"
    assert "7 gemeenten hebben altijd dezelfde partners" in theme.sentence
    assert theme.rows[0].name == "Dorp O"
    assert theme.details[LETTERS.index("O")] == ("5 verschillende partners.",)


def test_congruentie_just_below_all_is_not_all():
    # 2,999 of 3,000: rounded it would be 100%.
    codes = [f"GM{k:04d}" for k in range(1, 1502)]
    a = Indeling.from_members({"p": codes}, id="a")
    b = Indeling.from_members({"p": codes[:-1]}, codes, id="b")
    from lappendeken.maps.themes.sets import _share

    share = measures.territorial_congruence([a, b])["congruence"].iloc[0]
    assert 0.9995 < share < 1
    assert _share(share) == "99,9%"
    assert _share(1.0) == "100%"


def test_who_is_nowhere_has_no_congruence(quilt, codes):
    few = [
        Indeling.from_members({"x": [codes["A"], codes["B"]]}, quilt.gemeenten.index, id=name)
        for name in ("een", "twee")
    ]
    theme = make_theme(quilt, "congruentie", *few)
    assert by_class(theme) == {"100%": "AB", "?": "CDEFGHIJKLMNOP"}
    assert theme.no_data == "zit in geen van de indelingen"


# Provinces ------------------------------------------------------------------------------------


def test_a_province_keeps_the_classes_of_the_country(quilt):
    whole = make_theme(quilt, "lappen", "jeugd", "werk", "zorg")
    part = make_theme(quilt, "lappen", "jeugd", "werk", "zorg", provincie="utrecht")
    assert part.provincie == "Utrecht"
    assert part.class_of == whole.class_of
    assert part.classes == whole.classes
    assert {LETTERS[g] for g in part.shown} == WEST
    assert sum(part.counts) == 6
    assert [row.text for row in part.rows] == [
        "Dorp L, Dorp M en Dorp N.",
        "Dorp A en Dorp B.",
        "Dorp F en Dorp G.",
    ]
    assert "In Utrecht liggen (delen van) 3 lappen." in part.sentence


def test_a_province_shows_lines_and_hatching_that_touch_it(quilt):
    part = make_theme(quilt, "typologie", "werk", "jeugd", provincie="Utrecht")
    for pairs in named(part).values():
        assert all(set(pair) & WEST for pair in pairs)
    assert "BC" in named(part)["van beide"]
    # O is hatched, but in Gelderland.
    assert hatched(part) == ["", ""]
    assert part.sentence.endswith("In Utrecht schuurt er geen van de 6.")


@pytest.mark.slow
@pytest.mark.parametrize("soort", SOORTEN)
def test_partners_across_the_border_count(real, soort):
    pair = ("jeugdregio", "arbeidsmarktregio")
    whole = make_theme(real, soort, *pair)
    part = make_theme(real, soort, *pair, provincie="overijssel")
    assert part.values == whole.values
    assert len(part.shown) == 25
    assert "Overijssel" in part.page_title
    assert "Overijssel" in part.sentence
    assert set(part.rows) <= set(whole.rows)


def test_an_unknown_province_is_refused_with_the_nearest(real):
    with pytest.raises(UnknownNameError, match="Bedoelt u Overijssel"):
        make_theme(real, "lappen", provincie="Overijsel")


# What can go wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("soort", PAIRS)
@pytest.mark.parametrize("names", [(), ("jeugd",), ("jeugd", "werk", "zorg")])
def test_a_pair_is_two(quilt, soort, names):
    with pytest.raises(WrongUsageError, match="vraagt twee indelingen"):
        make_theme(quilt, soort, *names)


@pytest.mark.parametrize("soort", ["lappen", "gesloten", "congruentie"])
def test_groups_need_two(quilt, soort):
    with pytest.raises(WrongUsageError, match="ten minste twee indelingen"):
        make_theme(quilt, soort, "jeugd")


def test_an_unknown_kind_is_refused(quilt):
    with pytest.raises(WrongUsageError, match="kies uit typologie, schuring"):
        make_theme(quilt, "hitte")


def test_each_indeling_counts_once(quilt):
    with pytest.raises(WrongUsageError, match="één keer"):
        make_theme(quilt, "drukte", "jeugd", "jeugd")


@pytest.mark.parametrize("soort", SOORTEN)
def test_gemeenten_that_are_not_on_the_map_are_refused(quilt, jeugd, soort):
    strange = Indeling.from_members({"x": ["GM0001", "GM9999"]}, id="x", naam="vreemde regio's")
    with pytest.raises(LappendekenError, match="staan niet op de kaart, bijvoorbeeld GM9999"):
        make_theme(quilt, soort, jeugd, strange)


@pytest.mark.parametrize("soort", SOORTEN)
def test_an_indeling_on_its_own_gemeenten_is_laid_on_the_map(quilt, jeugd, soort):
    known = members_of(jeugd)
    other = Indeling.from_members(
        {verband: sorted(codes, reverse=True) for verband, codes in known.items()},
        sorted(jeugd.gemeenten, reverse=True),
        id="jeugd",
        naam="jeugd",
        enkelvoud="jeugd",
        domein="jeugd",
        namen=dict(jeugd.namen),
    )
    expected = make_theme(quilt, soort, jeugd, "zorg")
    assert by_class(make_theme(quilt, soort, other, "zorg")) == by_class(expected)


@pytest.mark.parametrize("soort", PAIRS)
def test_nothing_to_compare_is_one_sentence(quilt, codes, soort):
    island = Indeling.from_members({"i": [codes["I"]]}, id="eiland")
    with pytest.raises(NothingInCommonError, match="niets te vergelijken"):
        make_theme(quilt, soort, island, "werk")


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """Two gemeenten that do not touch, each a province."""
    shapes = [
        feature("GM0001", "Een", square(0, 0), provincie="Zuid"),
        feature("GM0002", "Twee", square(3, 0), provincie="Noord", inwoners=None),
    ]
    lines = ["v1,V,quilt,jeugd,GM0001,Een", "v1,V,quilt,jeugd,GM0002,Twee"]
    lines += ["w1,W,lap,werk,GM0001,Een"]
    return ld.load(
        write_folder(
            tmp_path_factory.mktemp("apart"),
            gemeenten=collection(shapes),
            verbanden=rows(*lines),
            datapackage_json='{"peildatum": "2020-01-01"}',
        )
    )


def test_without_borders_there_is_a_sentence(apart):
    theme = make_theme(apart, "grenzen")
    assert "geen grens te tekenen" in theme.sentence
    assert theme.rows == ()
    assert all(line.arcs == () for line in theme.lines)


@pytest.mark.parametrize("soort", SOORTEN)
@pytest.mark.parametrize("place", ["Zuid", "Noord"])
def test_a_province_of_one_gemeente_is_a_map(apart, soort, place):
    theme = make_theme(apart, soort, "quilt", "lap", provincie=place)
    assert len(theme.shown) == 1
    assert sum(theme.counts) + len(theme.without_data) == 1


@pytest.mark.parametrize("soort", ["lappen", "gesloten", "congruentie", "drukte", "grenzen"])
def test_indelingen_without_members_are_a_sentence(apart, soort):
    nobody = [
        Indeling.from_members({}, apart.gemeenten.index, id=name, naam=f"niets {name}")
        for name in ("a", "b")
    ]
    theme = make_theme(apart, soort, *nobody)
    assert "niets a en niets b" in theme.sentence or "geen grens te tekenen" in theme.sentence
    if soort != "drukte":
        assert set(theme.class_of) == {NO_DATA}


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_gemeente_is_counted_once(real, soort):
    theme = make_theme(real, soort, "jeugdregio", "sociale-dienst")
    assert sum(theme.counts) + len(theme.without_data) == 390
    assert len(theme.values) == len(theme.details) == len(theme.names) == 390
    assert max(theme.class_of) < len(theme.classes)
    if soort in ("typologie", "schuring"):
        both = common(real.indeling("jeugdregio"), real.indeling("sociale-dienst"))
        assert 390 - len(theme.without_data) == len(both) == 107


def test_lappen_of_the_real_data_are_the_blocks_of_the_measure(real, today):
    theme = make_theme(real, "lappen")
    codes = real.gemeenten.index
    found = {frozenset(codes[list(row.gemeenten)]) for row in theme.rows}
    assert found == blocks(measures.meet(real.main_indelingen))
    for soort in ("lappen", "gesloten"):
        check_neighbours_differ(make_theme(real, soort))
        check_neighbours_differ(make_theme(today, soort))


# Classes --------------------------------------------------------------------------------------


def spread(values, cuts):
    """Sum of squared deviations from the class means, when sorted values are cut in places."""
    ends = [0, *cuts, len(values)]
    parts = [np.array(values[a:b], dtype=float) for a, b in pairwise(ends)]
    return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=9), st.integers(1, 4))
def test_natural_classes_are_the_best_of_all(values, count):
    values = sorted(values)
    different = sorted(set(values))
    spans = natural_spans(values, count)
    assert len(spans) == min(count, len(different))
    places = [k for k in range(1, len(values)) if values[k] != values[k - 1]]
    best = min(spread(values, cuts) for cuts in combinations(places, len(spans) - 1))
    own = [values.index(span.low) for span in spans[1:]]
    assert spread(values, own) == pytest.approx(best, abs=1e-6)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(1, 6))
def test_every_number_has_one_natural_class(values, count):
    spans = natural_spans(values, count)
    for value in values:
        inside = [k for k, span in enumerate(spans) if span.low <= value <= span.high]
        assert inside == [class_of(value, spans)]
    assert spans[0].low == min(values)
    assert spans[-1].high == max(values)


@given(st.integers(0, 20), st.integers(0, 200), st.integers(1, 7))
def test_equal_classes_follow_on_each_other(low, more, count):
    spans = equal_spans(low, low + more, count)
    numbers = [n for span in spans for n in range(span.low, span.high + 1)]
    assert numbers == list(range(low, low + more + 1))
    sizes = {span.high - span.low + 1 for span in spans}
    assert max(sizes) - min(sizes) <= 1
    assert len(spans) == min(count, more + 1)


def test_no_numbers_have_no_classes():
    assert natural_spans([], 5) == ()
    assert equal_spans(1, 0, 5) == ()


def test_classes_say_what_they_hold():
    assert [Span(1, 1).label, Span(2, 3).label, Span(11, None).label] == ["1", "2–3", "11 of meer"]
    assert Span(1000, 2500).label == "1.000–2.500"
