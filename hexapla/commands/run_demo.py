"""`hexapla demo`: a memory of the packaged samples, and a search in three languages."""

from __future__ import annotations

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status


@click.command(cls=DocumentedCommand)
@click.option(
    "--out", default="demo-memory", show_default=True, metavar="FOLDER", help="Folder of the memory."
)
def demo(*, out: str) -> Status:
    """Build a memory of the packaged samples and search it in three languages.

    It needs neither network nor documents of your own, and ends with commands to try next.
    """
    from hexapla.demo import run_demo

    return run_demo(out)
