"""Columns that know where they belong, the tables beside `verbanden.csv`, and the editions."""

import json

import pandas as pd
import pytest
from quilts import faults_of, rows, write_folder

import lappendeken as ld
from lappendeken import schema
from lappendeken.errors import WrongUsageError
from lappendeken.herindeling import convert
from lappendeken.model import from_tables, to_tables
from lappendeken.output.folder import write_lappendeken
from lappendeken.reading import editions, sources
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.plan import Plan, Step
from lappendeken.reading.sources import own
from lappendeken.reading.sources.source import Source, source_of
from lappendeken.reading.tables import read_tables
from lappendeken.scenario import apply

HEADER = "verband_id,verband,indeling,domein,gemeente_code"
TOLD = f"{HEADER},stand,zekerheid,opmerking"
PAIR = ("v1,Een,quilt,jeugd,GM0001", "v2,Twee,quilt,jeugd,GM0002")
MERGER = (
    "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel\n"
    "2018-01-01,samenvoeging,GM0001,Aadorp,GM0003,Ceedorp,1\n"
    "2018-01-01,samenvoeging,GM0002,Beedorp,GM0003,Ceedorp,1\n"
)
KENMERKEN = "verband_id,bevoegdheid,kosten,kleur\nv1,delegatie; mandaat,12500.5,rood\nv2,,1000,\n"
OTHERS = (
    "verband_id,deelnemer,soort,van,tot\n"
    "v1,Provincie Utrecht,provincie,,\n"
    "v1,Waterschap Oud,waterschap,2001-01-01,2010-01-01\n"
)
DAY = '{"peildatum": "2016-01-01"}'


def folder_with(folder, *lines, header=HEADER, **others):
    """A folder with these rows, at 2016-01-01."""
    others = {"datapackage_json": DAY} | others
    return write_folder(folder, verbanden=rows(*lines, header=header), **others)


# Columns ------------------------------------------------------------------------------------


@pytest.fixture
def toy(monkeypatch):
    """A column per verband and one per deelname, named in one place."""
    more = (
        schema.Column("website", "verband", required=False, filled=False),
        schema.Column(
            "zetels", "deelname", required=False, filled=False, kind="number", merged=schema.joined
        ),
    )
    monkeypatch.setattr(schema, "VERBANDEN", (*schema.VERBANDEN, *more))


TOY = ("v1,Een,quilt,jeugd,GM0001,een.nl,3", "v1,Een,quilt,jeugd,GM0002,,4")


def test_a_column_of_one_place_is_checked(toy, tmp_path):
    lines = ("v1,Een,quilt,jeugd,GM0001,een.nl,drie", "v1,Een,quilt,jeugd,GM0002,twee.nl,4")
    found = faults_of(folder_with(tmp_path, *lines, header=f"{HEADER},website,zetels"))
    assert {(one.row, one.column, one.value) for one in found} == {
        (2, "zetels", "drie"),
        (3, "website", "twee.nl"),
    }


def test_a_column_of_one_place_is_in_model_plan_herindeling_and_export(toy, tmp_path):
    lines = (*TOY, "v2,Twee,ander,zorg,GM0001,,")
    folder = folder_with(
        tmp_path / "een", *lines, header=f"{HEADER},website,zetels", herindelingen_csv=MERGER
    )
    lap = ld.load(folder)
    assert lap.verbanden["website"].to_dict() == {"v1": "een.nl", "v2": ""}
    assert lap.deelnames["zetels"].to_list() == ["3", "4", ""]
    step = Step("richt-op", "quilt", ("Aadorp",), naam="Nieuw")
    after = apply(lap, Plan((step,)))
    assert after.verbanden["website"].to_dict() == {"v1": "een.nl", "v2": "", "quilt-nieuw": ""}
    later = convert(lap, "2018-01-01").lappendeken
    assert later.verbanden.at["v1", "website"] == "een.nl"
    assert later.deelnames["zetels"].to_list() == ["3 + 4", ""]
    write_lappendeken(tmp_path / "twee", lap)
    assert ld.load(tmp_path / "twee").deelnames.equals(lap.deelnames)
    read = own.read_tables(tmp_path / "twee")
    assert read.deelnames["website"].to_list() == ["een.nl", "een.nl", ""]
    table = tmp_path / "tabel.csv"
    table.write_text("gemeente;verband;website\nZwolle;Kring;x.nl\n", encoding="utf-8")
    mapping = own.ColumnMapping(fixed={"indeling": "toets"})
    assert own.read_tables(table, mapping=mapping).deelnames["website"].to_list() == ["x.nl"]


