"""The reader of the Register van Overheidsorganisaties, and of XML that means harm."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line
from sources import REGISTER, assert_accounted, deelname_pairs, deelnemer, regeling, write_register

from lappendeken.errors import DataError, LappendekenError
from lappendeken.reading import read_roo, tables
from lappendeken.reading.files.xml import has_doctype, local_name

GGD = regeling(
    "GGD IJsselland",
    deelnemer("Gemeente Zwolle", "2006-01-01", "24,5", ["raad", "college"]),
    deelnemer("gemeente Deventer", "", "0,125"),
    deelnemer("Waterschap Drents Overijsselse Delta"),
    deelnemer("Gemeente Zwollo"),
    id="101",
    vorm=("OL", "Openbaar lichaam"),
    terreinen=["Zorg en gezondheid", "Jeugd"],
    begin="2004-07-01",
)


def read(folder, *regelingen, **options):
    """Read an export with these regelingen."""
    return read_roo(write_register(folder / "export.xml", *regelingen, **options))


def test_a_regeling_with_all_it_has(tmp_path):
    result = read(tmp_path, GGD)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        ("GM0193", "GGD IJsselland"),
        ("GM0150", "GGD IJsselland"),
    }
    first, second = result.deelnames.to_dict("records")
    assert first == {
        "verband_id": "gr-ggd-ijsselland",
        "verband": "GGD IJsselland",
        "indeling": "gemeenschappelijke-regeling",
        "domein": "overig",
        "vorm": "openbaar lichaam",
        "aard": "",
        "rol": "deelnemer",
        "gemeente_code": "GM0193",
        "gemeente": "Zwolle",
        "van": "2006-01-01",
        "tot": "",
        "bron": "export",
        "stand": "",
        "zekerheid": "",
        "opmerking": "",
        "verdeelsleutel": "24.5",
        "bestuursorganen": "raad; college",
    }
    assert result.kenmerken.to_dict("records") == [
        {
            "verband_id": "gr-ggd-ijsselland",
            "bevoegdheid": "",
            "beleidsterreinen": "Zorg en gezondheid; Jeugd",
            "opgericht": "2004-07-01",
            "register_id": "101",
            "adres": "",
            "samenwerkingsvorm": "Openbaar lichaam",
        }
    ]
    # Without a date of accession the deelname begins with the regeling.
    assert (second["van"], second["verdeelsleutel"]) == ("2004-07-01", "0.125")


def test_who_is_no_gemeente_and_who_is_unknown_are_told(tmp_path):
    result = read(tmp_path, GGD)
    report = result.report
    assert report.not_matched == {"deze naam is onbekend": 1}
    assert report.read == 4
    assert result.andere_deelnemers.to_numpy().tolist() == [
        [
            "gr-ggd-ijsselland",
            "Waterschap Drents Overijsselse Delta",
            "waterschap",
            "2004-07-01",
            "",
        ]
    ]
    near = report.proposals
    assert near["gegeven"].unique().tolist() == ["Gemeente Zwollo"]
    assert near["voorstel_naam"].iloc[0] == "Zwolle"


@pytest.mark.parametrize(
    ("short", "vorm"),
    [
        ("OL", "openbaar lichaam"),
        ("GO", "gemeenschappelijk orgaan"),
        ("BVO", "bedrijfsvoeringsorganisatie"),
        ("CC", "centrumgemeente"),
        ("RZM", "regeling zonder meer"),
        ("", ""),
    ],
)
def test_the_vorm_follows_from_the_abbreviation(tmp_path, short, vorm):
    one = regeling("R", deelnemer("Zwolle"), vorm=(short, "Zo heet het"))
    result = read(tmp_path, one)
    assert result.deelnames["vorm"].to_list() == [vorm]
    assert result.kenmerken["samenwerkingsvorm"].to_list() == ["Zo heet het"]
    told = [text for text in result.report.remarks if "de vorm is leeg" in text]
    assert bool(told) == (vorm == "")


@pytest.mark.parametrize("version", ["export/2.4.10", "export/2.6.9", "anders/99"])
def test_the_version_in_the_namespace_does_not_matter(tmp_path, version):
    assert len(read(tmp_path, GGD, version=version).deelnames) == 2


def test_no_namespace_at_all_is_read_too(tmp_path):
    path = write_register(tmp_path / "x.xml", GGD)
    path.write_text(path.read_text(encoding="utf-8").replace("p:", ""), encoding="utf-8")
    assert len(read_roo(path).deelnames) == 2


def test_a_regeling_ends_and_two_of_one_name_stay_two(tmp_path):
    result = read(
        tmp_path,
        regeling("Werk", deelnemer("Zwolle", "2001-01-01"), eind="2010-01-01", id="1"),
        regeling("Werk", deelnemer("Zwolle", "2010-01-01"), id="2"),
        regeling("Leeg", id="3"),
    )
    own = result.deelnames
    assert own["verband_id"].to_list() == ["gr-werk", "gr-werk-2"]
    assert own["van"].to_list() == ["2001-01-01", "2010-01-01"]
    assert own["tot"].to_list() == ["2010-01-01", ""]
    assert any("1 regeling heeft geen deelnemers" in text for text in result.report.remarks)


def test_a_deelname_that_ends_before_it_begins_is_told(tmp_path):
    one = regeling("R", deelnemer("Zwolle", "2011-01-01"), eind="2010-01-01")
    report = read(tmp_path, one).report
    assert report.not_matched == {"ongeldige waarde": 1}
    assert report.unmatched["toelichting"].to_list() == [
        "eindigt op 2010-01-01 en begint pas op 2011-01-01"
    ]


def test_a_verdeelsleutel_that_is_no_number_is_left_empty_and_told(tmp_path):
    result = read(tmp_path, regeling("R", deelnemer("Zwolle", "", "naar rato")))
    assert result.deelnames["verdeelsleutel"].to_list() == [""]
    assert result.report.cells[["kolom", "waarde"]].to_numpy().tolist() == [
        ["verdeelsleutel", "naar rato"]
    ]


def test_former_names_are_found_and_told(tmp_path):
    result = read(tmp_path, regeling("R", deelnemer("Gemeente Bussum"), deelnemer("Muiden")))
    assert_accounted(result)
    assert result.deelnames["gemeente"].to_list() == ["Gooise Meren"]
    assert result.report.not_matched == {"staat al eerder in de bron": 1}
    assert any("vroegere naam: Gemeente Bussum (Gooise Meren)" in t for t in result.report.remarks)


def test_signs_and_entities_of_xml_itself_are_read(tmp_path):
    one = regeling("Zorg &amp; Werk &#xE9;&#233;n", deelnemer("<![CDATA[Gemeente Zwolle]]>"))
    assert read(tmp_path, one).deelnames["verband"].to_list() == ["Zorg & Werk één"]


# Harm and damage ----------------------------------------------------------------------------

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<r><gemeenschappelijkeRegelingen><regeling><titel>&c;</titel></regeling>
</gemeenschappelijkeRegelingen></r>"""


