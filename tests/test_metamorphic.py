"""The same quilt told in other words gives the same output; another cell, only what hangs on it.

The folder is the drawn quilt of `conftest.py` with every table that a folder may hold. What only
reorders or respells its files gives every output byte for byte, and so does what is read from other
files; what renames gives the same numbers.
"""

import csv
import io
import json
import random
import re
import shutil
from itertools import combinations

import geopandas as gpd
import pandas as pd
import pytest
from conftest import CODES, DRAWINGS

import lappendeken as ld
from lappendeken.measures import congruence_matrix

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


def layer_of(folder):
    """The map of a folder in metres, with its first columns."""
    return gpd.read_file(folder / "gemeenten.geojson").to_crs(28992)


def deelnames_of(folder):
    return pd.read_csv(folder / "verbanden.csv", dtype="str", keep_default_na=False)


def long(folder):
    """A row a deelname; the layer draws a gemeente as often as it takes part."""
    table, layer = deelnames_of(folder), layer_of(folder).set_index("code")
    shapes = layer.geometry.loc[table["gemeente_code"]].to_numpy()
    return gpd.GeoDataFrame(table, geometry=shapes, crs=layer.crs)


def wide(folder):
    """A row a gemeente, with a column for each partition; the layer brings the gemeenten."""
    table, layer = deelnames_of(folder), layer_of(folder)
    for name in ("jeugd", "werk"):
        rows = table[table["indeling"] == name].set_index("gemeente_code")
        layer[name] = layer["code"].map(rows["verband"])
    return layer


WIDE = ("--kolom", "jeugd=jeugd", "--kolom", "werk=werk")
SAVED = {
    "csv": lambda layer, path: layer.drop(columns="geometry").to_csv(path, index=False),
    "xlsx": lambda layer, path: layer.drop(columns="geometry").to_excel(path, index=False),
    "gpkg": lambda layer, path: layer.to_file(path, engine="pyogrio"),
}


@pytest.fixture
def source(run, whole, tmp_path):
    """Write a table in one form or another, and read it with what comes beside it."""
    work = tmp_path / "bronnen"
    work.mkdir()

    def save(table, name):
        path = work / name
        SAVED[path.suffix[1:]](table, path)
        return path

    def read(way, *steps):
        """Each step takes a file, and adds to what the one before it wrote."""
        known = whole
        for k, (path, *options) in enumerate(steps):
            target = tmp_path / f"{way}-{k}" / "quilt"
            added = ["--voeg-toe"] if k else []
            arguments = (path, *options, "--gegevens", known, *added, "--uit", target)
            code, _, err = run("gegevens", "inlezen", *arguments)
            assert code == 0, err
            known = target
        return known

    return save, read


def forms(save, read, whole):
    table = long(whole)
    return [read(one, [save(table, f"bron.{one}")]) for one in SAVED]


def forms_of_a_map(save, read, whole):
    table = wide(whole)
    return [read(one, [save(table, f"bron.{one}"), *WIDE]) for one in SAVED]


def codes_or_names(save, read, whole):
    table = long(whole)
    both = ("gemeente_code", "gemeente")
    left = [save(table.drop(columns=one), f"zonder_{one}.csv") for one in both]
    return [read(path.stem, [path]) for path in (save(table, "bron.csv"), *left)]


def one_file_or_two(save, read, whole):
    table = long(whole)
    first = table["indeling"] == "jeugd"
    steps = [[save(table[first], "een.csv")], [save(table[~first], "twee.csv")]]
    return [read("heel", [save(table, "bron.csv")]), read("twee", *steps)]


def a_map_or_a_list_beside_it(save, read, whole):
    layer = wide(whole)
    path = save(layer, "bron.gpkg")
    rows = save(layer[["code", "jeugd", "werk", "geometry"]], "los.csv")
    beside = [rows, *WIDE, "--gemeenten", path]
    return [read("heel", [path, *WIDE]), read("los", beside)]


