"""Files as people have them: whatever stands around a table, and whatever kind of file it is in."""

import json
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
import shapely.affinity
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from layouts import ASSEN, KAMPEN, LAYERS, LAYOUTS, MEPPEL, RIGHT, ZWOLLE, Layout
from sources import assert_accounted, deelname_pairs, gemeente_layer, write_gpkg

from lappendeken.errors import DataError
from lappendeken.reading import read_statline, read_tables
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.layers import read_layer
from lappendeken.reading.files.sheets import read_sheet
from lappendeken.reading.files.spans import Span, spread
from lappendeken.reading.files.surroundings import find_header
from lappendeken.reading.files.values import as_code
from lappendeken.reading.settling.mapping import ColumnMapping, read_mapping
from lappendeken.reading.sources.source import kind_of

ROOT = Path(__file__).parents[1]
CASES = ROOT.parent / "shared" / "gevallen"
JEUGD = ColumnMapping(fixed={"indeling": "jeugdregio"})
HEAD = ["Gemeente", "jeugdregio"]


def mapping_of(layout: Layout) -> ColumnMapping:
    return JEUGD if layout.options else ColumnMapping()


def book(path, *rows, merged=(), **others):
    """A workbook with a sheet Blad1 behind the others."""
    return Layout("", {**others, "Blad1": rows}, "", merged=merged).save(path)


def text(path, *lines, encoding="utf-8"):
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def told(outcome) -> str:
    """What a command said of what it refused, on one line."""
    code, _, err = outcome
    assert code == 1
    return " ".join(err.split())


def remarks(result) -> str:
    return " ".join(result.report.remarks)


def what(result) -> set[tuple[str, str]]:
    assert_accounted(result)
    return deelname_pairs(result.deelnames)


# Layouts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_as_a_reader_sees_it_and_that_is_told(tmp_path, name):
    layout = LAYOUTS[name]
    result = read_tables(layout.save(tmp_path / "lijst.xlsx"), mapping=mapping_of(layout))
    assert what(result) == layout.right
    assert result.report.not_matched == {}
    assert layout.told in remarks(result)


@pytest.mark.parametrize("name", LAYERS)
def test_of_a_map_the_layer_of_gemeenten_is_read(tmp_path, name):
    layout = LAYERS[name]
    layers = {}
    for layer, (head, *rows) in layout.sheets.items():
        shapes = [shapely.box(k, 0, k + 1, 1) for k in range(len(rows))]
        layers[layer] = gpd.GeoDataFrame(rows, columns=head, geometry=shapes, crs="EPSG:28992")
    path = write_gpkg(tmp_path / "kaart.gpkg", layers)
    result = read_tables(path, mapping=read_mapping(layout.options[1:]))
    assert what(result) == layout.right
    assert layout.told in remarks(result)


@pytest.mark.parametrize("name", [*LAYOUTS, *LAYERS])
def test_the_manual_shows_every_layout_with_its_command(name):
    sys.path.insert(0, str(ROOT / "scripts"))
    from make_layouts import drawing

    manual = (ROOT / "docs" / "gegevens.md").read_text(encoding="utf-8")
    layout = (LAYOUTS | LAYERS)[name]
    assert f"![{layout.title}](lijsten/{name}.svg)" in manual
    after = manual.partition(f"lijsten/{name}.svg")[2]
    file = "lijst.xlsx" if name in LAYOUTS else "kaart.gpkg"
    assert " ".join(["inlezen", file, *layout.options]) in after[:300]
    file = ROOT / "docs" / "lijsten" / f"{name}.svg"
    assert file.read_text(encoding="utf-8") == drawing(layout), "run make layouts"


@pytest.mark.parametrize("many", [1, 70])
@pytest.mark.parametrize("gap", [[], [[]]])
def test_tables_below_each_other_are_refused(tmp_path, many, gap):
    rows = [HEAD, *[["Zwolle", "IJsselland"]] * many, *gap, ["Gemeente", "Arbeidsmarktregio"]]
    path = book(tmp_path / "x.xlsx", *rows, ["Meppel", "Drenthe"])
    with pytest.raises(DataError, match=r"in rij .* begint een .*tabel\. Zet elke tabel op een"):
        read_tables(path)


@pytest.mark.parametrize(
    "cell",
    [
        *("0193 Zwolle", "GM0193 Zwolle", "0193 - Zwolle", "Zwolle (0193)", "Zwolle (GM0193)"),
        *("Zwolle, GM0193", "gem. Zwolle", "Zwolle (gem.)", "Zwolle 1)", "Zwolle²", "Zwolle *"),
        *("GM 193: Zwolle", "gemeente Zwolle", "Zwolle 12)", "0193: Zwolle 1)"),
    ],
)
def test_a_gemeente_is_found_with_its_code_or_a_footnote_in_one_cell(tmp_path, cell):
    result = read_tables(book(tmp_path / "x.xlsx", HEAD, [cell, "IJsselland"]))
    assert what(result) == {(ZWOLLE, "IJsselland")}


@pytest.mark.parametrize("cell", ["0193 Kampen", "Kampen (GM0193)", "9999 Zwolle", "Zwolle 2016"])
def test_a_code_in_a_cell_that_is_not_that_of_the_name_is_no_gemeente(tmp_path, cell):
    result = read_tables(book(tmp_path / "x.xlsx", HEAD, [cell, "IJsselland"]))
    assert what(result) == set()
    assert sum(result.report.not_matched.values()) == 1


