"""Lists as people have them: facts of gemeenten, maps in parts, dates, periods, predecessors."""

import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import assert_accounted, deelname_pairs

import lappendeken as ld
from lappendeken.cli import main
from lappendeken.errors import DataError
from lappendeken.names import PROVINCES, one_spelling
from lappendeken.reading import read_tables
from lappendeken.reading.settling.lifetimes import window
from lappendeken.reading.settling.mapping import ColumnMapping, read_mapping

JEUGD = {"indeling": "jeugdregio"}
LATER = {"GM0599": "Rotterdam", "GM1992": "Voorne aan Zee", "GM1963": "Hoeksche Waard"}


def csv(folder: Path, *rows: str) -> Path:
    path = folder / "lijst.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def squares(folder: Path, rows: list[dict[str, object]], name: str = "kaart.geojson") -> Path:
    """A map with a square of a kilometre a row, beside each other."""
    boxes = [
        shapely.box(1000 * k, 450_000, 1000 * k + 1000, 451_000)
        for k in range(100, 100 + len(rows))
    ]
    frame = gpd.GeoDataFrame(rows, geometry=boxes, crs="EPSG:28992").to_crs("EPSG:4326")
    frame.to_file(folder / name, engine="pyogrio")
    return folder / name


def remarks(result) -> str:
    return "\n".join(result.report.remarks)


def run(*arguments: object) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(one) for one in arguments])
    assert not stop.value.code


# Facts of gemeenten -------------------------------------------------------------------------

WIDE = (
    "gemeente_code;gemeente;Provincie;inwoners;jeugdregio",
    "GM0599;Rotterdam;zuid holland;664000;Rijnmond",
    "GM1992;Voorne aan Zee;28;75000;Rijnmond",
    "GM1963;Hoeksche Waard;PV28;90.000;Zuid-Holland Zuid",
)


def test_facts_in_a_table_are_used(tmp_path, capsys):
    shapes = squares(tmp_path, [{"code": code, "naam": name} for code, name in LATER.items()])
    table = csv(tmp_path, *WIDE)
    run("gegevens", "inlezen", table, "--gemeenten", shapes, "--uit", tmp_path / "uit")
    lap = ld.load(tmp_path / "uit")
    assert set(lap.gemeenten["provincie"]) == {"Zuid-Holland"}
    assert lap.gemeenten["inwoners"].sum() == 829_000
    out = capsys.readouterr().out
    assert "kolom 'Provincie' is gebruikt als provincie van 3 gemeenten" in " ".join(out.split())


@pytest.mark.parametrize("long", [True, False])
def test_values_that_contradict_each_other_are_told_and_not_used(tmp_path, long):
    head = (
        "gemeente;verband;inwoners;provincie" if long else "gemeente;jeugdregio;inwoners;provincie"
    )
    rows = ("Zwolle;A;100;Overijssel", "Zwolle;B;200;Drenthe", "Epe;B;50;Gelderland")
    result = read_tables(
        csv(tmp_path, head, *rows), mapping=ColumnMapping(fixed=JEUGD if long else {})
    )
    assert result.gemeenten.at["GM0232", "inwoners"] == 50
    assert result.gemeenten.at["GM0193", "inwoners"] > 100_000
    assert "verschillende waarden van inwoners, niet gebruikt: Zwolle (100 of 200)" in remarks(
        result
    )
    assert "Zwolle (Overijssel of Drenthe)" in remarks(result)


@pytest.mark.parametrize("head", ["verband", "jeugdregio"])
def test_a_number_of_each_verband_is_none_of_gemeenten(tmp_path, head):
    rows = ("Zwolle;A;900", "Epe;A;900", "Meppel;B;70", "Kampen;B;70")
    path = csv(tmp_path, f"gemeente;{head};inwoners", *rows)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert result.gemeenten.at["GM0193", "inwoners"] > 100_000
    assert "geeft elk verband één getal en is dus niet gebruikt" in remarks(result)


