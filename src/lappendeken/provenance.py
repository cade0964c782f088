"""Where a result came from: what went in, with which seed, in which version, by which formula.

A public function that gives a result object or a table is `recorded`. An object tells it by
itself (`result.provenance`, `result.cite()`, `result.to_latex()`); a table of pandas has it in
`attrs`, for `of`, `cite` and `to_latex` here. A single number has none: ask the table it is in.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache, wraps
from importlib.metadata import metadata
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from lappendeken.dutch import capital
from lappendeken.errors import LappendekenError

__all__ = ["Noted", "Provenance", "Recorded", "cite", "derive", "of", "to_latex"]

P = ParamSpec("P")
R = TypeVar("R")

_NAME: Final = "lappendeken"

KEY: Final = "provenance"
"""Under which `attrs` of a table holds it."""

RELEASED: Final = "2026"
"""The year of this version, as CITATION.cff has it."""

_ASIDE: Final = frozenset({"jobs", "progress", "checkpoint"})
"""Arguments that do not change a result."""

_BETWEEN: Final = " + "

_inside: ContextVar[bool] = ContextVar("inside", default=False)
_MATH = re.compile(r"^\.\. math::(.*(?:\n(?:[ \t].*)?)*)", re.MULTILINE)
_REFERENCES = re.compile(r"^References\n-+\n((?:.+\n?)+)", re.MULTILINE)


@dataclass(frozen=True)
class Provenance:
    """Where a result came from.

    Parameters
    ----------
    function : str
        Which made it, as `package.module:name` within this package.
    inputs : mapping of str to text or lists of text
        Every argument that holds data: what it is, with a fingerprint of its content, the same
        for the same rows in any order.
    settings : mapping of str to plain values
        Every other argument, also those that were left as they are.
    seed : int or None
        None where there was no chance, or where it cannot be repeated.
    version : str
        Of this program.
    data : tuple of str
        The editions or folders that the data were read from, with their dates.
    measures : tuple of str
        Those in the result, as `measures.registry` calls them.
    """

    function: str
    inputs: Mapping[str, Any]
    settings: Mapping[str, Any]
    seed: int | None
    version: str
    data: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def formulas(self) -> dict[str, str]:
        """The formula of each measure in LaTeX, as its function has it; empty without one."""
        return {one: _formula(_registry()[one].function) for one in self.measures}

    @property
    def sources(self) -> dict[str, str]:
        """Where the formula of each measure is published."""
        return {one: _registry()[one].source for one in self.measures}

    @property
    def references(self) -> tuple[str, ...]:
        """The publications that the measures and the method rest on, in full."""
        named = [_registry()[one].function for one in self.measures]
        texts = [_references(one) for one in (*named, *self.function.split(_BETWEEN))]
        return tuple(dict.fromkeys(text for text in texts if text))

    def facts(self) -> dict[str, str]:
        """The same as lines of text, for `output.write_tables`.

        Examples
        --------
        >>> from lappendeken.indeling import Indeling
        >>> from lappendeken.measures.summary import scores
        >>> one = Indeling.from_members({"p": ["1"], "q": ["2"]}, id="one")
        >>> facts = of(scores([one, one])).facts()
        >>> facts["berekening"], facts["invoer"].partition(" (")[0]
        ('measures.summary:scores', 'indelingen: one, 2 gemeenten in 2 verbanden')
        """
        inputs = [f"{name}: {_line(value)}" for name, value in self.inputs.items()]
        settings = [f"{name}: {_line(value)}" for name, value in self.settings.items()]
        told = {
            **program(self.measures),
            "berekening": self.function,
            "herkomst": "; ".join(self.data),
            "invoer": "; ".join(inputs),
            "instellingen": "; ".join(settings),
            "seed": "" if self.seed is None else str(self.seed),
        }
        told |= {"programma": f"{_NAME} {self.version}"}
        return {name: text for name, text in told.items() if text}

    def cite(self, *, bibtex: bool = False) -> str:
        """How to name the program, the data and the measures in a publication.

        Parameters
        ----------
        bibtex : bool
            Whether as an entry for BibTeX.

        Returns
        -------
        str
        """
        about = _about()
        author, title = about["Author"] or f"The {_NAME} team", about["Summary"]
        note = [f"Gegevens: {'; '.join(self.data)}" if self.data else "Eigen gegevens"]
        if self.seed is not None:
            note.append(f"Seed: {self.seed}")
        names = [f"{_registry()[one].name}: {text}" for one, text in self.sources.items()]
        note += map(capital, names)
        if bibtex:
            from_text = _found("output.latex:escape")
            return "\n".join(
                (
                    f"@software{{{_NAME},",
                    f"  author = {{{{{from_text(author)}}}}},",
                    f"  title = {{{{{_NAME}: {from_text(title)}}}}},",
                    f"  year = {{{RELEASED}}},",
                    f"  version = {{{self.version}}},",
                    f"  note = {{{from_text('. '.join(note))}}},",
                    "}",
                )
            )
        whole = f"{author} ({RELEASED}). {_NAME}: {title} (versie {self.version}) [software]."
        return "\n".join((f"{whole} {'. '.join(note)}.", *self.references))


class Noted:
    """Something that knows where it came from."""

    @property
    def provenance(self) -> Provenance:
        """Where it came from.

        Raises
        ------
        LappendekenError
            If it was not made by a function of this package.
        """
        return of(self)

    def cite(self, *, bibtex: bool = False) -> str:
        """How to name the program, the data and the measures in a publication."""
        return self.provenance.cite(bibtex=bibtex)


class Tabled(Noted):
    """A result that is shown as tables, and knows where it came from."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Its tables by name, the first the most important: what files and LaTeX show."""
        raise NotImplementedError

    def shown(self) -> Mapping[str, Mapping[str, Any]]:
        """How columns of its tables are shown, where that differs: see `tables.Column`."""
        return {}

    def to_latex(
        self,
        table: str = "",
        *,
        columns: Mapping[str, str] | None = None,
        caption: str = "",
        label: str = "",
        english: bool = False,
    ) -> str:
        r"""One of its tables in LaTeX, for the package booktabs.

        Parameters
        ----------
        table : str
            Which of `tables`; the first when empty.
        columns : mapping of str to str, optional
            The columns that are shown, in order, each with its head; all of them when absent.
        caption, label : str
            Of a floating table; only a `tabular` when both are empty.
        english : bool
            Whether numbers have a decimal point; a comma otherwise.

        Returns
        -------
        str
            What data hold is escaped; where it came from stands above it as comment.

        Raises
        ------
        LappendekenError
            If there is no such table or column.
        """
        tables = self.tables()
        if (table and table not in tables) or not tables:
            raise LappendekenError(
                f"Er is geen tabel '{table}'; kies uit {', '.join(tables) or 'niets'}."
            )
        chosen = tables[table or next(iter(tables))]
        written: str = _found("output.latex:of_frame")(
            chosen,
            columns=columns,
            shown=self.shown(),
            provenance=self.provenance,
            caption=caption,
            label=label,
            english=english,
        )
        return written