def test_names_of_verbanden_with_a_footnote_are_one_and_likely_ones_are_told(tmp_path):
    rows = [["Zwolle", "IJsselland 1)"], ["Kampen", "IJsselland"], ["Meppel", "Drenthe²"]]
    rows += [
        ["Assen", "Regio Drenthe"],
        ["Epe", "Drenthe"],
        ["Raalte", "West 1"],
        ["Borne", "West"],
    ]
    result = read_tables(book(tmp_path / "x.xlsx", HEAD, *rows))
    assert sorted(result.deelnames["verband"].unique()) == [
        *("Drenthe", "IJsselland", "Regio Drenthe", "West", "West 1")
    ]
    assert "'Regio Drenthe' en 'Drenthe'" in remarks(result).replace(
        "'Drenthe' en 'Regio Drenthe'", "'Regio Drenthe' en 'Drenthe'"
    )


@pytest.mark.parametrize("other", ["IJssel-land", "IJ sselland", "IJsselland (jeugd)"])
def test_names_that_differ_by_a_sign_or_by_what_stands_behind_them_are_told_once(tmp_path, other):
    rows = [["Zwolle", "IJsselland"], ["Kampen", other], ["Meppel", "Drenthe"]]
    result = read_tables(book(tmp_path / "x.xlsx", HEAD, *rows))
    assert len(result.deelnames["verband"].unique()) == 3
    told = "lijken verbanden op elkaar en tellen apart: 'IJsselland' en '" + other + "'. "
    assert told in remarks(result)


@pytest.mark.parametrize(
    "behind", [" (tot 2024)", " (deels)", ", vanaf 1-1-2027 Drenthe", " 70%", " -> Drenthe"]
)
def test_a_remark_behind_the_name_of_a_verband_is_told(tmp_path, behind):
    rows = [["Zwolle", "IJsselland"], ["Kampen", f"IJsselland{behind}"], ["Assen", "Per Saldo"]]
    result = read_tables(book(tmp_path / "x.xlsx", HEAD, *rows))
    told = f"'IJsselland{behind}' telt als eigen verband, maar er lijkt een aantekening"
    assert told in remarks(result)


def test_the_few_in_two_verbanden_are_named(tmp_path):
    rows = [["Zwolle", "IJsselland"], ["Zwolle", "Drenthe"], ["Kampen", "IJsselland"]]
    rows += [["Meppel", "Drenthe"], ["Epe", "IJsselland"]]
    told = remarks(read_tables(book(tmp_path / "x.xlsx", HEAD, *rows)))
    assert "1 gemeente is in jeugdregio in meer dan één verband: Zwolle" in told
    cover = [[name, verband] for name in ("Zwolle", "Epe") for verband in ("A", "B")]
    assert "meer dan één verband" not in remarks(
        read_tables(book(tmp_path / "y.xlsx", HEAD, *cover))
    )


NAMES = st.sampled_from(["Zwolle", "Kampen", "Meppel", "Assen"])
TITLES = st.lists(
    st.lists(
        st.sampled_from(["", "Peildatum", "1-1-2026", "Regio", "Bron", "Gemeente", "Versie 2"]),
        min_size=1,
        max_size=2,
    ),
    max_size=6,
)
BELOW = st.lists(
    st.sampled_from(
        [["Totaal", "4"], ["Bron: CBS"], ["* voorlopig"], ["Totaal gemeenten"], ["1) zie boven"]]
    ),
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=25)
@given(TITLES, BELOW, st.integers(0, 3), st.integers(0, 2), st.booleans())
def test_whatever_stands_around_a_table_it_is_found(
    tmp_path_factory, above, below, left, gap, as_text
):
    assume(all("Gemeente" not in row or len(row) < 2 for row in above))
    table = [HEAD, ["Zwolle", "IJsselland"], ["Meppel", "Drenthe"]]
    rows = [[*[""] * left, *row] for row in [*above, *table, *[[""]] * gap, *below]]
    folder = tmp_path_factory.mktemp("x")
    if as_text:
        wide = max(map(len, rows))
        lines = [";".join([*row, *[""] * (wide - len(row))]) for row in rows]
        path = text(folder / "lijst.csv", *lines)
    else:
        path = book(folder / "lijst.xlsx", *rows)
    result = read_tables(path)
    assert what(result) == {(ZWOLLE, "IJsselland"), (MEPPEL, "Drenthe")}
    assert result.report.not_matched == {}


def test_a_gemeente_without_verband_below_the_table_is_no_footnote(tmp_path):
    path = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "IJsselland"], ["Meppel", None])
    assert read_tables(path).report.not_matched == {"geen verband genoemd": 1}


def test_a_name_that_begins_as_a_note_does_is_a_gemeente(tmp_path):
    path = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "A"], ["Bronckhorst", None])
    assert read_tables(path).report.not_matched == {"geen verband genoemd": 1}


def test_values_that_are_called_as_headers_are_do_not_make_a_header():
    rows = [
        (1, ["Deelnemer", "Wat"]),
        *[(k, [name, "gemeente"]) for k, name in enumerate("abcd", 2)],
    ]
    assert find_header(rows, lambda cell: cell if cell == "gemeente" else "").last == 0


def test_the_header_that_a_user_names_goes_before_all(tmp_path):
    path = book(
        tmp_path / "x.xlsx", ["Versie", "2"], ["Wie", "Kring"], ["Zwolle", "A"], ["Meppel", "B"]
    )
    mapping = ColumnMapping({"gemeente": "Wie", "verband": "Kring"}, fixed=JEUGD.fixed)
    assert what(read_tables(path, mapping=mapping)) == {(ZWOLLE, "A"), (MEPPEL, "B")}


