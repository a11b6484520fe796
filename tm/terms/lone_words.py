"""Words that hardly ever stand alone in a memory, so that they are no terms by themselves.

A French, Spanish or Arabic adjective follows its noun, an English one precedes it: where nearly all
occurrences of a word have a content word there, it is an adjective or half of a name ("Unies", "human").
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

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
    from tm.terms import candidate_kernels as kernels

    places, keys = texts.table.places.copy(), texts.table.keys
    content = (texts.table.places & CONTENT) > 0
    for side, share, least in _SIDES.get(texts.language, ()):
        total, beside = kernels.count_beside(
            texts.tokens, texts.offsets, keys, content, side, len(texts.table.names)
        )
        bound = (total >= least) & (beside >= share * total)
        places[content & bound[keys]] &= np.uint8(255 - ALONE)
    return replace(texts, table=replace(texts.table, places=places))
