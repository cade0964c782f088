"""Put the sources of the documentation site together: guides, decisions, API and gallery.

`make docs` runs it, then mkdocs, then it again with `--check`: every link of the pages leads to a
file, and nothing is asked of a network. The guides stay readable where they are.
"""

import ast
import html
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

from notebooks import as_page

import lappendeken as ld
from lappendeken.drawing.files import picture_bytes
from lappendeken.maps.paper import figure
from lappendeken.maps.soorten import SOORTEN
from lappendeken.output import formats
from lappendeken.report.document import Picture

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "build" / "docs"
SITE = ROOT / "build" / "documentatie"
USED = re.compile(r'<(a|img|script|link rel="stylesheet"|iframe)\b[^>]*?\b(?:href|src)="([^"]+)"')
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")

API = {
    "model": ("Model and data", ("", "herindeling", "reading")),
    "measures": ("Measures", ("measures",)),
    "nullmodel": ("Chance", ("nullmodel",)),
    "change": ("Plans and the least change", ("scenario", "optimise")),
    "timeline": ("Time", ("timeline", "quality")),
    "output": ("Maps, reports and site", ("maps", "report", "output", "site")),
    "provenance": ("Where a result came from", ("provenance",)),
}
"""Pages of the reference, each with the packages of which it shows the public face."""

PICTURES = (
    "congruentie --alle",
    "toeval --indeling jeugdregio --indeling arbeidsmarktregio --herhalingen 200",
    "tijd",
    "scenario docs/invoer/plan.csv",
    "optimaal --provincie Drenthe",
)
"""Commands that draw something else than one kind of map."""


def public(package: str) -> list[str]:
    """Where everything is that the stub of a package, or a module itself, names as public."""
    folder = ROOT / "src/lappendeken" / package
    if not folder.is_dir():
        module = import_module(f"lappendeken.{package}")
        return [f"{module.__name__}.{name}" for name in module.__all__]
    tree = ast.parse((folder / "__init__.pyi").read_text(encoding="utf-8"))
    start = ".".join(filter(None, ("lappendeken", package)))
    found = [
        f"{start}.{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    ]
    return [name for name in found if not _is_module(name)]


def _is_module(name: str) -> bool:
    """Whether a name is that of a module or package."""
    path = ROOT / "src" / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def reference() -> None:
    """Write a page for each part of the public face."""
    (TARGET / "api").mkdir()
    for page, (title, packages) in API.items():
        lines = [f"# {title}\n"]
        for package in packages:
            lines.append(f"## `{'.'.join(filter(None, ('lappendeken', package)))}`\n")
            lines += [f"::: {name}\n" for name in public(package)]
        (TARGET / "api" / f"{page}.md").write_text("\n".join(lines), encoding="utf-8")


def gallery() -> None:
    """Draw every kind of map and picture, and show them on a page."""
    lap = ld.load()
    (TARGET / "galerij").mkdir()
    lines = ["# Beeldengalerij", "", "Elke soort kaart en plaatje, van de gegevens van nu.", ""]
    for soort, meaning in SOORTEN.items():
        drawn = figure(lap, soort, "jeugdregio", "arbeidsmarktregio")
        (TARGET / f"galerij/{soort}.svg").write_bytes(picture_bytes(drawn, formats.PICTURES[1]))
        lines += [f"## {soort}", "", f"{meaning.capitalize()}.", ""]
        lines += [f"![Kaart van de soort {soort}](galerij/{soort}.svg)", ""]
    for k, command in enumerate(PICTURES):
        target = TARGET / f"galerij/opdracht-{k}.png"
        words = ["-m", "lappendeken", *command.split(), "--uit", str(target)]
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
        lines += [f"## lappendeken {command}", ""]
        lines += [f"![Wat lappendeken {command} tekent](galerij/opdracht-{k}.png)", ""]
    for kind, report in {
        "land": ld.report.about_country(lap),
        "gemeente": ld.report.about_gemeente(lap, "Meppel"),
        "groep": ld.report.about_group(lap, ["Meppel", "Steenwijkerland", "Westerveld"]),
    }.items():
        lines += [f"## In het rapport over: {kind}", ""]
        blocks = (block for section in report.sections for block in section.blocks)
        for one in (*report.front, *blocks):
            if isinstance(one, Picture):
                path = f"galerij/{kind}-{one.name}.svg"
                (TARGET / path).write_text(one.svg, encoding="utf-8")
                lines += [f"### {one.title}", "", one.caption, "", f"![{one.title}]({path})", ""]
    (TARGET / "galerij.md").write_text("\n".join(lines), encoding="utf-8")


def notebook_pages() -> None:
    """Run the notebooks: a page each, to which what links to the script leads."""
    for path in sorted((ROOT / "docs/notebooks").glob("*.py")):
        (TARGET / "notebooks" / f"{path.stem}.md").write_text(as_page(path), encoding="utf-8")
    guide = TARGET / "guide.en.md"
    text = re.sub(r"\((notebooks/\w+)\.py\)", r"(\1.md)", guide.read_text(encoding="utf-8"))
    guide.write_text(text, encoding="utf-8")


def guides() -> None:
    """Copy the guides and decisions; a link out of `docs` becomes the name of the file."""
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.is_file():
            target = TARGET / path.relative_to(ROOT / "docs")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    readme = (ROOT / "README.nl.md").read_text(encoding="utf-8")
    (TARGET / "index.md").write_text(readme.replace("](docs/", "]("), encoding="utf-8")
    shutil.copytree(ROOT / "maps", TARGET / "maps", ignore=shutil.ignore_patterns("*.html"))
    for path in TARGET.rglob("*.md"):
        path.write_text(_inside(path.read_text(encoding="utf-8"), path.parent), encoding="utf-8")


def _inside(text: str, folder: Path) -> str:
    """Text in which links to files that the site does not have are plain text."""

    def kept(match: re.Match[str]) -> str:
        link = match[2].partition("#")[0]
        there = (folder / link).resolve()
        own = there.is_file() and there.is_relative_to(TARGET.resolve())
        return match[0] if own or not link or "://" in link else match[1]

    return LINK.sub(kept, text)


def check() -> list[str]:
    """What is wrong with the links of the pages that mkdocs made."""
    wrong = []
    for page in sorted(SITE.rglob("*.html")):
        for tag, link in USED.findall(page.read_text(encoding="utf-8")):
            parts = urlsplit(html.unescape(link))
            if parts.scheme in {"data", "mailto"} or page.name == "404.html":
                continue
            if parts.scheme or parts.netloc:
                wrong += [] if tag == "a" else [f"{page}: asks for {link}"]
            elif parts.path and not (page.parent / unquote(parts.path)).exists():
                wrong.append(f"{page}: {link} is not there")
    return wrong


def main() -> None:
    """Make everything anew, or check what was made of it."""
    if "--check" in sys.argv:
        wrong = check()
        print("\n".join(wrong) or f"{SITE.relative_to(ROOT)}: every link leads somewhere")
        sys.exit(bool(wrong))
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    guides()
    notebook_pages()
    reference()
    gallery()


if __name__ == "__main__":
    main()
