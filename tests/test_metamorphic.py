"""The same quilt told in other words gives the same output; another cell, only what hangs on it.

The folder is the drawn quilt of `conftest.py` with every table that a folder may hold. What only
reorders or respells its files gives every output byte for byte; what renames, the same numbers.
"""

import csv
import io
import json
import random
import re
import shutil

import pytest
from conftest import CODES

PAIR = ("--indeling", "jeugd", "--indeling", "werk")
CHANCE = ("toeval", *PAIR, "--herhalingen", "20", "--seed", "3", "--json")
SAID = {
    "congruentie": ("congruentie", "--json"),
    "inwoners": ("congruentie", "--gewicht", "inwoners", "--json"),
    "alle": ("congruentie", "--alle", "--json"),
    "clusters": ("congruentie", "--clusters", *PAIR, "--json"),
    "gemeente": ("gemeente", CODES["C"], "--alle", "--json"),
    "groep": ("groep", CODES["C"], CODES["P"], CODES["A"], "--json"),
    "ruimtelijk": CHANCE,
    "permutatie": (*CHANCE, "--model", "permutatie"),
    "vormvast": (*CHANCE, "--model", "vormvast"),
    "per-gemeente": (*CHANCE, "--per-gemeente"),
    "optimaal": ("optimaal", *PAIR, "--json"),
    "zetten": ("optimaal", "--zetten", "2", *PAIR, "--json"),
    "scenario": ("scenario", "{work}/plan.csv", "--json"),
    "gemeenschappen": ("gemeenschappen", "--samenwerking", "zorg", "--json"),
    "stromen": ("stromen", "{work}/stromen.csv", "--indeling", "werk", "--json"),
}
"""Commands that print their outcome."""

WRITTEN = {
    "rapport": ("rapport", "--land", "--vorm", "csv,html", "--datum", "2026-01-01", "--uit"),
    "kaart": ("kaart", "jeugd", "werk", "--uit"),
    "site": ("site",),
}
"""Commands that write a folder."""

QUICK = ("congruentie", "inwoners", "gemeente", "groep", "ruimtelijk", "zetten")
"""Those of the plain suite."""

OTHERS = {
    "indelingen": [
        ["indeling", "naam", "enkelvoud", "domein", "standaard", "bron"],
        ["jeugd", "jeugdkringen", "kring", "jeugd", "ja", "tekening"],
        ["werk", "werkkringen", "werkkring", "werk", "ja", "tekening"],
    ],
    "kenmerken": [
        ["verband_id", "opgericht", "kosten", "kleur"],
        ["jeugd-n", "2014-01-01", "1000", "rood"],
        ["werk-v", "2013-01-01", "2500.50", "blauw"],
        ["zorg-r", "", "", "groen"],
    ],
    "andere_deelnemers": [
        ["verband_id", "deelnemer", "soort", "van", "tot"],
        ["zorg-r", "Waterschap Rivier", "waterschap", "", ""],
        ["jeugd-n", "Utrecht", "provincie", "", ""],
        ["zorg-r", "Gelderland", "provincie", "", ""],
    ],
    "herindelingen": [
        ["datum", "soort", "van_code", "van_naam", "naar_code", "naar_naam", "aandeel"],
        ["2015-07-01", "opheffing", "GM0090", "Oud B", CODES["B"], "Dorp B", ""],
        ["2015-07-01", "opheffing", "GM0091", "Oud A", CODES["A"], "Dorp A", ""],
        ["2014-01-01", "opheffing", "GM0092", "Oud C", CODES["C"], "Dorp C", ""],
    ],
    "verbindingen": [
        ["van_code", "naar_code", "soort", "naam"],
        [CODES["N"], CODES["I"], "veer", "Pont van N"],
        [CODES["A"], CODES["G"], "brug", "Brug van A"],
    ],
}


def read_rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def write_rows(path, rows, encoding="utf-8", **how):
    out = io.StringIO()
    csv.writer(out, **({"lineterminator": "\n"} | how)).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


@pytest.fixture(scope="session")
def whole(quilt_folder, tmp_path_factory):
    """The drawn quilt with all tables, one deelname of which began later."""
    folder = tmp_path_factory.mktemp("heel") / "quilt"
    shutil.copytree(quilt_folder, folder)
    for name, rows in OTHERS.items():
        write_rows(folder / f"{name}.csv", rows)
    head, *rows = read_rows(folder / "verbanden.csv")
    later = [head.index("verband_id"), head.index("van")]
    for row in rows:
        if row[later[0]] == "wonen-l":
            row[later[1]] = "2015-09-01"
    write_rows(folder / "verbanden.csv", [head, *rows])
    return folder


@pytest.fixture
def told(run, tmp_path):
    """Run commands on a folder: what each printed, or every file it wrote."""
    work = tmp_path / "werk"
    work.mkdir()
    (work / "plan.csv").write_text(
        f"actie,indeling,gemeente,van,naar\nverplaats,jeugd,{CODES['E']},O,M\n", encoding="utf-8"
    )
    codes = sorted(CODES.values())
    amounts = [
        (a, b, (7 * i + 13 * j) % 97 * 100)
        for i, a in enumerate(codes)
        for j, b in enumerate(codes)
    ]
    write_rows(work / "stromen.csv", [("herkomst", "bestemming", "aantal"), *amounts])

    def tell(folder, names):
        found = {}
        for name in names:
            if name in SAID:
                arguments = [one.replace("{work}", str(work)) for one in SAID[name]]
                code, out, err = run(*arguments, "--gegevens", folder)
                assert code == 0, err
                found[name] = out
                continue
            target = tmp_path / "uit"
            shutil.rmtree(target, ignore_errors=True)
            code, _, err = run(*WRITTEN[name], target, "--gegevens", folder)
            assert code == 0, err
            files = [one for one in target.rglob("*") if one.is_file() and one.suffix != ".xlsx"]
            found |= {f"{name}/{one.relative_to(target)}": one.read_bytes() for one in files}
        if "tijd" in names or set(names) > set(QUICK):
            moments = (f"{folder}@2015-06-01", f"{folder}@2016-01-01")
            code, out, err = run("tijd", *moments, "--json")
            assert code == 0, err
            found["tijd"] = out.replace(str(folder), "")
        return found

    return tell