ELSEWHERE = (forms, forms_of_a_map, one_file_or_two, a_map_or_a_list_beside_it)
"""Files from which the same folder is read; of each the first is what the others are held to."""

MAPPED = (forms_of_a_map, a_map_or_a_list_beside_it)
"""Those that know two indelingen, without a word on which is looked at first."""

NAMED = ("alle", "clusters", "gemeente", "ruimtelijk", "optimaal", "zetten", "kaart")
"""Commands that are told which indelingen they are about."""

_FILE = rb"\b(bron|een|twee|los|zonder_gemeente(_code)?)\.(csv|xlsx|gpkg)( \(Sheet1\))?"
SOURCE = re.compile(_FILE + rb"(, " + _FILE + rb")*")


def unsigned(content):
    """Without the names of the files that were read."""
    raw = content.encode() if isinstance(content, str) else content
    return SOURCE.sub(b"BRON", raw)


@pytest.mark.slow
@pytest.mark.parametrize("way", [forms, codes_or_names])
def test_other_files_are_read_to_the_same_tables(source, whole, way):
    first, *others = way(*source, whole)
    for other in others:
        for path in sorted(first.glob("*.csv")):
            assert (other / path.name).read_bytes() == path.read_bytes(), (other, path.name)
        places = [(one / "gemeenten.geojson").read_bytes() for one in (first, other)]
        assert places[0] == places[1]
    # All that was drawn is there, and not only what every way leaves out.
    kept = ["indeling", "verband_id", "gemeente_code", "van"]
    assert set(deelnames_of(first)[kept].itertuples(index=False, name=None)) == set(
        deelnames_of(whole)[kept].itertuples(index=False, name=None)
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", ELSEWHERE)
def test_every_output_is_the_same_whatever_file_was_read(told, source, whole, way):
    first, *others = way(*source, whole)
    names = NAMED if way in MAPPED else [*SAID, "rapport", "kaart"]
    expected = {name: unsigned(one) for name, one in told(first, names).items()}
    assert len(expected) >= len(names)
    for other in others:
        found = {name: unsigned(one) for name, one in told(other, names).items()}
        assert [one for one in expected | found if expected.get(one) != found.get(one)] == [], other


MOVED = {"jeugd": ("P", "m", "o"), "werk": ("H", "y", "w"), "zorg": ("D", "t", "s")}
"""A gemeente that goes from one verband to another, in one indeling."""


def moved(folder, indeling):
    """One cell of the table of deelnames says something else: which verband it is."""
    letter, old, new = MOVED[indeling]
    head, *rows = read_rows(folder / "verbanden.csv")
    at = {name: k for k, name in enumerate(head)}
    where = [
        row
        for row in rows
        if (row[at["gemeente_code"]], row[at["verband_id"]]) == (CODES[letter], f"{indeling}-{old}")
    ]
    assert len(where) == 1
    # Identifier and name are one thing, told twice.
    where[0][at["verband_id"]], where[0][at["verband"]] = f"{indeling}-{new}", new.upper()
    write_rows(folder / "verbanden.csv", [head, *rows])
    return folder


def shared_in(folder):
    """By indeling the gemeenten that take part, and for each two how many verbanden they share."""
    table = deelnames_of(folder)
    found = {}
    for name, rows in table.groupby("indeling"):
        sets = rows.groupby("gemeente_code")["verband_id"].agg(set).to_dict()
        found[name] = (
            sets,
            {(a, b): len(sets[a] & sets[b]) for a, b in combinations(sorted(sets), 2)},
        )
    return found


def recounted(folder, a, b):
    """The omega index and the overlap of partners, counted anew from the table."""
    found = shared_in(folder)
    (in_a, of_a), (in_b, of_b) = found[a], found[b]
    both = sorted(set(in_a) & set(in_b))
    pairs = list(combinations(both, 2))
    times = [[of[pair] for pair in pairs] for of in (of_a, of_b)]
    agreed = sum(x == y for x, y in zip(*times, strict=True)) / len(pairs)
    chance = sum(times[0].count(k) * times[1].count(k) for k in {*times[0]}) / len(pairs) ** 2
    overlap = []
    for one in both:
        mine = [
            {other for other in both if other != one and of[tuple(sorted((one, other)))]}
            for of in (of_a, of_b)
        ]
        # Alone in both is agreed.
        either = mine[0] | mine[1]
        overlap.append(len(mine[0] & mine[1]) / len(either) if either else 1)
    omega = 1.0 if agreed == chance == 1 else (agreed - chance) / (1 - chance)
    return {"omega_index": omega, "partner_overlap": sum(overlap) / len(overlap)}


def matrix(lap, maat):
    """The scores of all pairs."""
    scores = congruence_matrix([lap.indeling(name) for name in DRAWINGS], maat)
    return {(a, b): scores.at[a, b] for a in DRAWINGS for b in DRAWINGS}


@pytest.mark.parametrize("indeling", ["jeugd", "zorg"])
def test_another_cell_changes_the_pairs_of_its_indeling_alone(
    quilt, quilt_folder, tmp_path, indeling
):
    other = moved(shutil.copytree(quilt_folder, tmp_path / "quilt"), indeling)
    lap = ld.load(other)
    for maat in ("omega_index", "partner_overlap"):
        before, after = matrix(quilt, maat), matrix(lap, maat)
        changed = {pair for pair in before if before[pair] != after[pair]}
        assert {("jeugd", "zorg"), (indeling, "werk")} <= changed
        assert all(indeling in pair for pair in changed)
        for pair, score in after.items():
            expected = 1 if pair[0] == pair[1] else recounted(other, *pair)[maat]
            assert score == pytest.approx(expected, abs=1e-12), (maat, pair)


@pytest.mark.slow
@pytest.mark.parametrize("indeling", MOVED)
def test_another_cell_leaves_every_output_on_other_indelingen_as_it_was(
    run, whole, tmp_path, indeling
):
    other = moved(shutil.copytree(whole, tmp_path / "quilt"), indeling)
    a, b = (one for one in MOVED if one != indeling)
    named = ("--indeling", a, "--indeling", b)
    page = tmp_path / "x.html"
    commands = {
        "congruentie": ("congruentie", *named, "--json"),
        "inwoners": ("congruentie", *named, "--gewicht", "inwoners", "--json"),
        "clusters": ("congruentie", "--clusters", *named, "--json"),
        "kaart": ("kaart", a, b, "--uit", page, "--force"),
    }
    if indeling == "zorg":  # the one that is no partition
        commands["toeval"] = ("toeval", *named, "--herhalingen", "20", "--seed", "3", "--json")
        commands["optimaal"] = ("optimaal", *named, "--json")
    else:
        commands["bestuurslast"] = ("bestuurslast", "--samenwerking", "zorg", "--n", "5", "--json")
    for name, arguments in commands.items():
        found = []
        for folder in (whole, other):
            code, out, err = run(*arguments, "--gegevens", folder)
            assert code == 0, (name, err)
            found.append(out or page.read_bytes())
        assert found[0] == found[1], name


@pytest.mark.slow
def test_another_cell_changes_the_tables_of_a_report_that_tell_of_it(told, whole, tmp_path):
    """The report is about jeugd and werk; of zorg it says who is a partner."""
    other = moved(shutil.copytree(whole, tmp_path / "quilt"), "zorg")
    before, after = told(whole, ["rapport"]), told(other, ["rapport"])
    assert before.keys() == after.keys()
    changed = {name.partition("/")[2] for name in before if before[name] != after[name]}
    expected = {"alle-indelingen", "gemeenten", "kringen"}
    assert changed == {"land.html", *(f"land-{one}.csv" for one in expected)}
    tables = [
        pd.read_csv(io.BytesIO(one["rapport/land-gemeenten.csv"]), index_col="gemeente_code")
        for one in (before, after)
    ]
    differ = tables[0].compare(tables[1].reindex(tables[0].index))
    assert set(differ.columns.get_level_values(0)) == {"partners", "kringen"}
