"""Paragraphs that one version has twice and the others once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from align.compared_rows import ComparedRow, ComparedVersions, camps
from align.finding import Finding, FindingKind, Severity
from corpora.documents import Block

# Shorter texts are headings and formulas, which repeat by nature.
_SHORTEST_CHARS = 12
_SHORTEST_HAN_CHARS = 5
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Copy:
    """Block `extra` of a version says again what block `first` says, and no other version does so.

    `row` is the row that holds the copy; `sure` is False where the copy shares its row with other text.
    """

    version: str
    first: int
    extra: int
    row: ComparedRow
    sure: bool


def find_copies(compared: ComparedVersions) -> list[Copy]:
    """Every block that repeats another of its version without any other version repeating it."""
    copies = []
    for version, blocks in compared.blocks.items():
        home = {k: row for row in compared.rows for k in range(*row.ranges[version])}
        for first, second in _repeated(blocks):
            if first in home and second in home:
                found = _judge(compared, version, first, second, home[first], home[second])
                if found is not None:
                    copies.append(found)
    return copies


def duplicated(compared: ComparedVersions, copies: Sequence[Copy]) -> Iterator[Finding]:
    """Yield one finding for each run of copies."""
    for run in _runs(copies):
        first, last = run[0], run[-1]
        version = first.version
        span, original = (first.extra, last.extra + 1), (first.first, last.first + 1)
        place, twin = compared.place(version, span), compared.place(version, original)
        against = compared.reference(first.row, first.row.present - {version})
        holder = next(row for row in compared.rows if _holds(row, version, first.first))
        reference = against if against != version else compared.reference(holder, holder.present - {version})
        what = "A paragraph stands" if len(run) == 1 else f"{len(run)} paragraphs stand"
        where = f" (blocks {original[0]} and {span[0]}, counted from 0)"
        sure = all(copy.sure for copy in run)
        yield Finding(
            kind=FindingKind.DUPLICATED,
            language=compared.languages[version],
            place=place,
            counterpart=compared.place(reference, holder.ranges[reference]),
            evidence=f"{'' if sure else 'Perhaps: '}{what} twice in {compared.name(version)}{where}, once in "
            f"{compared.name(reference)}{_also(compared)}: the same text{_labels(twin.label, place.label)}.",
            severity=Severity.WARNING if sure else Severity.INFO,
            probability=min(copy.row.probability for copy in run),
            stream=compared.stream,
            row=first.row.index,
        )


def _also(compared: ComparedVersions) -> str:
    count = len(compared.blocks) - 2
    return f" and {compared.others(count)}" if count else ""


def _labels(first: str, second: str) -> str:
    return f', labelled "{first}" and "{second}"' if first and second and first != second else ""


def _repeated(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield each block with the nearest earlier one that has the same words."""
    seen: dict[str, int] = {}
    for k, block in enumerate(blocks):
        words = plain_words(block.text)
        shortest = _SHORTEST_HAN_CHARS if _HAN.search(words) else _SHORTEST_CHARS
        if len(words) >= shortest:
            if words in seen:
                yield seen[words], k
            seen[words] = k


def plain_words(text: str) -> str:
    """The letters and digits of a text, case aside: what has to be equal in a copy."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _judge(
    compared: ComparedVersions, version: str, first: int, second: int, one: ComparedRow, two: ComparedRow
) -> Copy | None:
    if one is two:
        length = one.ranges[version][1] - one.ranges[version][0]
        others = [one.ranges[code] for code in one.present - {version}]
        shorter = sum(end - start < length for start, end in others)
        return (
            Copy(version, first, second, two, sure=True) if 2 * shorter > len(others) or not others else None
        )
    for extra, original, row, other in ((second, first, two, one), (first, second, one, two)):
        deviant, _ = camps(row.present, frozenset(row.ranges) - row.present, compared.pivot)
        alone = row.present == {version} or (version in deviant and row.present == deviant)
        if alone and len(other.present) > 1:
            return Copy(version, original, extra, row, sure=True)
    for extra, original, row in ((second, first, two), (first, second, one)):
        length = row.ranges[version][1] - row.ranges[version][0]
        others = [row.ranges[code] for code in row.present - {version}]
        if others and all(end - start < length for start, end in others):
            return Copy(version, original, extra, row, sure=False)
    return None


def _holds(row: ComparedRow, version: str, block: int) -> bool:
    start, end = row.ranges[version]
    return start <= block < end


def _runs(copies: Sequence[Copy]) -> list[list[Copy]]:
    """Copies of neighbours, in order, together."""
    runs: list[list[Copy]] = []
    for copy in copies:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.version == copy.version
            and (last.first + 1, last.extra + 1) == (copy.first, copy.extra)
        ):
            runs[-1].append(copy)
        else:
            runs.append([copy])
    return runs
