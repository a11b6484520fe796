"""What can go wrong while reading documents.

CorporaError
├── ReadingError          one file could not be read; says file, place, reason and what to try next
│   ├── UnsafeDocument    entity declarations, nesting or size beyond the limits
│   └── UndecodableText   bytes that are no text, or text that is mojibake
├── ManifestError         the manifest of files is wrong
└── LanguageUnknown       the language of a text cannot be told
"""

from __future__ import annotations

from pathlib import Path


class CorporaError(Exception):
    """Anything that corpora raises on purpose."""


class ReadingError(CorporaError):
    """One file could not be read.

    `place` is human-readable ("page 3", "line 12", "element p"), empty where it is the whole file.
    """

    def __init__(self, path: Path | str, reason: str, *, place: str = "", advice: str = "") -> None:
        self.path = Path(path)
        self.reason = reason
        self.place = place
        self.advice = advice
        where = f"{path}, {place}" if place else f"{path}"
        super().__init__(f"{where}: {reason}" + (f" Try: {advice}" if advice else ""))


class UnsafeDocument(ReadingError):
    """The file could harm whoever parses it: entity declarations, nesting or size beyond the limits."""


class UndecodableText(ReadingError):
    """The bytes are no text in any encoding that fits, or the text is mojibake."""


class ManifestError(CorporaError):
    """A row of the manifest is wrong; the message names the file and the line."""


class LanguageUnknown(CorporaError):
    """The language of a text cannot be told."""
