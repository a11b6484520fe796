"""Ids of units: addresses that stay the same from build to build.

A/RES/68/187:OP12          a paragraph, by the label path of the pivot
A/RES/68/187:OP2-3         a row that covers several labelled pivot paragraphs
A/RES/68/187:PP4           an unlabelled paragraph, numbered by its kind in the pivot
A/RES/68/187:ANNEX1/PAR2   the same inside an annex
A/RES/68/187:en!OP3        a row without text in the pivot, by the English version
A/RES/68/187:OP12.2        the second sentence of OP12
A/RES/68/187:OP12~2        the second row with the same address
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from align.beads import AlignedSet, Row, Span
from corpora.documents import Block, BlockKind
from tm.clean_text import clean_text

# Who lends the address, and the order of columns, where the pivot is silent.
PIVOT_ORDER = ("fr", "en", "es", "ru", "zh", "ar")
_LENDERS = ("en", "fr", "es", "ru", "zh", "ar")

UNLABELLED_CODES = {
    BlockKind.SOURCE_NOTE: "N",
    BlockKind.TITLE: "T",
    BlockKind.HEADING: "H",
    BlockKind.ENACTING_WORDS: "E",
    BlockKind.PREAMBULAR: "PP",
    BlockKind.OPERATIVE: "O",
    BlockKind.ITEM: "I",
    BlockKind.PARAGRAPH: "PAR",
    BlockKind.TABLE_ROW: "ROW",
    BlockKind.VOTE_LIST: "V",
    BlockKind.FOOTNOTE: "FN",
    BlockKind.CLOSING: "C",
    BlockKind.FURNITURE: "FUR",
}
_ANNEX = re.compile(r"ANNEX[^/]*")
_PREFIXES = ("ANNEX", "RULE", "PART", "PAR", "ART", "ROW", "SEC", "FUR", "CH", "OP", "PP", "FN")


def id_prefix(aligned: AlignedSet) -> str:
    """Return what stands before the colon: the symbol without spaces, else the set's name with "_"."""
    symbol = set_symbol(aligned)
    if symbol:
        return re.sub(r"\s+", "", symbol)
    return re.sub(r"[\s:]+", "_", clean_text(aligned.name)[0]) or "_"


def set_symbol(aligned: AlignedSet) -> str | None:
    """Return the symbol of the pivot's version, else the first one that a version states."""
    pivot = aligned.documents.get(aligned.pivot)
    versions = [aligned.documents[language] for language in sorted(aligned.documents)]
    symbols = (version.symbol for version in ([pivot] if pivot else []) + versions)
    return next((clean for symbol in symbols if symbol and (clean := clean_text(symbol)[0])), None)


def reference_language(row: Row, pivot: str) -> str:
    """Return the language that lends the row its address: the pivot if it has text, else English, ...

    Raises `ValueError` for a row without any text.
    """
    present = row.languages
    order = (pivot, *_LENDERS, *present)
    return min(present, key=order.index)


def row_ids(aligned: AlignedSet) -> list[str | None]:
    """Return the unit id of each row, in order; None for a row without any text."""
    prefix = id_prefix(aligned)
    names = {
        (language, stream): block_names(blocks)
        for language, document in aligned.documents.items()
        for stream, blocks in (("body", document.blocks), ("footnotes", document.footnotes))
    }
    taken: set[str] = set()
    ids: list[str | None] = []
    for row in aligned.rows:
        if not row.languages:
            ids.append(None)
            continue
        language = reference_language(row, aligned.pivot)
        address = range_name(names[language, row.stream], row.ranges[language])
        mark = "" if language == aligned.pivot else f"{language}!"
        ids.append(unused_id(f"{prefix}:{mark}{address}", taken))
    return ids


def sentence_ids(parent: str, count: int, taken: set[str]) -> list[str]:
    """Return the ids of a paragraph's sentences, counted from 1; adds them to `taken`."""
    return [unused_id(f"{parent}.{number}", taken) for number in range(1, count + 1)]


def unused_id(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or with `~2`, `~3` ... the first that is not taken yet; adds it to `taken`."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}~{number}"
    taken.add(candidate)
    return candidate


def block_names(blocks: Sequence[Block]) -> list[tuple[str, bool]]:
    """Return for each block its address and whether that is a label path (else it is a count of its kind)."""
    counts: Counter[str] = Counter()
    annex = ""
    names: list[tuple[str, bool]] = []
    for block in blocks:
        path = re.sub(r"\s+", "", clean_text(block.path)[0])
        if path:
            inside = _ANNEX.match(path)
            annex = f"{inside[0]}/" if inside else ""
            names.append((path, True))
            continue
        code = annex + UNLABELLED_CODES[block.kind]
        counts[code] += 1
        names.append((f"{code}{counts[code]}", False))
    return names


def range_name(names: Sequence[tuple[str, bool]], span: Span) -> str:
    """Return the address of a non-empty run of blocks: its labelled ones if any, else all, first to last."""
    covered = names[span[0] : span[1]]
    chosen = _labelled(covered) or [name for name, _ in covered]
    if len(chosen) == 1:
        return chosen[0]
    return f"{chosen[0]}-{_abbreviated(chosen[-1], chosen[0])}"


def _labelled(names: Iterable[tuple[str, bool]]) -> list[str]:
    return [name for name, is_label in names if is_label]


def _abbreviated(last: str, first: str) -> str:
    """Return what of `last` differs from `first`: OP3 after OP2 is 3, OP12/b after OP12/a is b."""
    parent, _, tail = last.rpartition("/")
    first_parent, _, first_tail = first.rpartition("/")
    if parent != first_parent or tail == first_tail:
        return last
    for prefix in (*_PREFIXES, "T", "N", "H", "E", "O", "I", "V", "C", "P"):
        rest = tail.removeprefix(prefix)
        if rest and rest != tail and first_tail.startswith(prefix):
            return rest
    return tail
