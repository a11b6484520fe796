"""Commands whose help keeps its listings: a line that ends in ":" and the indented lines under it."""

from __future__ import annotations

import inspect
import re
import sys
from typing import Any

import click

from hexapla.exit_statuses import Status
from hexapla.outputs import silence_closed_pipe

_LISTING = re.compile(r"^(?=\S[^\n]*:\n  )", re.MULTILINE)


def keep_listings(text: str) -> str:
    r"""Put click's mark against wrapping, a line "\b", before each listing."""
    return _LISTING.sub("\b\n", inspect.cleandoc(text))


class DocumentedCommand(click.Command):
    """A command whose docstring may have listings of examples."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings["help"] = keep_listings(settings.get("help") or "")
        super().__init__(*arguments, **settings)


class DocumentedGroup(click.Group):
    """A group that keeps listings and shows its commands in the order in which they were added."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings["help"] = keep_listings(settings.get("help") or "")
        settings["epilog"] = keep_listings(settings.get("epilog") or "")
        super().__init__(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that went away, such as `head`, is no error (click would exit with 1)."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence_closed_pipe()
            return Status.DONE
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in order."""
        return list(self.commands)
