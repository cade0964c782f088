"""Lists that say with the place of a cell what it is: sections, heads, dittos, tables in a row."""

import pytest
from layouts import RIGHT, Layout
from sources import assert_accounted, deelname_pairs

from lappendeken.errors import DataError
from lappendeken.reading import read_tables
from lappendeken.reading.settling.mapping import ColumnMapping

JEUGD = {"indeling": "jeugdregio"}
GROUPED = ["IJsselland", "Zwolle", "Kampen", "Drenthe", "Meppel", "Assen"]
REGIONS = ("IJsselland", "Drenthe")


def read(tmp_path, *rows, layout="", fixed=JEUGD):
    """The list as people save it from Excel."""
    path = Layout("", {"Blad1": rows}, "").save(tmp_path / "lijst.xlsx")
    result = read_tables(path, mapping=ColumnMapping(fixed=fixed, layout=layout))
    assert_accounted(result)
    return result


def remarks(result) -> str:
    return " ".join(result.report.remarks)


def named(result, begin="") -> set[tuple[str, str]]:
    return {(c, v.removeprefix(begin)) for c, v in deelname_pairs(result.deelnames)}


def test_a_row_with_a_region_stands_above_its_gemeenten(tmp_path):
    rows = [[f"Regio {one}" if one in REGIONS else one, None] for one in GROUPED]
    result = read(tmp_path, ["Gemeente", "Opmerking"], *rows)
    assert named(result, "Regio ") == RIGHT
    assert "2 rijen zijn gelezen als verband boven zijn gemeenten" in remarks(result)


def test_one_column_with_regions_and_gemeenten_needs_one_head(tmp_path):
    rows = ["Regio Oost", "Zwolle", "Kampen", "Regio West", "Leiden"]
    path = tmp_path / "jeugdregio.csv"
    path.write_text("\n".join(rows))
    with pytest.raises(DataError, match="volstaat 'gemeente'"):
        read_tables(path)
    path.write_text("\n".join(["gemeente", *rows]))
    found = read_tables(path, mapping=ColumnMapping(fixed=JEUGD)).deelnames
    pairs = found[["gemeente", "verband"]].to_numpy().tolist()
    assert sorted(pairs) == [
        ["Kampen", "Regio Oost"],
        ["Leiden", "Regio West"],
        ["Zwolle", "Regio Oost"],
    ]


def test_a_bare_name_above_filled_rows_is_a_region_too(tmp_path):
    rows = [[one, None if one in REGIONS else 50_000] for one in GROUPED]
    assert named(read(tmp_path, ["Gemeente", "Inwoners"], *rows)) == RIGHT


def test_a_gemeente_that_is_misspelt_is_no_region(tmp_path):
    rows = [["Zwole", None], ["Kampen", None], ["Mepel", None], ["Assen", None]]
    with pytest.raises(DataError):
        read(tmp_path, ["Gemeente", "Opmerking"], *rows)


@pytest.mark.parametrize("alone", [True, False])
def test_a_region_that_is_named_once_holds_for_the_rows_below(tmp_path, alone):
    rows = [["IJsselland", "Zwolle"], [None, "Kampen"], ["Drenthe", "Meppel"], [None, "Assen"]]
    if alone:
        rows = [
            ["IJsselland", None],
            [None, "Zwolle"],
            [None, "Kampen"],
            ["Drenthe", None],
            [None, "Meppel"],
            [None, "Assen"],
        ]
    for head, fixed in ((["Regio", "Gemeente"], JEUGD), (["Jeugdregio", "Gemeente"], {})):
        result = read(tmp_path, head, *rows, fixed=fixed)
        assert named(result) == RIGHT
        assert "hebben de naam erboven gekregen" in remarks(result)


def test_an_empty_cell_in_another_list_stays_empty_unless_asked(tmp_path):
    rows = [["IJsselland", "Zwolle"], [None, "Kampen"], ["Drenthe", "Meppel"], ["Drenthe", "Assen"]]
    head = ["Regio", "Gemeente"]
    assert len(read(tmp_path, head, *rows).deelnames) == 3
    assert named(read(tmp_path, head, *rows, layout="groepen")) == RIGHT
    grouped = [["IJsselland", "Zwolle"], [None, "Kampen"], ["Drenthe", "Meppel"], [None, "Assen"]]
    assert len(read(tmp_path, head, *grouped, layout="lang").deelnames) == 2


def test_regions_stand_as_heads_above_their_gemeenten(tmp_path):
    rows = [["IJsselland", "Drenthe"], ["Zwolle", "Meppel"], ["Kampen", "Assen"]]
    rows += [["Raalte", None], ["Dalfsen", None], ["Kampn", None]]
    result = read(tmp_path, *rows)
    assert named(result) - RIGHT == {("GM0177", "IJsselland"), ("GM0148", "IJsselland")}
    assert named(result) > RIGHT
    assert result.report.not_matched == {"deze naam is onbekend": 1}
    assert "2 kolommen zijn gelezen als verband met zijn gemeenten" in remarks(result)
    with pytest.raises(DataError, match="Geef --indeling"):
        read(tmp_path, *rows, fixed={})


