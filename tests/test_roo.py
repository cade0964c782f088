"""The reader of the Register van Overheidsorganisaties, and of XML that means harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line
from sources import REGISTER, assert_accounted, deelname_pairs, deelnemer, regeling, write_register

from lappendeken.errors import DataError, LappendekenError
from lappendeken.reading import read_roo
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
        "beleidsterrein": "Zorg en gezondheid; Jeugd",
        "samenwerkingsvorm": "Openbaar lichaam",
        "verdeelsleutel": "24.5",
        "bestuursorganen": "raad; college",
        "register_id": "101",
    }
    # Without a date of accession the deelname begins with the regeling.
    assert (second["van"], second["verdeelsleutel"]) == ("2004-07-01", "0.125")


def test_who_is_no_gemeente_and_who_is_unknown_are_told(tmp_path):
    report = read(tmp_path, GGD).report
    assert report.not_matched == {"deelnemer is geen gemeente": 1, "deze naam is onbekend": 1}
    assert report.read == 4
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
        ("RZM", ""),
        ("", ""),
    ],
)
def test_the_vorm_follows_from_the_abbreviation(tmp_path, short, vorm):
    one = regeling("R", deelnemer("Zwolle"), vorm=(short, "Zo heet het"))
    result = read(tmp_path, one)
    assert result.deelnames["vorm"].to_list() == [vorm]
    assert result.deelnames["samenwerkingsvorm"].to_list() == ["Zo heet het"]
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
