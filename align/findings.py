"""Findings: where the versions of a document differ in what they have, in order and number, and in figures.

    aligned versions -> rows as compared -> duplicated, omitted, added, moved, renumbered, figures differ

Everything is read from the alignment and the documents; no encoder is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from align.beads import AlignedSet, PairAlignment
from align.compared_rows import ComparedVersions, compared_pair, compared_set
from align.displaced import moved
from align.duplicates import duplicated, find_copies
from align.figure_findings import figures_differ
from align.finding import Finding, FindingKind, FindingPlace, Severity
from align.gaps import gaps
from align.renumbering import renumbered
from corpora.documents import Document

__all__ = ["Finding", "FindingKind", "FindingPlace", "Severity", "find_in_pair", "find_in_set"]

# Bumped when the same alignment gives other findings: finished sets of older versions are built again.
FINDINGS_VERSION = 1


def find_in_pair(alignment: PairAlignment, source: Document, target: Document) -> list[Finding]:
    """Findings about two aligned versions, in the order of the beads; the source is taken as the measure.

    `alignment` is that of the bodies of `source` and `target`; its footnotes are not looked at.
    """
    return _findings([compared_pair(alignment, source, target)])


def find_in_set(aligned: AlignedSet) -> list[Finding]:
    """Findings about the versions of a set: body, then footnotes, each in the order of its rows.

    With three versions or more the majority is taken as the measure, and the evidence says how many agree.
    A set with one version has none.
    """
    return _findings(compared_set(aligned))


def _findings(streams: Sequence[ComparedVersions]) -> list[Finding]:
    return [finding for stream in streams for finding in _of_stream(stream)]


def _of_stream(compared: ComparedVersions) -> list[Finding]:
    copies = find_copies(compared)
    found = [
        *duplicated(compared, copies),
        *gaps(compared, {(copy.version, copy.extra) for copy in copies}),
        *moved(compared),
        *renumbered(compared),
        *figures_differ(compared),
    ]
    order = list(compared.languages.values())
    return sorted(
        found, key=lambda one: (one.row, order.index(one.language), list(FindingKind).index(one.kind))
    )
