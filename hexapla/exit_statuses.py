"""The exit statuses of all commands."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What a command says to the shell."""

    DONE = 0
    NOTHING_DONE = 1
    WRONG_USAGE = 2
    DONE_WITH_FINDINGS = 3
