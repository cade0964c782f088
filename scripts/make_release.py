"""Build wheel and sdist in dist/, with a list of what the wheel brings along (SBOM).

`make release` runs it. Nothing is built while the files that name the version disagree.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
ENTRY = r"^## \[{}\] - (\d{{4}}-\d\d-\d\d)$"
UNRELEASED = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)


def version_of(root: Path) -> str:
    """The version in pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def faults(root: Path) -> list[str]:
    """Where CHANGELOG.md and CITATION.cff do not tell of the version in pyproject.toml."""
    version = version_of(root)
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    entry = re.search(ENTRY.format(re.escape(version)), changes, re.MULTILINE)
    wrong = []
    if not entry:
        wrong.append(f"CHANGELOG.md: no line '## [{version}] - year-month-day'")
    if not re.search(rf'^version: "?{re.escape(version)}"?$', citation, re.MULTILINE):
        wrong.append(f"CITATION.cff: version is not {version}")
    if entry and f"date-released: {entry[1]}" not in citation:
        wrong.append(f"CITATION.cff: date-released is not {entry[1]}, as CHANGELOG.md has it")
    return wrong


def unreleased(root: Path) -> int:
    """How many changes stand in CHANGELOG.md under no version yet."""
    found = UNRELEASED.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    return len(re.findall("^- ", found[1], re.MULTILINE)) if found else 0


def run(*command: str | Path) -> None:
    """Run a command; its failure is ours."""
    subprocess.run([str(part) for part in command], check=True)


def build(target: Path) -> list[Path]:
    """Wheel and sdist, and both checked as a registry would."""
    run(sys.executable, "-m", "build", "--outdir", target, ROOT)
    made = sorted(target.iterdir())
    run(sys.executable, "-m", "twine", "check", "--strict", *made)
    return made


def sbom(wheel: Path, target: Path) -> None:
    """What a fresh environment holds after the wheel was installed in it, as CycloneDX."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "venv"
        venv.create(fresh, with_pip=True)
        python = fresh / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", wheel)
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip", "setuptools")
        options = ("--pyproject", ROOT / "pyproject.toml", "--output-reproducible")
        run(sys.executable, "-m", "cyclonedx_py", "environment", *options, "-o", target, python)
    bill = json.loads(target.read_text(encoding="utf-8"))
    for part in (bill["metadata"]["component"], *bill["components"]):
        references = part.get("externalReferences", [])
        # Where it was fetched from says something of this machine, and nothing of the part.
        part["externalReferences"] = [one for one in references if one["type"] != "distribution"]
    target.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Check, build, check again, and put all in dist/."""
    wrong = faults(ROOT)
    if wrong:
        sys.exit("\n".join(wrong))
    version = version_of(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        made = build(Path(folder))
        bill = Path(folder) / f"lappendeken-{version}.cdx.json"
        sbom(next(path for path in made if path.suffix == ".whl"), bill)
        DIST.mkdir(exist_ok=True)
        for path in (*made, bill):
            shutil.copy2(path, DIST / path.name)
            print(f"dist/{path.name}")
    if count := unreleased(ROOT):
        print(f"NOTE: {count} changes in CHANGELOG.md stand under Unreleased, not under {version}")


if __name__ == "__main__":
    main()
