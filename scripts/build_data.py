"""Make the tables of `data/` from the raw sources: the current edition, and the earlier one.

Users never need this: it is for a developer who has the sources at hand.

    python scripts/build_data.py --bronnen ../shared/bronnen --uit data
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The readers and names of this very checkout, whatever else is installed.
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from databuild import (  # noqa: E402
    datapackage,
    edition_2016,
    edition_2026,
    herindelingen,
    verantwoording,
    verantwoording_2016,
    verantwoording_2026,
    verbindingen,
)
from databuild.edition import Edition  # noqa: E402

from lappendeken.output.csv import csv_text  # noqa: E402
from lappendeken.output.files import write_together  # noqa: E402

CURRENT = "2026"
"""The edition that lies in the folder itself; others lie in a folder of their year in it."""


def build(bronnen: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Make every file: folder -> name -> content; and sentences about what was made."""
    first = edition_2016.build(bronnen)
    steps = herindelingen.build(bronnen, frozenset(first.edition.gemeenten.names))
    links = verbindingen.coded(first.edition.gemeenten.names, edition_2016.YEAR)
    last = edition_2026.build(bronnen, steps, links)
    both = (first.edition.verbindingen, last.edition.verbindingen)
    rows = sorted({row for one in both for row in one.rows})
    told = verantwoording.shared(steps, both, len(rows))
    parts = {
        "editie_2016": verantwoording_2016.text(first),
        "editie_2026": verantwoording_2026.text(last),
    }
    counts = {
        "2016": verantwoording_2016.counts(first),
        "2026": verantwoording_2026.counts(last),
    }
    texts = {
        "": {
            "herindelingen.csv": csv_text(herindelingen.COLUMNS, steps.steps),
            "verbindingen.csv": csv_text(verbindingen.COLUMNS, rows),
            "BRONNEN.md": verantwoording.render(verantwoording.SHARED, told | parts),
        }
    }
    for edition in (first.edition, last.edition):
        folder = "" if edition.year == CURRENT else edition.year
        own = texts.setdefault(folder, {})
        own |= edition.texts()
        own["datapackage.json"] = datapackage.text(
            edition, counts[edition.year], current=edition.year == CURRENT
        )
    return texts, [_sentence(one) for one in (first.edition, last.edition)]


def _sentence(edition: Edition) -> str:
    rows = edition.deelnames
    return (
        f"{edition.year}: {len(rows)} deelnames van {rows['gemeente_code'].nunique()} gemeenten in"
        f" {rows['indeling'].nunique()} indelingen; wat ontbreekt, staat in BRONNEN.md."
    )


def main() -> int:
    """Read the arguments, build, and write."""
    parser = argparse.ArgumentParser(description="Maak de tabellen van data/ uit de bronnen.")
    root = HERE.parent
    parser.add_argument("--bronnen", type=Path, default=root.parent / "shared" / "bronnen")
    parser.add_argument("--uit", type=Path, default=root / "data")
    options = parser.parse_args()
    if not options.bronnen.is_dir():
        print(f"Er is geen map {options.bronnen}: geef met --bronnen waar de bronnen staan.")
        return 2
    try:
        texts, sentences = build(options.bronnen)
    except ValueError as error:
        print(f"De gegevens zijn niet gemaakt: {error}")
        return 1
    for folder, files in texts.items():
        write_together({options.uit / folder / name: text for name, text in files.items()})
        for name, content in files.items():
            print(f"{Path(folder) / name}: {len(content.encode()) / 1000:.0f} kB")
    print("\n".join(sentences))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
