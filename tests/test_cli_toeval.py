"""`lappendeken toeval`, run as a user does."""

import json
import re
import signal
import sys
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from commandline import decimal, on_edition, row_starting

from lappendeken import nullmodel, tables
from lappendeken.cli import console
from lappendeken.nullmodel import checkpoint, divisions

FEW = ("--herhalingen", "40")
PAIR = ("--indeling", "jeugdregio", "--indeling", "arbeidsmarktregio")


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


def test_the_three_pairs_are_more_than_chance(run):
    code, out, err = run("toeval", *FEW, "--maat", "adjusted_rand_index")
    assert (code, err) == (0, "")
    numbers = row_starting(out, "jeugdregio –", "ARI")
    # 1 / 41, and three times that for the three tests of the table.
    assert (numbers[0], numbers[4:]) == ("0,774", ["≤", "0,024", "≤", "0,073"])
    assert float(numbers[2].replace(",", ".")) > 0.5
    assert 0.35 < decimal(numbers[1]) < 0.45
    text = " ".join(out.split())
    assert "40 toevalsindelingen per paar: willekeurige aaneengesloten regio's" in text
    assert "seed 1." in text
    said = "Jeugdregio's en arbeidsmarktregio's passen beter op elkaar dan door toeval: geen van "
    assert said + "de 40 toevalsindelingen past zo goed." in text
    assert "Vergeleken op alle 390 gemeenten." in text
    assert re.search(r"zij scheiden 3\d\d paren buurgemeenten, de arbeidsmarktregio's 312", text)
    assert max(map(len, out.splitlines())) <= 80


def test_it_is_told_on_which_gemeenten_is_compared(run, quilt_folder):
    options = ["--gegevens", quilt_folder, "--indeling", "jeugd", "--indeling", "werk", *FEW]
    _, out, _ = run("toeval", *options, "--maat", "transfer_distance")
    text = " ".join(out.split())
    assert "zijn vergeleken op de 15 van de 16 gemeenten (94%) die in beide" in text
    _, out, _ = run("toeval", *options, "--model", "permutatie", "--maat", "v_measure")
    assert "zonder te letten op ligging" in " ".join(out.split())
    assert "buurgemeenten" not in out


@pytest.mark.parametrize(
    ("p", "said"),
    [
        ({"v_measure": 0.04, "omega_index": 0.02}, "hooguit 3 van de 99 toevalsindelingen passen"),
        ({"v_measure": 0.01}, "geen van de 99 toevalsindelingen past zo goed"),
        ({"v_measure": 0.06}, "niet aangetoond dat zij beter op elkaar passen"),
        (
            {"v_measure": 0.06, "omega_index": 0.05},
            "volgens Omega beter op elkaar dan door toeval; volgens V is dat niet aangetoond",
        ),
    ],
)
def test_the_sentence_follows_from_p(run, monkeypatch, p, said):
    real = nullmodel.examine_pairs

    def examine_pairs(*args, **options):
        found = real(*args, **options)[0]
        tests = {
            name: nullmodel.NullTest(name, 1, 0, 1, 1, p[name], one.samples, one.draws)
            for name, one in found.tests.items()
        }
        return [replace(found, draws=found.draws._replace(n=99), tests=tests)]

    monkeypatch.setattr(nullmodel, "examine_pairs", examine_pairs)
    measures = [word for name in p for word in ("--maat", name)]
    _, out, _ = run("toeval", *PAIR, "--herhalingen", "2", *measures)
    assert said in " ".join(out.split())


