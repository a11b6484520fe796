"""Rows in which the versions give different figures, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from align.compared_rows import SURE, ComparedRow, ComparedVersions
from align.figure_differences import FigureDifference, WrittenFigure, differing_figures, read_figures
from align.finding import Finding, FindingKind, Severity
from corpora.documents import Block

# Two paragraphs that may have nothing to do with each other differ in their figures by nature.
LEAST_PROBABILITY = 0.2


def figures_differ(compared: ComparedVersions) -> Iterator[Finding]:
    """Yield a finding for each version of a row whose figures differ from those of the others."""
    for row in compared.rows:
        # A version that has only a part of the row cannot have all its figures.
        sure = {
            code
            for code in row.present - row.missing.keys()
            if row.sureness(code) >= LEAST_PROBABILITY or code == compared.pivot
        }
        if len(sure) < 2:
            continue
        versions = {
            code: read_figures(_shared_blocks(blocks, row, code), compared.languages[code])
            for code, blocks in compared.blocks.items()
            if code in sure
        }
        for difference in differing_figures(versions, compared.pivot):
            yield _finding(compared, row, difference, frozenset(sure))


def _shared_blocks(blocks: Sequence[Block], row: ComparedRow, version: str) -> list[Block]:
    """The blocks of a version in a row, but those that the pivot lacks."""
    alone = {one.own[0] for one in row.extra.get(version, ())}
    return [blocks[k] for k in range(*row.ranges[version]) if k not in alone]


def _finding(
    compared: ComparedVersions, row: ComparedRow, found: FigureDifference, among: frozenset[str]
) -> Finding:
    version = found.language
    reference = compared.reference(row, among - {version})
    probability = row.sureness(version)
    sure = probability >= SURE and found.sure
    also = f" and {compared.others(found.confirmed - 1)}" if found.confirmed > 1 else ""
    return Finding(
        kind=FindingKind.FIGURES_DIFFER,
        language=compared.languages[version],
        place=compared.place(version, row.ranges[version]),
        counterpart=compared.place(reference, row.ranges[reference]),
        evidence=f"{'' if sure else 'Perhaps: '}{compared.name(version)} has {_values(found.has)} where "
        f"{compared.name(reference)}{also} {'have' if also else 'has'} {_values(found.lacks)} "
        f"(probability of the pairing {probability:.3f}).",
        severity=Severity.WARNING if sure else Severity.INFO,
        probability=probability,
        stream=compared.stream,
        row=row.index,
    )


def _values(figures: Sequence[WrittenFigure]) -> str:
    """Figures by value, with what is written where that differs: 12, 2011-12-19 (“19 décembre 2011”)."""
    if not figures:
        return "no such figure"
    return ", ".join(
        figure.value if figure.value == figure.written else f"{figure.value} (“{figure.written}”)"
        for figure in figures
    )
