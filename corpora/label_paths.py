"""Normalised paths of labels, equal for one place in every language: "OP12/a/iv", "ANNEX1/ART3/1".

Segments are joined by "/". The first says what is numbered: OP operative paragraph, P paragraph, ART
article, SEC section, CH chapter, PART part, RULE rule, H heading ("HI", "HA", nested "HI/HA/H1"), ANNEX
annex (a prefix of all inside it). Below stand decimals, the Latin letter of a letter's position, and
lower-case Roman numerals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpora.label_forms import Label, LabelForm, LabelStyle, Reading
from corpora.label_lookahead import WORD_RANKS
from corpora.label_sequence import Node, nodes_of
from corpora.labels import mask_ordinals
from corpora.ordinals import letter_of, roman_of

__all__ = ["assign_paths", "assign_paths_under", "comparable_path", "mask_ordinals", "path_of_chain"]

PREFIXES = {
    LabelStyle.ARTICLE: "ART",
    LabelStyle.SECTION: "SEC",
    LabelStyle.PART: "PART",
    LabelStyle.CHAPTER: "CH",
    LabelStyle.RULE: "RULE",
    LabelStyle.PRINCIPLE: "PRINCIPLE",
    LabelStyle.GOAL: "GOAL",
    LabelStyle.ANNEX: "ANNEX",
    LabelStyle.APPENDIX: "APPENDIX",
}
# Numbers in these begin at 1 each time and are written without a prefix of their own: "ART3/1".
_CLOSED = (LabelStyle.ARTICLE, LabelStyle.RULE, LabelStyle.PRINCIPLE, LabelStyle.SECTION, LabelStyle.GOAL)
_SCOPES = (LabelStyle.ANNEX, LabelStyle.APPENDIX)
_NUMBERS = (LabelStyle.NUMBER, LabelStyle.HAN, LabelStyle.SUBNUMBER)
_LETTERS = (LabelStyle.LETTER, LabelStyle.CAPITAL_LETTER)


def assign_paths(
    labels: Sequence[Label | None],
    *,
    top: str = "P",
    levels: Sequence[int] | None = None,
    heads: Sequence[bool] | None = None,
    language: str,
) -> list[str]:
    """As `assign_paths_under`, with one `top`."""
    del language  # readings already depend on it; kept so that callers need not know
    return assign_paths_under(labels, (top,), levels, heads)[0]


def assign_paths_under(
    labels: Sequence[Label | None],
    tops: Sequence[str],
    levels: Sequence[int] | None = None,
    heads: Sequence[bool] | None = None,
) -> list[list[str]]:
    """Path of each block's label, in order; "" for blocks without one and for labels that fit nowhere.

    `labels` has one entry a block, the first label of its text. A top prefixes numbered paragraphs:
    "OP" in resolutions. `levels` are list depths from 1 that markup gives, 0 where unknown; `heads` tells
    which labels head a passage. Paragraphs
    that number on through chapters and headings are addressed without them ("P12"); where numbers begin
    anew in each, with them ("HII/P1"). One list of paths for each of `tops`.
    """
    if _counts_from_one(labels) and not (any(levels or ()) or any(heads or ())):
        return [[f"{top}{label.values[0]}" if label else "" for label in labels] for top in tops]
    nodes = nodes_of(labels, levels, heads)
    flat = _flat_classes(node for node in nodes if node is not None)
    return [_paths_under(top, nodes, flat) for top in tops]


def _counts_from_one(labels: Sequence[Label | None]) -> bool:
    """Whether all labels are "1.", "2.", "3." and so on: then each number goes on from the one before."""
    expected = 1
    for label in labels:
        if label is None:
            continue
        plain = label.style is LabelStyle.NUMBER and label.form is LabelForm.FULL and label.sure
        if not plain or label.others or label.suffix or label.written or label.values != (expected,):
            return False
        expected += 1
    return True


def _paths_under(top: str, nodes: Sequence[Node | None], flat: _Classes) -> list[str]:
    known: dict[Node, str] = {}
    return ["" if node is None else _path(node, flat, top, known) for node in nodes]


def path_of_chain(labels: Sequence[Label], *, top: str = "P") -> str:
    """Path that a chain of labels from markup gives by itself: "2 (1) (a)" is "P2/1/a"."""
    node: Node | None = None
    for label in labels:
        node = _below(node, label) or node
    return _path(node, set(), top, {}) if node is not None else ""


def _below(parent: Node | None, label: Label) -> Node | None:
    if label.style is LabelStyle.BULLET:
        return None
    readings = label.readings or (Reading(label.style, label.values[0] if label.values else 1),)
    under_letter = parent is not None and parent.reading.style in _LETTERS
    # Nothing before or after decides: "(i)" below "(a)" is the Roman numeral, below "(1)" the letter.
    ranked = sorted(readings, key=lambda reading: (reading.style is LabelStyle.ROMAN) != under_letter)
    chosen = ranked[0] if len({reading.style for reading in readings}) > 1 else readings[0]
    heading = label.form is LabelForm.FULL and chosen.style in (
        LabelStyle.CAPITAL_LETTER,
        LabelStyle.CAPITAL_ROMAN,
    )
    return Node(
        chosen, label.form, parent,
        heading=heading, suffix=label.suffix, written=label.written, lettered=label.lettered,
    )  # fmt: skip


def comparable_path(path: str) -> str:
    """Path without the words that versions of one document may translate differently.

    "Section 1" of one version is "Article 1" of another: both give "#1", "ANNEX1/ART3/1" gives
    "ANNEX1/#3/1".
    """
    return re.sub(r"(^|/)(?:ART|SEC|RULE|CH|PART|PRINCIPLE)(?=\d)", r"\1#", path)


def _scope(node: Node) -> Node | None:
    """Annex or appendix that the node stands in, itself excluded."""
    parent = node.parent
    while parent is not None and parent.reading.style not in _SCOPES:
        parent = parent.parent
    return parent


def _class_of(node: Node) -> str | None:
    """Class of nodes that may number right through the containers above; None for what stays below."""
    parent = node.parent
    if parent is None or parent.reading.style in _SCOPES or node.reading.style in _SCOPES:
        return None
    if node.reading.style in WORD_RANKS:
        return node.reading.style.value
    container = parent.heading or parent.reading.style in (
        LabelStyle.PART,
        LabelStyle.CHAPTER,
        LabelStyle.SECTION,
    )
    if node.heading:
        return "heading" if container and not parent.heading else None
    return "paragraph" if container and node.reading.style in _NUMBERS else None


_Classes = set[tuple[Node | None, str]]


def _flat_classes(nodes: Iterable[Node]) -> _Classes:
    """Classes that number on from container to container, for each annex: addressed without containers."""
    first_seen: dict[tuple[Node | None, str], list[Node | None]] = {}
    highest: dict[tuple[Node | None, str], int] = {}
    restarted: _Classes = set()
    sections: dict[tuple[Node | None, str], int] = {}
    for node in nodes:
        kind = _class_of(node)
        if kind is None:
            continue
        key = (_scope(node), kind)
        parents = first_seen.setdefault(key, [])
        if node.parent not in parents[-1:]:
            parents.append(node.parent)
            if node.reading.value <= highest.get(key, 0) and node.reading.style is not LabelStyle.SUBNUMBER:
                restarted.add(key)
        highest[key] = max(highest.get(key, 0), node.reading.value)
        in_section = node.parent is not None and node.parent.reading.style is LabelStyle.SECTION
        sections[key] = sections.get(key, 0) + in_section
    # One numbered section alone says nothing about the others: it counts as an article does.
    lonely = {key for key, parents in first_seen.items() if len(parents) == 1 and sections[key]}
    return set(first_seen) - restarted - lonely


def _path(node: Node, flat: _Classes, top: str, known: dict[Node, str]) -> str:
    """Path of a node; `known` holds those of the nodes asked for before, which others stand below."""
    path = known.get(node)
    if path is None:
        kind = _class_of(node)
        flattened = kind is not None and (_scope(node), kind) in flat
        above = _scope(node) if flattened else node.parent
        path = _segment(node, above, top)
        if above is not None:
            path = f"{_path(above, flat, top, known)}/{path}"
        known[node] = path
    return path


def _segment(node: Node, above: Node | None, top: str) -> str:
    style, value = node.reading.style, node.reading.value
    if style in WORD_RANKS:
        written = letter_of(value).upper() if node.lettered else node.written or str(value)
        return PREFIXES[style] + written + node.suffix
    if node.heading and style is LabelStyle.NUMBER:
        return f"H{value}{node.suffix}"
    if node.heading:
        written = letter_of(value) if style is LabelStyle.CAPITAL_LETTER else roman_of(value)
        return "H" + written.upper() + node.suffix
    if style in _NUMBERS:
        return _number(node, above, top) + node.suffix
    return (letter_of(value) if style in _LETTERS else roman_of(value)) + node.suffix


def _number(node: Node, above: Node | None, top: str) -> str:
    value = node.written or str(node.reading.value)
    if (
        above is None
        or above.heading
        or (above.reading.style in PREFIXES and above.reading.style not in _CLOSED)
    ):
        return top + value
    # Chinese has no Roman numerals: "㈠" below "(a)" is the "(i)" of the other languages.
    if node.reading.style is LabelStyle.HAN and above.reading.style in _LETTERS:
        return roman_of(node.reading.value)
    return value
