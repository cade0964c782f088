"""The report on a group: by hand on the drawn quilt, and for the five gemeenten of the sources."""

import pytest
from quilts import collection, feature, square, write_folder
from reports import DAY, MADE, rows, table

import lappendeken as ld
from lappendeken import report as reports
from lappendeken.errors import DataError, LappendekenError
from lappendeken.report.facts import Basis
from lappendeken.report.group import report_on_group, summarise
from lappendeken.report.together import Group

FIVE = ("Steenwijkerland", "Staphorst", "Westerveld", "Zwartewaterland", "Meppel")


@pytest.fixture(scope="module")
def basis(quilt):
    return Basis(quilt)


@pytest.fixture(scope="module")
def make(basis, codes):
    return lambda letters: Group(basis, tuple(codes[letter] for letter in letters))


@pytest.fixture(scope="module")
def five(real):
    return reports.about_group(real, FIVE, day=DAY)


def test_parts_are_the_verbanden_with_most_of_the_group_first(make, quilt, codes):
    group = make("LAF")
    parts = group.parts(quilt.indeling("jeugd"))
    assert parts == {"jeugd-n": (codes["A"], codes["F"]), "jeugd-z": (codes["L"],)}
    island = make("IP").parts(quilt.indeling("werk"))
    assert island == {"werk-u": (codes["P"],), "": (codes["I"],)}


@pytest.mark.parametrize(
    ("letters", "indeling", "line"),
    [
        ("ABF", "jeugd", ""),
        ("AFL", "jeugd", "binnen Utrecht; dezelfde lijn als bij zorg"),
        ("AFL", "werk", "elke gemeente apart"),
        (
            "ABC",
            "jeugd",
            "de provinciegrens tussen Gelderland en Utrecht; dezelfde lijn als bij werk",
        ),
        ("ABFC", "werk", "de provinciegrens, en ook binnen de provincies"),
        ("LNC", "werk", "dwars door de provincies; dezelfde lijn als bij jeugd en zorg"),
        ("OI", "werk", "elke gemeente apart; dezelfde lijn als bij zorg"),
    ],
)
def test_the_line_of_a_split(make, quilt, letters, indeling, line):
    assert make(letters).line(quilt.indeling(indeling)) == line


def test_part_of_the_province_borders(tmp_path):
    names = ("Aa", "Bee", "Cee")
    features = [
        feature(f"GM{k:04d}", name, square(k, 0), provincie=f"P{k}")
        for k, name in enumerate(names, start=1)
    ]
    lines = ["verband_id,verband,indeling,domein,gemeente_code"]
    for domein, sets in (("jeugd", "112"), ("werk", "111")):
        lines += [
            f"{domein}{k},{k},{domein}regio,{domein},GM{n:04d}" for n, k in enumerate(sets, start=1)
        ]
    folder = write_folder(
        tmp_path / "x", gemeenten=collection(features), verbanden="\n".join(lines) + "\n"
    )
    group = Group(Basis(ld.load(folder, peildatum="2016-01-01")), ("GM0001", "GM0002", "GM0003"))
    assert group.line(group.basis.lap.indeling("jeugdregio")) == "een deel van de provinciegrenzen"
    assert group.line(group.basis.lap.indeling("werkregio")) == ""


def test_the_least_that_must_move_comes_first(make, quilt, codes):
    ways = make("AFL").joinings(quilt.indeling("jeugd"))
    told = [(way.verband, way.moving, way.leaving, way.inwoners) for way in ways]
    assert told == [
        ("jeugd-n", (codes["L"],), ("jeugd-z",), 2000),
        ("jeugd-z", (codes["A"], codes["F"]), ("jeugd-n",), 4000),
    ]
    # All move two; inhabitants decide: F and L have 3,000, A and F 4,000, A and L 5,000.
    ways = make("AFL").joinings(quilt.indeling("werk"))
    assert [(way.verband, way.inwoners) for way in ways] == [
        ("werk-x", 3000),
        ("werk-v", 4000),
        ("werk-w", 5000),
    ]
    assert make("ABF").joinings(quilt.indeling("jeugd")) == ()


def test_a_gemeente_in_no_verband_accedes_and_leaves_nothing(make, quilt, codes):
    (way,) = make("IP").joinings(quilt.indeling("werk"))
    assert (way.verband, way.moving, way.leaving) == ("werk-u", (codes["I"],), ())


def test_shared_verbanden_are_counted_two_by_two(make, codes):
    group = make("AFL")
    a, f, last = (codes[letter] for letter in "AFL")
    assert group.shared[a, f] == 2
    assert group.shared[a, last] == group.shared[f, last] == 0
    assert group.shared[a, a] == 3