def shuffled(folder, seed):
    """Rows and columns of every table in another order, and so the objects of the map."""
    rng = random.Random(seed)  # noqa: S311
    for path in sorted(folder.glob("*.csv")):
        head, *rows = read_rows(path)
        order = list(range(len(head)))
        rng.shuffle(rows)
        if path.stem != "kenmerken":  # whose columns are shown in the order of the user
            rng.shuffle(order)
        write_rows(path, [[row[k] for k in order] for row in (head, *rows)])
    path = folder / "gemeenten.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    rng.shuffle(content["features"])
    content["features"] = [
        {**one, "properties": dict(rng.sample(list(one["properties"].items()), 5))}
        for one in content["features"]
    ]
    path.write_text(json.dumps(dict(reversed(content.items())), indent=1), encoding="utf-8")


def spelt(encoding, **how):
    """Every table in another encoding, with another separator and other line ends."""

    def respell(folder, _):
        for path in folder.glob("*.csv"):
            write_rows(path, read_rows(path), encoding, **how)

    return respell


SAME = {
    "shuffled": shuffled,
    "shuffled-again": lambda folder, seed: shuffled(folder, seed + 1),
    "excel": spelt("cp1252", delimiter=";", lineterminator="\r\n"),
    "bom": spelt("utf-8-sig", delimiter=",", quoting=csv.QUOTE_ALL, lineterminator="\r\n"),
    "unicode-text": spelt("utf-16", delimiter="\t"),
}
"""Other files that say the same."""


@pytest.mark.slow
@pytest.mark.parametrize("way", ["shuffled", "excel"])
def test_other_files_that_say_the_same_give_the_same(told, whole, tmp_path, way):
    other = shutil.copytree(whole, tmp_path / "quilt")
    SAME[way](other, 1)
    assert told(other, QUICK) == told(whole, QUICK)


@pytest.mark.slow
def test_every_output_is_the_same_of_other_files_that_say_the_same(told, whole, tmp_path):
    names = [*SAID, *(one for one in WRITTEN if one != "site")]
    expected = told(whole, names)
    assert len(expected) > 30
    for way, change in SAME.items():
        other = shutil.copytree(whole, tmp_path / way / "quilt")
        change(other, 1)
        found = told(other, names)
        assert [name for name in expected | found if expected[name] != found[name]] == [], way


@pytest.mark.slow
def test_the_site_is_the_same_of_shuffled_files(told, whole, tmp_path):
    other = shutil.copytree(whole, tmp_path / "quilt")
    shuffled(other, 3)
    expected, found = told(whole, ["site"]), told(other, ["site"])
    # What it was made of: the files themselves, which do differ.
    made_of = "site/site.json"
    assert expected.pop(made_of) != found.pop(made_of)
    assert [name for name in expected | found if expected[name] != found[name]] == []


def renamed(folder, names):
    """Other names and identifiers of verbanden, in every table."""
    for path in folder.glob("*.csv"):
        head, *rows = read_rows(path)
        places = [k for k, name in enumerate(head) if name in {"verband_id", "verband"}]
        for row in rows:
            for k in places:
                row[k] = names[row[k]]
        write_rows(path, [head, *rows])


def numbers(text, names):
    """What was printed, with other names instead of these, and without order."""
    pattern = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in names)) if names else None

    def plain(value):
        if isinstance(value, dict):
            return sorted((key, plain(one)) for key, one in value.items())
        if isinstance(value, list):
            return sorted((plain(one) for one in value), key=repr)
        if isinstance(value, float):
            return round(value, 9)
        if isinstance(value, str) and pattern:
            return sorted(re.split(r"\W+", pattern.sub(lambda one: names[one[0]], value)))
        return value

    return repr(plain(json.loads(text)))


DRAWN = ("scenario", "ruimtelijk", "permutatie", "vormvast", "per-gemeente", "clusters")
"""A plan names verbanden, and what is drawn follows their order."""

CHOSEN = ("optimaal",)
"""Of several least changes the one that is given follows the names; how many changes does not."""


def least(text):
    """How much an optimum changes, and under which demands."""
    told = json.loads(text)
    return {"feiten": told["feiten"], "aantal": len(told["wijzigingen"])}


@pytest.mark.parametrize(
    "names",
    [
        ("congruentie", "gemeente", "groep"),
        pytest.param(
            tuple(one for one in SAID if one not in (*DRAWN, "scenario")), marks=pytest.mark.slow
        ),
    ],
)
def test_other_names_of_verbanden_give_the_same_numbers(told, whole, tmp_path, names):
    head, *rows = read_rows(whole / "verbanden.csv")
    known = sorted(
        {row[k] for row in rows for k in (head.index("verband_id"), head.index("verband"))}
    )
    other = {one: f"Q{k:03d}x" for k, one in enumerate(reversed(known))}
    folder = shutil.copytree(whole, tmp_path / "quilt")
    renamed(folder, other)
    back = {new: old for old, new in other.items()}
    expected, found = told(whole, names), told(folder, names)
    for name in CHOSEN if "optimaal" in names else ():
        assert least(found[name]) == least(expected[name])
    for name in (one for one in names if one not in CHOSEN):
        assert numbers(found[name], back) == numbers(expected[name], {one: one for one in known}), (
            name
        )
