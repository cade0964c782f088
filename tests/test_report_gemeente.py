"""The report on one gemeente: by hand for O of the drawn quilt, and for Meppel on real data."""

import pandas as pd
import pytest
from quilts import collection, feature, square, write_folder
from reports import DAY, MADE, figure, rows, table

import lappendeken as ld
from lappendeken import report as reports
from lappendeken.report import moves
from lappendeken.report.facts import Basis
from lappendeken.report.gemeente import report_on_gemeente
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import LAW, find_lines
from lappendeken.report.risks import find_risks


@pytest.fixture(scope="module")
def basis(quilt):
    return Basis(quilt)


@pytest.fixture(scope="module")
def land(basis, codes):
    return Landscape(basis, codes["O"])


@pytest.fixture(scope="module")
def report(basis, codes):
    return report_on_gemeente(basis, codes["O"], MADE)


@pytest.fixture(scope="module")
def meppel(real):
    return reports.about_gemeente(real, "meppel", day=DAY)


def test_neighbours_rank_and_like_size(land, codes):
    assert land.neighbours == tuple(sorted(codes[c] for c in "JNP"))
    # Fourteen have more than O's 1/2, and P has as much.
    assert land.rank == (15, 16)
    # Only L has 2,000 inhabitants too; A has 3,000, and all that follow have a thousand or four.
    assert land.like_size[:2] == (codes["L"], codes["A"])


def test_partners_that_are_so_in_one_domein_only(land):
    assert land.only_in.to_dict() == {"jeugd": 2, "werk": 3}


def test_the_sentences_say_with_whom_where_it_differs_and_how_it_compares(report):
    assert report.summary == (
        "Dorp O zit in 3 samenwerkingen (convenant).",
        (
            "Daarin werkt zij in 3 verschillende samenstellingen met 5 verschillende gemeenten; "
            "4 daarvan zitten in meer dan de helft van deze verbanden (Dorp L, Dorp M, Dorp N en "
            "Dorp P)."
        ),
        "Voor jeugd en werk heeft zij 5 partners; geen daarvan is dat in elk domein.",
        "Het meest wijkt werk af: 3 gemeenten zijn alleen daar partner, in werk V.",
        # J has 1, N has 5/6, P has 1/2: 78%.
        (
            "Wie in één domein partner is, is dat gemiddeld in 50% van de 2 domeinen; bij de "
            "buurgemeenten is dat 78%. Daarmee staat Dorp O op plaats 15 van de 16 gemeenten."
        ),
        (
            "Tussen jeugd en werk is Dorp O gescheiden: haar verband past niet, en zij zit buiten "
            "het verband van het andere domein dat er het meest op lijkt."
        ),
    )


def test_the_matrix_has_the_odd_ones_out_on_top(report):
    found = {row["gemeente"]: row for row in rows(table(report, "partners"))}
    assert list(found) == ["Dorp I", "Dorp P", "Dorp L", "Dorp M", "Dorp N"]
    assert (found["Dorp I"]["aantal"], found["Dorp I"]["opvallend"]) == (1, "alleen jeugd")
    assert (found["Dorp L"]["aantal"], found["Dorp L"]["opvallend"]) == (2, "niet jeugd")
    flags = [found["Dorp P"][f"in_{name}"] for name in ("jeugd", "werk", "zorg")]
    assert flags == [True, False, True]


def test_every_deelname_stands_with_vorm_rol_and_begin(report):
    found = {row["verband_id"]: row for row in rows(table(report, "verbanden"))}
    m = found["jeugd-m"]
    assert (m["vorm"], m["aard"], m["rol"]) == ("convenant", "inkoop", "deelnemer")
    assert (m["van"].isoformat(), m["partners"]) == ("2015-01-01", 2)


def test_the_same_figures_stand_for_neighbours(report, basis, codes):
    found = {row["gemeente_code"]: row for row in rows(table(report, "buurgemeenten"))}
    assert list(found) == [codes["O"], *sorted(codes[c] for c in "JNP")]
    for code, row in found.items():
        assert row["territoriale_congruentie"] == basis.gemeenten.at[code, "congruence"]


def test_key_figures_are_those_of_the_measures(report):
    assert figure(report, "verbanden").value == 3
    assert figure(report, "partners").value == 5
    assert figure(report, "overal_partner").value == 0
    # Of I, L, M, N and P, two lie in Utrecht.
    assert figure(report, "in_eigen_provincie").value == 3 / 5
    assert figure(report, "kring_jeugd_werk").value == 1 / 4


