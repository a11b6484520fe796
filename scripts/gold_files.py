"""Real files as they come, with the gold of their blocks found by text.

The gold tables name passages by their text. A passage belongs to the blocks of the file whose text it covers;
blocks that no passage covers (menus, notices, notes of the publisher) are not judged, but a bead that mixes
them with judged blocks is wrong.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gold_sets import LANGUAGES, load_gold_sets

from align.ladder import LadderBead
from corpora.documents import Document
from corpora.labels import split_label
from corpora.read_document import read_document, read_lines

_UDHR = {"ar": "arb", "zh": "cmn_hans", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}


@dataclass(frozen=True)
class CleanPair:
    """Two versions as read, and the gold beads of the blocks that the gold tables cover."""

    family: str
    source: Document
    target: Document
    gold: list[tuple[tuple[int, ...], tuple[int, ...]]]

    def judged(self, found: Sequence[LadderBead]) -> list[LadderBead]:
        """The beads that touch a block which the gold covers.

        A passage of the gold that the file holds as several paragraphs is judged as a whole: beads that lie
        inside
        one gold bead are taken together.
        """
        sources = {i: k for k, (left, _) in enumerate(self.gold) for i in left}
        targets = {j: k for k, (_, right) in enumerate(self.gold) for j in right}
        inside: dict[int, tuple[set[int], set[int]]] = {}
        out = []
        for bead in found:
            rows = {sources.get(i) for i in bead.source} | {targets.get(j) for j in bead.target}
            if rows == {None}:
                continue
            (row, *others) = rows
            if others or row is None:
                out.append(bead)
            else:
                group = inside.setdefault(row, (set(), set()))
                group[0].update(bead.source)
                group[1].update(bead.target)
        taken = [LadderBead(tuple(sorted(left)), tuple(sorted(right))) for left, right in inside.values()]
        return [*out, *taken]


def clean_pairs(folder: Path) -> Iterator[CleanPair]:
    """French with each other language, for every gold set."""
    for gold in load_gold_sets(folder):
        documents = {
            code: read_gold_document(folder, gold.name, code, version)
            for code, version in gold.versions.items()
        }
        rows = {code: blocks_of_rows(documents[code], version) for code, version in gold.versions.items()}
        for code in gold.versions:
            if code != "fr":
                yield CleanPair(
                    gold.family, documents["fr"], documents[code], pair_gold(rows["fr"], rows[code])
                )


def read_gold_document(folder: Path, name: str, code: str, version: Sequence[tuple[str, int]]) -> Document:
    """The file behind one version of a gold set, read as it comes."""
    if name.startswith("udhr "):
        return read_document(folder / "udhr" / f"{_UDHR[code]}.html")
    if name.startswith("cc "):
        written = {"zh": "zh-Hans"}.get(code, code)
        return read_document(folder / "cc_legalcode" / f"{name.removeprefix('cc ')}_{written}.html")
    if name.startswith("canada "):
        prefix = {"en": "eng", "fr": "fra"}[code]
        return read_document(folder / "canada" / f"{prefix}_{name.removeprefix('canada ')}.xml")
    if name == "55/100":
        (path,) = (folder / "un_ga_res_55_100").glob(f"*.{code}.txt")
        return read_document(path)
    return _read_as_lines(code, version)


def _read_as_lines(code: str, version: Sequence[tuple[str, int]]) -> Document:
    """Sets that exist as tables only: one passage a line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"lines.{code}.txt"
        path.write_text("".join(f"{text}\n" for text, _ in version), encoding="utf-8", newline="\n")
        return read_lines(path, code)


def blocks_of_rows(document: Document, version: Sequence[tuple[str, int]]) -> dict[int, list[int]]:
    """For each row of the gold, the blocks of the document that its text covers.

    By position in the whole text.
    """
    pieces = [_plain(block.text) for block in document.blocks]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    whole = "".join(pieces)
    rows: dict[int, list[int]] = {}
    cursor = 0
    for text, row in version:
        place = _find(whole, text, document.language, cursor, set(starts))
        if place is None:
            continue
        start, end = place
        cursor = end
        covered = [
            k
            for k in range(len(pieces))
            if 2 * (min(end, starts[k + 1]) - max(start, starts[k])) > min(len(pieces[k]), end - start) > 0
        ]
        rows.setdefault(row, []).extend(k for k in covered if k not in rows.get(row, []))
    return rows


def _find(whole: str, text: str, language: str, cursor: int, starts: set[int]) -> tuple[int, int] | None:
    """Where a passage stands, with or without its label.

    At the start of a block if it can be, after the cursor.
    """
    label = split_label(text, language)
    forms = [wanted for form in (text, label[1] if label else "") if (wanted := _plain(form))]
    for wanted in forms:
        places = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", whole)]
        order = sorted(places, key=lambda place: (place < cursor, place not in starts, place))
        if order:
            return order[0], order[0] + len(wanted)
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def pair_gold(
    source: Mapping[int, list[int]], target: Mapping[int, list[int]]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Gold beads of blocks: connected components of blocks that share a row, nulls included."""
    from corrupted_copies import Paragraph, gold_beads

    sides = []
    places = []
    for rows in (source, target):
        of_block: dict[int, set[int]] = {}
        for row, blocks in rows.items():
            for block in blocks:
                of_block.setdefault(block, set()).add(row)
        order = sorted(of_block)
        places.append(order)
        sides.append([Paragraph("", frozenset(of_block[block])) for block in order])
    return [
        (tuple(places[0][i] for i in left), tuple(places[1][j] for j in right))
        for left, right in gold_beads(sides[0], sides[1])
    ]


assert set(_UDHR) == set(LANGUAGES)
