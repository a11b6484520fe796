"""What a query has otherwise than a text of the memory, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from tm.matching.token_kinds import PUNCTUATION
from tm.matching.tokens import TokenisedText

# 16 million comparisons take a tenth of a second and 128 MB; beyond, the middle is shown as one replacement.
_MOST_CELLS = 16_000_000


class DiffOp(StrEnum):
    """What happened to a run of words."""

    EQUAL = "equal"
    REPLACED = "replaced"
    ADDED = "added"
    REMOVED = "removed"


_OPS = (DiffOp.EQUAL, DiffOp.REPLACED, DiffOp.ADDED, DiffOp.REMOVED)


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of words and punctuation: as the query writes them, and as the text of the memory does.

    ADDED is in the query alone, REMOVED in the memory alone. Spans are half-open characters in the two texts,
    empty where that side has no word. Equal words may differ in what folding takes away, such as case.
    """

    op: DiffOp
    query: tuple[str, ...]
    source: tuple[str, ...]
    query_span: tuple[int, int]
    source_span: tuple[int, int]


def diff_words(query: TokenisedText, source: TokenisedText) -> tuple[DiffPart, ...]:
    """Return the parts in order; they cover every word and mark of both texts once.

    As few words are changed as the base score counts, and then as few marks of punctuation.
    """
    parts: list[DiffPart] = []
    i = j = 0
    for step, group in groupby(_steps(query, source)):
        size = len(list(group))
        of_query, of_source = size * (step != 3), size * (step != 2)
        parts.append(_part(_OPS[step], query, i, i + of_query, source, j, j + of_source))
        i, j = i + of_query, j + of_source
    return tuple(parts)


def _steps(query: TokenisedText, source: TokenisedText) -> Iterator[int]:
    a, b = _renumbered(query, source)
    start = _common_prefix(a, b)
    end = _common_prefix(a[start:][::-1], b[start:][::-1])
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    light_a = (query.kinds == PUNCTUATION)[start : len(a) - end].astype(np.uint8)
    light_b = (source.kinds == PUNCTUATION)[start : len(b) - end].astype(np.uint8)
    yield from [0] * start
    yield from _middle(middle_a, middle_b, light_a, light_b)
    yield from [0] * end


def _middle(
    a: NDArray[np.int32], b: NDArray[np.int32], light_a: NDArray[np.uint8], light_b: NDArray[np.uint8]
) -> Sequence[int]:
    from tm.matching.search_kernels import edit_path

    if len(a) * len(b) > _MOST_CELLS:
        shared = min(len(a), len(b))
        return [1] * shared + [2] * (len(a) - shared) + [3] * (len(b) - shared)
    steps: list[int] = edit_path(a, b, light_a, light_b).tolist()
    return steps


def _renumbered(query: TokenisedText, source: TokenisedText) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    both = np.concatenate([query.hashes, source.hashes])
    numbers = np.unique(both, return_inverse=True)[1].astype(np.int32)
    return numbers[: len(query.hashes)], numbers[len(query.hashes) :]


def _common_prefix(a: NDArray[np.int32], b: NDArray[np.int32]) -> int:
    size = min(len(a), len(b))
    differing = np.flatnonzero(a[:size] != b[:size])
    return int(differing[0]) if len(differing) else size


def _part(
    op: DiffOp, query: TokenisedText, i: int, i_end: int, source: TokenisedText, j: int, j_end: int
) -> DiffPart:
    return DiffPart(
        op,
        tuple(query.text[start:end] for start, end in query.spans[i:i_end]),
        tuple(source.text[start:end] for start, end in source.spans[j:j_end]),
        _span(query, i, i_end),
        _span(source, j, j_end),
    )


def _span(text: TokenisedText, start: int, end: int) -> tuple[int, int]:
    if end > start:
        return text.spans[start][0], text.spans[end - 1][1]
    at = text.spans[start][0] if start < len(text.spans) else len(text.text)
    return at, at
