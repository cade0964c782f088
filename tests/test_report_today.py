"""Reports on the data of today; their numbers are found again here from the CSV files alone."""

import csv
from collections import Counter, defaultdict
from itertools import combinations

import pytest
from reports import DAY, Page, pdf_text, rows, squeeze, table, workbook

from lappendeken import report as reports
from lappendeken.reading.editions import editions, embedded_folder
from lappendeken.report.facts import Basis
from lappendeken.report.files import render_xlsx
from lappendeken.report.html import render_html
from lappendeken.report.pdf import render_pdf
from lappendeken.report.years import since_the_first

pytestmark = pytest.mark.slow  # a whole report is made first

MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")


def read(name, year=None):
    """The rows of a table of an edition."""
    folder = editions()[year] if year else embedded_folder()
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def circles(year=None, *, confirmed=False):
    """For each main indeling the verband of each gemeente, in the way of a file."""
    found = defaultdict(dict)
    for row in read("verbanden.csv", year):
        if row["indeling"] in MAIN and not (confirmed and row["zekerheid"] != "bevestigd"):
            found[row["indeling"]][row["gemeente_code"]] = row["verband_id"]
    return found


def members(division, codes):
    """The gemeenten of each verband, of those that count."""
    found = defaultdict(set)
    for code in codes:
        found[division[code]].add(code)
    return found


def rand(a, b):
    """The adjusted Rand index, by counting pairs."""
    codes = sorted(set(a) & set(b))
    both = one = other = 0
    for x, y in combinations(codes, 2):
        in_a, in_b = a[x] == a[y], b[x] == b[y]
        both, one, other = both + (in_a and in_b), one + in_a, other + in_b
    expected = one * other / (len(codes) * (len(codes) - 1) / 2)
    return (both - expected) / ((one + other) / 2 - expected)


def circle(a, b):
    """The mean over gemeenten of what is common in the larger of its two circles."""
    codes = set(a) & set(b)
    mine, yours = members(a, codes), members(b, codes)
    shares = [
        len(mine[a[code]] & yours[b[code]]) / max(len(mine[a[code]]), len(yours[b[code]]))
        for code in codes
    ]
    return sum(shares) / len(shares)


@pytest.fixture(scope="module")
def country(today):
    return reports.about_country(today, day=DAY)


def chapter(report, name):
    (found,) = [one for one in report.sections if one.name == name]
    return found


@pytest.mark.slow
def test_scores_of_all_and_of_what_is_confirmed_are_those_of_the_files(country):
    found = rows(table(country, "bevestigd"))
    every, sure = circles(), circles(confirmed=True)
    assert len(found) == 3
    for row, (a, b) in zip(found, combinations(MAIN, 2), strict=True):
        assert row["gemeenten"] == 342
        assert row["gemeenten_bevestigd"] == len(set(sure[a]) & set(sure[b]))
        assert row["kring"] == pytest.approx(circle(every[a], every[b]))
        assert row["kring_bevestigd"] == pytest.approx(circle(sure[a], sure[b]))
        assert row["ari"] == pytest.approx(rand(every[a], every[b]))
        assert row["ari_bevestigd"] == pytest.approx(rand(sure[a], sure[b]))


def test_regions_of_type_gelijk_say_what_they_rest_on(country):
    every = circles()
    doubtful = {
        (row["indeling"], row["gemeente_code"])
        for row in read("verbanden.csv")
        if row["zekerheid"] != "bevestigd"
    }
    labels = {"jeugdregio": "jeugd", "mo-bw-regio": "MO/BW", "arbeidsmarktregio": "werk"}
    same = [row for row in rows(table(country, "tegenhangers")) if row["soort"] == "gelijk"]
    told = {(row["verband_id"], row["tegen"]): bool(row["onzeker"]) for row in same}
    rests = {}
    for a, b in combinations(MAIN, 2):
        there = {frozenset(own): verband for verband, own in members(every[b], every[b]).items()}
        for verband, own in members(every[a], every[a]).items():
            if frozenset(own) in there:
                unsure = any((one, code) in doubtful for one in (a, b) for code in own)
                rests[verband, labels[b]] = rests[there[frozenset(own)], labels[a]] = unsure
    assert told == rests
    assert len(rests) == 2 * 27
    # So many that the note under the table names them, each pair once.
    assert sum(rests.values()) == 2 * (5 + 3 + 2)


