"""The list of verbonden partijen: one row a verband, all who take part in one cell."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lappendeken as ld
from lappendeken.errors import DataError, UnknownNameError, WrongUsageError
from lappendeken.reading import read_tables
from lappendeken.reading.settling.gemeenten import embedded
from lappendeken.reading.settling.likeness import alike
from lappendeken.reading.settling.mapping import ColumnMapping
from lappendeken.reading.settling.participants import no_gemeente
from lappendeken.reading.settling.splitting import every_part

LIST = ColumnMapping(layout="verband")
HEAD = ["Naam verbonden partij", "Rechtsvorm", "Deelnemers", "Doel", "Bijdrage 2026 (€)"]
HEAD += ["Aandeel", "Stemmen", "Website"]
ROWS = [
    [
        *("GGD IJsselland", "Openbaar lichaam", "Zwolle, Kampen; Deventer\nOlst-Wijhe en Raalte"),
        *("Publieke gezondheid, en meer", "1.234.567", "12,5%", 3, "https://ggd.example"),
    ],
    [
        *("Omgevingsdienst", "GR", "Bergen (NH) en Horst aan de Maas, Eijsden-Margraten"),
        *("Milieu", "€ 12.500,-", "", "", ""),
    ],
    ["Werkplein", "BVO", "Mook en Middelaar, Provincie Limburg, Waterschap Limburg", *[""] * 5],
]


def sheet(folder, rows, head=HEAD, name="lijst.xlsx"):
    """A list as a colleague keeps it."""
    book = openpyxl.Workbook()
    book.active.append(["Verbonden partijen van de gemeente"])
    book.active.append([])
    for row in (head, *rows):
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def who(result):
    """The gemeenten of each verband."""
    groups = result.deelnames.groupby("verband", sort=False)["gemeente"]
    return {str(name): sorted(own) for name, own in groups}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return read_tables(sheet(tmp_path_factory.mktemp("lijst"), ROWS), mapping=LIST)


def test_every_participant_is_a_deelname(found):
    assert who(found) == {
        "GGD IJsselland": ["Deventer", "Kampen", "Olst-Wijhe", "Raalte", "Zwolle"],
        "Omgevingsdienst": ["Bergen (NH.)", "Eijsden-Margraten", "Horst aan de Maas"],
        "Werkplein": ["Mook en Middelaar"],
    }
    vorm = found.deelnames.drop_duplicates("verband").set_index("verband")["vorm"].to_dict()
    assert vorm == {
        "GGD IJsselland": "openbaar lichaam",
        "Omgevingsdienst": "",
        "Werkplein": "bedrijfsvoeringsorganisatie",
    }
    assert found.report.matched == found.report.read == 11
    assert set(found.deelnames["indeling"]) == {"verbonden-partij"}
    assert found.indelingen[["naam", "domein"]].to_numpy().tolist() == [
        ["verbonden partijen", "bestuur"]
    ]


def test_one_who_takes_part_and_may_have_left_is_told(tmp_path):
    rows = [["GGD", "Zwolle, Kampen (tot 2024), Raalte (uitgetreden), Epe (centrumgemeente)"]]
    result = read_tables(sheet(tmp_path, rows, ["Verbonden partij", "Deelnemers"]), mapping=LIST)
    assert len(result.deelnames) == 4
    told = "al staat er iets bij: Kampen (tot 2024; rij 4) en Raalte (uitgetreden; rij 4)."
    assert told in "\n".join(result.report.remarks)


def test_what_else_is_told_is_kept(found):
    about = found.kenmerken.set_index("verband_id")
    assert about.loc["verbonden-partij-ggd-ijsselland"].to_dict() == {
        "doel": "Publieke gezondheid, en meer",
        "bijdrage_2026": "1234567",
        "aandeel": "12,5%",
        "stemmen": "3",
        "website": "https://ggd.example",
        "rechtsvorm": "",
    }
    assert about.loc[
        "verbonden-partij-omgevingsdienst", ["bijdrage_2026", "rechtsvorm"]
    ].to_list() == [
        "12500",
        "GR",
    ]


def test_participants_that_are_no_gemeente_stand_apart(found):
    assert found.andere_deelnemers[["verband_id", "deelnemer", "soort"]].to_numpy().tolist() == [
        ["verbonden-partij-werkplein", "Provincie Limburg", "provincie"],
        ["verbonden-partij-werkplein", "Waterschap Limburg", "waterschap"],
    ]


def test_the_layout_is_seen_by_the_column_of_participants(tmp_path, found):
    again = read_tables(sheet(tmp_path, ROWS))
    assert who(again) == who(found)


@pytest.mark.slow
def test_a_folder_of_it_is_read_by_every_command(run, tmp_path):
    path = sheet(tmp_path, ROWS)
    code, _, err = run("gegevens", "inlezen", path, "--opzet", "verband", "--uit", tmp_path / "m")
    assert code == 0, err
    lap = ld.load(tmp_path / "m")
    assert lap.kenmerken.at["verbonden-partij-ggd-ijsselland", "website"] == "https://ggd.example"
    assert list(lap.andere_deelnemers["deelnemer"]) == ["Provincie Limburg", "Waterschap Limburg"]
    assert run("gegevens", "controleer", tmp_path / "m")[0] == 0
    assert run("gemeente", "Zwolle", "--gegevens", tmp_path / "m")[0] == 0


# Of one gemeente ----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["wij", "Wij", "onze gemeente", "de gemeente", "Eigen gemeente"])
def test_wij_is_the_gemeente_of_the_list(tmp_path, word):
    path = sheet(tmp_path, [["Werkplein", "", f"Staphorst, {word} en Zwolle"]], HEAD[:3])
    mapping = ColumnMapping(layout="verband", ourselves="meppel")
    read = read_tables(path, mapping=mapping)
    assert who(read) == {"Werkplein": ["Meppel", "Staphorst", "Zwolle"]}
    assert set(read.deelnames["zekerheid"]) == {""}
    with pytest.raises(DataError, match="--gemeente") as caught:
        read_tables(path, mapping=LIST)
    assert caught.value.faults[0].row == 4


@pytest.mark.parametrize("name", ["Bussum", "GM1942", "1942", "gooise meren"])
def test_the_gemeente_of_the_list_may_be_a_code_or_a_former_name(tmp_path, name):
    path = sheet(tmp_path, [["Werkplein", "", "wij"]], HEAD[:3])
    read = read_tables(path, mapping=ColumnMapping(layout="verband", ourselves=name))
    assert who(read) == {"Werkplein": ["Gooise Meren"]}


def test_who_keeps_the_list_takes_part_in_all_of_it(tmp_path):
    mapping = ColumnMapping(layout="verband", ourselves="Meppel")
    rows = [["A", "", "Zwolle"], ["B", "", "gemeente Meppel"], ["C", "", ""]]
    read = read_tables(sheet(tmp_path, rows, HEAD[:3]), mapping=mapping)
    assert who(read) == {"A": ["Meppel", "Zwolle"], "B": ["Meppel"], "C": ["Meppel"]}
    told = read.deelnames.set_index(["verband", "gemeente"])["zekerheid"]
    assert told[told != ""].to_dict() == {("A", "Meppel"): "afgeleid"}
    assert any("Meppel is bij 1 verband niet genoemd" in one for one in read.report.remarks)
    alone = read_tables(sheet(tmp_path, [["A", "GR"], ["B", "NV"]], HEAD[:2]), mapping=mapping)
    assert who(alone) == {"A": ["Meppel"], "B": ["Meppel"]}


def test_the_gemeente_is_named_on_the_command_line(run, tmp_path):
    path = sheet(tmp_path, [["Werkplein", "", "wij en Zwolle"]], HEAD[:3])
    code, out, err = run("gegevens", "inlezen", path, "--gemeente", "Meppel")
    assert (code, "2 gelezen, 2 overgenomen" in out) == (0, True), err
    code, _, err = run("gegevens", "inlezen", path, "--gemeente", "Mepel")
    assert (code, "Onbekende gemeente 'Mepel'. Bedoelt u Meppel" in err) == (2, True)


# One row per verband and gemeente -----------------------------------------------------------


def test_a_verband_with_several_domains_is_one(tmp_path):
    rows = [
        *(["Regio", "Zwolle", "Jeugd"], ["Regio", "Zwolle", "Werk; Zorg"]),
        *(["Regio", "Kampen", "Jeugd"], ["GGD", "Kampen", "Zorg"]),
    ]
    path = sheet(tmp_path, rows, ["Verband", "Gemeente", "Domein"])
    read = read_tables(path, mapping=LIST)
    assert who(read) == {"Regio": ["Kampen", "Zwolle"], "GGD": ["Kampen"]}
    assert read.kenmerken.set_index("verband_id")["beleidsterreinen"].to_dict() == {
        "verbonden-partij-regio": "Jeugd; Werk; Zorg",
        "verbonden-partij-ggd": "Zorg",
    }
    assert read.report.not_matched == {}


# Two names ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_names_are_proposed_as_one_and_merged_when_asked(run, tmp_path):
    rows = [["GGD IJsselland", "", "Zwolle"], ["GR GGD Regio IJsselland", "", "Kampen"]]
    path = sheet(tmp_path, rows, HEAD[:3])
    options = ["gegevens", "inlezen", path, "--opzet", "verband", "--uit"]
    assert run(*options, tmp_path / "een")[0] == 0
    assert len(ld.load(tmp_path / "een").verbanden) == 2
    book = openpyxl.load_workbook(tmp_path / "een" / "voorstellen.xlsx")
    given = [cell.value for cell in book.active[2]]
    assert given[:4] == [
        *("GR GGD Regio IJsselland", "misschien hetzelfde verband"),
        *("verbonden-partij-ggd-ijsselland", "GGD IJsselland"),
    ]
    book.active["F2"] = "ja"
    book.save(tmp_path / "ja.xlsx")
    code, _, err = run(*options, tmp_path / "twee", "--accepteer-voorstellen", tmp_path / "ja.xlsx")
    assert code == 0, err
    lap = ld.load(tmp_path / "twee")
    assert list(lap.verbanden["naam"]) == ["GGD IJsselland"]
    assert set(lap.deelnames["gemeente_code"]) == {"GM0193", "GM0166"}


def test_a_verband_of_which_no_one_is_known_may_be_one_that_is_there(tmp_path):
    rows = [["VR IJsselland", "", "de 11 gemeenten"], ["Veiligheidsregio IJsselland", "", "Zwolle"]]
    proposals = read_tables(sheet(tmp_path, rows, HEAD[:3]), mapping=LIST).report.proposals
    assert proposals[["gegeven", "voorstel_code"]].to_numpy().tolist()[-1] == [
        *("VR IJsselland", "verbonden-partij-veiligheidsregio-ijsselland")
    ]


def test_other_names_are_not_proposed():
    names = ["Veiligheidsregio Twente", "Veiligheidsregio Drenthe", "GGD Twente", "Regio Twente"]
    names += ["Jeugdregio Noord", "Jeugdregio Zuid", "Stichting A", "Stichting B"]
    assert alike({name: name for name in names}) == []


# Cells --------------------------------------------------------------------------------------

KNOWN = embedded().knows
NAMES = sorted(embedded().names.values())


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Zwolle", ["Zwolle"]),
        ("Nuenen, Gerwen en Nederwetten", ["Nuenen, Gerwen en Nederwetten"]),
        ("Gilze en Rijen en Goirle", ["Gilze en Rijen", "Goirle"]),
        ("Capelle a/d IJssel/Rotterdam", ["Capelle a/d IJssel", "Rotterdam"]),
        ("Bergen (NH), Bergen (L)", ["Bergen (NH)", "Bergen (L)"]),
        ("gemeenten Zwolle, Kampen en Raalte.", ["Zwolle", "Kampen", "Raalte"]),
        ("- Zwolle\n- Kampen", ["Zwolle", "Kampen"]),
        ("1. Zwolle 2. Kampen", ["Zwolle 2. Kampen"]),
        ("Zwolle, Mepel en Kampen", ["Zwolle", "Mepel", "Kampen"]),
        ("Jeugd en Gezin, Zwolle", ["Jeugd en Gezin", "Zwolle"]),
        (
            "Waterschap Drents Overijsselse Delta, Zwolle en provincie Overijssel",
            ["Waterschap Drents Overijsselse Delta", "Zwolle", "provincie Overijssel"],
        ),
        ("Den Haag & 's-Hertogenbosch", ["Den Haag", "'s-Hertogenbosch"]),
        ("Bussum, Muiden", ["Bussum", "Muiden"]),
        (" ; \n ", []),
    ],
)
def test_a_cell_is_divided_where_the_parts_are_names(cell, parts):
    assert every_part(cell, KNOWN, no_gemeente) == parts


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=8),
    st.lists(st.sampled_from([", ", ";", "; ", "\n", " en ", " / ", " & ", "\n- "]), min_size=8),
)
def test_whatever_stands_between_names_they_come_out_whole(names, signs):
    cell = names[0] + "".join(sign + name for sign, name in zip(signs, names[1:], strict=False))
    assert every_part(cell, KNOWN, no_gemeente) == names


def test_what_is_no_gemeente_is_known_however_it_is_capitalised():
    assert no_gemeente("waterschap Vechtstromen") == "waterschap"
    assert no_gemeente("de Provincie Drenthe") == "provincie"
    assert no_gemeente("Zwolle") is None


@pytest.mark.parametrize(
    ("head", "hint"), [(["Doel", "Deelnemers"], "verband="), (["Verband", "Doel"], "deelnemers=")]
)
def test_a_column_that_is_missing_is_asked_for(tmp_path, head, hint):
    with pytest.raises(DataError, match=f"--kolom {hint}"):
        read_tables(sheet(tmp_path, [["a", "b"]], head), mapping=LIST)


def test_other_heads_are_pointed_at(tmp_path):
    path = sheet(tmp_path, [["Werkplein", "Zwolle en Kampen", "x"]], ["Club", "Wie?", "Intern"])
    mapping = ColumnMapping(
        columns={"verband": "Club", "deelnemers": "Wie?"}, skip=("Intern",), layout="verband"
    )
    read = read_tables(path, mapping=mapping)
    assert who(read) == {"Werkplein": ["Kampen", "Zwolle"]}
    assert list(read.kenmerken.columns) == ["verband_id"]


def test_what_is_asked_wrongly_is_refused(tmp_path):
    with pytest.raises(WrongUsageError, match="Onbekende opzet 'rij'"):
        ColumnMapping(layout="rij")
    mapping = ColumnMapping(layout="verband", ourselves="Nergenshuizen")
    with pytest.raises(UnknownNameError):
        read_tables(sheet(tmp_path, ROWS), mapping=mapping)


def test_dates_shares_and_roles_of_participants_are_kept(tmp_path):
    rows = [["Werkplein", "Zwolle (centrumgemeente), Kampen (25%)", "1 januari 2020", "veel"]]
    path = sheet(tmp_path, rows, ["Verband", "Deelnemers", "Van", "Kosten"])
    read = read_tables(path, mapping=LIST)
    told = ["gemeente", "rol", "van", "toelichting_deelnemer"]
    assert read.deelnames[told].to_numpy().tolist() == [
        ["Zwolle", "centrumgemeente", "2020-01-01", ""],
        ["Kampen", "deelnemer", "2020-01-01", "25%"],
    ]
    assert read.kenmerken["kosten_zoals_gegeven"].to_list() == ["veel"]


@pytest.mark.parametrize("others", ["Kampen, Meppel", "Zwolle, Kampen en Meppel"])
def test_a_centrumgemeente_takes_part_in_the_verband_that_is_called_after_it(tmp_path, others):
    head = ["Centrumgemeente", "Regiogemeenten"]
    result = read_tables(sheet(tmp_path, [["Zwolle", others], ["Deventer", "Raalte"]], head))
    assert who(result) == {
        "Zwolle": ["Kampen", "Meppel", "Zwolle"],
        "Deventer": ["Deventer", "Raalte"],
    }
    roles = result.deelnames.set_index("gemeente")["rol"]
    assert roles[roles == "centrumgemeente"].index.tolist() == ["Zwolle", "Deventer"]


def test_what_only_some_rows_tell_is_empty_in_the_others(tmp_path):
    head = ["Verband", "Deelnemers", "Ingangsdatum", "Einddatum", "Bron"]
    rows = [["A", "Zwolle", "1-1-2015", "31-12-2019", "besluit"], ["B", "Kampen", "", "", ""]]
    result = read_tables(sheet(tmp_path, rows, head), mapping=LIST)
    told = result.deelnames.set_index("verband")[["van", "tot", "bron"]]
    assert told.loc["A"].tolist() == ["2015-01-01", "2020-01-01", "besluit"]
    assert told.loc["B"].tolist() == ["", "", "lijst.xlsx (Sheet)"]


def test_a_verband_without_gemeenten_is_told(tmp_path):
    rows = [["Vitens", "NV", "Provincie Overijssel"], ["GGD", "", "Zwolle"], ["X", "", ""]]
    read = read_tables(sheet(tmp_path, rows, HEAD[:3]), mapping=LIST)
    assert who(read) == {"GGD": ["Zwolle"]}
    assert read.report.not_matched == {"deelnemer is geen gemeente": 1, "geen gemeente genoemd": 1}
    assert any("2 verbanden hebben geen gemeenten" in one for one in read.report.remarks)
    assert isinstance(read.andere_deelnemers, pd.DataFrame)
    assert read.andere_deelnemers.empty
