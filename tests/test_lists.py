"""Lists as people have them: cells that say nothing, several names in a cell, plain headers."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import assert_accounted, deelname_pairs

from lappendeken.errors import DataError
from lappendeken.reading import read_tables
from lappendeken.reading.settling import blanks
from lappendeken.reading.settling.mapping import ColumnMapping, read_mapping
from lappendeken.reading.settling.splitting import apart

JEUGD = {"indeling": "jeugdregio"}
NOTHING = (
    *("n.v.t.", "nvt", "N.V.T", "-", "--", "—", "?", ".", "…", "geen", "Geen", "onbekend", "NULL"),
    *("#N/B", "#N/A", "x", "X", "n/a", "N/A", "(leeg)", "niet van toepassing", "n.n.b.", "None"),
    *("<null>", "nan", "geen regio", "#VERW!", "*", "/", "nog niet bekend", "zie opm. 3"),
    *("Volgt nog", "nee", "niet aangesloten"),
    *("Overig", "overige gemeenten", "Zelfstandig", "eigen regio", "valt buiten", "doet niet mee"),
)


def table(folder: Path, kind: str, *rows: str) -> Path:
    """A table as CSV or as a spreadsheet."""
    path = folder / f"lijst.{kind}"
    if kind == "csv":
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row.split(";")])
    book.save(path)
    return path


def remarks(result) -> str:
    return "\n".join(result.report.remarks)


# Cells that say nothing ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_says_nothing_is_no_verband(tmp_path, kind):
    rows = ("gemeente;jeugdregio", "Zwolle;IJsselland", *(f"Meppel;{text}" for text in NOTHING))
    result = read_tables(table(tmp_path, kind, *rows))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {("GM0193", "IJsselland")}
    assert result.report.not_matched == {"geen verband genoemd": len(NOTHING)}
    # Excel has errors of its own, which are told as such.
    errors = sum(text.startswith("#") for text in NOTHING) if kind == "xlsx" else 0
    assert f"{len(NOTHING) - errors} cellen gelezen als geen verband: " in remarks(result)
    assert not errors or f"{errors} cellen met een foutwaarde van Excel" in remarks(result)


def test_the_nought_of_an_empty_formula_is_no_verband_but_a_number_is(tmp_path):
    rows = ("gemeente;jeugdregio", "Zwolle;IJsselland", "Meppel;0")
    result = read_tables(table(tmp_path, "csv", *rows))
    assert deelname_pairs(result.deelnames) == {("GM0193", "IJsselland")}
    assert 'gelezen als geen verband: "0" (1)' in remarks(result)
    kept = read_tables(table(tmp_path, "csv", *rows), mapping=ColumnMapping(keep=("0",)))
    assert len(kept.deelnames) == 2
    numbers = (*rows[:1], "Zwolle;2", "Meppel;0")
    assert len(read_tables(table(tmp_path, "csv", *numbers)).deelnames) == 2


def test_it_is_told_by_count_and_in_every_layout(tmp_path):
    rows = ("Zwolle;IJsselland", "Meppel;n.v.t.", "Deventer;n.v.t.", "Kampen;-")
    for head in ("gemeente;jeugdregio", "gemeente;verband"):
        path = table(tmp_path, "csv", head, *rows)
        mapping = ColumnMapping(fixed=JEUGD if "verband" in head else {})
        result = read_tables(path, mapping=mapping)
        assert len(result.deelnames) == 1
        told = '3 cellen gelezen als geen verband: "n.v.t." (2) en "-" (1)'
        assert told in remarks(result)


def test_what_says_nothing_is_no_code_and_no_name(tmp_path):
    rows = []
    for k, text in enumerate(NOTHING):
        rows += [f"{text};Zwolle;A{k};{text};{text}", f"GM0119;{text};A{k};;", f"{text};{text};A;;"]
    path = table(tmp_path, "csv", "code;gemeente;jeugdregio;van;tot", *rows)
    result = read_tables(path, mapping=read_mapping(["verband=jeugdregio"], fixed=JEUGD))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        (code, f"A{k}") for k in range(len(NOTHING)) for code in ("GM0193", "GM0119")
    }
    assert set(result.deelnames["tot"]) == {""}
    assert result.report.not_matched == {"geen gemeente genoemd": len(NOTHING)}
    assert "gelezen als geen gemeente" in remarks(result)


def test_one_that_is_a_name_may_be_kept(tmp_path):
    path = table(tmp_path, "csv", "gemeente;jeugdregio", "Zwolle;Geen", "Meppel;n.v.t.")
    result = read_tables(path, mapping=read_mapping(keep=["geen"]))
    assert deelname_pairs(result.deelnames) == {("GM0193", "Geen")}
    toml = tmp_path / "k.toml"
    toml.write_text('laat-staan = ["Geen"]\n', encoding="utf-8")
    again = read_tables(path, mapping=read_mapping(path=toml))
    assert deelname_pairs(again.deelnames) == {("GM0193", "Geen")}


@given(st.sampled_from(sorted(NOTHING)), st.sampled_from(["", " ", "\u00a0", "\t"]), st.booleans())
def test_case_and_space_around_it_make_no_difference(text, around, upper):
    assert blanks.says_nothing(around + (text.upper() if upper else text) + around)


@given(st.text(min_size=1, max_size=12))
def test_what_has_other_words_is_never_dropped(text):
    assert not blanks.says_nothing(f"Regio {text} Oost")


def test_every_verband_of_the_editions_is_a_name():
    from lappendeken import load

    for edition in (None, "2016"):
        lap = load(edition)
        names = [*lap.verbanden["naam"], *lap.gemeenten["naam"], *lap.gemeenten["provincie"]]
        assert not [name for name in names if blanks.says_nothing(name)]


# Several names in a cell --------------------------------------------------------------------


@pytest.mark.parametrize(
    "between", ["; ", ";", " / ", "/", "\n", ", ", " en ", " & ", " | ", " EN "]
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_cell_with_two_regions_is_split_when_both_are_names(tmp_path, kind, between):
    rows = ("Zwolle,IJsselland", "Meppel,Drenthe", f'Hoogeveen,"IJsselland{between}Drenthe"')
    if kind == "csv":
        path = table(tmp_path, "csv", "gemeente,jeugdregio", *rows)
    else:
        path = tmp_path / "lijst.xlsx"
        book = openpyxl.Workbook()
        book.active.append(["gemeente", "jeugdregio"])
        for row in rows:
            name, _, region = row.partition(",")
            book.active.append([name, region.strip('"')])
        book.save(path)
    result = read_tables(path)
    assert_accounted(result)
    found = {pair for pair in deelname_pairs(result.deelnames) if pair[0] == "GM0118"}
    assert found == {("GM0118", "IJsselland"), ("GM0118", "Drenthe")}
    assert "1 cel noemt meer dan één verband en is gesplitst" in remarks(result)


def test_regions_are_known_from_the_editions_too(tmp_path):
    path = table(tmp_path, "csv", "gemeente,jeugdregio", "Zwolle,IJsselland;Twente")
    found = deelname_pairs(read_tables(path).deelnames)
    assert found == {("GM0193", "IJsselland"), ("GM0193", "Twente")}


def test_a_region_that_is_known_whole_is_never_split(tmp_path):
    rows = ("Zwolle,Gooi", "Meppel,Vechtstreek", "Hilversum,Gooi en Vechtstreek")
    path = table(tmp_path, "csv", "gemeente,jeugdregio", *rows)
    found = deelname_pairs(read_tables(path).deelnames)
    assert ("GM0402", "Gooi en Vechtstreek") in found
    assert len(found) == 3


def test_parts_that_are_no_names_are_not_split_and_that_is_said(tmp_path):
    rows = ("Zwolle,Oost", "Meppel,Oost; Elders", "Kampen,Horst en Kogge")
    path = table(tmp_path, "csv", "gemeente,kring", *rows)
    mapping = read_mapping(["verband=kring"], fixed={"indeling": "kring"})
    result = read_tables(path, mapping=mapping)
    assert {name for _, name in deelname_pairs(result.deelnames)} == {
        *("Oost", "Oost; Elders", "Horst en Kogge")
    }
    told = remarks(result)
    assert "niet elk deel is als verband bekend: 'Oost; Elders'" in told
    assert "Horst" not in told


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Zwolle; Kampen", {"GM0193", "GM0166"}),
        ("Zwolle / Kampen", {"GM0193", "GM0166"}),
        ("Zwolle, Kampen en Den Haag", {"GM0193", "GM0166", "GM0518"}),
        ("Zwolle\nKampen", {"GM0193", "GM0166"}),
        ("Mook en Middelaar en Zwolle", {"GM0944", "GM0193"}),
        ("Nuenen, Gerwen en Nederwetten", {"GM0820"}),
        ("Nuenen, Gerwen en Nederwetten, Zwolle", {"GM0820", "GM0193"}),
        ("Capelle a/d IJssel / Zwolle", {"GM0502", "GM0193"}),
        ("Nissewaard", {"GM1930"}),
        ("GM0193; GM0166", {"GM0193", "GM0166"}),
        ("Horst en Kogge", set()),
        ("Zwolle en omstreken", set()),
    ],
)
def test_a_cell_with_several_gemeenten(tmp_path, cell, codes):
    path = table(tmp_path, "csv", "gemeente,verband", f'"{cell}",Kring')
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert_accounted(result)
    assert {code for code, _ in deelname_pairs(result.deelnames)} == codes
    assert bool(codes) or result.report.not_matched


def test_codes_and_names_that_belong_together_are_split_together(tmp_path):
    rows = ('"193;166","Zwolle; Kampen",A', '"0119/1708",,A', '"193;166",Zwolle,B')
    path = table(tmp_path, "csv", "code,gemeente,verband", *rows)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert_accounted(result)
    assert {code for code, _ in deelname_pairs(result.deelnames)} == {
        *("GM0193", "GM0166", "GM0119", "GM1708")
    }
    assert len(result.report.unmatched) == 1


NAMES = ("Zwolle", "Mook en Middelaar", "Nuenen, Gerwen en Nederwetten", "Bergen op Zoom", "Epe")


@settings(max_examples=60)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True), st.data())
def test_names_put_together_come_apart(names, data):
    signs = st.sampled_from(["; ", " / ", ", ", " en ", "\n", " & "])
    between = [data.draw(signs) for _ in names[1:]]
    cell = names[0] + "".join(a + b for a, b in zip(between, names[1:], strict=True))
    assert apart(cell, NAMES.__contains__) == (names, False)


# A plain header beside ones that say more ----------------------------------------------------

PLAIN = ("Zwolle;West-Overijssel;IJsselland;Regio Zwolle", "Meppel;ZW-Drenthe;Drenthe;Regio Zwolle")


@pytest.mark.parametrize("plain", ["Regio", "regionaam", "REGIO"])
def test_a_column_of_plain_regio_is_none_of_the_indelingen_beside_it(tmp_path, plain):
    head = f"gemeente;{plain};jeugdregio;arbeidsmarktregio"
    result = read_tables(table(tmp_path, "csv", head, *PLAIN))
    assert deelname_pairs(result.deelnames, "jeugdregio") == {
        *(("GM0193", "IJsselland"), ("GM0119", "Drenthe"))
    }
    assert deelname_pairs(result.deelnames, "arbeidsmarktregio") == {
        *(("GM0193", "Regio Zwolle"), ("GM0119", "Regio Zwolle"))
    }
    assert f"deze kolom is niet gebruikt: '{plain}'" in remarks(result)


def test_the_indeling_that_is_asked_for_is_the_column_that_is_called_so(tmp_path):
    head = "gemeente;Regio;jeugdregio;arbeidsmarktregio"
    path = table(tmp_path, "csv", head, *PLAIN)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert {name for _, name in deelname_pairs(result.deelnames)} == {"IJsselland", "Drenthe"}
    assert "niet gebruikt: 'Regio' en 'arbeidsmarktregio'" in remarks(result)
    other = read_tables(path, mapping=ColumnMapping(fixed={"indeling": "bestuursregio"}))
    assert set(other.deelnames["verband"]) == {"West-Overijssel", "ZW-Drenthe"}
    named = read_tables(path, mapping=read_mapping(["jeugdregio=jeugdregio"]))
    assert set(named.deelnames["indeling"]) == {"jeugdregio"}


def test_an_indeling_that_is_asked_for_and_is_not_there_is_refused(tmp_path):
    path = table(tmp_path, "csv", "gemeente;jeugdregio", "Zwolle;IJsselland")
    with pytest.raises(DataError, match="geen kolom heet naar de indeling 'arbeidsmarktregio'"):
        read_tables(path, mapping=ColumnMapping(fixed={"indeling": "arbeidsmarktregio"}))
