"""A small fingerprint of a text, to tell whether two files of one language hold the same document.

Bottom-k sketch of character shingles (Broder 1997): the k smallest hashes of all runs of eight letters or
digits. It needs no words, so it serves Chinese and Arabic alike, and survives other line breaks and markup.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

SKETCH_SIZE = 128
# The same text out of PDF and DOCX measured .8 and above, two resolutions of one organ .1 and below.
SAME_TEXT = 0.5
_SHINGLE_CHARS = 8
_SAMPLE_CHARS = 60_000
_NOT_A_LETTER = re.compile(r"[\W_]+")

Sketch = tuple[int, ...]


def sketch_text(paragraphs: Iterable[str]) -> Sketch:
    """Return up to `SKETCH_SIZE` hashes, ascending, of the first 60 000 letters; () without letters."""
    letters = ""
    for paragraph in paragraphs:
        letters += _NOT_A_LETTER.sub("", paragraph[:_SAMPLE_CHARS]).casefold()
        if len(letters) > _SAMPLE_CHARS:
            break
    letters = letters[:_SAMPLE_CHARS]
    runs = {letters[at : at + _SHINGLE_CHARS] for at in range(max(1, len(letters) - _SHINGLE_CHARS + 1))}
    hashes = {zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs if run}
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def sketch_similarity(left: Sketch, right: Sketch) -> float:
    """Estimate the share of common shingles in [0, 1]; 0 where either text has no letters."""
    if not left or not right:
        return 0.0
    union = sorted({*left, *right})[: max(len(left), len(right))]
    return len(set(union) & set(left) & set(right)) / len(union)
