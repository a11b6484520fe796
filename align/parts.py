"""A text taken apart into clauses: what a paragraph that was merged or split is made of.

Aligners compare whole segments. Where one version has joined a heading to the paragraph after it, the
heading is a few words among a hundred, and only a look at the parts shows whether it is there.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from corpora.label_paths import mask_ordinals

# Characters of a language for one of English, spaces not counted.
DENSITY = {"ar": 0.90, "zh": 0.34, "en": 1.0, "fr": 1.14, "ru": 1.14, "es": 1.12}

# Where a text is taken apart: after the end of a sentence or clause; long parts at commas, too.
_CLAUSE_END = re.compile(r"(?<=[.!?;:…؟؛۔])\s+|(?<=[。！？；：])")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟۔])\s+|(?<=[。！？])")
_COMMA = re.compile(r"(?<=[,،–—])\s+|(?<=[，、])|\s+(?=[(–—])")
# Characters (of English) of a part that is not taken apart at commas, and of the longest part.
_SHORT_PART, _LONG_PART = 60, 90
# A text of at most this many characters (of English) that stands alone more than once is a heading that
# may be found joined to its neighbours ("Article").
_HEADING = 24
_SHORTEST_LIMIT = 8
# Room for the number of a heading ("premier", "二十八").
_NUMBER_CHARS = 10


def repeated_headings(texts: Sequence[str], language: str) -> tuple[str, ...]:
    """Short texts that stand alone more than once, without their numbers; the longest first."""
    limit = max(_HEADING * DENSITY.get(language, 1.0), _SHORTEST_LIMIT)
    short = (text.strip() for text in texts if len(text.strip()) <= limit)
    counts = Counter(mask_ordinals(text, language).strip() for text in short)
    return tuple(sorted((h for h, count in counts.items() if h and count > 1), key=lambda h: (-len(h), h)))


def without_joined_numbers(texts: Sequence[str], language: str) -> list[str]:
    """The texts, where headings stand alone without their numbers, without those of joined headings, too.

    A number that one version shows only where a heading was joined to a paragraph is no figure that differs.
    """
    counts = Counter(text.strip() for text in texts)
    bare = tuple(heading for heading in repeated_headings(texts, language) if counts[heading] > 1)
    if not bare:
        return list(texts)
    split = (_without_headings(text.strip(), bare, language) for text in texts)
    return [" ".join(part for part in parts if part) for parts in split]


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


def wider_parts(text: str, language: str, headings: Collection[str] = ()) -> list[str]:
    """What the parts of `split_parts` are themselves parts of: clauses, sentences, and the text as a whole.

    Another language may have in one clause what this one has in three.
    """
    before, inside, _ = _without_headings(text.strip(), headings, language)
    clauses, sentences = _CLAUSE_END.split(inside), _SENTENCE_END.split(inside)
    found = [part.strip() for part in (*clauses, *sentences, before + inside, inside, text)]
    return [part for part in dict.fromkeys(found) if part]


def _without_headings(text: str, headings: Collection[str], language: str) -> tuple[str, str, str]:
    """A heading at the beginning (without its number), what is between, and a heading at the end."""
    before, start = next(
        ((h, end) for end in _cuts(text, headings, language, at_end=False)
         if (h := mask_ordinals(text[:end], language).strip()) in headings), ("", 0)
    )  # fmt: skip
    text = text[start:]
    after, end = next(
        ((h, cut) for cut in _cuts(text, headings, language, at_end=True)
         if (h := mask_ordinals(text[cut:], language).strip()) in headings), ("", len(text))
    )  # fmt: skip
    return before, text[:end], after


def _cuts(text: str, headings: Collection[str], language: str, *, at_end: bool) -> list[int]:
    """Where a heading could end at the beginning, or begin at the end, of `text`; the longest first."""
    if not headings:
        return []
    reach = max(map(len, headings)) + _NUMBER_CHARS
    initials = {heading[0] for heading in headings}
    if at_end:
        places = [k for k in range(max(1, len(text) - reach), len(text)) if text[k] in initials]
    elif text[:1] in initials:
        places = list(range(min(reach, len(text) - 1), 0, -1))
    else:
        places = []
    if language == "zh":
        return places
    return [k for k in places if text[k - 1].isspace() or (not at_end and text[k].isspace())]


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
