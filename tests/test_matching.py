"""From names to codes: what matches, what does not, and what only a user may decide."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lappendeken as ld
from lappendeken.errors import DataError
from lappendeken.reading.settling.history import History
from lappendeken.reading.settling.matching import COLUMNS, Matcher, match_names
from lappendeken.reading.tables import embedded_folder
from lappendeken.reading.voorstellen import read_accepted

NAMES = {
    "GM0119": "Meppel",
    "GM0193": "Zwolle",
    "GM0373": "Bergen (NH.)",
    "GM0484": "Alphen aan den Rijn",
    "GM0518": "'s-Gravenhage",
    "GM0748": "Bergen op Zoom",
    "GM0796": "'s-Hertogenbosch",
    "GM0893": "Bergen (L.)",
    "GM0158": "Haaksbergen",
}
STEPS = pd.read_csv(embedded_folder() / "herindelingen.csv", dtype=str, keep_default_na=False)
PROVINCIES = {"GM0373": "Noord-Holland", "GM0893": "Limburg", "GM0748": "Noord-Brabant"}


def steps(*rows):
    """Reorganisations as `soort van naar`, each gemeente named after its code."""
    records = [dict(zip(("soort", "van_code", "naar_code"), r.split(), strict=True)) for r in rows]
    table = pd.DataFrame(records)
    return table.assign(
        van_naam="Dorp " + table["van_code"], naar_naam="Dorp " + table["naar_code"]
    )


@pytest.fixture(scope="module")
def of_2016():
    lap = ld.load("2016")
    return Matcher(
        lap.gemeenten["naam"],
        provincies=lap.gemeenten["provincie"],
        herindelingen=lap.herindelingen,
    )


@pytest.fixture(scope="module")
def of_2023():
    """The gemeenten of after the reorganisations, as far as these tests need them."""
    names = {
        "GM1991": "Maashorst",
        "GM0439": "Purmerend",
        "GM0757": "Boxtel",
        "GM0824": "Oisterwijk",
        "GM0855": "Tilburg",
        "GM0865": "Vught",
        "GM1954": "Beekdaelen",
        "GM1942": "Gooise Meren",
    }
    return Matcher(names, herindelingen=STEPS)


@pytest.mark.parametrize("text", ["GM0193", "gm0193", " GM0193 "])
def test_a_code_is_a_code_everywhere(text):
    assert Matcher(NAMES).match(text)[1:3] == ("GM0193", "code")
    assert Matcher(NAMES).match(text, code=True)[1:3] == ("GM0193", "code")


@pytest.mark.parametrize("text", ["193", "0193", " 193"])
def test_a_bare_number_is_a_code_only_where_codes_are_meant(text):
    matcher = Matcher(NAMES)
    assert matcher.match(text, code=True)[1:3] == ("GM0193", "code")
    assert matcher.match(text).code is None
    assert matcher.match(text).reason == "dit is een code en geen naam"


@pytest.mark.parametrize("text", ["99999", "GM9999", "0000"])
def test_an_unknown_code_gets_no_look_alikes(text):
    match = Matcher(NAMES).match(text, code=True)
    assert (match.code, match.proposals) == (None, ())
    assert match.reason


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Zwolle", "GM0193", "naam"),
        ("gemeente ZWOLLE", "GM0193", "naam"),
        ("Den Haag", "GM0518", "andere naam"),
        ("Den Bosch", "GM0796", "andere naam"),
        ("Bergen (L.)", "GM0893", "naam"),
        ("Bergen NH", "GM0373", "naam"),
        ("Bergen (Limburg)", "GM0893", "andere naam"),
        ("Bergen op Zoom", "GM0748", "naam"),
    ],
)
def test_a_known_name_is_matched_and_it_is_said_how(text, code, how):
    match = Matcher(NAMES).match(text)
    assert (match.code, match.how, match.reason, match.proposals) == (code, how, "", ())


def test_den_haag_and_den_bosch_go_by_alias_though_another_name_looks_more_like_them():
    index = Matcher(NAMES).index
    for text in ("Den Haag", "Den Bosch"):
        assert index.nearest(text, 1)[0][0] not in {"GM0484"}
        assert Matcher(NAMES).match(text).how == "andere naam"


@pytest.mark.parametrize("text", ["Bergen", "bergen", "Gemeente Bergen", "Bergen (X)"])
def test_bergen_is_two_gemeenten_so_both_are_offered(text):
    match = Matcher(NAMES).match(text)
    assert match.code is None
    assert match.reason == "meer dan één gemeente heet zo"
    assert [p.code for p in match.proposals] == ["GM0373", "GM0893"]


@pytest.mark.parametrize(
    ("provincie", "code"),
    [("Limburg", "GM0893"), ("limburg (NL)", "GM0893"), ("NOORD HOLLAND", "GM0373")],
)
def test_a_province_tells_namesakes_apart(provincie, code):
    matcher = Matcher(NAMES, provincies=PROVINCIES)
    match = matcher.match("Bergen", provincie=provincie)
    assert (match.code, match.how) == (code, "naam en provincie")
    assert matcher.match("Bergen", provincie="Zeeland").code is None


def test_a_province_without_a_known_one_tells_nothing():
    assert Matcher(NAMES).match("Bergen", provincie="").code is None
    assert Matcher(NAMES).match("Bergen", provincie="Limburg").code is None


def test_one_name_with_another_addition_is_proposed_and_not_taken():
    match = Matcher({"GM0001": "Dorp (Z.)"}).match("Dorp")
    assert match.code is None
    assert [p.code for p in match.proposals] == ["GM0001"]


def test_a_look_alike_is_only_proposed():
    match = Matcher(NAMES).match("Mepel")
    assert match.code is None
    assert match.reason == "deze naam is onbekend"
    assert match.proposals[0][:2] == ("GM0119", "Meppel")
    # Indel: one insertion in 5 + 6 signs leaves 10 of 11 in common.
    assert match.proposals[0].score == pytest.approx(100 * 10 / 11)


@pytest.mark.parametrize("text", ["Xqzwk", "Me", "-", "(gemeente)"])
def test_what_looks_like_nothing_gets_no_proposals(text):
    match = Matcher(NAMES).match(text)
    assert (match.code, match.proposals) == (None, ())


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Bussum", "GM1942", "vroegere naam"),
        ("GM0381", "GM1942", "vroegere code"),
        ("De Friese Meren", "GM1940", "andere naam"),
        ("GM1921", "GM1940", "vroegere code"),
        ("Uden", "GM0856", "naam"),
    ],
)
def test_former_gemeenten_lead_to_the_one_that_took_over(of_2016, text, code, how):
    match = of_2016.match(text)
    assert (match.code, match.how) == (code, how)


def test_a_later_gemeente_is_not_one_of_those_it_came_of(of_2016):
    match = of_2016.match("Maashorst")
    assert match.code is None
    assert [p.naam for p in match.proposals] == ["Uden", "Landerd"]


def test_a_split_gemeente_is_all_of_those_that_took_over(of_2023):
    match = of_2023.match("Haaren")
    assert match.code is None
    assert match.reason == "deze gemeente is gesplitst"
    assert [p.naam for p in match.proposals] == ["Boxtel", "Oisterwijk", "Tilburg", "Vught"]


def test_a_former_name_that_another_gemeente_bears_now_means_that_one():
    later = Matcher({"GM0002": "Dorp GM0001"}, herindelingen=steps("samenvoeging GM0001 GM0003"))
    assert later.match("Dorp GM0001")[1:3] == ("GM0002", "naam")


def test_chains_are_followed_to_the_end():
    chain = steps("naamswijziging GM0001 GM0002", "samenvoeging GM0002 GM0003")
    matcher = Matcher({"GM0003": "Einde"}, herindelingen=chain)
    assert matcher.match("GM0001")[1:3] == ("GM0003", "vroegere code")
    assert matcher.match("dorp gm0002")[1:3] == ("GM0003", "vroegere naam")


def test_a_change_of_name_works_backward_and_a_merger_does_not():
    names = {"GM0001": "Begin"}
    renamed = Matcher(names, herindelingen=steps("naamswijziging GM0001 GM0002"))
    assert renamed.match("Dorp GM0002")[1:3] == ("GM0001", "latere naam")
    merged = Matcher(names, herindelingen=steps("samenvoeging GM0001 GM0002"))
    match = merged.match("Dorp GM0002")
    assert match.code is None
    assert [p.code for p in match.proposals] == ["GM0001"]


def test_a_part_of_a_split_that_is_not_in_the_list_is_not_forgotten():
    split = steps("splitsing GM0001 GM0002", "splitsing GM0001 GM0003")
    match = Matcher({"GM0002": "Een"}, herindelingen=split).match("GM0001")
    assert match.code is None
    assert match.reason == "deze gemeente is gesplitst"


def test_a_split_that_comes_together_again_is_whole():
    table = steps(
        "splitsing GM0001 GM0002",
        "splitsing GM0001 GM0003",
        "samenvoeging GM0002 GM0004",
        "samenvoeging GM0003 GM0004",
    )
    assert Matcher({"GM0004": "Heel"}, herindelingen=table).match("GM0001").code == "GM0004"


def test_a_circle_of_steps_ends():
    table = steps("samenvoeging GM0001 GM0002", "samenvoeging GM0002 GM0001")
    assert History(table).after("GM0001", frozenset()) == ([], True)
    assert Matcher(NAMES, herindelingen=table).match("GM0001").code is None


def test_an_accepted_proposal_counts_only_where_nothing_else_does():
    accepted = {"Mepel": "GM0119", "Zwolle": "GM0119", "Bergen": "GM0893"}
    matcher = Matcher(NAMES, accepted=accepted)
    assert matcher.match("Mepel")[1:3] == ("GM0119", "aanvaard voorstel")
    assert matcher.match("Bergen")[1:3] == ("GM0893", "aanvaard voorstel")
    assert matcher.match("Zwolle")[1:3] == ("GM0193", "naam")


def test_a_list_counts_every_text_once_and_keeps_its_order():
    result = match_names(["Zwolle", "Mepel", "Zwolle ", "Den Haag", "", "Bergen"], NAMES)
    assert dict(result.codes) == {"Zwolle": "GM0193", "Den Haag": "GM0518"}
    assert [m.given for m in result.unmatched] == ["Mepel", "", "Bergen"]
    assert result.counts == {"andere naam": 1, "naam": 1, "niet herkend": 3}
    assert result.table["naam"].to_list() == ["Zwolle", "", "'s-Gravenhage", "", ""]
    assert result.table["reden"].to_list()[3] == "er staat niets"


def test_the_table_of_proposals_has_a_row_for_every_name_and_accepts_nothing():
    table = match_names(["Mepel", "Bergen", "Xqzwk"], NAMES).proposals
    assert tuple(table.columns) == COLUMNS
    rows = table[["gegeven", "voorstel_code", "aanvaard"]].to_numpy().tolist()
    assert rows[0] == ["Mepel", "GM0119", ""]
    assert rows[-3:] == [["Bergen", "GM0373", ""], ["Bergen", "GM0893", ""], ["Xqzwk", "", ""]]
    assert not table["aanvaard"].any()


@pytest.mark.parametrize("separator", [",", ";"])
def test_an_edited_table_is_read_back(tmp_path, separator):
    table = match_names(["Mepel", "Bergen", "Xqzwk"], NAMES).proposals
    table.loc[(table["gegeven"] == "Bergen") & (table["voorstel_code"] == "GM0893"), "aanvaard"] = (
        "Ja"
    )
    table.loc[table["gegeven"] == "Xqzwk", ["voorstel_code", "aanvaard"]] = ["193", "x"]
    path = tmp_path / "voorstellen.csv"
    table.to_csv(path, index=False, sep=separator, encoding="utf-8-sig", decimal=",")
    assert read_accepted(path, NAMES).gemeenten == {"Bergen": "GM0893", "Xqzwk": "GM0193"}


def test_a_name_that_a_spreadsheet_would_calculate_comes_back_as_it_was(tmp_path):
    path = tmp_path / "voorstellen.csv"
    path.write_text(
        "gegeven,voorstel_code,aanvaard\n'=Meppel,GM0119,ja\n's-Bosch,GM0796,ja\n", encoding="utf-8"
    )
    assert read_accepted(path, NAMES).gemeenten == {"=Meppel": "GM0119", "'s-Bosch": "GM0796"}


def test_all_faults_of_an_edited_table_are_told_at_once(tmp_path):
    path = tmp_path / "voorstellen.csv"
    lines = [
        "gegeven,voorstel_code,aanvaard",
        "Mepel,GM0119,misschien",
        "Bergen,GM0893,ja",
        "Bergen,GM0373,ja",
        "Elders,GM9999,ja",
        "Leeg,,ja",
        "Niet,GM9999,nee",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_accepted(path, NAMES)
    faults = [(fault.row, fault.column, fault.value) for fault in caught.value.faults]
    assert faults == [
        (2, "aanvaard", "misschien"),
        (4, "voorstel_code", "GM0373"),
        (5, "voorstel_code", "GM9999"),
        (6, "voorstel_code", ""),
    ]


def test_missing_columns_are_named(tmp_path):
    path = tmp_path / "voorstellen.csv"
    path.write_text("gegeven,code\nMepel,GM0119\n", encoding="utf-8")
    with pytest.raises(DataError, match="voorstel_code") as caught:
        read_accepted(path, NAMES)
    assert {fault.column for fault in caught.value.faults} == {"voorstel_code", "aanvaard"}


TEXTS = st.one_of(st.text(max_size=12), st.sampled_from([*NAMES, *NAMES.values(), "Bergen", "193"]))


@given(st.lists(TEXTS, max_size=8), st.booleans())
def test_every_text_is_matched_or_has_a_reason_and_never_both(texts, codes):
    result = match_names(texts, NAMES, codes=codes, herindelingen=STEPS)
    assert [m.given for m in result.matches] == list(dict.fromkeys(t.strip() for t in texts))
    for match in result.matches:
        assert (match.code is None) == bool(match.reason) == (not match.how)
        assert match.code is None or (match.code in NAMES and not match.proposals)
    assert sum(result.counts.values()) == len(result.matches)
    assert set(result.proposals["gegeven"]) == {m.given for m in result.unmatched}


@given(st.permutations(list(NAMES)))
def test_the_order_of_the_gemeenten_does_not_matter(order):
    texts = ["Bergen", "Mepel", "Zwole", "Den Haag"]
    usual = match_names(texts, NAMES)
    assert match_names(texts, {code: NAMES[code] for code in order}).matches == usual.matches
