"""Tables of users: long and wide, in every kind of file, with every row accounted for."""

import itertools
import json
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import (
    CODES,
    JEUGD,
    NAMES,
    RD,
    WERK,
    assert_accounted,
    deelname_pairs,
    gemeente_boxes,
    pairs,
)

from lappendeken.errors import DataError, WrongUsageError
from lappendeken.reading import read_tables
from lappendeken.reading import tables as strict
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.settling import mapping as mappings
from lappendeken.reading.settling.ledger import Ledger
from lappendeken.reading.settling.mapping import ColumnMapping, read_mapping
from lappendeken.reading.settling.periods import with_dates
from lappendeken.reading.tables import embedded_folder

LONG = pd.DataFrame(sorted(pairs(JEUGD)), columns=["code", "regio"])
LONG["gemeente"] = LONG["code"].map(NAMES)
WIDE = LONG.rename(columns={"regio": "jeugdregio"}).merge(
    pd.DataFrame(sorted(pairs(WERK)), columns=["code", "arbeidsmarktregio"]), how="left"
)
JEUGDREGIO = {"indeling": "jeugdregio"}


def save(table: pd.DataFrame, path: Path) -> Path:
    """A table in the kind of file that its name says."""
    table = table.fillna("")
    ending = path.suffix
    if ending == ".csv":
        table.to_csv(path, index=False, sep=";", encoding="cp1252")
    elif ending == ".xlsx":
        table.to_excel(path, index=False)
    elif (ending == ".parquet" and "geometry" not in table) or ending == ".parquet":
        table.to_parquet(path)
    else:
        table.to_file(path, engine="pyogrio")
    return path


