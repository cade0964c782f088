"""Names of gemeenten and provinces: the one place where spelling is forgiven.

Imports only the standard library, so that a command line that merely looks up a name starts fast.
Nothing here guesses: an unknown or ambiguous name gives `None`, and proposals are only proposals.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Protocol

__all__ = ["ALIASES", "NameIndex", "normalise"]

_ARTICLES: Final = frozenset({"de", "den", "het", "t", "s"})
# Letters of category Lm count as word characters, but people use them as apostrophes.
_LETTER_APOSTROPHES: Final = str.maketrans(dict.fromkeys("ʹʻʼʽˈ", " "))
_NO_WORD: Final = re.compile(r"[\W_]+")
_DIGITS: Final = re.compile(r"[0-9]{1,4}")


def _words(text: str) -> list[str]:
    """Split text into lower-case words without accents or punctuation."""
    text = text.replace("&", " en ").translate(_LETTER_APOSTROPHES)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    return _NO_WORD.sub(" ", text).split()


def _expand(words: list[str]) -> Iterator[str]:
    """Write out the abbreviations of names: `a/d` is `aan den`, `St.` is `Sint`."""
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == "a" and after == "d":
            yield "aan"
        elif word in {"d", "de"} and before in {"a", "aan"}:
            yield "den"
        else:
            yield "sint" if word == "st" else word


def _normalise_once(text: str) -> str:
    words = list(_expand(_words(text)))
    while len(words) > 1 and (words[0] == "gemeente" or words[0] in _ARTICLES):
        del words[0]
    while len(words) > 1 and words[-1] == "gemeente":
        del words[-1]
    return " ".join(words)


def normalise(name: str) -> str:
    """Reduce a name to the form in which spellings are compared.

    Parameters
    ----------
    name : str
        A name as somebody wrote it.

    Returns
    -------
    str
        Lower case, without accents, punctuation, leading article, `'s-` and the word
        `gemeente` around the name. Normalising twice changes nothing.

    Notes
    -----
    What stands between brackets stays, because it tells two gemeenten apart:
    Bergen (L.) and Bergen (NH.).

    Examples
    --------
    >>> normalise("'s-Gravenhage"), normalise("SÚDWEST Fryslân"), normalise("Den Helder")
    ('gravenhage', 'sudwest fryslan', 'helder')
    >>> normalise("Bergen (L.)"), normalise("Bergen (NH)")
    ('bergen l', 'bergen nh')
    >>> normalise("Groningen (gemeente)"), normalise("Capelle a/d IJssel")
    ('groningen', 'capelle aan den ijssel')
    """
    previous, text = "", _normalise_once(name)
    while text != previous:
        previous, text = text, _normalise_once(text)
    return text


_OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    # CBS tables of later years add a province where a name could be mistaken.
    "Beek": ("Beek (L.)",),
    "Hengelo": ("Hengelo (O.)", "Hengelo (Ov.)"),
    "Laren": ("Laren (NH.)",),
    "Middelburg": ("Middelburg (Z.)",),
    "Rijswijk": ("Rijswijk (ZH.)",),
    "Stein": ("Stein (L.)",),
    # Names in daily use, and short forms that can mean no other gemeente.
    "'s-Gravenhage": ("Den Haag", "The Hague"),
    "'s-Hertogenbosch": ("Den Bosch",),
    "Capelle aan den IJssel": ("Capelle",),
    "Haarlemmerliede en Spaarnwoude": ("Haarlemmerliede",),
    "Hoogezand-Sappemeer": ("Hoogezand",),
    "Kollumerland en Nieuwkruisland": ("Kollumerland", "Kollumerland c.a.", "Kollumerlân"),
    "Mill en Sint Hubert": ("Mill", "Mill c.a."),
    "Mook en Middelaar": ("Mook",),
    "Nuenen, Gerwen en Nederwetten": ("Nuenen", "Nuenen c.a."),
    "Valkenburg aan de Geul": ("Valkenburg",),
    "Bergen (L.)": ("Bergen Limburg", "Bergen (Lb.)"),
    "Bergen (NH.)": ("Bergen Noord-Holland", "Bergen N-H", "Bergen (N.H.)"),
    # Dutch and Frisian names of the same Frisian gemeente.
    "Achtkarspelen": ("Achtkarspels",),
    "Ameland": ("It Amelân",),
    "Dantumadiel": ("Dantumadeel",),
    "De Fryske Marren": ("De Friese Meren",),
    "Ferwerderadiel": ("Ferwerderadeel",),
    "Franekeradeel": ("Frjentsjerteradiel",),
    "Harlingen": ("Harns",),
    "Heerenveen": ("It Hearrenfean",),
    "het Bildt": ("It Bildt",),
    "Leeuwarden": ("Ljouwert",),
    "Leeuwarderadeel": ("Ljouwerteradiel",),
    "Littenseradiel": ("Littenseradeel",),
    "Menameradiel": ("Menaldumadeel",),
    "Noardeast-Fryslân": ("Noordoost-Friesland",),
    "Ooststellingwerf": ("Eaststellingwerf",),
    "Opsterland": ("Opsterlân",),
    "Schiermonnikoog": ("Skiermûntseach",),
    "Smallingerland": ("Smellingerlân",),
    "Súdwest-Fryslân": ("Zuidwest-Friesland",),
    "Terschelling": ("Skylge",),
    "Tytsjerksteradiel": ("Tietjerksteradeel",),
    "Vlieland": ("Flylân",),
    "Weststellingwerf": ("Weststellingwerf (Frl.)",),
    # Provinces.
    "Fryslân": ("Friesland", "Friesland (NL)"),
    "Limburg": ("Limburg (NL)",),
    "Noord-Brabant": ("Brabant",),
}

#: Normalised other name -> official name, for gemeenten and provinces.
ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {normalise(other): name for name, others in _OTHER_NAMES.items() for other in others}
)


class _Items(Protocol):
    """What a dict and a pandas Series have in common here."""

    def items(self) -> Iterable[tuple[Any, Any]]: ...


def _canonical(name: str) -> str:
    """Normalised form of the official name that `name` stands for."""
    key = normalise(name)
    return normalise(ALIASES[key]) if key in ALIASES else key


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keep the keys that lead to one code only."""
    found: dict[str, set[str]] = {}
    for key, code in pairs:
        found.setdefault(key, set()).add(code)
    return {key: min(codes) for key, codes in found.items() if key and len(codes) == 1}


