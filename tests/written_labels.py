"""How the labels of written documents are numbered, so that a list can count them instead of printing them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from written_documents import WrittenBlock

from corpora.documents import BlockKind
from corpora.readers.numbering import format_number

BULLET = "bullet"
_FORMS = ("decimal", "arabic-indic", "han", "abjad", "lower-russian", "upper-russian",
          "lower-roman", "upper-roman", "lower-alpha", "upper-alpha")  # fmt: skip
_COUNTED = (BlockKind.OPERATIVE, BlockKind.ITEM, BlockKind.PARAGRAPH)
_LABEL = re.compile(r"(?P<before>[(（]?)(?P<core>\w{1,6})(?P<after>[.)）、．]?)")
_BULLETS = ("•", "–", "—", "-", "●", "▪")
_TIGHT_LABEL_ENDS = ("、", "．", "）")


@dataclass(frozen=True)
class Form:
    """How the numbers of one list look: the form of the number and what stands around it."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ListPlace:
    """Where an item stands: the forms of the lists around it from outside in, its number in the last."""

    forms: tuple[Form, ...]
    value: int

    @property
    def depth(self) -> int:
        """Depth of the list, from 1."""
        return len(self.forms)


def printed(block: WrittenBlock) -> str:
    """What a page shows before the text: the label and the gap behind it."""
    if not block.label or not block.text:
        return block.label
    return block.label + ("" if block.label.endswith(_TIGHT_LABEL_ENDS) else " ")


def list_places(blocks: Sequence[WrittenBlock]) -> list[ListPlace | None]:
    """For each block its place in lists that count as its label says; None where the label must be printed.

    A heading ends all lists; a paragraph without a label ends none, as in a word processor.
    """
    places: list[ListPlace | None] = []
    open_lists: list[tuple[Form, int]] = []
    for block in blocks:
        place = _place(block, open_lists) if block.kind in _COUNTED and block.label and block.text else None
        if place is not None:
            open_lists = [*open_lists[: place.depth - 1], (place.forms[-1], place.value)]
        elif block.label or block.kind not in _COUNTED:
            open_lists = []
        places.append(place)
    return places


def _place(block: WrittenBlock, open_lists: Sequence[tuple[Form, int]]) -> ListPlace | None:
    options = [*_options(block)]
    for depth in range(len(open_lists), 0, -1):
        form, value = open_lists[depth - 1]
        if (form, value + 1) in options:
            return ListPlace(tuple(form for form, _ in open_lists[:depth]), value + 1)
    if not options:
        return None
    form, value = min(options, key=lambda option: option[1])
    around = [outer for outer, _ in open_lists]
    if form in around:
        around = around[: around.index(form)]
    return ListPlace((*around, form), value)


def _options(block: WrittenBlock) -> Iterator[tuple[Form, int]]:
    """Every form and number that shows exactly this label."""
    if block.label in _BULLETS:
        yield Form(BULLET, after=block.label), 1
        return
    found = _LABEL.fullmatch(block.label)
    if found is None:
        return
    for name in _FORMS:
        for value in range(1, 100):
            if format_number(value, name) == found["core"]:
                yield Form(name, found["before"], found["after"]), value
