"""Reads the files of a build; a file that cannot be read becomes a remark, never the end of the build."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora.discovery import FoundFile, Remark
from corpora.documents import Document
from corpora.errors import CorporaError, LanguageUnknown, ReadingError
from corpora.grouping import ReadFile
from corpora.reading_options import USUAL, ReadingOptions
from corpora.text_sketch import sketch_text
from hexapla.file_ledger import Ledger, LedgerEntry, entry_of, known_file

# Documents that were read to be put into their sets are kept for aligning while they have fewer letters.
_SHELF_CHARS = 20_000_000

# What a defect of a reader or of the aligner raises on a document that nobody foresaw. The promise that one
# bad file never stops a build of thousands holds for these too; the report says that the fault is ours.
UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Shelf:
    """Documents read already, by path, up to a limit in memory; `options` are those of all reading."""

    options: ReadingOptions = USUAL
    documents: dict[Path, Document] = field(default_factory=dict)
    room_chars: int = _SHELF_CHARS

    def keep(self, document: Document) -> None:
        """Keep a document if there is room."""
        size = sum(len(block.text) for block in (*document.blocks, *document.footnotes))
        if size <= self.room_chars:
            self.room_chars -= size
            self.documents[document.path] = document


@dataclass(frozen=True, slots=True)
class Reading:
    """The files that could be read, what to keep of them in the ledger, and remarks on the others."""

    files: tuple[ReadFile, ...]
    entries: tuple[LedgerEntry, ...]
    remarks: tuple[Remark, ...]


def read_files(found: Sequence[FoundFile], ledger: Ledger, shelf: Shelf, progress: Progress) -> Reading:
    """Read every file that the ledger does not know unchanged."""
    files: list[ReadFile] = []
    entries: list[LedgerEntry] = []
    remarks: list[Remark] = []
    for number, one in enumerate(found, 1):
        seen_ns = time.time_ns()
        file = known_file(one, ledger, shelf.options)
        if file is None:
            outcome = _read(one, shelf)
            if isinstance(outcome, Remark):
                remarks.append(outcome)
            else:
                file = outcome
        if file is not None:
            files.append(file)
            entry = entry_of(file, seen_ns, shelf.options)
            entries.extend([entry] if entry is not None else [])
        progress("read", number, len(found))
    return Reading(tuple(files), tuple(entries), tuple(remarks))


def _read(found: FoundFile, shelf: Shelf) -> ReadFile | Remark:
    try:
        document = read_version(found, shelf.options)
    except (CorporaError, OSError) as error:
        return remark_of_error(found.shown, error)
    except UNFORESEEN as error:
        return Remark(found.shown, defect_in_words("reading it", error), "report this with the file, please")
    shelf.keep(document)
    blocks = (*document.blocks, *document.footnotes)
    sketch = sketch_text(block.text for block in blocks)
    return ReadFile(found, document.language, document.symbol, document.sha256, sketch)


def read_version(found: FoundFile, options: ReadingOptions) -> Document:
    """Read a file of a set, in the language and with the date and title that a manifest gives it.

    Raises `CorporaError` where it cannot be read, or holds no text.
    """
    from corpora.read_document import read_document

    document = read_document(found.path, found.language, options)
    if not any(block.text.strip() for block in (*document.blocks, *document.footnotes)):
        advice = "check that the file is complete; a scan needs text recognition (OCR) first"
        raise ReadingError(found.path, "no text was found in the file", advice=advice)
    return replace(document, date=found.date or document.date, title=found.title or document.title)


def remark_of_error(path: Path, error: CorporaError | OSError) -> Remark:
    """Return the remark on a file that could not be read."""
    if isinstance(error, ReadingError):
        place = f"{error.place}: " if error.place else ""
        return Remark(path, place + error.reason, error.advice)
    if isinstance(error, LanguageUnknown):
        advice = 'put the language into its name ("report.fr.txt"), or into a manifest'
        return Remark(path, "nothing tells the language of the file", advice)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return Remark(path, f"the file cannot be read ({reason})", "check the path and the permissions")
    return Remark(path, str(error))


def defect_in_words(doing: str, error: Exception) -> str:
    """Return what to say of a failure that nobody foresaw; `doing` says what was done ("reading it")."""
    return f"{doing} failed by a fault of this program ({type(error).__name__}: {error})"
