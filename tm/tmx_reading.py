"""TMX in: the units of any TMX 1.x file, in constant memory.

    file -> (`tmx_streams`) text -> (`tmx_scanning`) units as text -> (`tmx_fragments`) their variants

Takes UTF-8, UTF-16 and what else a declaration names, gzip and zip, byte order marks, namespaced roots,
`lang` for `xml:lang`, language codes of any case or separator, inline codes, repeated languages. Refuses
entity declarations. A broken unit is left out alone, unless told to be strict; what is skipped is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from tm.errors import TmxError
from tm.tmx_fragments import BrokenUnit, NotPlain, RawUnit, RawVariant, parsed_unit, plain_unit
from tm.tmx_scanning import LONGEST_UNIT_CHARS, Piece, Scanned, scan_tmx
from tm.tmx_streams import opened_tmx, text_reader
from tm.tmx_units import SkippedVariant, TmxUnit, TmxVariant, bcp47, source_language

__all__ = ["SkippedVariant", "TmxUnit", "TmxVariant", "bcp47", "read_tmx"]


OnSkip = Callable[[SkippedVariant], None]

# What is wrong with the file is no reason to lose its units, unless the user says so.
_IN_WORDS: Final = {
    "unclosed-unit": "a unit is not closed",
    "unit-too-long": f"a unit is longer than {LONGEST_UNIT_CHARS} characters",
    "stray-content": "something other than a unit stands in the body",
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
    root, source = _head(path, prolog.text, skip)
    for piece, text, line, match in pieces:
        made: TmxUnit | None = None
        if piece is Piece.PLAIN and match is not None:
            try:
                made = plain_unit(match, line, source)
            except NotPlain:
                made = _parsed_unit(match[1], line, root, source, skip)
        elif piece is Piece.UNIT:
            made = _parsed_unit(text, line, root, source, skip)
        else:
            _tell_of(piece, text, line, skip)
        if made is not None:
            yield made


def _parsed_unit(text: str, line: int, root: str, source: str | None, skip: _Skipping) -> TmxUnit | None:
    raw = _parsed(text, line, root, skip)
    return None if raw is None else _unit(raw, line, source, skip)


def _parsed(text: str, line: int, root: str, skip: _Skipping) -> RawUnit | None:
    try:
        return parsed_unit(text, line, root)
    except BrokenUnit as broken:
        skip.broken(line + broken.line - 1, "broken-unit", broken.reason)
        return None


def _tell_of(piece: Piece, text: str, line: int, skip: _Skipping) -> None:
    if piece is Piece.CUT:
        skip.broken(line, "unclosed-unit")
    elif piece is Piece.LONG:
        skip.broken(line, "unit-too-long")
    elif piece is Piece.STRAY:
        skip.broken(line, "stray-content")
    elif not _END.fullmatch(text):
        skip.broken(line + text.count("\n"), "truncated")


_END: Final = re.compile(r"(?:</[^<>]*body\s*>)?\s*</[^<>]*tmx\s*>(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_COMMENTS: Final = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT: Final = re.compile(r"""<([A-Za-z_][\w.:-]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""")


def _head(path: Path, prolog: str, skip: _Skipping) -> tuple[str, str | None]:
    """Return the root's start tag and the header's source language; refuse what is no TMX."""
    # As many lines, so that places stay right.
    plain = _COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), prolog)
    root = _ROOT.search(plain)
    before = plain if root is None else plain[: root.start()]
    if "<!ENTITY" in before or "<!ENTITY" in plain:
        raise TmxError(path, "it declares entities, which may hide text or exhaust the memory. Remove them.")
    if root is None or _stands_before(before):
        raise TmxError(path, "this is not well-formed XML (no element begins it).", line=1)
    if root[1].rpartition(":")[2] != "tmx":
        raise TmxError(
            path, f"this is no TMX file: its root element is <{root[1].rpartition(':')[2]}>.", line=1
        )
    header = _header(plain[root.start() :], root[1], before.count("\n"), skip)
    return root[0], None if header is None else source_language(header.get("srclang"))


def _stands_before(text: str) -> bool:
    """Whether something other than a document type declaration stands before the root element."""
    return re.fullmatch(r"\ufeff?\s*(?:<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>\s*)?", text) is None


def _header(text: str, root: str, lines_before: int, skip: _Skipping) -> etree._Element | None:
    opened = re.search(r"<([\w.-]*:?body)(?:\s[^<>]*)?/?>\s*$", text)
    ending = "" if opened is None or opened[0].rstrip().endswith("/>") else f"</{opened[1]}>"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    closed = text if opened is None else f"{text}{ending}</{root}>"
    try:
        element = etree.fromstring(closed.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        skip.broken(lines_before + (error.lineno or 1), "broken-header", error.msg or "")
        return None
    return next(element.iterchildren("{*}header"), None)


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