def test_entity_expansion_is_refused_before_it_begins(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(LAUGHS)
    with pytest.raises(DataError, match="DOCTYPE"):
        read_roo(path)


@pytest.mark.parametrize("kind", ["SYSTEM", "PUBLIC 'x'"])
def test_another_file_is_never_read(tmp_path, kind):
    secret = tmp_path / "geheim.txt"
    secret.write_text("Gemeente Zwolle")
    body = REGISTER.format(version="1", regelingen=regeling("R", deelnemer("&x;")))
    head, _, rest = body.partition("\n")
    doctype = f'<!DOCTYPE r [<!ENTITY x {kind} "{secret.as_uri()}">]>'
    path = tmp_path / "x.xml"
    path.write_text(f"{head}\n{doctype}\n{rest}", encoding="utf-8")
    with pytest.raises(DataError, match="DOCTYPE"):
        read_roo(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_another_encoding_hides_nothing(tmp_path, encoding):
    path = tmp_path / "x.xml"
    path.write_bytes(LAUGHS.replace('<?xml version="1.0"?>', "").strip().encode(encoding))
    with pytest.raises(DataError, match="DOCTYPE"):
        read_roo(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"gemeente,regio\n", "iets anders"),
        (b"PK\x03\x04xx", "zip-bestand"),
        (b"<!doctype html><html></html>", "webpagina"),
        (b"<a></b>", "geen geldige XML"),
        (b"<a>", "afgebroken"),
        (b"<a/>", "geen export van het Register"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML"),
        (b"<a>\x00</a>", "geen geldige XML"),
        (b"<a>" * 300 + b"</a>" * 300, "te diep genest"),
    ],
)
def test_another_file_is_refused(tmp_path, content, says):
    path = tmp_path / "x.xml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        read_roo(path)


def test_a_file_that_was_cut_off_is_refused_wherever_it_was(tmp_path):
    whole = write_register(tmp_path / "x.xml", GGD).read_bytes()
    for length in range(1, len(whole) - 2, 7):
        (tmp_path / "cut.xml").write_bytes(whole[:length])
        with pytest.raises(DataError) as caught:
            read_roo(tmp_path / "cut.xml")
        for fault in caught.value.faults:
            assert_one_line(str(fault).replace(str(tmp_path), ""))


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_flipped_byte_gives_an_error_of_ours_or_an_account(tmp_path_factory, place, value):
    folder = tmp_path_factory.mktemp("roo")
    path = write_register(folder / "x.xml", GGD)
    raw = bytearray(path.read_bytes())
    raw[place % len(raw)] = value
    path.write_bytes(bytes(raw))
    try:
        result = read_roo(path)
    except LappendekenError:
        return
    assert_accounted(result)


def test_local_names_and_the_prolog():
    import io

    assert (local_name("urn:x a"), local_name("a")) == ("a", "a")
    assert has_doctype(io.BytesIO(b"<!DOCTYPE a><a/>"), "x")
    assert not has_doctype(io.BytesIO(b"<a><!-- <!DOCTYPE a> --></a>"), "x")
    assert not has_doctype(io.BytesIO(b"no xml"), "x")


# Real shapes --------------------------------------------------------------------------------

REGELINGEN = (
    "roo_id,naam,vorm,inwerking,uitwerking,valid_from,valid_until,bevoegdheid,orgaan,bronhouder,"
    "beleidsgebied,n_gemeenten,n_provincies,n_waterschappen,n_overig,url\n"
)
DEELNEMERS = "gr_roo_id,org_roo_id,org,gemeentecode,type,toetreding,uittreding,bestuursorganen\n"
OUD = (
    "1,Vervoer Oost 2010,'Regeling zonder meer',2010-01-01,2016-06-01,2010-01-01,2016-06-01,"
    "Mandaat,Vervoer Oost,Vervoer Oost,verkeer,2,1,0,0,https://x.nl/1\n"
)
NIEUW = (
    "2,Vervoer Oost 2016,Bedrijfsvoeringsorganisatie,2016-06-01,,2016-06-01,,Delegatie|Mandaat,"
    "Vervoer Oost,Vervoer Oost,verkeer | openbaar vervoer|onderwijs,2,1,0,1,https://x.nl/2\n"
)
WHO = (
    "1,10,Gemeente Zwolle,GM0193,gemeente,2010-01-01,,Gemeenteraad\n"
    "1,11,Gemeente Deventer,GM0150,gemeente,2010-01-01,,\n"
    "1,20,Provincie Overijssel,,provincie,2010-01-01,,Provinciale staten\n"
    "2,10,Gemeente Zwolle,GM0193,gemeente,2016-06-01,,Gemeenteraad|Burgemeester\n"
    "2,12,Gemeente Kampen,GM0166,gemeente,2018-01-01,,\n"
    "2,20,Provincie Overijssel,,provincie,2016-06-01,,\n"
    "2,30,Gemeente Assenede,,onbekend,2016-06-01,,\n"
)


def read_tables(folder, regelingen, deelnemers):
    """Read the two tables."""
    path = folder / "roo_regelingen_2026-05.csv"
    path.write_text(REGELINGEN + regelingen, encoding="utf-8")
    (folder / "roo_deelnemers_2026-05.csv").write_text(DEELNEMERS + deelnemers, encoding="utf-8")
    return read_roo(path)


def test_the_versions_of_a_regeling_are_one_verband_as_the_last_has_it(tmp_path):
    result = read_tables(tmp_path, OUD + NIEUW, WHO)
    assert_accounted(result)
    own = result.deelnames
    assert own[["gemeente", "van", "tot"]].to_numpy().tolist() == [
        ["Deventer", "2010-01-01", "2016-06-01"],
        ["Zwolle", "2010-01-01", ""],
        ["Kampen", "2018-01-01", ""],
    ]
    assert set(own["verband"]) == {"Vervoer Oost 2016"}
    assert set(own["vorm"]) == {"bedrijfsvoeringsorganisatie"}
    assert result.kenmerken.to_dict("records") == [
        {
            "verband_id": "gr-vervoer-oost-2016",
            "bevoegdheid": "delegatie; mandaat",
            "beleidsterreinen": "verkeer: openbaar vervoer; onderwijs",
            "opgericht": "2010-01-01",
            "register_id": "2",
            "adres": "https://x.nl/2",
            "samenwerkingsvorm": "Bedrijfsvoeringsorganisatie",
        }
    ]
    assert any("2 versies van 1 regeling" in text for text in result.report.remarks)


def test_a_later_version_puts_right_when_someone_joined_before_it(tmp_path):
    late = WHO.replace(
        "2,10,Gemeente Zwolle,GM0193,gemeente,2016-06-01", "2,10,,GM0193,,2012-05-01"
    )
    own = read_tables(tmp_path, OUD + NIEUW, late).deelnames.set_index("gemeente")
    assert own.loc["Zwolle", ["van", "tot"]].to_list() == ["2012-05-01", ""]


def test_who_is_no_gemeente_takes_part_too(tmp_path):
    result = read_tables(tmp_path, OUD + NIEUW, WHO)
    assert result.andere_deelnemers.iloc[:, 1:].to_numpy().tolist() == [
        ["Provincie Overijssel", "provincie", "2010-01-01", ""],
        ["Gemeente Assenede", "overig", "2016-06-01", ""],
    ]
    # A regeling of provincies alone has no gemeenten to compare.
    result = read_tables(tmp_path, OUD, "1,20,Provincie Overijssel,,provincie,2010-01-01,,\n")
    assert result.andere_deelnemers.empty
    assert result.kenmerken.empty
    assert result.report.not_matched == {"deelnemer is geen gemeente": 1}


def test_an_organ_that_two_regelingen_share_at_one_time_makes_them_no_versions(tmp_path):
    again = NIEUW.replace("2,Vervoer Oost 2016", "3,Vervoer Oost leerlingen", 1)
    who = WHO + "3,10,Gemeente Zwolle,GM0193,gemeente,2016-06-01,,\n"
    result = read_tables(tmp_path, OUD + NIEUW + again, who)
    assert result.deelnames["verband_id"].nunique() == 2


def test_who_left_and_came_back_takes_part_twice(tmp_path):
    who = (
        "2,10,Gemeente Zwolle,GM0193,gemeente,2016-06-01,2018-01-01,\n"
        "2,10,Gemeente Zwolle,GM0193,gemeente,2020-01-01,,\n"
        "2,10,Gemeente Zwolle,GM0193,gemeente,2021-01-01,,\n"
    )
    result = read_tables(tmp_path, NIEUW, who)
    assert result.deelnames[["van", "tot"]].to_numpy().tolist() == [
        ["2016-06-01", "2018-01-01"],
        ["2020-01-01", ""],
    ]
    assert result.report.not_matched == {"staat al eerder in de bron": 1}


def test_a_gemeente_that_is_gone_stands_for_its_successor_and_is_told(tmp_path):
    who = (
        "2,1,Gemeente Heerhugowaard,GM0398,gemeente,2016-06-01,,\n"
        "2,2,Gemeente Beemster,GM0370,gemeente,2016-06-01,,\n"
        "2,3,Gemeente Purmerend,GM0439,gemeente,2017-06-01,,\n"
    )
    result = read_tables(tmp_path, NIEUW, who)
    assert_accounted(result)
    columns = ["gemeente", "van", "zekerheid", "opmerking"]
    assert result.deelnames[columns].to_numpy().tolist() == [
        ["Dijk en Waard", "2016-06-01", "afgeleid", "de bron noemt GM0398"],
        # The register names Purmerend itself, and that counts.
        ["Purmerend", "2017-06-01", "", ""],
    ]
    assert result.report.not_matched == {"staat al eerder in de bron": 1}


def test_a_centrumregeling_is_recognised_by_its_name(tmp_path):
    plain = OUD.replace("Vervoer Oost 2010", "Centrumregeling jeugdhulp")
    assert set(read_tables(tmp_path, plain, WHO).deelnames["vorm"]) == {"centrumgemeente"}
    assert set(read_tables(tmp_path, OUD, WHO).deelnames["vorm"]) == {"regeling zonder meer"}


def test_participants_of_no_regeling_are_told(tmp_path):
    report = read_tables(tmp_path, NIEUW, WHO).report
    assert report.not_matched["geen verband genoemd"] == 2


@pytest.mark.parametrize(
    ("others", "says"),
    [(None, "geen tabel met deelnemers"), ("a,b\n1,2\n", "deze kolom ontbreekt: gr_roo_id")],
)
def test_the_table_of_participants_must_stand_beside(tmp_path, others, says):
    path = tmp_path / "roo_regelingen.csv"
    path.write_text(REGELINGEN + NIEUW)
    if others:
        (tmp_path / "roo_deelnemers.csv").write_text(others)
    with pytest.raises(DataError, match=says):
        read_roo(path)


EXPORT = """<p:overheidsorganisaties xmlns:p="urn:export/2.6.11"><p:gemeenschappelijkeRegelingen>
 <p:regeling p:systeemId="1"><p:titel>Vervoer Oost 2010</p:titel>
  <p:samenwerkingsvorm p:afkorting="RZM">'Regeling zonder meer'</p:samenwerkingsvorm>
  <p:regionaalSamenwerkingsorgaan p:systeemId="9">Vervoer Oost</p:regionaalSamenwerkingsorgaan>
  <p:datumInwerkingtreding>2010-01-01</p:datumInwerkingtreding>
  <p:datumUitwerkingtreding>2016-06-01</p:datumUitwerkingtreding>
  <p:deelnemendeOrganisaties>{0}</p:deelnemendeOrganisaties></p:regeling>
 <p:regeling p:systeemId="2"><p:titel>Vervoer Oost 2016</p:titel>
  <p:samenwerkingsvorm p:afkorting="BVO">Bedrijfsvoeringsorganisatie</p:samenwerkingsvorm>
  <p:previousVersion p:systeemId="1">Vervoer Oost 2010</p:previousVersion>
  <p:bevoegdheidsverkrijgingen><p:bevoegdheidsverkrijging>Delegatie</p:bevoegdheidsverkrijging>
   <p:bevoegdheidsverkrijging>Mandaat</p:bevoegdheidsverkrijging></p:bevoegdheidsverkrijgingen>
  <p:beleidsterreinen><p:beleidsterrein>verkeer: openbaar vervoer</p:beleidsterrein>
   <p:beleidsterrein>onderwijs</p:beleidsterrein></p:beleidsterreinen>
  <p:datumInwerkingtreding>2016-06-01</p:datumInwerkingtreding>
  <p:deelnemendeOrganisaties>{1}</p:deelnemendeOrganisaties></p:regeling>
</p:gemeenschappelijkeRegelingen></p:overheidsorganisaties>"""


def participant(naam, van, known=""):
    """A participant as newer exports write it, with the code that government knows it by."""
    given = f' p:resourceIdentifierTOOI="https://x.nl/tooi/id/{known}"' if known else ""
    return (
        f"<p:deelnemendeOrganisatie{given}><p:naam>{naam}</p:naam>"
        f"<p:toetredingsDatum>{van}</p:toetredingsDatum></p:deelnemendeOrganisatie>"
    )


def test_xml_and_tables_give_the_same(tmp_path):
    told = read_tables(tmp_path, OUD + NIEUW, WHO)
    first = (
        participant("Gemeente Zwolle", "2010-01-01", "gemeente/gm0193"),
        participant("Gemeente Deventer", "2010-01-01"),
        participant("Provincie Overijssel", "2010-01-01", "provincie/pv23"),
    )
    second = (
        participant("Gemeente Zwolle", "2016-06-01", "gemeente/gm0193"),
        participant("Kampen", "2018-01-01"),
        participant("Provincie Overijssel", "2016-06-01"),
        participant("Gemeente Assenede", "2016-06-01", "oorg/oorg10001"),
    )
    path = tmp_path / "export.xml"
    path.write_text(EXPORT.format("".join(first), "".join(second)), encoding="utf-8")
    export = read_roo(path)
    assert_accounted(export)
    same = ["bron", "bestuursorganen"]
    keys = ["verband_id", "gemeente_code"]
    assert export.deelnames.drop(columns=same).sort_values(keys).to_dict("records") == (
        told.deelnames.drop(columns=same).sort_values(keys).to_dict("records")
    )
    assert export.andere_deelnemers.equals(told.andere_deelnemers)
    # The address stands in the tables alone.
    assert export.kenmerken.drop(columns="adres").equals(told.kenmerken.drop(columns="adres"))


REAL = Path(__file__).parents[2] / "shared" / "bronnen" / "2026" / "roo_regelingen_2026-05.csv"


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="../shared/bronnen is er niet")
def test_the_real_register_gives_the_regelingen_of_the_edition():
    edition = tables.read_tables(tables.embedded_folder())
    result = read_roo(REAL)
    assert result.report.read == result.report.matched + len(result.report.unmatched)
    rows = result.deelnames
    day = "2026-05-16"
    now = rows[(rows["van"] <= day) & ((rows["tot"] == "") | (rows["tot"] > day))]
    built = edition.verbanden[edition.verbanden["indeling"] == "gemeenschappelijke-regeling"]
    pairs = [
        set(one[["verband", "gemeente_code", "vorm", "van"]].itertuples(index=False, name=None))
        for one in (now, built)
    ]
    assert pairs[0] == pairs[1]
    facts = result.kenmerken.set_index("register_id")
    told = edition.kenmerken.set_index("register_id")
    for column in ("bevoegdheid", "opgericht", "adres"):
        assert facts[column].reindex(told.index).equals(told[column]), column
