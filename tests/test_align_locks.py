"""What a person confirmed is in the alignment, what was refused is not, and the rest stays as it was."""

from __future__ import annotations

import functools
import importlib.util
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from align.aligning import align_documents, align_set
from align.beads import AlignedSet, PairAlignment
from align.encoders import Encoder
from align.errors import LockError
from align.locks import Lock, constraints_of
from align.row_locks import LanguageLocks, locks_between, locks_within
from corpora.documents import Document
from corpora.read_document import read_document

_spec = importlib.util.spec_from_file_location(
    "aligned_versions", Path(__file__).with_name("aligned_versions.py")
)
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS, document = versions.VERSIONS, versions.document
NOWHERE = (0, 0)
BOTH_SIDES = ("source", "target")


@pytest.fixture(scope="module")
def hashing(hash_encoders: ModuleType) -> Encoder:
    """The hash encoder, each word hashed once: the tests below align hundreds of documents."""

    class Remembering(hash_encoders.HashEncoder):
        def __init__(self) -> None:
            super().__init__()
            self._direction = functools.cache(super()._direction)

    encoder: Encoder = Remembering()
    return encoder


def made(rng: random.Random, language: str) -> Document:
    """The short resolution with paragraphs left out, merged, repeated and moved at random."""
    lines: list[tuple[str, str]] = []
    for _, text in VERSIONS[language] * rng.choice([1, 2]):
        draw = rng.random()
        if draw < 0.12:
            continue
        if draw < 0.2 and lines:
            lines[-1] = ("", f"{lines[-1][1]} {text}")
        else:
            lines.append(("", text))
    if rng.random() < 0.3:
        lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    return document(language, lines)


def drawn(rng: random.Random, sources: int, targets: int) -> Lock:
    """Any lock: of both sides, or of one that is alone."""
    spans = []
    for count in (sources, targets):
        start = rng.randrange(count)
        spans.append((start, min(count, start + rng.choice([1, 1, 1, 2, 3]))))
    draw = rng.random()
    source, target = (spans[0], NOWHERE) if draw < 0.15 else (NOWHERE, spans[1]) if draw < 0.3 else spans
    return Lock(source, target, confirmed=rng.random() < 0.6)


def broken_in_pair(pair: PairAlignment, lock: Lock) -> bool:
    found = {(bead.source, bead.target): bead for bead in pair.beads}
    if lock.source[1] > lock.source[0] and lock.target[1] > lock.target[0]:
        bead = found.get((lock.source, lock.target))
        if not lock.confirmed:
            return bead is not None
        return bead is None or bead.rule != "lock" or bead.probability != pytest.approx(1.0, abs=1e-9)
    on_source = lock.source[1] > lock.source[0]
    alone = {
        k
        for source, target in found
        for k in (range(*source) if on_source else range(*target))
        if (target if on_source else source)[0] == (target if on_source else source)[1]
    }
    return any((k in alone) != lock.confirmed for k in range(*(lock.source if on_source else lock.target)))


def held_by_another(aligned: AlignedSet, row: Mapping[str, tuple[int, int]], locks: LanguageLocks) -> bool:
    """Whether a confirmed bead holds text of several segments together in this row."""
    return any(
        lock.confirmed and lock.place[2] and lock.place[3] and row.get(a, NOWHERE)[0] <= lock.source[0]
        and lock.source[1] <= row.get(a, NOWHERE)[1]
        for (a, _), found in locks.items()
        for lock in found
    )  # fmt: skip


def broken_in_rows(aligned: AlignedSet, a: str, b: str, lock: Lock, locks: LanguageLocks) -> bool:
    rows = [dict(row.ranges) for row in aligned.rows if row.stream == "body"]

    def row_of(code: str, k: int) -> int:
        return next(n for n, row in enumerate(rows) if code in row and k in range(*row[code]))

    on_both = lock.source[1] > lock.source[0] and lock.target[1] > lock.target[0]
    if on_both and lock.confirmed:
        where = {row_of(a, k) for k in range(*lock.source)} | {row_of(b, k) for k in range(*lock.target)}
        return len(where) > 1
    if on_both:
        return any(row.get(a) == lock.source and row.get(b) == lock.target for row in rows)
    code, other, span = (a, b, lock.source) if lock.source[1] > lock.source[0] else (b, a, lock.target)
    for k in range(*span):
        row = rows[row_of(code, k)]
        start, end = row.get(other, NOWHERE)
        if (end > start) == lock.confirmed and not (lock.confirmed and held_by_another(aligned, row, locks)):
            return True
    return False


def covered(spans: Sequence[tuple[int, int]]) -> list[int]:
    return sorted(k for span in spans for k in range(*span))


