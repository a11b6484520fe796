"""Downloads that are not whole yet: the bytes that came, and what is needed to ask for the rest.

They lie in a hidden folder, which no build reads. Beside `NAME.part` stands `NAME.part.json`. Each address
on the way to a document has a part of its own: a page that leads on does not take the place of the document.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tm.atomic_files import write_text_atomically

FOLDER_NAME = ".fetching"


@dataclass(frozen=True, slots=True)
class PartNotes:
    """Where the bytes came from, and what tells whether the rest is of the same file.

    `total_bytes` is None where the server did not say.
    """

    address: str
    etag: str | None
    last_modified: str | None
    total_bytes: int | None

    @property
    def validator(self) -> str | None:
        """What If-Range may hold: a strong ETag, else the date (RFC 9110, 13.1.5); None without either."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


@dataclass(frozen=True, slots=True)
class PartFile:
    """`path` ends in ".part"."""

    path: Path

    @property
    def _notes_path(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    @property
    def size_bytes(self) -> int:
        """Return how much has come; 0 without a file."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def start(self, notes: PartNotes) -> None:
        """Begin anew, with nothing but the notes."""
        self.discard()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_text_atomically(self._notes_path, json.dumps(asdict(notes), indent=2) + "\n")
        self.path.touch()

    def notes(self) -> PartNotes | None:
        """Return the notes of bytes that can be added to; None where there are none."""
        if self.size_bytes == 0:
            return None
        try:
            notes = PartNotes(**json.loads(self._notes_path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        texts = (notes.address, notes.etag, notes.last_modified)
        whole = all(text is None or isinstance(text, str) for text in texts)
        return notes if whole and notes.validator else None

    def discard(self) -> None:
        """Remove bytes and notes."""
        self.path.unlink(missing_ok=True)
        self._notes_path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one version: `folder` holds those of all, `stem` is the name of the version's file."""

    folder: Path
    stem: str

    def of(self, url: str) -> PartFile:
        """Return the part for what comes from one address."""
        digest = hashlib.sha256(url.encode()).hexdigest()[:12]
        return PartFile(self.folder / f"{self.stem}.{digest}.part")

    def discard(self) -> None:
        """Remove what is left of all attempts, once the version is there."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name.startswith(f"{self.stem}."):
                    path.unlink(missing_ok=True)