@pytest.mark.slow
def test_meppel_has_two_circles(meppel):
    assert "alleen Westerveld is dat in elk domein" in meppel.summary[2]
    assert meppel.summary[3] == (
        "Het meest wijkt werk af: 12 gemeenten zijn alleen daar partner, in arbeidsmarktregio "
        "IJsselvechtstreek."
    )
    picture = next(one for one in meppel.pictures if one.name == "netwerk-alle")
    for name in ("Meppel", "Westerveld", "Zwolle", "RUD Drenthe"):
        assert f">{name}</text>" in picture.svg or f">{name}</tspan>" in picture.svg
    assert "De Wolden" in picture.svg


def test_risk_of_several_circles_names_the_verbanden(meppel):
    found = [row for row in rows(table(meppel, "risicos")) if row["domein"] == "Werk"]
    assert [row["nummer"] for row in found] == [2]
    assert found[0]["feit"] == "4 verbanden met 4 verschillende kringen."
    assert "arbeidsmarktregio IJsselvechtstreek" in found[0]["verbanden"]


def test_a_coming_herindeling_is_told_with_the_verbanden_it_touches(meppel):
    found = [row for row in rows(table(meppel, "risicos")) if row["nummer"] == 5]
    assert any(
        "op 1 januari 2019 gaan Ten Boer en Haren op in Groningen" in r["feit"] for r in found
    )
    assert all("RIEC Noord" in row["verbanden"] for row in found)


RISKY = """verband_id,verband,indeling,domein,vorm,aard,rol,gemeente_code,gemeente,van,tot,bron
b,Beleid,werkbeleid,werk,convenant,beleid,,GM0001,Aa,,,
b,Beleid,werkbeleid,werk,convenant,beleid,,GM0002,Bee,,,
u,Uitvoering,werkbedrijf,werk,stichting,uitvoering,,GM0001,Aa,,,
u,Uitvoering,werkbedrijf,werk,stichting,uitvoering,,GM0003,Cee,,,
j,Jeugd,jeugdregio,jeugd,,,,GM0001,Aa,,,
j,Jeugd,jeugdregio,jeugd,,,,GM0002,Bee,,,
"""
MERGER = (
    "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel\n"
    "2018-01-01,samenvoeging,GM0003,Cee,GM0009,Zee,1\n"
    "2015-01-01,samenvoeging,GM0002,Bee,GM0008,Oud,1\n"
)


@pytest.fixture(scope="module")
def risky(tmp_path_factory):
    """Three gemeenten; A makes policy for work with B, and carries it out with C."""
    features = [
        feature(f"GM{k:04d}", name, square(k, 0), inwoners=None if name == "Cee" else 1000 * k)
        for k, name in enumerate(("Aa", "Bee", "Cee"), start=1)
    ]
    folder = write_folder(
        tmp_path_factory.mktemp("risico") / "x",
        gemeenten=collection(features),
        verbanden=RISKY,
        herindelingen_csv=MERGER,
        datapackage_json='{"peildatum": "2016-01-01"}',
    )
    return Basis(ld.load(folder))


def test_the_three_risks_that_data_can_show(risky):
    found = find_risks(Landscape(risky, "GM0001"))
    assert [(one.number, one.domein) for one in found] == [(1, "werk"), (2, "werk"), (5, "")]
    assert found[0].fact == (
        "De uitvoering ligt bij werkbedrijf Uitvoering, terwijl het beleid wordt gemaakt in "
        "werkbeleid Beleid."
    )
    assert found[1].fact == (
        "2 verbanden met 2 verschillende kringen en 2 vormen (convenant en stichting)."
    )
    assert found[2].fact == "op 1 januari 2018 gaat Cee op in Zee."
    assert found[2].verbanden == ("werkbedrijf Uitvoering",)


def test_no_risk_is_told_without_a_fact(risky):
    # B makes policy only, and none of its partners merges after the peildatum.
    assert find_risks(Landscape(risky, "GM0002")) == ()


def test_execution_of_which_no_policy_is_known_is_no_risk(quilt, codes):
    # In the quilt everything is inkoop, in one verband a domein for most.
    found = find_risks(Landscape(Basis(quilt), codes["D"]))
    assert [one.number for one in found] == [1, 1, 1]
    assert found[0].fact.endswith("en geen verband in dit domein maakt beleid.")