SPELT = {
    "Noord-Holland": ("Noord Holland", "noord-holland", "NOORDHOLLAND", "Provincie Noord-Holland"),
    "Zuid-Holland": ("Zuid Holland", "zuid-holland", "Z-Holland", "prov. Zuid-Holland"),
    "Fryslân": ("Friesland", "Fryslan", "FRYSLÂN", "Friesland (NL)"),
    "Noord-Brabant": ("Noord Brabant", "Brabant", "N. Brabant"),
}


@given(st.sampled_from(sorted(SPELT)), st.data())
def test_provinces_have_one_spelling(name, data):
    text = data.draw(st.sampled_from(SPELT[name]))
    assert one_spelling([f" {text} ", name]) == {f" {text} ": name, name: name}


def test_codes_and_names_of_provinces():
    texts = [*PROVINCES, *(code[2:] for code in PROVINCES), "NL-ZH", "Gld."]
    found = one_spelling(texts, codes=True)
    assert [found[text] for text in texts] == [*PROVINCES.values()] * 2 + [
        *("Zuid-Holland", "Gelderland")
    ]
    # Of a folder of data, or another country, numbers stay what they are.
    assert one_spelling(["28"]) == {"28": "28"}


@pytest.mark.slow
def test_a_folder_with_two_spellings_has_one_province(tmp_path):
    path = squares(
        tmp_path,
        [
            {"code": "GM0599", "naam": "Rotterdam", "provincie": "Zuid Holland", "jr": "A"},
            {"code": "GM0501", "naam": "Brielle", "provincie": None, "jr": "A"},
            {"code": "GM0518", "naam": "Den Haag", "provincie": "Zuid-Holland", "jr": "B"},
        ],
    )
    run("gegevens", "inlezen", path, "--kolom", "jeugdregio=jr", "--uit", tmp_path / "uit")
    file = tmp_path / "uit" / "gemeenten.geojson"
    assert set(ld.load(tmp_path / "uit").gemeenten["provincie"]) == {"Zuid-Holland"}
    text = file.read_text(encoding="utf-8").replace("Zuid-Holland", "zuid holland", 1)
    file.write_text(text, encoding="utf-8")
    assert set(ld.load(tmp_path / "uit").gemeenten["provincie"]) == {"Zuid-Holland"}


# Maps in parts --------------------------------------------------------------------------------


def test_the_rows_of_one_gemeente_are_joined(tmp_path):
    rows = [
        {"code": "GM0267", "naam": "Nijkerk", "water": "JA", "inwoners": -99999999},
        {"code": "GM0267", "naam": "Nijkerk", "water": "NEE", "inwoners": 43600},
        {"code": None, "naam": "Nijkerk", "water": "NEE", "inwoners": 0},
        {"code": "GM0203", "naam": "Barneveld", "water": "NEE", "inwoners": 59992},
        {"code": None, "naam": None, "water": "B", "inwoners": 0},
    ]
    result = read_tables(squares(tmp_path, rows))
    assert_accounted(result)
    own = result.gemeenten
    assert own["inwoners"].to_dict() == {"GM0203": 59992, "GM0267": 43600}
    assert own.geometry.area.round(-4).to_dict() == {"GM0203": 1e6, "GM0267": 3e6}
    assert "samengevoegd: Nijkerk (3 rijen, waarvan 1 water)" in remarks(result)
    assert "1 rij heeft geen code, en die van de naam gekregen: Nijkerk" in remarks(result)
    assert result.report.not_matched == {"geen gemeente genoemd": 1}


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_parts_makes_no_difference(tmp_path_factory, order):
    parts = [
        {"code": "GM0001", "naam": "A", "inwoners": 10, "oppervlakte_km2": 1.0},
        {"code": "GM0001", "naam": "A", "inwoners": 10, "oppervlakte_km2": 2.0},
        {"code": "GM0002", "naam": "B", "inwoners": 5, "oppervlakte_km2": 1.0},
        {"code": "GM0002", "naam": "B", "inwoners": 6, "oppervlakte_km2": 1.0},
    ]
    path = squares(tmp_path_factory.mktemp("kaart"), [parts[k] for k in order])
    result = read_tables(path)
    assert result.gemeenten["inwoners"].to_dict() == {"GM0001": 10, "GM0002": None} or (
        result.gemeenten["inwoners"].isna().to_list() == [False, True]
    )
    assert result.gemeenten["oppervlakte_km2"].round(1).to_list() == [2.0, 1.0]
    assert "inwoners, niet gebruikt: B (5 of 6)" in remarks(result).replace("6 of 5", "5 of 6")


