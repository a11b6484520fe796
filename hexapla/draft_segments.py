"""The sentences of a draft, as the builder of a memory cuts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpora.documents import Block, Document
    from tm.matching.leverage import DraftSegment


def draft_segments(document: Document) -> list[DraftSegment]:
    """Return the sentences of a document in order, those of its footnotes last.

    Sentences that the file itself names are taken as they are.
    """
    blocks = (*document.blocks, *document.footnotes)
    return [segment for block in blocks for segment in _of_block(block, document.language)]


def _of_block(block: Block, language: str) -> Iterator[DraftSegment]:
    from corpora.sentences import split_sentences
    from tm.clean_text import clean_text
    from tm.matching.leverage import DraftSegment

    given = [block.text[one.start : one.end] for one in block.sentences]
    for sentence in given or split_sentences(block.text, language):
        text = clean_text(sentence)[0]
        if text:
            yield DraftSegment(text, block.page, block.path)
