"""The passages of a document as HTML: blocks, footnotes, and what was taken out, in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hexapla.block_colours import REMOVED_NAME, kind_class
from hexapla.html_text import attribute, direction, language_tag, text

if TYPE_CHECKING:
    from corpora.documents import Block, FootnoteReference, Place, Removed
    from hexapla.inspected_document import InspectedDocument
    from hexapla.reading_order import Entry

# Longer passages that were taken out are folded.
_SHORT_CHARS = 120
# Kinds below are said to be doubtful.
_SURE_KIND = 0.8


def entries_html(inspected: InspectedDocument, entries: Sequence[Entry]) -> str:
    """Return a list of blocks and removed passages, in the order given."""
    document = inspected.document
    items = "\n".join(
        _removed(inspected, document.removed[entry.index], entry.index)
        if entry.is_removed
        else _block(inspected, document.blocks[entry.index], entry.index)
        for entry in entries
    )
    return f'<ol class="entries">\n{items}\n</ol>'


def footnotes_html(inspected: InspectedDocument) -> str:
    """Return the section of footnotes, each with links back to its references; "" without footnotes."""
    document = inspected.document
    if not document.footnotes:
        return ""
    back: dict[int, list[str]] = {}
    for index, block in enumerate(document.blocks):
        for number, reference in enumerate(block.references):
            if reference.footnote is not None:
                back.setdefault(reference.footnote, []).append(_back_link(index, number))
    items = "\n".join(
        _footnote(inspected, note, index, " ".join(back.get(index, ("no reference",))))
        for index, note in enumerate(document.footnotes)
    )
    return (
        f'<section id="footnotes" aria-labelledby="footnotes-head">\n'
        f'<h2 id="footnotes-head">Footnotes: {len(document.footnotes)}</h2>\n'
        f'<ol class="entries">\n{items}\n</ol>\n</section>'
    )


def written_in(inspected: InspectedDocument) -> str:
    """Return the attributes `lang` and `dir` of the document's texts."""
    language = inspected.document.language
    return attribute("lang", language_tag(language)) + attribute("dir", direction(language))


def place_words(place: Place) -> str:
    """Return "page 2, line 14, characters 100–240", with what is known."""
    parts = [
        f"page {place.page}" if place.page is not None else "",
        f"line {place.line}" if place.line is not None else "",
        f"characters {place.start}–{place.end}" if place.end > place.start else "",
    ]
    return ", ".join(part for part in parts if part)


def _block(inspected: InspectedDocument, block: Block, index: int) -> str:
    return (
        f'<li class="entry {kind_class(block.kind)}" id="block{index}">'
        f"{_sign(inspected, block, f'block{index}', str(index))}"
        f'<p class="text"{written_in(inspected)}>{"".join(_pieces(block, index))}</p></li>'
    )


def _footnote(inspected: InspectedDocument, note: Block, index: int, back: str) -> str:
    return (
        f'<li class="entry {kind_class(note.kind)}" id="note{index}">'
        f"{_sign(inspected, note, f'note{index}', str(index))}"
        f'<p class="text"{written_in(inspected)}>{"".join(_pieces(note, None))}</p>'
        f'<p class="sign">Referred to by: {back}</p></li>'
    )


def _sign(inspected: InspectedDocument, block: Block, name: str, number: str) -> str:
    """Return the line above a text: number, kind, label, path, confidence, place."""
    parts = [f'<span class="number">{number}</span>', f'<span class="kind">{text(block.kind.value)}</span>']
    if block.kind_probability < _SURE_KIND:
        parts.append(f"<span>doubtful kind, probability {block.kind_probability:.2f}</span>")
    if block.label:
        parts.append(
            f'<span>label <bdi class="label"{written_in(inspected)}>{text(block.label)}</bdi></span>'
        )
    if block.path:
        parts.append(f'<span>path <bdi class="path">{text(block.path)}</bdi></span>')
    if block.confidence < 1:
        parts.append(f"<span>recognised, confidence {block.confidence:.2f}</span>")
    if words := place_words(block.place):
        parts.append(f'<span class="place">{words}</span>')
    if inspected.is_boxed(block):
        parts.append(f'<a class="to-box" href="#box-{name}">on the image</a>')
    return f'<p class="sign">{" ".join(parts)}</p>'


def _pieces(block: Block, index: int | None) -> Iterator[str]:
    """Yield the text with its footnote marks at their places; those of block `index` have ids."""
    done = 0
    for number, reference in enumerate(block.references):
        at = min(max(reference.offset, done), len(block.text))
        yield text(block.text[done:at])
        yield _mark(reference, "" if index is None else f"reference-{index}-{number}")
        done = at
    yield text(block.text[done:])


def _mark(reference: FootnoteReference, name: str) -> str:
    mark = f"<bdi>{text(reference.mark) or '?'}</bdi>"
    if reference.footnote is None:
        return f'<sup class="orphan" title="no footnote found">{mark}</sup>'
    return f'<sup><a{attribute("id", name)} href="#note{reference.footnote}">{mark}</a></sup>'


def _back_link(index: int, number: int) -> str:
    return f'<a href="#reference-{index}-{number}">block {index}</a>'


def _removed(inspected: InspectedDocument, removed: Removed, index: int) -> str:
    written = f"<bdi{written_in(inspected)}>{text(removed.text)}</bdi>"
    sign = (
        f'<span class="kind">{REMOVED_NAME}</span> <strong>{text(removed.reason)}</strong> '
        f'<span class="place">{place_words(removed.place)}</span>'
    )
    if len(removed.text) > _SHORT_CHARS:
        body = f'<details><summary class="sign">{sign}</summary><p class="text">{written}</p></details>'
    else:
        body = f'<p class="sign">{sign}</p><p class="text">{written}</p>'
    return f'<li class="entry {kind_class(None)}" id="removed{index}">{body}</li>'