@dataclass(frozen=True, eq=False)
class Recorded(Tabled):
    """A result of tables that knows where it came from; always a dataclass."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Its tables by name, the first the most important: what files and LaTeX show."""
        held = {one.name: getattr(self, one.name) for one in fields(self)}
        tables = {name: one for name, one in held.items() if isinstance(one, pd.DataFrame)}
        return {name: table for name, table in tables.items() if len(table)} or tables


class Told(Tabled):
    """A result of a few numbers that knows where it came from; always a named tuple."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Its tables by name; without one a row of its numbers."""
        held: dict[str, Any] = getattr(self, "_asdict")()  # noqa: B009
        tables = {name: one for name, one in held.items() if isinstance(one, pd.DataFrame)}
        return tables or {"uitkomst": pd.DataFrame([held])}


def recorded(function: Callable[P, R]) -> Callable[P, R]:
    """Let the results of a public function know where they came from.

    What it calls itself is not recorded again: a result tells of what a user asked.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def noted(*args: P.args, **kwargs: P.kwargs) -> R:
        if _inside.get():
            return function(*args, **kwargs)
        token = _inside.set(True)
        try:
            result = function(*args, **kwargs)
        finally:
            _inside.reset(token)
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return note(result, function, bound.arguments)

    return noted


def note(result: R, function: Callable[..., Any], arguments: Mapping[str, Any]) -> R:
    """Let a result know which function made it of what; gives the result back."""
    parts: list[Any] = [*result] if isinstance(result, list | tuple) else []
    if isinstance(result, Noted) or not parts:
        parts = [result, *parts]
    if not any(isinstance(part, pd.DataFrame | pd.Series | Noted) for part in parts):
        return result
    given = {name: value for name, value in arguments.items() if name not in _ASIDE}
    chance = given.pop("rng", given.pop("seed", None))
    data = {name: value for name, value in given.items() if _holds_data(value)}
    if chance is None:
        chance = _common({one.seed for one in _parts(list(data.values()))})
    rest = {name: _told(value) for name, value in given.items() if name not in data}
    known = Provenance(
        f"{function.__module__.removeprefix(_NAME + '.')}:{function.__qualname__}",
        {name: _told(value) for name, value in data.items()},
        {name: value for name, value in rest.items() if value not in (None, "", [], {})},
        int(chance) if isinstance(chance, int | np.integer) else None,
        _about()["Version"],
        tuple(dict.fromkeys(_origins(list(data.values())))),
        _measures(result, function, given),
    )
    for part in parts:
        if isinstance(part, pd.DataFrame | pd.Series):
            part.attrs[KEY] = asdict(known)
        elif isinstance(part, Noted):
            object.__setattr__(part, f"_{KEY}", known)
    return result


def of(result: Any) -> Provenance:
    """Where a result came from.

    Parameters
    ----------
    result : object
        A result object or a table of this package.

    Returns
    -------
    Provenance

    Raises
    ------
    LappendekenError
        If it does not know: a single number, or what was not made by this package.

    Examples
    --------
    >>> of(0.77)
    Traceback (most recent call last):
    lappendeken.errors.LappendekenError: Van dit resultaat is niet bewaard hoe het is gemaakt; \
