"""`import hexapla`: its names, and its refusal of foreign packages of our names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import hexapla
from corpora.documents import Document
from tm.memory import Memory
from tm.search import Hit

ROOT = Path(__file__).resolve().parent.parent


def test_every_public_name_can_be_had() -> None:
    assert {name for name in hexapla.__all__ if getattr(hexapla, name, None) is None} == set()


def test_the_public_names_are_those_of_the_packages() -> None:
    assert hexapla.Document is Document
    assert hexapla.Memory is Memory
    assert hexapla.Hit is Hit


def test_a_document_is_read_from_a_path_or_its_text(samples: Path) -> None:
    path = samples / "accord_archives_FR.html"
    assert hexapla.read_document(str(path)) == hexapla.read_document(path, "French")


def test_the_public_names_are_listed_by_dir() -> None:
    assert set(hexapla.__all__) <= set(dir(hexapla))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'hexapla' has no attribute 'aligndocuments'"):
        _ = hexapla.aligndocuments


def import_with_first_on_path(folder: Path) -> subprocess.CompletedProcess[str]:
    program = f"import sys\nsys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]\nimport hexapla"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["align", "tm", "corpora"])
def test_a_foreign_package_of_one_of_our_names_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    foreign = tmp_path / name
    foreign.mkdir()
    (foreign / "__init__.py").write_text("", encoding="utf-8")
    done = import_with_first_on_path(tmp_path)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f'ImportError: Hexapla\'s package "{name}" is hidden by another package')
    assert str(foreign.resolve()) in last
    assert f"pip uninstall {name}" in last


def test_a_foreign_module_of_one_of_our_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tm.py").write_text("", encoding="utf-8")
    done = import_with_first_on_path(tmp_path)
    assert done.returncode == 1
    assert 'package "tm" is hidden' in done.stderr


def test_a_folder_of_data_named_like_a_package_does_no_harm(tmp_path: Path) -> None:
    # A folder without __init__.py yields to a real package further down the path.
    (tmp_path / "corpora").mkdir()
    assert import_with_first_on_path(tmp_path).returncode == 0


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "hexapla"
    copy.mkdir()
    for name in ("__init__.py", "package_guard.py"):
        (copy / name).write_bytes((ROOT / "hexapla" / name).read_bytes())
    program = f"import sys\nsys.path = [{str(tmp_path)!r}, *sys.path[1:]]\nimport hexapla"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert 'needs its package "corpora"' in done.stderr
