"""Names of gemeenten and provinces: the one place where spelling is forgiven.

Imports only the standard library, so that a command line that merely looks up a name starts fast.
Nothing here guesses: an unknown or ambiguous name gives `None`, and proposals are only proposals.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final, Protocol

__all__ = [
    "ALIASES",
    "LONGEST_SLUG",
    "PROVINCES",
    "NameIndex",
    "canonical",
    "normalise",
    "one_spelling",
    "plain",
    "slug",
]

LONGEST_SLUG: Final = 80

_ARTICLES: Final = frozenset({"de", "den", "het", "t", "s"})
_GEMEENTE: Final = frozenset({"gemeente", "gem"})
# Letters of category Lm count as word characters, but people use them as apostrophes.
_LETTER_APOSTROPHES: Final = str.maketrans(dict.fromkeys("ʹʻʼʽˈ", " "))
_NO_WORD: Final = re.compile(r"[\W_]+")
_DIGITS: Final = re.compile(r"[0-9]{1,4}")
_SUFFIX: Final = re.compile(r"\s*\([^()]*\)\s*$")


def _words(text: str) -> list[str]:
    """Split text into lower-case words without accents or punctuation."""
    text = text.replace("&", " en ")
    if text.isascii():
        return _NO_WORD.sub(" ", text.lower()).split()
    text = text.translate(_LETTER_APOSTROPHES)
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
    while len(words) > 1 and (words[0] in _GEMEENTE or words[0] in _ARTICLES):
        del words[0]
    while len(words) > 1 and words[-1] in _GEMEENTE:
        del words[-1]
    return " ".join(words)


def normalise(name: str) -> str:
    """Reduce a name to the form in which spellings are compared.

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
    >>> normalise("Groningen (gemeente)"), normalise("gem. Capelle a/d IJssel")
    ('groningen', 'capelle aan den ijssel')
    """
    previous, text = "", _normalise_once(name)
    while text != previous:
        previous, text = text, _normalise_once(text)
    return text


def plain(text: str) -> str:
    """Letters and digits alone, in lower case: the form in which headers and choices are compared.

    Examples
    --------
    >>> plain("MO/BW"), plain("Oppervlakte_km2"), plain("treed toe")
    ('mobw', 'oppervlaktekm2', 'treedtoe')
    """
    return _NO_WORD.sub("", text.casefold())


def slug(name: str, longest: int = LONGEST_SLUG) -> str:
    """Make an identifier of lower-case letters, digits and hyphens out of a name.

    Examples
    --------
    >>> slug("GGD's Fryslân / 't Gooi")
    'ggds-fryslan-t-gooi'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    full = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("’", "")).strip("-")
    if len(full) <= longest:
        return full
    return full[: longest + 1].rsplit("-", 1)[0][:longest]


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


def canonical(name: str) -> str:
    """Reduce a name to the form in which names of the same gemeente are compared.

    Examples
    --------
    >>> canonical("Den Haag"), canonical("ZWOLLE")
    ('gravenhage', 'zwolle')
    """
    return _official(normalise(name))


PROVINCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PV20": "Groningen",
        "PV21": "Fryslân",
        "PV22": "Drenthe",
        "PV23": "Overijssel",
        "PV24": "Flevoland",
        "PV25": "Gelderland",
        "PV26": "Utrecht",
        "PV27": "Noord-Holland",
        "PV28": "Zuid-Holland",
        "PV29": "Zeeland",
        "PV30": "Noord-Brabant",
        "PV31": "Limburg",
    }
)
"""Names of the provinces by CBS code."""

_SHORT: Final = ("GR", "FR", "DR", "OV", "FL", "GE", "UT", "NH", "ZH", "ZE", "NB", "LI")
_SHORTER: Final = {"GD": "GE", "GLD": "GE", "ZL": "ZE", "LB": "LI", "OVIJ": "OV", "FRL": "FR"}
_OF_A_PROVINCE: Final = re.compile(r"(?:nl )?(?:provincie|provinsje|prov) | (?:provincie|prov)$")


_HALVES: Final = {"n holland": "PV27", "z holland": "PV28", "n brabant": "PV30"}


@cache
def _provinces(*, codes: bool) -> Mapping[str, str]:
    """Everything by which a province is known: names, and codes and abbreviations too."""
    found = {canonical(name): name for name in PROVINCES.values()}
    found |= {key: PROVINCES[code] for key, code in _HALVES.items()}
    found |= {key.replace(" ", ""): name for key, name in found.items()}
    if not codes:
        return MappingProxyType(found)
    short = dict(zip(_SHORT, PROVINCES.values(), strict=True))
    for code, name in PROVINCES.items():
        found |= {code.casefold(): name, code[2:]: name}
    for abbreviation, name in (short | {a: short[b] for a, b in _SHORTER.items()}).items():
        found |= {abbreviation.casefold(): name, f"nl {abbreviation.casefold()}": name}
    return MappingProxyType(found | {key.replace(" ", ""): name for key, name in found.items()})


def one_spelling(provincies: Iterable[str], *, codes: bool = False) -> dict[str, str]:
    """Give every way in which a province is written its one name.

    Parameters
    ----------
    provincies
        Names; those of another country may be among them.
    codes
        Whether codes of CBS and abbreviations stand for provinces too.

    Returns
    -------
    dict
        Text -> name: the official one, or else the way in which it is written most.

    Examples
    --------
    >>> list(one_spelling(["zuid holland", "Friesland", "PV30", "27"], codes=True).values())
    ['Zuid-Holland', 'Fryslân', 'Noord-Brabant', 'Noord-Holland']
    >>> one_spelling(["Bretagne", "bretagne", "Bretagne"])
    {'Bretagne': 'Bretagne', 'bretagne': 'Bretagne'}
    """
    times = Counter(provincies)
    keys = {text: canonical(_OF_A_PROVINCE.sub("", normalise(text)).strip()) for text in times}
    known = _provinces(codes=codes)
    most: dict[str, str] = {}
    for text in sorted(times, key=lambda one: (-times[one], one)):
        most.setdefault(keys[text], text)
    return {
        text: known.get(key) or known.get(key.replace(" ", "")) or most[key] if key else text
        for text, key in keys.items()
    }