@pytest.mark.parametrize("seed", range(60))
def test_a_pair_keeps_every_lock_and_covers_everything_once(seed: int, hashing: Encoder) -> None:
    rng = random.Random(seed)
    source, target = (made(rng, code) for code in rng.sample(sorted(VERSIONS), 2))
    counts = len(source.blocks), len(target.blocks)
    locks = possible([drawn(rng, *counts) for _ in range(rng.randrange(1, 6))], *counts)
    try:
        pair = align_documents(source, target, hashing, locks=locks)
    except LockError as error:
        # Several segments in a row may not be alone, and there is too little to pair them with.
        if "no alignment keeps all these locks" not in str(error) or all(lock.confirmed for lock in locks):
            raise
        return
    assert [lock for lock in locks if broken_in_pair(pair, lock)] == []
    for side, count in zip(BOTH_SIDES, counts, strict=True):
        assert covered([getattr(bead, side) for bead in pair.beads]) == list(range(count))


def possible(locks: Sequence[Lock], sources: int, targets: int) -> list[Lock]:
    """The locks that contradict none before them."""
    kept: list[Lock] = []
    for lock in locks:
        try:
            constraints_of([*kept, lock], sources, targets)
        except LockError:
            continue
        kept.append(lock)
    return kept


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_rows_keep_the_locks_of_any_two_languages_or_say_why_not(seed: int, hashing: Encoder) -> None:
    rng = random.Random(seed)
    codes = rng.sample(sorted(VERSIONS), rng.choice([3, 4, 6]))
    documents = {code: made(rng, code) for code in codes}
    locks: dict[tuple[str, str], list[Lock]] = {}
    for _ in range(rng.randrange(1, 5)):
        a, b = rng.sample(codes, 2)
        lock = drawn(rng, len(documents[a].blocks), len(documents[b].blocks))
        locks.setdefault((a, b), []).append(lock)
    try:
        aligned = align_set("made", documents, hashing, locks=locks)
    except LockError as error:
        expected = r"two locks|both confirmed and refused|cannot be kept together|no alignment keeps"
        if not re.search(expected, str(error)):
            raise
        return
    for code, version in documents.items():
        spans = [row.ranges.get(code, NOWHERE) for row in aligned.rows]
        assert covered(spans) == list(range(len(version.blocks)))
    for (a, b), found in locks.items():
        assert [lock for lock in found if broken_in_rows(aligned, a, b, lock, locks)] == []
    for code, pair in aligned.pairs.items():
        assert [
            lock for lock in locks_between(locks, aligned.pivot, code) if broken_in_pair(pair, lock)
        ] == []


def six() -> dict[str, Document]:
    return {code: document(code, lines) for code, lines in VERSIONS.items()}


@pytest.mark.parametrize(("a", "b"), [("ar", "zh"), ("zh", "ru"), ("en", "es"), ("ru", "fr"), ("fr", "zh")])
def test_a_confirmed_bead_of_any_two_languages_is_one_row(a: str, b: str, encoder: Encoder) -> None:
    lock = Lock((2, 3), (2, 4), confirmed=True)
    aligned = align_set("six", six(), encoder, locks={(a, b): [lock]})
    (row,) = [
        row for row in aligned.rows if row.ranges.get(a, NOWHERE)[0] <= 2 < row.ranges.get(a, NOWHERE)[1]
    ]
    assert set(range(2, 4)) <= set(range(*row.ranges[b]))
    outside = [
        row
        for row in aligned.rows
        if all(k not in (2, 3) for span in row.ranges.values() for k in range(*span))
    ]
    assert [dict(row.ranges) for row in outside] == [
        dict.fromkeys(VERSIONS, (k, k + 1)) for k in (0, 1, 4, 5, 6)
    ]


@pytest.mark.parametrize(("a", "b"), [("ar", "zh"), ("zh", "es"), ("en", "ru")])
def test_a_confirmed_bead_that_rows_keep_anyway_is_shown_and_changes_nothing(
    a: str, b: str, encoder: Encoder
) -> None:
    free = align_set("six", six(), encoder).rows
    locked = align_set("six", six(), encoder, locks={(a, b): [Lock((2, 3), (2, 3), confirmed=True)]}).rows
    assert [row.ranges for row in locked] == [row.ranges for row in free]
    for after, row in zip(locked, free, strict=True):
        assert after.probabilities == pytest.approx(row.probabilities, abs=0.01)
        assert max(after.probabilities.values()) < 1
    before = [dict(row.rules) for row in free]
    assert "lock" not in before[2].values()
    before[2] |= {a: "lock", b: "lock"}
    assert [dict(row.rules) for row in locked] == before


