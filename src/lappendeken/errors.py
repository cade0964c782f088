"""The few errors this package raises on purpose, all under one root.

Messages are Dutch, because users read them; names and docstrings are English.
"""

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STOPPED = (
    "Afgebroken: elk bestand is zoals het was, of helemaal nieuw; geef de opdracht opnieuw om haar "
    "af te maken."
)
"""What is said when someone stops a command."""

INTERRUPTED = 130
"""The exit code of a command that was stopped, as a shell has it."""

SHOWN_FAULTS = 20
"""How many faults of one reading are written out; the rest is counted."""


NEUTER_NOUNS = frozenset({"verband", "domein", "blad", "sjabloon"})
"""The nouns of this field that take *het*: their adjectives and pronouns differ."""


class LappendekenError(ValueError):
    """Root of every error that this package raises on purpose."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a file of the user: where it is, what is wrong, what to do.

    Parameters
    ----------
    file : str
        Path or name of the file.
    row : int or None
        Line number in a CSV file (the header is line 1), or the number of the object in a GeoJSON
        file (the first is 1); None when the fault concerns the whole file.
    column : str
        Name of the column or property; empty when it concerns no single column.
    value : str
        The value as it stands in the file; empty when there is none.
    message : str
        What is wrong, a Dutch sentence without the final full stop.
    hint : str
        What to do about it, a Dutch sentence without the final full stop; may be empty.

    Examples
    --------
    >>> print(Fault("verbanden.csv", 3, "van", "1 mei", "dit is geen datum", "Schrijf jjjj-mm-dd"))
    verbanden.csv, rij 3, kolom van, waarde '1 mei': dit is geen datum. Schrijf jjjj-mm-dd.
    """

    file: str
    row: int | None
    column: str
    value: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """One line: place, message and hint."""
        place = [self.file]
        if self.row is not None:
            place.append(f"rij {self.row}")
        if self.column:
            place.append(f"kolom {self.column}")
        if self.value:
            place.append(f"waarde {_quote(self.value)}")
        hint = f" {self.hint}." if self.hint else ""
        return one_line(f"{', '.join(place)}: {self.message}.{hint}")


def visible(text: str) -> str:
    r"""Text with an escape for whatever steers a screen or cannot be seen; lines stay lines.

    Examples
    --------
    >>> print(visible("Zw\x1bolle\u202e"))
    Zw\x1bolle\u202e
    """
    if all(map(str.isprintable, text.split("\n"))):
        return text  # as a rule
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)


def one_line(text: str) -> str:
    """The same on one line."""
    return visible(text).replace("\n", "\\n")


def _quote(value: str, longest: int = 80) -> str:
    """Show a value on one line, no longer than is readable."""
    shown = value if len(value) <= longest else value[: longest - 1] + "…"
    return f"'{one_line(shown)}'"


class DataError(LappendekenError):
    """The data of the user are at fault; holds every fault that was found.

    Parameters
    ----------
    faults : iterable of Fault
        At least one.

    Attributes
    ----------
    faults : tuple of Fault
        In order of file, row and column.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(
            sorted(faults, key=lambda f: (f.file, f.row or 0, f.column, f.message))
        )
        super().__init__(self._text())

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Let the error come back whole from another process."""
        return type(self), (self.faults,)

    def _text(self) -> str:
        total = len(self.faults)
        count = "1 fout" if total == 1 else f"{total} fouten"
        lines = [f"De gegevens bevatten {count}:"]
        lines += [f"- {fault}" for fault in self.faults[:SHOWN_FAULTS]]
        if total > SHOWN_FAULTS:
            lines.append(f"… en nog {total - SHOWN_FAULTS} van de {total} fouten.")
        return "\n".join(lines)


class GeometryError(LappendekenError):
    """Newer geometry that a user gave does not fit; who knows its file names it."""


