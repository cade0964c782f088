"""A division of the reader's own in the explorer: dropped, opened or pasted, and never sent."""

import io
import zipfile

import pytest
from browser import PHONE, drop, filled
from playwright.sync_api import expect

from lappendeken import dutch, measures
from lappendeken.indeling import Indeling

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
PLAN = "z=jeugdregio/GM0119,GM1701/IJsselland"


def rows_of(lap, name, only=None):
    """The gemeenten and regions of an indeling, by name."""
    one = lap.indeling(name)
    names = lap.gemeenten["naam"]
    found = {
        str(names[code]): str(one.namen[verband])
        for verband in one.verbanden
        for code in one.members(verband)
    }
    return [pair for pair in found.items() if only is None or pair[0] in only]


def as_text(rows, between=";"):
    return "\n".join(between.join(row) for row in [("Gemeente", "Regio"), *rows]).encode()


def as_workbook(rows, path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Een eigen indeling"])
    book.active.append(["regio", "opmerking", "gemeentecode", "gemeente"])
    for code, name, region in rows:
        book.active.append([region, "niets", code, name])
    book.save(path)
    return path


def check_scores(page, a, b, lap):
    row = measures.scores([a, b], adjacency=lap.borders).iloc[0]
    shown = {
        one.locator("dt").text_content(): one.locator(".getal").text_content()
        for one in page.locator("#scores .scores > div").all()
    }
    for label, name in (
        ("Adjusted Rand index", "adjusted_rand_index"),
        ("Element-centric similarity", "element_centric_similarity"),
        ("Grenscongruentie", "boundary_congruence"),
    ):
        found = shown.get(label)
        assert found in (None, dutch.number(row[name], 3)), label
    assert shown["Adjusted Rand index"] == dutch.number(row["adjusted_rand_index"], 3)
    types = measures.regions(a, b)["type"].value_counts()
    for kind in {"gelijk", "doorsnijdend", *types.index}:
        count = page.locator(".legenda li", has_text=kind).first.locator(".aantal")
        expect(count).to_have_text(str(types.get(kind, 0)))


def test_of_a_small_division_the_whole_part_that_tells_of_it_is_in_view(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    rows = [(name, "Reest") for name in ("Steenwijkerland", "Staphorst", "Meppel", "Westerveld")]
    drop(page, "reest.csv", as_text(rows))
    expect(page.locator("#eigen-melding")).to_contain_text("4 gemeenten in 1 regio")
    for part in ("#eigen summary", "#eigen-melding"):
        expect(filled(page).locator(part)).to_be_in_viewport(ratio=0.9)


def test_a_dropped_table_is_compared_with_everything(visit, page_of_today, today, tmp_path):
    page = visit(page_of_today, address=f"{PAIR}&{PLAN}").page
    rows = rows_of(today, "mo-bw-regio")
    unknown = [("Vlagtwedde", "Groningen"), ("<b>Nergens</b>", "x")]
    drop(page, "mijn lijst.csv", as_text([*rows, *unknown]))
    told = page.locator("#eigen-melding")
    count = len({region for _, region in rows})
    expect(told).to_contain_text(f"Mijn lijst.csv: 342 gemeenten in {count} regio's.")
    expect(told).to_contain_text("Niet herkend (2), en weggelaten: Vlagtwedde, <b>Nergens</b>.")
    expect(told).to_have_role("status")
    expect(page.locator("#a option:checked")).to_have_text("Eigen regio's")
    expect(page.locator("#eigen-bron")).to_contain_text("uit een bestand van de lezer")
    # The plan of before is still there.
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    page.get_by_label("tegen").select_option(label="Arbeidsmarktregio's")
    werk = today.indeling("arbeidsmarktregio")
    check_scores(page, today.indeling("mo-bw-regio"), werk, today)
    # The address holds the division; another in its place leaves what the plan can keep.
    page.reload()
    expect(page.locator("#a option:checked")).to_have_text("Eigen regio's")
    check_scores(page, today.indeling("mo-bw-regio"), werk, today)
    page.get_by_label("tegen").select_option(label="Gemeenschappelijke regelingen")
    expect(page.locator("#zin")).to_contain_text("vergelijkt deze pagina niet met een indeling")
    page.get_by_label("tegen").select_option(label="Arbeidsmarktregio's")

    names = today.gemeenten["naam"]
    inside = today.gemeenten.index[today.gemeenten["provincie"] == "Overijssel"]
    jeugd = dict(rows_of(today, "jeugdregio"))
    book = as_workbook(
        [(int(code[2:]), names[code], jeugd[names[code]]) for code in inside],
        tmp_path / "deel.xlsx",
    )
    page.locator("#eigen-bestand").set_input_files(book)
    expect(told).to_contain_text(f"Deel.xlsx: {len(inside)} gemeenten in 2 regio's.")
    expect(told).to_contain_text("gemeenten staan er niet in met een regio")
    own = {code: jeugd[names[code]] for code in inside}
    part = Indeling.from_members(
        {region: [code for code in own if own[code] == region] for region in set(own.values())}
    )
    check_scores(page, part, werk, today)
    # A part of the country is held against whole regions; the other way round some are not known.
    page.get_by_role("button", name="Draai om").click()
    check_scores(page, werk, part, today)
    unknown = (measures.regions(werk, part)["type"] == "onbekend").sum()
    assert unknown > 0
    expect(page.locator("#zin")).to_contain_text(f"Van {unknown} arbeidsmarktregio's is onbekend")
    page.get_by_role("button", name="Draai om").click()
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    for _ in range(3):
        page.go_back()
    expect(page.locator(".legenda")).not_to_contain_text("niet vergeleken")


def test_cells_are_pasted_by_keyboard_and_touch(visit, page_of_today, today):
    rows = rows_of(today, "arbeidsmarktregio")
    page = visit(page_of_today, address=f"{PAIR}&z=jeugdregio/GM0119/IJsselland").page
    page.locator("#eigen summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Geplakte cellen").focus()
    page.keyboard.type("Zw")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Geplakte cellen")).to_have_value("")
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    page.keyboard.insert_text(as_text(rows, "\t").decode())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#eigen-melding")).to_contain_text("Wat u plakte: 342 gemeenten in")
    expect(page.locator("#zin")).to_contain_text("eigen regio's")
    phone = visit(page_of_today, PHONE, address=PAIR, has_touch=True).page
    phone.locator("#eigen summary").tap()
    phone.get_by_label("Geplakte cellen").fill("Zwolle\tNoord\nKampen\tNoord\nMeppel\tDrenthe")
    phone.get_by_role("button", name="Vergelijk de cellen").tap()
    expect(phone.locator("#eigen-melding")).to_contain_text("3 gemeenten in 2 regio's.")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def bomb():
    """A workbook whose sheet would be 200 MB of text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        link = '<Relationship Id="r" Target="s.xml"/>'
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{link}</Relationships>")
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        book.writestr("xl/workbook.xml", f'<w xmlns:r="{space}"><sheet r:id="r"/></w>')
        book.writestr("xl/s.xml", b" " * 40_000_000)
    return made.getvalue()


BAD = {
    "leeg.csv": (b"", "Leeg.csv is leeg."),
    "foto.png": (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "foto.png is geen tabel"),
    "groot.csv": (b"a" * 50_000_000, "groot.csv is te groot"),
    "een.csv": (b"gemeente\nZwolle\nKampen\n", "Een.csv heeft \xe9\xe9n kolom"),
    "brief.txt": (b"Beste lezer,\nhierbij de lijst, zoals besproken.\n", "geen enkele gemeente"),
    "oud.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1", "van voor 2007"),
    "kapot.xlsx": (b"PK\x03\x04 en dan niets", "niet te lezen als Excel-bestand"),
    "bom.xlsx": (bomb(), "niet te lezen als Excel-bestand"),
    "drie.csv": (b"gemeente,a,b\nZwolle,x,y\n", "heeft 3 kolommen"),
    "dubbel.csv": (b"gemeente,regio\nZwolle,A\nZwolle,B\n", "Zwolle (A en B)"),
    "zonder.csv": (b"gemeente,regio\nZwolle,\n", "bij geen enkele gemeente een regio"),
    "anderjaar.csv": (b"gemeente,regio\nVlagtwedde,A\nBellingwedde,A\n", "geen enkele gemeente"),
    "markup.csv": (
        b'gemeente,regio\n"<img src=x onerror=alert(1)>",${alert(2)}\n',
        "geen enkele gemeente",
    ),
}


def test_what_is_no_division_is_told_in_one_sentence(visit, page_of_today):
    page = visit(page_of_today, address=f"{PAIR}&{PLAN}").page
    before = page.evaluate("location.hash")
    for name, (content, why) in BAD.items():
        if name == "groot.csv":
            page.evaluate(
                """() => { const transfer = new DataTransfer();
                transfer.items.add(new File(['a'.repeat(50_000_000)], 'groot.csv'));
                document.body.dispatchEvent(
                  new DragEvent('drop', {dataTransfer: transfer, bubbles: true})); }"""
            )
        else:
            drop(page, name, content)
        expect(page.locator("#eigen-melding")).to_contain_text(why)
        expect(page.locator("#eigen-melding")).to_be_in_viewport()
        assert page.evaluate("location.hash") == before
    # What Excel calls CSV is not UTF-8; and names stay text.
    page.get_by_role("button", name="Begin opnieuw").click()
    text = "gemeente;regio\nSúdwest-Fryslân;<i>Eén</i>\nLeeuwarden;<i>Eén</i>\nZwolle;=1+1\n"
    drop(page, "excel.csv", text.encode("windows-1252"))
    told = page.locator("#eigen-melding")
    expect(told).to_contain_text("Excel.csv: 3 gemeenten in 2 regio's.")
    page.locator(".soorten input").first.check()
    expect(page.locator("#lijst")).to_contain_text("<i>Eén</i>")
    expect(page.locator("img, main i")).to_have_count(0)
    hash_before = page.evaluate("location.hash")
    page.evaluate("location.hash = '#a=eigen&e=onzin&e=/&e=193,193/<b>x</b>'")
    expect(page.locator("#a option:checked")).to_have_text("Eigen regio's")
    page.evaluate("([hash]) => { location.hash = hash; }", [hash_before])
    expect(page.locator("#lijst")).to_contain_text("<i>Eén</i>")
    # As Excel saves a text in Unicode, and as it does on a Mac.
    drop(page, "unicode.txt", "gemeente\tregio\r\nSúdwest-Fryslân\tNoord\r\n".encode("utf-16"))
    expect(told).to_contain_text("Unicode.txt: 1 gemeente in 1 regio.")
    drop(page, "mac.csv", b"gemeente;regio\rZwolle;Noord\rKampen;Zuid\r")
    expect(told).to_contain_text("Mac.csv: 2 gemeenten in 2 regio's.")
