"""Paragraphs that a version leaves out or adds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from align.beads import Span
from align.compared_rows import SURE, ComparedRow, ComparedVersions, camps
from align.finding import Finding, FindingKind, Severity
from corpora.documents import BlockKind

# Below this the aligner itself hardly believes in the gap.
LEAST_PROBABILITY = 0.2
# What is no text of the document cannot be left out of it.
_NO_TEXT = frozenset({BlockKind.FURNITURE})


@dataclass(frozen=True, slots=True)
class _Gap:
    """A run of rows in which `version` has nothing (omitted) or something that the others lack (added)."""

    kind: FindingKind
    version: str
    reference: str
    place: Span
    counterpart: Span
    agreeing: int
    probability: float
    row: int


def gaps(compared: ComparedVersions, copies: Collection[tuple[str, int]]) -> Iterator[Finding]:
    """Yield a finding for each run of paragraphs that a version leaves out or adds.

    `copies` are blocks, by version, that are told otherwise. A row that only a minority has is an addition
    of each of these; one that a minority lacks is an omission of each of those. With two versions nobody
    can tell which of them is right: what the pivot alone has is called omitted in the other, what the
    other alone has is called added there, and the evidence says no more than "in X, not in Y".
    """
    found = [
        gap
        for row in _with_split_rows_joined(compared)
        for gap in (*_of_row(compared, row, copies), *_inside_row(compared, row, copies))
    ]
    for gap in _joined([gap for gap in found if gap.probability >= LEAST_PROBABILITY]):
        yield _finding(compared, gap)


def _with_split_rows_joined(compared: ComparedVersions) -> list[ComparedRow]:
    """The rows, but neighbours without the pivot that most versions share among them are one.

    What the pivot leaves out is aligned among the others; where that fails, each has it in a row of its
    own, at the same place, and together they still say that it is the pivot that lacks it.
    """
    groups: list[list[ComparedRow]] = []
    for row in compared.rows:
        if groups and all(_may_be_one(compared, other, row) for other in groups[-1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    rows: list[ComparedRow] = []
    for group in groups:
        present = sum(len(row.present) for row in group)
        most = len(group) > 1 and 2 * present > len(compared.blocks)
        rows.extend([_one_row(group)] if most else group)
    return rows


def _one_row(group: Sequence[ComparedRow]) -> ComparedRow:
    ranges = dict(group[0].ranges)
    for row in group:
        ranges.update({code: row.ranges[code] for code in row.present})
    return replace(group[0], ranges=ranges, probability=min(row.probability for row in group))


def _may_be_one(compared: ComparedVersions, first: ComparedRow, second: ComparedRow) -> bool:
    without_pivot = compared.pivot not in first.present | second.present
    return len(compared.blocks) > 2 and without_pivot and not (first.present & second.present)


def _of_row(
    compared: ComparedVersions, row: ComparedRow, copies: Collection[tuple[str, int]]
) -> Iterator[_Gap]:
    present = row.present
    absent = frozenset(row.ranges) - present
    told = all((code, k) in copies for code in present for k in range(*row.ranges[code]))
    if not absent or told or not any(_has_text(compared, code, row.ranges[code]) for code in present):
        return
    deviant, majority = camps(present, absent, compared.pivot)
    for version in sorted(deviant, key=list(compared.blocks).index):
        if deviant == absent:
            reference = compared.reference(row, present)
            kind = FindingKind.OMITTED
        else:
            reference = compared.reference(row, absent)
            kind = FindingKind.ADDED
        yield _Gap(
            kind=kind,
            version=version,
            reference=reference,
            place=row.ranges[version],
            counterpart=row.ranges[reference],
            agreeing=len(majority),
            probability=row.sureness(version) if len(deviant) == 1 else row.probability,
            row=row.index,
        )


def _inside_row(
    compared: ComparedVersions, row: ComparedRow, copies: Collection[tuple[str, int]]
) -> Iterator[_Gap]:
    """Yield what single versions lack or add in a row that joins several paragraphs.

    What most versions lack, the pivot has added; what most versions add, the pivot has left out.
    """
    pivot, others = compared.pivot, len(row.present) - 1
    for block in range(*row.ranges[pivot]):
        lacking = {code: one for code, all_ in row.missing.items() for one in all_ if one.own[0] == block}
        if not lacking or (pivot, block) in copies or not _has_text(compared, pivot, (block, block + 1)):
            continue
        if 2 * len(lacking) > others:
            code, one = next(iter(lacking.items()))
            kind, agreeing = FindingKind.ADDED, len(lacking)
            yield _Gap(kind, pivot, code, one.own, one.other, agreeing, one.probability, row.index)
        else:
            for code, one in lacking.items():
                kind, agreeing = FindingKind.OMITTED, len(row.present) - len(lacking)
                yield _Gap(kind, code, pivot, one.other, one.own, agreeing, one.probability, row.index)
    told = {
        code: [one for one in all_ if (code, one.own[0]) not in copies and _has_text(compared, code, one.own)]
        for code, all_ in row.extra.items()
    }
    if 2 * sum(map(bool, told.values())) > others > 1:
        code, all_ = next((code, all_) for code, all_ in told.items() if all_)
        kind, agreeing = FindingKind.OMITTED, sum(map(bool, told.values()))
        for one in all_:
            yield _Gap(kind, pivot, code, one.other, one.own, agreeing, one.probability, row.index)
        return
    for code, all_ in told.items():
        for one in all_:
            kind, agreeing = FindingKind.ADDED, len(row.present) - 1
            yield _Gap(kind, code, pivot, one.own, one.other, agreeing, one.probability, row.index)


def _has_text(compared: ComparedVersions, version: str, span: Span) -> bool:
    blocks = compared.blocks[version][slice(*span)]
    return any(
        block.kind not in _NO_TEXT and any(character.isalpha() for character in block.text)
        for block in blocks
    )


def _joined(found: Sequence[_Gap]) -> list[_Gap]:
    """Neighbouring paragraphs that are gone or new together make one gap."""
    open_gaps: dict[tuple[FindingKind, str], _Gap] = {}
    out: list[_Gap] = []
    for gap in found:
        key = gap.kind, gap.version
        last = open_gaps.get(key)
        if last is not None and _continues(last, gap):
            joined = _Gap(
                gap.kind,
                gap.version,
                gap.reference,
                (last.place[0], gap.place[1]),
                (last.counterpart[0], gap.counterpart[1]),
                min(last.agreeing, gap.agreeing),
                min(last.probability, gap.probability),
                last.row,
            )
            out[out.index(last)] = joined
            open_gaps[key] = joined
        else:
            out.append(gap)
            open_gaps[key] = gap
    return out


def _continues(last: _Gap, gap: _Gap) -> bool:
    same = (last.reference, last.agreeing) == (gap.reference, gap.agreeing)
    return same and last.place[1] == gap.place[0] and last.counterpart[1] == gap.counterpart[0]


def _finding(compared: ComparedVersions, gap: _Gap) -> Finding:
    omitted = gap.kind is FindingKind.OMITTED
    span = gap.counterpart if omitted else gap.place
    count = span[1] - span[0]
    holder, other = (gap.reference, gap.version) if omitted else (gap.version, gap.reference)
    what = "A paragraph" if count == 1 else f"{count} paragraphs"
    agreeing = gap.agreeing - 1
    if len(compared.blocks) == 2:
        said = f"{what} in {compared.name(holder)}, not in {compared.name(other)}"
    elif omitted:
        also = f" and {compared.others(agreeing)}" if agreeing else ""
        said = f"{what} that {compared.name(holder)}{also} {_have(also)}, {compared.name(other)} has not"
    else:
        also = f" or {compared.others(agreeing)}" if agreeing else ""
        said = f"{what} in {compared.name(holder)}, not in {compared.name(other)}{also}"
    sure = gap.probability >= SURE
    return Finding(
        kind=gap.kind,
        language=compared.languages[gap.version],
        place=compared.place(gap.version, gap.place),
        counterpart=compared.place(gap.reference, gap.counterpart),
        evidence=f"{'' if sure else 'Perhaps: '}{said} (probability {gap.probability:.3f}).",
        severity=Severity.WARNING if sure else Severity.INFO,
        probability=gap.probability,
        stream=compared.stream,
        row=gap.row,
    )


def _have(also: str) -> str:
    return "have" if also else "has"