@pytest.mark.parametrize(("a", "b"), [("fr", "ar"), ("zh", "fr"), ("en", "ru"), ("ar", "es")])
def test_a_refused_bead_is_neither_a_bead_nor_a_row(a: str, b: str, encoder: Encoder) -> None:
    lock = Lock((4, 5), (4, 5), confirmed=False)
    aligned = align_set("six", six(), encoder, locks={(a, b): [lock]})
    assert not broken_in_rows(aligned, a, b, lock, {})
    # The other four still say the same there.
    (row,) = [row for row in aligned.rows if row.ranges.get("fr") == (4, 5)]
    assert sum(row.ranges.get(code) == (4, 5) for code in VERSIONS) >= 5


@pytest.mark.parametrize(("a", "b"), [("fr", "es"), ("zh", "fr"), ("ar", "en")])
def test_a_segment_confirmed_alone_has_no_counterpart_in_its_row(a: str, b: str, encoder: Encoder) -> None:
    lock = Lock((3, 4), NOWHERE, confirmed=True)
    aligned = align_set("six", six(), encoder, locks={(a, b): [lock]})
    assert not broken_in_rows(aligned, a, b, lock, {})


def test_a_confirmed_bead_out_of_order_is_a_moved_row_and_leaves_the_others(encoder: Encoder) -> None:
    lock = Lock((1, 2), (5, 6), confirmed=True)
    aligned = align_set("six", six(), encoder, locks={("fr", "ar"): [lock]})
    (row,) = [row for row in aligned.rows if row.ranges.get("fr") == (1, 2)]
    assert row.ranges["ar"] == (5, 6)
    assert row.rules["ar"] == "lock"
    assert "moved" in row.flags
    assert {row.ranges["ar"] for row in aligned.rows if row.ranges.get("fr", NOWHERE)[0] in (2, 3, 4)} == {
        (2, 3), (3, 4), (4, 5),
    }  # fmt: skip


def test_confirmed_beads_of_a_shape_that_the_aligner_does_not_make_are_kept(encoder: Encoder) -> None:
    lock = Lock((0, 6), (0, 7), confirmed=True)
    pair = align_documents(
        document("fr", VERSIONS["fr"]), document("zh", VERSIONS["zh"]), encoder, locks=[lock]
    )
    assert [(bead.source, bead.target) for bead in pair.beads] == [((0, 6), (0, 7)), ((6, 7), (7, 7))]


def test_what_is_away_from_the_lock_keeps_beads_and_probabilities(
    encoder: Encoder, shared_data: Path
) -> None:
    names = [shared_data / "seed" / f"A_RES_68_187.{code}.txt" for code in ("fr", "ru")]
    if not all(path.is_file() for path in names):
        names = [Path(__file__).parent.parent / "samples" / path.name for path in names]
    source, target = (read_document(path) for path in names)
    free = align_documents(source, target, encoder)
    bead = free.beads[len(free.beads) // 2]
    wrong = Lock(bead.source, bead.target, confirmed=False)
    right = Lock(bead.source, bead.target, confirmed=True)
    for lock in (wrong, right):
        locked = align_documents(source, target, encoder, locks=[lock])
        before = {
            (b.source, b.target): b.probability for b in free.beads if abs(b.source[0] - bead.source[0]) > 8
        }
        after = {(b.source, b.target): b.probability for b in locked.beads}
        assert len(before) > 10
        assert {key: after.get(key) for key in before} == pytest.approx(before, abs=1e-6)


def test_locks_within_ranges_count_from_their_starts() -> None:
    locks = {("fr", "en"): [Lock((3, 4), (5, 7), confirmed=True), Lock((1, 2), NOWHERE, confirmed=True)]}
    assert locks_within(locks, {"fr": (2, 6), "en": (4, 8)}) == {
        ("fr", "en"): [Lock((1, 2), (1, 3), confirmed=True)]
    }


@pytest.mark.parametrize(
    ("locks", "words"),
    [
        ({("fr", "en"): [Lock((0, 9), (0, 1), confirmed=True)]}, "source range 0-9 of a lock is outside 0-7"),
        ({("fr", "de"): [Lock((0, 1), (0, 1), confirmed=True)]}, "languages are ar, en, es, fr, ru, zh"),
        (
            {
                ("fr", "en"): [Lock((0, 1), (0, 1), confirmed=True)],
                ("en", "fr"): [Lock((1, 2), (0, 1), confirmed=True)],
            },
            "source segment 0 is confirmed in two locks",
        ),
        (
            {("en", "es"): [Lock((0, 1), (0, 1), confirmed=True), Lock((0, 1), (0, 1), confirmed=False)]},
            "both confirmed and refused",
        ),
    ],
)  # fmt: skip
def test_locks_that_cannot_be_meant_are_an_error(locks: LanguageLocks, words: str, hashing: Encoder) -> None:
    with pytest.raises(LockError, match=re.escape(words)):
        align_set("six", six(), hashing, locks=locks)
