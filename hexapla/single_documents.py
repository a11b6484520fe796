"""Documents without a memory: one read, two aligned. What the facade gives and `hexapla align` uses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.beads import PairAlignment
    from align.encoders import Encoder
    from align.locks import Lock
    from corpora.documents import Document


def read_document(
    path: Path | str, language: str | None = None, *, tracked: str = "accepted", ocr: str = "auto"
) -> Document:
    """Read a file of any format: blocks with kinds, labels and paths, footnotes, its own symbol.

    `language` is a code or a name ("fr", "French"); without it the text, the markup and the file name tell.
    `tracked` is the view of tracked changes in DOCX, "accepted" or "original"; with `ocr` "auto" pages that
    are pictures are read with Tesseract where it is installed, with "never" not.
    A file that cannot be read raises `corpora.errors.ReadingError`,
    and `LanguageUnknown` where nothing tells its language.
    """
    from corpora.read_document import read_document as read
    from corpora.reading_options import ReadingOptions, Recognition, TrackedChanges

    return read(Path(path), language, ReadingOptions(TrackedChanges(tracked), Recognition(ocr)))


def align_documents(
    source: Document,
    target: Document,
    *,
    encoder: Encoder | str = "default",
    ignore_labels: bool = False,
    locks: Sequence[Lock] = (),
) -> PairAlignment:
    """Align the body blocks of two versions; footnotes are not part of the result.

    `encoder` is an encoder or the name of one (`load_encoder`). With `ignore_labels` the numbers of
    paragraphs give no evidence. Every body block of both sides is in exactly one bead. Confirmed `locks` are
    among the beads, refused ones are not; `align.errors.LockError` says where they contradict each other.
    """
    from align.aligning import align_documents as align
    from align.encoders import load_encoder

    chosen = load_encoder(encoder) if isinstance(encoder, str) else encoder
    return align(source, target, chosen, ignore_labels=ignore_labels, locks=locks)