def test_a_header_that_comes_back_is_no_row(tmp_path):
    path = text(
        tmp_path / "x.csv", "gemeente;jeugdregio", "Zwolle;A", "gemeente;jeugdregio", "Assen;B"
    )
    result = read_tables(path)
    assert what(result) == {(ZWOLLE, "A"), (ASSEN, "B")}
    assert "rij 3 ('kopregel') herhaalt de kopregel" in remarks(result)


def test_code_and_name_below_a_common_header(tmp_path):
    path = text(
        tmp_path / "x.csv",
        "Gemeente;;jeugdregio;",
        "Code;Naam;Code;Naam",
        "GM0193;Zwolle;JZ1;IJsselland",
        "GM0119;Meppel;JZ2;Drenthe",
    )
    assert what(read_tables(path)) == {(ZWOLLE, "IJsselland"), (MEPPEL, "Drenthe")}


def test_capitals_in_choices_do_not_matter(tmp_path):
    head = ["Gemeente", "Verband", "Indeling", "Domein", "Vorm", "Aard"]
    rows = [
        ["Zwolle", "A", "jeugdregio", "Jeugd", "Openbaar lichaam", "INKOOP"],
        ["Assen", "B", "opvangregio", "MO/BW", "openbaar  Lichaam", "Beleid"],
    ]
    result = read_tables(book(tmp_path / "x.xlsx", head, *rows))
    assert what(result) == {(ZWOLLE, "A"), (ASSEN, "B")}
    found = result.deelnames[["domein", "vorm", "aard"]].to_numpy().tolist()
    assert found == [
        ["jeugd", "openbaar lichaam", "inkoop"],
        ["mo-bw", "openbaar lichaam", "beleid"],
    ]


# Sheets ---------------------------------------------------------------------------------------


def test_no_hidden_sheet_is_read_unless_it_is_asked(tmp_path):
    layout = Layout(
        "", {"uitleg": [["Lees dit"]], "Data": LAYOUTS["titelblok"].sheets["Blad1"]}, ""
    )
    layout = Layout("", layout.sheets, "", hidden=("Data",))
    path = layout.save(tmp_path / "x.xlsx")
    with pytest.raises(
        DataError, match=r"--blad; de bladen zijn: 'uitleg' en 'Data' \(verborgen\)"
    ):
        read_tables(path)
    assert what(read_tables(path, mapping=ColumnMapping(sheet="data"))) == RIGHT


def test_rows_that_are_hidden_or_struck_out_are_read_and_told(tmp_path):
    path = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "A"], ["Kampen", "A"], ["Assen", "A"])
    loaded = openpyxl.load_workbook(path)
    sheet = loaded["Blad1"]
    sheet.row_dimensions[3].hidden = True
    for row, strike in ((2, False), (4, True)):
        sheet.cell(row, 1).font = openpyxl.styles.Font(bold=True, strike=strike)
    loaded.save(path)
    result = read_tables(path)
    assert len(result.deelnames) == 3
    assert "ook wat verborgen of weggefilterd is, is gelezen: rij 3." in remarks(result)
    assert "ook wat doorgehaald is, is gelezen: rij 4." in remarks(result)


def test_a_sheet_that_explains_columns_is_not_the_table(tmp_path):
    notes = [["Kolom", "Uitleg"], ["Gemeente", "de naam"], ["jeugdregio", "van 2026"]]
    path = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "A"], uitleg=notes)
    assert what(read_tables(path)) == {(ZWOLLE, "A")}


def test_a_table_that_is_not_understood_names_the_other_sheets(tmp_path):
    path = book(tmp_path / "x.xlsx", ["Foo", "Bar"], ["a", "b"], uitleg=[["Toelichting"]])
    with pytest.raises(DataError, match=r"kolom met gemeenten.*--blad een ander blad: 'uitleg'"):
        read_tables(path)


def test_a_merged_cell_holds_for_every_column_too(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        ["Gemeente", "jeugdregio", "ggd-regio"],
        ["Zwolle", "IJsselland"],
        ["Bron: wij, in één cel over alle kolommen"],
        merged=["B2:C2", "A3:C3"],
    )
    result = read_tables(path)
    assert_accounted(result)
    assert set(result.deelnames["verband"]) == {"IJsselland"}
    assert set(result.deelnames["indeling"]) == {"jeugdregio", "ggd-regio"}
    assert "rij 3" in remarks(result)


CELLS = st.text(alphabet="abc", max_size=2)


@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=8),
    st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=4),
)
def test_spreading_changes_only_cells_of_the_span(rows, corners):
    spans = [Span(min(a, c) + 1, min(b, d), max(a, c) + 1, max(b, d)) for a, b, c, d in corners]
    given_rows = [(line, list(row)) for line, row in enumerate(rows, start=1)]
    for (line, after), before in zip(spread(given_rows, spans), rows, strict=True):
        for place, cell in enumerate(after):
            inside = any(s.top <= line <= s.bottom and s.left <= place <= s.right for s in spans)
            assert inside or cell == (before[place] if place < len(before) else "")
        assert any(after) == any(before)


def test_a_formula_without_a_value_is_told_with_its_row(tmp_path):
    path = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "=A1"], ["=A2", "=A2"])
    result = read_tables(path)
    assert result.report.not_matched == {"formule zonder opgeslagen waarde": 2}
    assert result.report.unmatched["rij"].to_list() == [2, 3]
    assert "sla het op" in result.report.unmatched["toelichting"][0]


