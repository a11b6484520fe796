"""Which words of two languages translate each other: IBM model 1 over the aligned rows, in both directions.

Brown, Della Pietra, Della Pietra and Mercer 1993. Words are the keys of content words, each once a row; a row
of the other language may also come from no word. The two directions are joined by their geometric mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.term_places import CONTENT

# Rows that the model is made of: what more rows add is rarer than terms are.
MOST_ROWS = 20_000
ITERATIONS = 6
# Content words of a row that are looked at: the longest sentences say least about which words are pairs.
MOST_WORDS = 60
_NO_WORD = 0


@dataclass(frozen=True, slots=True, eq=False)
class WordAssociation:
    """Pairs of keys with how well they translate each other.

    `codes` int64 sorted: key of the first language << 32 | key of the second; `strength` float32 in [0, 1].
    """

    codes: NDArray[np.int64]
    strength: NDArray[np.float32]


def associate_words(first: EncodedTexts, second: EncodedTexts) -> WordAssociation:
    """Return the association of the words of two languages."""
    shared = np.intersect1d(first.rows, second.rows)
    if len(shared) > MOST_ROWS:
        shared = shared[np.linspace(0, len(shared) - 1, MOST_ROWS).astype(np.int64)]
    words, others = _row_words(first, shared), _row_words(second, shared)
    forward = _model(words, others)
    backward = _model(others, words)
    other_way = turned(backward[0])
    order = np.argsort(other_way, kind="stable")
    codes, here, there = np.intersect1d(forward[0], other_way[order], assume_unique=True, return_indices=True)
    strength = np.sqrt(forward[1][here] * backward[1][order][there])
    return WordAssociation(codes, strength.astype(np.float32))


def turned(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the codes with the two keys in the other order."""
    return (codes & 0xFFFFFFFF) << 32 | codes >> 32


def by_word(
    codes: NDArray[np.int64], strength: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Return pairs by their first key k: `others[starts[k] : starts[k + 1]]`, ascending; and strengths."""
    order = np.argsort(codes, kind="stable")
    firsts = codes[order] >> 32
    starts = np.searchsorted(firsts, np.arange(int(firsts.max(initial=-1)) + 2))
    return starts.astype(np.int64), codes[order] & 0xFFFFFFFF, strength[order]


Lists = tuple[NDArray[np.int64], NDArray[np.int32]]


def _row_words(texts: EncodedTexts, rows: NDArray[np.int32]) -> Lists:
    """Return offsets and keys of the content words of each row, each once, at most `MOST_WORDS`."""
    content = (texts.table.places & CONTENT) > 0
    keys = np.where(content, texts.table.keys, _NO_WORD)
    lists = []
    for place in np.searchsorted(texts.rows, rows):
        found = np.unique(keys[texts.tokens[texts.offsets[place] : texts.offsets[place + 1]]])
        lists.append(found[found != _NO_WORD][:MOST_WORDS])
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    return offsets, np.concatenate([*lists, np.zeros(0, np.int32)]).astype(np.int32)


def _model(given: Lists, made: Lists) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the sorted codes given << 32 | made, and the probability of `made` where `given` stands."""
    codes, groups = _occurrences(given, made)
    pairs, numbers = np.unique(codes, return_inverse=True)
    of_given = np.unique(pairs >> 32, return_inverse=True)[1]
    probability = np.ones(len(pairs))
    for _ in range(ITERATIONS):
        shares = probability[numbers]
        shares /= np.bincount(groups, shares)[groups]
        expected = np.bincount(numbers, shares, minlength=len(pairs))
        probability = expected / np.bincount(of_given, expected)[of_given]
    real = pairs >> 32 != _NO_WORD
    return pairs[real], probability[real]


def _occurrences(given: Lists, made: Lists) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the codes of all pairs of words of a row, and the number of the made word of each."""
    codes, groups = [], []
    for row in range(len(given[0]) - 1):
        words = np.concatenate([[_NO_WORD], given[1][given[0][row] : given[0][row + 1]]]).astype(np.int64)
        start, end = made[0][row], made[0][row + 1]
        codes.append(((words[None, :] << 32) | made[1][start:end, None]).ravel())
        groups.append(np.repeat(np.arange(start, end), len(words)))
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *codes]), np.concatenate([empty, *groups])