class NotAPartitionError(LappendekenError):
    """A measure that is defined for partitions only was asked of a cover.

    Parameters
    ----------
    measure : str
        The measure that was asked.
    indeling : str
        The indeling that is no partition.
    examples : sequence of str
        Some gemeenten that are in two verbanden of it.
    """

    def __init__(self, measure: str, indeling: str, examples: Sequence[str] = ()) -> None:
        self.measure = measure
        self.indeling = indeling
        self.examples = tuple(examples)
        which = f", bijvoorbeeld {', '.join(examples)}" if examples else ""
        super().__init__(
            f"'{measure}' bestaat alleen voor indelingen waarin elke gemeente in één verband zit; "
            f"in {indeling or 'deze indeling'} zitten gemeenten in meer dan één verband{which}."
        )

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Let the error come back whole from another process."""
        return type(self), (self.measure, self.indeling, self.examples)


class NothingInCommonError(LappendekenError):
    """Two indelingen cover no gemeente in common, so there is nothing to compare."""


class UnknownNameError(LappendekenError):
    """A name of a gemeente, province, indeling or verband that the data do not know.

    Parameters
    ----------
    kind : str
        What was sought, a Dutch noun.
    name : str
        The name as the user gave it.
    candidates : sequence of str
        The nearest known names, best first.
    reason : str
        Why it is not known, when that is known: a sentence that names the candidates.
    """

    def __init__(
        self, kind: str, name: str, candidates: Sequence[str] = (), reason: str = ""
    ) -> None:
        self.kind = kind
        self.name = name
        self.candidates = tuple(candidates)
        self.reason = reason
        if reason:
            super().__init__(one_line(reason))
            return
        hint = f" Bedoelt u {_either(self.candidates)}?" if candidates else ""
        unknown = "Onbekend" if kind in NEUTER_NOUNS else "Onbekende"
        super().__init__(f"{unknown} {kind} {_quote(name)}.{one_line(hint)}")

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Let the error come back whole from another process."""
        return type(self), (self.kind, self.name, self.candidates, self.reason)


class FormerNameWarning(UserWarning):
    """A name that holds at another date was taken for the gemeente that has its area now."""


class WrongUsageError(LappendekenError):
    """The command line asks something that cannot be."""


class InfeasibleError(WrongUsageError):
    """No common division meets all demands at once; the message names them."""


class OutputError(LappendekenError):
    """A file could not be written; what stood there before is unharmed."""


class UnfitError(LappendekenError):
    """All was written, and what was written cannot be used as it is."""


_FULL: frozenset[int] = frozenset(
    {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
)


def explain_os_error(error: OSError) -> str:
    """Say in Dutch why a file could not be written or read.

    Parameters
    ----------
    error : OSError
        As the system raised it.

    Returns
    -------
    str
        A Dutch clause without the final full stop.

    Examples
    --------
    >>> explain_os_error(OSError(errno.ENOSPC, "No space left on device"))
    'de schijf is vol'
    """
    reasons = {
        errno.EACCES: "u hebt daar geen toegang",
        errno.EPERM: "u hebt daar geen toegang",
        errno.EROFS: "deze schijf is alleen-lezen",
        errno.EISDIR: "dit is een map",
        errno.ENOTDIR: "een deel van het pad is geen map",
        errno.EEXIST: "een deel van het pad is geen map",
        errno.ENAMETOOLONG: "de naam is te lang",
        errno.EBUSY: "het is in gebruik door een ander programma",
        errno.ETXTBSY: "het is in gebruik door een ander programma",
        errno.EINVAL: "de naam is ongeldig",
        errno.ENOENT: "deze map bestaat niet en is niet te maken",
        errno.EIO: "de schijf werkt niet goed",
    } | dict.fromkeys(_FULL, "de schijf is vol")
    return reasons.get(error.errno or 0, f"het systeem geeft fout {error.errno or 'zonder nummer'}")


def what_to_do(error: OSError) -> str:
    """What to do when a file could not be written: a Dutch sentence.

    Examples
    --------
    >>> what_to_do(OSError(errno.ENOSPC, "No space left on device"))
    'Maak ruimte vrij, of kies een plaats op een andere schijf.'
    >>> what_to_do(OSError(errno.ENAMETOOLONG, "File name too long"))
    'Kies een kortere naam, van letters, cijfers en streepjes.'
    """
    if error.errno in _FULL:
        return "Maak ruimte vrij, of kies een plaats op een andere schijf."
    if error.errno in {errno.EBUSY, errno.ETXTBSY}:
        return "Sluit dat andere programma en geef de opdracht opnieuw."
    if error.errno in {errno.ENAMETOOLONG, errno.EINVAL}:
        return "Kies een kortere naam, van letters, cijfers en streepjes."
    return "Kies een andere plaats, waar u mag schrijven."


def _either(names: Sequence[str]) -> str:
    """Join names as a Dutch choice."""
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} of {names[-1]}"