# Crosses --------------------------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=15)
@given(
    st.sampled_from(["x", "X ", "1", "ja", "✓", "TRUE", "v", "●"]),
    st.sampled_from(["", "0", "nee", "-", "FALSE", "n.v.t."]),
    st.lists(st.tuples(*[st.booleans()] * 3), min_size=4, max_size=4),
    st.booleans(),
)
def test_crosses_mean_the_same_whatever_sign_and_whichever_way(
    tmp_path_factory, yes, no, marks, turned
):
    gemeenten, verbanden = ["Zwolle", "Kampen", "Meppel", "Assen"], ["A", "B", "C"]
    codes = [ZWOLLE, KAMPEN, MEPPEL, ASSEN]
    right = {
        (codes[k], verbanden[n]) for k, row in enumerate(marks) for n, on in enumerate(row) if on
    }
    filled = [[yes if on else no for on in row] for row in marks]
    assume(all(any(row) for row in (zip(*marks, strict=True) if not turned else marks)))
    if turned:
        cells = [list(column) for column in zip(*filled, strict=True)]
        rows = [["Verband", *gemeenten], *[[n, *r] for n, r in zip(verbanden, cells, strict=True)]]
    else:
        rows = [
            ["Gemeente", *verbanden],
            *[[n, *r] for n, r in zip(gemeenten, filled, strict=True)],
        ]
    path = text(tmp_path_factory.mktemp("x") / "x.csv", *[";".join(row) for row in rows])
    result = read_tables(path, mapping=JEUGD)
    assert what(result) == right
    assert "zijn gelezen als" in remarks(result)


@pytest.mark.parametrize(
    ("lines", "options", "says"),
    [
        (["Gemeente;A;B", "Zwolle;x;", "Assen;;x"], {}, "kruisjes onder 2 verbanden.*--indeling"),
        (["Gemeente;A;B", "Zwolle;v;x", "Assen;x;v"], JEUGD.fixed, "vinkjes en kruisjes"),
        (["Verband;Zwolle;Assen", "A;x;", "B;;x"], {}, "kruisjes onder 2 gemeenten.*--indeling"),
    ],
)
def test_crosses_that_can_mean_two_things_are_asked_about(tmp_path, lines, options, says):
    with pytest.raises(DataError, match=says):
        read_tables(text(tmp_path / "x.csv", *lines), mapping=ColumnMapping(fixed=options))


def test_what_is_no_cross_is_told(tmp_path):
    rows = ["Gemeente;A;B", "Zwolle;x;", "Meppel;?;x", "Assen;;x", "Kampen;x;"]
    result = read_tables(text(tmp_path / "x.csv", *rows), mapping=JEUGD)
    assert what(result) == {(ZWOLLE, "A"), (KAMPEN, "A"), (MEPPEL, "B"), (ASSEN, "B")}
    (lost,) = result.report.unmatched.itertuples()
    assert (lost.rij, lost.verband, lost.gemeente) == (3, "A", "Meppel")
    assert lost.toelichting == "'?' is geen kruisje"


ABOUT = [
    (
        ["Gemeente;Status;A;B", "Zwolle;lid;x;", "Kampen;uitgetreden;x;x", "Meppel;lid;;x"],
        {(ZWOLLE, "A"), (MEPPEL, "B")},
        "2 rijen zijn niet overgenomen, omdat kolom 'Status' 'uitgetreden' zegt",
    ),
    (
        ["Gemeente;Actief;A;B", "Zwolle;ja;x;", "Kampen;nee;x;", "Meppel;ja;;x"],
        {(ZWOLLE, "A"), (MEPPEL, "B")},
        "1 rij is niet overgenomen, omdat kolom 'Actief' 'nee' zegt",
    ),
    (
        ["Verband;Status;Zwolle;Kampen", "A;actueel;x;", "B;opgeheven;x;x", "C;actueel;;x"],
        {(ZWOLLE, "A"), (KAMPEN, "C")},
        "2 rijen zijn niet overgenomen, omdat kolom 'Status' 'opgeheven' zegt",
    ),
    (
        ["Gemeente;A;B;Opmerking", "Zwolle;x;;", "Kampen;x;;uitgetreden in 2020", "Meppel;;x;"],
        {(ZWOLLE, "A"), (KAMPEN, "A"), (MEPPEL, "B")},
        "1 rij telt mee als deelname, hoewel kolom 'Opmerking' 'uitgetreden in 2020' (rij 3)",
    ),
]


@pytest.mark.parametrize(("lines", "right", "says"), ABOUT)
def test_what_stands_beside_crosses_may_say_that_they_do_not_hold(tmp_path, lines, right, says):
    result = read_tables(text(tmp_path / "x.csv", *lines), mapping=JEUGD)
    assert what(result) == right
    assert says in remarks(result)
    assert "naast de kruisjes niet gebruikt" not in remarks(result)


def test_a_status_beside_crosses_can_be_left_out_and_may_name_a_day(tmp_path):
    path = text(
        tmp_path / "x.csv",
        "Gemeente;Status;A;B",
        *("Zwolle;lid;x;", "Kampen;uitgetreden per 1-1-2028;x;x", "Meppel;oud;;x"),
    )
    result = read_tables(path, mapping=JEUGD)
    ends = result.deelnames.groupby("gemeente")["tot"].agg(set).to_dict()
    assert ends == {"Zwolle": {""}, "Kampen": {"2028-01-01"}}
    left_out = replace(JEUGD, skip=("Status",))
    assert len(read_tables(path, mapping=left_out).deelnames) == 4


def test_crosses_may_be_asked_for(tmp_path):
    path = text(tmp_path / "x.csv", "Gemeente;jeugdregio;ggd-regio", "Zwolle;x;x", "Assen;x;")
    asked = ColumnMapping(layout="kruisjes", fixed={"indeling": "soort"})
    assert what(read_tables(path, mapping=asked)) == {
        (ZWOLLE, "jeugdregio"),
        (ZWOLLE, "ggd-regio"),
        (ASSEN, "jeugdregio"),
    }


