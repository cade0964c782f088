"""Names: spellings of one gemeente meet, names of two gemeenten never do."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lappendeken import names
from lappendeken.names import ALIASES, NameIndex, normalise

ROOT = Path(__file__).parents[1]
FEATURES = json.loads((ROOT / "data/2016/gemeenten.geojson").read_text(encoding="utf-8"))[
    "features"
]
GEMEENTEN = {f["properties"]["code"]: f["properties"]["naam"] for f in FEATURES}
INDEX = NameIndex(GEMEENTEN)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'s-Gravenhage", "gravenhage"),
        ("\u2019s\u2010Gravenhage", "gravenhage"),
        ("ʼs-Hertogenbosch", "hertogenbosch"),
        ("  SÚDWEST   Fryslân ", "sudwest fryslan"),
        ("Su\u0301dwest-Frysla\u0302n", "sudwest fryslan"),
        ("De Bilt", "bilt"),
        ("het Bildt", "bildt"),
        ("Den Helder", "helder"),
        ("'t Zand", "zand"),
        ("gemeente De Wolden", "wolden"),
        ("Groningen (gemeente)", "groningen"),
        ("Nuenen. Gerwen en Nederwetten", "nuenen gerwen en nederwetten"),
        ("Nuenen, Gerwen & Nederwetten", "nuenen gerwen en nederwetten"),
        ("Capelle a/d IJssel", "capelle aan den ijssel"),
        ("Horst aan de Maas", "horst aan den maas"),
        ("St. Anthonis", "sint anthonis"),
        ("Bergen (L.)", "bergen l"),
        ("De", "de"),
        ("", ""),
        (" -/. ", ""),
    ],
)
def test_normalise(written: str, expected: str) -> None:
    assert normalise(written) == expected


@given(st.text(max_size=40))
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


WORDS = ["gemeente", "de", "den", "a", "d", "aan", "st", "s", "t", "'s-", "K", "ß", "het", "&"]


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_normalise_is_idempotent_on_awkward_words(parts: list[str]) -> None:
    once = normalise(" ".join(parts))
    assert normalise(once) == once


def test_distinct_gemeenten_stay_distinct() -> None:
    assert len({normalise(name) for name in GEMEENTEN.values()}) == len(GEMEENTEN) == 390


@pytest.mark.parametrize(
    "change",
    [
        str,
        str.upper,
        str.lower,
        lambda s: s.replace("-", " "),
        lambda s: f"gemeente {s}",
        normalise,
    ],
)
def test_every_gemeente_is_found_however_written(change) -> None:
    missed = [name for code, name in GEMEENTEN.items() if INDEX.find(change(name)) != code]
    assert missed == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Den Haag", "'s-Gravenhage"),
        ("den bosch", "'s-Hertogenbosch"),
        ("Nuenen", "Nuenen, Gerwen en Nederwetten"),
        ("De Friese Meren", "De Fryske Marren"),
        ("Tietjerksteradeel", "Tytsjerksteradiel"),
        ("Hengelo (O.)", "Hengelo"),
        ("Laren (NH.)", "Laren"),
        ("It Bildt", "het Bildt"),
        ("bilt", "De Bilt"),
        ("Oude Ijsselstreek", "Oude IJsselstreek"),
        ("Bergen NH", "Bergen (NH.)"),
        ("bergen (limburg)", "Bergen (L.)"),
    ],
)
def test_other_names(written: str, name: str) -> None:
    assert GEMEENTEN[INDEX.find(written)] == name


@pytest.mark.parametrize(
    "text", ["Bergen", "Zwollo", "", "  ", "GM9999", "99999", "(gemeente)", "Mil"]
)
def test_unknown_and_ambiguous_names_give_nothing(text: str) -> None:
    assert INDEX.find(text) is None


@pytest.mark.parametrize("text", ["GM0193", "gm0193", "0193", "193", " 193 "])
def test_codes_are_found(text: str) -> None:
    assert INDEX.find(text) == "GM0193"


def test_index_of_other_years_understands_the_same_names() -> None:
    later = NameIndex({"GM0164": "Hengelo (O.)", "GM0518": "'s-Gravenhage (gemeente)"})
    assert later.find("Hengelo") == "GM0164"
    assert later.find("Den Haag") == "GM0518"


def test_provinces() -> None:
    provinces = NameIndex({"PV21": "Fryslân", "PV31": "Limburg", "PV30": "Noord-Brabant"})
    assert provinces.find("Friesland (NL)") == provinces.find("friesland") == "PV21"
    assert provinces.find("Limburg (NL)") == "PV31"
    assert provinces.find("pv30") == "PV30"


def test_two_gemeenten_of_one_name_are_found_by_code_only() -> None:
    index = NameIndex({"GM0001": "Dorp", "GM0002": "Dorp"})
    assert index.find("Dorp") is None
    assert index.find("2") == "GM0002"


def test_index_takes_a_series_and_cannot_change() -> None:
    index = NameIndex(pd.Series({"GM0193": "Zwolle"}))
    assert index.find("zwolle") == "GM0193"
    with pytest.raises(AttributeError):
        index.names = {}
    with pytest.raises(TypeError):
        index.names["GM0194"] = "Elders"


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Bergen", ["Bergen (L.)", "Bergen (NH.)"]),
        ("Zwole", ["Zwolle"]),
        ("Den Hag", ["'s-Gravenhage"]),
        ("Haarlemermeer", ["Haarlemmermeer"]),
        ("steenwijk", ["Steenwijkerland"]),
    ],
)
def test_candidates_begin_with_the_nearest(written: str, first: list[str]) -> None:
    found = INDEX.candidates(written)
    assert len(found) == 3
    assert found[: len(first)] == first


def test_candidates_of_nothing() -> None:
    assert INDEX.candidates("") == []
    assert NameIndex({}).candidates("Zwolle") == []
    assert INDEX.candidates("Zwolle", n=0) == []


def test_aliases_are_normalised_and_lead_to_known_names() -> None:
    assert {key for key in ALIASES if normalise(key) != key} == set()
    herindelingen = (ROOT / "data" / "herindelingen.csv").read_text(encoding="utf-8").splitlines()
    known = set(GEMEENTEN.values()) | {line.split(",")[5] for line in herindelingen[1:]}
    known |= {f["properties"]["provincie"] for f in FEATURES}
    assert set(ALIASES.values()) - known == set()
    official = {normalise(name) for name in known}
    assert {key for key in ALIASES if key in official} == set()


def test_import_needs_the_standard_library_only() -> None:
    code = (
        "import importlib.util as u, sys;"
        f"spec = u.spec_from_file_location('names', {names.__file__!r});"
        "module = u.module_from_spec(spec); sys.modules['names'] = module;"
        "spec.loader.exec_module(module);"
        "sys.exit(any(m in sys.modules for m in ('rapidfuzz', 'pandas', 'numpy')))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=False)
    assert done.returncode == 0
