"""Text that was put together from two encodings: read line by line, and told with the rows."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from lappendeken.dutch import shortened
from lappendeken.reading.files.guard import refuse

__all__ = ["Mixture", "may_be_mangled", "unmix"]

_HINT: Final = "Sla het in Excel op als 'CSV UTF-8'"
_MANGLED: Final = (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac")
"""How UTF-8 looks that was taken for Windows-1252 and saved as UTF-8 once more."""

_BYTES: Final = {bytes([k]).decode("cp1252", "ignore") or chr(k): k for k in range(0x80, 0x100)}
_LATER: Final = "".join(sign for sign, byte in _BYTES.items() if byte < 0xC0)
_RUN: Final = re.compile(f"[\u00c2-\u00f4][{re.escape(_LATER)}]{{1,3}}")


class Mixture(NamedTuple):
    """What became of a text of which not every line is plain UTF-8.

    Parameters
    ----------
    text : str
        Every line read as what it is.
    foreign : list of int
        Lines in Windows-1252.
    marked : bool
        Whether other lines, or a mark at the beginning, say UTF-8.
    mended : dict of int to str
        Line -> what stood there, where UTF-8 had been saved as UTF-8 twice.
    """

    text: str
    foreign: list[int]
    marked: bool
    mended: dict[int, str]

    def notes(self, name: str) -> list[str]:
        """What a user should know."""
        told = []
        if self.foreign and self.marked:
            rows = shortened([str(line) for line in self.foreign])
            told.append(
                f"{name} heeft twee coderingen: rij {rows} in Windows-1252, de rest in UTF-8. "
                "Elke rij is gelezen als wat zij is."
            )
        elif self.foreign:
            told.append(f"{name} is gelezen als Windows-1252.")
        if self.mended:
            shown = shortened([f"rij {line} ('{what}')" for line, what in self.mended.items()])
            told.append(
                f"{name}: letters met een accent waren dubbel gecodeerd, en zijn hersteld: {shown}."
            )
        return told


def may_be_mangled(chunk: bytes) -> bool:
    """Whether UTF-8 may have been saved as UTF-8 twice."""
    return any(sign in chunk for sign in _MANGLED)


def unmix(path: Path) -> Mixture:
    r"""Read every line as UTF-8 if it is that, and as Windows-1252 otherwise.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "t.csv"
    ...     _ = file.write_bytes("Fryslân\n".encode() + "Súdwest\n".encode("cp1252"))
    ...     unmix(file)[:3]
    ('Fryslân\nSúdwest\n', [2], True)
    """
    raw = path.read_bytes()
    marked = raw.startswith(b"\xef\xbb\xbf")
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    texts = []
    foreign: list[int] = []
    mended: dict[int, str] = {}
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode()
            marked = marked or len(text) < len(line)
        except UnicodeDecodeError:
            text = _windows(path, number, line)
            foreign.append(number)
        else:
            whole = text if text.isascii() else _RUN.sub(_mended, text)
            if whole != text:
                mended[number] = _word(text)
                text = whole
        texts.append(text)
    return Mixture("".join(texts), foreign, marked, mended)


def _windows(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        message = "de codering is UTF-8, UTF-16 noch Windows-1252"
        raise refuse(path, message, _HINT, row=number) from None


def _mended(found: re.Match[str]) -> str:
    """A run of signs as the UTF-8 that it may be."""
    try:
        return bytes(_BYTES[sign] for sign in found[0]).decode()
    except (KeyError, UnicodeDecodeError):
        return found[0]


def _word(text: str) -> str:
    """The first word that was mangled."""
    found = next(run for run in _RUN.finditer(text) if _mended(run) != run[0])
    start = max(text.rfind(sign, 0, found.start()) for sign in ' ;,|"\t') + 1
    return re.split(r'[;,|"\t\r\n ]', text[start:], maxsplit=1)[0][:40]
