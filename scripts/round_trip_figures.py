"""Measures what a reader gives back of a written document: texts, kinds, paths, footnotes, figures.

Blocks are paired in order: first those of equal text, then, between these, the most similar ones. What is
read and was not written counts against the texts, so that furniture left in the body is never free.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from written_documents import CELL, WrittenBlock, WrittenDocument

from corpora.documents import Block, BlockKind, Document
from corpora.readers.html_tables import SEPARATOR

TEXTS, KINDS, PATHS, FOOTNOTES = "block texts", "kinds", "label paths", "footnotes attached"
CHARACTERS, SIGNS = "characters", "figures and symbols"
MEASURES = (TEXTS, KINDS, PATHS, FOOTNOTES, CHARACTERS, SIGNS)
_LEAST_SIMILAR = 0.5
# A figure or a symbol with its letters: "A/RES/79/301", "1,200", "٤٢", "50%".
_SIGN = re.compile(r"[A-Za-z\d./()-]*\d[A-Za-z\d./(),-]*\d\)?|\d|[%$€°±§№()\[\]«»“”„（）《》]")


@dataclass(frozen=True)
class Case:
    """Something that did not come back: what, in which file, as written and as read."""

    measure: str
    format: str
    document: str
    language: str
    written: str
    read: str


@dataclass
class Count:
    """How many are right of how many."""

    right: float = 0.0
    all: float = 0.0

    def add(self, right: float, size: float = 1.0) -> None:
        self.right += right
        self.all += size

    @property
    def share(self) -> float:
        return self.right / self.all if self.all else 1.0


@dataclass
class Outcome:
    """The counts of one file by measure, blocks too many, and the cases that failed."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in MEASURES})
    too_many: int = 0
    cases: list[Case] = field(default_factory=list)


def measure_document(form: str, written: WrittenDocument, read: Document) -> Outcome:
    """Compare a document as read with the document as written."""
    outcome = Outcome()

    def fail(measure: str, expected: str, found: str) -> None:
        outcome.cases.append(Case(measure, form, written.name, written.language, expected, found))

    texts = [plain(block.text) for block in read.blocks]
    pairs = pair_blocks([expected_text(block) for block in written.blocks], texts)
    paired = {i: j for i, j in pairs if i is not None and j is not None}
    for i, block in enumerate(written.blocks):
        other = read.blocks[paired[i]] if i in paired else None
        _measure_block(block, other, outcome, fail)
        _measure_notes(block, written, other, read, outcome, fail)
    extra = [read.blocks[j] for i, j in pairs if i is None and j is not None]
    outcome.too_many = len(extra)
    outcome.counts[TEXTS].add(0, len(extra))
    for each in extra:
        fail(TEXTS, "", f"{each.kind.value}: {each.text}")
    references = sum(len(block.references) for block in read.blocks)
    surplus = max(0, references - sum(len(block.references) for block in written.blocks))
    outcome.counts[FOOTNOTES].add(0, surplus)
    whole, other_whole = "\n".join(map(expected_text, written.blocks)), "\n".join(texts)
    outcome.counts[CHARACTERS].add(similarity(whole, other_whole) * len(whole), len(whole))
    return outcome


def _measure_block(block: WrittenBlock, other: Block | None, outcome: Outcome, fail) -> None:  # type: ignore[no-untyped-def]
    text = expected_text(block)
    found = plain(other.text) if other else ""
    outcome.counts[TEXTS].add(found == text)
    if found != text:
        fail(TEXTS, text, found)
    kind = other.kind if other else None
    outcome.counts[KINDS].add(kind == block.kind)
    if kind != block.kind:
        fail(KINDS, f"{block.kind.value}: {text}", kind.value if kind else "no block")
    path = other.path if other else ""
    if block.path or path:
        outcome.counts[PATHS].add(other is not None and path == block.path)
        if path != block.path or other is None:
            fail(PATHS, f"{block.path}: {block.label} {text}", path)
    signs, signs_found = signs_of(text), signs_of(found)
    outcome.counts[SIGNS].add(len(signs) if signs == signs_found else _common(signs, signs_found), len(signs))
    if signs != signs_found:
        fail(SIGNS, " ".join(signs), " ".join(signs_found))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(
        block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )


def _measure_notes(block, written, other, read, outcome, fail) -> None:  # type: ignore[no-untyped-def]
    """A reference is right in its block, at its offset, bound to the text of its footnote."""
    notes = {note.mark: plain(note.text) for note in written.footnotes}
    found = (
        [
            (reference.offset, plain(read.footnotes[reference.footnote].text))
            for reference in other.references
            if reference.footnote is not None
        ]
        if other
        else []
    )
    shift = 0 if block.text else len(block.label)
    for mark, offset in block.references:
        wanted = (len(expected_text(block, end=offset)) + shift, notes[mark])
        outcome.counts[FOOTNOTES].add(wanted in found)
        if wanted not in found:
            fail(FOOTNOTES, f"{wanted} in {block.text[:60]}", str(found))


def plain(text: str) -> str:
    """A text in NFC with single spaces; a no-break space is a space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def expected_text(block: WrittenBlock, *, end: int | None = None) -> str:
    """What a reader should give for a block (up to `end`): cells joined as readers do, a label alone as text."""
    text = (block.text or block.label)[:end]
    return plain(text.replace(CELL, SEPARATOR)) if end is None else text.replace(CELL, SEPARATOR)


def signs_of(text: str) -> list[str]:
    """The figures, symbols and brackets of a text in order."""
    return _SIGN.findall(text)


def similarity(one: str, other: str) -> float:
    """Characters that two texts share in order, as a part of the longer one."""
    longest = max(len(one), len(other))
    same = sum(
        block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )
    return same / longest if longest else 1.0


def pair_blocks(written: Sequence[str], read: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pairs of indices in order; None where one side has no counterpart."""
    matcher = SequenceMatcher(None, written, read, autojunk=False)
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    for block in matcher.get_matching_blocks():
        pairs += _pair_similar(written, read, range(i, block.a), range(j, block.b))
        pairs += [(block.a + k, block.b + k) for k in range(block.size)]
        i, j = block.a + block.size, block.b + block.size
    return pairs


def _pair_similar(
    written: Sequence[str], read: Sequence[str], rows: range, columns: range
) -> Iterator[tuple[int | None, int | None]]:
    """The monotone pairs of the greatest total similarity; less than a half similar is no pair."""
    best = {(i, j): 0.0 for i in (rows.stop,) for j in range(columns.start, columns.stop + 1)}
    best |= {(i, columns.stop): 0.0 for i in rows}
    alike = {(i, j): _alike(written[i], read[j]) for i in rows for j in columns}
    for i in reversed(rows):
        for j in reversed(columns):
            paired = alike[i, j] + best[i + 1, j + 1] if alike[i, j] >= _LEAST_SIMILAR else 0.0
            best[i, j] = max(paired, best[i + 1, j], best[i, j + 1])
    i, j = rows.start, columns.start
    while i < rows.stop or j < columns.stop:
        inside = i < rows.stop and j < columns.stop
        if inside and alike[i, j] >= _LEAST_SIMILAR and best[i, j] == alike[i, j] + best[i + 1, j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif j == columns.stop or (inside and best[i, j] == best[i + 1, j]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def total(outcomes: Iterable[Outcome]) -> dict[str, Count]:
    """The counts of several files together."""
    counts = {name: Count() for name in MEASURES}
    for outcome in outcomes:
        for name, count in outcome.counts.items():
            counts[name].add(count.right, count.all)
    return counts