@pytest.mark.parametrize(("yes", "no"), [("ja", "nee"), ("1", "0"), ("x", ""), ("✓", "n")])
def test_crosses_under_the_name_of_an_indeling_are_no_verbanden(tmp_path, yes, no):
    rows = ["Gemeente;GGD IJsselland;Omgevingsdienst", f"Zwolle;{yes};{no}", f"Assen;{no};{yes}"]
    path = text(tmp_path / "x.csv", *rows)
    with pytest.raises(DataError, match=r"kruisjes onder 2 verbanden.*--indeling"):
        read_tables(path)
    right = {(ZWOLLE, "GGD IJsselland"), (ASSEN, "Omgevingsdienst")}
    assert what(read_tables(path, mapping=JEUGD)) == right


def test_crosses_beside_a_column_with_names_are_told_as_unused(tmp_path):
    rows = ["Gemeente;jeugdregio;Omgevingsdienst", "Zwolle;IJsselland;ja", "Assen;Drenthe;nee"]
    result = read_tables(text(tmp_path / "x.csv", *rows))
    assert what(result) == {(ZWOLLE, "IJsselland"), (ASSEN, "Drenthe")}
    assert "niet gebruikt: 'Omgevingsdienst'" in remarks(result)


def test_columns_of_numbers_are_no_crosses(tmp_path):
    path = text(tmp_path / "x.csv", "Gemeente;A;B", "Zwolle;1;2", "Assen;1;3", "Kampen;1;1")
    with pytest.raises(DataError, match="geen enkele kolom"):
        read_tables(path)


# Codes ----------------------------------------------------------------------------------------


@given(
    st.integers(1, 9999),
    st.sampled_from(["", ".0", ",0", ".00"]),
    st.sampled_from(["", "GM", "gm", "GM ", "GM-", "GM_", "gm.", "NL_GM", "nl.gm"]),
    st.integers(0, 4),
    st.sampled_from(["{}", '="{}"', "'{}", '"{}"', " {} ", "{}\u00a0"]),
)
def test_a_code_has_one_reading_whatever_is_around_it(number, decimals, letters, zeros, around):
    assert as_code(around.format(f"{letters}{number:0{zeros}d}{decimals}")) == f"GM{number:04d}"


def test_codes_in_a_column_of_names_and_names_in_one_of_codes(tmp_path):
    path = text(tmp_path / "x.csv", "gemeente;jeugdregio", "Zwolle;A", "0119;B", "GM9999;B")
    result = read_tables(path)
    lost = result.report.unmatched.set_index("rij")
    assert lost.at[3, "reden"] == "dit is een code en geen naam"
    assert lost.at[3, "toelichting"] == "Misschien Meppel"
    assert lost.at[4, "reden"] == "deze code is onbekend bij deze gemeenten"
    path = text(tmp_path / "y.csv", "code;jeugdregio", "Zwolle;A", "19x3;B", "Zwolla;B")
    result = read_tables(path)
    assert what(result) == {(ZWOLLE, "A")}
    assert result.report.unmatched["reden"].to_list() == [
        "dit is geen CBS-code van een gemeente",
        "deze naam is onbekend",
    ]


@pytest.mark.parametrize(
    ("header", "one", "two"),
    [
        ("gemeente", "193", "0119"),
        ("sleutel", "GM0193", "GM0119"),
        ("naam", "gm 193", "GM119"),
        ("GISCO_ID", "NL_GM0193", "NL_GM0119"),
    ],
)
def test_a_column_of_codes_is_found_whatever_it_is_called(tmp_path, header, one, two):
    path = text(tmp_path / "x.csv", f"jeugdregio;{header}", f"A;{one}", f"B;{two}")
    result = read_tables(path)
    assert what(result) == {(ZWOLLE, "A"), (MEPPEL, "B")}
    assert f"kolom '{header}' is gelezen als de codes" in remarks(result)


@pytest.mark.parametrize("header", ["gm", "Gemeentenummer", "Code gemeente", "LAU code"])
def test_plain_numbers_are_codes_where_the_header_says_so(tmp_path, header):
    path = text(tmp_path / "x.csv", f"{header};jeugdregio", "0193,00;A", "119,0;B")
    assert what(read_tables(path)) == {(ZWOLLE, "A"), (MEPPEL, "B")}


# Layers ---------------------------------------------------------------------------------------


def square(code, **columns):
    shape = shapely.box(155_000, 463_000, 156_000, 464_000)
    return gpd.GeoDataFrame({**columns, "c": [code]}, geometry=[shape], crs="EPSG:28992")


@pytest.mark.parametrize("name", ["gemeenten", "Gemeente_2026", "cbs_gemeenten"])
def test_of_several_layers_that_of_gemeenten_is_taken_and_told(tmp_path, name):
    parts = {"wijken": square("WK1"), name: square("GM0193"), "layer_styles": square("x")}
    path = write_gpkg(tmp_path / "x.gpkg", parts)
    found = read_layer(path)
    assert found.table["c"].to_list() == ["GM0193"]
    assert found.notes == (f"x.gpkg: laag {name} is gelezen; kies met --laag een andere: wijken.",)


