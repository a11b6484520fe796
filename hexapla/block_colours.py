"""The colours of block kinds: a hue of Okabe and Ito, and a stroke that tells apart kinds of one hue.

The hues are those of Color Universal Design (2008), darkened until they stand out on white; people with any
common colour vision tell them apart. The name of the kind is always written as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpora.documents import BlockKind

Colour = tuple[int, int, int]

_BLUE: Colour = (0, 114, 178)
_SKY: Colour = (70, 160, 215)
_GREEN: Colour = (0, 140, 100)
_ORANGE: Colour = (214, 140, 0)
_VERMILION: Colour = (200, 80, 0)
_PURPLE: Colour = (190, 95, 155)
_GREY: Colour = (80, 78, 75)


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How a kind is drawn: its colour, and "solid", "dashed" or "dotted" for its edge."""

    colour: Colour
    stroke: str

    @property
    def hexadecimal(self) -> str:
        """The colour as "#0072b2"."""
        return "#" + bytes(self.colour).hex()


STYLES: dict[BlockKind, KindStyle] = {
    BlockKind.TITLE: KindStyle(_VERMILION, "solid"),
    BlockKind.HEADING: KindStyle(_ORANGE, "solid"),
    BlockKind.ENACTING_WORDS: KindStyle(_PURPLE, "solid"),
    BlockKind.PREAMBULAR: KindStyle(_SKY, "solid"),
    BlockKind.OPERATIVE: KindStyle(_BLUE, "solid"),
    BlockKind.ITEM: KindStyle(_GREEN, "solid"),
    BlockKind.PARAGRAPH: KindStyle(_GREY, "solid"),
    BlockKind.SOURCE_NOTE: KindStyle(_BLUE, "dashed"),
    BlockKind.TABLE_ROW: KindStyle(_GREEN, "dashed"),
    BlockKind.VOTE_LIST: KindStyle(_ORANGE, "dashed"),
    BlockKind.FOOTNOTE: KindStyle(_PURPLE, "dashed"),
    BlockKind.CLOSING: KindStyle(_VERMILION, "dashed"),
    BlockKind.FURNITURE: KindStyle(_GREY, "dashed"),
}
# What was taken out is no block.
REMOVED = KindStyle(_GREY, "dotted")
REMOVED_NAME = "taken out"


def kind_class(kind: BlockKind | None) -> str:
    """Return the CSS class of a kind ("kind-table-row"); None is what was taken out."""
    return "kind-" + (REMOVED_NAME if kind is None else kind.value).replace(" ", "-")
