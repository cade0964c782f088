"""Gather all wheels for Windows and Linux in one folder, with a script that installs from it.

`make wheelhouse` runs it; `--only linux 3.11` gathers for one system and one Python. What is needed
on another system is settled by uv, since pip looks at the system it runs on.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from make_release import DIST, ROOT, run, version_of

PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("office", "pdf")
MANYLINUX = ("_2_28", "_2_27", "_2_26", "_2_24", "_2_17", "2014")
SYSTEMS = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux": ("x86_64-manylinux_2_28", tuple(f"manylinux{one}_x86_64" for one in MANYLINUX)),
}
"""Each system as uv calls it, and as wheels are named for it."""

INSTALLERS = Path(__file__).parent / "wheelhouse"


def needed(system: str, python: str) -> str:
    """Exact versions of all that the program and its extras need there, a line each."""
    options = ["--python-platform", SYSTEMS[system][0], "--python-version", python]
    options += [f"--extra={extra}" for extra in EXTRAS]
    options += ["--quiet", "--only-binary=:all:", "--no-header", "--no-annotate"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *options, str(ROOT / "pyproject.toml")]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Only `name==version`: where it is found is a matter of this machine.
    return "\n".join(line for line in found.splitlines() if re.match(r"[\w.-]+==", line)) + "\n"


def gather(system: str, python: str, target: Path) -> None:
    """Add the wheels for one system and one Python."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "nodig.txt"
        listed.write_text(needed(system, python), encoding="utf-8")
        platforms = [f"--platform={platform}" for platform in SYSTEMS[system][1]]
        wanted = ["--implementation=cp", f"--python-version={python}", *platforms]
        options = ["--quiet", "--no-deps", "--only-binary=:all:", f"--dest={target}"]
        run(sys.executable, "-m", "pip", "download", *options, *wanted, "--requirement", listed)


def own_wheel(target: Path) -> None:
    """Build the program itself."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", target, ROOT)


def installers(target: Path) -> None:
    """Add what a user starts; Windows wants its own ends of lines."""
    shutil.copy2(INSTALLERS / "installeer.sh", target / "installeer.sh")
    (target / "installeer.sh").chmod(0o755)
    for name in ("installeer.bat", "LEESMIJ.txt"):
        text = (INSTALLERS / name).read_text(encoding="ascii")
        (target / name).write_text(text, encoding="ascii", newline="\r\n")


def zipped(folder: Path, target: Path) -> None:
    """One file of the folder; wheels are compressed already."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, Path(folder.name) / path.relative_to(folder))


def main() -> None:
    """Make the folder and the zip in dist/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs=2, metavar=("SYSTEM", "PYTHON"))
    parser.add_argument("--dist", type=Path, default=DIST)
    asked = parser.parse_args()
    chosen = [asked.only] if asked.only else [(s, p) for s in SYSTEMS for p in PYTHONS]
    name = f"lappendeken-{version_of(ROOT)}-zonder-internet"
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / name
        wheels = house / "wielen"
        wheels.mkdir(parents=True)
        own_wheel(wheels)
        for system, python in chosen:
            gather(system, python, wheels)
            print(f"{system}, Python {python}: {len(list(wheels.iterdir()))} wheels so far")
        installers(house)
        asked.dist.mkdir(parents=True, exist_ok=True)
        target = asked.dist / f"{name}.zip"
        zipped(house, target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
