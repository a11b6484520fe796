"""One document set at a time: aligned, tabulated and kept until its files change.

sets/<digest>.json      what the report shows of the set with its findings, its files and the symbol; first
sets/<digest>.parquet   its units (`tm.memory_folder`); written last: with it the set is finished
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from align.aligning import ALIGNER_VERSION, align_set
from align.encoders import Encoder
from align.findings import FINDINGS_VERSION
from align.given_links import DocumentLinks, LinkProblem
from align.linked_sets import align_linked_set
from corpora.documents import Document
from corpora.errors import ReadingError
from corpora.grouping import FileSet, ReadFile
from hexapla.document_reading import Shelf, read_version
from hexapla.link_problems import problems_in_words
from hexapla.report_sets import ReportSet, from_json, report_set, to_json
from tm.atomic_files import write_text_atomically
from tm.memory_folder import ABANDONED_AFTER_SECONDS, has_set, set_digest, set_path, write_set
from tm.unit_ids import PIVOT_ORDER
from tm.units import units_of
from tm.vector_cache import encoder_digest

if TYPE_CHECKING:
    from hexapla.set_locks import SetLocks

# Raise it when reading or tabulating gives other units for the same files: sets are then built again.
PIPELINE_VERSION = 2


@dataclass(frozen=True, slots=True)
class FinishedSet:
    """A set in the memory. `files` maps languages to file names, `documents` those to SHA-256.

    `stale_locks`: the keys of the lines of locks whose text was not that of the documents. `link_problems`:
    (link file, what is wrong with a link).
    """

    digest: str
    report: ReportSet
    symbol: str | None
    files: Mapping[str, str]
    documents: Mapping[str, str]
    stale_locks: tuple[str, ...] = ()
    link_problems: tuple[tuple[str, str], ...] = ()


def choose_pivot(wanted: str, languages: tuple[str, ...]) -> str:
    """Return the first present of the wanted language, fr, en, es, ru, zh, ar; else the first by its code."""
    order = (wanted, "en", *PIVOT_ORDER, *sorted(languages))
    return next(language for language in order if language in languages)


def digest_of_set(
    files: FileSet,
    pivot: str,
    encoder: Encoder,
    locks: Sequence[str] = (),
    *,
    reading: str = "",
    links: str = "",
) -> str:
    """Return the digest of all that makes the units of a set.

    `locks` are the keys of its locks, sorted; `reading` is the key of `ReadingOptions`; `links` that of its
    links.
    """
    contents = {file.found.name: f"{file.language} {file.sha256} {_given(file)}" for file in files.files}
    return set_digest(
        contents,
        {
            "name": files.name,
            "symbol": files.symbol,
            "pivot": choose_pivot(pivot, files.languages),
            "encoder": encoder_digest(encoder.identity),
            "pipeline": PIPELINE_VERSION,
            "aligner": ALIGNER_VERSION,
            "findings": FINDINGS_VERSION,
            **({"reading": reading} if reading else {}),
            **({"locks": json.dumps(list(locks))} if locks else {}),
            **({"links": links} if links else {}),
        },
    )


def _given(file: ReadFile) -> str:
    found = file.found
    return json.dumps([found.language, found.date.isoformat() if found.date else None, found.title])


def load_finished(memory: Path, digest: str) -> FinishedSet | None:
    """Return a finished set; None where it is not finished, or what the report needs cannot be read."""
    if not has_set(memory, digest):
        return None
    try:
        content = json.loads(_report_path(memory, digest).read_text(encoding="utf-8"))
        report = from_json(json.dumps(content["report"]))
        return FinishedSet(
            digest,
            report,
            content["symbol"],
            dict(content["files"]),
            dict(content["documents"]),
            tuple(content.get("stale_locks", ())),
            tuple((file, reason) for file, reason in content.get("link_problems", ())),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def finish_set(
    memory: Path,
    files: FileSet,
    digest: str,
    encoder: Encoder,
    *,
    pivot: str,
    shelf: Shelf,
    locks: SetLocks | None = None,
    links: Sequence[DocumentLinks] = (),
) -> FinishedSet:
    """Align a set under its locks, and by its links where it has some, and write it.

    Raises `CorporaError` where a file cannot be read any more, `AlignError`, and `IdCollision`.
    """
    documents = {file.language: _document(file, files, shelf) for file in files.files}
    kept, stale = locks.of_documents(files.name, documents) if locks is not None else ({}, ())
    chosen = choose_pivot(pivot, files.languages)
    problems: tuple[LinkProblem, ...] = ()
    if links:
        aligned, problems = align_linked_set(files.name, documents, encoder, links, pivot=chosen, locks=kept)
    else:
        aligned = align_set(files.name, documents, encoder, pivot=chosen, locks=kept)
    finished = FinishedSet(
        digest,
        report_set(aligned),
        files.symbol,
        {file.language: file.found.name for file in files.files},
        {file.found.name: file.sha256 for file in files.files},
        stale,
        problems_in_words(problems, documents),
    )
    units = units_of(aligned)
    _write_report_part(memory, finished)
    # A set whose other half was lost is there already: written anew, it would be the same.
    set_path(memory, digest).unlink(missing_ok=True)
    write_set(memory, digest, units)
    return finished


def _document(file: ReadFile, files: FileSet, shelf: Shelf) -> Document:
    """Return the document of a version under the name, language and symbol that its set gives it."""
    path = file.found.path
    document = shelf.documents.pop(path, None) or read_version(file.found, shelf.options)
    if document.sha256 != file.sha256:
        raise ReadingError(path, "the file changed while the build was running", advice="build again")
    return replace(document, path=Path(file.found.name), language=file.language, symbol=_own_symbol(files))


def _own_symbol(files: FileSet) -> str | None:
    """Return the symbol if the set may use it in its ids: a second set with the same symbol may not."""
    named_otherwise = not files.from_manifest and files.name != files.symbol
    return None if named_otherwise else files.symbol


def _write_report_part(memory: Path, finished: FinishedSet) -> None:
    content = {
        "report": json.loads(to_json(finished.report)),
        "symbol": finished.symbol,
        "files": dict(finished.files),
        "documents": dict(finished.documents),
        "stale_locks": list(finished.stale_locks),
        "link_problems": list(map(list, finished.link_problems)),
    }
    text = json.dumps(content, ensure_ascii=True, sort_keys=True)
    write_text_atomically(_report_path(memory, finished.digest), text + "\n")


def _report_path(memory: Path, digest: str) -> Path:
    return set_path(memory, digest).with_suffix(".json")


def delete_orphans(memory: Path) -> None:
    """Delete what the report showed of sets that are no longer there."""
    for path in sorted((memory / "sets").glob("*.json")):
        try:
            # A fresh one may belong to a build that is just about to write the units.
            abandoned = path.stat().st_mtime < time.time() - ABANDONED_AFTER_SECONDS
            if abandoned and not path.with_suffix(".parquet").is_file():
                path.unlink(missing_ok=True)
        except OSError:
            continue
