"""Paragraphs that a version has in another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from align.beads import Span
from align.compared_rows import SURE, ComparedRow, ComparedVersions
from align.finding import Finding, FindingKind, Severity


@dataclass(frozen=True, slots=True)
class _Move:
    version: str
    reference: str
    place: Span
    counterpart: Span
    probability: float
    agreeing: int
    row: int


def moved(compared: ComparedVersions) -> Iterator[Finding]:
    """Yield a finding for each run of paragraphs that stands elsewhere in a version.

    What most of the other versions have in another place than the pivot is moved in the pivot.
    """
    moves: list[_Move] = []
    for row in compared.rows:
        for move in _of_row(compared, row):
            last = next((k for k, one in enumerate(moves) if _continues(one, move)), None)
            if last is None:
                moves.append(move)
            else:
                moves[last] = _joined(moves[last], move)
    yield from (_finding(compared, move) for move in moves)


def _of_row(compared: ComparedVersions, row: ComparedRow) -> Iterator[_Move]:
    shifted = [code for code in row.present if row.rules.get(code) == "moved"]
    if not shifted or len(row.present) < 2:
        return
    still = row.present - set(shifted)
    if compared.pivot in still and len(shifted) > 1 and len(still) < len(shifted):
        shifted, still = [compared.pivot], row.present - {compared.pivot}
    reference = compared.reference(row, still)
    for version in sorted(shifted, key=list(compared.blocks).index):
        yield _Move(
            version,
            reference,
            row.ranges[version],
            row.ranges[reference],
            row.sureness(version),
            len(still),
            row.index,
        )


def _continues(last: _Move, move: _Move) -> bool:
    same = (last.version, last.reference) == (move.version, move.reference)
    return same and last.place[1] == move.place[0] and last.counterpart[1] == move.counterpart[0]


def _joined(first: _Move, second: _Move) -> _Move:
    return replace(
        first,
        place=(first.place[0], second.place[1]),
        counterpart=(first.counterpart[0], second.counterpart[1]),
        probability=min(first.probability, second.probability),
        agreeing=min(first.agreeing, second.agreeing),
    )


def _finding(compared: ComparedVersions, move: _Move) -> Finding:
    count = move.place[1] - move.place[0]
    what = "A paragraph stands" if count == 1 else f"{count} paragraphs stand"
    also = f" and {compared.others(move.agreeing - 1)}" if move.agreeing > 1 else ""
    sure = move.probability >= SURE
    return Finding(
        kind=FindingKind.MOVED,
        language=compared.languages[move.version],
        place=compared.place(move.version, move.place),
        counterpart=compared.place(move.reference, move.counterpart),
        evidence=f"{'' if sure else 'Perhaps: '}{what} {_after(compared, move.version, move.place)} in "
        f"{compared.name(move.version)}, {_after(compared, move.reference, move.counterpart)} in "
        f"{compared.name(move.reference)}{also} (probability {move.probability:.3f}).",
        severity=Severity.WARNING if sure else Severity.INFO,
        probability=move.probability,
        stream=compared.stream,
        row=move.row,
    )


def _after(compared: ComparedVersions, version: str, span: Span) -> str:
    """Where a run stands, by what stands before it: after "12.", after "Recalling the ...", at the start."""
    if span[0] == 0:
        return "at the start"
    before: Sequence[str] = compared.blocks[version][span[0] - 1].text.split()
    label = compared.blocks[version][span[0] - 1].label
    text = " ".join(before)
    return f"after “{label or (text if len(text) <= 40 else text[:39] + '…')}”"
