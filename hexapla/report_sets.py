"""What the report shows of one document set: plain values, from an alignment or kept from a build."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from align.beads import AlignedSet, Row, Span
    from corpora.documents import Block, Document
    from tm.kept_findings import KeptFinding


@dataclass(frozen=True, slots=True)
class Passage:
    """One block as the report shows it. `page` counts from 1; None where the format has none."""

    label: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of a row. `probability` and `rule` are None for the language that the row hangs on."""

    passages: tuple[Passage, ...]
    probability: float | None = None
    rule: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a set. `cells` has the languages with text in it; `stream` is "body" or "footnotes"."""

    unit_id: str
    stream: str
    probability: float
    flags: tuple[str, ...]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Things taken out of a version for one reason: how many, and the first of them."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One file of a set: `aligned` of its `blocks` (body and footnotes) have a counterpart."""

    language: str
    file: str
    blocks: int
    aligned: int
    taken_out: tuple[TakenOut, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSet:
    """One document set. `versions` are in the order of the columns, the pivot first.

    `verification` holds, for pairs without the pivot ("en:es"), the mean agreement in [0, 1]. `findings` is
    None for a set that was built before findings were kept.
    """

    name: str
    pivot: str
    versions: tuple[ReportVersion, ...]
    rows: tuple[ReportRow, ...]
    verification: Mapping[str, float]
    findings: tuple[KeptFinding, ...] | None = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in the order of the columns."""
        return tuple(version.language for version in self.versions)


_COLUMN_ORDER = ("fr", "en", "es", "ru", "zh", "ar")
_EXAMPLES = 20
_EXAMPLE_CHARS = 200


def report_set(aligned: AlignedSet) -> ReportSet:
    """Return what the report shows of an aligned set."""
    from tm.kept_findings import findings_of_set
    from tm.unit_ids import row_ids

    rows = tuple(
        _row(aligned, row, unit_id)
        for row, unit_id in zip(aligned.rows, row_ids(aligned), strict=True)
        if unit_id
    )
    order = sorted(aligned.documents, key=lambda code: (code != aligned.pivot, _column(code), code))
    return ReportSet(
        name=aligned.name,
        pivot=aligned.pivot,
        versions=tuple(_version(code, aligned) for code in order),
        rows=rows,
        verification={pair: round(score, 3) for pair, score in sorted(aligned.verification.items())},
        findings=findings_of_set(aligned),
    )


def _column(code: str) -> int:
    return _COLUMN_ORDER.index(code) if code in _COLUMN_ORDER else len(_COLUMN_ORDER)


def _row(aligned: AlignedSet, row: Row, unit_id: str) -> ReportRow:
    cells = {}
    for code in row.languages:
        probability = row.probabilities.get(code)
        cells[code] = Cell(
            passages=tuple(
                _passage(block) for block in _blocks(aligned.documents[code], row, row.ranges[code])
            ),
            probability=None if probability is None else round(probability, 3),
            rule=row.rules.get(code),
            via=row.via.get(code),
        )
    return ReportRow(unit_id, row.stream, round(row.probability, 3), row.flags, cells)


def _blocks(document: Document, row: Row, span: Span) -> Sequence[Block]:
    stream = document.footnotes if row.stream == "footnotes" else document.blocks
    return stream[slice(*span)]


def _passage(block: Block) -> Passage:
    return Passage(block.label, block.text, block.page)


def _version(code: str, aligned: AlignedSet) -> ReportVersion:
    document = aligned.documents[code]
    covered = sum(
        row.ranges[code][1] - row.ranges[code][0]
        for row in aligned.rows
        if code in row.languages and len(row.languages) > 1
    )
    return ReportVersion(
        language=code,
        file=document.path.name,
        blocks=len(document.blocks) + len(document.footnotes),
        aligned=covered,
        taken_out=_taken_out(document),
        notes=tuple((note.severity, note.message) for note in document.notes),
    )


def _taken_out(document: Document) -> tuple[TakenOut, ...]:
    counts = Counter(removed.reason for removed in document.removed)
    examples: dict[str, list[str]] = {reason: [] for reason in counts}
    for removed in document.removed:
        if len(examples[removed.reason]) < _EXAMPLES:
            examples[removed.reason].append(removed.text[:_EXAMPLE_CHARS])
    return tuple(TakenOut(reason, counts[reason], tuple(examples[reason])) for reason in sorted(counts))


def to_json(report: ReportSet) -> str:
    """Return a set as JSON, to be kept beside its units until the next build."""
    from tm.kept_findings import finding_record

    record = asdict(replace(report, findings=None))
    if report.findings is not None:
        record["findings"] = [finding_record(kept) for kept in report.findings]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> ReportSet:
    """Return the set that `to_json` wrote. Raises `ValueError` for anything else."""
    try:
        return _from_record(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is not what was kept of a document set for its report") from error


def _from_record(record: dict[str, Any]) -> ReportSet:
    from tm.kept_findings import finding_of_record

    findings = record.get("findings")
    return ReportSet(
        name=record["name"],
        pivot=record["pivot"],
        versions=tuple(_version_from(version) for version in record["versions"]),
        rows=tuple(_row_from(row) for row in record["rows"]),
        verification=record["verification"],
        findings=None if findings is None else tuple(map(finding_of_record, findings)),
    )


def _version_from(record: dict[str, Any]) -> ReportVersion:
    taken_out = tuple(
        TakenOut(taken["reason"], taken["count"], tuple(taken["examples"])) for taken in record["taken_out"]
    )
    notes = tuple((severity, message) for severity, message in record["notes"])
    return ReportVersion(**{**record, "taken_out": taken_out, "notes": notes})


def _row_from(record: dict[str, Any]) -> ReportRow:
    cells = {
        code: Cell(**{**cell, "passages": tuple(Passage(**passage) for passage in cell["passages"])})
        for code, cell in record["cells"].items()
    }
    return ReportRow(**{**record, "flags": tuple(record["flags"]), "cells": cells})