def _official(key: str) -> str:
    """The normalised official name that a normalised name stands for."""
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

    def __init__(self, names: _Items) -> None:
        table = {str(code): str(name) for code, name in names.items()}
        object.__setattr__(self, "names", MappingProxyType(table))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Let it go to another process, which what cannot be changed does not."""
        return type(self), (dict(self.names),)

    # Each made when it is first asked: most names are found by the first.

    @cached_property
    def _exact(self) -> dict[str, str]:
        """Official name as it is written -> code, where that is one."""
        return _unique((name, code) for code, name in self.names.items())

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Code -> normalised official name."""
        return {code: normalise(name) for code, name in self.names.items()}

    @cached_property
    def _normalised(self) -> dict[str, str]:
        """Normalised official name -> code, where that is one."""
        return _unique((key, code) for code, key in self._keys.items())

    @cached_property
    def _canonical(self) -> dict[str, str]:
        """What `canonical` makes of the official name -> code, where that is one."""
        return _unique((_official(key), code) for code, key in self._keys.items())

    def find(self, text: str) -> str | None:
        """Give the code for a code or a name.

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
        return self.by_name(text) or self.by_alias(text)

    def by_name(self, text: str) -> str | None:
        """Give the code for an official name, however it is spelt.

        Examples
        --------
        >>> NameIndex({"GM0193": "Zwolle"}).by_name("gemeente ZWOLLE")
        'GM0193'
        """
        text = text.strip()
        return self._exact.get(text) or self._normalised.get(normalise(text))

    def by_alias(self, text: str) -> str | None:
        """Give the code for another name in daily use, such as Den Haag.

        Examples
        --------
        >>> NameIndex({"GM0518": "'s-Gravenhage"}).by_alias("Den Haag")
        'GM0518'
        """
        return self._canonical.get(canonical(text))

    def namesakes(self, text: str) -> tuple[str, ...]:
        """Give every gemeente that has this name, apart from what follows in brackets.

        Examples
        --------
        >>> index = NameIndex({"GM0893": "Bergen (L.)", "GM0373": "Bergen (NH.)"})
        >>> index.namesakes("Bergen"), index.namesakes("Bergen op Zoom")
        (('GM0373', 'GM0893'), ())
        """
        return self._bases.get(normalise(_SUFFIX.sub("", text)), ())

    @cached_property
    def _bases(self) -> dict[str, tuple[str, ...]]:
        """Normalised names without what stands in brackets behind them."""
        found: dict[str, list[str]] = {}
        for code in sorted(self.names):
            found.setdefault(normalise(_SUFFIX.sub("", self.names[code])), []).append(code)
        return {key: tuple(codes) for key, codes in found.items() if key}

    def nearest(self, text: str, n: int = 3) -> list[tuple[str, float]]:
        """Propose the gemeenten whose names come nearest to a text.

        Parameters
        ----------
        text
            A name that was not found.
        n
            How many to give at most.

        Returns
        -------
        list of (str, float)
            Code and likeness (0 to 100) of the best of its names, best first. Never apply one of
            them unasked.

        Notes
        -----
        A name that holds the whole text as words of its own comes first, then the order is that
        of the normalised indel similarity (`rapidfuzz.fuzz.ratio`), then that of the names.
        Partial matching is avoided: it puts Haaksbergen before Bergen (L.).

        Examples
        --------
        >>> NameIndex({"GM0193": "Zwolle", "GM0119": "Meppel"}).nearest("zwole", n=1)
        [('GM0193', 90.9090909090909)]
        """
        from rapidfuzz import fuzz, process  # noqa: PLC0415  only when a name was not found

        query = normalise(text)
        if not query or n < 1:
            return []
        keys, codes = self._choices
        whole = [k for k, key in enumerate(keys) if f" {query} " in f" {key} "]
        first = sorted(
            ((k, fuzz.ratio(query, keys[k])) for k in whole), key=lambda x: (-x[1], x[0])
        )
        # A code has a few names; so many hits hold n different codes for certain.
        limit = n * max(Counter(codes).values(), default=0)
        rest = process.extract(query, keys, scorer=fuzz.ratio, limit=limit)
        found: dict[str, float] = {}
        for k, score in [*first, *((k, score) for _, score, k in rest)]:
            found.setdefault(codes[k], float(score))
        return list(found.items())[:n]

    def candidates(self, text: str, n: int = 3) -> list[str]:
        """Propose the official names that come nearest to a text.

        Notes
        -----
        See `nearest`.

        Examples
        --------
        >>> NameIndex({"GM0193": "Zwolle", "GM0119": "Meppel"}).candidates("zwole", n=1)
        ['Zwolle']
        """
        names = dict.fromkeys(self.names[code] for code, _ in self.nearest(text, n))
        return list(names)

    @cached_property
    def _choices(self) -> tuple[list[str], list[str]]:
        """Normalised official and other names in order of the official name, and their codes."""
        choices = [(name, self._keys[code], code) for code, name in self.names.items()]
        for alias, name in ALIASES.items():
            code = self._canonical.get(normalise(name))
            if code is not None:
                choices.append((self.names[code], alias, code))
        choices.sort()
        return [key for _, key, _ in choices], [code for _, _, code in choices]