vraag een tabel of een resultaat van lappendeken zelf, zoals measures.scores(...).
    """
    kept = getattr(result, f"_{KEY}", None)
    for part in result if isinstance(result, tuple) else [result]:
        told = part.attrs.get(KEY) if isinstance(part, pd.DataFrame | pd.Series) else None
        if isinstance(told, Mapping):
            kept = Provenance(**{name: _tuple(value) for name, value in told.items()})
    if not isinstance(kept, Provenance):
        raise LappendekenError(
            "Van dit resultaat is niet bewaard hoe het is gemaakt; vraag een tabel of een "
            "resultaat van lappendeken zelf, zoals measures.scores(...)."
        )
    return kept


def cite(result: Any, *, bibtex: bool = False) -> str:
    """How to name in a publication what a result came from; see `Provenance.cite`."""
    return of(result).cite(bibtex=bibtex)


def derive(table: pd.DataFrame, *results: Any) -> pd.DataFrame:
    """Let a table of your own know which results it was made of; gives the table back.

    Parameters
    ----------
    table : DataFrame
        Such as two results below each other.
    results : object
        Result objects and tables of this package, at least one.

    Returns
    -------
    DataFrame
        The same table; its seed is that of all results, or none when they differ.

    Raises
    ------
    LappendekenError
        If a result does not know where it came from.
    """
    parts = [of(one) for one in results]
    seeds = {one.seed for one in parts}
    measures = {name for one in parts for name in one.measures}
    known = Provenance(
        _BETWEEN.join(dict.fromkeys(one.function for one in parts)),
        {str(place): dict(one.inputs) for place, one in enumerate(parts, start=1)},
        {str(place): dict(one.settings) for place, one in enumerate(parts, start=1)},
        _common(seeds),
        _about()["Version"],
        tuple(dict.fromkeys(name for one in parts for name in one.data)),
        tuple(name for name in _registry() if name in measures),
    )
    table.attrs[KEY] = asdict(known)
    return table


def to_latex(
    result: Any,
    *,
    columns: Mapping[str, str] | None = None,
    shown: Mapping[str, Mapping[str, Any]] | None = None,
    caption: str = "",
    label: str = "",
    english: bool = False,
) -> str:
    """A result object or a table in LaTeX.

    Parameters
    ----------
    result : object
        A result object or a table of this package, or of `derive`.
    shown : mapping of str to mapping, optional
        How columns of a table are shown where that differs, such as
        `{"p": {"decimals": 4, "least": 1 / 1001}}`: no p could be lower, so there it has a '≤'.
    columns, caption, label, english
        See `Tabled.to_latex`.

    Returns
    -------
    str
    """
    if isinstance(result, Tabled):
        return result.to_latex(columns=columns, caption=caption, label=label, english=english)
    if isinstance(result, Noted):
        of_report: str = getattr(result, "to_latex")(caption=caption, label=label)  # noqa: B009
        return of_report
    written: str = _found("output.latex:of_frame")(
        result.to_frame() if isinstance(result, pd.Series) else result,
        columns=columns,
        shown=shown or {},
        provenance=of(result),
        caption=caption,
        label=label,
        english=english,
    )
    return written


def program(names: Iterable[object]) -> dict[str, str]:
    """The version of this program, and the sources of those names that are measures.

    Examples
    --------
    >>> program(["gemeenten", "adjusted_rand_index"])["formules"]
    'adjusted_rand_index: Hubert & Arabie (1985)'
    """
    wanted = set(names)
    used = [f"{name}: {one.source}" for name, one in _registry().items() if name in wanted]
    told = {"programma": f"{_NAME} {_about()['Version']}"}
    return told | ({"formules": "; ".join(used)} if used else {})


def _names_in(table: pd.DataFrame) -> set[str]:
    """What may be the name of a measure in a table: columns, and rows that are told of one."""
    told = table.index.names
    rows = table.index.unique("measure") if "measure" in told else ()
    return {*map(str, table.columns), *map(str, rows)}


def _measures(result: Any, function: Any, arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """The measures that a call is about: asked for, computed, or in its tables."""
    asked = [arguments.get("measure"), *(arguments.get("measures") or ())]
    itself = [name for name, one in _registry().items() if _same(one, function)]
    tables = []
    alone = isinstance(result, Noted) or not isinstance(result, list | tuple)
    for part in [result] if alone else result:
        if isinstance(part, pd.DataFrame):
            tables.append(part)
        elif isinstance(part, Tabled):
            tables += part.tables().values()
    named = {*map(str, asked), *itself}.union(*map(_names_in, tables))
    return tuple(name for name in _registry() if name in named)


def _same(one: Any, function: Any) -> bool:
    """Whether a function computes a measure, as a whole or for each gemeente."""
    own = f"{function.__module__.removeprefix(_NAME + '.')}:{function.__qualname__}"
    return own in (one.function, one.local)


def _holds_data(value: Any) -> bool:
    """Whether an argument holds data, and is no setting."""
    if hasattr(value, "as_input") or isinstance(value, pd.DataFrame | pd.Series | Noted):
        return True
    if isinstance(value, Mapping):
        return any(map(_holds_data, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_data, value))


def _told(value: Any) -> Any:
    """An argument as text, a plain value, or lists of these."""
    if isinstance(value, Mapping):
        return {str(name): _told(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_told(one) for one in value]
    return value if value is None or isinstance(value, str | int | float) else _as_text(value)


def _as_text(value: Any) -> str:
    """An argument that is no plain value."""
    if hasattr(value, "as_input"):
        return str(value.as_input())
    if isinstance(value, pd.DataFrame | pd.Series):
        return f"{len(value)} rijen ({fingerprint(value)})"
    if isinstance(value, np.generic | date):
        return str(value)
    if isinstance(value, Path):
        # Where a file of the user lies is his own affair.
        return value.name
    kept = getattr(value, f"_{KEY}", None)
    if not isinstance(kept, Provenance):
        return type(value).__name__
    asked = (kept.inputs, kept.settings, {} if kept.seed is None else {"seed": kept.seed})
    return f"{kept.function} ({_BETWEEN.join(_line(one) for one in asked if one)})"


def fingerprint(rows: "pd.DataFrame | pd.Series[Any]") -> str:
    """Twelve signs that are equal for tables with the same rows, in any order.

    Examples
    --------
    >>> one = pd.Series([1.5, 2.5], index=["a", "b"])
    >>> fingerprint(one) == fingerprint(one[::-1]) != fingerprint(2 * one)
    True
    """
    frame = pd.DataFrame(rows)
    plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    each = pd.util.hash_pandas_object(plain, categorize=False)
    return f"{int(each.sum()) % 16**12:012x}"


def _common(seeds: set[int | None]) -> int | None:
    """The one seed of several results; none when they differ."""
    return next(iter(seeds)) if len(seeds) == 1 else None


def _parts(value: Any) -> Iterator[Provenance]:
    """What the results in an argument came from."""
    if isinstance(value, Noted):
        kept = getattr(value, f"_{KEY}", None)
        yield from () if kept is None else (kept,)
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _parts(one)


def _origins(value: Any) -> Iterator[str]:
    """Where the data in an argument were read from."""
    if isinstance(value, Noted):
        yield from (name for one in _parts(value) for name in one.data)
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _origins(one)
    elif getattr(value, "herkomst", ""):
        name = getattr(value, "id", "")
        yield f"{name} ({value.herkomst})" if name else value.herkomst


def _line(value: Any) -> str:
    """A told argument on one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {_line(one)}" for name, one in value.items())
    return " + ".join(map(_line, value)) if isinstance(value, list | tuple) else str(value)


