"""Which characters may stay in a text, and what happens to the others.

A text of Hexapla is NFC and holds only what a reader can see: characters that XML 1.0 forbids, marks that
only steer the direction of writing, and invisible spaces are taken out and counted, so that the report can
say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from corpora.documents import ReaderNote

FORBIDDEN = "control character"
DIRECTION = "direction mark"
INVISIBLE = "invisible character"
SOFT_HYPHEN = "soft hyphen"

# XML 1.0, production [2] Char; U+007F-9F are allowed there, but no text means them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Unicode 15, section 23.2 and UAX #9: the marks, embeddings, overrides and isolates.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A joiner between two Arabic letters is spelling (Persian, Urdu) and stays.
_INVISIBLE = re.compile(
    "[\u200b\u2060-\u2064\ufeff]|(?<![\u0620-\u06ff])[\u200c\u200d]|[\u200c\u200d](?![\u0620-\u06ff])"
)
# At the end of a line a soft hyphen says that the word goes on: whoever joins lines needs it.
_SOFT_HYPHEN = re.compile("\u00ad(?!\n)")
_STEPS = (
    (FORBIDDEN, _FORBIDDEN),
    (DIRECTION, _DIRECTION),
    (INVISIBLE, _INVISIBLE),
    (SOFT_HYPHEN, _SOFT_HYPHEN),
)
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def clean_text(text: str) -> tuple[str, Counter[str]]:
    r"""`text` in NFC without invisible and forbidden characters, and how many of each class were taken out.

    >>> clean_text("a\\u200fb\\x00")
    ('ab', Counter({'control character': 1, 'direction mark': 1}))
    """
    counts: Counter[str] = Counter()
    if _SUSPECT.search(text):
        for name, pattern in _STEPS:
            text, count = pattern.subn("", text)
            if count:
                counts[name] = count
    return unicodedata.normalize("NFC", text), counts


def character_notes(counts: Counter[str]) -> tuple[ReaderNote, ...]:
    """One note a class of characters taken out; control characters are a warning, the others information."""
    return tuple(
        ReaderNote(
            "warning" if name == FORBIDDEN else "info",
            f"{count} {name}{'s' if count > 1 else ''} taken out of the text",
        )
        for name, count in sorted(counts.items())
        if count
    )


def normalise_line_ends(text: str) -> str:
    """`text` with every line end (CR LF, CR, NEL, line and paragraph separator) as one LF."""
    return re.sub("\r\n?|\u0085|\u2028|\u2029", "\n", text)
