"""Sums of token features of all runs of neighbouring texts of a document, from one pass over its tokens.

    run = opening + stream between + closing

where opening and closing are the tokens that see the beginning and end of the run, and the stream between is
a difference of two prefix sums. Heads and tails of runs are other differences of the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.universal_layers import Layers, Places
from align.universal_network import feature_sums, project
from align.universal_passages import EDGE_ROWS, REACH, Piece, Positions, of_document
from align.universal_weights import DIMENSION

# Tokens a pass: enough that the rows around a pass, which its neighbours compute too, are few.
PASS_TOKENS = 512

Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """Token ids of a document in one stream; text i has those at `starts[i] .. ends[i] - 1`."""

    stream: Places
    starts: Positions
    ends: Positions

    def run_lengths(self, max_span: int) -> Positions:
        """Tokens of each run, int64 `(max_span, n)`; -1 past the end."""
        lengths = np.full((max_span, len(self.starts)), -1, dtype=np.int64)
        for size in range(1, min(max_span, len(self.starts)) + 1):
            rows = len(self.starts) - size + 1
            lengths[size - 1, :rows] = self.ends[size - 1 :] - self.starts[:rows]
        return lengths


@dataclass(frozen=True, slots=True, eq=False)
class BlockSums:
    """Projected sums of the runs that begin in some texts of a document, float64.

    `spans[k - 1]` `(rows, 512)`: runs of k texts, marks included (without meaning below `2 * REACH` tokens).
    `heads[k]`, `tails[k]` `(texts, 512)`: first (last) tokens of the k-th width, one mark included.
    """

    spans: tuple[Sums, ...]
    heads: tuple[Sums, ...]
    tails: tuple[Sums, ...]


def document_of(tokens: Sequence[Sequence[int]]) -> Document:
    """Join the tokens of texts."""
    lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    stream = np.fromiter((i for ids in tokens for i in ids), dtype=np.int32, count=int(lengths.sum()))
    ends = np.cumsum(lengths)
    return Document(stream, ends - lengths, ends)


def read_block(
    document: Document,
    first: int,
    last: int,
    max_span: int,
    widths: Sequence[int],
    layers: Layers,
    each: Callable[[Callable[[Piece], Sums], Iterable[Piece]], Iterable[Sums]],
) -> BlockSums:
    """Read the runs that begin in the texts `first .. last - 1`.

    `each` maps a function over pieces, in order.
    """
    # With the texts of the last runs that begin here.
    starts = document.starts[first:last]
    ends = document.ends[first : last + max_span - 1]
    count, own_ends = len(starts), ends[: len(starts)]
    far = [w for w in widths if w >= REACH]
    wanted = [starts + REACH, ends - REACH, *(starts + w for w in far), *(own_ends - w for w in far)]
    read = _read(document.stream, starts, ends, wanted, [w for w in widths if w < REACH], layers, each)
    opening = read.openings[0] - read.before(starts + REACH)
    closing = read.closings[0] + read.before(ends - REACH)
    return BlockSums(
        spans=tuple(
            opening[: len(ends) - size + 1] + closing[size - 1 : size - 1 + count]
            for size in range(1, min(max_span, len(ends)) + 1)
        ),
        heads=tuple(opening + read.before(starts + w) if w >= REACH else read.openings[w] for w in widths),
        tails=tuple(
            closing[:count] - read.before(own_ends - w) if w >= REACH else read.closings[w][:count]
            for w in widths
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """Projected sums of one pass over a part of a document, float64.

    `prefix[k]`: of the stream up to the position `cuts[k]`; `openings[w]`, `closings[w]` `(texts, 512)`: of
    the mark and the `w` tokens beside it, for 0 all that see the mark.
    """

    cuts: Positions
    prefix: Sums
    openings: dict[int, Sums]
    closings: dict[int, Sums]

    def before(self, positions: Positions) -> Sums:
        """Prefix sums at positions that were wanted; those past an end have no meaning and are not used."""
        found: Sums = self.prefix[np.searchsorted(self.cuts, np.clip(positions, self.cuts[0], self.cuts[-1]))]
        return found


def _read(
    stream: Places,
    starts: Positions,
    ends: Positions,
    wanted: Sequence[Positions],
    near: Sequence[int],
    layers: Layers,
    each: Callable[[Callable[[Piece], Sums], Iterable[Piece]], Iterable[Sums]],
) -> _Reading:
    """Read the stream between all wanted positions, and the openings and closings.

    `near`: widths below `REACH` for which openings and closings are also wanted in part.
    """
    positions = np.concatenate([*wanted, starts[:1], ends[-1:]])
    positions = np.unique(np.clip(positions, 0, len(stream)))
    # Rows of an opening from its beginning, and of a closing from its end: mark and `w` tokens, or all.
    rows = sorted({*(w + 1 for w in near), EDGE_ROWS})
    tail_cuts = [*(EDGE_ROWS - k for k in rows[-2::-1]), EDGE_ROWS]

    def sums_of(piece: Piece) -> Sums:
        passages = of_document(stream, piece, rows, tail_cuts)
        projected = project(feature_sums(passages, layers), np.diff(passages.ends, prepend=0))
        return projected.astype(np.float64)

    pieces = list(_pieces(positions, starts, ends))
    parts: list[list[Sums]] = [[np.zeros((1, DIMENSION))], [], []]
    for piece, sums in zip(pieces, each(sums_of, pieces), strict=True):
        between = len(piece.cuts), len(piece.cuts) + len(piece.openings) * len(rows)
        for found, part in zip(parts, np.split(sums, between), strict=True):
            found.append(part)
    prefix, opening, closing = (np.concatenate(found) for found in parts)
    opened = opening.reshape(-1, len(rows), DIMENSION).cumsum(axis=1)
    closed = closing.reshape(-1, len(rows), DIMENSION)[:, ::-1].cumsum(axis=1)
    widths = [*(k - 1 for k in rows[:-1]), 0]
    return _Reading(
        np.concatenate([positions[:1], *(piece.cuts for piece in pieces)]),
        prefix.cumsum(axis=0),
        {w: opened[:, k] for k, w in enumerate(widths)},
        {w: closed[:, k] for k, w in enumerate(widths)},
    )


def _pieces(wanted: Positions, starts: Positions, ends: Positions) -> Iterator[Piece]:
    """Cut the stream from the first to the last wanted position; each opening and closing goes with a cut."""
    low, high = int(wanted[0]), int(wanted[-1])
    count = max(1, -(-(high - low) // PASS_TOKENS))
    opening_piece = np.clip((starts - low) // PASS_TOKENS, 0, count - 1)
    closing_piece = np.clip((ends - 1 - low) // PASS_TOKENS, 0, count - 1)
    for k in range(count):
        start, end = low + k * PASS_TOKENS, min(low + (k + 1) * PASS_TOKENS, high)
        cuts = wanted[(wanted > start) & (wanted < end)]
        yield Piece(
            start,
            end,
            np.append(cuts, end) if end > start else cuts,
            starts[opening_piece == k],
            ends[closing_piece == k],
        )
