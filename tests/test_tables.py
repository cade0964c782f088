"""The tables of a folder, checked as a whole: every fault told at once, in Dutch, in its place."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import (
    HEADER,
    ROWS,
    SHORT_HEADER,
    TWO,
    assert_one_line,
    assert_sound_or_refused,
    collection,
    faults_of,
    feature,
    only_fault,
    rows,
    square,
    write_folder,
)

from lappendeken.errors import DataError
from lappendeken.reading.editions import editions
from lappendeken.reading.tables import read_tables

DATED = "verband_id,verband,indeling,domein,gemeente_code,gemeente,van,tot"
TOLD = ("stand", "zekerheid", "opmerking")
LINKS = "van_code,naar_code,soort,naam"
LABELS = "indeling,naam,enkelvoud,domein,standaard"
MERGERS = "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel"


def verbanden_of(folder, *lines, header=SHORT_HEADER, **others):
    """`verbanden` as it is read from these lines."""
    return read_tables(
        write_folder(folder, verbanden=rows(*lines, header=header), **others)
    ).verbanden


def refused(folder, *lines, header=SHORT_HEADER):
    """The one fault in these lines, which is in `verbanden.csv`."""
    fault = only_fault(write_folder(folder, verbanden=rows(*lines, header=header)))
    assert Path(fault.file) == folder / "verbanden.csv"
    return fault


def places(faults):
    """File, row and column of each fault."""
    return [(Path(fault.file).name, fault.row, fault.column) for fault in faults]


# Sound folders ------------------------------------------------------------------------------


def test_two_files_are_enough(tmp_path):
    tables = read_tables(write_folder(tmp_path))
    assert tables.folder == tmp_path
    assert tables.gemeenten.index.to_list() == ["GM0001", "GM0002"]
    assert tables.peildatum is None
    for table in (tables.indelingen, tables.herindelingen, tables.verbindingen):
        assert table.empty
    assert list(tables.verbindingen.columns) == LINKS.split(",")
    assert list(tables.verbanden.columns) == [*HEADER.split(","), *TOLD]
    first = tables.verbanden.iloc[0].to_dict()
    assert first == {
        "verband_id": "v1",
        "verband": "Een",
        "indeling": "quilt",
        "domein": "jeugd",
        "vorm": "",
        "aard": "",
        "rol": "deelnemer",
        "gemeente_code": "GM0001",
        "gemeente": "Aadorp",
        "van": "",
        "tot": "",
        "bron": "",
        **dict.fromkeys(TOLD, ""),
    }
    assert tables.verbanden.index.to_list() == [2, 3]


def test_every_optional_table_is_read(tmp_path):
    tables = read_tables(
        write_folder(
            tmp_path,
            verbindingen_csv=rows("GM0001,GM0002,veer,Pont", header=LINKS),
            indelingen_csv=rows("quilt,quilts,quilt,jeugd,ja", header=LABELS),
            herindelingen_csv=rows("2016-01-01,fusie,GM0003,C,GM0001,Aadorp,1", header=MERGERS),
            datapackage_json='{"peildatum": "2016-01-01"}',
        )
    )
    assert tables.verbindingen["naam"].to_list() == ["Pont"]
    assert tables.indelingen["enkelvoud"].to_list() == ["quilt"]
    assert tables.herindelingen["van_naam"].to_list() == ["C"]
    assert tables.peildatum == date(2016, 1, 1)


@pytest.mark.parametrize("code", ["GM0001", "gm0001", "0001", "001", "1"])
def test_codes_may_be_bare(tmp_path, code):
    table = verbanden_of(tmp_path, f"v1,Een,quilt,jeugd,{code},")
    assert table["gemeente_code"].to_list() == ["GM0001"]


@pytest.mark.parametrize("name", ["Aadorp", "AADORP", "  aadorp ", "Gemeente Aadorp"])
def test_a_known_name_will_do_without_a_code(tmp_path, name):
    table = verbanden_of(tmp_path, f"v1,Een,quilt,jeugd,,{name}")
    assert table["gemeente_code"].to_list() == ["GM0001"]


def test_the_column_with_names_may_be_absent(tmp_path):
    header = SHORT_HEADER.removesuffix(",gemeente")
    table = verbanden_of(tmp_path, "v1,Een,quilt,jeugd,GM0001", header=header)
    assert table["gemeente_code"].to_list() == ["GM0001"]


def test_columns_may_stand_in_any_order_and_others_are_ignored(tmp_path, caplog):
    header = "kleur,gemeente_code,domein,indeling,verband,verband_id"
    table = verbanden_of(tmp_path, "rood,GM0001,jeugd,quilt,Een,v1", header=header)
    assert table["verband"].to_list() == ["Een"]
    assert "kleur" not in table
    assert "kolom 'kleur' is onbekend" in caplog.text


def test_a_deelname_may_end_and_begin_again(tmp_path):
    table = verbanden_of(
        tmp_path,
        "v1,Een,quilt,jeugd,GM0001,,2010-01-01,2012-01-01",
        "v1,Een,quilt,jeugd,GM0001,,2012-01-01,",
        "v1,Een,quilt,jeugd,GM0001,,,2010-01-01",
        header=DATED,
    )
    assert len(table) == 3


def test_a_gemeente_may_be_in_two_verbanden_of_an_indeling(tmp_path):
    lines = ["v1,Een,quilt,jeugd,GM0001,", "v2,Twee,quilt,jeugd,GM0001,"]
    assert len(verbanden_of(tmp_path, *lines)) == 2


def test_verbanden_of_one_name_are_told_apart_by_their_id(tmp_path):
    lines = ["v1,Drenthe,quilt,jeugd,GM0001,", "v2,Drenthe,quilt,jeugd,GM0002,"]
    assert len(verbanden_of(tmp_path, *lines)) == 2


def test_two_gemeenten_of_one_name_are_told_apart_by_their_code(tmp_path):
    both = collection(feature(f"GM000{k}", "Bergen", square(k, 0)) for k in (1, 2))
    lines = ["v1,Een,quilt,jeugd,GM0001,Bergen", "v2,Twee,quilt,jeugd,GM0002,Bergen"]
    table = verbanden_of(tmp_path, *lines, gemeenten=both)
    assert table["gemeente_code"].to_list() == ["GM0001", "GM0002"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_lines_are_accepted(tmp_path, ending):
    content = b"\xef\xbb\xbf" + ROWS.replace("\n", ending).encode()
    assert len(read_tables(write_folder(tmp_path, verbanden=content)).verbanden) == 2


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "${alert(1)}", "{{ 7*7 }}", "../x"]
)
def test_hostile_names_pass_through_as_text(tmp_path, name):
    both = collection([feature("GM0001", name, square(0, 0)), TWO[1]])
    table = verbanden_of(tmp_path, f'v1,"{name}",quilt,jeugd,GM0001,"{name}"', gemeenten=both)
    assert table[["verband", "gemeente", "gemeente_code"]].to_numpy().tolist() == [
        [name, name, "GM0001"]
    ]


@pytest.mark.parametrize(("year", "amount"), [("2016", 390), ("2026", 342)])
def test_the_embedded_folders_are_sound(year, amount):
    assert len(read_tables(editions()[year]).gemeenten) == amount


# Folders ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nergens", "bestand.txt"])
def test_a_folder_that_is_none_is_refused(tmp_path, name):
    (tmp_path / "bestand.txt").write_text("x")
    fault = only_fault(tmp_path / name)
    assert fault.file == str(tmp_path / name)
    assert fault.row is None


def test_a_folder_that_does_not_exist_is_called_so(tmp_path):
    assert str(only_fault(tmp_path / "nergens")).endswith(
        "nergens: deze map bestaat niet. Ga na of de naam en de plaats kloppen."
    )


def test_both_files_that_are_not_there_are_named(tmp_path):
    faults = faults_of(tmp_path)
    assert places(faults) == [("gemeenten.geojson", None, ""), ("verbanden.csv", None, "")]
    assert {fault.message for fault in faults} == {"dit bestand ontbreekt"}


def test_a_folder_by_the_name_of_a_file_is_refused(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "verbanden.csv").unlink()
    (tmp_path / "verbanden.csv").mkdir()
    fault = only_fault(tmp_path)
    assert Path(fault.file) == tmp_path / "verbanden.csv"
    assert fault.message == "dit is een map en geen bestand"


def test_a_file_where_a_folder_is_wanted_says_how_to_read_it(tmp_path):
    table = tmp_path / "mijn regio.csv"
    table.write_text("gemeente;jeugdregio\nZwolle;IJsselland\n", encoding="utf-8")
    (fault,) = faults_of(table)
    assert fault.message == "dit is een bestand en geen map met gegevens"
    assert f'lappendeken gegevens inlezen "{table}" --uit mijnmap' in fault.hint
    (fault,) = faults_of(tmp_path)
    assert fault.message == "in deze map staan geen gemeenten.geojson en verbanden.csv"
    assert f'inlezen "{table}" --uit mijnmap' in fault.hint
    (fault,) = faults_of(write_folder(tmp_path / "map") / "verbanden.csv")
    assert fault.hint == f"Geef de map waar het in staat: {tmp_path / 'map'}"


def test_a_folder_with_tables_in_another_form_is_read_in_whole(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "verbanden.csv").rename(tmp_path / "Verbanden.txt")
    (tmp_path / "gemeenten.geojson").unlink()
    (fault,) = faults_of(tmp_path)
    assert f"inlezen {tmp_path} --uit mijnmap" in fault.hint


def test_an_optional_table_that_is_a_folder_is_refused(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "indelingen.csv").mkdir()
    assert places([only_fault(tmp_path)]) == [("indelingen.csv", None, "")]


# Columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["verband_id", "verband", "indeling", "domein", "gemeente_code"])
def test_a_missing_column_is_named(tmp_path, name):
    header = (
        SHORT_HEADER.replace(name, "anders", 1)
        if name != "verband"
        else SHORT_HEADER.replace(",verband,", ",anders,")
    )
    fault = refused(tmp_path, "v1,Een,quilt,jeugd,GM0001,Aadorp", header=header)
    assert (fault.row, fault.column, fault.value) == (1, name, "")
    assert fault.message == "deze kolom ontbreekt"
    assert fault.hint == f"De kopregel is: {header.replace(',', ', ')}"


def test_a_missing_column_is_named_at_the_header(tmp_path):
    fault = only_fault(write_folder(tmp_path, verbanden="\n\n" + ROWS.replace("domein", "d", 1)))
    assert (fault.row, fault.column) == (3, "domein")


def test_all_missing_columns_are_named(tmp_path):
    faults = faults_of(write_folder(tmp_path, verbanden="a,b\n1,2\n"))
    assert [fault.column for fault in faults] == [
        "domein",
        "gemeente_code",
        "indeling",
        "verband",
        "verband_id",
    ]


def test_a_table_that_was_saved_by_a_dutch_excel_is_read(tmp_path):
    folder = write_folder(tmp_path)
    text = (
        "verband_id;Verband;indeling;DOMEIN;vorm;gemeente_code;gemeente;van;tot\r\n"
        "v1;Fryslân;quilt;MO/BW;Openbaar lichaam;GM0001;Aadorp;1-5-2015;31/12/2015\r\n"
    )
    (folder / "verbanden.csv").write_bytes(text.encode("cp1252"))
    columns = ["verband", "domein", "vorm", "van", "tot"]
    assert read_tables(folder).verbanden[columns].to_numpy().tolist() == [
        ["Fryslân", "mo-bw", "openbaar lichaam", "2015-05-01", "2015-12-31"]
    ]


def test_a_table_of_only_a_header_is_refused(tmp_path):
    fault = refused(tmp_path)
    assert (fault.row, fault.message) == (None, "dit bestand heeft een kopregel maar geen rijen")


def test_rows_of_another_length_do_not_hide_other_faults(tmp_path):
    faults = faults_of(
        write_folder(
            tmp_path,
            verbanden=rows("v1,Een,quilt,jeugd,GM0001", "v2,Twee,quilt,jeugdd,GM0002,Beedorp"),
        )
    )
    assert places(faults) == [("verbanden.csv", 2, ""), ("verbanden.csv", 3, "domein")]


# Cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4))
def test_an_empty_cell_is_named(tmp_path, place):
    cells = ["v1", "Een", "quilt", "jeugd", "GM0001", "Aadorp"]
    name = SHORT_HEADER.split(",")[place]
    cells[place] = ""
    fault = refused(tmp_path, "v2,Twee,vouw,werk,GM0002,Beedorp", ",".join(cells))
    assert (fault.row, fault.column, fault.value) == (3, name, "")
    assert fault.message == "deze cel is leeg"


def test_two_empty_identifiers_do_not_contradict_each_other(tmp_path):
    lines = [",Een,quilt,jeugd,GM0001,", ",Twee,quilt,jeugd,GM0002,"]
    faults = faults_of(write_folder(tmp_path, verbanden=rows(*lines)))
    assert [(fault.row, fault.message) for fault in faults] == [
        (2, "deze cel is leeg"),
        (3, "deze cel is leeg"),
    ]


FULL = "v1,Een,quilt,{domein},{vorm},{aard},{rol},GM0001,Aadorp,{van},{tot},"
SOUND = {"domein": "jeugd", "vorm": "", "aard": "", "rol": "", "van": "", "tot": ""}


@pytest.mark.parametrize(
    ("column", "value", "choice"),
    [
        ("domein", "jeugdzorg", "mo-bw"),
        ("vorm", "GR", "openbaar lichaam"),
        ("aard", "alles", "volledig"),
        ("rol", "lid", "centrumgemeente"),
    ],
)
def test_a_value_that_is_not_allowed_is_named_with_the_choices(tmp_path, column, value, choice):
    fault = refused(tmp_path, FULL.format(**SOUND | {column: value}), header=HEADER)
    assert (fault.row, fault.column, fault.value) == (2, column, value)
    assert fault.message == "deze waarde is niet toegestaan"
    assert fault.hint.startswith("Kies uit: ")
    assert choice in fault.hint


@pytest.mark.parametrize("column", ["van", "tot"])
@pytest.mark.parametrize(
    "value",
    [
        "mei 2015",
        "1/5/2015",
        "31-4-2015",
        "2015-5-1",
        "20150501",
        "2015-W18-5",
        "2015-02-30",
        "2015-05-01T12:00",
        "2015",
        "0000-01-01",
        "２０１５-05-01",
        "42125",
    ],
)
def test_a_date_that_is_none_is_named_once(tmp_path, column, value):
    other = {"van": "tot", "tot": "van"}[column]
    cells = SOUND | {column: value, other: "2016-01-01"}
    fault = refused(tmp_path, FULL.format(**cells), header=HEADER)
    assert (fault.row, fault.column, fault.value) == (2, column, value)
    assert fault.message == "dit is geen datum"
    assert fault.hint == "Schrijf jjjj-mm-dd"


@pytest.mark.parametrize("tot", ["2015-01-01", "2014-12-31"])
def test_a_deelname_that_ends_before_it_began_is_refused(tmp_path, tot):
    fault = refused(
        tmp_path, FULL.format(**SOUND | {"van": "2015-01-01", "tot": tot}), header=HEADER
    )
    assert (fault.row, fault.column, fault.value) == (2, "tot", tot)
    assert fault.message == "deze deelname eindigt niet na haar begin (2015-01-01)"
    assert "eerste dag" in fault.hint


@pytest.mark.parametrize("name", ["Jeugd regio", "JEUGD", "../x", "a/b", "<b>", "-", "jeugd_regio"])
def test_an_indeling_needs_a_plain_identifier(tmp_path, name):
    fault = refused(tmp_path, f"v1,Een,{name},jeugd,GM0001,Aadorp")
    assert (fault.row, fault.column, fault.value) == (2, "indeling", name)
    assert fault.message == "dit is geen geldige aanduiding van een indeling"
    assert "kleine letters" in fault.hint


def test_rows_behind_a_cell_of_several_lines_are_counted_right(tmp_path):
    lines = ['v1,"Een\nTwee\nDrie",quilt,jeugd,GM0001,Aadorp', "v2,Vier,quilt,jeugd,GM9999,"]
    assert refused(tmp_path, *lines).row == 5


# Gemeenten ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name", "column", "value", "message", "hint"),
    [
        (
            "GM9999",
            "",
            "gemeente_code",
            "GM9999",
            "deze code staat niet in gemeenten.geojson",
            "",
        ),
        (
            "GM9999",
            "Aadorp",
            "gemeente_code",
            "GM9999",
            "deze code staat niet in gemeenten.geojson",
            "Aadorp is GM0001",
        ),
        (
            "Aadorp",
            "",
            "gemeente_code",
            "Aadorp",
            "dit is geen CBS-code van een gemeente",
            "Schrijf bijvoorbeeld GM0193",
        ),
        (
            "00001",
            "Aadorp",
            "gemeente_code",
            "00001",
            "dit is geen CBS-code van een gemeente",
            "Aadorp is GM0001",
        ),
        (
            "GM0001",
            "Beedorp",
            "gemeente",
            "Beedorp",
            "deze naam hoort niet bij GM0001, dat is Aadorp",
            "Beedorp is GM0002",
        ),
        (
            "GM0001",
            "Zwolle",
            "gemeente",
            "Zwolle",
            "deze naam hoort niet bij GM0001, dat is Aadorp",
            "Dichtstbij: ",
        ),
        ("", "Aadrop", "gemeente", "Aadrop", "deze gemeente is onbekend", "Dichtstbij: Aadorp"),
        ("", "", "gemeente_code", "", "er is geen gemeente genoemd", "Vul de CBS-code in"),
    ],
)
def test_a_gemeente_that_does_not_match_is_named(
    tmp_path, code, name, column, value, message, hint
):
    fault = refused(
        tmp_path, "v1,Een,quilt,jeugd,GM0002,Beedorp", f"v2,Twee,quilt,jeugd,{code},{name}"
    )
    assert (fault.row, fault.column, fault.value) == (3, column, value)
    assert fault.message == message
    assert fault.hint.startswith(hint)


def test_every_row_with_an_unknown_gemeente_is_named(tmp_path):
    lines = [f"v{k},V{k},quilt,jeugd,GM9999,Nergens" for k in range(30)]
    faults = faults_of(write_folder(tmp_path, verbanden=rows(*lines)))
    assert [fault.row for fault in faults] == list(range(2, 32))


def test_every_one_of_a_thousand_unknown_names_gets_a_hint(tmp_path):
    # Someone brings the gemeenten of another year, or country: only twenty faults are shown.
    many = collection(feature(str(k), f"Dorp {k}", square(k % 40, k // 40)) for k in range(1, 1001))
    lines = [f"v{k},V,quilt,jeugd,,Onbekend oord {k}" for k in range(1000)]
    folder = write_folder(tmp_path, gemeenten=many, verbanden=rows(*lines))
    faults = faults_of(folder)
    assert len(faults) == 1000
    assert all(fault.hint.startswith("Dichtstbij: ") for fault in faults)


# Deelnames ----------------------------------------------------------------------------------


def test_a_deelname_that_occurs_twice_is_named_at_the_second(tmp_path):
    lines = ["v1,Een,quilt,jeugd,GM0001,", "v1,Een,quilt,jeugd,2,", "v1,Een,quilt,jeugd,1,Aadorp"]
    fault = refused(tmp_path, *lines)
    assert (fault.row, fault.column, fault.value) == (4, "gemeente_code", "GM0001")
    assert fault.message == "deze deelname aan 'v1' staat ook in rij 2"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2010-01-01,2012-01-01", "2011-12-31,"),
        ("2010-01-01,", "2009-01-01,"),
        (",2012-01-01", ",2011-01-01"),
        (",", "2015-01-01,2016-01-01"),
        ("2010-01-01,2012-01-01", "2010-01-01,2012-01-01"),
    ],
)
def test_deelnames_at_the_same_time_are_refused(tmp_path, first, second):
    lines = [f"v1,Een,quilt,jeugd,GM0001,,{period}" for period in (first, second)]
    fault = refused(tmp_path, *lines, header=DATED)
    assert (fault.row, fault.column) == (3, "gemeente_code")
    assert fault.message.endswith("staat ook in rij 2")


def test_every_deelname_within_a_longer_one_is_named(tmp_path):
    periods = ["2000-01-01,2020-01-01", "2001-01-01,2002-01-01", "2010-01-01,2011-01-01"]
    lines = [f"v1,Een,quilt,jeugd,GM0001,,{period}" for period in periods]
    faults = faults_of(write_folder(tmp_path, verbanden=rows(*lines, header=DATED)))
    assert [fault.row for fault in faults] == [3, 4]


# Verbanden ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "line", "value", "was"),
    [
        ("verband", "v1,Twee,quilt,jeugd,GM0002,", "Twee", "Een"),
        ("indeling", "v1,Een,vouw,jeugd,GM0002,", "vouw", "quilt"),
    ],
)
def test_a_verband_has_one_name_and_one_indeling(tmp_path, column, line, value, was):
    fault = refused(tmp_path, "v1,Een,quilt,jeugd,GM0001,", line)
    assert (fault.row, fault.column, fault.value) == (3, column, value)
    assert fault.message == f"bij verband_id 'v1' staat eerder '{was}'"
    assert "ander verband_id" in fault.hint


@pytest.mark.parametrize("column", ["vorm", "aard"])
def test_what_one_row_leaves_open_another_may_tell_in_any_order(tmp_path, column):
    first = FULL.format(**SOUND | {column: {"vorm": "convenant", "aard": "inkoop"}[column]})
    second = FULL.format(**SOUND).replace("GM0001,Aadorp", "GM0002,Beedorp")
    for k, lines in enumerate([(first, second), (second, first)]):
        assert len(verbanden_of(tmp_path / str(k), *lines, header=HEADER)) == 2


def test_a_verband_has_one_vorm(tmp_path):
    first = FULL.format(**SOUND | {"vorm": "convenant"})
    second = FULL.format(**SOUND | {"vorm": "stichting"}).replace("GM0001,Aadorp", "GM0002,")
    fault = refused(tmp_path, first, second, header=HEADER)
    assert (fault.row, fault.column, fault.value) == (3, "vorm", "stichting")
    assert fault.message == "bij verband_id 'v1' staat eerder 'convenant'"


def test_an_indeling_is_of_one_domein(tmp_path):
    fault = refused(tmp_path, "v1,Een,quilt,jeugd,GM0001,", "v2,Twee,quilt,werk,GM0002,")
    assert (fault.row, fault.column, fault.value) == (3, "domein", "werk")
    assert fault.message == "bij indeling 'quilt' staat eerder 'jeugd'"


def test_a_verband_is_not_named_after_a_gemeente(tmp_path):
    # In the graph both would be one node.
    lines = ["GM0002,Een,quilt,jeugd,GM0001,", "v2,Twee,quilt,jeugd,GM0002,"]
    fault = refused(tmp_path, *lines)
    assert (fault.row, fault.column, fault.value) == (2, "verband_id", "GM0002")


# Other tables -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["GM0002", "gm0002", "0002", "2"])
def test_codes_of_links_may_be_bare(tmp_path, code):
    links = rows(f"1,{code},veer,Pont", header=LINKS)
    tables = read_tables(write_folder(tmp_path, verbindingen_csv=links))
    assert tables.verbindingen[["van_code", "naar_code"]].to_numpy().tolist() == [
        ["GM0001", "GM0002"]
    ]


@pytest.mark.parametrize("column", ["van_code", "naar_code"])
def test_a_link_to_an_unknown_gemeente_is_named(tmp_path, column):
    cells = {"van_code": "GM0001", "naar_code": "GM0002"} | {column: "GM9999"}
    links = rows(",".join([*cells.values(), "veer", "Pont"]), header=LINKS)
    fault = only_fault(write_folder(tmp_path, verbindingen_csv=links))
    assert places([fault]) == [("verbindingen.csv", 2, column)]
    assert fault.value == "GM9999"
    assert fault.message == "deze code staat niet in gemeenten.geojson"


def test_an_empty_code_of_a_link_is_named_once(tmp_path):
    links = rows("GM0001,,veer,Pont", header=LINKS)
    fault = only_fault(write_folder(tmp_path, verbindingen_csv=links))
    assert places([fault]) == [("verbindingen.csv", 2, "naar_code")]


def test_a_link_joins_two_different_gemeenten(tmp_path):
    links = rows("GM0001,GM0001,veer,Pont", header=LINKS)
    fault = only_fault(write_folder(tmp_path, verbindingen_csv=links))
    assert places([fault])[0][:2] == ("verbindingen.csv", 2)


def test_labels_of_one_indeling_stand_once(tmp_path):
    labels = rows("quilt,a,b,jeugd,ja", "quilt,c,d,jeugd,ja", header=LABELS)
    fault = only_fault(write_folder(tmp_path, indelingen_csv=labels))
    assert places([fault]) == [("indelingen.csv", 3, "indeling")]
    assert fault.value == "quilt"


def test_labels_agree_with_the_verbanden_on_the_domein(tmp_path):
    labels = rows("quilt,quilts,quilt,werk,ja", header=LABELS)
    fault = only_fault(write_folder(tmp_path, indelingen_csv=labels))
    assert places([fault]) == [("indelingen.csv", 2, "domein")]


def test_a_domein_has_one_default_indeling(tmp_path):
    labels = rows("quilt,a,b,jeugd,ja", "vouw,c,d,jeugd,ja", header=LABELS)
    lines = ["v1,Een,quilt,jeugd,GM0001,", "v2,Twee,vouw,jeugd,GM0002,"]
    fault = only_fault(write_folder(tmp_path, verbanden=rows(*lines), indelingen_csv=labels))
    assert places([fault]) == [("indelingen.csv", 3, "standaard")]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("quilt,quilts,quilt,jeugd,x", "standaard"),
        (",quilts,quilt,jeugd,ja", "indeling"),
        ("quilt,quilts,quilt,,ja", "domein"),
    ],
)
def test_labels_are_checked_like_any_table(tmp_path, line, column):
    fault = only_fault(write_folder(tmp_path, indelingen_csv=rows(line, header=LABELS)))
    assert places([fault]) == [("indelingen.csv", 2, column)]


def test_the_date_of_a_herindeling_is_a_date(tmp_path):
    mergers = rows("1 jan,fusie,GM0003,C,GM0001,Aadorp,1", header=MERGERS)
    fault = only_fault(write_folder(tmp_path, herindelingen_csv=mergers))
    assert places([fault]) == [("herindelingen.csv", 2, "datum")]
    assert fault.value == "1 jan"


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('{"peildatum": "1 mei 2016"}', "1 mei 2016"),
        ('{"peildatum": 2016}', "2016"),
        ('{"peildatum": ["2016-01-01"]}', None),
        ("[]", None),
        ('"2016-01-01"', None),
        ("{", None),
        ("[" * 100_000, None),
        ('{"peildatum": ' + "1" * 5000 + "}", None),
    ],
    ids=["words", "number", "list", "array", "text", "broken", "deep", "endless"],
)
def test_a_peildatum_that_is_none_is_named(tmp_path, content, value):
    fault = only_fault(write_folder(tmp_path, datapackage_json=content))
    assert places([fault])[0][0] == "datapackage.json"
    assert value is None or fault.value == value


@pytest.mark.parametrize("content", ["{}", '{"peildatum": null}', '{"name": "x"}'])
def test_a_description_need_not_name_a_peildatum(tmp_path, content):
    assert read_tables(write_folder(tmp_path, datapackage_json=content)).peildatum is None


# All together -------------------------------------------------------------------------------


def test_faults_of_all_files_are_told_in_one_report(tmp_path):
    bad = collection([TWO[0], feature("GM0002", "Beedorp", None)])
    write_folder(
        tmp_path,
        gemeenten=bad,
        verbanden=rows("v1,Een,quilt,jeugdd,GM0001,Aadorp"),
        verbindingen_csv=rows("GM0001,,veer,Pont", header=LINKS),
        indelingen_csv="indeling\nquilt\n",
        herindelingen_csv=rows("x,fusie,GM0003,C,GM0001,Aadorp,1", header=MERGERS),
        datapackage_json="{",
    )
    with pytest.raises(DataError) as caught:
        read_tables(tmp_path)
    found = {Path(fault.file).name for fault in caught.value.faults}
    assert found == {
        "gemeenten.geojson",
        "verbanden.csv",
        "verbindingen.csv",
        "indelingen.csv",
        "herindelingen.csv",
        "datapackage.json",
    }
    for line in str(caught.value).splitlines():
        assert_one_line(line)


def test_twenty_faults_are_shown_and_the_rest_counted(tmp_path):
    lines = [f"v{k},V,quilt,x,GM0001," for k in range(25)]
    with pytest.raises(DataError) as caught:
        read_tables(write_folder(tmp_path, verbanden=rows(*lines)))
    text = str(caught.value).splitlines()
    assert text[0] == "De gegevens bevatten 25 fouten:"
    assert len(text) == 22
    assert "rij 2, kolom domein, waarde 'x'" in text[1]
    assert text[-1] == "… en nog 5 van de 25 fouten."


def test_a_name_of_several_lines_does_not_break_the_report(tmp_path):
    lines = ['v1,"Een\n\x1b[31mrood",quilt,jeugd,GM0001,', "v1,Twee,quilt,jeugd,GM0002,"]
    faults = faults_of(write_folder(tmp_path, verbanden=rows(*lines)))
    assert len(faults) == 1
    assert_one_line(str(faults[0]).replace(str(tmp_path), ""))


# Whatever comes -----------------------------------------------------------------------------

CELLS = st.sampled_from(
    [
        "",
        "v1",
        "v2",
        "GM0001",
        "GM0002",
        "1",
        "Aadorp",
        "Beedorp",
        "quilt",
        "vouw",
        "jeugd",
        "werk",
        "2015-01-01",
        "2016-01-01",
        "9999-12-31",
        "x\ny",
        "\x1b[2J",
        '"',
        "a,b",
        "ja",
        "nee",
        "veer",
        "’s",
        "\u2066",
        "0",
        "-1",
        "nan",
    ]
)


def _quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@st.composite
def tables_of(draw, header):
    """Text of a table with a sound header and whatever in its cells."""
    width = len(header.split(","))
    found = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=4))
    return rows(*(",".join(map(_quoted, row)) for row in found), header=header)


@st.composite
def deelnames(draw):
    """Text of `verbanden.csv` in which most rows are sound."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        row = {
            "verband_id": draw(st.sampled_from(["v1", "v2", "GM0002"])),
            "verband": "V",
            "indeling": draw(st.sampled_from(["quilt", "vouw"])),
            "domein": draw(st.sampled_from(["jeugd", "werk"])),
            "gemeente_code": draw(st.sampled_from(["GM0001", "2"])),
            "gemeente": "",
            "van": draw(st.sampled_from(["", "2015-01-01"])),
            "tot": draw(st.sampled_from(["", "2015-06-01", "2017-01-01"])),
        }
        row |= draw(st.dictionaries(st.sampled_from(sorted(row)), CELLS, max_size=1))
        lines.append(",".join(map(_quoted, row.values())))
    return rows(*lines, header=DATED)


