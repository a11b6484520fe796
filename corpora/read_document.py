"""Reads one file into a typed document: text, language, structure, symbol, date."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora.block_kinds import is_annex_heading
from corpora.documents import Block, BlockKind, Document, RawBlock, RawDocument, ReaderNote, TextEncoding
from corpora.errors import LanguageUnknown, ReadingError
from corpora.own_symbol import named_and_told_symbol, own_symbol
from corpora.reading_options import USUAL, ReadingOptions
from corpora.structure import structure_document

SURE_LANGUAGE = 0.8
SURE_ENCODING = 0.95
ENOUGH_LETTERS = 40
MIXTURE_SHARE = 0.15
SAMPLE_CHARS = 20_000
_HEAD_BLOCKS = 20


def read_document(path: Path, language: str | None = None, options: ReadingOptions = USUAL) -> Document:
    """Read a file of any format: its blocks with kinds, labels and paths, its footnotes, its own symbol.

    `language` is a code or a name ("fr", "French") and is believed; without it the text, the markup and the
    file name are asked, and a contradiction among them becomes a warning. `options` choose the view of
    tracked changes and whether pictures of pages are read. Raises `ReadingError` for a file that cannot be
    read and `LanguageUnknown` where nothing tells the language.
    """
    from corpora.document_names import language_from_name
    from corpora.readers import read_raw

    raw, sha256 = read_raw(path, options, language or language_from_name(path)[0])
    chosen, notes = decide_language(path, raw, language)
    structure = structure_document(raw, chosen)
    symbol, told = named_and_told_symbol(path.stem, structure.blocks, structure.removed)
    notes += _symbol_notes(path, symbol, told) + _encoding_notes(raw.encoding)
    return Document(
        path=path,
        sha256=sha256,
        language=chosen,
        symbol=symbol,
        blocks=structure.blocks,
        footnotes=structure.footnotes,
        removed=structure.removed,
        notes=(*structure.notes, *notes),
        title=title_of(structure.blocks) or raw.title,
        date=date_of(structure.blocks, chosen),
        encoding=raw.encoding,
    )


def read_lines(path: Path, language: str | None = None, *, ignore_labels: bool = False) -> Document:
    """Read a text file one segment a line: block `i` is line `i` (0-based), empty lines included.

    Labels are still read in each line; with `ignore_labels` there are none, and the ordinals in the text
    are masked. A line break at the end of the file adds no line. Nothing is removed.
    """
    from corpora.encodings import decode_text
    from corpora.readers.plain import checked_lines
    from corpora.structure import label_lines, mask_lines

    data = read_bytes(path)
    text, encoding = decode_text(path, data)
    checked_lines(path, text)
    raw = RawDocument(blocks=tuple(_line_blocks(text)), encoding=encoding)
    chosen, notes = decide_language(path, raw, language)
    blocks = mask_lines(raw.blocks, chosen) if ignore_labels else label_lines(raw.blocks, chosen)
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        language=chosen,
        symbol=own_symbol(path.stem, blocks),
        blocks=blocks,
        notes=(*notes, *_encoding_notes(encoding)),
        title=title_of(blocks),
        date=date_of(blocks, chosen),
        encoding=encoding,
    )


def read_bytes(path: Path) -> bytes:
    """Bytes of a file; `ReadingError` with the system's reason if they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the file cannot be read"
        raise ReadingError(path, reason, advice="check the path and the permissions") from error


def decide_language(path: Path, raw: RawDocument, wanted: str | None) -> tuple[str, list[ReaderNote]]:
    """Language of a document and what is to be said about it.

    The argument decides; else the text where it is long enough to tell, then the markup, then the name.
    A text that contradicts the argument is reported all the same: versions may have been swapped.
    """
    from corpora.document_names import language_from_name
    from corpora.languages import normalise_language

    name = language_from_name(path)[0]
    markup = normalise_language(raw.language) or raw.language if raw.language else None
    text, sure, mixture = _language_of_text(raw)
    if wanted is not None:
        given = normalise_language(wanted) or wanted
        return given, _against_argument(given, text if sure else None) + mixture
    notes = _contradiction(name, markup, text if sure else None) + mixture
    chosen = (text if sure else None) or markup or name or text
    if chosen is None:
        raise LanguageUnknown(f"{path}: nothing tells the language. Try: --language xx")
    return chosen, notes


def title_of(blocks: Sequence[Block]) -> str | None:
    """Title nearest before the enacting words, else the first one."""
    titles: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.ENACTING_WORDS and titles:
            return titles[-1]
        if block.kind is BlockKind.TITLE:
            titles.append(block.text)
    return titles[0] if titles else None