def test_where_people_come_from_and_go_to_is_no_region(tmp_path):
    rows = [["Zwolle", "Kampen"], ["Kampen", "Zwolle"], ["Zwolle", "Meppel"], ["Meppel", "Kampen"]]
    with pytest.raises(DataError, match="geen kolom met gemeenten"):
        read(tmp_path, ["Van", "Naar"], *rows)


@pytest.mark.parametrize("sign", ["idem", '"', "id.", "〃", "Idem", "dito"])
def test_a_ditto_is_the_name_above(tmp_path, sign):
    rows = [["Zwolle", "IJsselland"], ["Kampen", sign], ["Meppel", "Drenthe"], ["Assen", sign]]
    result = read(tmp_path, ["Gemeente", "Jeugdregio"], *rows, fixed={})
    assert named(result) == RIGHT
    assert "2 cellen zijn in kolom 'Jeugdregio' gelezen als de naam erboven" in remarks(result)


def test_tables_beside_each_other_are_read_both(tmp_path):
    head, gap = ["Gemeente", "Jeugdregio"], [None]
    rows = [
        ["Zwolle", "IJsselland", *gap, "Meppel", "Drenthe"],
        ["Kampen", "IJsselland", *gap, "Assen", "Drenthe"],
    ]
    result = read(tmp_path, [*head, *gap, *head], *rows, fixed={})
    assert named(result) == RIGHT
    assert "2 tabellen naast elkaar" in remarks(result)


def test_another_indeling_beside_it_keeps_its_own_gemeenten(tmp_path):
    rows = [["Zwolle", "IJsselland", "Assen", "Noord"], ["Kampen", "IJsselland", "Zwolle", "Oost"]]
    head = ["Gemeente", "Jeugdregio", "Gemeente", "Arbeidsmarktregio"]
    result = read(tmp_path, head, *rows, fixed={})
    assert ("GM0193", "Oost") in named(result)
    assert ("GM0106", "Noord") in named(result)
    assert ("GM0193", "Noord") not in named(result)


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        *(("Deelname", "ja", "nee"), ("Status", "actueel", "vervallen"), ("Actief?", "1", "0")),
        ("Toegetreden", "ja", "nee"),
        *(("Status", "lid", "Uitgetreden op 1-1-2024"), ("Deelname", "volledig", "niet")),
    ],
)
def test_a_row_that_does_not_hold_is_no_deelname(tmp_path, column, yes, no):
    rows = [["Meppel", "IJsselland", no]]
    rows += [[n, v, yes] for n, v in (("Zwolle", "IJsselland"), ("Kampen", "IJsselland"))]
    rows += [["Meppel", "Drenthe", yes], ["Assen", "Drenthe", None]]
    for head, fixed in (("Regio", JEUGD), ("Jeugdregio", {})):
        result = read(tmp_path, ["Gemeente", head, column], *rows, fixed=fixed)
        assert named(result) == RIGHT
        assert result.report.not_matched == {"geldt niet, volgens de bron": 1}
        assert f"omdat kolom '{column}' '{no}' zegt" in remarks(result)


@pytest.mark.parametrize(
    ("status", "until"),
    [
        ("Uitgetreden per 1-1-2024", "2024-01-01"),
        ("opgezegd m.i.v. 1 juli 2028", "2028-07-01"),
        ("vervallen met ingang van 2027", "2027-01-01"),
    ],
)
@pytest.mark.parametrize("head", ["Regio", "Jeugdregio"])
def test_a_row_of_which_the_status_names_a_day_holds_until_then(tmp_path, head, status, until):
    rows = [["Zwolle", "IJsselland", "lid"], ["Kampen", "IJsselland", status]]
    fixed = JEUGD if head == "Regio" else {}
    result = read(tmp_path, ["Gemeente", head, "Status"], *rows, fixed=fixed)
    assert result.deelnames.set_index("gemeente")["tot"].to_dict() == {
        "Kampen": until,
        "Zwolle": "",
    }
    assert f"1 rij geldt tot de dag die kolom 'Status' noemt ('{status}')" in remarks(result)


def test_a_day_of_a_status_leaves_other_columns_as_they_are(tmp_path):
    rows = [
        ["Zwolle", "IJsselland", "lid", "2"],
        ["Kampen", "IJsselland", "vervallen per 2027", "1"],
    ]
    result = read(tmp_path, ["Gemeente", "Jeugdregio", "Status", "Status (tot)"], *rows, fixed={})
    until = result.deelnames.set_index("gemeente")["tot"].to_dict()
    assert until == {"Kampen": "2027-01-01", "Zwolle": ""}
    assert "'Status (tot)'" in remarks(result)


def test_a_day_in_a_column_of_its_own_goes_before_that_of_a_status(tmp_path):
    rows = [["Zwolle", "IJsselland", "uitgetreden per 2020", "1-1-2028"]]
    rows += [["Kampen", "IJsselland", "uitgetreden per 2020", None]]
    result = read(tmp_path, ["Gemeente", "Jeugdregio", "Status", "Tot"], *rows, fixed={})
    until = result.deelnames.set_index("gemeente")["tot"].to_dict()
    assert until == {"Kampen": "2020-01-01", "Zwolle": "2028-01-01"}


