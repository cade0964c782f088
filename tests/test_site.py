"""`lappendeken site`: a folder of pages, in which every link leads somewhere."""

import errno
import functools
import http.server
import json
import re
import shutil
import signal
import threading
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest
from browser import DESKTOP, PHONE, axe_faults, hostile_folder
from playwright.sync_api import expect
from quilts import collection, feature, square, write_folder

import lappendeken as ld
from lappendeken import site
from lappendeken.errors import LappendekenError, OutputError, WrongUsageError
from lappendeken.report.document import Section, Text
from lappendeken.site import folder as folders
from lappendeken.site import making, questions
from lappendeken.site.machine import LARGEST_INDEX, search_index
from lappendeken.site.whole import gather

ADRES = "https://example.org/regio/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
SOURCE = {"title": "De tekenaar"}


@pytest.fixture(scope="session")
def licensed_folder(quilt_folder, tmp_path_factory):
    """The drawn quilt, with a description that names licence and source."""
    folder = shutil.copytree(quilt_folder, tmp_path_factory.mktemp("met") / "herkomst")
    description = folder / "datapackage.json"
    told = json.loads(description.read_text()) | {"licenses": [LICENCE], "sources": [SOURCE]}
    description.write_text(json.dumps(told))
    return folder


@pytest.fixture(scope="session")
def small_site(licensed_folder, tmp_path_factory):
    """The site of the drawn quilt."""
    target = tmp_path_factory.mktemp("site") / "regio site"
    site.write(ld.load(licensed_folder), target, adres=ADRES, jobs=1)
    return target


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.anchors, self.images = [], set(), 0

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            assert found["id"] not in self.anchors, f"twice {found['id']}"
            self.anchors.add(found["id"])
        assert "style" not in found
        self.links += [found[name] for name in ("href", "src") if name in found]


def parsed(root):
    pages = {}
    for path in sorted(root.rglob("*.html")):
        page = _Links()
        page.feed(path.read_text(encoding="utf-8"))
        pages[path.resolve()] = page
    return pages


def check_links(root):
    """Every link of every page leads to a file of the site, and to an anchor that is there."""
    pages = parsed(root)
    assert pages
    outside = set()
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme == "data":
                continue
            if parts.scheme:
                outside.add(parts.netloc)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path}: {link}"
            assert root.resolve() in target.parents
            if parts.fragment and target in pages:
                assert parts.fragment in pages[target].anchors, f"{path}: {link}"
    return outside


@pytest.mark.slow
def test_every_link_leads_to_something(small_site):
    assert check_links(small_site) == {"example.org"}


def test_there_is_a_page_of_everything(small_site, quilt):
    names = {path.relative_to(small_site).as_posix() for path in small_site.rglob("*.html")}
    assert {f"gemeente/dorp-{letter.lower()}.html" for letter in "ABCDEFGHIJKLMNOP"} <= names
    assert {f"verband/{one}.html" for one in quilt.verbanden.index} <= names
    assert {f"indeling/{one}.html" for one in quilt} <= names
    assert {"provincie/utrecht.html", "provincie/gelderland.html"} <= names
    assert {"index.html", "verkenner.html", "toeval.html", "kleinste-verandering.html"} <= names
    assert "jaren.html" not in names


def test_a_verband_tells_how_it_lies(small_site):
    told = (small_site / "verband/jeugd-m.html").read_text(encoding="utf-8")
    assert "doorsnijdend" in told
    assert "Het past niet op de indeling werk" in told
    assert 'href="../gemeente/dorp-o.html"' in told
    twins = (small_site / "verband/jeugd-o.html").read_text(encoding="utf-8")
    assert 'href="werk-y.html"' in twins


def test_the_account_tells_each_thing_once(small_site):
    told = (small_site / "verantwoording.html").read_text(encoding="utf-8")
    lines = re.findall(r"<p>(.*?)</p>", told[told.index("<main") : told.index("</main>")], re.S)
    assert len(lines) == len(set(lines)) > 3
    assert "Dit rapport" not in told
    assert "Dekking hier: van de gemeenten in het hele land." in told