def test_a_column_of_one_place_is_in_json_and_in_the_report(toy, run, tmp_path):
    lines = (*TOY, "v2,Twee,ander,zorg,GM0002,,")
    folder = folder_with(tmp_path / "een", *lines, header=f"{HEADER},website,zetels")
    code, out, err = run("gemeente", "Beedorp", "--gegevens", folder, "--json")
    assert code == 0, err
    found, _ = json.loads(out)["verbanden"]
    assert (found["website"], found["zetels"]) == ("een.nl", "4")
    code, _, err = run("gemeente", "Beedorp", "--gegevens", folder, "--uit", tmp_path / "b.csv")
    assert code == 0, err
    row, _ = read_delimited(tmp_path / "b-verbanden.csv").table.to_dict("records")
    assert (row["website"], row["zetels"]) == ("een.nl", "4")


TOY_READER = """
import pandas as pd
from lappendeken.reading.settling.catalogue import labels, named
from lappendeken.reading.settling.deelnames import settle
from lappendeken.reading.settling.gemeenten import reference
from lappendeken.reading.settling.ledger import Ledger, ReadResult
from lappendeken.reading.sources.source import Source


def read(source, asked):
    known, ledger = reference(asked.gemeenten), Ledger(source)
    with open(source, encoding="utf-8") as file:
        pairs = [line.strip().split(" in ") for line in file]
    rows = pd.DataFrame(pairs, columns=["gemeente", "verband"], dtype="str")
    rows = rows.assign(indeling="proefregio")
    deelnames, used = settle(source, rows, known, named, ledger)
    return ReadResult(known.frame, deelnames, ledger.report(), labels(used))


SOURCE = Source(read, lambda look: look.ending == ".proef")
"""


