"""Which words of two documents go together, learnt from what is surely paired, and where they are missing.

Vectors say what a text is about, words what is in it. A first pass finds the beads that are sure; which words
stand together in them is evidence for those that are not (the second pass of hunalign, Varga et al. 2005).
What a segment's own bead has told is taken back where that segment is judged: no bead proves itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.segments import Words
from align.sides import Floats, Ints, Side

# Beads of a first pass that are at least so probable teach.
SURE = 0.9
# Beads with more pairs of words than this are lists; they teach little and cost much.
_MOST_PAIRS = 40_000


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """How often words stand in the same beads.

    Types of the source in order, CSR: those of the target that stand with type `s` are
    `types[first[s]..first[s + 1] - 1]`, together in `together` beads. `source`, `target`: in how many beads
    each type stands; `beads`: how many there are. All int64.
    """

    first: Ints
    types: Ints
    together: Ints
    source: Ints
    target: Ints
    beads: int

    def turned(self) -> Lexicon:
        """The same with target and source changed over."""
        rows = np.repeat(np.arange(len(self.source)), np.diff(self.first))
        order = np.lexsort((rows, self.types))
        counts = np.bincount(self.types, minlength=len(self.target))
        first = np.concatenate([[0], np.cumsum(counts)])
        return Lexicon(first, rows[order], self.together[order], self.target, self.source, self.beads)


def teachers(source: Words, target: Words, beads: Ints) -> Ints:
    """Those of `beads` (places, int64 `(c, 4)`) that teach: with words on both sides, and no long lists."""
    p, q, a, b = beads.T
    pairs = (source.first[p + a] - source.first[p]) * (target.first[q + b] - target.first[q])
    taught: Ints = beads[(pairs > 0) & (pairs <= _MOST_PAIRS)]
    return taught


def learn_lexicon(source: Words, target: Words, beads: Ints) -> Lexicon:
    """Count which words stand together in `beads` (places, int64 `(c, 4)`)."""
    width = max(target.types, 1)
    counts = np.zeros(source.types, dtype=np.int64), np.zeros(target.types, dtype=np.int64)
    codes = [np.zeros(0, dtype=np.int64)]
    for p, q, a, b in beads.tolist():
        left = np.unique(source.ids[source.first[p] : source.first[p + a]])
        right = np.unique(target.ids[target.first[q] : target.first[q + b]])
        counts[0][left] += 1
        counts[1][right] += 1
        codes.append((left[:, None] * width + right[None, :]).ravel())
    found, together = np.unique(np.concatenate(codes), return_counts=True)
    rows, types = np.divmod(found, width)
    first = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=source.types))])
    return Lexicon(first, types, together.astype(np.int64), *counts, len(beads))


@dataclass(frozen=True, slots=True)
class WordCover:
    """Where the words of one side find their counterparts.

    `best` float32 `(w, width)`: how surely a counterpart of each word stands in each segment of the other
    side from `first[segment]` on; `known` `(w,)`: how surely it has any; `first` int64 `(n,)`, can be
    negative.
    """

    best: NDArray[np.float32]
    known: Floats
    first: Ints


def cover_words(side: Side, other: Side, lexicon: Lexicon, beads: Ints, at: Ints, reach: int) -> WordCover:
    """Look for the counterparts of each segment's words in the other side's segments around `at` `(n,)`.

    `beads`: those that taught the lexicon, places int64 `(c, 4)`, `side` first.
    """
    from align.lexicon_kernels import LexiconArrays, find_words

    words, others = side.stream.words, other.stream.words
    best = np.zeros((len(words.ids), 2 * reach + 1), dtype=np.float32)
    known = np.zeros(len(words.ids))
    first = (at - reach).astype(np.int64)
    taught = np.full(len(side), -1, dtype=np.int64)
    for number, (p, _, a, _) in enumerate(beads.tolist()):
        taught[p : p + a] = number
    ranges = np.stack([beads[:, 1], beads[:, 1] + beads[:, 3]], axis=1)
    counts = LexiconArrays(
        lexicon.first, lexicon.types, lexicon.together, lexicon.source, lexicon.target, lexicon.beads
    )
    find_words(words.ids, words.first, others.ids, others.first, counts, taught, ranges, first, best, known)
    return WordCover(best, known, first)