def test_the_downloads_are_named_and_say_where_they_come_from(small_site):
    told = (small_site / "downloads.html").read_text(encoding="utf-8")
    assert "Licentie van de gegevens: CC-BY-4.0." in told
    offered = set(re.findall(r'href="(downloads/[^"]+)"', told))
    found = {
        path.relative_to(small_site).as_posix() for path in small_site.glob("downloads/**/*.*")
    }
    # The kinds of the columns of a CSV, which GIS programs look for beside it.
    assert {one for one in found if not one.endswith(".csvt")} == offered
    kinds = {"csv", "xlsx", "gpkg", "qgs", "graphml", "geojson", "json"}
    assert {one.rpartition(".")[2] for one in offered} == kinds
    assert {"downloads/plan.csv", "downloads/plan.xlsx"} <= offered
    description = json.loads((small_site / "downloads/gegevens/datapackage.json").read_text())
    assert (description["licenses"], description["sources"]) == ([LICENCE], [SOURCE])


def test_nobody_is_asked_for_reasons_on_a_page(small_site):
    for path in small_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search("--afwijkingen|reden opgegeven|Afwijkingen met een reden", text), path


@pytest.mark.parametrize(("provincie", "title"), [(None, "er?"), ("Drenthe", "Nederland?")])
def test_the_years_are_those_of_the_country(provincie, title):
    section = Section("jaren-later", "Tien jaar later", (Text(("Het past beter.",)),))
    page = questions.years_page(SimpleNamespace(provincie=provincie), section)
    assert page.title.endswith(title)


def test_it_asks_for_nothing_from_outside(small_site):
    for path in small_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        assert not re.search(r'<(?:script|img|iframe)[^>]*\bsrc="(?:https?:)?//', text)
        assert not re.search(r'<link rel="(?:stylesheet|icon)"[^>]*href="(?:https?:)?//', text)


