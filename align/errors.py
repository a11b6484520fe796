"""What can go wrong while aligning.

AlignError
├── EncoderUnknown     no encoder of that name
├── ExtraMissing       an optional package is not installed; the message names the command
├── WeightsMismatch    the packaged weights are not the ones this version was tested with
├── LadderError        a ladder file is malformed or does not cover every segment once
└── LockError          a lock names places that are not there, or contradicts another
"""

from __future__ import annotations

# Models may bring Python code, which runs with the rights of whoever loads them: only on request.
TRUST_VARIABLE = "HEXAPLA_TRUST_MODEL_CODE"


class AlignError(Exception):
    """Anything that align raises on purpose."""


class EncoderUnknown(AlignError):
    """No encoder of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'There is no encoder "{name}". Use "default", or "st:" followed by the name or folder of a '
            "sentence-transformers model."
        )


class ExtraMissing(AlignError):
    """An optional package is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f'{package} is not installed. Install it with: pip install "hexapla[{extra}]"')


class ModelNotLoaded(AlignError):
    """A sentence-transformers model is not there, or brings code of its own."""

    def __init__(self, name: str, reason: str) -> None:
        first = reason.strip().splitlines()[0] if reason.strip() else "no reason given"
        super().__init__(
            f'The model "{name}" could not be loaded: {first} Try: check the name or folder; a model that '
            f"brings code of its own runs only with the environment variable {TRUST_VARIABLE}=1, set by "
            "someone who has read it."
        )


class WeightsMismatch(AlignError):
    """The packaged weights are not the ones this version was tested with."""


class LadderError(AlignError):
    """A ladder file is malformed, or does not cover every segment exactly once."""


class LockError(AlignError):
    """A lock names places that are not there, or contradicts another one."""
