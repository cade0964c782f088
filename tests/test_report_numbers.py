"""The numbers of reports, computed by hand on the drawn quilt (see conftest).

jeugd against werk: n is samengesteld of x and w, o is gelijk to y, z is genest in v, and m is
doorsnijdend: O is in v, P alone in u, and the island I is in no verband of werk. Against jeugd, v
is doorsnijdend because of O. So O is the only gemeente that is apart. Utrecht is the six
gemeenten in the west; Gelderland has the other ten.
"""

from dataclasses import replace

import pytest
from reports import DAY, MADE, figure, rows, table

from lappendeken import measures
from lappendeken.errors import LappendekenError
from lappendeken.report.deviations import explain
from lappendeken.report.facts import Basis
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting
from lappendeken.report.streams import fits, sharing, streams
from lappendeken.report.summary import summarise


@pytest.fixture(scope="module")
def basis(quilt):
    return Basis(quilt)


@pytest.fixture(scope="module")
def setting(basis):
    return Setting(basis)


@pytest.fixture(scope="module")
def utrecht(setting):
    return report_on_province(setting, "Utrecht", MADE)


@pytest.fixture(scope="module")
def gelderland(setting):
    return report_on_province(setting, "Gelderland", MADE)


@pytest.fixture(scope="module")
def real_setting(real):
    return Setting(Basis(real))


def letters(codes, found):
    """Codes as the letters of the drawing."""
    names = {code: letter for letter, code in codes.items()}
    return "".join(sorted(names[code] for code in found))


def test_an_area_counts_what_touches_crosses_leaves_and_falls_apart(setting):
    west, east = setting.area("Utrecht"), setting.area("Gelderland")
    assert [v.rpartition("-")[2] for v in west.verbanden] == ["n", "z", "v", "w", "x"]
    assert west.crossing == ("werk-v",)
    assert east.crossing == ("jeugd-m", "werk-v")
    assert west.over_border == east.over_border == ("jeugd-z", "werk-v")
    assert west.scattered == ()
    assert east.scattered == ("jeugd-m",)
    assert (west.inwoners, east.inwoners) == (9000, 14000)


def test_only_o_is_apart_and_chafes(setting, codes):
    west, east, country = (setting.area(name) for name in ("Utrecht", "Gelderland", None))
    assert west.apart == west.chafing == ()
    assert letters(codes, east.apart) == letters(codes, east.chafing) == "O"
    assert country.apart == east.apart


def test_means_of_an_area_are_those_computed_by_hand(setting):
    west, east, country = (setting.area(name) for name in ("Utrecht", "Gelderland", None))
    # A, B, F and G have 2/3 and 1/2; L and M have 5/6 and 3/4.
    assert west.congruence == pytest.approx((4 * 2 / 3 + 2 * 5 / 6) / 6)
    assert west.similarity["jeugd~werk"] == pytest.approx((4 * 1 / 2 + 2 * 3 / 4) / 6)
    # Six with 1, N as L, O with 1/2 and 1/4, P with 1/2 and 1/2, and I, which werk does not reach.
    assert east.congruence == pytest.approx((6 + 5 / 6 + 1 / 2 + 1 / 2 + 1) / 10)
    assert east.similarity["jeugd~werk"] == pytest.approx((6 + 3 / 4 + 1 / 4 + 1 / 2) / 9)
    assert country.congruence == pytest.approx((6 * west.congruence + 10 * east.congruence) / 16)
    assert (east.rank, west.rank, country.rank) == (1, 2, None)


def test_weights_change_means_and_not_counts(quilt, setting):
    weighed = Setting(Basis(quilt, "inwoners")).area("Utrecht")
    # A weighs 3 and L weighs 2.
    assert weighed.congruence == pytest.approx(((3 + 1 + 1 + 1) * 2 / 3 + (2 + 1) * 5 / 6) / 9)
    assert weighed.crossing == setting.area("Utrecht").crossing


