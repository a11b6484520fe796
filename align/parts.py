"""A text taken apart into clauses: what a paragraph that was merged or split is made of.

Aligners compare whole segments. Where one version has joined a heading to the paragraph after it, the
heading is a few words among a hundred, and only a look at the parts shows whether it is there.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

# Characters of a language for one of English, spaces not counted.
DENSITY = {"ar": 0.90, "zh": 0.34, "en": 1.0, "fr": 1.14, "ru": 1.14, "es": 1.12}

# Where a text is taken apart: after the end of a sentence or clause; long parts at commas, too.
_CLAUSE_END = re.compile(r"(?<=[.!?;:…؟؛۔])\s+|(?<=[。！？；：])")
_COMMA = re.compile(r"(?<=[,،–—])\s+|(?<=[，、])|\s+(?=[(–—])")
# Characters (of English) of a part that is not taken apart at commas, and of the longest part.
_SHORT_PART, _LONG_PART = 60, 90
# A text of at most this many characters (of English) that stands alone more than once is a heading that
# may be found joined to its neighbours ("Article").
_HEADING = 24


def repeated_headings(texts: Sequence[str], language: str) -> tuple[str, ...]:
    """Short texts that stand alone more than once, the longest first."""
    limit = _HEADING * DENSITY.get(language, 1.0)
    counts = Counter(text.strip() for text in texts if 0 < len(text.strip()) <= max(limit, 2))
    return tuple(sorted((text for text, count in counts.items() if count > 1), key=lambda t: (-len(t), t)))


def split_parts(text: str, language: str, headings: Collection[str] = ()) -> list[str]:
    """Take a text apart into clauses; long ones at commas, and where there are none, evenly.

    A heading of `headings` at its beginning or end is a part of its own. No part is empty; together they hold
    all characters but spaces, in order.
    """
    before, inside, after = _without_headings(text.strip(), headings, language)
    density = DENSITY.get(language, 1.0)
    parts = [before]
    for clause in _CLAUSE_END.split(inside):
        for part in _split_long(clause, _COMMA.split, _SHORT_PART * density):
            parts.extend(_split_long(part, lambda t: _evenly(t, _LONG_PART * density), _LONG_PART * density))
    return [part.strip() for part in (*parts, after) if part.strip()]


def _without_headings(text: str, headings: Collection[str], language: str) -> tuple[str, str, str]:
    joint = "" if language == "zh" else " "
    before = next((h for h in headings if text.startswith(h + joint) and len(text) > len(h)), "")
    text = text[len(before) :]
    after = next((h for h in headings if text.endswith(joint + h) and len(text) > len(h)), "")
    return before, text[: len(text) - len(after)], after


def _split_long(text: str, split: Callable[[str], list[str]], limit: float) -> list[str]:
    return [text] if len(text) <= limit else [part for part in split(text) if part]


def _evenly(text: str, limit: float) -> list[str]:
    """Cut into equal parts of at most about `limit` characters, at spaces where there are any."""
    count = -(-len(text) // int(limit))
    bounds = [0]
    for k in range(1, count):
        even = k * len(text) // count
        space = text.find(" ", even, even + 20)
        bounds.append(max(space if space >= 0 else even, bounds[-1]))
    return [text[a:b] for a, b in itertools.pairwise([*bounds, len(text)])]
