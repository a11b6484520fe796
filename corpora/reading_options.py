"""What a user can choose about reading: which view of tracked changes, whether pictures of pages are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TrackedChanges(StrEnum):
    """Which text of a document with tracked changes counts: with them, or as it was before them."""

    ACCEPTED = "accepted"
    ORIGINAL = "original"


class Recognition(StrEnum):
    """Whether pages without text are read by text recognition (OCR): where it is installed, or never."""

    AUTO = "auto"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """The choices. Defaults give the text that the last reader of the document saw."""

    tracked: TrackedChanges = TrackedChanges.ACCEPTED
    ocr: Recognition = Recognition.AUTO

    @property
    def key(self) -> str:
        """What of the choices makes another text of the same file: "" for the defaults."""
        changed = []
        if self.tracked is not TrackedChanges.ACCEPTED:
            changed.append(f"tracked={self.tracked}")
        if self.ocr is not Recognition.AUTO:
            changed.append(f"ocr={self.ocr}")
        return " ".join(changed)


USUAL = ReadingOptions()