@pytest.mark.slow
def test_a_report_says_the_numbers_of_its_area(utrecht):
    shown = {one.name: (one.value, one.beside) for one in utrecht.key_figures}
    assert shown["verbanden"] == (5, "")
    assert shown["niet_congruent"] == (1, "van de 5")
    assert shown["over_grens"] == (2, "van de 5")
    assert shown["losse_delen"] == (0, "van de 5")
    assert shown["gescheiden"] == (0, "van de 6")
    assert shown["uitgelegd"] == (0, "van de 1")
    assert figure(utrecht, "territoriale_congruentie").number == "72%"
    assert figure(utrecht, "territoriale_congruentie").beside == "landelijk 82%"
    assert figure(utrecht, "kring_jeugd_werk").number == "58%"


def test_sentences_say_what_which_where_who_border_place_and_step(utrecht, gelderland):
    assert utrecht.summary == (
        (
            "De 6 gemeenten in Utrecht werken voor jeugd en werk samen in 5 verbanden; 1 daarvan "
            "past niet: het snijdt dwars door een verband van een ander domein heen."
        ),
        "Niet past: voor werk V.",
        (
            "Het wringt het meest tussen jeugd en werk: werk V is er verdeeld over de verbanden "
            "van jeugd: Z en M, en gemiddeld houdt een gemeente in beide domeinen maar 58% van "
            "haar kring van partners gelijk."
        ),
        (
            "Geen enkele gemeente in Utrecht is gescheiden: in een verband dat niet past, maar "
            "buiten het verband van het andere domein dat er het meest op lijkt."
        ),
        (
            "2 van de 5 verbanden lopen over de provinciegrens, naar Gelderland; Utrecht kan dit "
            "dus niet alleen oplossen."
        ),
        (
            "Wie in één domein partner is, is dat gemiddeld in 72% van de 2 domeinen (landelijk "
            "82%), goed voor plaats 2 van de 2 provincies; voor de afwijking is geen reden "
            "opgegeven."
        ),
        (
            "De kleinste stap met de meeste winst: Dorp B (1.000 inwoners) van werk X naar werk "
            "W; de territoriale congruentie in Utrecht gaat van 72% naar 78%."
        ),
    )
    assert gelderland.summary[3] == (
        "Dorp O, met 2.000 inwoners (14% van de provincie), is gescheiden: haar verband past niet "
        "en zij zit buiten het verband van het andere domein dat er het meest op lijkt."
    )
    assert "en 1 bestaat uit losse delen" in gelderland.summary[4]


def test_every_verband_that_touches_has_type_counterpart_and_schuurgemeenten(gelderland):
    found = {
        (row["verband_id"], row["tegen"]): row for row in rows(table(gelderland, "tegenhangers"))
    }
    assert len(found) == 6
    m = found["jeugd-m", "werk"]
    assert (m["soort"], m["tegenhanger"], m["jaccard"]) == ("doorsnijdend", "werk U", 0.5)
    assert (m["alleen_hier"], m["alleen_daar"], m["inwoners"]) == (("Dorp O",), (), 2000)
    v = found["werk-v", "jeugd"]
    assert (v["soort"], v["tegenhanger"], v["jaccard"]) == ("doorsnijdend", "jeugd Z", 0.75)
    z = found["jeugd-z", "werk"]
    assert (z["soort"], z["alleen_hier"], z["inwoners"]) == ("genest", (), None)
    # What does not fit comes first.
    kinds = [row["soort"] for row in rows(table(gelderland, "tegenhangers"))]
    assert kinds[:2] == ["doorsnijdend"] * 2
    assert "doorsnijdend" not in kinds[2:]


def test_verbanden_tell_border_contiguity_and_verdict(gelderland):
    found = {row["verband_id"]: row for row in rows(table(gelderland, "verbanden"))}
    assert found["jeugd-m"]["aaneen"] == "nee, los ligt Dorp I"
    assert found["jeugd-m"]["oordeel"] == "doorsnijdend tegen werk"
    assert found["jeugd-z"]["provincies"] == ("Gelderland", "Utrecht")
    assert (found["jeugd-z"]["gemeenten"], found["jeugd-z"]["waarvan_hier"]) == (3, 1)
    assert found["jeugd-o"]["oordeel"] == "congruent"


