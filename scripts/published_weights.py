"""The weights that a published figure is made with: fitted without the set measured and its relatives."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from align.calibration import Calibration
from align.weights import DEFAULT_WEIGHTS, Weights

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "benchmarks" / "weights"
# What stands for the family of all stress documents, which are made of three families.
STRESS = "stress"


@dataclass(frozen=True)
class FamilyWeights:
    """Weights for one family; `held_out` says that they were fitted without it, else they are the default."""

    family: str
    weights: Weights
    held_out: bool

    @property
    def digest(self) -> str:
        """The first eight hexadecimal digits of the SHA-256 of the weights."""
        return hashlib.sha256(repr(self.weights).encode()).hexdigest()[:8]


def family_weights(family: str, folder: Path = WEIGHTS_FOLDER) -> FamilyWeights:
    """Read `FAMILY.json` of `folder` ("55/100" is 55-100.json); the default weights where it is missing."""
    path = folder / f"{family.replace('/', '-')}.json"
    if not path.exists():
        return FamilyWeights(family, DEFAULT_WEIGHTS, held_out=False)
    return FamilyWeights(family, read_weights(path), held_out=True)


def read_weights(path: Path) -> Weights:
    """Weights by name, as `fit_weights.py --out` writes them.

    Raises ValueError with the name that is missing.
    """
    try:
        named = json.loads(path.read_text(encoding="utf-8"))
        return Weights.from_named(named, Calibration.from_named(named.get("calibration", {})))
    except KeyError as error:
        raise ValueError(f"{path}: no weight for {error}; fit them again") from error
