"""The locks of a build, by document set: which lines are whose, which are stale, which find no set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from align.errors import LockError
from align.locks import Lock
from corpora.documents import Document
from corpora.grouping import FileSet
from hexapla.lock_files import LockFile, check_languages, locks_of_documents, stale_words
from hexapla.report import Finding
from hexapla.set_building import FinishedSet


@dataclass(frozen=True, slots=True)
class SetLocks:
    """A checked file of locks, or none, and the sets that it may speak of.

    `sets` are those of this build, `published` the names of those in the memory. Raises `LockError` for lines
    without a set or of an unknown one, and for languages that a set does not have.
    """

    file: LockFile | None
    sets: Sequence[FileSet]
    published: Collection[str]

    def __post_init__(self) -> None:
        languages = {files.name: sorted(files.languages) for files in self.sets}
        known = sorted({*languages, *self.published})
        for line in self.file.lines if self.file is not None else ():
            place = self.file.place(line) if self.file is not None else ""
            if line.set_name is None:
                raise LockError(f'{place}: no set is named. Try: add "set" with one of {_listed(known)}')
            if line.set_name not in known:
                raise LockError(f'{place}: there is no set "{line.set_name}". Try: one of {_listed(known)}')
            if self.file is not None and line.set_name in languages:
                check_languages(self.file, line, languages[line.set_name])

    def keys(self, name: str) -> tuple[str, ...]:
        """What the lines of a set say, sorted: part of what names the finished set."""
        return () if self.file is None else tuple(sorted({line.key for line in self.file.of_set(name)}))

    def of_documents(
        self, name: str, documents: Mapping[str, Document]
    ) -> tuple[dict[tuple[str, str], list[Lock]], tuple[str, ...]]:
        """The locks of a set by pair of languages, and the keys of its stale lines."""
        if self.file is None:
            return {}, ()
        locks, stale = locks_of_documents(self.file, self.file.of_set(name), documents)
        return locks, tuple(sorted({line.key for line in stale}))

    def stale(self, finished: Iterable[FinishedSet]) -> list[Finding]:
        """What to say of lines whose text has changed."""
        if self.file is None:
            return []
        stale = {(one.report.name, key) for one in finished for key in one.stale_locks}
        return [
            Finding("error", str(self.file.path), stale_words(line))
            for line in self.file.lines
            if (line.set_name, line.key) in stale
        ]

    def unused(self) -> list[Finding]:
        """What to say of lines for sets that are in the memory, but not in this build."""
        if self.file is None:
            return []
        present = {files.name for files in self.sets}
        absent = sorted({str(line.set_name) for line in self.file.lines if line.set_name not in present})
        return [
            Finding(
                "warning", str(self.file.path), f'the locks of the set "{name}" wait: its files are not here'
            )
            for name in absent
        ]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"