def test_columns_called_after_indelingen_are_read_from_a_map_of_gemeenten(tmp_path):
    places = [(ZWOLLE, "A", 0), (ZWOLLE, "A", 1000), (MEPPEL, "B", 2000)]
    shapes = gpd.GeoDataFrame(
        [{"code": code, "jeugdregio": region, "H2O": "NEE"} for code, region, _ in places],
        geometry=[shapely.affinity.translate(square("").geometry[0], east) for *_, east in places],
        crs="EPSG:28992",
    )
    path = write_gpkg(tmp_path / "kaart.gpkg", {"gemeenten": shapes})
    result = read_tables(path)
    assert what(result) == {(ZWOLLE, "A"), (MEPPEL, "B")}
    assert "niet gebruikt: 'H2O'" in remarks(result)


def test_a_table_of_which_the_file_is_called_gemeenten_is_read(tmp_path):
    path = text(tmp_path / "gemeenten.csv", "gemeente;jeugdregio", "Zwolle;A")
    assert what(read_tables(path)) == {(ZWOLLE, "A")}


def test_of_a_folder_the_columns_of_gemeenten_that_are_not_used_are_told(tmp_path):
    text(tmp_path / "gemeenten.csv", "code;naam;jeugdregio", f"{ZWOLLE};Zwolle;A")
    text(tmp_path / "verbanden.csv", "gemeente;verband;indeling", "Zwolle;B;ggd-regio")
    result = read_tables(tmp_path)
    assert what(result) == {(ZWOLLE, "B")}
    assert "gemeenten.csv: deze kolom is niet gebruikt: 'jeugdregio'" in remarks(result)


@pytest.mark.parametrize("option", ["--laag", "--blad"])
def test_the_option_that_is_named_works(tmp_path, option, run):
    path = write_gpkg(tmp_path / "x.gpkg", {"a": gemeente_layer(), "b": gemeente_layer()})
    assert "Kies er een met --blad: a, b" in told(run("gegevens", "inlezen", path))
    assert run("gegevens", "inlezen", path, option, "a")[0] == 0


def test_the_map_that_goes_with_a_table_is_chosen_with_laag(tmp_path, run):
    path = write_gpkg(tmp_path / "x.gpkg", {"a": gemeente_layer(), "b": gemeente_layer()})
    table = text(tmp_path / "t.csv", "code;jeugdregio", "GM0001;A")
    command = ("gegevens", "inlezen", table, "--gemeenten", path)
    assert "Kies er een met --laag: a, b" in told(run(*command))
    assert run(*command, "--laag", "a")[0] == 0


def test_a_map_without_codes_says_what_to_do_in_that_file(tmp_path, run):
    path = write_gpkg(tmp_path / "x.gpkg", {"a": square("Zwolle")})
    table = text(tmp_path / "t.csv", "code;jeugdregio", "GM0001;A")
    said = told(run("gegevens", "inlezen", table, "--gemeenten", path))
    assert "Noem haar in dat bestand 'code'; de kolommen zijn: c" in said
    assert "--kolom" not in said


def test_names_that_a_shapefile_cut_off_are_known(tmp_path):
    shapes = square("x").assign(gemeenteco="GM0193", gemeentena="Zwolle", oppervlakt=12.5)
    shapes.drop(columns="c").to_file(tmp_path / "kaart.shp", engine="pyogrio")
    result = read_tables(tmp_path / "kaart.shp")
    assert result.gemeenten["naam"].to_dict() == {ZWOLLE: "Zwolle"}
    assert result.gemeenten["oppervlakte_km2"].to_list() == [12.5]
    assert "'gemeenteco' als gemeente_code" in remarks(result)
    path = text(tmp_path / "x.csv", "gemeentena;arbeidsmar;zorgkantoo", "Zwolle;A;B")
    result = read_tables(path)
    assert set(result.deelnames["indeling"]) == {"arbeidsmarktregio", "zorgkantoorregio"}


def topology(*, scale: float, west: float, south: float) -> str:
    """One square in the form of TopoJSON, without a coordinate system as is usual."""
    arc = [[0, 0], [500, 0], [0, 500], [-500, 0], [0, -500]]
    own = {"statcode": "GM0599", "statnaam": "Rotterdam"}
    shape = {"type": "Polygon", "arcs": [[0]], "properties": own}
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [scale, scale], "translate": [west, south]},
            "arcs": [arc],
            "objects": {"gemeente_2023": {"type": "GeometryCollection", "geometries": [shape]}},
        }
    )


@pytest.mark.parametrize("ending", [".json", ".topojson"])
@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ({"scale": 0.0001, "west": 4.4, "south": 51.9}, "graden"),
        ({"scale": 10, "west": 90_000, "south": 435_000}, "meters"),
    ],
)
def test_topojson_is_read_in_degrees_or_metres(tmp_path, ending, place, unit):
    path = tmp_path / f"gemeente{ending}"
    path.write_text(topology(**place))
    result = read_tables(path)
    assert result.gemeenten["naam"].to_dict() == {"GM0599": "Rotterdam"}
    west, south, *_ = result.gemeenten.total_bounds
    assert (80_000 < west < 100_000, 430_000 < south < 445_000) == (True, True)
    assert f"gelezen als {unit}" in remarks(result)


# Kinds of files -------------------------------------------------------------------------------

RECORDS = [
    {"Gemeente": "Zwolle", "CBS": 193, "jeugdregio": "A"},
    {"CBS": "0119", "jeugdregio": "B"},
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        json.dumps({"value": RECORDS}),
        json.dumps({"success": True, "result": {"fields": [{"id": "x"}], "records": RECORDS}}),
        json.dumps([{"recordid": "a", "fields": record} for record in RECORDS]),
        "\n".join(map(json.dumps, RECORDS)),
        json.dumps([["CBS", "jeugdregio"], [193, "A"], [119, "B"]]),
        json.dumps({"GM0193": {"jeugdregio": "A"}, "GM0119": {"jeugdregio": "B"}}),
    ],
)
def test_records_in_json_are_a_table(tmp_path, content):
    path = text(tmp_path / "x.json", content)
    assert kind_of(str(path)) == "tabel"
    assert what(read_tables(path)) == {(ZWOLLE, "A"), (MEPPEL, "B")}


