"""Opening a memory for a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tm.memory import Memory


def open_folder(folder: str, show: Sequence[str] | None = None, *, sees_changes: bool = False) -> Memory:
    """Open the memory in `folder`; wrong usage if it lacks a language that is to be shown.

    Tells on standard error that there are single changes which only searches see, unless the command does.
    """
    from tm.memory import open_memory

    memory = open_memory(Path(folder))
    if not sees_changes:
        _tell_unpublished(memory)
    absent = [code for code in show or () if code not in memory.languages]
    if absent:
        present = ", ".join(memory.languages) or "none"
        raise click.UsageError(f"this memory has no text in {', '.join(absent)}. It has: {present}.")
    return memory


def _tell_unpublished(memory: Memory) -> None:
    from hexapla.counted_words import counted
    from tm.changes.change_journal import read_changes

    pending = len(read_changes(memory.folder, memory.known_changes))
    if pending:
        known = f"{counted(pending, 'change')} of single units not published yet and not seen here"
        click.echo(f"{known}. Run: hexapla compact {memory.folder}", err=True)
