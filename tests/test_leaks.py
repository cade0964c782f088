"""Nothing that is written tells on which machine, by whom or in which folder it was made."""

import getpass
import os
import socket
import zipfile
import zlib
from pathlib import Path

import pytest

SECRETS = ("geheimemap", "geheimegebruiker", "geheimehost")
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
    "site": ["site", "x"],
    "rapport-office": ["rapport", "--land", "--vorm", "docx,pptx,bijlage", "--uit", "x"],
    "rapport-xlsx": ["rapport", "--land", "--vorm", "xlsx", "--uit", "x"],
}
"""A new form is one line."""

SLOW = {name for name in FORMS if name.startswith(("rapport", "site"))}


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
    "form", [pytest.param(one, marks=[pytest.mark.slow] if one in SLOW else []) for one in FORMS]
)
def test_no_form_of_output_tells_who_made_it(run, quilt_folder, tmp_path, monkeypatch, form):
    home = tmp_path / "geheimemap"
    home.mkdir()
    (home / "quilt").symlink_to(quilt_folder)
    monkeypatch.chdir(home)
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "geheimegebruiker")
    monkeypatch.setattr(socket, "gethostname", lambda: "geheimehost")
    (home / "stromen.csv").write_text("herkomst;bestemming;aantal\nGM0001;GM0002;5\n")
    words = [part.replace("{home}", str(home)) for part in FORMS[form]]
    arguments = [*words, "--gegevens", home / "quilt"]
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
