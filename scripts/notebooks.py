"""Run a notebook in percent format, and give it as a page with what it printed."""

import io
import re
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

CELL = re.compile(r"^# %%(.*)\n", re.MULTILINE)


def cells(text: str) -> list[tuple[bool, str]]:
    r"""Every cell: whether it is prose, and what is in it.

    Examples
    --------
    >>> cells("# %% [markdown]\n# # Title\n#\n# Prose.\n\n# %%\nprint(1)\n")
    [(True, '# Title\n\nProse.'), (False, 'print(1)')]
    """
    _, *parts = CELL.split(text)
    found = []
    for kind, body in zip(parts[::2], parts[1::2], strict=True):
        prose = "[markdown]" in kind
        content = re.sub("^# ?", "", body, flags=re.MULTILINE) if prose else body
        found.append((prose, content.strip()))
    return found


def as_page(path: Path) -> str:
    """Run the cells one after another, in the folder of the notebook; output under its cell."""
    names: dict[str, Any] = {"__name__": "__main__"}
    blocks = []
    with chdir(path.parent):
        for prose, content in cells(path.read_text(encoding="utf-8")):
            if prose:
                blocks.append(content)
                continue
            blocks.append(f"```python\n{content}\n```")
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(content, path.name, "exec"), names)  # noqa: S102  our own text
            if shown := printed.getvalue().rstrip():
                blocks.append(f"```text\n{shown}\n```")
    return "\n\n".join(blocks) + "\n"
