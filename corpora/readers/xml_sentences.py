"""Sentences that an XML document names: `<s id="12:1">` in TEI, as in corpora of parallel texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from corpora.readers.inline_text import Piece, SentenceEdge
from corpora.readers.language_tags import primary_language
from corpora.readers.xml_vocabulary import local_name

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Han characters with the punctuation of their width: no space stands beside them.
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_NOT_PARAGRAPHS = frozenset(("document", "text", "body", "front", "back", "div", "doc", "root"))


def pieces_at_start(element: _Element) -> Iterator[Piece]:
    """Yield what stands for the start tag in running text: the edge of a sentence, a space before a word."""
    name = local_name(element.tag)
    if name == "s" and (sentence := _given_id(element)):
        yield SentenceEdge("", sentence, _paragraph_id(element), opens=True)
    elif name == "w":
        yield " "


def pieces_at_end(element: _Element) -> Iterator[Piece]:
    """Yield what stands for the end tag in running text."""
    if local_name(element.tag) == "s" and (sentence := _given_id(element)):
        yield SentenceEdge("", sentence, _paragraph_id(element), opens=False)


def tail_of(element: _Element) -> str:
    """Return the text after an element; between two sentences it is a space, and in Chinese it is none.

    A space that the file shows as one stays, in Chinese as well; a line break there is none.
    """
    tail = element.tail or ""
    following = element.getnext()
    if following is None or tail.strip() or (tail and "\n" not in tail):
        return tail
    if any(local_name(each.tag) != "s" or not _given_id(each) for each in (element, following)):
        return tail
    before, after = ("".join(map(str, each.itertext())).strip() for each in (element, following))
    return "" if _HAN.fullmatch(before[-1:]) or _HAN.fullmatch(after[:1]) else " "


def is_lone_sentence(element: _Element) -> bool:
    """Whether an element is a sentence outside any paragraph: then it is one itself."""
    parent = element.getparent()
    if local_name(element.tag) != "s" or not _given_id(element) or parent is None:
        return False
    return local_name(parent.tag) in _NOT_PARAGRAPHS


def language_of_sentences(root: _Element) -> str | None:
    """Return the language that the first sentence with an id states in a plain `lang`."""
    for element in root.iter(etree.Element):
        if local_name(element.tag) == "s" and _given_id(element):
            return primary_language(element.get("lang") or "") or None
    return None


def _given_id(element: _Element) -> str:
    return " ".join((element.get("id") or element.get(_XML_ID) or "").split())


def _paragraph_id(sentence: _Element) -> str:
    """Return the id of the nearest element around a sentence that has one; "" outside paragraphs."""
    around = (one for one in sentence.iterancestors() if local_name(one.tag) not in _NOT_PARAGRAPHS)
    return next((name for one in around if (name := _given_id(one))), "")
