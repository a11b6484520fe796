"""Formulas as a line of text: fractions with their stroke, powers raised: no figure runs into another.

Reads MathML (HTML, XML) and Office Math (DOCX) by local names: both have the same few constructions.
"""

from __future__ import annotations

import re

from lxml.etree import _Element

from corpora.readers.inline_text import superscript

_FRACTIONS = frozenset(("mfrac", "f"))
_POWERS = frozenset(("msup", "sSup"))
_INDICES = frozenset(("msub", "sSub"))
_ROOTS = frozenset(("msqrt", "mroot", "rad"))
_SILENT = re.compile(r".*Pr|annotation(?:-xml)?")
_DEEPEST = 60


def math_text(element: _Element, depth: int = 0) -> str:
    """Return the formula of an element: 3/4, 10⁶, x_i, √2; a term of several signs in brackets."""
    name = _local(element)
    if depth > _DEEPEST or _SILENT.fullmatch(name):
        return ""
    parts = [
        math_text(inner, depth + 1)
        for inner in element
        if isinstance(inner.tag, str) and not _SILENT.fullmatch(_local(inner))
    ]
    if name in _FRACTIONS and len(parts) >= 2:
        return f"{_term(parts[0])}/{_term(parts[1])}"
    if name in _POWERS and len(parts) >= 2:
        raised = superscript(parts[1])
        return parts[0] + (raised if raised != parts[1] else f"^{_term(parts[1])}")
    if name in _INDICES and len(parts) >= 2:
        return f"{parts[0]}_{_term(parts[1])}"
    if name in _ROOTS and parts:
        return f"√{_term(parts[-1])}"
    return (element.text or "").strip() + "".join(parts) if not parts else "".join(parts)


def _term(text: str) -> str:
    return text if re.fullmatch(r"[\w.,]*", text) else f"({text})"


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
