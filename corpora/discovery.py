"""Which files of the input are documents, and what their names say: the first step of a build.

Nothing is opened here. `corpora.grouping` puts the files together into document sets once they are read.
"""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.file_types import type_of_extension
from corpora.manifest import read_manifest
from corpora.set_names import NameClue, clue_of_name

# Formats that hold documents and have no reader: leaving them out is a loss, and is said so.
_UNREAD_DOCUMENTS = {
    ".wpd": "save it as .docx", ".wps": "save it as .docx",
    ".pages": "save it as .docx", ".epub": "unpack it",
    ".ppt": "save its text as .docx", ".pptx": "save its text as .docx", ".odp": "save its text as .docx",
    ".mht": "save it as .html", ".mhtml": "save it as .html", ".eml": "save its text as .txt",
    ".msg": "save its text as .txt", ".gz": "unpack it", ".7z": "unpack it", ".rar": "unpack it",
    ".bz2": "unpack it", ".xz": "unpack it", ".zst": "unpack it", ".xps": "print it to PDF",
    ".ps": "convert it to PDF", ".djvu": "convert it to PDF with a text layer",
}  # fmt: skip
# A corpus of parallel texts may have its link files under this name, which is also that of Windows shortcuts.
LINK_SUFFIX = ".lnk"
# Written about documents, never versions of one.
_ABOUT_STEMS = frozenset({"readme", "license", "licence", "copying", "notice", "changelog", "authors"})
# Office programs and operating systems leave these beside documents.
_LITTER = ("~$", ".", "~wrl")
# `hexapla fetch` writes the last two.
_LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "fetched.json", "sha256sums"})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about an input. `severity`: "info" (skipped by rule), "warning" or "error"."""

    path: Path
    reason: str
    advice: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file was unpacked from: the archive, and its name in there, with "/"."""

    archive: Path
    member: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive among the inputs: `name` is relative to `root`, the input it came from, with "/"."""

    path: Path
    name: str
    root: Path


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be a version of a document.

    `path` opens it; `name` is how it is shown and kept: relative to `root`, the input it came from, with "/".
    `clue` is what the name says. A manifest alone gives `set_name`, `language`, `date` and `title`. `origin`
    says which archive it was unpacked from.
    """

    path: Path
    name: str
    clue: NameClue
    root: Path
    set_name: str | None = None
    language: str | None = None
    date: datetime.date | None = None
    title: str | None = None
    origin: Origin | None = None

    @property
    def shown(self) -> Path:
        """The path to name in messages: inside its archive, where it comes from one."""
        return self.path if self.origin is None else self.origin.archive / self.origin.member