def test_a_source_of_two_places_is_in_command_line_json_and_export(run, tmp_path, monkeypatch):
    # A file beside the other readers, and a name in the list of them.
    (tmp_path / "proef.py").write_text(TOY_READER, encoding="utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    monkeypatch.setitem(sources.SOURCES, "proef", "proef")
    path = tmp_path / "x.proef"
    path.write_text("Zwolle in Oost\nKampen in Oost\nNergens in West\n", encoding="utf-8")
    code, out, err = run("gegevens", "inlezen", path, "--json", "--uit", tmp_path / "uit")
    assert code == 0, err
    told = json.loads(out)
    assert (told["soort"], told["gelezen"], told["overgenomen"]) == ("proef", 3, 2)
    assert ld.load(tmp_path / "uit").deelnames["gemeente_code"].to_list() == ["GM0166", "GM0193"]
    code, _, err = run("gegevens", "inlezen", path, "--soort", "proef", "--laag", "x")
    assert (code, "--laag" in err) == (2, True)
    code, _, err = run("gegevens", "inlezen", path, "--soort", "onzin")
    assert "proef" in err


@pytest.mark.parametrize("kind", sources.SOURCES)
def test_every_kind_of_source_tells_of_itself_and_can_be_named(kind, run):
    assert isinstance(source_of(kind), Source)
    assert kind in run("gegevens", "inlezen", "x.csv", "--soort", "onzin")[2]


def test_what_else_is_known_of_verbanden_is_in_json_and_in_the_report(run, tmp_path):
    lines = (*PAIR, "v3,Drie,ander,zorg,GM0001")
    tables = {"kenmerken_csv": KENMERKEN, "andere_deelnemers_csv": OTHERS}
    rich = folder_with(tmp_path / "rijk", *lines, **tables)
    code, out, err = run("gemeente", "Aadorp", "--gegevens", rich, "--json")
    assert code == 0, err
    found, _ = json.loads(out)["verbanden"]
    assert (found["kenmerk_kleur"], found["kenmerk_kosten"]) == ("rood", 12500.5)
    code, _, err = run("gemeente", "Aadorp", "--gegevens", rich, "--uit", tmp_path / "a.csv")
    assert code == 0, err
    (row,) = read_delimited(tmp_path / "a-regelingen.csv").table.to_dict("records")
    assert (row["bevoegdheid"], row["kleur"]) == ("delegatie; mandaat", "rood")
    (row,) = read_delimited(tmp_path / "a-andere-deelnemers.csv").table.to_dict("records")
    assert row["andere_deelnemers"] == "Provincie Utrecht"


@pytest.mark.parametrize(
    ("stand", "zekerheid", "column"),
    [
        ("mei 2024", "", "stand"),
        ("2024-13", "", "stand"),
        ("24", "", "stand"),
        ("2024", "zeker", "zekerheid"),
    ],
)
def test_stand_and_zekerheid_filled_wrongly_are_told(tmp_path, stand, zekerheid, column):
    lines = (f"{PAIR[0]},{stand},{zekerheid},", f"{PAIR[1]},,,")
    (fault,) = faults_of(folder_with(tmp_path, *lines, header=TOLD))
    assert (fault.row, fault.column) == (2, column)
    assert fault.hint in {
        "Schrijf jjjj-mm-dd, jjjj-mm of jjjj",
        "Kies uit: bevestigd, afgeleid, voortgezet",
    }


def test_stand_and_zekerheid_are_in_the_model_as_they_are(tmp_path):
    lines = (f"{PAIR[0]},2024-05,afgeleid,gist", f"{PAIR[1]},2024,,")
    lap = ld.load(folder_with(tmp_path, *lines, header=TOLD))
    told = lap.deelnames[["stand", "zekerheid", "opmerking"]].to_numpy().tolist()
    assert told == [["2024-05", "afgeleid", "gist"], ["2024", "", ""]]


def test_what_merges_is_no_surer_than_its_parts_and_says_of_when_it_is(tmp_path):
    lines = (f"{PAIR[0]},2013,,noot", f"{PAIR[1].replace('v2,Twee', 'v1,Een')},,afgeleid,")
    folder = folder_with(tmp_path, *lines, header=TOLD, herindelingen_csv=MERGER)
    (row,) = convert(ld.load(folder), "2018-01-01").lappendeken.deelnames.to_dict("records")
    assert (row["gemeente_code"], row["stand"], row["zekerheid"], row["opmerking"]) == (
        "GM0003",
        "2013",
        "voortgezet",
        "noot",
    )


def test_what_is_untouched_by_herindeling_gets_the_date_it_was_told_for(tmp_path):
    steps = MERGER.replace("GM0001,Aadorp", "GM0009,Ver").replace("GM0002,Beedorp", "GM0008,Weg")
    lines = (f"{PAIR[0]},,bevestigd,", f"{PAIR[1]},2011,,")
    lap = ld.load(folder_with(tmp_path, *lines, header=TOLD, herindelingen_csv=steps))
    later = convert(lap, "2018-01-01").lappendeken.deelnames
    assert later["stand"].to_list() == ["2016-01-01", "2011"]
    assert later["zekerheid"].to_list() == ["bevestigd", ""]
    assert convert(lap, "2016-01-01").lappendeken.deelnames.equals(lap.deelnames)


@pytest.mark.parametrize(
    ("values", "weakest"),
    [(["", "bevestigd"], "bevestigd"), (["", ""], ""), (["voortgezet", "afgeleid"], "voortgezet")],
)
def test_together_as_sure_as_the_weakest(values, weakest):
    assert schema.least_certain(values) == weakest


# Tables beside ------------------------------------------------------------------------------


@pytest.fixture
def rich(tmp_path):
    """A folder with both tables."""
    return folder_with(
        tmp_path / "rijk", *PAIR, kenmerken_csv=KENMERKEN, andere_deelnemers_csv=OTHERS
    )


def test_what_is_known_of_verbanden_is_in_the_model(rich):
    lap = ld.load(rich)
    assert lap.kenmerken.to_dict("index") == {
        "v1": {"bevoegdheid": "delegatie; mandaat", "kosten": 12500.5, "kleur": "rood"},
        "v2": {"bevoegdheid": "", "kosten": 1000.0, "kleur": ""},
    }
    # The waterschap took part until 2010.
    assert lap.andere_deelnemers["deelnemer"].to_list() == ["Provincie Utrecht"]


def test_a_folder_without_them_is_fine(tmp_path):
    lap = ld.load(folder_with(tmp_path, *PAIR))
    assert lap.kenmerken.empty
    assert lap.kenmerken.index.name == "verband_id"
    assert lap.andere_deelnemers.empty
    assert list(lap.andere_deelnemers.columns) == ["verband_id", "deelnemer", "soort", "van", "tot"]


def test_they_survive_taking_apart_writing_plans_and_herindeling(rich, tmp_path):
    lap = ld.load(rich)
    write_lappendeken(tmp_path / "kopie", lap)
    step = Step("verplaats", "quilt", ("Aadorp",), naar="Twee")
    for again in (
        from_tables(to_tables(lap)),
        ld.load(tmp_path / "kopie"),
        convert(lap, "2017-01-01").lappendeken,
    ):
        pd.testing.assert_frame_equal(again.kenmerken, lap.kenmerken)
        pd.testing.assert_frame_equal(again.andere_deelnemers, lap.andere_deelnemers)
    # What is known of a verband ends with it.
    after = apply(lap, Plan((step,)))
    assert after.kenmerken.index.to_list() == ["v2"]
    assert after.andere_deelnemers.empty


def test_they_are_read_by_the_reader_of_own_tables_too(rich):
    strict, lenient = read_tables(rich), own.read_tables(rich)
    pd.testing.assert_frame_equal(lenient.kenmerken, strict.kenmerken)
    pd.testing.assert_frame_equal(lenient.andere_deelnemers, strict.andere_deelnemers)


@pytest.mark.parametrize(
    ("text", "row", "column", "says"),
    [
        ("verband_id\nv9\n", 2, "verband_id", "dit verband staat niet in verbanden.csv"),
        ("verband_id,kosten\nv1,1\nv1,2\n", 3, "verband_id", "hierover gaat ook rij 2"),
        ("verband_id,adres,adres\nv1,a,b\n", 1, "adres", "deze kolom komt meer dan eens voor"),
        ("verband_id,kosten\nv1,veel\n", 2, "kosten", "dit is geen getal"),
        ('verband_id,kosten\nv1,"1.234,5"\n', 2, "kosten", "dit is geen getal"),
        ("verband_id,opgericht\nv1,ooit\n", 2, "opgericht", "dit is geen datum"),
        ("verband_id,verplicht\nv1,soms\n", 2, "verplicht", "deze waarde is niet toegestaan"),
        ("verband_id,bevoegdheid\nv1,delegatie;macht\n", 2, "bevoegdheid", "niet toegestaan"),
        ("naam\nEen\n", 1, "verband_id", "deze kolom ontbreekt"),
        ("verband_id,naam\n,Een\n", 2, "verband_id", "deze cel is leeg"),
    ],
)
def test_faults_in_kenmerken_are_told_in_their_place(tmp_path, text, row, column, says):
    (fault,) = faults_of(folder_with(tmp_path, *PAIR, kenmerken_csv=text))
    assert fault.file == str(tmp_path / "kenmerken.csv")
    assert (fault.row, fault.column) == (row, column)
    assert says in fault.message


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("v9,Rijk,rijk,,", "verband_id", "dit verband staat niet in verbanden.csv"),
        ("v1,Rijk,land,,", "soort", "deze waarde is niet toegestaan"),
        ("v1,Rijk,rijk,ooit,", "van", "dit is geen datum"),
        ("v1,Rijk,rijk,2012-01-01,2011-01-01", "tot", "eindigt niet na haar begin"),
        ("v1,Provincie Utrecht,provincie,2012-01-01,", "deelnemer", "staat ook in rij 2"),
    ],
)
def test_faults_in_other_participants_are_told_in_their_place(tmp_path, line, column, says):
    text = OTHERS + line + "\n"
    (fault,) = faults_of(folder_with(tmp_path, *PAIR, andere_deelnemers_csv=text))
    assert fault.file == str(tmp_path / "andere_deelnemers.csv")
    assert (fault.row, fault.column) == (4, column)
    assert says in fault.message


