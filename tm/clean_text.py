"""Texts as a memory keeps them: NFC, on one line, without characters that XML 1.0 forbids."""

from __future__ import annotations

import re
import unicodedata

# The complement of the production Char of XML 1.0; lone surrogates cannot be written as UTF-8 either.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A carriage return does not survive an XML parser, a tab or line break does not survive a table.
_LINE_BREAKS = re.compile("[\t\n\r\u0085\u2028\u2029]+")


def clean_text(text: str) -> tuple[str, int]:
    """Return the text in NFC on one line without outer spaces, and how many forbidden characters it lost."""
    allowed, dropped = _FORBIDDEN.subn("", text)
    return unicodedata.normalize("NFC", _LINE_BREAKS.sub(" ", allowed)).strip(), dropped
