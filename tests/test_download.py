"""Fetching: whole or not at all, kept, continued, and told in one line when it cannot be."""

import errno
import gzip
import hashlib
import json
import os
import socket

import pytest
import services as srv
import shapely
from services import CODES, QUICK, TABLE

from lappendeken.errors import DataError, LappendekenError, OutputError, WrongUsageError
from lappendeken.reading import read_statline
from lappendeken.reading.fetching import cbsyear, download, herkomst, service
from lappendeken.reading.fetching.herkomst import alone
from lappendeken.reading.fetching.service import Service, ServiceError

SHAPES, DATA = "bron/gemeenten-2025.geojson", f"bron/{TABLE}/TypedDataSet.json"
TITLES = f"bron/{TABLE}/DataProperties.json"


@pytest.fixture
def net():
    with srv.running() as services:
        yield services


@pytest.fixture
def fetch(net, tmp_path):
    def run(**options):
        chosen = {"patience": QUICK, **net.addresses, **options}
        return cbsyear.fetch_year(tmp_path / "uit", 2025, **chosen)

    return run


@pytest.fixture
def uit(tmp_path):
    return tmp_path / "uit"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def files(folder):
    """Every file that is there, by its path."""
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def refused(fetch, **options):
    """The lines with which fetching is given up."""
    with pytest.raises(LappendekenError) as caught:
        fetch(**options)
    assert not isinstance(caught.value, WrongUsageError)
    return str(caught.value).splitlines()