@pytest.mark.parametrize(
    ("model", "z", "by_chance", "said", "not_said"),
    [
        ("ruimtelijk", 3.9, 360.0, "toets ook met --model vormvast", "compacter dan"),
        ("ruimtelijk", -3.9, 360.0, "toets ook met --model vormvast", "compacter dan"),
        ("ruimtelijk", 4.1, 360.0, "gemiddeld grilliger", "toets ook met"),
        ("ruimtelijk", 1.0, 300.0, "gemiddeld compacter", "toets ook met"),
        ("ruimtelijk", 1.0, 312.0, "Vergeleken op", "compacter"),
        ("vormvast", 1.0, 312.0, "Alle toevalsindelingen scheiden 312 paren", "toets ook met"),
        ("permutatie", 1.0, 500.0, "Vergeleken op", "paren buurgemeenten"),
    ],
)
def test_close_to_chance_compactness_is_told(real, model, z, by_chance, said, not_said):
    jeugd, _, werk = real.main_indelingen
    draws = nullmodel.Draws(model, 99, 390, 1.0, 35, 0, 312, by_chance)
    one = nullmodel.NullTest("v_measure", 0.9, 0.8, 0.1, z, 0.1, np.zeros(99), draws)
    none = pd.DataFrame()
    found = nullmodel.Examination({"v_measure": one}, none, none, none, none, draws)
    told = tables.chance.verdicts(real, {(jeugd.id, werk.id): found}, [jeugd, werk])
    text = " ".join(told[1])
    assert said in text
    assert not_said not in text


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("ruimtelijk", "op ten hoogste 9% na, maar niet in aantal gemeenten"),
        ("vormvast", "op ten hoogste 9% na, en precies in aantal gemeenten"),
    ],
)
def test_sizes_in_inhabitants_are_told_with_how_far_they_are_off(real, model, said):
    jeugd, _, werk = real.main_indelingen
    draws = nullmodel.Draws(model, 99, 390, 1.0, 35, 4, 312, 312.0, "inwoners", 0.09)
    one = nullmodel.NullTest("v_measure", 0.9, 0.8, 0.1, 9.0, 0.01, np.zeros(99), draws)
    found = nullmodel.Examination({"v_measure": one}, *(pd.DataFrame() for _ in range(4)), draws)
    told = " ".join(tables.chance.verdicts(real, {(jeugd.id, werk.id): found}, [jeugd, werk])[1])
    assert "De score telt inwoners: toevalsregio's zijn daarin even groot als de" in told
    assert said in told
    assert "omdat de kaart dezelfde groottes niet toelaat" not in told


def test_few_replicates_are_warned_for(run):
    _, out, _ = run("toeval", *PAIR, "--herhalingen", "18", "--maat", "v_measure")
    assert "Met minder dan 19 herhalingen" in out
    _, out, _ = run("toeval", *PAIR, "--herhalingen", "19", "--maat", "v_measure")
    assert "Met minder dan" not in out


@pytest.mark.slow
def test_a_seed_gives_the_same_output_and_another_does_not(run):
    options = ["toeval", *PAIR, *FEW, "--maat", "v_measure", "--json"]
    first, second, other = (run(*options, "--seed", seed)[1] for seed in ("5", "5", "6"))
    assert first == second
    assert first != other


def test_json_holds_the_same_as_the_library(run, real):
    _, out, _ = run("toeval", *PAIR, *FEW, "--json", "--seed", "9", "--gewicht", "inwoners")
    content = json.loads(out)
    assert content["feiten"]["seed"] == "9"
    assert content["feiten"]["herhalingen"] == "40"
    jeugd, _, werk = real.main_indelingen
    result = nullmodel.test(
        jeugd,
        werk,
        measure="partner_overlap",
        adjacency=real.borders,
        n=40,
        rng=9,
        weights=real.gemeenten["inwoners"],
    )
    (row,) = (row for row in content["toeval"] if row["measure"] == "partner_overlap")
    assert (row["observed"], row["mean"], row["p"]) == (result.observed, result.mean, result.p)
    assert {row["measure"] for row in content["toeval"]} == {
        "adjusted_rand_index",
        "v_measure",
        "element_centric_similarity",
        "partner_overlap",
    }
    assert len(content["provincies"]) == 2 * 12
    assert "gemeenten" not in content


def test_a_table_for_a_publication_is_what_a_reader_sees(run, tmp_path):
    place = tmp_path / "tabel.tex"
    run("toeval", *PAIR, *FEW, "--maat", "adjusted_rand_index", "--uit", str(place))
    text = place.read_text(encoding="utf-8")
    assert "% seed: 1\n" in text
    assert "% formules: adjusted_rand_index: Hubert & Arabie (1985)" in text
    assert "A -- B & maat & gevonden & toeval & boven toeval & z & p & Holm" in text
    assert "jeugdregio -- arbeidsmarktregio & ARI & 0,774 & " in text
    assert "$\\leq$ 0,024" in text


def test_what_is_done_is_kept_and_found_again(run, tmp_path):
    options = ["toeval", *PAIR, *FEW, "--maat", "v_measure", "--json"]
    kept = ["--tussenstand", str(tmp_path / "studie.tussenstand")]
    first, again = (run(*options, *kept) for _ in range(2))
    assert first == again
    code, _, err = run(*options, "--tussenstand", str(tmp_path / "weg" / "x"))
    assert (code, "kan geen tussenstand staan" in " ".join(err.split())) == (1, True)


