"""What reports and `lappendeken gemeente` tell of regelingen, and how sure it is: all by hand.

Aa and Bee lie in Drenthe, Cee in Utrecht. For jeugd Aa and Bee are together, for werk Bee and Cee;
that Cee is in the werkverband of Bee is only derived. Aa hands powers over waste over to R1, with
Bee and the province, and gives R2, with Cee, a mandate for it. R1 still names Oud, now part of Bee.
"""

import json

import pytest
from quilts import collection, feature, square, write_folder
from reports import DAY, MADE, rows, table

import lappendeken as ld
from lappendeken import report as reports
from lappendeken import tables
from lappendeken.measures.load import WITH_BOARD
from lappendeken.report.certain import certain_table
from lappendeken.report.facts import Basis
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import find_lines
from lappendeken.report.regelingen import BOARDS, of_area, of_gemeente, of_group, taken_part
from lappendeken.report.risks import find_risks, risks_table
from lappendeken.report.setting import Setting
from lappendeken.report.together import Group
from lappendeken.schema import VORMEN

HEAD = (
    "verband_id,verband,indeling,domein,vorm,aard,rol,gemeente_code,gemeente,van,tot,bron,stand,"
    "zekerheid,opmerking\n"
)
REGISTER = "https://www.register.nl/1"
DEELNAMES = f"""j1,Noord,jeugdregio,jeugd,,,,GM0001,Aa,,,lijst,2025,bevestigd,
j1,Noord,jeugdregio,jeugd,,,,GM0002,Bee,,,lijst,2025,bevestigd,
j2,Zuid,jeugdregio,jeugd,,,,GM0003,Cee,,,lijst,2025,bevestigd,
w1,West,arbeidsmarktregio,werk,,,,GM0001,Aa,,,https://www.werk.nl/a,2024,bevestigd,
w2,Oost,arbeidsmarktregio,werk,,,,GM0002,Bee,,,https://www.werk.nl/b,2024,bevestigd,
w2,Oost,arbeidsmarktregio,werk,,,,GM0003,Cee,,,https://werk.nl/c,2016,voortgezet,
r1,Regeling R1,regeling,overig,openbaar lichaam,,,GM0001,Aa,2001-02-03,,{REGISTER},2026,,
r1,Regeling R1,regeling,overig,openbaar lichaam,,,GM0002,Bee,2015-01-01,,{REGISTER},2026,afgeleid,\
het register noemt Oud
r2,Regeling R2,regeling,overig,gemeenschappelijk orgaan,,,GM0001,Aa,2010-01-01,,,,,
r2,Regeling R2,regeling,overig,gemeenschappelijk orgaan,,,GM0003,Cee,2010-01-01,,,,,
"""
KENMERKEN = f"""verband_id,bevoegdheid,beleidsterreinen,opgericht,adres,kleur,beleidsdomein
r1,attributie; delegatie,milieu: afval; wonen,2001-01-01,{REGISTER},rood,fysiek
r2,mandaat,milieu: afval,,,,fysiek
"""
OTHERS = """verband_id,deelnemer,soort,van,tot
r1,Provincie Drenthe,provincie,,
r1,Waterschap Zee,waterschap,,
"""
MERGER = (
    "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel\n"
    "2022-01-01,samenvoeging,GM0009,Oud,GM0002,Bee,1\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The drawn data, as a user has them."""
    features = [
        feature(f"GM{k:04d}", name, square(k, 0), provincie=province, inwoners=1000 * k)
        for k, (name, province) in enumerate(
            (("Aa", "Drenthe"), ("Bee", "Drenthe"), ("Cee", "Utrecht")), start=1
        )
    ]
    return write_folder(
        tmp_path_factory.mktemp("register") / "x",
        gemeenten=collection(features),
        verbanden=HEAD + DEELNAMES,
        kenmerken_csv=KENMERKEN,
        andere_deelnemers_csv=OTHERS,
        herindelingen_csv=MERGER,
        datapackage_json='{"peildatum": "2026-01-01", "inwoners_peildatum": "2023-01-01"}',
    )


@pytest.fixture(scope="module")
def basis(folder):
    return Basis(ld.load(folder))


def of(section, name):
    """The rows of one table of a chapter."""
    (found,) = [one for one in section.blocks if getattr(one, "name", "") == name]
    return rows(found)


def test_a_gemeente_is_told_form_powers_fields_begin_and_address(basis):
    section = of_gemeente(Landscape(basis, "GM0001"))
    first, second = of(section, "regelingen")
    assert first["verband"] == "Regeling R1"
    assert first["vorm"] == "openbaar lichaam"
    assert first["bevoegdheid"] == ("attributie", "delegatie")
    assert first["beleidsterreinen"] == ("milieu: afval", "wonen")
    assert (first["opgericht"].isoformat(), first["sinds"].isoformat()) == (
        "2001-01-01",
        "2001-02-03",
    )
    assert second["bevoegdheid"] == ("mandaat",)
    assert second["opgericht"] == ""
    (there,) = of(section, "andere-deelnemers")
    assert there["andere_deelnemers"] == ("Provincie Drenthe", "Waterschap Zee")
    assert there["adres"] == REGISTER


def test_a_column_of_the_user_is_shown_where_the_verband_is_described(basis):
    section = of_gemeente(Landscape(basis, "GM0001"))
    assert [row["kleur"] for row in of(section, "regelingen")] == ["rood", ""]
    (shown,) = [one for one in section.blocks if getattr(one, "name", "") == "regelingen"]
    assert "Kleur" in [column.head for _, column in shown.shown_columns]


def test_the_forms_are_counted(basis):
    section = of_gemeente(Landscape(basis, "GM0001"))
    assert [(row["vorm"], row["bevoegdheid"], row["aantal"]) for row in of(section, "vormen")] == [
        ("gemeenschappelijk orgaan", "mandaat", 1),
        ("openbaar lichaam", "attributie en delegatie", 1),
    ]


def test_every_form_says_who_governs(basis):
    assert set(BOARDS) == {*VORMEN} - {"geen"}
    assert {vorm for vorm, board in BOARDS.items() if not board.startswith("geen")} == {*WITH_BOARD}
    section = of_gemeente(Landscape(basis, "GM0001"))
    assert [row["bestuur"] for row in of(section, "vormen")] == [
        "het orgaan zelf",
        "algemeen en dagelijks bestuur, en een voorzitter",
    ]


def test_a_region_and_the_regeling_that_carries_it_out_are_one(today):
    land = Landscape(Basis(today), "GM1980")
    section = of_gemeente(land)
    (folded,) = {one for line in find_lines(land) for one in line.also if "dienst" in one}
    told = [row["verband_id"] for row in of(section, "regelingen")]
    assert folded not in told
    assert len(told) == sum(row["aantal"] for row in of(section, "vormen"))
    assert {"openbaar lichaam", "bedrijfsvoeringsorganisatie"} == {
        row["vorm"] for row in of(section, "vormen")
    }


def test_a_group_reads_who_takes_part_since_when(basis):
    section = of_group(Group(basis, ("GM0001", "GM0003")))
    found = {row["verband"]: row for row in of(section, "regelingen")}
    assert found["Regeling R1"]["deelnemers"] == ("Aa (2001)",)
    assert found["Regeling R2"]["deelnemers"] == ("Aa (2010)", "Cee (2010)")


def test_without_a_register_there_is_no_such_chapter(quilt, codes):
    bare = Basis(quilt)
    assert taken_part(bare) == {}
    assert of_area(bare, Setting(bare).country) is None


def test_a_province_reads_in_which_verbanden_it_takes_part_itself(basis):
    setting = Setting(basis)
    assert taken_part(basis) == {"Drenthe": ("r1",), "Utrecht": ()}
    section = of_area(basis, setting.area("Drenthe"))
    assert section.blocks[0].lines == (
        "Aan 1 verband met gemeenten neemt de provincie Drenthe zelf deel: Regeling R1.",
    )
    (row,) = of(section, "provincie-zelf")
    assert (row["gemeenten"], row["waarvan_hier"]) == (2, 2)
    assert row["andere_deelnemers"] == ("Waterschap Zee",)
    none = of_area(basis, setting.area("Utrecht"))
    assert "neemt de provincie Utrecht zelf aan geen enkel verband deel" in none.blocks[0].lines[0]
    country = of(of_area(basis, setting.country), "provincies-zelf")
    assert [(row["provincie"], row["aantal"]) for row in country] == [
        ("Drenthe", 1),
        ("Utrecht", 0),
    ]


def test_powers_and_a_mandate_for_one_field_with_other_partners_is_a_risk(basis):
    found = find_risks(Landscape(basis, "GM0001"))
    powers, forms, gone = found
    assert (powers.number, powers.domein) == (1, "fysiek")
    assert powers.fact == (
        "Voor milieu: afval heeft Regeling R2 alleen mandaat, wat op uitvoering wijst; "
        "bevoegdheden zijn overgedragen aan Regeling R1, met andere deelnemers."
    )
    assert (forms.number, forms.domein) == (2, "fysiek")
    assert forms.fact == (
        "2 verbanden met 2 verschillende kringen en 2 vormen (gemeenschappelijk orgaan en openbaar "
        "lichaam)."
    )
    assert gone.number == 5
    assert gone.fact == "De bron noemt nog Oud, die is opgegaan in Bee."
    assert gone.verbanden == ("Regeling R1",)
    shown = rows(risks_table(Landscape(basis, "GM0001"), found))
    assert [row["nummer"] for row in shown] == [1, 2, 5]


def test_one_regeling_is_no_risk_of_powers(basis):
    # Bee is in R1 only.
    assert [one.number for one in find_risks(Landscape(basis, "GM0002"))] == [5]


def test_the_confirmed_score_stands_beside_that_of_all(basis):
    (found,) = certain_table(basis, basis.lap.gemeenten.index)
    (row,) = rows(found)
    assert (row["gemeenten"], row["gemeenten_bevestigd"]) == (3, 2)
    # Aa: half of {Aa, Bee} is {Aa}; Bee: 1 of 2; Cee: {Cee} is half of {Bee, Cee}.
    assert row["kring"] == pytest.approx(1 / 2)
    # Without Cee: {Aa, Bee} against {Aa} and {Bee}.
    assert row["kring_bevestigd"] == pytest.approx(1 / 2)
    assert row["ari"] == pytest.approx(-1 / 2)
    assert row["ari_bevestigd"] == pytest.approx(0)


def test_what_is_all_confirmed_has_no_such_table(quilt):
    assert certain_table(Basis(quilt), quilt.gemeenten.index) == ()


def test_regions_say_that_they_rest_on_what_no_source_confirms(folder):
    report = reports.about_country(ld.load(folder), day=DAY)
    own = {row["verband_id"]: row["onzeker"] for row in rows(table(report, "verbanden"))}
    assert own == {"j1": "", "j2": "", "w1": "", "w2": "1 voortgezet"}
    against = {row["verband_id"]: row["onzeker"] for row in rows(table(report, "tegenhangers"))}
    assert against == {"j1": "", "j2": "1 voortgezet", "w1": "", "w2": "1 voortgezet"}


@pytest.mark.slow
def test_every_report_says_its_dates_on_page_one_in_the_account_and_as_facts(folder):
    lap = ld.load(folder)
    made = (
        reports.about_country(lap, day=DAY),
        reports.about_province(lap, "Drenthe", day=DAY),
        reports.about_gemeente(lap, "Aa", day=DAY),
        reports.about_group(lap, ["Aa", "Bee"], day=DAY),
    )
    said = (
        "Deelnames volgens bronnen van 2016 tot 2025; bij arbeidsmarktregio is 1 van de 3 "
        "gemeenten voortgezet uit een eerdere editie; inwoners van 2023."
    )
    here = said.replace("; inwoners", "; van alle deelnames hier is {} bevestigd; inwoners")
    sure = (
        "Deelnames volgens bronnen van 2016 tot 2025; een bron bevestigt elke deelname hier; "
        "inwoners van 2023."
    )
    assert [one.rests_on for one in made] == [here.format("83%"), sure, said, said]
    for report in made:
        assert report.facts["deelnames_van"] == "2016"
        assert report.facts["inwoners_van"] == "2023-01-01"
        assert (
            "arbeidsmarktregio: 2 bevestigd, 0 afgeleid, 1 voortgezet" in report.facts["zekerheid"]
        )
        (account,) = [one for one in report.sections if one.name == "verantwoording"]
        lines = [line for block in account.blocks for line in getattr(block, "lines", ())]
        assert any(line.startswith("Deelnames volgens bronnen van 2016 tot 2025") for line in lines)
    werk = next(r for r in rows(table(made[0], "dekking")) if r["indeling"] == "arbeidsmarktregio")
    assert (werk["bevestigd"], werk["afgeleid"], werk["voortgezet"]) == (2, 0, 1)
    assert werk["stand"] == "2016 tot 2024"
    # On paper a web address is its site; data files have them whole.
    assert werk["bronnen"] == "werk.nl"
    assert werk["bron"].split(", ")[0] == "https://www.werk.nl/a"


def test_the_chapter_on_the_years_is_for_the_data_of_the_program_only(folder):
    report = reports.about_country(ld.load(folder), day=DAY)
    assert "jaren-later" not in [section.name for section in report.sections]


def test_the_command_tells_of_regelingen_and_gives_them_as_data(run, folder):
    _, told, _ = run("gemeente", "Aa", "--gegevens", folder, "--alle")
    flat = " ".join(told.split())
    assert "Regeling R1: vorm openbaar lichaam; bevoegdheid attributie, delegatie" in flat
    assert "deelname sinds 3 februari 2001" in flat
    assert "andere deelnemers Provincie Drenthe, Waterschap Zee" in flat
    assert "kleur rood" in flat
    data = json.loads(run("gemeente", "Aa", "--gegevens", folder, "--json")[1])
    first = data["regelingen"][0]
    assert first["sinds"] == "2001-02-03"
    assert data["feiten"]["deelnames_van"] == "2016"


def test_own_columns_without_a_value_are_left_out(basis):
    found = tables.regelingen.frame(basis.lap, ["r2"], "GM0003")
    assert "kleur" not in found
    assert "adres" not in found


def test_report_on_a_gemeente_says_how_sure_each_deelname_is(basis):
    from lappendeken.report.gemeente import report_on_gemeente

    report = report_on_gemeente(basis, "GM0003", MADE)
    found = {row["verband_id"]: row for row in rows(table(report, "verbanden"))}
    assert (found["w2"]["zekerheid"], found["w2"]["stand"]) == ("voortgezet", "2016")
    assert found["r2"]["zekerheid"] == "bevestigd"