# The date -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_date_follows_from_the_gemeenten(tmp_path, capsys):
    shapes = squares(tmp_path, [{"code": code, "naam": name} for code, name in LATER.items()])
    folder = tmp_path / "uit"
    run("gegevens", "inlezen", csv(tmp_path, *WIDE), "--gemeenten", shapes, "--uit", folder)
    assert "afgeleid uit de gemeenten: 1 januari 2023" in " ".join(capsys.readouterr().out.split())
    assert ld.load(folder).peildatum == date(2023, 1, 1)
    run("tijd", "ingebouwd", folder, "--indeling", "jeugdregio")
    assert "Niet vergeleken" not in capsys.readouterr().out
    run("gegevens", "controleer", folder, "--peildatum", "2016-01-01")
    out = " ".join(capsys.readouterr().out.split())
    assert "2 gemeenten bestonden op 1 januari 2016 nog niet: Hoeksche Waard" in out


@pytest.mark.parametrize(
    ("codes", "first", "beyond", "day"),
    [
        (["GM0599"], None, None, None),
        (["GM0599", "GM1992"], "2023-01-01", None, "2023-01-01"),
        (["GM0501", "GM0599"], None, "2023-01-01", "2022-01-01"),
        (["GM1963", "GM0501"], "2019-01-01", "2023-01-01", "2019-01-01"),
        (["GM0001"], None, None, None),
    ],
)
def test_when_gemeenten_existed_together(codes, first, beyond, day):
    found = window(codes)
    as_text = [None if one is None else one.isoformat() for one in (*found[:2], found.day())]
    assert as_text == [first, beyond, day]
    assert found.day() is None or found.holds(found.day())


@pytest.mark.parametrize("column", ["jrstatcode", "jaar", "Peildatum"])
def test_the_date_is_told_by_a_column(tmp_path, column):
    value = {"jrstatcode": "2024GM0599", "jaar": "2024", "Peildatum": "1-1-2024"}[column]
    rows = [{"code": code, "naam": name, column: value, "jr": "A"} for code, name in LATER.items()]
    result = read_tables(squares(tmp_path, rows), mapping=read_mapping(["jeugdregio=jr"]))
    assert result.peildatum == date(2024, 1, 1)
    assert column not in remarks(result)


def test_a_date_before_the_gemeenten_is_not_taken(tmp_path):
    result = read_tables(csv(tmp_path, "gemeente;jeugdregio;jaar", "Zwolle;IJsselland;2016"))
    assert result.peildatum is None
    assert result.deelnames["stand"].to_list() == ["2016-01-01"]
    assert "zegt van 1 januari 2016 te zijn" in remarks(result)


def test_a_table_about_several_dates_is_refused_but_a_year_of_each_verband_is_not(tmp_path):
    rows = ("Zwolle;A;2023", "Zwolle;A;2024")
    mapping = ColumnMapping(fixed=JEUGD)
    with pytest.raises(DataError, match=r"meer dan één datum \(2023 en 2024\)"):
        read_tables(csv(tmp_path, "gemeente;verband;jaar", *rows), mapping=mapping)
    other = csv(tmp_path, "gemeente;verband;jaar", "Zwolle;A;1999", "Zwolle;B;2004")
    assert len(read_tables(other, mapping=mapping).deelnames) == 2


# Periods and predecessors ---------------------------------------------------------------------

PERIODS = "gemeente;verband;van;tot"


