"""Run every command shown in the documentation and put its real output below it.

`python scripts/refresh_docs.py` rewrites the files; `--check` only says which are out of date.
The files of `docs/invoer` stand in the folder in which the commands run. A block looks like this,
and a line with only `…` leaves out the rest of the output:

    ```console
    $ lappendeken gemeente Meppel
    ```
"""

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

from lappendeken.cli import main as lappendeken

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "invoer"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CUT = "…"
MAKE_DEMO = ("lappendeken congruentie", "lappendeken kaart --uit maps")


def documents() -> list[Path]:
    """The files that show commands."""
    return [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def run(command: str, folder: Path) -> str:
    """Run one shown command as a reader would, on a screen of 80 columns.

    Parameters
    ----------
    command : str
        What stands behind the `$`; `make demo` or a `lappendeken` command.
    folder : Path
        Where to run it.

    Returns
    -------
    str
        Output and messages, without spaces at the end of lines.

    Raises
    ------
    ValueError
        If the command is another.
    """
    if command == "make demo":
        return "\n".join(run(one, folder) for one in MAKE_DEMO)
    words = shlex.split(command)
    if words[0] != "lappendeken":
        raise ValueError(f"cannot run '{command}'")
    # In this process: starting a new one for each command takes longer than most commands do.
    screen = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with chdir(folder), redirect_stdout(screen), redirect_stderr(screen), suppress(SystemExit):
            lappendeken(words[1:])
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines())


def refreshed(text: str) -> str:
    """A document with the output of its commands as it is today."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        return BLOCK.sub(lambda match: _block(match[1], Path(folder)), text)


def _block(shown: str, folder: Path) -> str:
    """One block with fresh output; several commands each keep their own cut."""
    parts = re.split(r"^\$ ", shown, flags=re.MULTILINE)[1:]
    result = []
    for part in parts:
        command, *old = part.rstrip("\n").split("\n")
        lines = run(command, folder).split("\n")
        if old and old[-1] == CUT:
            lines = [*lines[: len(old) - 1], CUT]
        result.append("\n".join([f"$ {command}", *lines]).rstrip("\n"))
    return "```console\n" + "\n".join(result) + "\n```"


def main() -> None:
    """Rewrite the documents, or check them."""
    check = "--check" in sys.argv[1:]
    outdated = []
    for path in documents():
        text = path.read_text(encoding="utf-8")
        fresh = refreshed(text)
        if fresh != text:
            outdated.append(path.name)
            if not check:
                path.write_text(fresh, encoding="utf-8")
    print(f"{'out of date' if check else 'rewritten'}: {', '.join(outdated) or 'none'}")
    sys.exit(bool(check and outdated))


if __name__ == "__main__":
    main()
