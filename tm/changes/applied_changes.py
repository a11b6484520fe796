"""Changes put into effect on a table of units, at publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tm.changes.change_journal import Change, ChangeKind
from tm.changes.new_unit import digest_of_texts, unit_of, unit_records
from tm.units import UNIT_SCHEMA, refuse_repeated_ids, unit_table


@dataclass(frozen=True, slots=True)
class NetChanges:
    """What a journal comes to: added units in order, deleted ones with the digest of their texts."""

    added: dict[str, Change]
    deleted: dict[str, str]


def net_changes(journal: Sequence[Change]) -> NetChanges:
    """Return what is left of a journal, oldest first, where later lines undo earlier ones."""
    # In the order in which they came, or came back.
    added: dict[str, Change] = {}
    deleted: dict[str, str] = {}
    # A unit that was added and deleted can be restored.
    known: dict[str, Change] = {}
    for change in journal:
        unit_id = change.unit_id
        if change.kind is ChangeKind.ADD:
            known[unit_id] = change
            added.setdefault(unit_id, change)
            deleted.pop(unit_id, None)
        elif change.kind is ChangeKind.DELETE:
            if added.pop(unit_id, None) is None:
                deleted[unit_id] = change.content
        elif unit_id in known:
            added.setdefault(unit_id, known[unit_id])
        else:
            deleted.pop(unit_id, None)
    return NetChanges(added, deleted)


def unpublished(journal: Sequence[Change], known: int) -> tuple[int, int]:
    """Return how many units a journal adds and deletes beyond its lines up to the number `known`."""
    before, now = net_changes([one for one in journal if one.number <= known]), net_changes(journal)
    added = now.added.keys() - before.added.keys()
    gone = (now.deleted.keys() - before.deleted.keys()) | (before.added.keys() - now.added.keys())
    return len(added), len(gone)


def with_added_units(units: pl.DataFrame, net: NetChanges) -> pl.DataFrame:
    """Return the table with the added units behind the others, in the order in which they were added.

    There searches have them before they are published, so that equals stay in their order.
    """
    if not net.added:
        return units
    records = [
        record
        for position, (unit_id, change) in enumerate(net.added.items())
        for record in unit_records(unit_of(change.content), unit_id, position)
    ]
    added = unit_table(pl.DataFrame(records, schema=UNIT_SCHEMA))
    both = pl.concat([units, added])
    refuse_repeated_ids(both, both["vector_id"].to_list())
    return both


def without_deleted_units(units: pl.DataFrame, net: NetChanges) -> tuple[pl.DataFrame, int, tuple[str, ...]]:
    """Return the table without the deleted units and their sentences, how many, and ids of stale deletions.

    A deletion is stale where the unit has other texts than those that were deleted: a build brought new ones.
    """
    if not net.deleted:
        return units, 0, ()
    named = units.filter(pl.col("unit_id").is_in(list(net.deleted)))
    texts: dict[str, dict[str, str]] = {}
    for unit_id, language, text in named.select("unit_id", "language", "text").iter_rows():
        texts.setdefault(unit_id, {})[language] = text
    gone = [unit_id for unit_id, found in texts.items() if digest_of_texts(found) == net.deleted[unit_id]]
    stale = tuple(sorted(texts.keys() - set(gone)))
    is_gone = pl.col("unit_id").is_in(gone) | pl.col("parent_id").is_in(gone).fill_null(value=False)
    return units.filter(~is_gone), len(gone), stale