def test_faults_of_all_tables_are_told_at_once(tmp_path):
    folder = folder_with(
        tmp_path,
        *(f"{line},ooit,zeker," for line in PAIR),
        header=TOLD,
        kenmerken_csv="verband_id\nv9\n",
        andere_deelnemers_csv=OTHERS.replace("v1", "v8"),
    )
    assert len(faults_of(folder)) == 4 + 1 + 2


# Editions -----------------------------------------------------------------------------------


@pytest.fixture
def two(monkeypatch, tmp_path):
    """A program that comes with an edition of 2020, and one of 2016 inside it."""
    links = "van_code,naar_code,soort,naam\nGM0001,GM0002,brug,Brug\n"
    root = folder_with(
        tmp_path / "data",
        *PAIR,
        datapackage_json='{"peildatum": "2020-01-01"}',
        herindelingen_csv=MERGER,
        verbindingen_csv=links,
    )
    folder_with(root / "2016", *PAIR)
    (root / "casussen").mkdir()
    monkeypatch.setattr(editions, "embedded_folder", lambda: root)
    editions.editions.cache_clear()
    yield root
    editions.editions.cache_clear()


def test_a_year_is_an_edition_and_no_name_is_the_current_one(two):
    assert dict(editions.editions()) == {"2016": two / "2016", "2020": two}
    assert ld.load().bron == ld.load("2020").bron == two
    assert ld.load().peildatum.year == 2020
    assert ld.load("2016").bron == two / "2016"


