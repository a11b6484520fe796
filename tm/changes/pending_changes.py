"""Changes that the published generation does not know yet, kept beside what was read of it.

Added units have rows behind those of the generation: their vectors stand in an index beside, their words by
`tm.lexical.changed_part`. Deleted ones are passed over. A change costs milliseconds, whatever the size of the
memory; thousands of them are better published.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.embedded_text import embedded_text
from align.encoders import Vectors
from tm.changes.added_rows import AddedRows
from tm.changes.change_journal import Change, ChangeKind, commits, read_changes
from tm.changes.change_vectors import kept_vectors
from tm.changes.new_unit import ID_PREFIX, unit_of, unit_records
from tm.changes.published import Published
from tm.lexical.changed_part import ChangedPart
from tm.lexical.lexical_search import LexicalChanges
from tm.passage_store import COLUMNS, Record
from tm.search_filters import Filters
from tm.units import LEVELS
from tm.vector_cache import encoder_digest
from tm.vector_search import Beside, IndexSearch, VectorSearch, WidenedSearch
from tm.vectors_beside import add_beside, empty_beside

Key = tuple[str, str]


class PendingChanges:
    """The changes of one open memory; `refresh` takes in what was recorded since, by any process.

    `gone` are the rows of the generation whose units are deleted, sorted.
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        self._last = published.known_changes
        self._commits = b""
        self._first_row = -1
        self._added = AddedRows()
        self._places: dict[str, range] = {}
        self.gone: tuple[int, ...] = ()
        self._gone: set[int] = set()
        self._deleted: set[str] = set()
        self._parts: dict[Key, ChangedPart] = {}
        self._indexed = 0
        # Beside those of the index, once something is added.
        self._vectors: Any = None
        self._waiting: list[Vectors] = []
        # Rows that are gone or back since words were last asked for.
        self._moved: set[int] = set()

    def refresh(self) -> None:
        """Take in new lines of the journal."""
        now = commits(self._published.folder)
        if now == self._commits:
            return
        changes = read_changes(self._published.folder, self._last)
        for change in changes:
            self._take(change)
            self._last = change.number
        if self._waiting:
            # All at one go: the lists are looked through for many vectors as fast as for one.
            add_beside(self._vectors, np.concatenate(self._waiting), _paragraphs_and_sentences(self._waiting))
            self._waiting.clear()
        self._commits = now
        gone = tuple(sorted(self._gone))
        # The same object as long as it says the same: what was worked out with it still holds.
        self.gone = self.gone if gone == self.gone else gone

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs from the generation."""
        return not len(self._added) and not self._gone

    @property
    def languages(self) -> frozenset[str]:
        """Languages of the added units."""
        return frozenset(self._added.languages)

    def counts(self) -> tuple[int, int]:
        """Return how many units are added, and how many of the generation are deleted."""
        there = {unit_id for unit_id in self._places if self.has(unit_id)}
        return len(there - self._deleted), len(self._deleted - there)

    def has(self, unit_id: str) -> bool:
        """Return whether the memory has the unit now."""
        if unit_id in self._places:
            return self._added.is_alive(self._places[unit_id].start)
        rows = self._published.passages.rows_of_unit(unit_id)
        return bool(rows) and rows[0] not in self._gone

    def texts(self, unit_id: str) -> dict[str, str]:
        """Return the texts of a unit by language, deleted or not; none for an unknown one."""
        if unit_id in self._places:
            own = (self._added.records[place] for place in self._places[unit_id])
            return {one["language"]: one["text"] for one in own if one["unit_id"] == unit_id}
        rows = self._published.passages.rows_of_unit(unit_id)
        found = self._published.passages.rows(rows).values()
        return {one["language"]: one["text"] for one in found}

    # What a search asks, row by row.

    def number(self, row: int, level: str) -> int:
        """Return the number of the unit that a search at this level finds by a row."""
        table = self._published.search_table
        if row < self._first_row or self._first_row < 0:
            return table.number(row, level)
        return len(table.unit) + 1 + self._number_within(row - self._first_row, level)

    def variants(self, number: int, level: str) -> list[int]:
        """Return the rows of a unit's variants at this level, in order."""
        table = self._published.search_table
        within = number - len(table.unit) - 1
        if within < 0:
            return table.variants(number, level)
        places = self._family(within)
        return [
            self._first_row + place
            for place in places
            if self._number_within(place, level) == within and self._added.records[place]["level"] == level
        ]

    def language(self, row: int) -> str:
        """Return the language of a row."""
        table = self._published.search_table
        if self._first_row < 0 or row < self._first_row:
            return table.language(row)
        language: str = self._added.records[row - self._first_row]["language"]
        return language

    def rows(self, numbers: Collection[int]) -> dict[int, Record]:
        """Return rows by number, those of the generation and the added ones."""
        if self._first_row < 0:
            return self._published.passages.rows(numbers)
        old = [number for number in numbers if number < self._first_row]
        found = self._published.passages.rows(old) if old else {}
        for number in set(numbers).difference(old):
            record = self._added.records[number - self._first_row]
            found[number] = {name: record[name] for name in COLUMNS}
        return found

    def rows_of_unit(self, unit_id: str) -> list[int]:
        """Return the rows of a unit, in order; none for an unknown one."""
        if unit_id not in self._places:
            return self._published.passages.rows_of_unit(unit_id)
        places = (p for p in self._places[unit_id] if self._added.records[p]["unit_id"] == unit_id)
        return [self._first_row + place for place in places]

    def widened(
        self, search: IndexSearch, level: str, languages: Collection[str], filters: Filters
    ) -> VectorSearch:
        """Return the search with the added variants that it may find."""
        if self.is_empty:
            return search
        rows, gone = self._published.index.rows, np.array(self.gone, np.int64)
        ends = np.searchsorted(rows, gone, "right") - np.searchsorted(rows, gone, "left")
        total = len(rows) - int(ends.sum()) + self._added.vector_count
        wanted = self._added.wanted(level, languages, filters)
        return WidenedSearch(search, Beside(self._vectors, self._first_row, wanted, total))

    def lexical_changes(self, filters: Filters) -> LexicalChanges | None:
        """Return what differs in the words; None for nothing."""
        if self.is_empty:
            return None
        self._index_words()
        passing = None
        if not filters.is_empty:
            passing = set((np.flatnonzero(self._added.passing(filters)) + self._first_row).tolist())
        return LexicalChanges(self._parts, passing)

    # Taking changes in.

    def _take(self, change: Change) -> None:
        if change.kind is ChangeKind.DELETE:
            if change.unit_id in self._places and self.has(change.unit_id):
                self._end(change.unit_id)
            else:
                self._move(change.unit_id, is_back=False)
        elif not self.has(change.unit_id):
            added = self._addition(change)
            if added is None:
                self._move(change.unit_id, is_back=True)
            else:
                # Also one that the generation has: a publication puts it behind the others again.
                self._append(added)

    def _addition(self, change: Change) -> Change | None:
        """Return the line with the texts of a unit that comes, or comes back; None for an aligned unit."""
        if change.kind is ChangeKind.ADD:
            return change
        if not change.unit_id.startswith(f"{ID_PREFIX}:"):
            return None
        journal = read_changes(self._published.folder)
        return next((one for one in journal if one.unit_id == change.unit_id and one.content), None)

    def _move(self, unit_id: str, *, is_back: bool) -> None:
        """Let a unit of the generation go, with its sentences, or come back."""
        rows = self._with_sentences(self._published.passages.rows_of_unit(unit_id))
        if rows:
            (self._deleted.discard if is_back else self._deleted.add)(unit_id)
        for row in rows:
            (self._gone.discard if is_back else self._gone.add)(row)
            self._moved.add(row)

    def _with_sentences(self, rows: Sequence[int]) -> list[int]:
        table = self._published.search_table
        if not rows or table.is_sentence[rows[0]]:
            return list(rows)
        return table.family(rows[0])

    def _append(self, change: Change) -> None:
        if self._first_row < 0:
            self._first_row = len(self._published.search_table.unit)
            self._vectors = empty_beside(self._published.index)
        records = unit_records(unit_of(change.content), change.unit_id, len(self._added))
        vectors = self._vectors_of(change)
        self._waiting.append(vectors)
        # The one sentence of a unit says what its paragraph says.
        has_vector = [bool(one.any()) for one in vectors] * 2
        self._places[change.unit_id] = self._added.append(records, has_vector)

    def _vectors_of(self, change: Change) -> Vectors:
        """Return the vectors of added texts `(texts, d)`, in order of the languages."""
        encoder, texts = self._published.encoder, unit_of(change.content).texts.values()
        kept = kept_vectors(change.vectors, len(texts), encoder.dimension)
        if kept is not None and change.encoder == encoder_digest(encoder.identity):
            return kept
        return encoder.encode([embedded_text(text) for text in texts])

    def _end(self, unit_id: str) -> None:
        """Let an added unit go; one that comes back is added anew."""
        for place in self._places[unit_id]:
            self._added.end(place)
            if place < self._indexed:
                record = self._added.records[place]
                self._part(record["level"], record["language"]).remove(self._first_row + place)

    # Words, units and filters of the added rows.

    def _index_words(self) -> None:
        """Index what was added and note what was deleted since words were last asked for."""
        for place in range(self._indexed, len(self._added)):
            record = self._added.records[place]
            if self._added.is_alive(place):
                self._part(record["level"], record["language"]).add(self._first_row + place, record["text"])
        self._indexed = len(self._added)
        moved, self._moved = self._moved, set()
        table = self._published.search_table
        for row, record in self._published.passages.rows(moved).items() if moved else ():
            level = LEVELS[int(table.is_sentence[row])]
            part = self._part(level, record["language"])
            if row in self._gone and row not in part.deleted:
                part.delete(row, record["text"])
            elif row not in self._gone and row in part.deleted:
                part.restore(row, record["text"])

    def _part(self, level: str, language: str) -> ChangedPart:
        key = level, language
        if key not in self._parts:
            self._parts[key] = ChangedPart(language, self._published.lexical_index.means.get(key))
        return self._parts[key]

    def _number_within(self, place: int, level: str) -> int:
        """Return the number of an added unit: at both levels that of its first row."""
        family = self._family(place)
        own = level == LEVELS[1] and self._added.records[place]["level"] == LEVELS[1]
        return family.start + len(family) // 2 if own else family.start

    def _family(self, place: int) -> range:
        record = self._added.records[place]
        return self._places[record["parent_id"] or record["unit_id"]]


def _paragraphs_and_sentences(units: Sequence[Vectors]) -> NDArray[np.int64]:
    """Return which vector each row of these units has: of a unit its paragraphs, then its sentences."""
    ends = np.cumsum([len(one) for one in units])
    return np.concatenate(
        [np.tile(np.arange(end - len(one), end), 2) for one, end in zip(units, ends, strict=True)]
    )
