"""Aligned versions as the detectors of findings see them: rows over all versions, and who deviates in each.

A pair is seen as a set of two versions, so that each detector is written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from align.beads import AlignedSet, Bead, PairAlignment, Row, Span
from align.finding import FindingPlace
from corpora.documents import Block, Document
from corpora.languages import language_name

_TEXT_CHARS = 160
# Below this probability a finding is hedged.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Alone:
    """A block that has no counterpart although its row has: rows join what one of the versions has merged.

    `own` is the block in the version that has it, `other` the empty range of the other version.
    """

    own: Span
    other: Span
    probability: float


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row: `ranges` has every version of the stream, an empty range where it has no text.

    `index` is the row of the set or bead of the pair. `probabilities` holds, for each version but the
    pivot, how sure its bead with the pivot is, or how sure it is that there is none. `missing` holds the
    blocks of the pivot in this row that a version lacks although it has others, `extra` those of a version
    that the pivot lacks.
    """

    index: int
    ranges: Mapping[str, Span]
    probabilities: Mapping[str, float]
    rules: Mapping[str, str]
    probability: float
    missing: Mapping[str, tuple[Alone, ...]] = field(default_factory=dict)
    extra: Mapping[str, tuple[Alone, ...]] = field(default_factory=dict)

    @property
    def present(self) -> frozenset[str]:
        """Versions with text in this row."""
        return frozenset(code for code, (start, end) in self.ranges.items() if end > start)

    def sureness(self, version: str) -> float:
        """How sure this row is about one version; about the pivot, the least sure of the others."""
        if version in self.probabilities:
            return self.probabilities[version]
        return min(self.probabilities.values(), default=self.probability)


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """One stream of an aligned set: blocks and languages by version, and the rows in order."""

    pivot: str
    stream: str
    blocks: Mapping[str, Sequence[Block]]
    languages: Mapping[str, str]
    rows: tuple[ComparedRow, ...]

    def name(self, version: str) -> str:
        """The language of a version in words."""
        return language_name(self.languages[version])

    def others(self, count: int) -> str:
        """How many versions agree: "the other version", "the 4 other versions"."""
        return "the other version" if count == 1 else f"the {count} other versions"

    def reference(self, row: ComparedRow, among: frozenset[str]) -> str:
        """The version to compare with: the pivot if it is among these, else the first of them."""
        candidates = among or row.present
        return self.pivot if self.pivot in candidates else min(candidates, key=list(self.blocks).index)

    def place(self, version: str, span: Span) -> FindingPlace:
        """The place of a run of blocks, or of a gap."""
        blocks = self.blocks[version]
        covered = blocks[slice(*span)]
        language = self.languages[version]
        if not covered:
            before = blocks[span[0] - 1] if span[0] else None
            end = before.place.end if before else 0
            return FindingPlace(language, span, page=before.page if before else None, start=end, end=end)
        labelled = next((block for block in covered if block.label or block.path), covered[0])
        text = " ".join(block.text for block in covered)
        return FindingPlace(
            language=language,
            blocks=span,
            label=labelled.label,
            path=labelled.path,
            page=covered[0].page,
            start=covered[0].place.start,
            end=covered[-1].place.end,
            text=text if len(text) <= _TEXT_CHARS else text[: _TEXT_CHARS - 1] + "…",
        )


def camps(first: frozenset[str], second: frozenset[str], pivot: str) -> tuple[frozenset[str], frozenset[str]]:
    """The smaller camp, which deviates, and the larger; of two equal ones that with the pivot is right."""
    deviant, majority = sorted((first, second), key=lambda camp: (len(camp), pivot in camp))
    return deviant, majority


def compared_pair(alignment: PairAlignment, source: Document, target: Document) -> ComparedVersions:
    """A pair as a set of two versions; the source is the pivot."""
    pivot, other = alignment.source_language, alignment.target_language
    if pivot == other:
        # Two drafts of one language are two versions all the same.
        other = f"{other} (2)"
    rows = tuple(
        ComparedRow(
            k, {pivot: bead.source, other: bead.target}, {other: bead.probability}, {other: bead.rule},
            bead.probability,
        )
        for k, bead in enumerate(alignment.beads)
    )  # fmt: skip
    return ComparedVersions(
        pivot,
        "body",
        {pivot: source.blocks, other: target.blocks},
        {pivot: alignment.source_language, other: alignment.target_language},
        rows,
    )


def compared_set(aligned: AlignedSet) -> list[ComparedVersions]:
    """The streams of a set that two versions or more have: body, then footnotes."""
    streams = []
    for stream in ("body", "footnotes"):
        blocks = {
            code: document.blocks if stream == "body" else document.footnotes
            for code, document in aligned.documents.items()
        }
        blocks = {code: found for code, found in blocks.items() if found}
        if len(blocks) > 1:
            nulls = _nulls(aligned) if stream == "body" else {}
            pivot = aligned.pivot if aligned.pivot in blocks else next(iter(blocks))
            rows = _compared_rows(aligned.rows, stream, list(blocks), pivot, nulls)
            streams.append(ComparedVersions(pivot, stream, blocks, {code: code for code in blocks}, rows))
    return streams


def _nulls(aligned: AlignedSet) -> dict[str, list[Bead]]:
    """What has no counterpart in each pivot pair."""
    return {
        code: [bead for bead in pair.beads if bead.rule == "null"] for code, pair in aligned.pairs.items()
    }


def _compared_rows(
    rows: Sequence[Row], stream: str, versions: Sequence[str], pivot: str, nulls: Mapping[str, Sequence[Bead]]
) -> tuple[ComparedRow, ...]:
    reached = dict.fromkeys(versions, 0)
    missing = {
        code: {k: bead for bead in beads for k in range(*bead.source)} for code, beads in nulls.items()
    }
    extra = {code: {k: bead for bead in beads for k in range(*bead.target)} for code, beads in nulls.items()}
    found = []
    for index, row in enumerate(rows):
        if row.stream != stream or not row.languages:
            continue
        ranges = {}
        probabilities = dict(row.probabilities)
        of_pivot = row.ranges.get(pivot, (0, 0))
        for code in versions:
            start, end = row.ranges.get(code, (0, 0))
            ranges[code] = (start, end) if end > start else (reached[code], reached[code])
            if end > start and row.rules.get(code) != "moved":
                reached[code] = max(reached[code], end)
            elif end <= start and code in missing:
                alone = [missing[code][k].probability for k in range(*of_pivot) if k in missing[code]]
                probabilities[code] = min(alone, default=row.probability)
        both = [code for code in missing if pivot in row.languages and code in row.languages]
        found.append(
            ComparedRow(
                index, ranges, probabilities, row.rules, row.probability,
                missing={c: one for c in both if (one := _alone(missing[c], of_pivot, "target"))},
                extra={c: one for c in both if (one := _alone(extra[c], ranges[c], "source"))},
            )
        )  # fmt: skip
    return tuple(found)


def _alone(nulls: Mapping[int, Bead], span: Span, other: str) -> tuple[Alone, ...]:
    """The blocks of a range that are in these null beads."""
    return tuple(
        Alone((k, k + 1), nulls[k].target if other == "target" else nulls[k].source, nulls[k].probability)
        for k in range(*span)
        if k in nulls
    )
