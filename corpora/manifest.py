"""The manifest of files: a CSV in which a person says which file is which version of which document.

Columns, in any order, by the names of the first line: `set` and `path` are needed; `language`, `date`
(2013-12-18) and `title` may be empty or absent. Comma or semicolon, UTF-8 with or without byte order mark;
paths are relative to the manifest.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from corpora.errors import ManifestError
from corpora.languages import normalise_language

_COLUMNS = ("set", "language", "path", "date", "title")
_NEEDED = ("set", "path")
_LANGUAGE_CHARS = 35


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One row: `path` can be opened from the working folder, `line` counts from 1 in the manifest."""

    set_name: str
    path: Path
    line: int
    language: str | None = None
    date: datetime.date | None = None
    title: str | None = None


def read_manifest(manifest: Path) -> tuple[ManifestEntry, ...]:
    """Return the rows in the order of the file. Whether the files exist is not checked here.

    Raises `ManifestError`, which names file and line, for anything that cannot be meant, and where the file
    cannot be read.
    """
    try:
        text = manifest.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ManifestError(
            f"{manifest}: the manifest cannot be read ({error.strerror or error})."
        ) from error
    except UnicodeDecodeError as error:
        advice = 'Save it as "CSV UTF-8".'
        line = error.object[: error.start].count(b"\n") + 1
        raise ManifestError(f"{manifest}, line {line}: the manifest is not in UTF-8. {advice}") from error
    entries = tuple(_entries(manifest, text))
    _refuse_repeated_paths(manifest, entries)
    if not entries:
        raise ManifestError(
            f"{manifest}: the manifest names no file. Its columns are: {', '.join(_COLUMNS)}."
        )
    return entries


def _entries(manifest: Path, text: str) -> Iterator[ManifestEntry]:
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] | None = None
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if columns is None:
                    columns = _header(manifest, row)
                else:
                    yield _entry(manifest, line, columns, row)
            line = rows.line_num + 1
    except csv.Error as error:
        raise ManifestError(f"{manifest}, line {line}: {error}.") from error


def _header(manifest: Path, row: list[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip().lower() for cell in row)
    missing = [column for column in _NEEDED if column not in columns]
    unknown = [column for column in columns if column not in _COLUMNS]
    if missing or unknown or len(set(columns)) < len(columns):
        problem = (
            f"the column {missing[0]} is missing"
            if missing
            else f'there is no column "{unknown[0]}"'
            if unknown
            else "a column is there twice"
        )
        raise ManifestError(f"{manifest}, line 1: {problem}. The columns are: {', '.join(_COLUMNS)}.")
    return columns


def _entry(manifest: Path, line: int, columns: tuple[str, ...], row: list[str]) -> ManifestEntry:
    where = f"{manifest}, line {line}"
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        raise ManifestError(
            f"{where}: {len(row)} cells under {len(columns)} columns. Quote cells with a separator."
        )
    cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False)}
    for column in _NEEDED:
        if not cells.get(column):
            raise ManifestError(f"{where}: the cell {column} is empty.")
    return ManifestEntry(
        set_name=" ".join(cells["set"].split()),
        path=_path(manifest, where, cells["path"]),
        line=line,
        language=_language(where, cells.get("language", "")),
        date=_date(where, cells.get("date", "")),
        title=cells.get("title") or None,
    )


def _path(manifest: Path, where: str, text: str) -> Path:
    if "\x00" in text:
        raise ManifestError(f"{where}: the path holds a NUL character.")
    # A spreadsheet on Windows writes "fr\\a.docx"; the manifest travels to other systems with its folder.
    relative = text if PureWindowsPath(text).is_absolute() else text.replace("\\", "/")
    return manifest.parent / relative


def _language(where: str, text: str) -> str | None:
    if not text:
        return None
    language = normalise_language(text)
    if language is not None:
        return language
    code = text.replace("_", "-")
    is_tag = code.isascii() and code.replace("-", "").isalnum() and 2 <= len(code.partition("-")[0]) <= 3
    if not is_tag or len(code) > _LANGUAGE_CHARS:
        raise ManifestError(f'{where}: "{text}" is no language. Write fr, en, ... or another BCP 47 code.')
    return code.lower()


def _date(where: str, text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ManifestError(f'{where}: "{text}" is no date of the form 2013-12-18.') from error


def _refuse_repeated_paths(manifest: Path, entries: tuple[ManifestEntry, ...]) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        path = entry.path.as_posix()
        if path in first:
            raise ManifestError(f"{manifest}, line {entry.line}: {path} is already in line {first[path]}.")
        first[path] = entry.line