def date_of(blocks: Sequence[Block], language: str) -> datetime.date | None:
    """Day a document was adopted: from its closing lines, else from its source note, else from its title."""
    from corpora.dates import find_dates

    end = next((i for i, block in enumerate(blocks) if is_annex_heading(block.text)), len(blocks))
    for kind in (BlockKind.CLOSING, BlockKind.SOURCE_NOTE, BlockKind.TITLE):
        for block in blocks[:end]:
            if block.kind is kind and (found := find_dates(block.text[:1000], language)):
                return found[0].date
    return _date_of_masthead(blocks, language)


def _date_of_masthead(blocks: Sequence[Block], language: str) -> datetime.date | None:
    """Day a report or a letter was distributed; a resolution was adopted on another."""
    from corpora.dates import find_dates

    if any(block.kind is BlockKind.ENACTING_WORDS for block in blocks):
        return None
    for block in blocks[:_HEAD_BLOCKS]:
        if block.kind is BlockKind.FURNITURE:
            # Mastheads of all languages may have the date in English.
            found = find_dates(block.text, language) or find_dates(block.text, "en")
            if found:
                return found[0].date
    return None


def _line_blocks(text: str) -> list[RawBlock]:
    from corpora.documents import Place, RawKind
    from corpora.text_lines import clean_text

    lines = text[: -1 if text.endswith("\n") else None].split("\n")
    blocks, start = [], 0
    for number, line in enumerate(lines, start=1):
        body = line.strip()
        first = start + line.index(body) if body else start
        place = Place(first, first + len(body), None, number)
        blocks.append(RawBlock(RawKind.PARAGRAPH, clean_text(line), place))
        start += len(line) + 1
    return blocks


def _language_of_text(raw: RawDocument) -> tuple[str | None, bool, list[ReaderNote]]:
    """Language of the text, whether it is sure, and the note that the text mixes languages."""
    from corpora.languages import identify_with_mixture

    sample = _sample([block.text for block in raw.blocks])
    (language, probability), shares = identify_with_mixture(
        sample, [block.text[:2000] for block in raw.blocks]
    )
    # Letters beyond the first that are enough need not be counted.
    letters = len(list(itertools.islice(filter(str.isalpha, sample[:2000]), ENOUGH_LETTERS)))
    enough = letters >= ENOUGH_LETTERS or (language in ("ar", "zh", "ru") and letters > 3)
    return language, probability >= SURE_LANGUAGE and enough, _mixture(shares)


def _sample(texts: Sequence[str]) -> str:
    taken, size = [], 0
    for text in texts:
        taken.append(text[:2000])
        size += len(taken[-1])
        if size > SAMPLE_CHARS:
            break
    return "\n".join(taken)


def _contradiction(name: str | None, markup: str | None, text: str | None) -> list[ReaderNote]:
    told = {code for code in (name, markup, text) if code is not None}
    if len(told) < 2:
        return []
    message = (
        f"the language is not told clearly: the file name says {name or 'nothing'}, "
        f"the markup {markup or 'nothing'}, the text {text or 'nothing'}"
    )
    return [ReaderNote("warning", message)]


def _against_argument(given: str, text: str | None) -> list[ReaderNote]:
    if text is None or text == re.split("[-_]", given.lower(), maxsplit=1)[0]:
        return []
    return [ReaderNote("warning", f"the language is given as {given}, but the text looks like {text}")]


def _mixture(shares: Mapping[str, float]) -> list[ReaderNote]:
    mixed = {language: share for language, share in shares.items() if share >= MIXTURE_SHARE}
    if len(mixed) < 2:
        return []
    listed = ", ".join(f"{language} {round(share * 100)} %" for language, share in mixed.items())
    return [ReaderNote("warning", f"the file mixes languages: {listed}")]


def _encoding_notes(encoding: TextEncoding | None) -> list[ReaderNote]:
    """What is to be said of an encoding that no byte proves: the guess, and a warning where it is unsure."""
    if encoding is None or encoding.told_by in ("byte order mark", "UTF-8 throughout"):
        return []
    message = f"read as {encoding.name}, told by its {encoding.told_by}: confidence {encoding.confidence:.3f}"
    if encoding.confidence >= SURE_ENCODING:
        return [ReaderNote("info", message)]
    return [ReaderNote("warning", f"{message}. Look at the accented letters, or save the file as UTF-8")]


def _symbol_notes(path: Path, symbol: str | None, told: str | None) -> list[ReaderNote]:
    if symbol is None or told is None or told == symbol:
        return []
    message = f"the file name {path.name} says {symbol}, the text says {told}; the name is believed"
    return [ReaderNote("warning", message)]
