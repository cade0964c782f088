"""Write files so that nobody ever sees half of one, and so that a second run gives the same."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV with commas and line feeds.

    Parameters
    ----------
    columns : sequence of str
        The header.
    rows : iterable of sequence of str
        As many cells each as there are columns.

    Returns
    -------
    str
        The whole file.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def write_all(folder: Path, texts: dict[str, str]) -> None:
    """Write all files beside their place, then move them into it.

    Parameters
    ----------
    folder : Path
        Where the files belong; made when absent.
    texts : dict of str
        Name of the file -> its content.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".nieuw-", dir=folder) as beside:
        for name, content in texts.items():
            (Path(beside) / name).write_text(content, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(beside) / name).replace(folder / name)