@dataclass(frozen=True, init=False, eq=False)
class NameIndex:
    """Find the code that belongs to a name or to a code as people write it.

    Parameters
    ----------
    names : mapping or Series
        Code -> official name.

    Examples
    --------
    >>> index = NameIndex({"GM0518": "'s-Gravenhage", "GM0893": "Bergen (L.)",
    ...                    "GM0373": "Bergen (NH.)"})
    >>> index.find("den haag"), index.find("518"), index.find("Bergen")
    ('GM0518', 'GM0518', None)
    >>> index.candidates("Bergen", n=2)
    ['Bergen (L.)', 'Bergen (NH.)']
    """

    names: Mapping[str, str]
    _exact: Mapping[str, str] = field(repr=False)
    _normalised: Mapping[str, str] = field(repr=False)
    _canonical: Mapping[str, str] = field(repr=False)

    def __init__(self, names: _Items) -> None:
        table = {str(code): str(name) for code, name in names.items()}
        pairs = [(name, code) for code, name in table.items()]
        values = {
            "names": table,
            "_exact": _unique(pairs),
            "_normalised": _unique((normalise(name), code) for name, code in pairs),
            "_canonical": _unique((_canonical(name), code) for name, code in pairs),
        }
        for key, value in values.items():
            object.__setattr__(self, key, MappingProxyType(value))

    def find(self, text: str) -> str | None:
        """Give the code for a code or a name.

        Parameters
        ----------
        text
            A code (`GM0193`, `0193`, `193`) or a name in any usual spelling.

        Returns
        -------
        str or None
            The code; None when nothing, or more than one gemeente, goes by that name.

        Examples
        --------
        >>> NameIndex({"GM0193": "Zwolle"}).find(" zwolle ")
        'GM0193'
        >>> NameIndex({"GM0193": "Zwolle"}).find("Zwollo") is None
        True
        """
        text = text.strip()
        code = text.upper()
        if _DIGITS.fullmatch(code):
            code = f"GM{int(code):04d}"
        for candidate in (text, code):
            if candidate in self.names:
                return candidate
        if text in self._exact:
            return self._exact[text]
        key = normalise(text)
        return self._normalised.get(key) or self._canonical.get(_canonical(text))

    def candidates(self, text: str, n: int = 3) -> list[str]:
        """Propose the official names that come nearest to a text.

        Parameters
        ----------
        text
            A name that was not found.
        n
            How many names to give at most.

        Returns
        -------
        list of str
            Official names, nearest first. Never apply one of them unasked.

        Notes
        -----
        A name that begins or ends with the whole text comes first, then the order is that of the
        normalised indel similarity (`rapidfuzz.fuzz.ratio`). Partial matching is avoided: it
        puts Haaksbergen before Bergen (L.).

        Examples
        --------
        >>> NameIndex({"GM0193": "Zwolle", "GM0119": "Meppel"}).candidates("zwole", n=1)
        ['Zwolle']
        """
        from rapidfuzz import fuzz  # noqa: PLC0415  only needed when a name was not found

        query = normalise(text)
        if not query:
            return []
        scores: dict[str, float] = {}
        for key, name in self._choices:
            whole = f" {query} " in f" {key} "
            score = fuzz.ratio(query, key) + (100.0 if whole else 0.0)
            scores[name] = max(score, scores.get(name, 0.0))
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        return ranked[:n]

    @cached_property
    def _choices(self) -> tuple[tuple[str, str], ...]:
        """Normalised official and other names, each with the official name."""
        official = [(normalise(name), name) for name in self.names.values()]
        others = [
            (alias, self.names[self._canonical[normalise(name)]])
            for alias, name in ALIASES.items()
            if normalise(name) in self._canonical
        ]
        return (*official, *others)
