"""Puts files that were read together into document sets: by manifest, by name, then by document symbol.

1. Files that a manifest puts into one set are one set; nothing else joins it.
2. Files whose names differ in the language alone are one set.
3. Sets with the same symbol are one set where their languages do not overlap. The same text in the same
   language is a second copy; another text with the same symbol stays a set of its own, so that a symbol
   misread costs a set and never a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.discovery import FoundFile, Remark
from corpora.file_types import FileType, type_of_extension
from corpora.set_names import name_sets
from corpora.text_sketch import SAME_TEXT, Sketch, sketch_similarity

# Which of two files in one language is kept: the one whose markup tells most about its structure.
_BEST_FORMATS = (
    FileType.DOCX, FileType.HTML, FileType.XML, FileType.ODT, FileType.FLAT_ODT, FileType.DOC, FileType.RTF,
    FileType.PLAIN, FileType.PDF,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file and what its content says. `symbol` is the document's own; `sketch` fingerprints its text."""

    found: FoundFile
    language: str
    symbol: str | None
    sha256: str
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class FileSet:
    """The versions of one document, one file a language, sorted by language. `name` is unique."""

    name: str
    symbol: str | None
    files: tuple[ReadFile, ...]
    from_manifest: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the set, sorted."""
        return tuple(file.language for file in self.files)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every file is in one set or among the `left_out`; `remarks` are on files that are in a set."""

    sets: tuple[FileSet, ...]
    left_out: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A set in the making: by language the file that is kept."""

    files: dict[str, ReadFile]
    symbol: str | None
    manifest_name: str | None
    order: str


def group_files(files: Sequence[ReadFile]) -> Grouping:
    """Put files together into sets, sorted by name. The order of `files` does not matter."""
    left_out: list[Remark] = []
    remarks: list[Remark] = []
    drafts = [_draft(group, left_out, remarks) for group in _by_name(files)]
    merged = _merged_by_symbol(drafts, left_out, remarks)
    names = name_sets([(_wanted_name(draft), _folder(draft)) for draft in merged])
    sets = [_set(draft, name) for draft, name in zip(merged, names, strict=True)]
    return Grouping(tuple(sorted(sets, key=lambda one: one.name)), tuple(left_out), tuple(remarks))


def _by_name(files: Iterable[ReadFile]) -> list[list[ReadFile]]:
    groups: dict[tuple[str, ...], list[ReadFile]] = {}
    for file in sorted(files, key=lambda file: file.found.name):
        name = file.found.set_name
        key = ("manifest", name) if name is not None else ("name", *file.found.clue.key)
        groups.setdefault(key, []).append(file)
    return sorted(groups.values(), key=lambda group: group[0].found.name)


def _draft(group: Sequence[ReadFile], left_out: list[Remark], remarks: list[Remark]) -> _Draft:
    kept: dict[str, ReadFile] = {}
    for file in sorted(group, key=_preference):
        if file.language in kept:
            left_out.append(_second_copy(file, kept[file.language]))
        else:
            kept[file.language] = file
    symbol = _common_symbol(kept.values(), remarks)
    return _Draft(kept, symbol, group[0].found.set_name, group[0].found.name)


def _preference(file: ReadFile) -> tuple[int, str]:
    kind = type_of_extension(file.found.path)
    rank = _BEST_FORMATS.index(kind) if kind is not None else len(_BEST_FORMATS)
    return rank, file.found.name


def _second_copy(file: ReadFile, kept: ReadFile) -> Remark:
    path = file.found.shown
    if file.sha256 == kept.sha256:
        return Remark(path, f"skipped: the same bytes as {kept.found.name}", severity="info")
    reason = f"a second {file.language} version beside {kept.found.name}, which is kept"
    if type_of_extension(path) != type_of_extension(kept.found.path):
        reason += " for its format"
    else:
        reason += " as the first by name"
    return Remark(path, reason, "take one of the two away, or name their sets in a manifest")


def _common_symbol(files: Iterable[ReadFile], remarks: list[Remark]) -> str | None:
    """Return the symbol that most versions state; report the others: misread, or in the wrong set."""
    stated = [file for file in files if file.symbol is not None]
    counts = Counter(file.symbol for file in stated)
    if not counts:
        return None
    symbol = min(counts, key=lambda symbol: (-counts[symbol], str(symbol)))
    for file in stated:
        if file.symbol != symbol:
            reason = f"its symbol is read as {file.symbol}, that of the other versions as {symbol}"
            advice = "check that it is a version of the same document"
            remarks.append(Remark(file.found.shown, reason, advice, "warning"))
    return symbol


def _merged_by_symbol(
    drafts: Sequence[_Draft], left_out: list[Remark], remarks: list[Remark]
) -> list[_Draft]:
    """Join the drafts that share a symbol, those with most languages first."""
    merged: list[_Draft] = []
    by_symbol: dict[str, list[_Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (-len(draft.files), draft.order)):
        known = by_symbol.setdefault(draft.symbol, []) if draft.symbol and not draft.manifest_name else []
        home = next((other for other in known if _fits(draft, other)), None)
        if home is not None:
            _join(draft, home, left_out)
            continue
        if known:
            first = next(iter(known[0].files.values())).found.name
            reason = f"has the symbol {draft.symbol} of {first} and another text: kept as a set of its own"
            path = next(iter(draft.files.values())).found.shown
            remarks.append(Remark(path, reason, "name the sets in a manifest", "warning"))
        known.append(draft)
        merged.append(draft)
    return sorted(merged, key=lambda draft: draft.order)


def _fits(draft: _Draft, home: _Draft) -> bool:
    """Whether every language that both have is the same text in both."""
    return all(
        sketch_similarity(file.sketch, home.files[language].sketch) >= SAME_TEXT
        for language, file in draft.files.items()
        if language in home.files
    )


def _join(draft: _Draft, home: _Draft, left_out: list[Remark]) -> None:
    for language, file in sorted(draft.files.items()):
        if language not in home.files:
            home.files[language] = file
            continue
        better, worse = sorted((home.files[language], file), key=_preference)
        home.files[language] = better
        left_out.append(_second_copy(worse, better))


def _wanted_name(draft: _Draft) -> str:
    first = min(draft.files.values(), key=lambda file: file.found.name)
    return draft.manifest_name or draft.symbol or first.found.clue.title or first.found.path.stem


def _folder(draft: _Draft) -> str:
    if draft.manifest_name or draft.symbol:
        return ""
    return min(draft.files.values(), key=lambda file: file.found.name).found.clue.folder


def _set(draft: _Draft, name: str) -> FileSet:
    files = tuple(draft.files[language] for language in sorted(draft.files))
    return FileSet(name, draft.symbol, files, from_manifest=draft.manifest_name is not None)
