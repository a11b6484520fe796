"""Odd TMX files: what is read of them, what is told, and that nothing else is opened."""

from __future__ import annotations

import builtins
import io
import os
import socket
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tm.errors import TmxError
from tm.tmx_reading import SkippedVariant, read_tmx


def _files() -> list[Any]:
    import importlib.util

    path = Path(__file__).with_name("tmx_odd_files.py")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return list(module.FILES)


FILES = _files()
NAMES = [odd.name for odd in FILES]


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """A function that forbids the network and every file but one, until the test ends."""
    allowed: list[str] = []
    real = os.open

    def watched(event: str, arguments: tuple[Any, ...]) -> None:
        if allowed and event == "open" and isinstance(arguments[0], str) and arguments[0] not in allowed:
            raise AssertionError(f"{arguments[0]} was opened")
        if allowed and event.startswith("socket."):
            raise AssertionError(f"{event}: the network was used")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    sys.addaudithook(watched)
    assert real is os.open
    yield lambda path: allowed.append(str(path))
    allowed.clear()


def lenient(path: Path) -> tuple[list[dict[str, str]], list[tuple[int, str]]]:
    skipped: list[SkippedVariant] = []
    read = [unit.texts for unit in read_tmx(path, skipped.append, strict=False)]
    return read, [(one.line, one.reason) for one in skipped]


def test_there_are_many_and_their_names_differ() -> None:
    assert len(set(NAMES)) == len(FILES) >= 100


@pytest.mark.parametrize("odd", FILES, ids=NAMES)
def test_an_odd_file_gives_its_units_and_reasons(
    odd: Any, tmp_path: Path, only: Callable[[Path], None]
) -> None:
    path = tmp_path / "in.tmx"
    path.write_bytes(odd.data)
    only(path)
    if odd.refused:
        for strict in (True, False):
            with pytest.raises(TmxError, match=odd.refused):
                list(read_tmx(path, strict=strict))
        return
    assert lenient(path) == (list(odd.read), list(odd.skipped))
    if odd.strict:
        assert [unit.texts for unit in read_tmx(path)] == list(odd.read)
    else:
        with pytest.raises(TmxError, match="not well-formed XML"):
            list(read_tmx(path))
