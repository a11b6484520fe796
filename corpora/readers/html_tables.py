"""Tables of a web page: a table of data gives one block a row, a table for layout is only a container."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpora.documents import RawKind
from corpora.readers.block_builder import BlockBuilder
from corpora.readers.html_furniture import visible_text
from corpora.readers.inline_text import Piece, join_pieces

_CONTAINERS = (
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "section",
    "article",
    "pre",
    "hr",
    *(f"h{n}" for n in range(1, 7)),
)
# A first cell that holds nothing but the number of the second: "1.", "(a)", "IV.", "一、", "(أ)".
_LABEL_CELL = re.compile(r"[(（]?(?:\w{1,4}|[ivxlcdmIVXLCDM]{1,7})(?:[.)）、．]|\.\))|[(（]\w{1,4}[)）]|\w{1,6}\s?[-–—]|[①-⒛㈠-㈩㊀-㊉]|[‘’'](?:\d{1,2}|[ivx]{1,4})[‘’']")
SEPARATOR = " | "


@dataclass(slots=True)
class TableRow:
    """The open row of a table of data: the pieces of each cell."""

    element: _Element
    cells: list[list[Piece]] = field(default_factory=list)

    def open(self, *, is_cell: bool) -> None:
        """Begin a cell; any other block inside a cell only separates words."""
        if is_cell:
            self.cells.append([])
        elif self.cells:
            self.cells[-1].append(" ")

    def close(self, *, is_cell: bool) -> None:
        """End a block; inside a cell it separates words."""
        if self.cells and not is_cell:
            self.cells[-1].append(" ")

    def flush(self, builder: BlockBuilder) -> None:
        """Return the row as one block."""
        add_row(builder, self.cells)


def add_row(builder: BlockBuilder, cells: list[list[Piece]]) -> None:
    """One block for a row: cells joined by " | ".

    A label alone in the first of two cells becomes the label.
    """
    filled = [cell for cell in cells if any(not isinstance(piece, str) or piece.strip() for piece in cell)]
    if len(filled) == 2:
        label = join_pieces(filled[0])[0]
        if is_label_cell(label):
            builder.add_block(filled[1], RawKind.LIST_ITEM, 1, label)
            return
    pieces: list[Piece] = []
    for number, cell in enumerate(filled):
        pieces += [SEPARATOR, *cell] if number else cell
    builder.add_block(pieces, RawKind.TABLE_ROW, 0)


def is_label_cell(text: str) -> bool:
    """Whether a cell holds nothing but a label.

    >>> is_label_cell("(a)"), is_label_cell("2013")
    (True, False)
    """
    return bool(_LABEL_CELL.fullmatch(text))


def is_layout_table(table: _Element) -> bool:
    """Whether a table only arranges the page: its cells hold blocks, or it has one column."""
    if (table.get("role") or "") in ("presentation", "none"):
        return True
    if any(table.find(f".//{tag}") is not None for tag in _CONTAINERS):
        return True
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if max((len(row) for row in cells), default=0) <= 1:
        return True
    return any(_paragraphs(cell) > 1 for row in cells for cell in row)


def _paragraphs(cell: _Element) -> int:
    leaves = [
        part for part in cell.iter("p", "div") if part.find(".//p") is None and part.find(".//div") is None
    ]
    return sum(1 for part in leaves if visible_text(part).strip())
