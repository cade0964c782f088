"""Nothing that is written tells on which machine, by whom or in which folder it was made."""

import getpass
import os
import socket
import zipfile
import zlib
from pathlib import Path

import pytest
from conftest import CODES

SECRETS = ("geheimemap", "geheimegebruiker", "geheimehost")
PAIR = ("--indeling", "jeugd", "--indeling", "werk")
CHANCE = (*PAIR, "--herhalingen", "5")
FORMS = {
    "html": ["kaart", "jeugd", "werk", "--uit", "x.html"],
    "png": ["kaart", "jeugd", "werk", "--uit", "x.png"],
    "svg": ["kaart", "jeugd", "werk", "--uit", "x.svg"],
    "csv": ["congruentie", "--uit", "x.csv"],
    "xlsx": ["congruentie", "--uit", "x.xlsx"],
    "json": ["congruentie", "--uit", "x.json"],
    "gpkg": ["gegevens", "exporteer", "x.gpkg"],
    "parquet": ["gegevens", "exporteer", "x.parquet"],
    "graphml": ["gegevens", "exporteer", "x.graphml"],
    "gexf": ["gegevens", "exporteer", "x.gexf"],
    "map": ["gegevens", "herindeel", "--naar", "2017", "--uit", "uit"],
    "rapport-pdf": ["rapport", "--land", "--vorm", "pdf", "--uit", "x"],
    "rapport-html": ["rapport", "--land", "--vorm", "html", "--uit", "x"],
    "gemeenschappen": ["gemeenschappen", "--samenwerking", "zorg", "--uit", "x.json"],
    "stromen": ["stromen", "{home}/stromen.csv", "--uit", "x.json"],
    "inlezen": [
        "gegevens",
        "inlezen",
        "{home}/lijst.csv",
        "--kolom",
        "jeugd=jeugd",
        "--uit",
        "uit",
    ],
    "vergelijk": ["gegevens", "vergelijk", "{home}/quilt", "{home}/quilt", "--uit", "x.xlsx"],
    "scenario": ["scenario", "{home}/plan.csv", "--uit", "x.html"],
    "scenario-json": ["scenario", "{home}/plan.csv", "--uit", "x.json"],
    "tijd": ["tijd", "{home}/quilt@2015-06-01", "{home}/quilt@2016-01-01", "--uit", "x.json"],
    "optimaal": ["optimaal", *PAIR, "--uit", "x.html"],
    "toeval-tex": ["toeval", *CHANCE, "--tussenstand", "{home}/x.tussenstand", "--uit", "x.tex"],
    "toeval-json": ["toeval", *CHANCE, "--uit", "x.json"],
    "site": ["site", "x"],
    "rapport-office": ["rapport", "--land", "--vorm", "docx,pptx,bijlage", "--uit", "x"],
    "rapport-xlsx": ["rapport", "--land", "--vorm", "xlsx", "--uit", "x"],
}
"""A new form is one line."""

FILES = {
    "stromen.csv": "herkomst;bestemming;aantal\nGM0001;GM0002;5\n",
    "lijst.csv": "gemeente;jeugd\nDorp A;N\nDorp B;N\n",
    "plan.csv": f"actie,indeling,gemeente,van,naar\nverplaats,jeugd,{CODES['E']},O,M\n",
}
"""What is read beside the quilt, and lies in a folder that nobody may know."""

QUICK = (*list(FORMS)[:11], "gemeenschappen", "stromen")


def contents(path):
    """Whatever can be read in a file: its bytes, what is packed in it, and what is compressed."""
    raw = path.read_bytes()
    yield raw
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name) for name in package.namelist())
    place = raw.find(b"stream")
    while place >= 0:
        start = place + 6 + (2 if raw[place + 6 : place + 8] == b"\r\n" else 1)
        try:
            yield zlib.decompressobj().decompress(raw[start:])
        except zlib.error:
            yield b""
        place = raw.find(b"stream", start)


@pytest.mark.parametrize(
    "form",
    [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.slow]) for one in FORMS],
)
def test_no_form_of_output_tells_who_made_it(run, quilt_folder, tmp_path, monkeypatch, form):
    home = tmp_path / "geheimemap"
    home.mkdir()
    (home / "quilt").symlink_to(quilt_folder)
    monkeypatch.chdir(home)
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "geheimegebruiker")
    monkeypatch.setattr(socket, "gethostname", lambda: "geheimehost")
    for name, text in FILES.items():
        (home / name).write_text(text)
    words = [part.replace("{home}", str(home)) for part in FORMS[form]]
    there = [] if words[0] == "tijd" or "vergelijk" in words else ["--gegevens", home / "quilt"]
    arguments = [*words, *there]
    before = set(home.rglob("*"))
    code, _, err = run(*arguments)
    assert code == 0, err
    written = [path for path in set(home.rglob("*")) - before if path.is_file()]
    assert written
    words = {*SECRETS, str(Path.home()), str(tmp_path), os.uname().nodename}
    words |= {getpass.getuser()}
    for path in written:
        for content in contents(path):
            for text in (content, content.replace(b"\x00", b"")):
                found = [word for word in words if len(word) > 5 and word.encode() in text]
                assert found == [], path.name