@dataclass(frozen=True, slots=True)
class Discovery:
    """`files` sorted by name, each once; `remarks` on what is not among them; `archives` to be opened."""

    files: tuple[FoundFile, ...]
    remarks: tuple[Remark, ...] = ()
    archives: tuple[Archive, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    root: Path
    explicit: bool = False


def discover(
    inputs: Sequence[Path], *, manifest: Path | None = None, exclude: Sequence[Path] = ()
) -> Discovery:
    """Find the files of folders (walked recursively), those named one by one, and those of the manifest.

    Hidden files, lock files of Office programs, memories and the folders in `exclude` are passed over. A file
    named one by one is taken whatever its extension. Archives are listed, not opened. The result does not
    depend on the order of `inputs`.

    Raises `ManifestError` for a wrong manifest.
    """
    remarks: list[Remark] = []
    passed_over = {_identity(path) for path in (*exclude, *([manifest] if manifest else []))}
    candidates: dict[str, _Candidate] = {}
    for path in sorted(set(inputs), key=lambda path: path.as_posix()):
        for candidate in _candidates(path, passed_over, remarks):
            # A file reached twice, through a folder and by its name, counts as named.
            known = candidates.get(_identity(candidate.path))
            if known is None or (candidate.explicit and not known.explicit):
                candidates[_identity(candidate.path)] = candidate
    from corpora.archives import is_archive

    packed = {
        key: one for key, one in candidates.items() if is_archive(one.path) and _not_a_file(one.path) is None
    }
    chosen = {
        key: found
        for key, one in candidates.items()
        if key not in packed and (found := _found(one, remarks)) is not None
    }
    if manifest is not None:
        chosen.update(_of_manifest(manifest, remarks))
    archives = sorted(map(_archive, packed.values()), key=lambda archive: archive.name)
    told = tuple(sorted(remarks, key=_order))
    return Discovery(with_unique_names(chosen.values()), told, tuple(archives))


def _archive(candidate: _Candidate) -> Archive:
    path, root = candidate.path, candidate.root
    return Archive(path, _readable(path.relative_to(root).as_posix()), root)


def _order(remark: Remark) -> tuple[str, str]:
    return remark.path.as_posix(), remark.reason


def _identity(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _candidates(path: Path, passed_over: set[str], remarks: list[Remark]) -> Iterator[_Candidate]:
    if path.is_dir():
        yield from _walk(path, passed_over, remarks)
    elif _identity(path) not in passed_over:
        yield _Candidate(path, path.parent, explicit=True)


def _walk(root: Path, passed_over: set[str], remarks: list[Remark]) -> Iterator[_Candidate]:
    """Every file below a folder; folders reached twice (links that run in circles) are entered once."""
    entered = set(passed_over)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if _identity(folder) in entered or _is_memory(folder):
            continue
        entered.add(_identity(folder))
        try:
            children = sorted(folder.iterdir(), key=lambda child: child.name, reverse=True)
        except OSError as error:
            remarks.append(Remark(folder, f"the folder cannot be opened ({error.strerror or error})"))
            continue
        waiting.extend(child for child in children if not is_litter(child.name) and child.is_dir())
        for child in reversed(children):
            if not (is_litter(child.name) or child.is_dir() or _identity(child) in passed_over):
                yield _Candidate(child, root)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is left by programs beside documents."""
    name = name.lower()
    return name.startswith(_LITTER) or name in _LITTER_NAMES


def _is_memory(folder: Path) -> bool:
    return (folder / "CURRENT").is_file() and (folder / "generations").is_dir()


def _found(candidate: _Candidate, remarks: list[Remark]) -> FoundFile | None:
    path = candidate.path
    remark = _not_a_file(path) or (None if candidate.explicit else _not_a_document(path))
    if remark is not None:
        remarks.append(remark)
        return None
    name = _readable(path.relative_to(candidate.root).as_posix())
    return FoundFile(path, name, clue_of_name(path, candidate.root), candidate.root)


def _not_a_file(path: Path) -> Remark | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        reason = "the link points nowhere" if path.is_symlink() else "there is no such file or folder"
        return Remark(path, reason, "check the name")
    except (OSError, ValueError) as error:
        return Remark(path, f"the file cannot be examined ({error})")
    if stat.S_ISREG(mode):
        return None
    return Remark(path, "this is neither a file nor a folder", "give a file that holds a document")


def _not_a_document(path: Path) -> Remark | None:
    suffix = path.suffix.lower()
    if suffix in _UNREAD_DOCUMENTS:
        return Remark(path, f"files of the type {suffix} are not read", _UNREAD_DOCUMENTS[suffix])
    if path.stem.lower() in _ABOUT_STEMS:
        advice = "name the file itself among the inputs if it is one"
        return Remark(path, "skipped: by its name this is not a document", advice, "info")
    if type_of_extension(path) is None and suffix != LINK_SUFFIX:
        kind = f"files of the type {suffix}" if suffix else "files without an extension"
        advice = "name the file itself among the inputs if it is one"
        return Remark(path, f"skipped: {kind} are not documents", advice, "info")
    return None


def _of_manifest(manifest: Path, remarks: list[Remark]) -> Iterator[tuple[str, FoundFile]]:
    for entry in read_manifest(manifest):
        problem = _not_a_file(entry.path)
        if problem is not None:
            reason = f"{problem.reason} ({manifest.name}, line {entry.line})"
            remarks.append(replace(problem, reason=reason))
            continue
        name = _relative(entry.path, manifest.parent)
        found = FoundFile(
            entry.path,
            name,
            clue_of_name(entry.path, manifest.parent),
            manifest.parent,
            set_name=entry.set_name,
            language=entry.language,
            date=entry.date,
            title=entry.title,
        )
        yield _identity(entry.path), found


def _relative(path: Path, folder: Path) -> str:
    return _readable((path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix())


def with_unique_names(files: Iterable[FoundFile]) -> tuple[FoundFile, ...]:
    """Sorted by name; files of two inputs that would be shown alike get more of their path in front."""
    same: dict[str, list[FoundFile]] = {}
    for found in files:
        same.setdefault(found.name, []).append(found)
    named = [one for group in same.values() for one in _told_apart(group)]
    return tuple(sorted(named, key=lambda found: found.name))


def _told_apart(group: list[FoundFile]) -> list[FoundFile]:
    if len(group) == 1:
        return group
    paths = [found.path.absolute().parts for found in group]
    depth = len(Path(group[0].name).parts)
    while len({parts[-depth:] for parts in paths}) < len(group):
        depth += 1
    return [
        replace(found, name=_readable("/".join(parts[-depth:])))
        for found, parts in zip(group, paths, strict=True)
    ]


def _readable(name: str) -> str:
    """Return the name without what Linux allows in one: bytes that are no text, and line breaks."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
