"""What every test may use: where the real documents are, and the real encoder, loaded once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from align.encoders import Encoder, load_encoder

REPOSITORY = Path(__file__).resolve().parent.parent
REQUIRED = set(os.environ.get("HEXAPLA_REQUIRE", "").replace(",", " ").split())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents beside the checkout; skips (or fails, when required) without it."""
    folder = Path(os.environ.get("HEXAPLA_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        message = f"the real documents are not at {folder}; set HEXAPLA_DATA to their folder"
        if "data" in REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real default encoder."""
    return load_encoder("default")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample corpus of the project."""
    return REPOSITORY / "samples"