def test_periods_that_overlap_are_one(tmp_path):
    rows = ("Zwolle;A;1970-01-01;2015-06-01", "Zwolle;A;2014-01-01;", "Deventer;A;1970-01-01;")
    result = read_tables(csv(tmp_path, PERIODS, *rows), mapping=ColumnMapping(fixed=JEUGD))
    assert_accounted(result)
    found = result.deelnames[["gemeente", "van", "tot"]].to_numpy().tolist()
    assert found == [["Zwolle", "1970-01-01", ""], ["Deventer", "1970-01-01", ""]]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1990, 2010), st.integers(1, 9)).map(lambda p: (p[0], p[0] + p[1])),
        min_size=1,
        max_size=6,
    )
)
def test_the_days_of_the_periods_stay_the_same(tmp_path_factory, periods):
    rows = [f"Zwolle;A;{van}-01-01;{tot}-01-01" for van, tot in periods]
    path = csv(tmp_path_factory.mktemp("perioden"), PERIODS, *rows)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    kept = [(int(v[:4]), int(t[:4])) for v, t in result.deelnames[["van", "tot"]].to_numpy()]
    assert sorted({y for v, t in kept for y in range(v, t)}) == sorted(
        {y for v, t in periods for y in range(v, t)}
    )
    assert sum(t - v for v, t in kept) == len({y for v, t in kept for y in range(v, t)})


def test_a_gemeente_goes_before_its_predecessor(tmp_path):
    rows = ("Bussum;A;1970-01-01;2017-01-01", "Gooise Meren;A;2016-01-01;")
    result = read_tables(csv(tmp_path, PERIODS, *rows), mapping=ColumnMapping(fixed=JEUGD))
    assert result.deelnames[["van", "zekerheid"]].to_numpy().tolist() == [["2016-01-01", ""]]


@pytest.mark.parametrize("rows", [("Bussum;A", "Gooise Meren;B"), ("Gooise Meren;B", "Bussum;A")])
def test_a_predecessor_elsewhere_is_a_conflict(tmp_path, rows):
    path = csv(tmp_path, "gemeente;verband", *rows)
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {("GM1942", "B")}
    told = "Bussum hoort bij Gooise Meren, maar staat in A en Gooise Meren zelf in B"
    assert told in remarks(result)


def test_predecessors_in_different_verbanden_conflict_unless_overlap_is_usual(tmp_path):
    path = csv(tmp_path, "gemeente;verband", "Bussum;A", "Muiden;B", "Naarden;A")
    result = read_tables(path, mapping=ColumnMapping(fixed=JEUGD))
    assert result.deelnames.empty
    assert "conflict; 3 rijen zijn niet overgenomen" in remarks(result)
    many = ("Zwolle;A", "Zwolle;B", "Epe;A", "Epe;B", "Bussum;A", "Muiden;B")
    other = read_tables(
        csv(tmp_path, "gemeente;verband", *many), mapping=ColumnMapping(fixed=JEUGD)
    )
    assert len(other.deelnames) == 6


# The shared cases -----------------------------------------------------------------------------