def test_gemeenten_stand_in_order_of_congruence(gelderland, quilt):
    found = rows(table(gelderland, "gemeenten"))
    assert [row["gemeente"] for row in found[:3]] == ["Dorp O", "Dorp P", "Dorp N"]
    scores = measures.territorial_congruence(quilt.main_indelingen)["congruence"]
    for row in found:
        assert row["territoriale_congruentie"] == scores[row["gemeente_code"]]
    first = found[0]
    assert (first["verbanden"], first["partners"], first["kringen"]) == (3, 5, 3)
    assert first["gescheiden_tussen"] == ("jeugd–werk",)


def test_streams_are_the_gemeenten_that_stay_together(basis, setting, codes):
    found = streams(basis, setting.area("Utrecht"))
    told = [(one.stations, letters(codes, one.gemeenten), one.inwoners) for one in found]
    assert told == [
        (("jeugd-n", "werk-x"), "AB", 4000),
        (("jeugd-z", "werk-v"), "LM", 3000),
        (("jeugd-n", "werk-w"), "FG", 2000),
    ]
    island = [one for one in streams(basis, setting.area("Gelderland")) if not one.stations[1]]
    assert [letters(codes, one.gemeenten) for one in island] == ["I"]


def test_a_stream_fits_when_one_verband_lies_in_the_other(basis):
    assert fits(basis, "jeugd-n", "werk-x")
    assert fits(basis, "jeugd-z", "werk-v")
    assert fits(basis, "jeugd-m", "werk-u")
    assert not fits(basis, "jeugd-m", "werk-v")
    assert not fits(basis, "jeugd-m", "")


def test_domeinen_with_one_circle_are_counted_per_gemeente(basis, setting, codes):
    found = sharing(basis, setting.area("Gelderland").codes)
    told = [(one.indelingen, letters(codes, one.gemeenten)) for one in found]
    assert told == [
        (("jeugd", "werk", "zorg"), "DEHJK"),
        (("jeugd", "werk"), "C"),
        ((), "INOP"),
    ]


def test_provinces_stand_beside_the_country(utrecht):
    found = {row["gebied"]: row for row in rows(table(utrecht, "provincies"))}
    assert list(found) == ["Utrecht", "Gelderland", "Het hele land"]
    assert found["Het hele land"]["verbanden"] == 9
    assert found["Utrecht"]["plaats"] == 2
    assert found["Gelderland"]["gescheiden"] == 1


def test_types_are_counted_per_pair(gelderland):
    first, second = rows(table(gelderland, "domeinen"))
    kinds = ("gelijk", "genest", "samengesteld", "doorsnijdend")
    assert [first[kind] for kind in kinds] == [1, 1, 0, 1]
    assert [second[kind] for kind in kinds] == [1, 1, 0, 1]


def test_the_matrix_holds_the_mean_partner_overlap(basis, quilt):
    matrix = basis.overlap("Utrecht")
    overlap = measures.partner_overlap(quilt.indeling("jeugd"), quilt.indeling("werk"))
    inside = quilt.gemeenten.index[quilt.gemeenten["provincie"] == "Utrecht"]
    # A has partners B, F, G against B: 1/3; L has M, N against M, N, O: 2/3.
    assert overlap[inside].mean() == pytest.approx((4 / 3 + 2 * 2 / 3) / 6)
    assert matrix.loc["jeugd", "werk"] == pytest.approx(overlap[inside].mean())
    assert matrix.loc["werk", "jeugd"] == matrix.loc["jeugd", "werk"]
    assert matrix.loc["zorg", "zorg"] == 1


