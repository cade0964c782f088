"""What every kind of source tells of itself, and how a source is recognised."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from lappendeken.reading import sources
from lappendeken.reading.files.delimited import read_header
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import ReadResult
from lappendeken.reading.settling.mapping import ColumnMapping

__all__ = ["Asked", "Look", "Source", "kind_of", "source_of"]

OWN: Final = "tabel"
"""What anything is that no other kind knows."""

_TEXT: Final = (".csv", ".txt", ".tsv")
_DATA: Final = frozenset({"verbanden", "gemeenten"})


@dataclass(frozen=True)
class Asked:
    """What a user asks of a reader beside the source; each uses what it knows."""

    gemeenten: Gemeenten | None = None
    mapping: ColumnMapping = field(default_factory=ColumnMapping)
    layers: Sequence[str] | None = None
    accepted: Mapping[str, str] | None = None

    def fixed(self, name: str) -> str:
        """What the user gave for all rows."""
        return self.mapping.fixed.get(name, "")


@dataclass(frozen=True)
class Look:
    """A file, folder or name, and what can be seen of it from outside."""

    source: str

    @cached_property
    def path(self) -> Path:
        """As a path; it need not be one."""
        return Path(self.source)

    @cached_property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self._answers(Path.is_dir)

    @cached_property
    def is_file(self) -> bool:
        """Whether it is a file."""
        return self._answers(Path.is_file)

    def _answers(self, question: Callable[[Path], bool]) -> bool:
        try:
            return question(self.path)
        except (OSError, ValueError):
            return False

    @cached_property
    def ending(self) -> str:
        """How the name of a file ends; empty when it is no file."""
        return self.path.suffix.lower() if self.is_file else ""

    @cached_property
    def header(self) -> list[str]:
        """The names of the columns of a text file."""
        return read_header(self.path) if self.ending in _TEXT else []

    @cached_property
    def names(self) -> frozenset[str]:
        """What a folder holds."""
        return frozenset(one.name for one in self.path.iterdir()) if self.is_folder else frozenset()

    @property
    def is_data(self) -> bool:
        """Whether it is a folder with tables of our own form."""
        return bool({Path(name).stem.casefold() for name in self.names} & _DATA)


@dataclass(frozen=True)
class Source:
    """One kind of source.

    Parameters
    ----------
    read : callable
        Reads a source, given what else was asked.
    recognises : callable
        Whether it is of this kind; `tabel` is what no other kind recognises.
    brings_gemeenten : bool
        Whether it may hold gemeenten of its own, so that no others are needed.
    takes : frozenset of str
        Which options it uses: `kolommen` (columns, layout and sheet), `indeling` (and domein),
        `laag`.
    """

    read: Callable[[str, Asked], ReadResult]
    recognises: Callable[[Look], bool] = lambda _: False
    brings_gemeenten: bool = False
    takes: frozenset[str] = frozenset()


def source_of(kind: str) -> Source:
    """The record of a kind of source."""
    module = import_module(f"{sources.__name__}.{sources.SOURCES[kind]}")
    return cast("Source", module.SOURCE)


def kind_of(source: str) -> str:
    """Recognise a source.

    Examples
    --------
    >>> kind_of("85385NED"), kind_of("2023"), kind_of("mijn.csv")
    ('statline', 'statline', 'tabel')
    """
    look = Look(source)
    return next((kind for kind in sources.SOURCES if source_of(kind).recognises(look)), OWN)