def _tuple(value: Any) -> Any:
    """A list as the tuple that it was."""
    return tuple(value) if isinstance(value, list) else value


@cache
def _about() -> Mapping[str, str]:
    """What the package says of itself."""
    told = metadata(_NAME)
    return {name: str(told[name] or "") for name in ("Author", "Summary", "Version")}


def _registry() -> Mapping[str, Any]:
    """Every measure; by name, since it stands in a row below this one."""
    measures: Mapping[str, Any] = _found("measures.registry:MEASURES")
    return measures


def _found(reference: str | Callable[..., Any]) -> Any:
    """What a name within this package refers to."""
    return resolve_name(f"{_NAME}.{reference}") if isinstance(reference, str) else reference


@cache
def _formula(function: str | Callable[..., Any]) -> str:
    """The mathematics in the docstring of a measure."""
    parts = [" ".join(part.split()) for part in _MATH.findall(_docstring(function))]
    return r" \qquad ".join(part for part in parts if part)


@cache
def _references(function: str | Callable[..., Any]) -> str:
    """The publications that a docstring names, on one line."""
    section = _REFERENCES.search(_docstring(function))
    return "" if section is None else " ".join(section[1].split())


def _docstring(function: str | Callable[..., Any]) -> str:
    """What a function says of itself."""
    return inspect.getdoc(_found(function)) or ""