STATLINE = [
    [
        "Regio's",
        "Codes en namen van gemeenten/Code (code)",
        "GGD-regio's/Code (code)",
        "X/Naam (naam)",
    ],
    ["Zwolle", "GM0193    ", "GG1009    ", "GGD IJsselland   "],
    ["Meppel", "GM0119    ", "GG0706    ", "GGD Drenthe      "],
]
LEVELS = [
    ["Gebieden in Nederland 2026"],
    ["", "Codes en namen van gemeenten", "Lokaliseringen", "Lokaliseringen"],
    ["", "Code", "GGD-regio's", "GGD-regio's"],
    ["Regio's", "code", "Code", "Naam"],
    *STATLINE[1:],
    ["Bron: CBS"],
]


@pytest.mark.parametrize("rows", [STATLINE, LEVELS], ids=["one row", "more rows"])
def test_what_the_site_of_statline_exports_is_known_by_its_headers(tmp_path, rows):
    lines = [";".join(f'"{cell}"' for cell in row) for row in rows]
    path = text(tmp_path / "x.csv", *lines)
    assert kind_of(str(path)) == "statline"
    assert what(read_statline(path)) == {(ZWOLLE, "GGD IJsselland"), (MEPPEL, "GGD Drenthe")}
    file = book(tmp_path / "x.xlsx", *rows)
    assert what(read_statline(file)) == {(ZWOLLE, "GGD IJsselland"), (MEPPEL, "GGD Drenthe")}
    with pytest.raises(DataError, match="geef --soort statline"):
        read_tables(book(tmp_path / "y.xlsx", *STATLINE))


def test_a_workbook_and_a_text_are_known_by_what_they_are(tmp_path):
    file = book(tmp_path / "x.xlsx", HEAD, ["Zwolle", "A"])
    file.rename(tmp_path / "x.csv")
    result = read_tables(tmp_path / "x.csv")
    assert what(result) == {(ZWOLLE, "A")}
    assert "x.csv is in werkelijkheid een werkmap" in remarks(result)
    result = read_tables(text(tmp_path / "y.xls", "gemeente\tjeugdregio", "Zwolle\tA"))
    assert what(result) == {(ZWOLLE, "A")}
    assert "y.xls is in werkelijkheid een tekstbestand" in remarks(result)