def make_free():
    """An address on this machine where nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"


# A good answer ------------------------------------------------------------------------------


def test_both_services_are_asked_as_they_document_it(fetch, net):
    fetch()
    assert net.kinds == ["shapes", "more", "table", "titles"]
    first = net.asked[0].query
    assert first["jaarcode"] == ["2025"]
    assert first["f"] == ["json"]
    assert first["crs"] == ["http://www.opengis.net/def/crs/EPSG/0/28992"]
    assert net.asked[1].query["cursor"] == ["abc"]
    assert net.asked[2].query == {"$format": ["json"]}
    assert all(one.headers["User-Agent"].startswith("lappendeken/") for one in net.asked)


def test_the_addresses_are_those_of_the_services():
    assert cbsyear.PDOK == "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1"
    assert cbsyear.STATLINE == "https://opendata.cbs.nl/ODataFeed/odata"


def test_pages_become_one_file_and_nothing_else_stays(fetch, uit):
    done = []
    found = fetch(done=done.append)
    assert files(uit) == {SHAPES, DATA, TITLES, "herkomst.json"}
    assert sum(done) == 3
    whole = load(uit / SHAPES)
    assert [one["id"] for one in whole["features"]] == list(CODES)
    assert len(load(uit / DATA)) == 5
    assert found.fresh == (SHAPES, DATA, TITLES)
    assert found.notes == ()


def test_origin_is_written_down(fetch, uit, net):
    fetch()
    about = load(uit / "herkomst.json")["bestanden"][SHAPES]
    content = (uit / SHAPES).read_bytes()
    assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert about["bytes"] == len(content)
    assert about["adres"].startswith(f"{net.root}/ogc/v1/collections/gemeente_gegeneraliseerd/")
    assert about["wijze"] == "opgehaald"
    assert about["datum"].endswith("+00:00")


def test_the_copy_is_one_that_read_statline_reads(fetch, uit):
    fetch()
    result = read_statline(uit / "bron" / TABLE)
    assert result.peildatum.isoformat() == "2025-01-01"
    assert set(result.gemeenten["naam"]) == set(srv.NAMES.values())
    assert set(result.deelnames["indeling"]) == {"jeugdregio", "arbeidsmarktregio", "provincie"}


def test_the_year_is_read_with_boundaries_provinces_and_inhabitants(fetch, uit):
    fetch()
    result = cbsyear.read_year(uit, 2025)
    aldorp = result.gemeenten.loc[CODES[0]]
    assert (aldorp["naam"], aldorp["provincie"], aldorp["inwoners"]) == (
        "Aldorp",
        "Overijssel",
        1000,
    )
    assert aldorp.geometry.bounds == pytest.approx((150_000, 459_000, 151_000, 460_000))
    own = result.deelnames[result.deelnames["verband"] == "Jeugd n"]
    assert set(own["gemeente_code"]) == {CODES[0], CODES[1], CODES[3]}
    assert result.report.read == result.report.matched == 15


def test_degrees_are_known_from_metres(fetch, uit):
    fetch()
    content = load(uit / SHAPES)
    for k, one in enumerate(content["features"]):
        west, north = 6 + 0.01 * k, 52.5
        square = shapely.box(west, north, west + 0.01, north + 0.01)
        one["geometry"] = shapely.geometry.mapping(square)
    (uit / SHAPES).write_text(json.dumps(content))
    west, south, east, north = cbsyear.read_year(uit, 2025).gemeenten.total_bounds
    assert 190_000 < west < east < 220_000
    assert 490_000 < south < north < 510_000


def test_objects_of_another_year_are_left_out(fetch, uit):
    fetch()
    content = load(uit / SHAPES)
    older = json.loads(json.dumps(content["features"][0]))
    older["properties"] |= {"jaarcode": 2016, "statnaam": "Oud"}
    plain = json.loads(json.dumps(older))
    plain["properties"].pop("jaarcode")
    plain["properties"] |= {"jrstatcode": "2016GM0001", "statcode": "GM0001"}
    content["features"] = [older, plain, *content["features"]]
    (uit / SHAPES).write_text(json.dumps(content))
    result = cbsyear.read_year(uit, 2025)
    assert list(result.gemeenten.index) == list(CODES)
    assert result.gemeenten.loc[CODES[0], "naam"] == "Aldorp"


def test_boundaries_without_a_row_in_the_table_are_told(fetch, uit):
    fetch()
    rows = load(uit / DATA)
    (uit / DATA).write_text(json.dumps(rows[1:]))
    remarks = cbsyear.read_year(uit, 2025).report.remarks
    expected = "1 gemeente met grenzen staat niet in de tabel van StatLine: Aldorp."
    assert expected in remarks


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: one["properties"].update(jaarcode=2024), "geen gemeenten van 2025"),
        (lambda one: one["geometry"].update(coordinates=[[[9e6, 9e6]]]), "niet in Nederland"),
        (lambda one: one.pop("properties"), "geen gemeentegrenzen"),
        (lambda one: one["geometry"].update(coordinates=[]), "geen gemeentegrenzen"),
    ],
)
def test_boundaries_that_are_none_are_refused(fetch, uit, change, why):
    fetch()
    content = load(uit / SHAPES)
    for one in content["features"]:
        change(one)
    (uit / SHAPES).write_text(json.dumps(content))
    with pytest.raises(DataError, match=rf"{why}.*--opnieuw"):
        cbsyear.read_year(uit, 2025)


# A second run -------------------------------------------------------------------------------


def test_a_second_run_asks_nothing(fetch, uit, net):
    fetch()
    before = {name: (uit / name).read_bytes() for name in files(uit)}
    net.asked.clear()
    found = fetch()
    assert net.asked == []
    assert found.fresh == ()
    assert {name: (uit / name).read_bytes() for name in files(uit)} == before


def test_again_fetches_all_and_replaces_it(fetch, uit, net):
    fetch()
    net.names[CODES[0]] = "Nieuwdorp"
    net.asked.clear()
    found = fetch(again=True)
    assert net.kinds == ["shapes", "more", "table", "titles"]
    assert found.fresh == (SHAPES, DATA, TITLES)
    assert b"Nieuwdorp" in (uit / DATA).read_bytes()


def test_again_without_answer_leaves_what_there_was(fetch, uit, net):
    fetch()
    before = (uit / SHAPES).read_bytes()
    net.script["shapes"] = [srv.status(404)]
    (line,) = refused(fetch, again=True)
    assert "zonder --opnieuw wordt dat gebruikt" in line
    assert (uit / SHAPES).read_bytes() == before
    net.asked.clear()
    fetch()
    assert net.asked == []


def test_a_damaged_file_is_told_put_aside_and_fetched_again(fetch, uit, net):
    fetch()
    good = (uit / SHAPES).read_bytes()
    (uit / SHAPES).write_bytes(good.replace(b"Aldorp", b"Ander!"))
    net.asked.clear()
    found = fetch()
    assert net.kinds == ["shapes", "more"]
    assert (uit / SHAPES).read_bytes() == good
    (note,) = found.notes
    assert "is niet meer wat er op" in note
    assert b"Ander!" in (uit / f"{SHAPES}.beschadigd").read_bytes()


def test_a_damaged_file_is_told_also_when_it_cannot_be_fetched(fetch, uit, net):
    fetch()
    (uit / DATA).write_text("[]")
    net.script["table"] = [srv.status(404)]
    note, line = refused(fetch)
    assert "is niet meer wat er op" in note
    assert f"als {uit / DATA}" in line
    # And then what is saved by hand in its place is used.
    (uit / DATA).write_bytes(net.answer("table"))
    net.asked.clear()
    assert fetch().kept[DATA].wijze == "met de hand"
    assert net.asked == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"bestanden": [1]}', '{"bestanden": {"x": {}}}'])
def test_an_unreadable_account_does_no_harm(fetch, uit, net, text):
    fetch()
    (uit / "herkomst.json").write_text(text)
    net.asked.clear()
    found = fetch()
    assert net.asked == []
    assert {kept.wijze for kept in found.kept.values()} == {"met de hand"}


# What goes wrong ----------------------------------------------------------------------------


def assert_nothing_half(uit):
    """No list is there, nor anything that looks like one."""
    assert not (uit / SHAPES).exists()
    assert not [name for name in files(uit) if name.endswith(".nieuw")]


@pytest.mark.parametrize(
    ("step", "times", "why"),
    [
        (srv.slow, 3, "antwoordt niet binnen 1 seconde"),
        (srv.html, 1, "webpagina in plaats van gegevens, zoals van een proxy"),
        (srv.status(404), 1, "code 404"),
        (srv.status(500), 3, "code 500"),
        (srv.raw(b"{'a"), 1, "JSON"),
        (srv.raw(b'{"features": {}}'), 1, "niet de gevraagde lijst"),
        (srv.raw(b'{"features": [1]}'), 1, "niet de gevraagde lijst"),
        (srv.raw(b"[" * 100_000), 1, "niet de gevraagde lijst"),
        (srv.raw(b'{"features": []}'), 1, "niets van"),
        (srv.cut, 3, "brak steeds af"),
        (srv.redirect("ftp://elders.invalid/x"), 1, "niet veilig"),
        (srv.redirect("http://elders.invalid/x"), 1, "niet veilig"),
        (srv.redirect("file:///etc/passwd"), 1, "niet veilig"),
        (srv.redirect("https://elders.invalid/x"), 1, "een adres van een ander"),
        (srv.status(429), 3, "code 429"),
    ],
)
def test_what_fails_is_one_line_that_says_how_to_go_on(fetch, uit, net, step, times, why):
    net.script["shapes"] = [step] * times
    (line,) = refused(fetch)
    assert line.startswith("PDOK gaf de gemeentegrenzen van 2025 niet: ")
    assert why in line
    assert f"{net.root}/ogc/v1/collections/gemeente_gegeneraliseerd/items?f=json" in line
    assert f"sla het op als {uit / SHAPES}" in line
    assert net.kinds.count("shapes") == times
    assert_nothing_half(uit)
    # What did come is kept.
    assert DATA in files(uit)
    net.asked.clear()
    assert fetch().fresh == (SHAPES, TITLES)


def test_a_service_that_recovers_is_asked_again(fetch, net):
    net.script["shapes"] = [srv.status(500), srv.status(503)]
    assert SHAPES in fetch().fresh
    assert net.kinds == ["shapes", "shapes", "shapes", "more", "table", "titles"]


def test_between_attempts_is_waited_longer_each_time_and_not_as_long_as_the_service_says(
    net, tmp_path, monkeypatch
):
    waited = []
    monkeypatch.setattr("time.sleep", waited.append)
    net.script["shapes"] = [srv.status(503)] * 4
    patience = service.Patience(connect=2, read=2, retries=3, backoff=0.5)
    with pytest.raises(LappendekenError, match="code 503"):
        cbsyear.fetch_year(tmp_path / "uit", 2025, patience=patience, **net.addresses)
    assert [one for one in waited if one] == [1.0, 2.0]


def test_without_a_network_each_service_is_one_line(fetch, uit):
    away = make_free()
    lines = refused(fetch, pdok=away, statline=away)
    assert [line.partition(" gaf ")[0] for line in lines] == ["PDOK", "CBS StatLine"]
    assert all("er is geen verbinding." in line for line in lines)
    assert f"{away}/{TABLE}/TypedDataSet?$format=json in een browser" in lines[1]
    assert f"als {uit / DATA}" in lines[1]
    # The folders to save in are there; nothing else is.
    left = {str(one.relative_to(uit)) for one in uit.rglob("*")}
    assert left == {"bron", f"bron/{TABLE}"}


def test_without_the_library_the_command_to_install_is_named(fetch, monkeypatch):
    monkeypatch.setattr("lappendeken.reading.fetching.service.find_spec", lambda name: None)
    lines = refused(fetch)
    assert len(lines) == 2
    assert all('pip install "lappendeken[cbs]"' in line for line in lines)


def test_titles_are_missed_without_harm(fetch, uit, net):
    net.script["titles"] = [srv.status(404)]
    (note,) = fetch().notes
    assert "de titels van de kolommen" in note
    assert "Dat hindert niet" in note
    assert len(cbsyear.read_year(uit, 2025).deelnames) == 15


def test_a_folder_that_cannot_be_written_is_told(fetch, uit, monkeypatch):
    def refuse_to_write(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(download, "replace_file", refuse_to_write)
    with pytest.raises(OutputError, match=r"uit is niet te schrijven: de schijf is vol"):
        fetch()
    assert_nothing_half(uit)


@pytest.mark.parametrize("year", [0, 2015, 2027, 20255])
def test_an_unknown_year_is_refused_before_anything_is_asked(net, uit, year):
    with pytest.raises(WrongUsageError, match="van 2016 tot en met 2026"):
        cbsyear.fetch_year(uit, year, patience=QUICK, **net.addresses)
    assert net.asked == []
    assert not uit.exists()


def test_a_year_that_the_service_has_not_is_told(net, uit):
    with pytest.raises(LappendekenError, match=r"CBS StatLine gaf de tabel .* 2024' niet: .* 404"):
        cbsyear.fetch_year(uit, 2024, patience=QUICK, **net.addresses)


# Half answers -------------------------------------------------------------------------------


def test_a_cut_answer_is_continued_where_it_was_cut(fetch, net, uit):
    net.script["table"] = [srv.cut_marked, srv.rest]
    fetch()
    first, second = [one for one in net.asked if one.kind == "table"]
    # Half of 40 kB came, in pieces of 8 kB; the last of these was not whole.
    assert "Range" not in first.headers
    assert second.headers["Range"] == "bytes=16384-"
    assert load(uit / DATA) == json.loads(net.answer("table"))["value"]


def test_a_cut_answer_is_continued_by_a_later_run(fetch, net, uit):
    net.script["table"] = [srv.cut_marked] * 3
    refused(fetch)
    assert any(name.endswith(".deel") for name in files(uit))
    net.asked.clear()
    net.script["table"] = [srv.rest]
    fetch()
    assert net.kinds == ["table", "titles"]
    assert len(load(uit / DATA)) == 5


def test_an_answer_that_changed_meanwhile_is_fetched_whole(fetch, net, uit):
    net.script["table"] = [srv.cut_marked, srv.send]
    fetch()
    assert len(load(uit / DATA)) == 5


def test_without_a_mark_half_an_answer_is_not_trusted(fetch, net, uit):
    net.script["table"] = [srv.cut]
    fetch()
    assert all("Range" not in one.headers for one in net.asked)
    assert len(load(uit / DATA)) == 5


def test_a_part_that_cannot_be_continued_is_fetched_whole(fetch, net, uit):
    net.script["table"] = [srv.cut_marked, srv.status(416)]
    fetch()
    assert net.kinds.count("table") == 3
    assert len(load(uit / DATA)) == 5


def test_another_part_than_was_asked_is_refused(fetch, net):
    def wrong(handler, body):
        srv.send(handler, body, status=206, Content_Range=f"bytes 0-{len(body) - 1}/{len(body)}")

    net.script["table"] = [srv.cut_marked, wrong]
    (line,) = refused(fetch)
    assert "ander deel" in line


def test_pages_that_came_are_not_fetched_again(fetch, net, uit):
    net.script["more"] = [srv.status(404)]
    refused(fetch)
    assert_nothing_half(uit)
    net.asked.clear()
    fetch()
    assert net.kinds == ["more", "titles"]
    assert len(load(uit / SHAPES)["features"]) == 5
    assert files(uit) == {SHAPES, DATA, TITLES, "herkomst.json"}


def test_a_page_that_was_damaged_meanwhile_is_fetched_again(fetch, net, uit):
    net.script["more"] = [srv.status(404)]
    refused(fetch)
    (page,) = [uit / name for name in files(uit) if ".geojson.deel" in name]
    page.write_text(page.read_text().rstrip()[:-10])
    net.asked.clear()
    fetch()
    assert net.kinds == ["shapes", "more", "titles"]


# By hand ------------------------------------------------------------------------------------


def save_by_hand(net, uit, **changes):
    """Both lists as a browser saves them; the boundaries on one page."""
    whole = json.loads(net.answer("shapes"))
    whole["features"] += json.loads(net.answer("more"))["features"]
    whole["links"] = []
    for path, text in {SHAPES: json.dumps(whole), DATA: net.answer("table").decode()}.items():
        (uit / path).parent.mkdir(parents=True, exist_ok=True)
        (uit / path).write_text(changes.get(path, text), encoding="utf-8")


def test_what_was_saved_by_hand_is_used_without_a_network(fetch, net, uit):
    save_by_hand(net, uit)
    away = make_free()
    found = fetch(pdok=away, statline=away)
    assert net.asked == []
    assert {kept.wijze for kept in found.kept.values()} == {"met de hand"}
    assert all("met de hand bewaard en wordt gebruikt" in note for note in found.notes)
    assert len(cbsyear.read_year(uit, 2025).deelnames) == 15


def test_what_was_saved_by_hand_may_be_saved_again(fetch, net, uit):
    save_by_hand(net, uit)
    fetch()
    net.names[CODES[0]] = "Nieuwdorp"
    save_by_hand(net, uit)
    assert fetch().kept[DATA].sha256 == hashlib.sha256((uit / DATA).read_bytes()).hexdigest()
    assert net.asked == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "leeg"),
        ("<html></html>", "JSON"),
        ("{", "geen leesbare JSON"),
        ('{"features": []}', "hierin staat niet de gemeentegrenzen"),
        ("[{}]", "hierin staat niet de gemeentegrenzen"),
        ('{"features": [{}], "links": [{"rel": "next", "href": "//["}]}', "eerste pagina"),
    ],
)
def test_what_was_saved_wrongly_by_hand_is_told(fetch, net, uit, text, why):
    save_by_hand(net, uit, **{SHAPES: text})
    with pytest.raises(DataError, match=why):
        fetch()
    assert (uit / SHAPES).read_text() == text


# Answers are data ---------------------------------------------------------------------------


@pytest.mark.parametrize("href", ["https://elders.invalid/x", "file:///etc/passwd", "//[", 3])
def test_a_next_page_elsewhere_is_not_fetched(fetch, net, href):
    page = json.loads(net.answer("shapes"))
    page["links"] = [{"rel": "next", "href": href}]
    net.script["shapes"] = [srv.raw(json.dumps(page).encode())]
    net.script["none"] = [srv.status(404)]
    (line,) = refused(fetch)
    assert "andere dienst" in line or "code 404" in line
    assert "elders" not in line.partition("Probeer")[0]


def test_pages_in_a_circle_end(fetch, net):
    page = json.loads(net.answer("more"))
    page["links"] = [{"rel": "next", "href": "items?f=json&cursor=abc"}]
    net.script["more"] = [srv.raw(json.dumps(page).encode())]
    (line,) = refused(fetch)
    assert "geen einde" in line


def test_pages_of_a_table_are_followed(fetch, net, uit):
    rows = net.rows()
    first = {"value": rows[:2], "odata.nextLink": "TypedDataSet?$format=json&$skip=2"}
    net.script["table"] = [
        srv.raw(json.dumps(first).encode()),
        srv.raw(json.dumps({"value": rows[2:]}).encode()),
    ]
    fetch()
    assert load(uit / DATA) == rows
    assert [one.query.get("$skip") for one in net.asked if one.kind == "table"] == [None, ["2"]]


def test_an_answer_that_is_too_large_is_not_saved(net, tmp_path):
    part = tmp_path / "antwoord.deel"
    with pytest.raises(ServiceError, match="groter dan"):
        Service(QUICK).save_json(f"{net.root}/odata/{TABLE}/TypedDataSet", part, most=100)
    assert not part.exists()


def test_an_answer_that_does_not_say_its_size_is_stopped(net, tmp_path):
    def endless(handler, body):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(b" " * 300_000)

    net.script["table"] = [endless]
    part = tmp_path / "antwoord.deel"
    with pytest.raises(ServiceError, match="groter dan 0 MB"):
        Service(QUICK).save_json(f"{net.root}/odata/{TABLE}/TypedDataSet", part, most=70_000)
    assert not part.exists()


def test_pages_are_not_too_large_together(net, uit):
    address = f"{net.addresses['pdok']}/collections/gemeente_gegeneraliseerd/items"
    source = download.Source("de lijst", "PDOK", address, "lijst.json", "features", 79_000)
    with pytest.raises(LappendekenError, match="groter dan"):
        download.fetch(uit, [source], patience=QUICK)
    assert net.kinds == ["shapes", "more"]


def test_a_bomb_is_stopped_while_it_unpacks(net, tmp_path):
    """A service may send what we said that we do not take."""
    bomb = gzip.compress(b" " * 3_000_000)
    net.script["table"] = [lambda handler, _: srv.send(handler, bomb, Content_Encoding="gzip")]
    service = Service(QUICK)
    with pytest.raises(ServiceError, match="groter dan"):
        service.save_json(
            f"{net.root}/odata/{srv.TABLE}/TypedDataSet", tmp_path / "x.deel", most=1_000_000
        )
    service.close()
    assert files(tmp_path) == set()


def test_a_second_run_into_the_same_folder_is_refused(fetch, net, uit):
    pytest.importorskip("fcntl", reason="alleen op Unix")
    with alone(uit):
        (line,) = refused(fetch)
    assert "wordt op dit moment al opgehaald" in line
    assert net.asked == []
    assert fetch().fresh


def test_redirects_to_the_same_service_are_followed(fetch, net):
    net.script["titles"] = [srv.redirect(f"/odata/{TABLE}/DataProperties?$format=json&x=1")]
    assert TITLES in fetch().fresh


def test_hostile_names_are_text(fetch, net, uit):
    net.names[CODES[0]] = "../../=HYPERLINK('x')<script>"
    net.names[CODES[1]] = "\x1b[31mRood\x00"
    fetch()
    names = cbsyear.read_year(uit, 2025).gemeenten["naam"]
    assert names[CODES[0]] == "../../=HYPERLINK('x')<script>"
    assert files(uit) == {SHAPES, DATA, TITLES, "herkomst.json"}


# What was made ------------------------------------------------------------------------------


def test_changed_tells_what_was_not_recorded(tmp_path):
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_text(name)
    herkomst.record(tmp_path, ["a.csv", "b.csv"])
    (tmp_path / "b.csv").write_text("anders")
    names = ["a.csv", "b.csv", "c.csv", "d.csv"]
    assert herkomst.changed(tmp_path, names) == ["b.csv", "c.csv"]
    herkomst.record(tmp_path, ["b.csv"])
    assert herkomst.changed(tmp_path, names) == ["c.csv"]