@pytest.mark.slow
@given(deelnames(), st.none() | tables_of(LINKS), st.none() | tables_of(LABELS))
def test_whatever_stands_in_the_tables_ends_in_a_model_or_a_report(
    tmp_path_factory, verbanden, links, labels
):
    others = {"verbindingen_csv": links, "indelingen_csv": labels}
    with_name = {name: text for name, text in others.items() if text is not None}
    folder = tmp_path_factory.mktemp("folder")
    assert_sound_or_refused(write_folder(folder, verbanden=verbanden, **with_name))


@pytest.mark.slow
@given(
    st.sampled_from(["gemeenten_geojson", "verbanden_csv", "indelingen_csv", "datapackage_json"]),
    st.text(max_size=30).map(str.encode) | st.binary(max_size=30),
)
def test_whatever_bytes_are_in_a_file_end_in_a_model_or_a_report(tmp_path_factory, name, content):
    folder = tmp_path_factory.mktemp("folder")
    assert_sound_or_refused(write_folder(folder, **{name: content}))


@pytest.mark.slow
@given(st.recursive(st.none() | st.booleans() | st.text(max_size=9) | st.integers(), st.lists))
def test_whatever_the_description_says_ends_in_a_model_or_a_report(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("folder")
    description = json.dumps({"peildatum": value})
    assert_sound_or_refused(write_folder(folder, datapackage_json=description))
