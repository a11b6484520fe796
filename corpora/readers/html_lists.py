"""The label of an HTML list item as a browser shows it.

Sources: HTML Living Standard 4.4.5 (`type`, `start`, `reversed`, `value`), CSS Counter Styles 3 (names of
`list-style-type`).
"""

from __future__ import annotations

import re

from lxml.etree import _Element

from corpora.readers.numbering import format_number

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "decimal-leading-zero",
    "lower-alpha": "lower-alpha", "lower-latin": "lower-alpha",
    "upper-alpha": "upper-alpha", "upper-latin": "upper-alpha",
    "lower-roman": "lower-roman", "upper-roman": "upper-roman", "lower-greek": "lower-greek",
    "lower-russian": "lower-russian", "upper-russian": "upper-russian", "cyrillic": "lower-russian",
    "arabic-indic": "arabic-indic", "persian": "persian", "urdu": "persian", "devanagari": "devanagari",
    "lower-arabic": "abjad", "arabic-abjad": "abjad", "abjad": "abjad", "arabic-alpha": "arabic-alphabet",
    "cjk-ideographic": "han", "cjk-decimal": "han", "trad-chinese-informal": "han",
    "simp-chinese-informal": "han",
    "japanese-informal": "han", "simp-chinese-formal": "han-formal", "trad-chinese-formal": "han-formal",
    "fullwidth-decimal": "fullwidth", "none": "none",
}  # fmt: skip
_NO_LABEL = ("disc", "circle", "square", "none")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
_CONTENT = re.compile(r"[a-z][a-z-]+")
_HAN_COMMA_STYLES = ("han", "han-formal")
_MAX_NUMBER = 1_000_000


def item_labels(container: _Element) -> dict[_Element, str]:
    """Return the label of each `li` child of an `ol`, with its full stop ("1.", "أ.", "一、").

    "" where none is shown.
    """
    items = [child for child in container if child.tag == "li"]
    style = _style(container)
    step = -1 if container.get("reversed") is not None else 1
    number = _integer(container.get("start"), len(items) if step < 0 else 1)
    labels: dict[_Element, str] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        labels[item] = _label(number, _own_style(item) or style)
        number += step
    return labels


def _label(number: int, style: str) -> str:
    text = format_number(number, style)
    return text and text + ("、" if style in _HAN_COMMA_STYLES else ".")


def _style(container: _Element) -> str:
    return _own_style(container) or _class_style(container.get("class", "")) or "decimal"


def _own_style(element: _Element) -> str:
    """Return the style that an element declares: CSS before the `type` attribute, as in a browser."""
    if found := _LIST_STYLE.search(element.get("style") or ""):
        for name in _CONTENT.findall(found.group(1).lower()):
            if name in _STYLES or name in _NO_LABEL:
                return _STYLES.get(name, "none")
    kind = (element.get("type") or "").strip()
    # A class that names another script is a rule of the page's style sheet, and wins over the attribute.
    if kind in _TYPES and element.tag == "ol" and (named := _class_style(element.get("class", ""))):
        return named
    return _TYPES.get(kind, "")


def _class_style(classes: str) -> str:
    for name in classes.lower().split():
        if name in _STYLES:
            return _STYLES[name]
        if name.startswith("list-style-") and name.removeprefix("list-style-") in _STYLES:
            return _STYLES[name.removeprefix("list-style-")]
    return ""


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", text):
        return default
    return max(-_MAX_NUMBER, min(_MAX_NUMBER, int(text)))
