"""DESIGN.md section 5: data flows one way, a module imports only from rows above it."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import lappendeken

ROOT = Path(lappendeken.__file__).parent
LAYERS = (
    {"errors", "dutch", "parallel", "provenance"},
    {"schema", "names", "reading"},
    {"model", "indeling", "contiguity", "certainty", "herindeling", "graph"},
    {"measures", "nullmodel", "delineation"},
    {"scenario", "optimise", "quality", "timeline"},
    {"tables", "wording"},
    {"drawing", "output"},
    {"maps", "report", "casus", "site"},
    {"cli", "__main__"},
)
"""Modules and packages of each row of the table in the design, from the top."""

PURE = {"__future__", "collections", "contextlib", "dataclasses", "enum", "functools", "itertools"}
PURE |= {"math", "pkgutil", "typing", "types", "numpy", "pandas", "scipy", "lazy_loader"}
"""What a measure may import beside this package: no files, no clock, no chance, no pictures."""

FILES = sorted(ROOT.rglob("*.py"))


def module_of(path):
    """`measures.pairs` for its file, and `measures` for the package itself."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def layer_of(module):
    """Number of the row that a module stands in."""
    top = module.split(".")[0]
    rows = [number for number, names in enumerate(LAYERS) if top in names]
    assert len(rows) == 1, f"{top} stands in no row of LAYERS: give it its place in the design"
    return rows[0]


def imports(tree):
    """Everything that a module imports, wherever in it, as dotted names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module):
    """Modules of this package that a module imports."""
    for name in imports(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        top, _, rest = name.partition(".")
        if top != "lappendeken" or rest == "__version__":
            continue
        while rest and rest not in MODULES:
            rest = rest.rpartition(".")[0]
        yield rest


def test_the_list_of_modules_is_not_empty():
    assert {"errors", "model", "measures.pair_counting", "reading.tables"} <= set(MODULES)


@pytest.mark.parametrize("module", sorted(set(MODULES) - {""}))
def test_a_module_imports_only_from_rows_above_it_or_its_own(module):
    for other in own_imports(module):
        assert other, f"{module} imports the public face of the package; name the module instead"
        assert layer_of(other) <= layer_of(module), f"{module} imports {other}, which is below it"


@pytest.mark.slow
def test_no_module_imports_itself_by_a_detour():
    graph = {module: set(own_imports(module)) - {module} for module in MODULES if module}
    assert list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("module", [m for m in sorted(MODULES) if m.split(".")[0] == "measures"])
def test_a_measure_reads_no_file_and_draws_nothing(module):
    found = {name.split(".")[0] for name in imports(ast.parse(MODULES[module].read_text()))}
    assert found - {"lappendeken"} <= PURE


@pytest.mark.parametrize("module", sorted(MODULES))
def test_nothing_that_is_read_is_run(module):
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec", "compile", "__import__"}
    loads = {name.split(".")[0] for name in imports(tree)}
    assert not loads & {"pickle", "cloudpickle", "shelve", "marshal", "yaml"}


def test_names_needs_only_the_standard_library_until_a_name_is_not_found():
    tree = ast.parse(MODULES["names"].read_text(encoding="utf-8"))
    top = {node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
    found = {name.split(".")[0] for node in top for name in imports(ast.Module([node], []))}
    assert found <= sys.stdlib_module_names


HEAVY = {"pandas", "geopandas", "folium", "networkx", "numpy", "scipy", "matplotlib", "jinja2"}


def imported(script: str) -> set[str]:
    """Which of the heavy modules, and rich and typer, a script leaves imported."""
    asked = f"print('|', *{HEAVY | {'rich', 'typer'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}\n{asked}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("|")[2].split())


@pytest.mark.parametrize(
    ("name", "allowed"), [("lappendeken", set()), ("lappendeken.cli", {"rich", "typer"})]
)
def test_nothing_heavy_is_imported_before_it_is_used(name, allowed):
    assert imported(f"import {name}") <= allowed


def test_nothing_heavy_is_imported_to_tell_of_commands():
    script = """
from lappendeken.cli import main
from lappendeken.cli.app import _Commands
asked = [[name, "--help"] for name in _Commands.summaries]
for words in (["--help"], ["--versie"], ["foutje"], ["gegevens", "inlezen", "--help"], *asked):
    try:
        main(words)
    except SystemExit:
        pass
"""
    assert imported(script) == {"rich", "typer"}


def test_every_public_name_is_there():
    assert set(lappendeken.__all__) == set(dir(lappendeken))
    for name in lappendeken.__all__:
        assert getattr(lappendeken, name) is not None
    with pytest.raises(AttributeError, match="lappenkleed"):
        _ = lappendeken.lappenkleed
