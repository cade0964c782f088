"""Make the example reports in docs/voorbeelden.

Overijssel, Meppel, Dijk en Waard (which did not exist in 2016), and a group of five.

Run it by `make voorbeelden`. The date on them is fixed, so that they change only when the program
or the data do. `--check` only says whether they are out of date.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from lappendeken.cli import main as lappendeken

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "voorbeelden"
DAY = date(2026, 11, 22)
FIVE = ("Steenwijkerland", "Staphorst", "Westerveld", "Zwartewaterland", "Meppel")


def commands(folder: Path) -> list[list[str]]:
    """The commands that make the examples.

    Parameters
    ----------
    folder : Path
        Where the files are put.

    Returns
    -------
    list of list of str
        Arguments of `lappendeken`.
    """
    usual = ["--datum", DAY.isoformat(), "--force"]
    forms = ["--vorm", "html,pdf,xlsx"]
    return [
        ["rapport", "--provincie", "Overijssel", "--uit", str(folder), *forms, *usual],
        ["gemeente", "Meppel", "--uit", str(folder / "meppel.html"), *usual],
        ["gemeente", "Dijk en Waard", "--uit", str(folder / "dijk-en-waard.html"), *usual],
        ["groep", *FIVE, "--uit", str(folder / "groep.html"), *usual],
    ]


def run(arguments: list[str]) -> None:
    """Run one command, and stop when it fails.

    Parameters
    ----------
    arguments : list of str
        Of `lappendeken`.
    """
    try:
        lappendeken(arguments)
    except SystemExit as stop:
        if stop.code:
            raise


def main() -> int:
    """Make the examples, or check them.

    Returns
    -------
    int
        Exit code.
    """
    if "--check" not in sys.argv[1:]:
        for arguments in commands(FOLDER):
            run(arguments)
        return 0
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for arguments in commands(fresh):
            run(arguments)
        outdated = [
            path.name
            for path in sorted(fresh.iterdir())
            if not (FOLDER / path.name).exists()
            or (FOLDER / path.name).read_bytes() != path.read_bytes()
        ]
    print(f"out of date: {', '.join(outdated) or 'none'}")
    return bool(outdated)


if __name__ == "__main__":
    sys.exit(main())