def test_unknown_inhabitants_are_no_number(risky):
    land = Landscape(risky, "GM0003")
    assert land.like_size == ()
    report = report_on_gemeente(risky, "GM0003", MADE)
    assert "een onbekend aantal inwoners" in report.subtitle
    (row,) = [r for r in rows(table(report, "buurgemeenten")) if r["gemeente_code"] == "GM0003"]
    assert row["inwoners"] is None


def test_a_gemeente_without_verbanden_has_a_report(risky, tmp_path):
    text = RISKY.replace("u,Uitvoering,werkbedrijf,werk,stichting,uitvoering,,GM0003,Cee,,,\n", "")
    features = [
        feature(f"GM{k:04d}", name, square(k, 0)) for k, name in ((1, "Aa"), (2, "Bee"), (3, "Cee"))
    ]
    folder = write_folder(tmp_path / "x", gemeenten=collection(features), verbanden=text)
    report = reports.about_gemeente(ld.load(folder, peildatum="2016-01-01"), "Cee", day=DAY)
    assert report.summary[0] == "Cee zit in geen enkel verband met andere gemeenten."
    assert report.summary[1] == "Voor jeugd en werk heeft Cee geen partners."
    assert report.pictures == ()
    assert table(report, "verbanden").rows == ()
    assert reports.render_html(report)
    assert figure(report, "territoriale_congruentie").number == "–"


def step(codes, indeling, start, end, gain, *, splits=False):
    return {
        "gemeente": codes["O"],
        "indeling": indeling,
        "from": f"{indeling}-{start}",
        "to": f"{indeling}-{end}",
        "gain": gain,
        "splits": splits,
    }


def test_the_best_single_move_is_that_which_makes_its_circle_most_constant(
    basis, codes, monkeypatch
):
    other = step(codes, "jeugd", "m", "o", 0.9) | {"gemeente": codes["A"]}
    found = pd.DataFrame(
        [
            other,
            step(codes, "jeugd", "m", "o", 0.5, splits=True),
            step(codes, "werk", "v", "u", 0.2),
            step(codes, "jeugd", "m", "z", 0.1),
        ]
    )
    monkeypatch.setitem(vars(basis), "moves", found)
    report = report_on_gemeente(basis, codes["O"], MADE)
    (chapter,) = [one for one in report.sections if one.name == "een-stap"]
    # In z it has L, M and N for youth and for work: always the same.
    assert chapter.blocks[0].lines == (
        (
            "De stap die Dorp O het dichtst bij congruentie brengt, is voor jeugd van jeugd M naar "
            "jeugd Z: haar territoriale congruentie gaat dan van 50% naar 100%."
        ),
    )
    shown = [
        (r["naar"], r["daarna"], r["winst_land"], r["breekt"]) for r in rows(chapter.blocks[1])
    ]
    # In u it has P for work, and P and I for youth: 3/4. In o, six partners against three: 1/2.
    assert shown == [
        ("jeugd Z", 1.0, True, False),
        ("werk U", 0.75, True, False),
        ("jeugd O", 0.5, True, True),
    ]


def test_no_move_that_helps_is_said_so(basis, codes, monkeypatch):
    found = pd.DataFrame([step(codes, "jeugd", "m", "o", 0.5)])
    monkeypatch.setitem(vars(basis), "moves", found)
    chapter = moves.best_move(Landscape(basis, codes["O"]))
    assert chapter.blocks[0].lines[0].startswith("Geen enkele overstap van Dorp O")


def test_the_best_move_of_meppel(real):
    chapter = moves.best_move(Landscape(Basis(real), "GM0119"))
    assert (
        "van arbeidsmarktregio IJsselvechtstreek naar arbeidsmarktregio Drenthe"
        in (chapter.blocks[0].lines[0])
    )


WGR = """verband_id,verband,indeling,domein,vorm,gemeente_code,gemeente
o1,Zuid,omgevingsdienst,fysiek,,GM0001,Aa
o1,Zuid,omgevingsdienst,fysiek,,GM0002,Bee
j1,Noord,jeugdregio,jeugd,,GM0001,Aa
j1,Noord,jeugdregio,jeugd,,GM0002,Bee
j2,Zuid,jeugdregio,jeugd,,GM0003,Cee
r1,Regeling Omgevingsdienst Zuid,regeling,overig,openbaar lichaam,GM0001,Aa
r1,Regeling Omgevingsdienst Zuid,regeling,overig,openbaar lichaam,GM0002,Bee
r2,Regeling Werk,regeling,overig,centrumgemeente,GM0001,Aa
r2,Regeling Werk,regeling,overig,centrumgemeente,GM0003,Cee
"""


