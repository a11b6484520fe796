"""Adding, deleting and restoring a unit of an open memory."""

from __future__ import annotations

import datetime
from typing import Protocol

from align.embedded_text import embedded_text
from tm.changes.applied_changes import net_changes
from tm.changes.change_journal import Change, ChangeKind, read_changes, record_changes
from tm.changes.change_vectors import vectors_to_keep
from tm.changes.new_unit import NewUnit, checked_unit, content_of, digest_of_texts, id_of_unit
from tm.changes.pending_changes import PendingChanges
from tm.changes.published import Published
from tm.errors import QueryError
from tm.vector_cache import encoder_digest


class Changeable(Published, Protocol):
    """An open memory."""

    @property
    def pending(self) -> PendingChanges:
        """Its changes."""
        ...

    def refresh(self) -> None:
        """Take in what was recorded."""
        ...


def add_unit(memory: Changeable, unit: NewUnit) -> str:
    """Record a unit as added; return its id. Raises `QueryError`, `MemoryDamaged`."""
    memory.refresh()
    checked = checked_unit(unit)
    unit_id = id_of_unit(checked)
    if memory.pending.has(unit_id):
        raise QueryError(f"The memory has this unit already, as {unit_id}.")
    vectors = memory.encoder.encode([embedded_text(text) for text in checked.texts.values()])
    kept = vectors_to_keep(vectors)
    digest = encoder_digest(memory.encoder.identity)
    _record(memory, Change(ChangeKind.ADD, unit_id, content_of(checked), kept, digest, _now()))
    return unit_id


def delete_unit(memory: Changeable, unit_id: str) -> None:
    """Record a unit as deleted; raises `QueryError`, `MemoryDamaged`."""
    memory.refresh()
    if not memory.pending.has(unit_id):
        if memory.pending.texts(unit_id):
            raise QueryError(f"{unit_id} is deleted already.")
        raise QueryError(f'The memory has no unit "{unit_id}". Take the id from a search or an export.')
    content = digest_of_texts(memory.pending.texts(unit_id))
    _record(memory, Change(ChangeKind.DELETE, unit_id, content, b"", "", _now()))


def restore_unit(memory: Changeable, unit_id: str) -> None:
    """Record a deletion as taken back; raises `QueryError`, `MemoryDamaged`."""
    memory.refresh()
    journal = read_changes(memory.folder)
    net = net_changes(journal)
    was_added = any(one.unit_id == unit_id and one.kind is ChangeKind.ADD for one in journal)
    if unit_id not in net.deleted and (unit_id in net.added or not was_added):
        raise QueryError(f'No unit "{unit_id}" is deleted.')
    _record(memory, Change(ChangeKind.RESTORE, unit_id, "", b"", "", _now()))


def _record(memory: Changeable, change: Change) -> None:
    record_changes(memory.folder, [change])
    memory.refresh()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