def test_what_programs_read(small_site):
    sitemap = ET.parse(small_site / "sitemap.xml").getroot()  # noqa: S314
    found = {one.text for one in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    pages = {path.relative_to(small_site).as_posix() for path in small_site.rglob("*.html")}
    assert found == {ADRES + page for page in pages}
    feed = ET.parse(small_site / "feed.xml").getroot()  # noqa: S314
    assert feed.find("{http://www.w3.org/2005/Atom}entry") is not None
    assert f"Sitemap: {ADRES}sitemap.xml" in (small_site / "robots.txt").read_text()
    home = (small_site / "index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', home)[1])
    assert data["@type"] == "Dataset"
    for one in data["distribution"]:
        assert (small_site / one["contentUrl"].removeprefix(ADRES)).is_file()
    assert data["license"] == [LICENCE["path"]]


def test_every_page_says_what_it_is_where_it_is_shared(small_site):
    shown = set()
    for path in small_site.rglob("*.html"):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        own = ADRES + path.relative_to(small_site).as_posix()
        assert (
            head.count(f'rel="canonical" href="{own}"') == head.count(f'url" content="{own}"') == 1
        )
        assert re.search(r'name="description" content="[^"]{10,}"', head), path
        shown.add(re.search(r'og:image" content="([^"]+)"', head)[1].removeprefix(ADRES))
    assert "middelen/deel/provincie-utrecht.png" in shown
    for picture in shown:
        # 1200 by 630.
        assert (small_site / picture).read_bytes()[16:24] == bytes.fromhex("000004b000000276")


@pytest.mark.slow
def test_the_index_of_the_country_is_small_and_knows_former_names(today):
    whole = gather(today, site.Look())
    text = search_index(whole).decode()
    assert len(text.encode()) < LARGEST_INDEX
    entries = json.loads(text.removeprefix("window.lappendekenZoek=").rstrip(";\n"))
    gemeenten = {row[0]: row for row in entries[0]["namen"]}
    assert len(gemeenten) == 342
    assert "Heerhugowaard" in gemeenten["Dijk en Waard"][2]


def test_only_what_changed_is_written(quilt, tmp_path):
    target = tmp_path / "site"
    files = {"index.html": b"een", "a/b.html": b"twee", "weg.html": b"drie"}
    assert len(site.publish(target, files, "x")) == 3
    assert site.is_current(target, "x")
    assert not site.is_current(target, "y")
    (target / "CNAME").write_text("regio.example.org")
    kept = (target / "a/b.html").stat().st_mtime_ns
    written = site.publish(target, {"index.html": b"nieuw", "a/b.html": b"twee"}, "y")
    assert written == ["index.html"]
    assert (target / "a/b.html").stat().st_mtime_ns == kept
    assert (target / "CNAME").read_text() == "regio.example.org"
    assert not (target / "weg.html").exists()
    (target / "a/b.html").write_bytes(b"geknoeid")
    assert not site.is_current(target, "y")
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_a_full_disk_leaves_the_old_site(tmp_path, monkeypatch):
    target = tmp_path / "site"
    site.publish(target, {"index.html": b"oud"}, "x")
    write = Path.write_bytes

    def full(path, content):
        if path.name == "b.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="ongemoeid"):
        site.publish(target, {"index.html": b"nieuw", "b.html": b"twee"}, "y")
    assert (target / "index.html").read_bytes() == b"oud"
    assert site.is_current(target, "x")
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_a_move_that_fails_puts_the_old_site_back(tmp_path, monkeypatch):
    target = tmp_path / "site"
    site.publish(target, {"index.html": b"oud"}, "x")
    rename = Path.rename

    def fails(path, other):
        if path.name.startswith(".site.") and Path(other).name == "site":
            raise OSError(errno.EACCES, "Permission denied")
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OutputError, match="ongemoeid"):
        site.publish(target, {"index.html": b"nieuw"}, "y")
    assert (target / "index.html").read_bytes() == b"oud"


@pytest.mark.parametrize("moves", range(4))
def test_a_stop_waits_until_all_is_in_place(tmp_path, monkeypatch, moves):
    target = tmp_path / "site"
    site.publish(target, {"index.html": b"oud"}, "x")
    for name in ("CNAME", "brief.txt"):
        (target / name).write_text("van een ander")
    rename, done = Path.rename, []

    def stopped(path, other):
        done.append(path)
        if len(done) == moves + 1:
            signal.raise_signal(signal.SIGINT)
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        site.publish(target, {"index.html": b"nieuw"}, "y")
    assert len(done) == 4
    assert site.is_current(target, "y")
    assert (target / "CNAME").read_text() == (target / "brief.txt").read_text() == "van een ander"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("content", ["iets", '{"soort": "anders"}'])
def test_a_folder_of_someone_else_is_refused(tmp_path, content, run):
    (tmp_path / "site.json").write_text(content)
    (tmp_path / "brief.docx").write_text("x")
    with pytest.raises(WrongUsageError, match="niet van een eerdere site"):
        site.check(tmp_path)
    code, _, told = run("site", tmp_path)
    assert (code, "niet van een eerdere site" in told) == (2, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["brief.docx", "site.json"]


def test_a_file_of_someone_else_is_not_written_over(tmp_path):
    site.publish(tmp_path / "s", {"index.html": b"oud"}, "x")
    (tmp_path / "s/toeval.html").write_text("eigen werk")
    with pytest.raises(OutputError, match=r"toeval\.html is niet van een eerdere site"):
        site.publish(tmp_path / "s", {"toeval.html": b"x"}, "y")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "site").write_text("x")
    with pytest.raises(OutputError, match="geen map"):
        site.check(tmp_path / "site")


@pytest.mark.slow
def test_the_command_writes_once(quilt_folder, tmp_path, run):
    target = tmp_path / "site"
    arguments = ["site", target, "--gegevens", quilt_folder, "--provincie", "utrecht"]
    code, _, told = run(*arguments, "--titel", "Onze <b>regio's</b>", "--kleur", "#154273")
    assert code == 0
    assert "Begin bij" in told
    assert "--kleur: #154273" in (target / "middelen/stijl.css").read_text()
    assert "Onze &lt;b&gt;regio&#39;s&lt;/b&gt;" in (target / "index.html").read_text()
    assert not (target / "gemeente/dorp-c.html").exists()
    assert not (target / "provincie/gelderland.html").exists()
    assert not (target / "sitemap.xml").exists()
    check_links(target)
    again = run(*arguments, "--titel", "Onze <b>regio's</b>", "--kleur", "#154273")
    assert (again[0], "niets veranderd" in again[2]) == (0, True)


@pytest.mark.slow
def test_a_cluster_makes_the_same_site(small_site, licensed_folder, tmp_path, run, monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(making, "_ONE_CORE", 0)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as cluster:
        options = ["--gegevens", licensed_folder, "--adres", ADRES]
        done = run("site", tmp_path / "s", *options, "--cluster", cluster.scheduler_address)
    assert done[0] == 0, done[2]
    assert (tmp_path / "s/site.json").read_text() == (small_site / "site.json").read_text()


@pytest.mark.slow
def test_names_never_become_markup(tmp_path):
    lap = ld.load(hostile_folder(tmp_path))
    files = site.make(lap, jobs=1)
    for name, content in files.items():
        if name.endswith(".html") and name != "verkenner.html":
            text = content.decode()
            assert "<s>P</s>" not in text
            assert "<img src=x" not in text
            assert "</script>${1}" not in text
            assert "{{ 7 * 7 }}" in text or "49 werk" not in text
    assert all(".." not in name and not name.startswith("/") for name in files)


def test_the_same_address_is_refused(tmp_path):
    features = [feature(f"GM000{k}", name, square(k, 0)) for k, name in ((1, "Zee"), (2, "zee!"))]
    lines = ["verband_id,verband,indeling,domein,gemeente_code"]
    lines += [f"{d}-v,V,{d},{d},GM000{k}" for d in ("jeugd", "werk") for k in (1, 2)]
    folder = write_folder(
        tmp_path / "d", gemeenten=collection(features), verbanden="\n".join(lines) + "\n"
    )
    lap = ld.load(folder, peildatum="2026-01-01")
    with pytest.raises(LappendekenError, match=r"hetzelfde adres krijgen: gemeente/zee\.html"):
        site.make(lap, jobs=1)


def test_a_logo_must_be_a_picture(tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    assert site.Look(logo=logo).logo_path == "middelen/logo.png"
    svg = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
    logo.write_text(svg.format("<path d='M0 0h1v1z'/>"))
    assert site.Look(logo=logo).logo_path == "middelen/logo.svg"
    for wrong in (
        "geen plaatje",
        svg.format("<script>alert(1)</script>"),
        svg.format('<path onclick="x()"/>'),
        svg.format('<image href="https://example.org/x.png"/>'),
    ):
        logo.write_text(wrong)
        with pytest.raises(LappendekenError, match="geen plaatje"):
            site.Look(logo=logo)
    with pytest.raises(LappendekenError, match="bestaat niet"):
        site.Look(logo=tmp_path / "weg.png")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kleur": "blauw"}, "geen kleur"),
        ({"kleur": "#ffcc00"}, "te licht"),
        # 4.5 beside white, and less in the foot of a page.
        ({"kleur": "#767676"}, "contrast met de ondergrond is 4,0 en moet ten minste 4,5"),
        ({"accent": "#ffee99"}, "te licht"),
        ({"titel": " "}, "leeg"),
    ],
)
def test_a_look_that_cannot_be_read_is_refused(given, told):
    with pytest.raises(LappendekenError, match=told):
        site.Look(**given)


def test_an_address_must_be_one(run, tmp_path):
    code, _, told = run("site", tmp_path / "s", "--adres", "example.org")
    assert (code, "geen webadres" in told) == (2, True)


# In a browser -------------------------------------------------------------------------------------


@pytest.mark.browser
def test_axe_finds_nothing_on_a_page_of_each_kind(chromium, axe, small_site):
    folders = [small_site, *sorted(one for one in small_site.iterdir() if one.is_dir())]
    kinds = [sorted(one.glob("*.html")) for one in folders]
    pages = [page for pages in kinds for page in (pages if pages is kinds[0] else pages[:1])]
    assert len(pages) > 10
    found = {}
    # The policy of the pages keeps out scripts of others, such as axe.
    with chromium.new_context(viewport=DESKTOP, bypass_csp=True, offline=True) as context:
        for path in pages:
            page = context.new_page()
            page.goto(path.as_uri())
            found[path.name] = axe_faults(page, axe)
            page.set_viewport_size(PHONE)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found[path.name] += [f"{wide} px too wide"] if wide > 0 else []
            page.close()
    assert {name: told for name, told in found.items() if told} == {}


@pytest.fixture(scope="session")
def server(small_site):
    """The site on a server, under a path."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=small_site.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/regio%20site/"
        server.shutdown()


@pytest.fixture
def open_site(chromium):
    """Open a page of the site; in the end nothing outside it was asked, and nothing went wrong."""
    made = []

    def start(base, size=DESKTOP):
        context = chromium.new_context(viewport=size, accept_downloads=True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(base + "index.html")
        made.append((context, base, asked, complaints))
        return page

    yield start
    for context, base, asked, complaints in made:
        context.close()
        assert [url for url in asked if not url.startswith(base)] == []
        assert complaints == []


def check_workbook(download):
    """What was downloaded is the workbook, and it opens."""
    assert download.suggested_filename == "lappendeken.xlsx"
    book = openpyxl.load_workbook(BytesIO(download.path().read_bytes()), read_only=True)
    names = {row[1].value for row in book["gemeenten"].iter_rows(min_row=2, max_col=2)}
    assert "Dorp H" in names
    book.close()


def walk(page, base):
    """From the first page to a gemeente, one of its verbanden and a download, by mouse."""
    page.locator("svg.kaart a").nth(3).click(force=True)
    expect(page).to_have_url(re.compile(r"/gemeente/dorp-\w\.html$"))
    page.locator("#verbanden tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/verband/"))
    page.get_by_role("link", name="Downloads").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Alle tabellen in één werkboek").click()
    check_workbook(waiting.value)


def tab_to(page, wanted):
    """Press Tab until a link has the focus, as who has no mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"{page.url}: not reached by Tab: {wanted}")


