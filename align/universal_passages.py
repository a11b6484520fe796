"""Which rows a pass over tokens computes: for texts read alone, and for a document read through.

A run of texts read alone begins with BOS and ends with EOS, and only the tokens near its two ends see them.
So a document is read once as one stream, and beside it, for each text, the few rows at its beginning and
end that would be different: three rows of the first layer and five of features at each end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from align.universal_layers import Places
from align.universal_network import Passages
from align.universal_tokens import BOS, EOS

# A token's features depend on this many tokens before and after it: two stacked windows of width 5.
REACH = 4
# Rows of features that an opening and a closing consist of: the mark itself and the tokens that it reaches.
EDGE_ROWS = REACH + 1
# Each layer sees this many tokens before and after.
_MARGIN = 2
_OUTSIDE = -1

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A part of a document for one pass.

    Positions `start..end-1` of the stream, summed from cut to cut (`cuts` ascending, the last one `end`);
    beside them the openings at positions `openings` and the closings at `closings`.
    """

    start: int
    end: int
    cuts: Positions
    openings: Positions
    closings: Positions


def of_texts(sequences: Sequence[Sequence[int]]) -> Passages:
    """Each sequence read alone, marks included; one sum each."""
    lengths = np.fromiter(map(len, sequences), dtype=np.int64, count=len(sequences))
    total = int(lengths.sum())
    ids = np.fromiter((i for sequence in sequences for i in sequence), dtype=np.int32, count=total)
    ends = np.cumsum(lengths)
    places = np.arange(total)[:, None] + np.arange(-_MARGIN, _MARGIN + 1)
    inside = places >= np.repeat(ends - lengths, lengths)[:, None]
    inside &= places < np.repeat(ends, lengths)[:, None]
    windows = np.where(inside, places, total).astype(np.int32)
    return Passages(tokens=np.append(ids, np.int32(_OUTSIDE))[windows], windows=windows, ends=ends)


def of_document(stream: Places, piece: Piece, head_cuts: Sequence[int], tail_cuts: Sequence[int]) -> Passages:
    """One piece of a document.

    The sums: one for each cut of the piece; then for each opening one for each of `head_cuts` (the rows up to
    which is summed, the last one `EDGE_ROWS`); then for each closing likewise with `tail_cuts`.
    """
    reach = REACH + _MARGIN
    first, last = max(0, piece.start - reach), min(len(stream), piece.end + reach)
    count, opened, closed = last - first, len(piece.openings), len(piece.closings)
    outside = count + 3 * (opened + closed)

    def token(positions: Positions) -> Places:
        inside = (positions >= 0) & (positions < len(stream))
        ids: Places = np.where(inside, stream[np.clip(positions, 0, len(stream) - 1)], np.int32(_OUTSIDE))
        return ids

    def row(positions: Positions) -> Positions:
        inside = (positions >= first) & (positions < last)
        rows: Positions = np.where(inside, positions - first, outside)
        return rows

    def around(ends: Positions, *steps: int) -> Positions:
        places: Positions = ends[:, None] + np.array(steps)
        return places

    def column(mark: int, rows: int) -> Places:
        return np.full((rows, 1), mark, dtype=np.int32)

    begin, finish = piece.openings, piece.closings
    # BOS and two tokens, two before EOS and EOS: the first-layer rows that see the mark.
    opening_tokens = np.hstack(
        [column(-1, opened), column(-1, opened), column(BOS, opened), token(around(begin, 0, 1, 2, 3))]
    )
    closing_tokens = np.hstack(
        [token(around(finish, -4, -3, -2, -1)), column(EOS, closed), column(-1, closed), column(-1, closed)]
    )
    tokens = np.vstack(
        [
            _windows(token(np.arange(first - _MARGIN, last + _MARGIN))[None]),
            _windows(opening_tokens),
            _windows(closing_tokens),
        ]
    )
    own = count + np.arange(3 * opened).reshape(-1, 3)
    own[:, 1:][around(begin, 0, 1) >= len(stream)] = outside
    opening_rows = np.hstack(
        [column(outside, opened), column(outside, opened), own, row(around(begin, 2, 3, 4, 5))]
    )
    own = count + 3 * opened + np.arange(3 * closed).reshape(-1, 3)
    own[:, :2][around(finish, -2, -1) < 0] = outside
    closing_rows = np.hstack(
        [row(around(finish, -6, -5, -4, -3)), own, column(outside, closed), column(outside, closed)]
    )
    windows = np.vstack(
        [
            _windows(row(np.arange(piece.start - _MARGIN, piece.end + _MARGIN))[None]),
            _windows(opening_rows),
            _windows(closing_rows),
        ]
    )
    length = piece.end - piece.start
    edge_starts = length + EDGE_ROWS * np.arange(opened + closed)[:, None]
    ends = np.concatenate(
        [
            piece.cuts - piece.start,
            (edge_starts[:opened] + np.array(head_cuts)).ravel(),
            (edge_starts[opened:] + np.array(tail_cuts)).ravel(),
        ]
    )
    return Passages(tokens=tokens, windows=windows.astype(np.int32), ends=ends)


def _windows(rows: NDArray[np.integer]) -> Places:
    """All windows of five of each row, one under the other."""
    return sliding_window_view(rows, 2 * _MARGIN + 1, axis=1).reshape(-1, 2 * _MARGIN + 1).astype(np.int32)
