"""Sentences that a file names, kept in their places when something is taken out of the text around them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from corpora.documents import GivenSentence


def shifted_sentences(sentences: Sequence[GivenSentence], by: int) -> tuple[GivenSentence, ...]:
    """Return the sentences of a text that lost `by` characters at its beginning."""
    return tuple(
        dataclasses.replace(each, start=max(0, each.start - by), end=max(0, each.end - by))
        for each in sentences
    )


def kept_sentences(sentences: Sequence[GivenSentence], before: str, after: str) -> tuple[GivenSentence, ...]:
    """Return the sentences in a text that lost characters anywhere: `after` is `before` without them.

    >>> kept_sentences([GivenSentence("1", 0, 4), GivenSentence("2", 5, 8)], "70 e. La.", "70e. La.")
    (GivenSentence(id='1', start=0, end=3), GivenSentence(id='2', start=4, end=7))
    """
    if before == after or not sentences:
        return tuple(sentences)
    places, reached = [0], 0
    for character in before:
        reached += reached < len(after) and after[reached] == character
        places.append(reached)
    return tuple(
        dataclasses.replace(each, start=places[each.start], end=places[each.end]) for each in sentences
    )