CONTENT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>
 <style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>
 </style:style></office:automatic-styles><office:body><office:spreadsheet>
 <table:table table:name="oud" table:style-name="ta1">
 <table:table-row><table:table-cell><text:p>gemeente</text:p></table:table-cell>
 <table:table-cell><text:p>jeugdregio</text:p></table:table-cell></table:table-row>
 </table:table>
 <table:table table:name="Data" table:style-name="ta2">
 <table:table-row><table:table-cell table:number-columns-spanned="3"><text:p>Titel</text:p>
 </table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
 <table:table-row table:number-rows-repeated="2"><table:table-cell
  table:number-columns-repeated="16384"/></table:table-row>
 <table:table-row><table:table-cell office:value-type="string"><text:p>jeugdregio</text:p>
 </table:table-cell><table:table-cell><text:p>code</text:p></table:table-cell>
 <table:table-cell><text:p>van</text:p></table:table-cell></table:table-row>
 <table:table-row><table:table-cell table:number-rows-spanned="2"><text:p
 >IJssel<text:s/>land</text:p></table:table-cell><table:table-cell
  office:value-type="float" office:value="193"><text:p>193,00
 </text:p></table:table-cell><table:table-cell office:value-type="date"
 office:date-value="2015-01-01"><text:p>1 jan. 2015</text:p></table:table-cell></table:table-row>
 <table:table-row><table:covered-table-cell/><table:table-cell><text:p>GM0166</text:p>
 </table:table-cell></table:table-row>
 <table:table-row><table:table-cell table:formula="of:=[.A1]"/><table:table-cell><text:p>GM0119
 </text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="1048570"><table:table-cell
  table:number-columns-repeated="16384"/></table:table-row>
 </table:table></office:spreadsheet></office:body></office:document-content>"""


def opendocument(path, content=CONTENT):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return path


def test_a_sheet_of_libreoffice(tmp_path):
    row = "<table:table-row><table:covered-table-cell/>"
    assert row in CONTENT
    filtered = CONTENT.replace(row, row.replace("row>", 'row table:visibility="filter">'))
    result = read_tables(opendocument(tmp_path / "x.ods", filtered))
    assert "is gelezen: rij 6." in remarks(result)
    assert what(result) == {(ZWOLLE, "IJssel land"), (KAMPEN, "IJssel land")}
    assert result.deelnames["van"].to_list() == ["2015-01-01", ""]
    assert result.report.not_matched == {"formule zonder opgeslagen waarde": 1}
    assert result.report.unmatched["rij"].to_list() == [7]
    assert "'oud' (verborgen)" in remarks(result)


@pytest.mark.parametrize("content", ["", "<a", "<!DOCTYPE a><a/>", CONTENT[:900], "<a/>"])
def test_a_damaged_sheet_of_libreoffice_is_refused(tmp_path, content):
    with pytest.raises(DataError, match=r"x\.ods"):
        read_sheet(opendocument(tmp_path / "x.ods", content))


def test_a_sheet_of_libreoffice_that_claims_millions_of_cells_is_refused(tmp_path):
    many = (
        'table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="1000"'
    )
    one = f"<table:table-row {many}><text:p>x</text:p></table:table-cell></table:table-row>"
    content = CONTENT.replace("</table:table>", one * 20 + "</table:table>", 1)
    with pytest.raises(DataError, match="te veel cellen"):
        read_sheet(opendocument(tmp_path / "x.ods", content))


def test_an_old_workbook(tmp_path):
    xlwt = pytest.importorskip("xlwt")
    pytest.importorskip("python_calamine")
    made = xlwt.Workbook()
    hidden = made.add_sheet("oud")
    for place, cell in enumerate([*HEAD]):
        hidden.write(0, place, cell)
        hidden.write(1, place, "OUD")
    hidden.visibility = 1
    sheet = made.add_sheet("Data")
    for place, cell in enumerate(["jeugdregio", "code"]):
        sheet.write(0, place, cell)
    sheet.write_merge(1, 2, 0, 0, "IJsselland")
    sheet.write(1, 1, 193)
    sheet.write(2, 1, 166)
    made.save(str(tmp_path / "x.xls"))
    result = read_tables(tmp_path / "x.xls")
    assert what(result) == {(ZWOLLE, "IJsselland"), (KAMPEN, "IJsselland")}
    assert "'oud' (verborgen)" in remarks(result)


def test_a_damaged_old_workbook_is_refused(tmp_path):
    pytest.importorskip("python_calamine")
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000)
    with pytest.raises(DataError, match="beschadigd"):
        read_tables(path)


# Encodings ------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(["Fryslân", "Súdwest", "Zwolle", "één"]), st.booleans())))
def test_every_line_is_read_in_its_own_encoding(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("x") / "x.csv"
    raw = [f"{word};1\n".encode("cp1252" if narrow else "utf-8") for word, narrow in lines]
    path.write_bytes("naam;ë\n".encode() + b"".join(raw))
    if not lines:
        return
    found = read_delimited(path)
    assert found.table["naam"].to_list() == [word for word, _ in lines]
    foreign = [k for k, (word, narrow) in enumerate(lines, 2) if narrow and not word.isascii()]
    assert bool(foreign) == bool(found.notes)
    if foreign:
        assert "heeft twee coderingen" in found.notes[0]
        assert str(foreign[0]) in found.notes[0]


def test_a_marked_file_that_goes_on_in_another_encoding_is_read_and_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xef\xbb\xbfa;b\nz;1\n\xe9\xe9n;2\n")
    found = read_delimited(path)
    assert found.table["a"].to_list() == ["z", "één"]
    assert "rij 3 in Windows-1252" in found.notes[0]


@given(st.text(alphabet="Súdwest Fryslânéëïöü-", min_size=1).map(str.strip).filter(bool))
def test_utf_8_that_was_saved_as_utf_8_twice_is_mended(tmp_path_factory, word):
    path = tmp_path_factory.mktemp("x") / "x.csv"
    twice = word.encode().decode("cp1252", "ignore")
    assume(twice.encode("cp1252").decode("utf-8", "ignore") == word)
    path.write_text(f"naam;b\n{twice};1\nIJsselland;2\n", encoding="utf-8")
    found = read_delimited(path)
    assert found.table["naam"].to_list() == [word, "IJsselland"]
    assert bool(found.notes) == (twice != word)


def test_messages_are_dutch(tmp_path):
    made = {
        "a.xlsx": b"PK\x03\x04kapot",
        "b.json": b'[{"a": 1]',
        "c.gpkg": b"SQLite format 3\x00kapot",
        "d.topojson": b'{"type": "Topology"',
        "e.ods": b"PK\x03\x04kapot",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError) as caught:
            read_tables(tmp_path / name)
        said = str(caught.value)
        english = (" is not ", " not ", "File", "Error", "expected", "Expecting", "unexpected")
        assert [word for word in english if word in said] == []


# The cases themselves -------------------------------------------------------------------------

CASE = {
    "08": ("tabel.csv --gemeenten wijkenbuurten.gpkg", "8 overgenomen"),
    "09": ("tabel.csv --gemeenten kaart.shp", "8 overgenomen"),
    "11": ("tabel.xlsx", "2 overgenomen"),
    "11b": ("samengevoegde-kop.xlsx", "4 overgenomen"),
    "12": ("tabel.xlsx", "blad 'Data' is gelezen"),
    "12b": ("verborgen-blad.xlsx", "blad '2016' is gelezen"),
    "17": ("tabel.csv --gemeenten gemeente.json", "1 overgenomen"),
    "17b": ("gemeente.topojson", "graden (EPSG:4326)"),
    "18": ("tabel.csv", "6 overgenomen"),
    "19": ("samengevoegd.xlsx", "5 overgenomen"),
    "19b": ("formules.xlsx", "formule zonder opgeslagen waarde"),
    "20": ("tabel.csv", "veiligheidsregio          1          3          3"),
    "26": ("zorgkantoor.json", "zorgkantoorregio          2          2          2"),
    "26b": ("statline.csv", "ggd-regio          2          2          2"),
}


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/gevallen is er niet")
@pytest.mark.parametrize("case", CASE)
def test_a_case_gives_the_right_value(case, monkeypatch, run):
    (folder,) = CASES.glob(f"{case[:2]}-*")
    monkeypatch.chdir(folder)
    command, says = CASE[case]
    code, out, err = run("gegevens", "inlezen", *command.split())
    assert code == 0, err
    assert " ".join(says.split()) in " ".join(out.split())