@pytest.mark.browser
def test_a_walk_by_mouse_from_a_server(open_site, server):
    walk(open_site(server), server)


@pytest.mark.browser
def test_a_walk_by_mouse_from_disk(open_site, small_site):
    base = small_site.as_uri() + "/"
    walk(open_site(base), base)


@pytest.mark.browser
@pytest.mark.parametrize("where", ["disk", "server"])
def test_a_walk_by_keyboard(open_site, small_site, server, where):
    page = open_site(server if where == "server" else small_site.as_uri() + "/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("type", "search")
    expect(page.locator(":focus")).to_have_css("outline-color", "rgb(255, 255, 255)")
    page.keyboard.type("dorp h")
    expect(page.locator("#zoekstand")).to_have_text("1 gevonden")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/gemeente/dorp-h\.html$"))
    tab_to(page, "#verbanden tbody a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/verband/"))
    tab_to(page, ".menu a[href$='downloads.html']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/downloads\.html$"))
    tab_to(page, "main a[href$='lappendeken.xlsx']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    check_workbook(waiting.value)


@pytest.mark.browser
def test_the_search_says_when_there_is_nothing(open_site, small_site):
    page = open_site(small_site.as_uri() + "/")
    page.get_by_role("combobox").fill("xyzzy")
    expect(page.locator("#zoekstand")).to_have_text("Niets gevonden")
    page.get_by_role("combobox").fill("jeugd")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zoeklijst")).to_be_hidden()


@pytest.mark.browser
def test_a_table_sorts_and_fits_a_phone(open_site, small_site):
    page = open_site(small_site.as_uri() + "/", PHONE)
    page.goto(small_site.as_uri() + "/gemeente/index.html")
    head = page.get_by_role("columnheader", name="Inwoners")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert page.locator("tbody th").first.inner_text() == "Dorp I"
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for name in ("index", "gemeente/dorp-a", "verband/zorg-s", "indeling/index", "downloads"):
        page.goto(f"{small_site.as_uri()}/{name}.html")
        assert page.evaluate(overflow) <= 0, name


@pytest.mark.browser
def test_letters_in_a_picture_stay_large_on_a_phone(open_site, small_site):
    page = open_site(small_site.as_uri() + "/", PHONE)
    for name in ("toeval", "provincie/utrecht"):
        page.goto(f"{small_site.as_uri()}/{name}.html")
        shown = page.locator("figure img").all()
        drawn = [int(one.get_attribute("width")) for one in shown]
        assert [one.bounding_box()["width"] for one in shown] == drawn
        assert max(drawn) > PHONE["width"]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.slow
def test_the_whole_country(today, tmp_path):
    target = tmp_path / "site"
    site.write(today, target, adres=ADRES, jobs=-1)
    files = [path for path in target.rglob("*") if path.is_file()]
    assert len(files) <= 3000
    assert sum(path.stat().st_size for path in files) <= 60_000_000
    assert len(list((target / "gemeente").iterdir())) == 343
    assert len(list((target / "provincie").iterdir())) == 13
    assert len(list((target / "verband").iterdir())) == len(today.verbanden) + 1
    assert "organisaties.overheid.nl" in check_links(target)
    told = (target / "feed.xml").read_text(encoding="utf-8")
    assert "stapte over" in told
    home = (target / "index.html").read_text(encoding="utf-8")
    assert home.partition('class="cijfers"')[0].partition('class="kop-tekst"')[2].count("<p>") == 5
    parts = ("De provincies", "wisselen", "dezelfde zijn", "Wat er veranderde", 'class="kaart"')
    assert all(part in home for part in parts)
    region = (target / "verband/jeugdregio-drenthe.html").read_text(encoding="utf-8")
    assert "de bron zegt het niet" in region
    register = (target / "verband/gr-gemeenschappelijke-regeling-ggd-drenthe.html").read_text()
    assert all(part in register for part in ("openbaar lichaam", "In het register", "Rol"))
    explorer = (target / "verkenner.html").read_bytes()
    assert b"Toen en nu: 2016 naast 2026" in explorer
    assert len(explorer) <= 1_000_000


def test_the_key_follows_data_and_settings(quilt, quilt_folder, tmp_path):
    first = folders.key(quilt, ["a"])
    assert first == folders.key(ld.load(quilt_folder, peildatum="2016-01-01"), ["a"])
    assert first != folders.key(quilt, ["b"])
    # Other data from the same folder, and another file in a folder of the same data.
    assert first != folders.key(replace(quilt, gemeenten=quilt.gemeenten[::-1]), ["a"])
    copy = Path(shutil.copytree(quilt_folder, tmp_path / "kopie"))
    assert first == folders.key(replace(quilt, bron=copy), ["a"])
    (copy / "verbanden.csv").write_text((copy / "verbanden.csv").read_text() + "\n")
    assert first != folders.key(replace(quilt, bron=copy), ["a"])


def test_a_site_of_the_same_is_not_made_again(small_site, licensed_folder, monkeypatch):
    monkeypatch.setattr(making, "make", lambda *_, **__: pytest.fail("made again"))
    assert site.write(ld.load(licensed_folder), small_site, adres=ADRES, jobs=1) == []
