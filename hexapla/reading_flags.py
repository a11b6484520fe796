"""The options about reading that `inspect`, `align` and `build` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from corpora.reading_options import ReadingOptions, Recognition, TrackedChanges

Command = TypeVar("Command", bound=Callable[..., Any])


def reading_flags(command: Command) -> Command:
    """Add `--tracked` and `--ocr`; the command takes them as `tracked` and `ocr`."""
    tracked = click.option(
        "--tracked",
        type=click.Choice([view.value for view in TrackedChanges]),
        default=TrackedChanges.ACCEPTED.value,
        show_default=True,
        help="View of tracked changes in DOCX: with them accepted, or the text before them.",
    )
    ocr = click.option(
        "--ocr",
        type=click.Choice([choice.value for choice in Recognition]),
        default=Recognition.AUTO.value,
        show_default=True,
        help="Read pages that are pictures with Tesseract where it is installed, or never.",
    )
    return tracked(ocr(command))


def chosen_options(tracked: str, ocr: str) -> ReadingOptions:
    """Return the options that were named."""
    return ReadingOptions(TrackedChanges(tracked), Recognition(ocr))
