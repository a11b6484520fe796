"""Words that hardly ever stand alone in a memory, so that they are no terms by themselves.

A French, Spanish or Arabic adjective follows its noun, an English one precedes it: where nearly all
occurrences of a word have a content word there, it is an adjective or half of a name ("Unies", "human").
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.term_places import ALONE, CONTENT

# The side on which a content word stands, the part of the occurrences that has one there, and how many
# occurrences say something: a noun may by chance stand in the same compound three times.
_SIDES: Final[dict[str, tuple[tuple[int, float, int], ...]]] = {
    "fr": ((-1, 0.85, 3),),
    "es": ((-1, 0.85, 3),),
    "ar": ((-1, 0.95, 10),),
    "en": ((1, 0.85, 3), (-1, 0.95, 10)),
}


def without_lone_words(texts: EncodedTexts) -> EncodedTexts:
    """Return the texts with the classes of such words changed: they are no term alone."""
    places, keys = texts.table.places.copy(), texts.table.keys
    content = (texts.table.places & CONTENT) > 0
    for side, share, least in _SIDES.get(texts.language, ()):
        beside = np.bincount(
            keys[texts.tokens], _beside(texts, content, side), minlength=len(texts.table.names)
        )
        total = np.bincount(keys[texts.tokens], minlength=len(texts.table.names))
        bound = (total >= least) & (beside >= share * total)
        places[content & bound[keys]] &= np.uint8(255 - ALONE)
    return replace(texts, table=replace(texts.table, places=places))


def _beside(texts: EncodedTexts, content: NDArray[np.bool_], side: int) -> NDArray[np.float64]:
    """Say of each token whether the next one on this side, in its text, is a content word: 1.0 or 0.0."""
    is_content = content[texts.tokens]
    beside = np.zeros(len(texts.tokens))
    if side < 0:
        beside[1:] = is_content[:-1]
        beside[texts.offsets[:-1][texts.offsets[:-1] < len(beside)]] = 0.0
    else:
        beside[:-1] = is_content[1:]
        beside[texts.offsets[1:][texts.offsets[1:] > 0] - 1] = 0.0
    return beside
