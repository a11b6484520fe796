"""A cleaning put into effect: the journal of the memory, and a generation that follows it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hexapla.importing import publish_decisions
from tm.clean_journal import reject, restore
from tm.cleaning import Rejection
from tm.reproducible_time import prescribed_moment


def apply_rejections(memory: Path, rejections: Sequence[Rejection]) -> int:
    """Record the rejections and publish the memory without them; return how many were new."""
    new = reject(memory, rejections, _moment())
    publish_decisions(memory)
    return new


def restore_rejections(memory: Path, records: Sequence[Mapping[str, Any]]) -> int:
    """Take back the rejections of a side file and publish the memory with them; return how many."""
    restored = restore(memory, records, _moment())
    publish_decisions(memory)
    return restored


def _moment() -> str:
    moment = prescribed_moment() or datetime.datetime.now(tz=datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
