"""What can go wrong while aligning.

AlignError
├── EncoderUnknown     no encoder of that name
├── ExtraMissing       an optional package is not installed; the message names the command
├── WeightsMismatch    the packaged weights are not the ones this version was tested with
└── LadderError        a ladder file is malformed or does not cover every segment once
"""

from __future__ import annotations


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


class WeightsMismatch(AlignError):
    """The packaged weights are not the ones this version was tested with."""


class LadderError(AlignError):
    """A ladder file is malformed, or does not cover every segment exactly once."""