def test_a_province_gets_a_table_of_its_own(run):
    _, out, _ = run(
        "toeval", *PAIR, *FEW, "--provincie", "drenthe", "--maat", "element_centric_similarity"
    )
    own = out.split("Drenthe: gemiddelde van de gemeenten")[1]
    numbers = row_starting(own, "jeugdregio –", "ECS")
    assert numbers[0] == "0,323"
    assert decimal(numbers[4]) > 0.3
    assert numbers[4] == numbers[5]


def test_what_is_below_chance_is_named_with_what_could_be_found(run):
    options = ["toeval", *PAIR, "--herhalingen", "100", "--maat", "element_centric_similarity"]
    _, out, _ = run(*options, "--per-gemeente")
    text = " ".join(out.split())
    assert "0 toetsen onder toeval (gecorrigeerd ≤ 0,05) Geen enkele. Laagst haalbare" in text
    assert re.search(r"als een score 0 was: provincie 0,0\d+, verband van A 0,0\d+", text)
    assert "(Westfall-Young)" in out


def test_a_province_below_chance_stands_in_the_list(real):
    found = nullmodel.examine(
        real.indeling("jeugdregio"),
        real.indeling("arbeidsmarktregio"),
        measures=["partner_overlap"],
        adjacency=real.borders,
        n=19,
        rng=1,
        groups=real.gemeenten["provincie"],
        per_gemeente=True,
    )
    groups = found.groups.copy()
    groups.loc[("partner_overlap", "Drenthe"), ["p_less", "p_corrected"]] = 0.05
    pair = ("jeugdregio", "arbeidsmarktregio")
    both = real.find_indelingen(list(pair))
    frames = tables.chance.frames(real, {pair: replace(found, groups=groups)})
    together = frames["provincies"].sort_values("p", kind="stable")
    steps = together["p"].to_numpy() * np.arange(len(together), 0, -1)
    assert together["p_holm"].to_numpy() == pytest.approx(np.maximum.accumulate(steps).clip(max=1))
    (told,) = tables.chance.below(frames, both)
    assert [row[:2] for row in told.rows] == [("provincie", "Drenthe")]
    normalised = [one.name for one in told.columns].index("normalised")
    assert told.rows[0][normalised] == groups.loc[("partner_overlap", "Drenthe"), "normalised"]
    assert told.title.endswith("1 toets onder toeval (gecorrigeerd ≤ 0,05)")


@pytest.mark.slow
def test_tables_go_to_every_kind_of_file(run, tmp_path):
    options = ["toeval", *PAIR, *FEW, "--maat", "partner_overlap", "--per-gemeente"]
    code, out, err = run(*options, "--uit", tmp_path / "t.csv", "--provincie", "Zeeland")
    assert (code, out) == (0, "")
    assert "t-gemeenten.csv" in err
    tests = pd.read_csv(tmp_path / "t.csv")
    assert tests.loc[0, ["a", "b", "measure", "n", "seed"]].to_list() == [
        "jeugdregio",
        "arbeidsmarktregio",
        "partner_overlap",
        40,
        1,
    ]
    assert tests["q5"][0] < tests["mean"][0] < tests["q95"][0] < tests["observed"][0]
    assert pd.read_csv(tmp_path / "t-provincies.csv")["provincie"].to_list() == ["Zeeland"]
    gemeenten = pd.read_csv(tmp_path / "t-gemeenten.csv")
    assert len(gemeenten) == 13
    assert "Vlissingen" in set(gemeenten["naam"])
    assert run(*options, "--uit", tmp_path / "t.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == [
        "toeval",
        "provincies",
        "verbanden",
        "omgevingen",
        "gemeenten",
        "toelichting",
    ]
    assert book["gemeenten"].max_row == 391
    assert run(*options, "--uit", tmp_path / "t.csv")[0] == 2