@pytest.fixture
def wgr(tmp_path):
    features = [
        feature(f"GM{k:04d}", name, square(k, 0)) for k, name in ((1, "Aa"), (2, "Bee"), (3, "Cee"))
    ]
    folder = write_folder(tmp_path / "x", gemeenten=collection(features), verbanden=WGR)
    (folder / "kenmerken.csv").write_text("verband_id,kosten\nr1,1200\n")
    (folder / "herindelingen.csv").write_text(
        "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel\n"
        "2027-01-01,samenvoeging,GM0002,Bee,GM0009,Dee,1\n"
        "2027-01-01,samenvoeging,GM0003,Cee,GM0009,Dee,1\n"
        "2016-01-01,samenvoeging,GM0008,Ouddorp,GM0001,Aa,1\n"
    )
    return ld.load(folder, peildatum="2026-01-01")


def test_the_council_reads_what_it_takes_part_in_with_whom_and_at_what_cost(wgr):
    report = reports.about_gemeente(wgr, "Aa", day=DAY)
    assert report.summary[:4] == (
        (
            "Aa zit in 2 regelingen onder de Wet gemeenschappelijke regelingen (Wgr; 1 met eigen "
            "rechtspersoonlijkheid) en 1 andere regio. Een regio en de regeling die haar uitvoert, "
            "tellen hier als één."
        ),
        (
            "Daarin werkt zij in 2 verschillende samenstellingen met 2 verschillende gemeenten; 1 "
            "daarvan zit in meer dan de helft van deze verbanden (Bee)."
        ),
        "Van 1 van de 3 zijn de kosten bekend: samen 1.200 euro.",
        "Sinds 1 januari 2016 hoort het gebied van Ouddorp bij Aa.",
    )
    found = {row["verband_id"]: row for row in rows(table(report, "verbanden"))}
    assert list(found) == ["r1", "r2", "j1"]
    assert found["r1"]["ook"] == ("omgevingsdienst Zuid",)
    assert [row["groep"] for row in found.values()] == ["Regeling (Wgr)", "Regeling (Wgr)", "Regio"]


def test_a_coming_herindeling_of_its_own_says_what_must_be_chosen(wgr):
    report = reports.about_gemeente(wgr, "Cee", day=DAY)
    (told,) = [line for line in report.summary if "2027" in line]
    assert told.startswith("Op 1 januari 2027 gaan Bee en Cee op in Dee; nu zitten zij in versch")
    assert "voor jeugd (Noord en Zuid)" in told


def test_lines_count_the_partners_of_the_measures(today):
    basis = Basis(today)
    for code in ("GM0119", "GM0228", "GM1980"):
        lines = find_lines(Landscape(basis, code))
        working = [one for one in lines if one.group != LAW]
        assert (
            len(set().union(*(one.partners for one in working)))
            == basis.gemeenten.at[code, "partners"]
        )
        assert sum(1 + len(one.also) for one in working) == basis.gemeenten.at[code, "verbanden"]


def test_a_regeling_carries_out_only_a_region_that_its_name_is_about(today):
    basis = Basis(today)
    land = Landscape(basis, "GM0119")
    carried = {basis.full_name(one.verband): basis.names_of(one.also) for one in find_lines(land)}
    assert carried["Gemeenschappelijke Regeling GGD Drenthe"] == ("GGD-regio GGD Drenthe",)
    assert carried["Gemeenschappelijke regeling Veiligheidsregio Drenthe"] == (
        "veiligheidsregio Drenthe",
    )
    assert "jeugdregio Drenthe" in carried


@pytest.mark.slow
def test_page_one_uses_one_set_of_domains(today):
    report = reports.about_gemeente(today, "Ede", day=DAY)
    assert figure(report, "overal_partner").value == 5
    assert figure(report, "overal_partner").beside == "van de 8"
    assert "8 partners; Barneveld, Renswoude, Rhenen, Scherpenzeel en Veenendaal zijn dat" in (
        " ".join(report.summary)
    )
    assert "8 partners" in report.front[0].alt
