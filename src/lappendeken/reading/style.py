"""The house style of an organisation: its logo and its templates, as files."""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from lappendeken.dutch import number
from lappendeken.errors import DataError, LappendekenError, explain_os_error
from lappendeken.reading.files.xml import parse

LARGEST_LOGO = 500_000
_PRINTED = {"PNG": ".png", "JPEG": ".jpg"}
_SHOWN = {**_PRINTED, "GIF": ".gif", "WEBP": ".webp"}
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "animate", "set", "handler"})


def read_bytes(path: Path) -> bytes:
    """The content of a file, whatever it is."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise LappendekenError(f"{path} is niet te lezen: {explain_os_error(error)}.") from error


def read_logo(path: Path, *, web: bool = False) -> tuple[str, bytes]:
    """The ending and the content of a picture: for paper, or also what only a web page shows."""
    content = read_bytes(path)
    if len(content) > LARGEST_LOGO:
        raise LappendekenError(
            f"Het logo {path} is {number(len(content) / 1000)} kB; maak het kleiner dan "
            f"{number(LARGEST_LOGO / 1000)} kB."
        )
    ending = _bitmap(content, _SHOWN if web else _PRINTED) or (_drawing(content) if web else "")
    if not ending:
        fit = "PNG, JPEG, GIF, WebP of een SVG zonder scripts" if web else "PNG of JPEG"
        raise LappendekenError(
            f"Het logo {path} is geen plaatje dat hier getoond kan worden; geef een {fit}."
        )
    return ending, content


def _bitmap(content: bytes, formats: dict[str, str]) -> str:
    """The ending of a picture of dots; empty when it is none."""
    try:
        with Image.open(BytesIO(content)) as picture:
            ending = formats.get(picture.format or "", "")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return ""
    return ending


def _drawing(content: bytes) -> str:
    """The ending of an SVG that runs and fetches nothing; empty when it is none."""
    found: list[str] = []
    unfit: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        found.append(name)
        fetched = [value for key, value in given.items() if key in {"href", "src"}]
        far = any(not value.startswith(("#", "data:image/")) for value in fetched)
        if name in _ACTIVE or far or any(key.startswith("on") for key in given):
            unfit.append(name)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "logo.svg"
        path.write_bytes(content)
        try:
            parse(path, start, lambda _: None, lambda _: None)
        except DataError:
            return ""
    return ".svg" if found[:1] == ["svg"] and not unfit else ""