@pytest.mark.slow
def test_the_picture_shows_chance_and_what_was_found(run, tmp_path):
    options = ["toeval", *PAIR, *FEW, "--maat", "v_measure"]
    assert run(*options, "--uit", tmp_path / "t.png")[0] == 0
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG")
    assert run(*options, "--uit", tmp_path / "t.svg")[0] == 0
    text = (tmp_path / "t.svg").read_text(encoding="utf-8")
    for words in ("jeugdregio – arbeidsmarktregio", "V-measure", "gevonden: 0,908 (p ≤ 0,024)"):
        assert words in text
    assert "40 toevalsindelingen per paar" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--maat", "geluk"], 2, "--maat: kies uit adjusted_rand_index"),
        (["--model", "wild"], 2, "--model: kies uit ruimtelijk, vormvast, permutatie; niet 'wild'"),
        (["--herhalingen", "0"], 2, "--herhalingen: '0' is geen geheel getal van ten minste 1"),
        (["--herhalingen", "veel"], 2, "'veel' is geen geheel getal"),
        (["--seed", "-1"], 2, "--seed: '-1' is geen geheel getal van ten minste 0"),
        (["--kernen", "0"], 2, "--kernen: '0' is geen geheel getal van ten minste 1"),
        (["--kernen", "2", "--cluster", "tcp://a:1"], 2, "niet allebei"),
        (["--cluster", "onzin"], 2, "op 'onzin' antwoordt geen Dask-cluster"),
        (["--indeling", "jeugdregio"], 2, "Noem ten minste twee indelingen"),
        (["--indeling", "jeugdregio"] * 2, 2, "noem elke indeling één keer"),
        (["--maat", "v_measure", "--per-gemeente"], 2, "--maat element_centric_similarity of"),
        (["--maat", "v_measure", "--provincie", "Drenthe"], 2, "een maat die per gemeente bestaat"),
        (["--provincie", "Drnthe"], 2, "Bedoelt u Drenthe"),
        (["--uit", "t.pdf"], 2, ".csv, .json, .xlsx, .tex, .png, .svg"),
        (["--gewicht", "geluk"], 2, "--gewicht: 'geluk' bestaat niet"),
        (["--indeling", "ggd", "--indeling", "sw-bedrijf"], 2, "Onbekende indeling 'ggd'"),
        (["--indeling", "ggd-regio", "--indeling", "sw-bedrijf"], 1, "in sw-bedrijf zitten"),
    ],
)
def test_wrong_usage_is_told_in_dutch(run, arguments, code, said):
    few = () if arguments[0] in FEW else FEW
    found, out, err = run("toeval", *few, *arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_without_dask_the_way_to_get_it_is_told(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = run("toeval", *FEW, "--cluster", "tcp://127.0.0.1:8786")
    assert code == 1
    assert 'pip install "lappendeken[cluster]"' in err


@pytest.mark.slow
def test_a_cluster_gives_the_same_output(run, tmp_path):
    distributed = pytest.importorskip("distributed")
    options = ["toeval", *PAIR, *FEW, "--maat", "v_measure", "--json"]
    _, alone, _ = run(*options)
    plans = [tmp_path / name for name in ("a.csv", "b.csv")]
    for plan, naam in zip(plans, ("Meppel", "Westerveld"), strict=True):
        text = f"actie,indeling,gemeente,naar\nverplaats,jeugd,{naam},IJsselland\n"
        plan.write_text(text, encoding="utf-8")
    _, scenarios, _ = run("scenario", *plans, "--json")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, dashboard_address=":0", silence_logs=50
    ) as cluster:
        code, out, err = run(*options, "--cluster", cluster.scheduler_address)
        assert (code, err) == (0, "")
        assert out == alone
        address = ["--cluster", cluster.scheduler_address]
        assert run("scenario", *plans, "--json", *address) == (0, scenarios, "")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lappendeken.cli.cluster.__version__", "9.9")
            code, _, err = run(*options, "--cluster", cluster.scheduler_address)
        assert code == 1
        assert "Op 1 van de 1 werkers staat niet versie 9.9" in err


def test_progress_is_for_a_terminal_only(capsys, monkeypatch):
    with console.progress("Bezig", 10) as advance:
        advance(5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with console.progress("Bezig", 10) as advance:
        advance(10)
    assert "Bezig" in capsys.readouterr().err


def test_a_study_stopped_by_ctrl_c_goes_on_to_the_same_result(run, tmp_path, monkeypatch):
    # Three pairs, of which the last two share their draws: two chunks each.
    monkeypatch.setattr(divisions, "MOST_AT_ONCE", 4)
    asked = ["toeval", "--maat", "v_measure", "--herhalingen", "8", "--kernen", "1", "--json"]
    whole = run(*asked)
    assert whole[0] == 0
    place, kept = tmp_path / "studie.tussenstand", []
    keep, work = checkpoint.Checkpoint.keep, checkpoint.run_task

    def stopped(self, key, tallies):
        keep(self, key, tallies)
        kept.append(key)
        if len(kept) == 3:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(checkpoint.Checkpoint, "keep", stopped)
    code, out, err = run(*asked, "--tussenstand", place)
    assert (code, out) == (130, "")
    assert "Afgebroken" in err
    done = []
    monkeypatch.setattr(checkpoint, "run_task", lambda task: done.append(1) or work(task))
    assert run(*asked, "--tussenstand", place)[:2] == whole[:2]
    assert (len(kept), len(done)) == (4, 1)