def with_boxes(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A table with a row a gemeente as a layer."""
    shapes = table["code"].map(gemeente_boxes())
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes.to_list(), crs=RD))


def csv(folder: Path, *lines: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def known():
    """The gemeenten of the drawing."""
    shapes = gpd.GeoSeries(gemeente_boxes(), crs=RD)
    return gpd.GeoDataFrame({"naam": pd.Series(NAMES)}, geometry=shapes)


# Every kind of file -------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_long_table(tmp_path, known, ending):
    path = save(LONG, tmp_path / f"jeugd{ending}")
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames, "jeugdregio") == pairs(JEUGD)
    assert set(result.deelnames["domein"]) == {"jeugd"}
    assert set(result.deelnames["rol"]) == {"deelnemer"}
    assert result.report.read == len(pairs(JEUGD)) == result.report.matched


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_wide_table(tmp_path, known, ending):
    result = read_tables(save(WIDE, tmp_path / f"regios{ending}"), gemeenten=known)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames, "jeugdregio") == pairs(JEUGD)
    assert deelname_pairs(result.deelnames, "arbeidsmarktregio") == pairs(WERK)
    # A cell for each of 16 gemeenten and two indelingen; the island has no arbeidsmarktregio.
    assert result.report.read == 32
    assert result.report.not_matched == {"geen verband genoemd": 1}


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".parquet"])
def test_a_map_layer_gives_gemeenten_and_what_is_named_of_it(tmp_path, ending):
    layer = with_boxes(WIDE.rename(columns={"arbeidsmarktregio": "werk"}))
    layer["inwoners"] = range(16)
    if ending == ".geojson":
        layer = layer.to_crs("EPSG:4326")
    path = save(layer, tmp_path / f"kaart{ending}")
    mapping = read_mapping(["arbeidsmarktregio=werk", "jeugdregio=jeugdregio"])
    result = read_tables(path, mapping=mapping)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames, "jeugdregio") == pairs(JEUGD)
    assert deelname_pairs(result.deelnames, "arbeidsmarktregio") == pairs(WERK)
    assert result.gemeenten["naam"].to_dict() == NAMES
    assert result.gemeenten["inwoners"].sum() == sum(range(16))
    assert result.gemeenten.geometry.area.to_list() == pytest.approx([1e6] * 16, rel=1e-4)
    assert result.gemeenten.crs == RD


def test_a_map_layer_is_read_as_any_table_and_of_gemeenten_only_when_asked(tmp_path):
    path = save(with_boxes(WIDE), tmp_path / "kaart.gpkg")
    result = read_tables(path)
    assert len(result.gemeenten) == 16
    assert deelname_pairs(result.deelnames) == pairs(JEUGD) | pairs(WERK)
    result = read_tables(path, mapping=ColumnMapping(layout="gemeenten"))
    assert (len(result.gemeenten), len(result.deelnames)) == (16, 0)
    assert result.report.read == 16
    assert "'jeugdregio' en 'arbeidsmarktregio'" in " ".join(result.report.remarks)


def test_a_folder_with_both(tmp_path):
    save(with_boxes(LONG[["code", "gemeente"]]), tmp_path / "Gemeenten.gpkg")
    save(LONG.assign(indeling="jeugdregio"), tmp_path / "verbanden.xlsx")
    (tmp_path / "datapackage.json").write_text('{"peildatum": "2020-01-01"}')
    result = read_tables(tmp_path)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == pairs(JEUGD)
    assert result.report.read == 32
    assert result.peildatum.isoformat() == "2020-01-01"
    assert not result.gemeenten.geometry.isna().any()


@pytest.mark.slow
def test_the_embedded_folder_is_read_as_the_strict_reader_reads_it():
    result = read_tables(embedded_folder())
    expected = strict.read_tables(embedded_folder())
    assert_accounted(result)
    assert result.report.not_matched == {}
    pd.testing.assert_frame_equal(
        result.deelnames, expected.verbanden.reset_index(drop=True), check_index_type=False
    )
    assert result.gemeenten["inwoners"].equals(expected.gemeenten["inwoners"])
    assert result.gemeenten.geometry.geom_equals_exact(expected.gemeenten.geometry, 0.001).all()
    assert result.peildatum == expected.peildatum
    assert set(result.indelingen["indeling"]) == set(expected.indelingen["indeling"])


def test_two_files_of_one_name_are_refused(tmp_path):
    csv(tmp_path, "a;b", "1;2", name="verbanden.csv")
    csv(tmp_path, "a;b", "1;2", name="verbanden.txt")
    with pytest.raises(DataError, match=r"verbanden.csv en verbanden.txt"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("x.xls", "geen kopregel"),
        ("x.numbers", ".xlsx of als CSV"),
        ("x.zip", "Pak het eerst uit"),
        ("x.xml", "--soort register"),
        ("x.docx", "niet als tabel gelezen"),
        ("x", "niet als tabel gelezen"),
        ("weg.csv", "ontbreekt"),
        ("weg.xlsx", "ontbreekt"),
        ("weg.gpkg", "ontbreekt"),
        ("weg.parquet", "ontbreekt"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path, name, says):
    if not name.startswith("weg"):
        (tmp_path / name).write_text("iets")
    with pytest.raises(DataError, match=says):
        read_tables(tmp_path / name)


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DataError, match="geen bestand 'verbanden' of 'gemeenten'"):
        read_tables(tmp_path)


# Rows that cannot go along ------------------------------------------------------------------

HEAD = "gemeente_code;gemeente;verband;van;tot;vorm;rol;domein"


@pytest.mark.parametrize(
    ("row", "reason", "note"),
    [
        (";;A;;;;;", "geen gemeente genoemd", "Vul de code"),
        ("GM0001;;;;;;;", "geen verband genoemd", ""),
        (";Dorp Z;A;;;;;", "deze naam is onbekend", "Misschien Dorp"),
        ("GM0099;;A;;;;;", "deze code is onbekend bij deze gemeenten", ""),
        ("GM0099;Dorp B;A;;;;;", "deze code is onbekend bij deze gemeenten", "Dorp B is GM0002"),
        ("GM0001;Dorp B;A;;;;;", "code en naam horen niet bij elkaar", "GM0001 is Dorp A"),
        ("abc;;A;;;;;", "deze naam is onbekend", ""),
        ("1;;A;gisteren;;;;", "ongeldige waarde", "'van' is geen datum: 'gisteren'"),
        ("1;;A;;1/2/2010;;;", "ongeldige waarde", "'tot' is geen datum"),
        ("1;;A;2010-01-01;2010-01-01;;;", "ongeldige waarde", "eindigt op 2010-01-01"),
        ("1;;A;;;;;zorgen", "ongeldige waarde", "onbekend domein 'zorgen'"),
        ("1;;A;;;;;werk", "spreekt een eerdere rij tegen", "domein 'zorg'"),
        ("2;;A;;;;;", "staat al eerder in de bron", "Dorp B staat al in rij 2"),
        ("1;;A;;;;", "aantal cellen wijkt af van de kopregel", "7 cellen in plaats van 8"),
        ("x" * 10_000 + ";;A;;;;;", "deze naam is onbekend", "langer dan"),
    ],
)
def test_a_row_that_cannot_go_along_is_told_with_reason_and_place(
    tmp_path, known, row, reason, note
):
    path = csv(tmp_path, HEAD, "2;;A;;;;;zorg", row, "3;;B;;;;;")
    mapping = ColumnMapping(fixed={"indeling": "proef"})
    result = read_tables(path, mapping=mapping, gemeenten=known)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {("GM0002", "A"), ("GM0003", "B")}
    (told,) = result.report.unmatched.itertuples()
    assert (told.bestand, told.rij, told.reden) == ("t.csv", 3, reason)
    assert note in told.toelichting


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [("1;;B;;;coöperatie;;", "vorm", "coöperatie"), ("1;;B;;;;baas;", "rol", "baas")],
)
def test_a_cell_that_is_not_allowed_is_left_empty_and_told(tmp_path, known, row, column, value):
    path = csv(tmp_path, HEAD, row)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)
    assert deelname_pairs(result.deelnames) == {("GM0001", "B")}
    assert result.deelnames[column].to_list() == [{"rol": "deelnemer"}.get(column, "")]
    (told,) = result.report.cells.itertuples()
    assert (told.rij, told.kolom, told.waarde) == (2, column, value)
    assert told.toelichting.startswith("Kies uit: ")


def test_a_verband_has_one_vorm(tmp_path, known):
    path = csv(tmp_path, HEAD, "1;;A;;;stichting;;", "2;;A;;;convenant;;", "3;;A;;;;;")
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)
    assert result.deelnames["vorm"].to_list() == ["stichting", "", ""]
    assert result.report.cells["waarde"].to_list() == ["convenant"]


def test_periods_may_follow_but_not_overlap(tmp_path, known):
    path = csv(
        tmp_path,
        HEAD,
        "1;;A;2012-01-01;;;;",
        "1;;A;2010-01-01;2012-01-01;;;",
        "1;;A;2011-01-01;2011-06-01;;;",
        "1;;A;2013-01-01;;;;",
    )
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)
    assert_accounted(result)
    assert result.deelnames["van"].to_list() == ["2012-01-01", "2010-01-01"]
    told = result.report.unmatched
    assert told[["rij", "toelichting"]].to_numpy().tolist() == [
        [4, "Dorp A staat al in rij 3"],
        [5, "Dorp A staat al in rij 2"],
    ]


def test_spellings_of_one_verband_are_one_and_that_is_told(tmp_path, known):
    path = csv(tmp_path, "code;regio", "1;West-Brabant", "2;west-brabant ", "3;Wést Brabant")
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)
    assert set(result.deelnames["verband"]) == {"West-Brabant"}
    assert set(result.deelnames["verband_id"]) == {"jeugdregio-west-brabant"}
    assert any("gelezen als één verband" in text for text in result.report.remarks)


def test_names_without_letters_and_very_long_ones_get_their_own_id(tmp_path, known):
    long = "a" * 10_000
    path = csv(tmp_path, "code;regio", "1;東京", "2;大阪", f"3;{long}b", f"4;{long}c")
    ids = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known).deelnames[
        "verband_id"
    ]
    assert ids.nunique() == 4
    assert ids.str.len().max() <= 90


def test_given_ids_must_agree(tmp_path, known):
    path = csv(
        tmp_path,
        "code;verband_id;verband;indeling",
        "1;v1;Een;a",
        "2;v1;;a",
        "3;v1;Twee;a",
        "4;v1;Een;b",
        "5;GM0005;Drie;a",
        "6;v2;;a",
    )
    result = read_tables(path, gemeenten=known)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        ("GM0001", "Een"),
        ("GM0002", "Een"),
        ("GM0006", "v2"),
    }
    told = result.report.unmatched.set_index("rij")["toelichting"]
    assert told[4] == "verband_id 'v1' hoort eerder bij verband 'Een'"
    assert told[5] == "verband_id 'v1' hoort eerder bij indeling 'a'"
    assert told[6] == "verband_id is de code van een gemeente"


def test_former_and_other_names_are_found_and_that_is_told(tmp_path):
    path = csv(tmp_path, "gemeente;regio", "Den Haag;A", "Bussum;A", "GM1942;B", "Bergen;A")
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        ("GM0518", "A"),
        ("GM1942", "B"),
    }
    assert result.report.not_matched == {
        "meer dan één gemeente heet zo": 1,
        "voorganger en opvolger in verschillende verbanden": 1,
    }
    told = " ".join(result.report.remarks)
    assert "andere naam: Den Haag ('s-Gravenhage)" in told
    assert "vroegere naam: Bussum (Gooise Meren)" in told


def test_proposals_are_only_applied_when_accepted(tmp_path):
    path = csv(tmp_path, "gemeente;regio", "Mepel;A")
    mapping = ColumnMapping(fixed=JEUGDREGIO)
    result = read_tables(path, mapping=mapping)
    assert result.deelnames.empty
    assert result.report.proposals["voorstel_naam"].to_list()[0] == "Meppel"
    again = read_tables(path, mapping=mapping, accepted={"Mepel": "GM0119"})
    assert deelname_pairs(again.deelnames) == {("GM0119", "A")}
    assert any("aanvaard voorstel: Mepel (Meppel)" in text for text in again.report.remarks)


# Columns ------------------------------------------------------------------------------------


def test_columns_are_named_on_the_command_line(tmp_path, known):
    path = csv(tmp_path, "Nr;GM-code;Samenwerking;Kleur", "7;1;A;x", "8;2;B;y")
    mapping = read_mapping(["gemeente_code=gm-code", "verband=Samenwerking"], fixed=JEUGDREGIO)
    result = read_tables(path, mapping=mapping, gemeenten=known)
    assert deelname_pairs(result.deelnames) == {("GM0001", "A"), ("GM0002", "B")}
    assert any("niet gebruikt: 'Nr' en 'Kleur'" in text for text in result.report.remarks)


TOML = """
opzet = "breed"
[kolommen]
gemeente_code = "GM-code"
weglaten = ["Opmerking"]
[vast]
bron = "opgave van de regio"
[indelingen.jeugdregio]
kolom = "Jeugd 2023"
[indelingen.zorgkring]
kolom = "Kring"
naam = "zorgkringen"
enkelvoud = "zorgkring"
domein = "zorg"
"""


def test_columns_are_named_in_a_toml_file(tmp_path, known):
    (tmp_path / "k.toml").write_text(TOML, encoding="utf-8")
    path = csv(tmp_path, "GM-code;Jeugd 2023;Kring;Opmerking", "1;A;K;x", "2;B;K;y")
    mapping = read_mapping(path=tmp_path / "k.toml")
    result = read_tables(path, mapping=mapping, gemeenten=known)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames, "zorgkring") == {("GM0001", "K"), ("GM0002", "K")}
    assert set(result.deelnames["bron"]) == {"opgave van de regio"}
    labels = result.indelingen.set_index("indeling")
    assert labels.loc["zorgkring", ["naam", "enkelvoud", "domein"]].tolist() == [
        "zorgkringen",
        "zorgkring",
        "zorg",
    ]
    assert labels.at["jeugdregio", "domein"] == "jeugd"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("a =", "geen geldige TOML|geen geldig TOML"),
        ("kleur = 1", "'kleur' hoort niet"),
        ("kolommen = 1", "moet een tabel zijn"),
        ("[kolommen]\nverband = 3", "moet tekst zijn"),
        ("[indelingen.Jeugd]\nkolom = 'x'", "geen geldige aanduiding"),
        ("[indelingen.jeugd]\nvorm = 'x'", "niet te begrijpen"),
        ("[indelingen.jeugd]\ndomein = 'x'", "onbekend domein 'x'"),
        ("indelingen = {x = 1}", "niet te begrijpen"),
    ],
)
def test_a_toml_file_that_is_wrong_is_refused(tmp_path, toml, says):
    (tmp_path / "k.toml").write_text(toml)
    with pytest.raises(DataError, match=says):
        read_mapping(path=tmp_path / "k.toml")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["verband"], "schrijf rol=kolom"),
        (["=x"], "schrijf rol=kolom"),
        (["Verband x=y"], "geen bekende soort kolom"),
        (["verband=weg"], "geen kolom 'weg'.*regio"),
        (["verband=regio", "indeling=regio"], "twee keer genoemd"),
    ],
)
def test_options_that_are_wrong_are_refused(tmp_path, known, options, says):
    with pytest.raises(WrongUsageError, match=says):
        read_tables(csv(tmp_path, "code;regio", "1;A"), mapping=read_mapping(options))


@pytest.mark.parametrize(
    ("header", "options", "says"),
    [
        ("x;regio", {"fixed": JEUGDREGIO}, "geen kolom met gemeenten.*--kolom gemeente_code"),
        ("code;regio", {}, "geen kolom met de indeling.*--indeling"),
        ("code;x", {"layout": "lang"}, "geen kolom met verbanden"),
        ("code;Mijn regio", {}, "geen enkele kolom heet naar een bekende.*'Mijn regio'"),
    ],
)
def test_a_table_that_misses_a_column_says_which(tmp_path, known, header, options, says):
    path = csv(tmp_path, header, "1;A")
    with pytest.raises(DataError, match=says):
        read_tables(path, mapping=ColumnMapping(**options), gemeenten=known)


@pytest.mark.parametrize(
    "options", [{"layout": "scheef"}, {"fixed": {"domein": "x"}}, {"fixed": {"kleur": "x"}}]
)
def test_a_mapping_that_says_what_is_not_known_is_refused(options):
    with pytest.raises(WrongUsageError):
        ColumnMapping(**options)


def test_a_column_is_no_indeling_unless_it_is_called_so_or_named(tmp_path, known):
    path = csv(tmp_path, "code;Jeugdregio's;Kleur", "1;A;kring 1", "2;B;kring 2")
    result = read_tables(path, gemeenten=known)
    assert set(result.deelnames["indeling"]) == {"jeugdregio"}
    assert any("niet gebruikt: 'Kleur'" in text for text in result.report.remarks)
    named = read_tables(path, mapping=read_mapping(["kring=Kleur"]), gemeenten=known)
    assert deelname_pairs(named.deelnames) == {("GM0001", "kring 1"), ("GM0002", "kring 2")}


def test_two_columns_of_one_indeling_are_refused(tmp_path, known):
    path = csv(tmp_path, "code;jeugdregio;Jeugdregio's", "1;A;B")
    with pytest.raises(DataError, match="zijn dezelfde indeling"):
        read_tables(path, gemeenten=known)


def test_synonyms_are_only_taken_once(tmp_path, known):
    mapping = ColumnMapping()
    header = ["naam", "Gemeentenaam", "CBS-code", "Regio", "Inwonertal"]
    assert mapping.assign(header) == {
        "verband": "Regio",
        "gemeente_code": "CBS-code",
        "gemeente": "Gemeentenaam",
        "inwoners": "Inwonertal",
    }
    assert mapping.left_over(header, mapping.assign(header)) == ["naam"]


@given(st.permutations(mappings.roles()))
def test_columns_called_after_their_role_are_found_in_any_order(header):
    assert ColumnMapping().assign(header) == {role: role for role in mappings.roles()}


# Gemeenten ----------------------------------------------------------------------------------


def test_numbers_of_gemeenten_may_have_a_decimal_comma(tmp_path):
    path = csv(
        tmp_path,
        "code;naam;inwoners;oppervlakte (km2)",
        "1;A;25.243;12,5",
        "2;B;;",
        "3;C;veel;-1",
        "4;D;1,5;1.234,5",
        name="gemeenten.csv",
    )
    mapping = read_mapping(["oppervlakte_km2=oppervlakte (km2)"])
    result = read_tables(path, mapping=mapping)
    own = result.gemeenten
    assert own["inwoners"].fillna(-1).to_list() == [25243, -1, -1, -1]
    assert own["oppervlakte_km2"].fillna(-1).to_list() == [12.5, -1, -1, 1234.5]
    assert result.report.cells[["rij", "kolom", "waarde"]].to_numpy().tolist() == [
        [4, "inwoners", "veel"],
        [5, "inwoners", "1,5"],
        [4, "oppervlakte_km2", "-1"],
    ]
    assert (result.report.read, result.report.matched) == (4, 4)


def test_gemeenten_without_code_or_twice_are_told(tmp_path):
    path = csv(tmp_path, "code;naam;inwoners", "1;A;1", ";B;1", "GM0001;C;1", "FR75;P;1", "x;y")
    result = read_tables(path)
    assert list(result.gemeenten.index) == ["FR75", "GM0001"]
    assert result.report.not_matched == {
        "aantal cellen wijkt af van de kopregel": 1,
        "geen gemeente genoemd": 1,
        "staat al eerder in de bron": 1,
    }
    assert any("geen CBS-code zoals GM0193: FR75" in text for text in result.report.remarks)


def test_geometry_that_cannot_be_used_is_told_and_not_mended(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[5, 52], [6, 53], [6, 52], [5, 53], [5, 52]]]}
    line = {"type": "LineString", "coordinates": [[5, 52], [6, 53]]}
    features = [
        {"type": "Feature", "properties": {"code": f"GM000{k}"}, "geometry": geometry}
        for k, geometry in enumerate([bow, line, None], start=1)
    ]
    path = tmp_path / "kaart.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = read_tables(path)
    told = " ".join(result.report.remarks)
    assert "ongeldige geometrie" in told
    assert "(GM0001)" in told
    assert "geen vlak is (GM0002)" in told
    assert "geen geometrie (GM0003)" in told
    assert not result.gemeenten.geometry.iloc[0].is_valid


# Accounts -----------------------------------------------------------------------------------

GOOD = st.sampled_from([*CODES.values(), *NAMES.values(), "1", "0002"])
ODD = st.sampled_from(["", "GM9999", "Dorp Q", "99999", "-", "Dorp A (oud)"])


@pytest.mark.slow
@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.one_of(GOOD, GOOD, ODD),
            st.one_of(st.just(""), GOOD),
            st.sampled_from(["A", "B", "a", "", "Ä"]),
            st.sampled_from(["", "2010-01-01", "x"]),
            st.sampled_from(["", "2012-01-01", "1-1-2009"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_row_is_accounted_for_and_what_arrives_is_sound(tmp_path_factory, known, rows):
    folder = tmp_path_factory.mktemp("own")
    lines = [";".join(row) for row in rows]
    path = csv(folder, "code;gemeente;verband;van;tot", *lines)
    mapping = ColumnMapping(fixed=JEUGDREGIO)
    if not any(map(any, rows)):
        with pytest.raises(DataError, match="geen rijen"):
            read_tables(path, mapping=mapping, gemeenten=known)
        return
    result = read_tables(path, mapping=mapping, gemeenten=known)
    assert_accounted(result)
    assert result.report.read == sum(any(row) for row in rows)
    own = result.deelnames
    assert not own[["verband_id", "verband", "gemeente_code", "gemeente"]].isin([""]).any().any()
    for _, same in own.groupby(["verband_id", "gemeente_code"]):
        spans = sorted((r.van or "0", r.tot or "9") for r in same.itertuples())
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_nothing_depends_on_the_order_of_rows_but_names_and_order(tmp_path, known):
    forward = read_tables(
        save(LONG, tmp_path / "a.csv"), mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known
    )
    backward = read_tables(
        save(LONG[::-1], tmp_path / "b.csv"),
        mapping=ColumnMapping(fixed=JEUGDREGIO),
        gemeenten=known,
    )
    assert deelname_pairs(forward.deelnames) == deelname_pairs(backward.deelnames)


def test_an_xlsx_of_several_sheets(tmp_path, known):
    book = openpyxl.Workbook()
    book.active.title = "leeg"
    second = book.create_sheet("regio's")
    for row in (["Lijst van 2023"], ["code", "regio"], [1, "A"], ["GM0002", "#N/A"]):
        second.append(row)
    book.create_sheet("oud").append(["niets"])
    book.save(tmp_path / "x.xlsx")
    mapping = ColumnMapping(fixed=JEUGDREGIO)
    result = read_tables(tmp_path / "x.xlsx", mapping=mapping, gemeenten=known)
    assert deelname_pairs(result.deelnames) == {("GM0001", "A")}
    assert result.report.unmatched[["rij", "reden"]].to_numpy().tolist() == [
        [4, "geen verband genoemd"]
    ]
    told = " ".join(result.report.remarks)
    assert "blad 'regio's' is gelezen" in told
    assert "1 cel met een foutwaarde" in told


# Dates ----------------------------------------------------------------------------------------


def periods_of(result):
    rows = result.deelnames.sort_values(["gemeente_code", "van"])
    return list(map(tuple, rows[["gemeente_code", "verband", "van", "tot"]].to_numpy()))


def dated(tmp_path, known, head, *rows):
    path = csv(tmp_path, f"code;regio;{head}", *rows)
    return read_tables(path, mapping=ColumnMapping(fixed=JEUGDREGIO), gemeenten=known)


@pytest.mark.parametrize(
    "head", ["van", "Begindatum", "INGANGSDATUM", "geldig vanaf", "Sinds", "Toegetreden"]
)
def test_a_beginning_is_read_whatever_its_column_is_called(tmp_path, known, head):
    result = dated(tmp_path, known, head, "1;A;1-1-2015", "2;A;2016")
    assert [row[2] for row in periods_of(result)] == ["2015-01-01", "2016-01-01"]


@pytest.mark.parametrize(
    ("end", "given", "tot"),
    [
        ("tot", "1-1-2020", "2020-01-01"),
        ("geldig tot", "31-12-2019", "2019-12-31"),
        ("tot en met", "31-12-2019", "2020-01-01"),
        ("t/m", "2020-01-01", "2020-01-02"),
        ("Einddatum", "31 december 2019", "2020-01-01"),
        ("einddatum", "01-01-2020", "2020-01-01"),
        ("datum uittreding", "2020-01-01T00:00:00", "2020-01-01"),
        ("Uitgetreden", "31-12-2019", "2020-01-01"),
        ("lid tot", "1-1-2020", "2020-01-01"),
        ("einddatum", "2019", "2020-01-01"),
        ("tot", "2020", "2020-01-01"),
        ("einddatum", "heden", ""),
        ("einddatum", "31-12-9999", ""),
        ("tot en met", "9999-12-31", ""),
        ("einddatum", "n.v.t.", ""),
    ],
)
def test_an_end_is_read_whatever_its_column_is_called(tmp_path, known, end, given, tot):
    result = dated(tmp_path, known, f"Begindatum;{end}", f"1;A;1-1-2015;{given}", "1;A;1-1-2021;")
    expected = [("GM0001", "A", "2015-01-01", tot), ("GM0001", "A", "2021-01-01", "")]
    # Without an end the first goes on into the second.
    assert periods_of(result) == (expected if tot else [("GM0001", "A", "2015-01-01", "")])


@pytest.mark.parametrize(
    ("rows", "tot", "told"),
    [
        # What follows says more than what the dates look like.
        (["1;A;2015-01-01;2019-12-31", "1;B;2019-12-31;"], "2019-12-31", "op dezelfde dag"),
        (["1;A;2015-01-01;2020-01-01", "1;B;2020-01-02;"], "2020-01-02", "op de dag erna"),
        (["1;A;2015-01-01;2020-01-01", "2;B;2020-01-01;"], "2020-01-01", "eerste dagen"),
        (["1;A;2015-01-01;2020-03-15", "2;B;;2019-06-01"], "2020-03-15", "eerste dagen"),
        (["1;A;2015-01-01;2020-03-15", "2;B;;2019-06-30"], "2020-03-16", "de laatste dag van"),
        (["1;A;2015-01-01;2020-03-15"], "2020-03-16", "--kolom tot=einddatum"),
    ],
)
def test_dates_say_whether_an_einddatum_is_the_last_day(tmp_path, known, rows, tot, told):
    result = dated(tmp_path, known, "van;einddatum", *rows)
    assert periods_of(result)[0] == ("GM0001", "A", "2015-01-01", tot)
    assert told in " ".join(result.report.remarks)


@pytest.mark.parametrize(
    ("given", "van", "tot"),
    [
        ("2015-2019", "2015-01-01", "2020-01-01"),
        ("2015 – heden", "2015-01-01", ""),
        ("1-1-2015 t/m 31-12-2019", "2015-01-01", "2020-01-01"),
        ("van 1-1-2015 tot 1-1-2020", "2015-01-01", "2020-01-01"),
        ("2015-01-01 - 2019-12-31", "2015-01-01", "2020-01-01"),
        ("sinds mei 2015", "2015-05-01", ""),
        ("tot en met 2019", "", "2020-01-01"),
    ],
)
def test_a_period_in_one_cell_is_a_beginning_and_an_end(tmp_path, known, given, van, tot):
    result = dated(tmp_path, known, "Periode", f"1;A;{given}", "2;A;")
    assert periods_of(result) == [("GM0001", "A", van, tot), ("GM0002", "A", "", "")]


@pytest.mark.parametrize(
    ("head", "cells", "why"),
    [
        ("Periode", "ooit", "geen periode is 'ooit'"),
        ("Periode", "2015", "geen periode is '2015'"),
        ("van;Periode", "2015;2015-2019", "de data staan al in 'van'"),
    ],
)
def test_a_period_that_cannot_be_used_is_told(tmp_path, known, head, cells, why):
    result = dated(tmp_path, known, head, f"1;A;{cells}")
    assert f"kolom 'Periode' is niet gebruikt: {why}." in " ".join(result.report.remarks)


@given(st.dates(date(1900, 1, 1), date(2099, 1, 1)), st.integers(1, 10_000))
def test_a_period_says_what_two_columns_say(begin, days):
    end = begin + timedelta(days=days)
    for word, shift in ((" t/m ", -1), (" tot ", 0)):
        last = end + timedelta(days=shift)
        for form in ("%d-%m-%Y", "%Y-%m-%d"):
            text = begin.strftime(form) + word + last.strftime(form)
            table = pd.DataFrame({"x": [text]}, dtype="str")
            grid, roles = with_dates(Grid("t.csv", table), {"periode": "x"}, {}, Ledger("t.csv"))
            found = [grid.table[roles[role]].item() for role in ("van", "tot")]
            assert found == [begin.isoformat(), end.isoformat()]


def test_the_user_says_what_an_end_is(tmp_path, known):
    path = csv(tmp_path, "code;regio;einddatum", "1;A;2020-01-01")
    for role, tot in (("tot", "2020-01-01"), ("tot_en_met", "2020-01-02")):
        mapping = ColumnMapping({role: "einddatum"}, fixed=JEUGDREGIO)
        result = read_tables(path, mapping=mapping, gemeenten=known)
        assert periods_of(result) == [("GM0001", "A", "", tot)]


def test_an_end_that_is_no_date_is_told_with_its_row(tmp_path, known):
    result = dated(tmp_path, known, "van;t/m", "1;A;2015;ooit", "2;B;2015;31-02-2019")
    assert set(result.report.unmatched["rij"]) == {2, 3}
    notes = " ".join(result.report.unmatched["toelichting"])
    assert "'tot' is geen datum: 'ooit'" in notes
    assert "'31-02-2019'" in notes


@given(st.lists(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), min_size=1))
def test_a_last_day_and_the_day_after_say_the_same(days):
    for role, shift in (("tot_en_met", 0), ("tot", 1)):
        cells = [(day + timedelta(days=shift)).strftime("%d-%m-%Y") for day in days]
        table = pd.DataFrame({"x": cells}, dtype="str")
        grid, roles = with_dates(Grid("t.csv", table), {role: "x"}, {role: "x"}, Ledger("t.csv"))
        assert roles == {"tot": "x"}
        assert grid.table["x"].tolist() == [(d + timedelta(days=1)).isoformat() for d in days]