def test_the_years_between_are_told_with_tables_pictures_and_dates(country):
    years = chapter(country, "jaren-later")
    assert years.title == "Tien jaar later"
    then, now = circles("2016"), circles()
    scores = {
        (row["paar"], row["maat"]): (row["eerst"], row["nu"])
        for row in rows(table(country, "toen-en-nu"))
    }
    first, last = rand(then[MAIN[0]], then[MAIN[1]]), rand(now[MAIN[0]], now[MAIN[1]])
    shown = tuple(f"{value:.3f}".replace(".", ",") for value in (first, last))
    assert scores["jeugdregio – MO/BW-regio", "ARI"] == shown == ("0,751", "0,729")
    assert scores["jeugdregio – MO/BW-regio", "gelijk"] == ("9", "10")
    told = years.blocks[0].lines
    assert "past als geheel even goed als toen" in told[0]
    assert "74,1% in 2016" in told[0]
    assert "samen 27, tegen 23 in 2016" in told[1]
    assert len(table(country, "gaan-passen").rows) == 10
    assert len({row["naam"] for row in rows(table(country, "overgestapt"))}) == 27
    assert {"toen-en-nu", "keuzes"} <= {one.name for one in country.pictures}
    assert years.blocks[-1].lines[0].startswith("Herindeling eerst, dan keuzes")


@pytest.mark.slow
def test_the_chapter_stands_on_the_page_and_in_the_workbook(country):
    page = Page(render_html(country)).text
    assert "Tien jaar later" in page
    assert squeeze(chapter(country, "jaren-later").blocks[0].lines[2]) in squeeze(page)
    book = workbook(render_xlsx(country))
    assert {"toen-en-nu", "gaan-passen", "overgestapt", "provincies-zelf"} <= set(book)
    summary = " ".join(str(cell) for row in book["samenvatting"] for cell in row if cell)
    assert country.rests_on in summary


@pytest.mark.slow
def test_the_chapter_stands_on_paper(country):
    paper = pdf_text(render_pdf(country))
    assert squeeze("Tien jaar later") in paper
    assert squeeze(chapter(country, "jaren-later").blocks[0].lines[2]) in paper


@pytest.mark.slow
def test_another_edition_and_a_province_have_no_such_chapter(real, today):
    assert since_the_first(Basis(real)) is None
    report = reports.about_province(today, "Overijssel", day=DAY)
    assert "jaren-later" not in [one.name for one in report.sections]


def test_provinces_take_part_in_as_many_regelingen_as_the_register_says(country):
    known = {row["verband_id"] for row in read("verbanden.csv")}
    counted = Counter(
        name.removeprefix("Provincie ")
        for name, verband in {
            (row["deelnemer"], row["verband_id"])
            for row in read("andere_deelnemers.csv")
            if row["soort"] == "provincie" and row["van"] <= "2026-01-01"
        }
        if verband in known
    )
    found = {row["provincie"]: row["aantal"] for row in rows(table(country, "provincies-zelf"))}
    assert found == dict(counted)
    assert found["Overijssel"] == 5


@pytest.mark.slow
@pytest.mark.parametrize("naam", ["Meppel", "Dijk en Waard"])
def test_regelingen_of_a_gemeente_are_those_of_the_register(today, naam):
    report = reports.about_gemeente(today, naam, day=DAY)
    own = {
        row["verband_id"]: row
        for row in read("verbanden.csv")
        if row["gemeente"] == naam and row["vorm"] not in ("", "geen")
    }
    told = {row["verband_id"]: row for row in read("kenmerken.csv")}
    # A region of the map that the register knows as a regeling stands there once, as that.
    twice = {
        key
        for key, row in own.items()
        if any(row["bron"] == told[one]["adres"] for one in (own.keys() & told.keys()) - {key})
    }
    found = {row["verband_id"]: row for row in rows(table(report, "regelingen"))}
    assert found.keys() == own.keys() - twice
    for key, row in found.items():
        assert row["vorm"] == own[key]["vorm"]
        assert str(row["sinds"] or "") == own[key]["van"]
        powers = told.get(key, {}).get("bevoegdheid", "")
        assert "; ".join(row["bevoegdheid"]) == powers
    there = {row["verband_id"]: row["adres"] for row in rows(table(report, "andere-deelnemers"))}
    assert there == {key: told[key]["adres"] for key in own if key in told}


def test_no_long_word_runs_out_of_its_column(country):
    # A web address on paper is the site it is on, but where it stands in a register.
    shown = [cell for row in table(country, "dekking").shown_rows for cell in row]
    assert not any("://" in cell for cell in shown)
