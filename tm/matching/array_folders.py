"""Folders of NumPy arrays that are there whole or not at all, read as memory maps."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tm.atomic_files import TEMPORARY_PREFIX

Facts = Mapping[str, str | int]
Arrays = dict[str, NDArray[Any]]
_FACTS_NAME = "facts.json"


def write_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]], facts: Facts) -> None:
    """Write arrays and facts into `folder`, in place of what is there; raises `OSError` if that cannot be."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = folder.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(6)}-{folder.name}"
    temporary.mkdir()
    try:
        for name, array in arrays.items():
            np.save(temporary / f"{name}.npy", array, allow_pickle=False)
        (temporary / _FACTS_NAME).write_text(json.dumps(facts, sort_keys=True) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def read_arrays(folder: Path, facts: Facts) -> Arrays | None:
    """Return the arrays of `folder`, read-only; None where they are absent, damaged or of other facts."""
    try:
        if json.loads((folder / _FACTS_NAME).read_text(encoding="utf-8")) != dict(facts):
            return None
        # A plain array around the map: compiled code does not know maps.
        return {path.stem: np.asarray(_mapped(path)) for path in sorted(folder.glob("*.npy"))}
    except (OSError, ValueError):
        return None


def _mapped(path: Path) -> NDArray[Any]:
    try:
        mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:
        # An empty array cannot be mapped.
        mapped = np.load(path, allow_pickle=False)
        if mapped.size:
            raise
        mapped.setflags(write=False)
    return mapped
