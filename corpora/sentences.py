"""Where sentences end, in six languages and in the documents of official bodies.

The rules are data, `sentences.srx` beside this file (SRX 2.0, shipped with every memory, readable by
computer-aided translation tools); an SRX engine applies them. docs/segmentation.md says how to add one.
"""

from __future__ import annotations

import functools
import threading
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from choppa.srx_parser import SrxDocument

RULES_FILE = "sentences.srx"
_LOADING = threading.Lock()


def split_sentences(text: str, language: str) -> list[str]:
    """The sentences of one paragraph, in order, without the white space around them.

    `language` is a BCP 47 string; languages other than ar, zh, en, fr, ru and es follow the rules that
    are common to all. Every character but white space is in exactly one sentence. A text of white
    space alone has no sentence.
    """
    return [text[start:end] for start, end in sentence_spans(text, language)]


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """The half-open spans of characters that the sentences of `text` occupy, in order.

    Only white space stands between two spans, before the first and after the last.
    """
    from choppa.iterators import SrxTextIterator

    spans: list[tuple[int, int]] = []
    end = 0
    for segment in SrxTextIterator(_rules(), language, text):
        start, end = end, end + len(segment)
        sentence = segment.strip()
        if sentence:
            first = start + len(segment) - len(segment.lstrip())
            spans.append((first, first + len(sentence)))
    return spans


def rules_text() -> str:
    """The SRX document itself, to be shipped with a memory."""
    return files("corpora").joinpath(RULES_FILE).read_text(encoding="utf-8")


def _rules() -> SrxDocument:
    with _LOADING:  # two threads at once would otherwise both parse and compile the rules
        return _load_rules()


@functools.cache
def _load_rules() -> SrxDocument:
    from choppa.srx_parser import SrxDocument

    with as_file(files("corpora").joinpath(RULES_FILE)) as path:
        return SrxDocument(ruleset=path)
