"""Paragraph and character styles of a DOCX file.

What a style says, its own word first, then that of the styles it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from corpora.documents import RawKind
from corpora.readers.docx_package import child, children, is_on, value

_MAX_CHAIN = 20
_HEADING = re.compile(
    r"(?:heading|titre|título|titulo|заголовок|标题|標題|عنوان|überschrift)\s*([1-9])", re.IGNORECASE
)
_TITLE = re.compile(r"title|titre|título|titulo|название|标题|標題|العنوان", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|tdm|tdc|оглавление|目录)\s*[1-9]|table of (?:figures|contents)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by id, and the ids of its default paragraph style."""

    by_id: dict[str, _Element] = field(default_factory=dict)
    default: str = ""

    def chain(self, style_id: str | None) -> list[_Element]:
        """Return a style and the styles it is based on, nearest first; cycles end."""
        found: list[_Element] = []
        current = style_id or self.default
        while current in self.by_id and len(found) < _MAX_CHAIN:
            style = self.by_id[current]
            if style in found:
                break
            found.append(style)
            current = value(child(style, "basedOn")) or ""
        return found

    def kind(self, properties: _Element | None) -> tuple[RawKind, int]:
        """Return what a paragraph is by its outline level or its style, and the level of a heading."""
        style_id = value(child(properties, "pStyle"))
        names = [value(child(style, "name")) or "" for style in self.chain(style_id)[:2]]
        candidates = [*names, *([style_id] if style_id else [])]
        if any(_TITLE.fullmatch(name.strip()) for name in candidates[:1] + candidates[-1:]):
            return RawKind.TITLE, 1
        for name in candidates:
            if found := _HEADING.fullmatch(name.strip()):
                return RawKind.HEADING, min(6, int(found.group(1)))
        outlines = [child(properties, "outlineLvl")]
        outlines += [child(style, "pPr", "outlineLvl") for style in self.chain(style_id)]
        level = next((value(outline) for outline in outlines if outline is not None), None)
        # Outline level 9 is body text (ECMA-376, 17.3.1.20).
        if level is not None and level.isdigit() and int(level) < 9:
            return RawKind.HEADING, min(6, int(level) + 1)
        return RawKind.PARAGRAPH, 0

    def is_contents(self, properties: _Element | None) -> bool:
        """Tell whether a paragraph is a line of a table of contents."""
        style_id = value(child(properties, "pStyle")) or ""
        names = [
            style_id,
            *(value(child(style, "name")) or "" for style in self.chain(style_id)[:1] if style_id),
        ]
        return any(_CONTENTS.fullmatch(name.strip()) for name in names)

    def number(self, properties: _Element | None) -> tuple[str, int | None, str] | None:
        """Return list id, level (None if unstated) and style id of the numbering of a paragraph.

        None without one.
        """
        own = child(properties, "numPr")
        style_id = value(child(properties, "pStyle")) or self.default
        number_id, depth = value(child(own, "numId")), value(child(own, "ilvl"))
        for style in self.chain(style_id):
            inherited = child(style, "pPr", "numPr")
            if number_id is None and (found := value(child(inherited, "numId"))):
                number_id = found
                style_id = value(style, "styleId") or style_id
            depth = depth or value(child(inherited, "ilvl"))
        if number_id in (None, "0"):
            return None
        return str(number_id), int(depth) if depth and depth.isdigit() else None, style_id

    def is_hidden(self, run_properties: _Element | None) -> bool:
        """Tell whether the text of a run is hidden, by itself or by its character style."""
        own = child(run_properties, "vanish")
        if own is not None:
            return is_on(own)
        style_id = value(child(run_properties, "rStyle"))
        styles = self.chain(style_id) if style_id else []
        return any(is_on(child(style, "rPr", "vanish")) for style in styles)


def read_styles(root: _Element | None) -> Styles:
    """Read `styles.xml`."""
    by_id: dict[str, _Element] = {}
    default = ""
    for style in children(root, "style"):
        own_id = value(style, "styleId") or ""
        by_id[own_id] = style
        if value(style, "type") == "paragraph" and (value(style, "default") or "0") in ("1", "true"):
            default = own_id
    return Styles(by_id, default)


def numbering_styles(styles: Styles) -> dict[str, str]:
    """Return the list id of each numbering style."""
    numbered = ((name, value(child(style, "pPr", "numPr", "numId"))) for name, style in styles.by_id.items())
    return {name: number for name, number in numbered if number}