@pytest.mark.parametrize(
    ("column", "cells", "says"),
    [
        (
            "Deelname",
            ("ja", "deels"),
            "1 rij telt mee als deelname, hoewel kolom 'Deelname' 'deels'",
        ),
        ("Actief", ("x", None), "hoewel kolom 'Actief' niets (rij 3) zegt"),
        ("Opmerking", (None, "per 2020 uitgetreden"), "'per 2020 uitgetreden' (rij 3) zegt"),
        ("Status", ("concept", "definitief"), ""),
        ("Nummer", ("#1", "#2"), ""),
        ("Opmerking", (None, "tijdelijk adres"), ""),
    ],
)
def test_a_row_that_may_not_hold_counts_and_that_is_told(tmp_path, column, cells, says):
    rows = [["Zwolle", "IJsselland", cells[0]], ["Kampen", "IJsselland", cells[1]]]
    result = read(tmp_path, ["Gemeente", "Jeugdregio", column], *rows, fixed={})
    assert len(result.deelnames) == 2
    assert says in remarks(result)
    assert ("mee als deelname" in remarks(result)) == bool(says)


def test_a_row_that_is_put_aside_counts_and_that_is_told(tmp_path):
    rows = [["#Zwolle", "IJsselland"], ["Kampen", "IJsselland"], ["// Meppel", "Drenthe"]]
    result = read(tmp_path, ["Gemeente", "Jeugdregio"], *rows, fixed={})
    assert len(result.deelnames) == 3
    told = "2 rijen tellen mee als deelname, hoewel kolom 'Gemeente' '#Zwolle' (rij 2) en "
    assert told in remarks(result)


def test_a_column_that_may_mean_anything_drops_nothing(tmp_path):
    rows = [["Zwolle", "IJsselland", "nee"], ["Kampen", "IJsselland", "ja"]]
    assert (
        len(read(tmp_path, ["Gemeente", "Jeugdregio", "Centrum"], *rows, fixed={}).deelnames) == 2
    )


@pytest.mark.parametrize(
    ("heads", "option"),
    [
        (("Jeugdregio 2024", "Jeugdregio 2025"), "jeugdregio=Jeugdregio 2025"),
        (("Jeugdregio (oud)", "Jeugdregio (nieuw)"), "jeugdregio=Jeugdregio (nieuw)"),
        (
            ("Jeugdregio per 1-1-2025", "Jeugdregio per 1 januari 2026"),
            "jeugdregio=Jeugdregio per 1 januari 2026",
        ),
        (("Jeugdregio 2025", "Jeugdregio (huidig)"), "jeugdregio=Jeugdregio (huidig)"),
    ],
)
def test_columns_for_several_years_ask_for_one(tmp_path, heads, option):
    with pytest.raises(DataError) as caught:
        read(tmp_path, ["Gemeente", *heads], ["Zwolle", "A", "B"], fixed={})
    assert f'--kolom "{option}"' in str(caught.value)


def test_a_region_before_its_gemeenten_in_a_row_is_not_taken_for_heads(tmp_path):
    rows = [["IJsselland", "Zwolle", "Kampen", "Dalfsen"], ["Drenthe", "Assen", "Meppel", None]]
    with pytest.raises(DataError, match="geen kolom met gemeenten"):
        read(tmp_path, *rows)


def test_heads_may_be_called_after_a_gemeente_below_them(tmp_path):
    result = read(tmp_path, ["Zwolle", "Assen"], ["Zwolle", "Meppel"], ["Kampen", "Assen"])
    assert ("GM0166", "Zwolle") in named(result)
    assert ("GM0119", "Assen") in named(result)


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        (("Geldig vanaf", "Geldig t/m"), ("2015-01", "2019-12"), ("2020-01", "n.v.t.")),
        (("Start", "Eind"), ("1-1-2015", "31-12-2019"), ("1-1-2020", "31-12-9999")),
        (("jaar van", "jaar tot en met"), ("2015", "2019"), ("2020", None)),
        (("Datum ingang", "Datum einde"), ("jan 2015", "dec. 2019"), ("1-1-2020", "heden")),
        (
            ("Begindatum", "Geldig tot"),
            ("1 januari 2015", "1-1-2020"),
            ("2020-01-01", "9999-12-31"),
        ),
    ],
)
def test_two_periods_of_a_gemeente_both_hold_in_their_time(tmp_path, heads, first, second):
    rows = [["Meppel", "IJsselland", *first], ["Meppel", "Drenthe", *second]]
    result = read(tmp_path, ["Gemeente", "Jeugdregio", *heads], *rows, fixed={})
    assert result.deelnames[["verband", "van", "tot"]].to_numpy().tolist() == [
        ["IJsselland", "2015-01-01", "2020-01-01"],
        ["Drenthe", "2020-01-01", ""],
    ]
