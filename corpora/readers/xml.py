"""Reads XML of official texts.

Every element of text is a block, with the labels of all elements around it.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpora.documents import RawDocument, ReaderNote
from corpora.encodings import declared_charset, decode_text
from corpora.errors import ReadingError, UnsafeDocument
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.language_tags import primary_language
from corpora.readers.source_places import SourcePlaces
from corpora.readers.xml_blocks import XML_LANG, XmlWalk, all_text, walk_tree
from corpora.readers.xml_sentences import language_of_sentences
from corpora.readers.xml_vocabulary import HEADINGS, TITLES, local_name

_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]*(\[)?", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_xml(path: Path, data: bytes) -> RawDocument:
    """Read the blocks, footnotes and left-out passages of an XML document.

    A label that stands in an element of its own is in `RawBlock.label`, with all labels around it: "4 (2)
    (a)", outermost first, separated by one space (spaces inside a label are no-break spaces); a second text
    under the same label has none. Raises `UnsafeDocument` for a DOCTYPE with declarations and for nesting
    beyond the limits, `ReadingError` with the line for XML that is not well-formed.
    """
    source, encoding = decode_text(path, data, declared_charset(data))
    source = source.lstrip("\ufeff\n ")
    root = parse_safely(path, source)
    language = next(
        (primary_language(e.get(XML_LANG) or "") for e in root.iter(etree.Element) if e.get(XML_LANG)),
        language_of_sentences(root),
    )
    walk = XmlWalk(BlockBuilder(SourcePlaces(source), full_chain=True), language)
    walk_tree(root, walk)
    for other, count in sorted(walk.foreign.items()):
        message = (
            f"{count} element{'s' if count > 1 else ''} marked as {other} in a document marked as {language}"
        )
        walk.builder.notes.append(ReaderNote("info", message))
    document = walk.builder.finish(language=language, title=_title(root), encoding=encoding)
    if not document.blocks:
        raise ReadingError(
            path,
            "the XML has no text",
            place=f"element {local_name(root.tag)}",
            advice="give the document itself",
        )
    return document


def parse_safely(path: Path, source: str | bytes) -> _Element:
    """Parse XML without entities, external files or deep nesting.

    Raises `UnsafeDocument` before parsing where the DOCTYPE has an internal subset with declarations.
    """
    refuse_declarations(
        path, source[:100_000] if isinstance(source, str) else source[:100_000].decode("latin-1")
    )
    data = (
        _DECLARATION.sub("", source, count=1).encode("utf-8", "ignore") if isinstance(source, str) else source
    )
    encoding = "utf-8" if isinstance(source, str) else None
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise refusal(path, error) from error


def refuse_declarations(path: Path, head: str) -> None:
    """Raise `UnsafeDocument` where the beginning of a file has a DOCTYPE with declarations."""
    for doctype in _DOCTYPE.finditer(head):
        before_root = not re.search(r"<[A-Za-z_]", head[: doctype.start()])
        if before_root and (doctype.group(1) or "<!ENTITY" in head[doctype.start() :]):
            advice = "remove the DOCTYPE with its declarations"
            raise UnsafeDocument(
                path, "the DOCTYPE declares entities or elements", place="DOCTYPE", advice=advice
            )


def refusal(path: Path, error: etree.XMLSyntaxError) -> ReadingError:
    """Return what to raise for XML that could not be parsed, with the line."""
    message = (error.msg or str(error)).strip()
    place = f"line {error.lineno}" if error.lineno else ""
    if (
        "depth" in message
        or "HUGE" in message
        or "limit" in message.lower()
        or "entity loop" in message.lower()
    ):
        advice = "check the file: a document nests less than 256 deep and has no text of 10 MB"
        reason = f"the XML is beyond the limits of safe parsing ({message})"
        return UnsafeDocument(path, reason, place=place, advice=advice)
    return ReadingError(
        path, f"the XML is not well-formed ({message})", place=place, advice="repair the file at that line"
    )


def _title(root: _Element) -> str | None:
    for wanted in (TITLES, {"title", "shorttitle"}, HEADINGS):
        for element in root.iter(etree.Element):
            if local_name(element.tag) in wanted and (text := " ".join(all_text(element).split())):
                return text
    return None
