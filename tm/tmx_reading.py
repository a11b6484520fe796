"""TMX in: the units of any TMX 1.x file, in constant memory.

    file -> (`tmx_streams`) text -> (`tmx_scanning`) units as text -> (`tmx_fragments`) their variants
                                                     beginning -> (`tmx_head`) what holds for all units

Takes UTF-8, UTF-16 and what else a declaration names, gzip and zip, byte order marks, namespaced roots,
`lang` for `xml:lang`, language codes of any case or separator, inline codes, repeated languages. Refuses
entity declarations. A broken unit is left out alone, unless told to be strict; what is skipped is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from tm.errors import TmxError
from tm.tmx_fragments import BrokenUnit, NotPlain, RawUnit, RawVariant, parsed_unit, plain_unit
from tm.tmx_head import TmxHead, read_head
from tm.tmx_scanning import LONGEST_UNIT_CHARS, Piece, Scanned, scan_tmx
from tm.tmx_streams import opened_tmx, text_reader
from tm.tmx_units import SkippedVariant, TmxUnit, TmxVariant, bcp47, source_language

__all__ = ["SkippedVariant", "TmxUnit", "TmxVariant", "bcp47", "read_tmx"]


OnSkip = Callable[[SkippedVariant], None]

# What is wrong with the file is no reason to lose its units, unless the user says so.
_IN_WORDS: Final = {
    "unclosed-unit": "a unit is not closed",
    "unit-too-long": f"a unit is longer than {LONGEST_UNIT_CHARS} characters",
    "stray-content": "something other than a unit stands in the body, or after its end",
    "truncated": "the file ends before its end tags",
}


def read_tmx(path: Path, on_skip: OnSkip | None = None, *, strict: bool = True) -> Iterator[TmxUnit]:
    """Yield the units of a TMX file in order; tell `on_skip` what is left out.

    Raises `TmxError` for a file that is no TMX, declares entities, or has an encoding that is unknown; where
    `strict`, also for one that is not well-formed (then after the units before that place), else its broken
    units are skipped. `OSError` where it cannot be opened.
    """
    with opened_tmx(path) as files:
        for file in files:
            skip = _Skipping(path, on_skip or _ignore, strict=strict)
            yield from _units(path, scan_tmx(text_reader(path, file)), skip)


class _Skipping:
    """Tells what is skipped; where strict, raises for what is not well-formed."""

    def __init__(self, path: Path, tell: OnSkip, *, strict: bool) -> None:
        self.path, self.tell, self.strict = path, tell, strict

    def broken(self, line: int, reason: str, detail: str = "") -> None:
        """Tell of what no parser would take."""
        if self.strict:
            words = detail or _IN_WORDS.get(reason, reason)
            raise TmxError(self.path, f"this is not well-formed XML ({words}).", line=line)
        self.tell(SkippedVariant(line, reason, detail))


def _units(path: Path, pieces: Iterator[Scanned], skip: _Skipping) -> Iterator[TmxUnit]:
    prolog = next(pieces)
    head = read_head(path, prolog.text)
    if head.broken:
        skip.broken(head.broken.line, "broken-header", head.broken.reason)
    for piece, text, line, match in pieces:
        made: TmxUnit | None = None
        if piece is Piece.PLAIN and match is not None:
            try:
                if head.has_defaults:
                    raise NotPlain
                made = plain_unit(match, line, head.source)
            except NotPlain:
                made = _parsed_unit(match[1], line, head, skip)
        elif piece is Piece.UNIT:
            made = _parsed_unit(text, line, head, skip)
        else:
            _tell_of(piece, text, line, head, skip)
        if made is not None:
            yield made


def _parsed_unit(text: str, line: int, head: TmxHead, skip: _Skipping) -> TmxUnit | None:
    try:
        raw = parsed_unit(text, line, head.around)
    except BrokenUnit as broken:
        skip.broken(line + broken.line - 1, "broken-unit", broken.reason)
        return None
    return _unit(raw, line, head.source, skip)


def _tell_of(piece: Piece, text: str, line: int, head: TmxHead, skip: _Skipping) -> None:
    if piece is Piece.CUT:
        skip.broken(line, "unclosed-unit")
    elif piece is Piece.LONG:
        skip.broken(line, "unit-too-long")
    elif piece is Piece.STRAY:
        skip.broken(line, "stray-content")
    elif piece is Piece.ASIDE:
        if wrong := head.wrong_aside(text):
            skip.broken(line + wrong.line - 1, "stray-content", wrong.reason)
    elif not head.has_body and not head.broken:
        skip.tell(SkippedVariant(line, "no-body"))
    elif wrong := head.wrong_rest(text):
        goes_on = _LAST_TAG.search(text) is not None
        at_end = line + text.count("\n")
        skip.broken(line + wrong.line - 1 if goes_on else at_end, "stray-content" if goes_on else "truncated")


_LAST_TAG: Final = re.compile(r"</(?:[\w.-]+:)?tmx\s*>")


def _unit(raw: RawUnit, line: int, source: str | None, skip: _Skipping) -> TmxUnit | None:
    variants = [
        TmxVariant(bcp47(variant.language), variant.text.strip(), variant.props)
        for variant in raw.variants
        if variant.text is not None and variant.language and not variant.text.isspace() and variant.text
    ]
    if len(variants) < len(raw.variants):
        for variant in raw.variants:
            if reason := _unusable(variant):
                skip.tell(SkippedVariant(variant.line, reason))
    if not variants:
        skip.tell(SkippedVariant(line, "no-variant"))
        return None
    get = raw.attributes.get
    return TmxUnit(
        get("tuid"),
        source_language(get("srclang")) or source,
        tuple(variants),
        raw.props,
        line,
        get("creationdate"),
        get("changedate"),
        get("creationid"),
    )


def _unusable(variant: RawVariant) -> str:
    if not variant.language:
        return "no-language"
    if variant.text is None:
        return "no-segment"
    return "" if variant.text.strip() else "empty-segment"


def _ignore(_: SkippedVariant) -> None:
    """Take no notice of what is skipped."""
