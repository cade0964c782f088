"""Make the tables of `data/` from the raw sources.

Users never need this: it is for a developer who has the sources at hand.

    python scripts/build_data.py --bronnen ../shared/bronnen --uit data
"""

import argparse
import sys
from dataclasses import astuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The readers and names of this very checkout, whatever else is installed.
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from databuild import (  # noqa: E402
    catalogue,
    datapackage,
    gemeenten,
    herindelingen,
    output,
    regelingen,
    regioatlas,
    verantwoording,
    verbanden,
    verbindingen,
)


def build(bronnen: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Make every file.

    Parameters
    ----------
    bronnen : Path
        Folder with the sources.

    Returns
    -------
    dict of str, dict of int
        Name of the file -> its content, and what was counted on the way.
    """
    communes = gemeenten.build(bronnen)
    tables = regioatlas.build(bronnen, communes.names)
    agreements = regelingen.build(bronnen, communes.names)
    steps = herindelingen.build(bronnen, frozenset(communes.names))
    links = verbindingen.build(communes)
    from_atlas = [row for table in tables for row in table.deelnames]
    deelnames = verbanden.ordered(
        [*from_atlas, *agreements.deelnames], [info.indeling for info in catalogue.ordered()]
    )
    verbanden.check(deelnames)
    result = verantwoording.Result(communes, tuple(tables), agreements, steps, links)
    counts = verantwoording.counts(result)
    texts = {
        "gemeenten.geojson": gemeenten.text(communes),
        "verbanden.csv": output.csv_text(verbanden.COLUMNS, map(astuple, deelnames)),
        "indelingen.csv": output.csv_text(catalogue.COLUMNS, catalogue.rows()),
        "herindelingen.csv": output.csv_text(herindelingen.COLUMNS, herindelingen.rows(steps)),
        "verbindingen.csv": output.csv_text(verbindingen.COLUMNS, links.rows),
        "datapackage.json": datapackage.text(counts),
        "BRONNEN.md": verantwoording.text(result),
    }
    return texts, counts


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
        texts, counts = build(options.bronnen)
    except ValueError as error:
        print(f"De gegevens zijn niet gemaakt: {error}")
        return 1
    output.write_all(options.uit, texts)
    for name, content in texts.items():
        print(f"{name}: {len(content.encode()) / 1000:.0f} kB")
    print(
        f"{counts['deelnames']} deelnames van {counts['gemeenten']} gemeenten in"
        f" {counts['indelingen']} indelingen. Van de {counts['opengr_rijen']} deelnemers van"
        f" regelingen zijn er {counts['opengr_geen_gemeente']} geen gemeente,"
        f" {counts['opengr_opgeheven']} opgeheven en {counts['opengr_onbekend']} onbekend;"
        " zie BRONNEN.md."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
