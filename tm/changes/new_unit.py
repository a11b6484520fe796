"""A unit that a person or a program adds to a memory, and the rows that it has there."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from corpora.documents import BlockKind
from corpora.languages import LANGUAGES
from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.language_codes import memory_language
from tm.units import IMPORTED, LEVELS, UNIT_SCHEMA, vector_id

ID_PREFIX: Final = "added"
# The set that all added units are in, and their document where none is named.
SET_NAME: Final = "added"
_ID_BYTES: Final = 10
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A paragraph in two languages or more, and what is known of where it stands.

    `texts` by language code; `date` as 2026-11-26; `source` is the language it was written in, else French or
    the first. `kind` is a value of `corpora.documents.BlockKind`.
    """

    texts: Mapping[str, str]
    document: str = ""
    symbol: str | None = None
    title: str | None = None
    date: str | None = None
    path: str = ""
    kind: str = "paragraph"
    source: str | None = None


def checked_unit(unit: NewUnit) -> NewUnit:
    """Return the unit as a memory keeps it, languages sorted.

    Raises `QueryError` for fewer than two texts, an unknown language, a text or a date that is none.
    """
    texts: dict[str, str] = {}
    for written, given in sorted(unit.texts.items()):
        code = memory_language(written)
        if code is None:
            raise QueryError(f'"{written}" is no language. Write a code: {", ".join(sorted(LANGUAGES))}.')
        if code in texts:
            raise QueryError(f"There are two texts in {code}. Give one.")
        texts[code] = _checked_text(given, written)
    texts = dict(sorted(texts.items()))
    if len(texts) < 2:
        raise QueryError("A unit needs its text in at least two languages.")
    source = None if unit.source is None else memory_language(unit.source)
    if unit.source is not None and source not in texts:
        raise QueryError(f'The unit has no text in "{unit.source}", which was said to be its source.')
    kinds = [kind.value for kind in BlockKind]
    if unit.kind not in kinds:
        raise QueryError(f'There is no kind "{unit.kind}". Known are: {", ".join(kinds)}.')
    _date(unit.date)
    return NewUnit(
        texts=texts,
        document=clean_text(unit.document)[0],
        symbol=_cleaned(unit.symbol),
        title=_cleaned(unit.title),
        date=unit.date,
        path=clean_text(unit.path)[0],
        kind=unit.kind,
        source=source or ("fr" if "fr" in texts else next(iter(texts))),
    )


def id_of_unit(unit: NewUnit) -> str:
    """Return `added:` and a hash of what the unit says and where it says that it stands."""
    content = "\n".join(
        [
            unit.document,
            unit.symbol or "",
            unit.path,
            *(f"{code}\t{text}" for code, text in unit.texts.items()),
        ]
    )
    return f"{ID_PREFIX}:{hashlib.blake2b(content.encode(), digest_size=_ID_BYTES).hexdigest()}"


def content_of(unit: NewUnit) -> str:
    """Return the unit as JSON."""
    return json.dumps(asdict(unit), ensure_ascii=False, sort_keys=True)


def unit_of(content: str) -> NewUnit:
    """Return the unit that `content_of` wrote; raises `ValueError` or `TypeError` for anything else."""
    return NewUnit(**json.loads(content))


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """Return what says whether a unit still has these texts by language."""
    content = "\n".join(f"{code}\t{text}" for code, text in sorted(texts.items()))
    return hashlib.blake2b(content.encode(), digest_size=_ID_BYTES).hexdigest()


def unit_records(unit: NewUnit, unit_id: str, position: int) -> list[Record]:
    """Return the rows of the unit: its paragraph, then that paragraph as its one sentence, by language."""
    return [*_records(unit, unit_id, None, position), *_records(unit, f"{unit_id}.1", unit_id, position)]


def _records(unit: NewUnit, unit_id: str, parent: str | None, position: int) -> Iterator[Record]:
    for code, text in unit.texts.items():
        is_source = code == unit.source
        yield {
            **dict.fromkeys(UNIT_SCHEMA),
            "unit_id": unit_id,
            "parent_id": parent,
            "level": LEVELS[0] if parent is None else LEVELS[1],
            "set_name": SET_NAME,
            "symbol": unit.symbol,
            "pivot": unit.source,
            "position": position,
            "language": code,
            "text": text,
            "kind": unit.kind,
            "label": "",
            "path": unit.path,
            "start": 0,
            "end": len(text),
            "blocks": 1 if parent is None else 0,
            "document": unit.document or unit.symbol or SET_NAME,
            "date": _date(unit.date),
            "title": unit.title,
            "probability": 1.0,
            "unit_probability": 1.0,
            "rule": None if is_source else "added",
            "via": None if is_source else unit.source,
            "flags": "",
            "dropped_chars": 0,
            "vector_id": vector_id(unit_id, code),
            "origin": IMPORTED,
        }


def _checked_text(given: str, code: str) -> str:
    text, dropped = clean_text(given)
    if dropped:
        raise QueryError(
            f"The text in {code} has {dropped} characters that no exchange file may hold, as U+0000. "
            "Take them out."
        )
    if not text:
        raise QueryError(f"The text in {code} is empty. Give a text, or leave the language out.")
    return text


def _date(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise QueryError(f'"{text}" is no date. Write it as 2026-11-26.') from None


def _cleaned(text: str | None) -> str | None:
    return (clean_text(text)[0] or None) if text else None
