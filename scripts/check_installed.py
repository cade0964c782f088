"""Install the program as a user does, without extras, and run every command of it.

`make test-installed` runs it for each Python that is here; PYTHONS="python3.12 ..." names others. A
command works when it ends well, or says that it wants an extra or a network.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
PAIR = "--indeling jeugdregio --indeling arbeidsmarktregio"
ASKS = {'pip install "lappendeken[': "wants an extra", "er is geen verbinding": "wants a network"}
"""How the program says that it wants something, and what."""

FILES = {
    "lijst.csv": "gemeente;jeugdregio\nZwolle;IJsselland\nMeppel;Drenthe\n",
    "plan.csv": "actie,indeling,gemeente,van,naar\n"
    "verplaats,jeugdregio,Meppel,Drenthe,IJsselland\n",
    "stromen.csv": "herkomst,bestemming,aantal\nMeppel,Zwolle,900\nZwolle,Meppel,300\n",
}
COMMANDS = (
    "--versie",
    f"congruentie {PAIR} --uit congruentie.xlsx",
    f"congruentie {PAIR} --clusters",
    "kaart jeugd werk --uit kaart.html",
    "kaart jeugd werk --uit kaart.png",
    "rapport --provincie Drenthe --vorm html,xlsx,csv --uit rapport",
    "rapport --provincie Drenthe --vorm pdf --uit pdf",
    "rapport --provincie Drenthe --vorm docx,dia --uit office",
    "site site --provincie Flevoland",
    "gemeente Meppel --uit meppel.html",
    "groep Meppel Zwolle",
    f"toeval {PAIR} --herhalingen 20",
    f"toeval {PAIR} --herhalingen 20 --cluster tcp://127.0.0.1:9",
    "bestuurslast --provincie Drenthe --n 20",
    "gemeenschappen",
    "stromen stromen.csv --indeling werk",
    "gegevens sjabloon plan --uit sjabloon.xlsx",
    "scenario plan.csv",
    f"optimaal {PAIR} --provincie Drenthe",
    "tijd",
    "casus woerden-2011",
    "gegevens inlezen lijst.csv --uit eigen",
    "gegevens controleer eigen",
    "gegevens vergelijk 2016 2026",
    "gegevens herindeel --naar 2023 --gegevens 2016 --bij-conflict meerderheid --uit later",
    "gegevens exporteer lagen.gpkg",
    "gegevens exporteer lagen.parquet",
    "gegevens ophalen cbs --jaar 2025",
)


def installed(python: str, folder: Path) -> Path:
    """A fresh environment with the program alone; gives its command."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(list(map(str, [*pip, "install", ROOT])), check=True)
    return folder / "bin" / "lappendeken"


def outcome(program: Path, command: str, folder: Path) -> tuple[str, str]:
    """What came of one command: `works`, what it wants, or `FAILED`; and its last words."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [program, *command.split()],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    said = f"{done.stdout}{done.stderr}".strip()
    if done.returncode == 0:
        return "works", ""
    words = " ".join(said.split())
    wants = [what for told, what in ASKS.items() if told in words and "Traceback" not in words]
    return (wants[0] if wants else "FAILED"), said[-600:]


def check(python: str) -> int:
    """How many commands fail under one Python."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "elders"
        folder.mkdir()
        program = installed(python, Path(name) / "venv")
        for file, content in FILES.items():
            (folder / file).write_text(content, encoding="utf-8")
        for command in COMMANDS:
            what, said = outcome(program, command, folder)
            print(f"{python}: {what:15} lappendeken {command}", flush=True)
            if what == "FAILED":
                failed += 1
                print(said, flush=True)
    return failed


def main() -> None:
    """Check every Python that was named or is here."""
    pythons = sys.argv[1:] or [one for one in PYTHONS if shutil.which(one)]
    failed = {python: check(python) for python in pythons or [sys.executable]}
    for python, count in failed.items():
        well = f"{len(COMMANDS) - count} of {len(COMMANDS)}"
        print(f"{python}: {well} commands work or say what they want")
    if any(failed.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
