"""What encoders are given of a text."""

from __future__ import annotations

import re

# Tatweel; vowel marks; superscript alef; marks of Quranic recitation.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")


def embedded_text(text: str) -> str:
    """Return `text` without Arabic tatweel and harakat.

    Encoders have learnt Arabic without them, and take words that carry them to pieces. The same function is
    applied to segments that are aligned, passages that are indexed, and queries.
    """
    return _ARABIC_MARKS.sub("", text)
