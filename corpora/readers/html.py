"""Reads a web page: the document's own blocks, without what the site puts around them."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpora.documents import RawDocument, ReaderNote
from corpora.encodings import declared_charset, decode_text
from corpora.errors import ReadingError, UnsafeDocument
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.html_blocks import Page, walk_page
from corpora.readers.html_footnotes import find_footnotes
from corpora.readers.html_furniture import measure_text, visible_text
from corpora.readers.html_list_styles import apply_list_styles
from corpora.readers.language_tags import primary_language
from corpora.readers.source_places import SourcePlaces

_BODY_LANGUAGE = re.compile(r"(?:lang|language)-([a-z]{2,3})(?:-\w+)*", re.IGNORECASE)
_PROLOGUE_CHARS = 20_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_MAX_ATTRIBUTES = 2_000


def read_html(path: Path, data: bytes) -> RawDocument:
    """Read the blocks, footnotes and left-out passages of a web page.

    `Place`s are spans in the decoded source. Raises `UndecodableText` for text that is none, `UnsafeDocument`
    for entity declarations and for nesting or texts beyond the parser's limits, `ReadingError` where no text
    is left.
    """
    source, encoding = decode_text(path, data, declared_charset(data))
    root = _parse(path, source)
    apply_list_styles(root)
    shares = measure_text(root)
    language = _language(root)
    chars = shares[root].own_chars if root in shares else 0
    page = Page(BlockBuilder(SourcePlaces(source)), find_footnotes(root), shares, chars, language)
    walk_page(root, page)
    page.builder.lift_unlinked_footnotes()
    for other, count in sorted(page.foreign.items()):
        message = (
            f"{count} element{'s' if count > 1 else ''} marked as {other} in a document marked as {language}"
        )
        page.builder.notes.append(ReaderNote("info", message))
    document = page.builder.finish(language=language, title=_title(root), encoding=encoding)
    if not document.blocks:
        advice = "save the page from a browser after it has loaded, or give the page that the frames show"
        raise ReadingError(path, "the page has no text of its own", advice=advice)
    return document


def _parse(path: Path, source: str) -> _Element:
    if re.search(r"<!DOCTYPE[^>\[]*\[[^\]]*<!ENTITY", source[:_PROLOGUE_CHARS], re.IGNORECASE):
        raise UnsafeDocument(
            path, "the page declares entities", advice="remove the DOCTYPE with its entity declarations"
        )
    for tag in _LONG_TAG.finditer(source):
        attributes = min(tag.group().count("="), len(tag.group().split()))
        if attributes > _MAX_ATTRIBUTES:
            # The parser compares each attribute with all before it.
            reason = f"one element has {attributes} attributes, more than the limit of {_MAX_ATTRIBUTES}"
            place = f"line {source.count(chr(10), 0, tag.start()) + 1}"
            raise UnsafeDocument(path, reason, place=place, advice="open and save the page in a browser")
    # `lxml.html.HTMLParser` is the same parser, and asks Python for the class of each element.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError(
            path, f"the page cannot be parsed ({error})", advice="open and save it in a browser"
        ) from error
    for entry in reversed(list(parser.error_log)):
        if entry.type_name == "ERR_RESOURCE_LIMIT" or "XML_PARSE_HUGE" in entry.message:
            reason = f"nesting or one text is beyond the limits of safe parsing ({entry.message.strip()})"
            advice = "check the file: a document nests less than 256 deep and has no text of 10 MB"
            raise UnsafeDocument(path, reason, place=f"line {entry.line}", advice=advice)
    if root is None:
        raise ReadingError(path, "the page is empty", advice="check that the download was complete")
    return root


def _language(root: _Element) -> str | None:
    """Return what the page declares.

    `lang` of html or body, a meta element, or a class of body ("lang-fr").
    """
    body = root.find("body")
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for element in (root, body):
        if element is not None:
            for name in ("lang", "xml:lang", xml_lang):
                if value := element.get(name):
                    return primary_language(value)
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language" and meta.get("content"):
            return primary_language(meta.get("content") or "")
    for name in (body.get("class") or "").split() if body is not None else ():
        if found := _BODY_LANGUAGE.fullmatch(name):
            return found.group(1).lower()
    return None


def _title(root: _Element) -> str | None:
    found = root.find(".//title")
    text = " ".join(visible_text(found).split()) if found is not None else ""
    return text or None
