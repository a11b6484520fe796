"""The link files of a build: which files they are, what they say, and which documents they speak of."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpora.discovery import LINK_SUFFIX, FoundFile, Remark
from corpora.document_names import language_from_name
from corpora.errors import ReadingError
from corpora.file_types import FileType, type_of_extension
from corpora.grouping import ReadFile
from corpora.link_files import GivenLink, LinkGroup, is_link_file, read_link_file
from corpora.reading_options import ReadingOptions
from hexapla.document_reading import remark_of_error
from hexapla.file_ledger import LedgerEntry, digest_of, entry_of

# So many documents that are not there are named for each link file; the others are counted.
_NAMED = 10
# An archive of a corpus holds its documents packed; here they are read unpacked.
_PACKED = ".gz"


@dataclass(frozen=True, slots=True)
class LinkedFiles:
    """Two documents of a build and the links between them, from the group at `line` of `file`."""

    source: ReadFile
    target: ReadFile
    file: Path
    line: int
    links: tuple[GivenLink, ...]


def part_link_files(found: Iterable[FoundFile]) -> tuple[list[FoundFile], list[FoundFile], list[Remark]]:
    """The documents among files, the link files, and remarks on what is neither."""
    documents: list[FoundFile] = []
    links: list[FoundFile] = []
    remarks: list[Remark] = []
    for one in found:
        kind, suffix = type_of_extension(one.path), one.path.suffix.lower()
        if kind in (FileType.XML, None) and is_link_file(one.path):
            links.append(one)
        elif suffix == LINK_SUFFIX:
            reason = f"skipped: files of the type {suffix} are not documents, and this is no link file"
            remarks.append(Remark(one.shown, reason, severity="info"))
        else:
            documents.append(one)
    return documents, links, remarks


def read_links(
    found: Sequence[FoundFile], files: Sequence[ReadFile]
) -> tuple[list[LinkedFiles], list[Remark]]:
    """Read link files and find the documents of each group among `files`, those that were read."""
    by_name: dict[str, list[ReadFile]] = {}
    for file in files:
        by_name.setdefault(_parts(file.found.shown.name)[-1], []).append(file)
    linked: list[LinkedFiles] = []
    remarks: list[Remark] = []
    for one in found:
        try:
            groups = read_link_file(one.path)
        except ReadingError as error:
            remarks.append(remark_of_error(one.shown, error))
            continue
        missing: dict[str, str] = {}
        for group in groups:
            linked.extend(_linked(one, group, by_name, missing))
        remarks.extend(_missing(one.shown, missing))
    return linked, remarks


def _linked(
    file: FoundFile, group: LinkGroup, by_name: dict[str, list[ReadFile]], missing: dict[str, str]
) -> list[LinkedFiles]:
    """The group with its documents; [] where one is not there or not sure, which `missing` then tells."""
    sides = []
    for name in (group.from_document, group.to_document):
        candidates = _candidates(name, by_name, file.shown)
        if len(candidates) == 1:
            sides.append(candidates[0])
        else:
            several = ", ".join(sorted(one.found.name for one in candidates)[:3])
            reason = f"may be {several}" if candidates else "is not among the documents"
            missing.setdefault(name, f'line {group.line}: "{name}" {reason}')
    if len(sides) < 2:
        return []
    if sides[0].language == sides[1].language:
        code = sides[0].language
        missing.setdefault(group.to_document, f"line {group.line}: both documents of the links are in {code}")
        return []
    return [LinkedFiles(sides[0], sides[1], file.shown, group.line, group.links)]


def _missing(file: Path, missing: dict[str, str]) -> list[Remark]:
    reasons = [f"{reason}; its links are not used" for reason in missing.values()]
    told = [Remark(file, reason, severity="warning") for reason in reasons[:_NAMED]]
    if len(reasons) > _NAMED:
        more = f"{len(reasons) - _NAMED} more documents of its links are not there, or not sure"
        told.append(Remark(file, more, severity="warning"))
    return told


def _candidates(name: str, by_name: dict[str, list[ReadFile]], file: Path) -> list[ReadFile]:
    """The documents whose paths end most like the name; of equals those nearest to the link file."""
    wanted = _parts(name)
    if not wanted:
        return []
    ranked: dict[tuple[int, int], list[ReadFile]] = {}
    here = file.absolute().parts
    for one in by_name.get(wanted[-1], ()):
        parts = one.found.shown.absolute().parts
        common = _common(wanted[::-1], (*parts[:-1], wanted[-1])[::-1])
        if not _other_language(wanted[: len(wanted) - common], parts[: len(parts) - common], one.language):
            ranked.setdefault((common, _common(here, parts)), []).append(one)
    return ranked[max(ranked)] if ranked else []


def _parts(name: str) -> tuple[str, ...]:
    *folders, last = PurePosixPath(name.replace("\\", "/")).parts or ("",)
    return (*folders, last.removesuffix(_PACKED)) if last else ()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts are the same from the beginning."""
    return next(
        (k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _other_language(wanted: Sequence[str], parts: Sequence[str], language: str) -> bool:
    """Whether the folders where two paths part say that the document is in another language."""
    if not wanted:
        return False
    named, there = _language(wanted[-1]), _language(parts[-1]) if parts else None
    if named is not None:
        return named != (there or language)
    # "de/a.xml" is not "fr/a.xml", whatever language "de" may be.
    return there is not None and 2 <= len(wanted[-1].split("-")[0].split("_")[0]) <= 3


def _language(folder: str) -> str | None:
    return language_from_name(Path(folder) / "x.txt")[0]


def ledger_entries(links: Sequence[FoundFile], options: ReadingOptions) -> list[LedgerEntry]:
    """What the ledger keeps of link files, so that a second build knows them."""
    entries = []
    for one in links:
        try:
            file = ReadFile(one, "", None, digest_of(one.path), ())
        except OSError:
            continue
        entry = entry_of(file, time.time_ns(), options)
        entries += [] if entry is None else [entry]
    return entries
