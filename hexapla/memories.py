"""Opening a memory for a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tm.memory import Memory


def open_folder(folder: str, show: Sequence[str] | None = None) -> Memory:
    """Open the memory in `folder`; wrong usage if it lacks a language that is to be shown."""
    from tm.memory import open_memory

    memory = open_memory(Path(folder))
    absent = [code for code in show or () if code not in memory.languages]
    if absent:
        present = ", ".join(memory.languages) or "none"
        raise click.UsageError(f"this memory has no text in {', '.join(absent)}. It has: {present}.")
    return memory
