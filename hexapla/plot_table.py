"""The table of beads on the page: both texts, how sure, by which rule, and the evidence term by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpora.languages import language_name
from hexapla.counted_words import span_words
from hexapla.html_text import attribute, direction, language_tag, text
from hexapla.plot_words import deserves_look
from hexapla.report_rows import tag
from hexapla.schemas import evidence

if TYPE_CHECKING:
    from align.beads import Bead, Span
    from align.similarity_picture import Mark
    from corpora.documents import Block, Document
    from hexapla.alignment_plot import Plot

# Beads that call for no look are listed while the page stays quick; the others always, up to a number that
# nobody reads and a browser still opens.
ROOM, LAST_ROOM = 2000, 10_000
_LONGEST_TEXT = 3000


def listed_beads(marks: Sequence[Mark], room: int = ROOM, last_room: int = LAST_ROOM) -> frozenset[int]:
    """Choose the beads of the table: all if there is room, else those that deserve a look.

    These are the doubtful (below 0.8), the moved and the ones alone; beyond `last_room` the least
    probable of them.
    """
    if len(marks) <= room:
        return frozenset(mark.bead for mark in marks)
    look = sorted(filter(deserves_look, marks), key=lambda mark: (mark.probability, mark.bead))
    return frozenset(mark.bead for mark in look[:last_room])


def left_out_words(plot: Plot, listed: frozenset[int]) -> str:
    """Return what the table leaves out; "" if nothing."""
    total = len(plot.alignment.beads)
    hidden = total - len(listed)
    if not hidden:
        return ""
    look = sum(map(deserves_look, plot.picture.marks))
    which = (
        "those in order with a probability of 0.80 or more"
        if look == len(listed)
        else f"those in order with a probability of 0.80 or more, and {look - len(listed)} others, the surest"
    )
    return f"{hidden} of {total} beads are drawn but not listed, to keep this page usable: {which}."


def render_table(plot: Plot, listed: frozenset[int]) -> str:
    """Return the table of the listed beads, in their order."""
    heads = "".join(
        f'<th scope="col">{text(words)}</th>'
        for words in (
            "Bead",
            *(language_name(document.language) for document in (plot.source, plot.target)),
            "Evidence",
        )
    )
    rows = "\n".join(
        _row(plot, mark, plot.alignment.beads[mark.bead])
        for mark in plot.picture.marks
        if mark.bead in listed
    )
    return (
        '<div class="wide"><table class="rows" id="beads"><caption>Beads in the order of the source; '
        "paragraphs count from 0.</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(plot: Plot, mark: Mark, bead: Bead) -> str:
    place = f"{span_words(bead.source)} : {span_words(bead.target)}"
    moved = (
        f'<br><span class="soft small">{text(_moved_words(mark))}</span>' if mark.in_order is not None else ""
    )
    head = (
        f'<bdi class="place">{text(place)}</bdi><br>{tag(bead.probability)} '
        f'<span class="rule">{text(bead.rule)}</span>{moved}'
    )
    return (
        f'<tr id="bead{mark.bead}" tabindex="-1"><th scope="row">{head}</th>'
        f"{_cell(plot.source, bead.source)}{_cell(plot.target, bead.target)}"
        f"<td><details><summary>score {bead.score:.2f}</summary>{_terms(bead)}</details></td></tr>"
    )


def _moved_words(mark: Mark) -> str:
    if mark.in_order == 0:
        return "order would put it first"
    return f"order would put it after target {(mark.in_order or 0) - 1}"


def _cell(document: Document, span: Span) -> str:
    if span[0] == span[1]:
        return '<td class="nothing">nothing</td>'
    language = document.language
    attributes = attribute("lang", language_tag(language)) + attribute("dir", direction(language))
    return f"<td{attributes}>{''.join(_paragraphs(document.blocks[slice(*span)]))}</td>"


def _paragraphs(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        written = f'<bdi class="label">{text(block.label)}</bdi>' if block.label else ""
        path = f' <bdi class="page" lang="en" dir="ltr">{text(block.path)}</bdi>' if block.path else ""
        shown = block.text if len(block.text) <= _LONGEST_TEXT else block.text[:_LONGEST_TEXT] + " […]"
        yield f"<p>{written}<bdi>{text(shown)}</bdi>{path}</p>"


def _terms(bead: Bead) -> str:
    terms = sorted(evidence(bead).items(), key=lambda item: -abs(item[1]))
    items = "".join(f"<dt>{text(name)}</dt><dd>{value:+.2f}</dd>" for name, value in terms)
    return f'<dl class="terms">{items}</dl>'
