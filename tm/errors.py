"""What can go wrong in a translation memory.

TmError
├── MemoryFolderError      something is wrong with a memory folder; the message names it
│   ├── MemoryMissing      there is no published memory in that folder
│   ├── MemoryDamaged      a file of the memory cannot be read, or was written by a newer version
│   ├── FindingsMissing    the memory was built before findings were kept
│   └── MemoryLocked       another build is writing to this memory
├── EncoderMismatch        the encoder gives other vectors than those the memory was built with
├── IdCollision            two units share an id, or two variants a vector id
├── QueryError             a search or a concordance was asked for something that cannot be
├── ExportError            an export was asked for something that cannot be
├── ExchangeError          an exchange file needs an answer from the user before it can be taken in
├── ReviewError            a file that a reviewer returned cannot be read; says file, place and reason
├── BaselineError          a file of accepted findings cannot be read
├── TbxError               a termbase cannot be read; says file, line and reason
└── TmxError               a TMX file cannot be read; says file, line and reason
"""

from __future__ import annotations

from pathlib import Path


class TmError(Exception):
    """Anything that tm raises on purpose."""


class MemoryFolderError(TmError):
    """Something is wrong with a memory folder; `folder` says which."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(f"{folder}: {reason}")


class MemoryMissing(MemoryFolderError):
    """There is no published memory in that folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "there is no memory here. Build one with: hexapla build DOCS --out MEMORY")


class MemoryDamaged(MemoryFolderError):
    """A file of the memory cannot be read, or was written by a newer version."""


class FindingsMissing(MemoryFolderError):
    """The memory was built before findings were kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            "this memory was built before findings were kept. "
            "Build it again with: hexapla build DOCS --out MEMORY",
        )


class MemoryLocked(MemoryFolderError):
    """Another build is writing to this memory; `holder` says who, as far as is known."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.holder = holder
        super().__init__(
            folder, f"another build is writing to this memory ({holder}). Wait until it ends, then try again."
        )


class EncoderMismatch(TmError):
    """The encoder gives other vectors than those the memory was built with."""


class IdCollision(TmError):
    """Two units share an id, or two variants a vector id."""


class QueryError(TmError):
    """A search or a concordance was asked for something that cannot be: empty, unknown language, k < 1."""


class ExportError(TmError):
    """An export was asked for something that cannot be: unknown pair, unknown level, no unit at all."""


class ExchangeError(TmError):
    """An exchange file needs an answer from the user before it can be taken in: which language is meant."""


class ReviewError(TmError):
    """A file that a reviewer returned cannot be read; `place` is a sheet, a line or a part, "" for all."""

    def __init__(self, path: Path | str, reason: str, *, place: str = "") -> None:
        self.path = Path(path)
        self.reason = reason
        self.place = place
        super().__init__(f"{path}, {place}: {reason}" if place else f"{path}: {reason}")


class BaselineError(TmError):
    """A file of accepted findings is none."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: this is no baseline: {reason}. "
            f"Write one with: hexapla check FILE --write-baseline {path}"
        )


class TmxError(TmError):
    """A TMX file cannot be read; `line` counts from 1, None where it concerns the whole file."""

    def __init__(self, path: Path | str, reason: str, *, line: int | None = None) -> None:
        self.path = Path(path)
        self.reason = reason
        self.line = line
        where = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")


class TbxError(TmError):
    """A termbase in TBX cannot be read; `line` counts from 1, None where it concerns the whole file."""

    def __init__(self, path: Path | str, reason: str, *, line: int | None = None) -> None:
        self.path = Path(path)
        self.reason = reason
        self.line = line
        where = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")