@pytest.mark.slow
def test_the_country_is_a_report_too(setting):
    report = report_on_province(setting, None, MADE)
    assert "Nederland" in report.title
    assert report.summary[0].startswith("De 16 gemeenten in het land werken")
    assert report.summary[4] == (
        "Van de 9 verbanden liggen er 2 in meer dan één provincie, en 1 bestaat uit losse delen."
    )
    assert "van 72% in Utrecht tot 88% in Gelderland" in report.summary[5]


def test_facts_name_dates_weight_data_and_program(utrecht):
    assert utrecht.facts["peildatum"] == "2016-01-01"
    assert utrecht.facts["gemaakt_op"] == DAY.isoformat()
    assert utrecht.facts["gewicht"] == "gemeenten"
    assert utrecht.facts["programma"].startswith("lappendeken ")


def test_coverage_says_whom_an_indeling_does_not_reach(gelderland):
    jeugd, werk = rows(table(gelderland, "dekking"))
    assert (jeugd["dekking"], jeugd["dekking_hier"]) == (1.0, 1.0)
    assert (werk["gemeenten"], werk["dekking"], werk["dekking_hier"]) == (15, 15 / 16, 0.9)
    assert werk["bron"] == "tekening"


def test_one_domein_is_too_little_for_a_report(quilt):
    only = quilt.indelingen.loc[["jeugd"]]
    lap = replace(
        quilt,
        verbanden=quilt.verbanden[quilt.verbanden["indeling"] == "jeugd"],
        deelnames=quilt.deelnames[quilt.deelnames["verband_id"].str.startswith("jeugd-")],
        indelingen=only,
    )
    with pytest.raises(LappendekenError, match="ten minste twee domeinen"):
        Basis(lap)


def test_overijssel_is_told_as_the_sources_say(real_setting):
    basis, area = real_setting.basis, real_setting.area("Overijssel")
    told = summarise(basis, area, real_setting.provinces, explain(basis, area, None))
    assert told[0].endswith(
        "samen in 9 verbanden; 5 daarvan passen niet: zij snijden dwars door een verband van een "
        "ander domein heen."
    )
    assert (
        "jeugdregio IJsselland is er verdeeld over de MO/BW-regio's Zwolle en Deventer" in told[2]
    )
    assert told[3].startswith("Deventer, Raalte en Olst-Wijhe, samen 152.982 inwoners")
    assert "plaats 7 van de 12 provincies" in told[5]


def test_every_picture_the_report_promises_is_there_with_its_text(gelderland):
    assert [one.name for one in gelderland.pictures] == [
        "kaart-jeugd-werk",
        "stromen",
        "kringen",
        "rangorde",
        "provincies",
        "warmtekaart",
    ]
    assert all(one.alt and one.svg.startswith("<svg") for one in gelderland.pictures)
    by_name = {one.name: one for one in gelderland.pictures}
    assert "1 van de 4 stromen gaat tussen" in by_name["stromen"].alt
    assert "Het vaakst: 5 gemeenten hebben één kring voor jeugd, werk en zorg" in (
        by_name["kringen"].caption
    )
    assert by_name["provincies"].alt == "Staafdiagram: Gelderland 88% en Utrecht 72%."
    assert "Dorp O" in by_name["rangorde"].alt


@pytest.mark.parametrize("provincie", ["Zeeland", "Fryslân", "Groningen"])
def test_where_all_fits_the_sentences_say_so(real_setting, provincie):
    basis, area = real_setting.basis, real_setting.area(provincie)
    told = summarise(basis, area, real_setting.provinces, explain(basis, area, None))
    if provincie == "Groningen":
        assert "1 daarvan past niet: het snijdt" in told[0]
        assert "voor de afwijking is geen reden opgegeven" in told[5]
    else:
        assert "3 verbanden; alle passen: geen ervan snijdt" in told[0]
        assert "steeds dezelfde partners" in told[1]
        assert "afwijking" not in told[4]
        assert "een gedeelde plaats 1 van de 12 provincies" in told[4]