def test_what_holds_for_all_dates_is_taken_from_beside(two):
    then = ld.load("2016")
    assert len(then.herindelingen) == 2
    assert then.verbindingen["naam"].to_list() == ["Brug"]


def test_a_link_of_another_date_is_left_out_of_an_edition(two):
    path = two / "verbindingen.csv"
    with path.open("a") as file:
        file.write("GM0001,GM0003,veer,Pont\n")  # there is a GM0003 from 2018 on
    assert ld.load("2016").verbindingen["naam"].to_list() == ["Brug"]
    with path.open("a") as file:
        file.write("GM0001,GM0009,veer,Nergens\n")
    (fault,) = faults_of(two / "2016")
    assert (fault.row, fault.value) == (4, "GM0009")


def test_a_folder_of_the_user_takes_nothing_from_beside(two, tmp_path):
    folder_with(two / "eigen", *PAIR)
    assert ld.load(two / "eigen").herindelingen.empty


def test_a_folder_on_disk_goes_before_an_edition(two, tmp_path, monkeypatch):
    folder_with(tmp_path / "hier" / "2016", *PAIR)
    monkeypatch.chdir(tmp_path / "hier")
    assert str(ld.load("2016").bron) == "2016"


def test_an_unknown_year_is_refused_with_what_there_is_and_how_to_get_it(two):
    with pytest.raises(WrongUsageError) as caught:
        ld.load("2017")
    assert str(caught.value) == (
        "Er is geen map '2017', en geen editie van dat jaar; er zijn edities van 2016 en 2020. "
        "Haal het jaar op met: lappendeken gegevens ophalen cbs --jaar 2017"
    )


def test_the_command_line_knows_editions_by_year(run):
    assert run("congruentie", "--gegevens", "2016", "--json")[0] == 0
    code, _, err = run("congruentie", "--gegevens", "2017")
    assert code == 2
    assert "ophalen cbs --jaar 2017" in err