CASES = Path(__file__).parents[2] / "shared" / "gevallen"


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/gevallen is er niet")
@pytest.mark.parametrize(
    ("case", "columns"),
    [("02", ["provincie=Provincie"]), ("03", []), ("04", []), ("05", []), ("21", [])],
)
def test_the_cases_that_were_handed_in(tmp_path, case, columns):
    (folder,) = CASES.glob(f"{case}-*")
    shapes = folder / "kaart.geojson"
    more = ["--gemeenten", shapes] if shapes.exists() else []
    options = [word for one in columns for word in ("--kolom", one)]
    run("gegevens", "inlezen", folder / "tabel.csv", *more, *options, "--uit", tmp_path / "uit")
    lap = ld.load(tmp_path / "uit")
    people = lap.gemeenten["inwoners"]
    right = {
        "02": lambda: (
            people.sum() == 875_000
            and lap.gemeenten["provincie"].value_counts().to_dict()
            == {"Zuid-Holland": 3, "Fryslân": 1}
        ),
        "03": lambda: people.to_dict() == {"GM0203": 59_992, "GM0267": 43_600},
        "04": lambda: lap.peildatum == date(2023, 1, 1),
        "05": lambda: ld.load(tmp_path / "uit", peildatum="2016-01-01").deelnames.shape[0] == 2,
        "21": lambda: set(lap.indelingen.index) == {"jeugdregio", "arbeidsmarktregio"},
    }
    assert right[case]()
    about = json.loads((tmp_path / "uit" / "datapackage.json").read_text(encoding="utf-8"))
    assert about["peildatum"]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("Opp. (ha)", ("11936", "16200", "5703")),
        ("Oppervlakte (in hectare)", ("11.936", "16.200", "987")),
        ("oppervlakte_land_in_ha", ("11936,0", "16200,0", "5703,0")),
        ("Oppervlakte", ("11936", "16200", "5703")),
        ("Oppervlakte", ("11.936", "16.200", "5.703")),
        ("opp (m²)", ("119360000", "162000000", "57030000")),
        ("Oppervlakte", ("119.360", "162.000", "57.030")),
        ("Oppervlakte (km2)", ("119,36", "162", "57.03")),
    ],
)
def test_an_area_is_read_in_its_unit(tmp_path, column, cells):
    names = ("Zwolle", "Kampen", "Meppel")
    rows = [f"{name};A;{cell}" for name, cell in zip(names, cells, strict=True)]
    result = read_tables(csv(tmp_path, f"Gemeente;Jeugdregio;{column}", *rows))
    assert result.gemeenten.at["GM0193", "oppervlakte_km2"] == pytest.approx(119.36)
    assert f"kolom '{column}' is gebruikt als oppervlakte" in remarks(result)
    km2 = "km" in column or cells[0] in {"119.360", "119,36"}
    assert ("omgerekend" in remarks(result)) is not km2


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("inw.", "134200"),
        ("aantal inwoners 1-1-2026", "134.200"),
        ("Inwoners per 1 januari 2026", "134200"),
        ("Bevolking 2026", "134200"),
        ("Inw. (x 1.000)", "134,2"),
        ("Totale bevolking (aantal)", "134200"),
        ("Inwoners", "134"),
    ],
)
def test_inhabitants_are_read_whatever_their_column_is_called(tmp_path, column, cell):
    path = csv(tmp_path, f"Gemeente;Jeugdregio;{column}", f"Zwolle;A;{cell}")
    people = 134_000 if cell == "134" else 134_200
    result = read_tables(path)
    assert result.gemeenten.at["GM0193", "inwoners"] == people
    assert f"kolom '{column}' is gebruikt als inwonertal" in remarks(result)


def test_of_more_years_the_last_counts_and_the_other_is_named(tmp_path):
    head = "Gemeente;Jeugdregio;Inwoners 2015;Inwoners 2025;Inwoners 2020"
    result = read_tables(csv(tmp_path, head, "Zwolle;A;123861;134200;130000"))
    assert result.gemeenten.at["GM0193", "inwoners"] == 134_200
    assert "kolom 'Inwoners 2025' is gebruikt als inwonertal" in remarks(result)
    assert "niet gebruikt: 'Inwoners 2015' en 'Inwoners 2020'" in remarks(result)


def test_what_differs_most_from_what_is_known_is_named(tmp_path):
    rows = ["Zwolle;A;1344000;Overijsel", "Kampen;A;55614;Overijssel", "Meppel;A;35000;Drenthe"]
    told = remarks(read_tables(csv(tmp_path, "Gemeente;Jeugdregio;Inwoners;Provincie", *rows)))
    assert "elders iets anders: Zwolle (1.344.000, elders 132.411) en Meppel (35.000, " in told
    assert "bij 1 stond elders iets anders: Zwolle (Overijsel, elders Overijssel)" in told


@pytest.mark.parametrize("column", ["inwoners 65+", "inwoners per km2", "groei inwoners", "opp"])
def test_a_column_that_is_about_something_else_is_named_as_unused(tmp_path, column):
    result = read_tables(csv(tmp_path, f"Gemeente;Jeugdregio;{column}", "Zwolle;A;12"))
    assert f"deze kolom is niet gebruikt: '{column}'" in remarks(result)
