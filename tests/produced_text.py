"""Written documents as plain text: one paragraph a line, wrapped, or as it comes out of a PDF."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from written_documents import WrittenBlock, WrittenDocument
from written_labels import printed

from corpora.documents import BlockKind
from corpora.text_lines import display_width

WIDTH = 72
PAGE_LINES = 42
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RULE = "_" * 20


def text_lines(document: WrittenDocument) -> str:
    """One paragraph a line, cells with tabs between them, notes in brackets under a rule at the end."""
    lines = [_line(block, "[{}]", "\t") for block in document.blocks]
    if document.footnotes:
        lines += [_RULE, *(f"[{note.mark}] {note.text}" for note in document.footnotes)]
    return "\n".join(lines) + "\n"


def text_wrapped(document: WrittenDocument) -> str:
    """Wrapped at 72 columns with blank lines between paragraphs, raised marks, notes at the end."""
    parts: list[str] = []
    for number, block in enumerate(document.blocks):
        row = block.kind is BlockKind.TABLE_ROW
        shown = _line(block, "raised", " | ")
        follows_row = row and number > 0 and document.blocks[number - 1].kind is BlockKind.TABLE_ROW
        parts.append("\n" if number and not follows_row else "")
        parts.append((shown if row else "\n".join(wrap(shown))) + "\n")
    for note in document.footnotes:
        parts.append("\n" + "\n".join(wrap(f"{_raised(note.mark)} {note.text}")) + "\n")
    return "".join(parts)


def text_extracted(document: WrittenDocument) -> str:
    """Pages as extraction from a PDF gives them: running heads, notes at the foot of their page, form feeds."""
    notes = {note.mark: note for note in document.footnotes}
    pages: list[tuple[list[str], list[str]]] = [([], [])]
    for number, block in enumerate(document.blocks):
        lines = wrap(_line(block, "glued", "   "))
        row = block.kind is BlockKind.TABLE_ROW
        if pages[-1][0] and not (row and document.blocks[number - 1].kind is BlockKind.TABLE_ROW):
            pages[-1][0].append("")
        own = [wrap(f"{mark} {notes[mark].text}") for mark, _ in block.references if mark in notes]
        body, foot = pages[-1]
        # A block begins a page where it would not fit with its notes, and the last lines run over.
        for at, line in enumerate(lines):
            if len(body) + len(foot) >= PAGE_LINES and at != len(lines) - 1:
                pages.append(([], []))
                body, foot = pages[-1]
            body.append(line)
        foot += [line for note in own for line in note]
    return "".join(_pages(document, pages))


def _pages(document: WrittenDocument, pages: list[tuple[list[str], list[str]]]) -> Iterator[str]:
    for number, (body, foot) in enumerate(pages, start=1):
        head = [document.symbol or document.type, ""] if number > 1 else []
        below = ["", _RULE, *foot] if foot else []
        lines = [*head, *body, *below, "", f"{number}/{len(pages)}", "24-01234"]
        yield "\n".join(lines) + ("\n\f" if number < len(pages) else "\n")


def wrap(text: str) -> list[str]:
    """Lines of at most `WIDTH` columns; Chinese breaks between characters, no line begins with a stop."""
    if display_width(text) < 1.5 * len(text):
        return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False) or [text]
    lines = [""]
    for character in text:
        fits = display_width(lines[-1] + character) <= WIDTH
        joined = (
            lines[-1][-1:].isascii() and character.isascii() and character.strip() and lines[-1][-1:].strip()
        )
        if fits or joined or character in "，。；：、！？）”》」":
            lines[-1] += character
        else:
            lines.append(character)
    return [line.strip() for line in lines]


def _line(block: WrittenBlock, style: str, between: str) -> str:
    text = ""
    at = 0
    for mark, offset in block.references:
        text += block.text[at:offset]
        text += _mark(mark, style, text)
        at = offset
    text += block.text[at:]
    return printed(block) + text.replace(" ¦ ", between)


def _mark(mark: str, style: str, before: str) -> str:
    if "{" in style:
        return style.format(mark)
    # Behind a figure nobody could tell a glued mark from the figure.
    if style == "raised" or before[-1:].isdigit():
        return _raised(mark)
    return mark


def _raised(mark: str) -> str:
    return mark.translate(_SUPERSCRIPTS)
