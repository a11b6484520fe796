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

    `spans[k - 1]` `(rows, 512)`: runs of k texts, marks included (no sense for runs of fewer than `2 * REACH`
    tokens). `heads[k]`, `tails[k]` `(texts, 512)`: the first (last) tokens of the k-th width, one mark included.
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
    """Read the runs that begin in the texts `first .. last - 1`; `each` maps a function over pieces, in order."""
    # Texts of the last runs that begin here.
    beyond = min(len(document.starts), last + max_span - 1)
    starts, ends = document.starts[first:last], document.ends[first:beyond]
    own_ends = ends[: last - first]
    far = [w for w in widths if w >= REACH]
    near = [w for w in widths if w < REACH]
    head_cuts = sorted({*(w + 1 for w in near), EDGE_ROWS})
    tail_cuts = sorted({*(EDGE_ROWS - w - 1 for w in near), EDGE_ROWS})
    wanted = np.concatenate(
        [
            starts + REACH,
            ends - REACH,
            *(starts + w for w in far),
            *(own_ends - w for w in far),
            starts[:1],
            ends[-1:],
        ]
    )
    wanted = np.unique(np.clip(wanted, 0, len(document.stream)))

    def sums_of(piece: Piece) -> Sums:
        passages = of_document(document.stream, piece, head_cuts, tail_cuts)
        projected = project(feature_sums(passages, layers), np.diff(passages.ends, prepend=0))
        return projected.astype(np.float64)

    pieces = list(_pieces(wanted, starts, ends))
    stream, opening, closing = [], [], []
    for piece, sums in zip(pieces, each(sums_of, pieces), strict=True):
        cuts, heads = len(piece.cuts), len(piece.openings) * len(head_cuts)
        stream.append(sums[:cuts])
        opening.append(sums[cuts : cuts + heads].reshape(-1, len(head_cuts), DIMENSION))
        closing.append(sums[cuts + heads :].reshape(-1, len(tail_cuts), DIMENSION))
    cuts = np.concatenate([wanted[:1], *(piece.cuts for piece in pieces)])
    prefix = np.concatenate([np.zeros((1, DIMENSION)), *stream]).cumsum(axis=0)

    def before(positions: Positions) -> Sums:
        clipped = np.clip(positions, 0, len(document.stream))
        found: Sums = prefix[np.searchsorted(cuts, clipped)]
        return found

    opened = np.concatenate(opening).cumsum(axis=1)
    closed = np.concatenate(closing)[:, ::-1].cumsum(axis=1)
    # Sums from the far end of the closings, in the order of `tail_cuts` reversed.
    reversed_cuts = [EDGE_ROWS - cut for cut in [0, *tail_cuts][-2::-1]]
    after_opening, before_closing = before(starts + REACH), before(ends - REACH)
    whole_opening, whole_closing = opened[:, -1] - after_opening, closed[:, -1] + before_closing
    return BlockSums(
        spans=tuple(
            whole_opening[: len(ends) - size + 1] + whole_closing[size - 1 : size - 1 + len(starts)]
            for size in range(1, min(max_span, len(ends)) + 1)
        ),
        heads=tuple(
            whole_opening + before(starts + w) if w >= REACH else opened[:, head_cuts.index(w + 1)]
            for w in widths
        ),
        tails=tuple(
            whole_closing[: len(starts)] - before(own_ends - w)
            if w >= REACH
            else closed[: len(starts), reversed_cuts.index(w + 1)]
            for w in widths
        ),
    )


def _pieces(wanted: Positions, starts: Positions, ends: Positions) -> Iterator[Piece]:
    """Cut the stream between the first and the last wanted position; each opening and closing goes with one."""
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
