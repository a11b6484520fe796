"""The mean length that BM25 compares passages with, in steps, so that single changes leave it as it is.

An engine counts the mean of the passages it has. Each index has one passage more, the filler, that no query
finds and that is as long as it takes for the mean to be a whole number, a step above what it was.
Passages added later are compared with the same mean, and so are all of them after a publication that keeps
the mean of the generation before: it gives the scores that a search gave before it.
"""

from __future__ import annotations

import math

# Each step is so much longer than the one before; that passages count as somewhat short changes little.
STEP = 1.125
# So much room there is at first for passages that are longer than those before.
_ROOM = 1.05
# A mean that was chosen earlier serves to this share above what it stands for.
_SERVING = 1.3
# A character for private use: no word of a query has it.
FILLER_WORD = "\uf8ff"


def stepped_mean(tokens: int, passages: int) -> int:
    """Return the smallest step that leaves room above the mean length, in tokens; 1 for no passages.

    >>> [stepped_mean(tokens, 10) for tokens in (0, 4, 70, 77, 400, 430)]
    [1, 1, 8, 9, 44, 50]
    """
    step = 1
    while step * passages < _ROOM * tokens:
        step = max(step + 1, math.ceil(step * STEP))
    return step


def chosen_mean(tokens: int, passages: int, earlier: int | None) -> int:
    """Return the mean to compare with: the `earlier` one if it serves, else `stepped_mean`."""
    if earlier is not None and tokens <= earlier * passages <= max(_SERVING * tokens, passages):
        return earlier
    return stepped_mean(tokens, passages)


def filler(mean: int, tokens: int, passages: int) -> str:
    """Return the text that makes `mean` the mean of these passages and itself."""
    return " ".join([FILLER_WORD] * (mean * (passages + 1) - tokens))