def test_all_some_and_none(make):
    report = report_on_group(make("AFL").basis, make("AFL").codes, MADE)
    found = {row["indeling"]: row for row in rows(table(report, "tellingen"))}
    assert [found["jeugd"][key] for key in ("alle", "deel", "geen")] == [0, 2, 2]
    assert [found["werk"][key] for key in ("alle", "deel", "geen")] == [0, 3, 2]
    assert [found["wonen"][key] for key in ("alle", "deel", "geen")] == [0, 0, 2]
    shares = {row["verband_id"]: row for row in rows(table(report, "gedeeld"))}
    assert shares["jeugd-n"]["erin"] == ("Dorp A", "Dorp F")
    assert shares["jeugd-n"]["niet_erin"] == ("Dorp L",)


def test_sentences_for_a_group_that_is_together_everywhere(make):
    told = summarise(make("DE"))
    assert (
        told[0] == "Deze twee gemeenten zitten met zijn allen in 3 verbanden; in 0 andere "
        "verbanden zit een deel van hen."
    )
    assert told[1] == "In elk domein zitten zij in één verband: jeugd, werk en zorg."
    assert told[-1] == "Samen delen zij 3 verbanden."


def test_sentences_for_a_group_that_is_nowhere_together(make):
    told = summarise(make("AL"))
    assert told[0].startswith("Deze twee gemeenten zitten met zijn allen in geen enkel verband;")
    assert (
        told[1] == "In geen enkel domein zitten zij in één verband: niet voor jeugd, werk en zorg."
    )
    assert told[2] == (
        "Om voor jeugd bij elkaar te zijn, moet ten minste 1 gemeente over: Dorp L naar jeugd N."
    )


def test_a_group_of_one_or_with_one_twice_is_none(basis, codes):
    for wrong in ((codes["A"],), (codes["A"], codes["A"])):
        with pytest.raises(LappendekenError, match="twee gemeenten, elk één keer"):
            Group(basis, wrong)


@pytest.mark.slow
def test_the_five_are_split_by_the_province_border_except_for_work(five):
    assert five.summary[1] == (
        "Voor werk zitten zij in één verband; voor jeugd, MO/BW, zorg, onderwijs, veiligheid en "
        "fysiek zijn zij gesplitst."
    )
    assert five.summary[2] == (
        "De provinciegrens is de scheidslijn in elk van de 6 domeinen waarin zij gesplitst zijn."
    )
    assert five.summary[3] == (
        "Om voor jeugd bij elkaar te zijn, moeten ten minste 2 gemeenten over: Westerveld en "
        "Meppel naar jeugdregio IJsselland."
    )
    jeugd = rows(table(five, "domeinen"))[0]
    assert jeugd["verdeling"] == (
        "jeugdregio IJsselland: Steenwijkerland, Staphorst en Zwartewaterland; jeugdregio "
        "Drenthe: Westerveld en Meppel"
    )
    isd = [row for row in rows(table(five, "gedeeld")) if "ISD Steenwijkerland" in row["verband"]]
    assert isd[0]["erin"] == ("Steenwijkerland", "Westerveld")


@pytest.mark.slow
def test_a_large_group_keeps_its_square_for_data_files(real):
    codes = tuple(real.gemeenten.index[real.gemeenten["provincie"] == "Overijssel"])
    report = reports.about_group(real, codes, day=DAY)
    pairs = table(report, "twee-aan-twee")
    assert len(pairs.columns) == 26
    assert len(pairs.shown_columns) == 1
    assert report.title.endswith("en nog 19?")


TASKS = """taak,wet,aspect,schaal,toelichting
beschut werken,Participatiewet,beleid,zoekgebied,
beschut werken,Participatiewet,toegang,regionaal,
mantelzorg,Wmo,beleid,zoekgebied,
"""


@pytest.fixture
def with_tasks(quilt_folder, tmp_path):
    folder = tmp_path / "met taken"
    folder.mkdir()
    for path in quilt_folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_tasks_are_shown_when_the_data_have_them(with_tasks, codes):
    (with_tasks / "taken.csv").write_text(TASKS, encoding="utf-8")
    report = reports.about_group(ld.load(with_tasks), [codes["A"], codes["L"]], day=DAY)
    shelter, carers = rows(table(report, "taken"))
    assert [shelter[f"aspect_{k}"] for k in (1, 2)] == ["zoekgebied", "regionaal"]
    assert [carers[f"aspect_{k}"] for k in (1, 2)] == ["zoekgebied", ""]
    counted = table(report, "taken-telling")
    assert [column.head for column in counted.columns] == ["Aspect", "zoekgebied", "regionaal"]
    assert counted.rows == (("beleid", 2, 0), ("toegang", 0, 1))


def test_tasks_that_are_wrong_are_told(with_tasks, codes):
    text = TASKS + "mantelzorg,Wmo,beleid,lokaal,\n,Wmo,beleid,lokaal,\n"
    (with_tasks / "taken.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        reports.about_group(ld.load(with_tasks), [codes["A"], codes["L"]], day=DAY)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (5, "taak"),
        (6, "taak"),
    ]


def test_without_tasks_there_is_no_chapter(five):
    assert "taken" not in {section.name for section in five.sections}
