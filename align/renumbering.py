"""Paragraphs whose number differs from that of their counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from align.compared_rows import SURE, ComparedRow, ComparedVersions
from align.finding import Finding, FindingKind, Severity
from align.label_values import Value, numbering_style, path_values
from corpora.labels import split_label_chain

# A bead less sure than this may pair two paragraphs that have nothing to do with each other.
LEAST_PROBABILITY = 0.3


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A row's first blocks as numbered by one version and by the reference, and what they differ by.

    `shift` is the difference of the last parts; None where more than that differs.
    """

    row: ComparedRow
    version: str
    reference: str
    own: str
    expected: str
    shift: int | None
    agreeing: int


def renumbered(compared: ComparedVersions) -> Iterator[Finding]:
    """Yield a finding for each run of paragraphs numbered otherwise by one and the same difference.

    Only numbers of the same style are compared, and only where both versions have one.
    """
    for version in compared.blocks:
        run: list[_Numbered] = []
        for row in compared.rows:
            numbered = _compared_numbers(compared, row, version)
            if numbered is None:
                continue
            if run and numbered.shift != run[-1].shift:
                yield from _finding(compared, run)
                run = []
            if numbered.shift != 0:
                run.append(numbered)
        yield from _finding(compared, run)


def _compared_numbers(compared: ComparedVersions, row: ComparedRow, version: str) -> _Numbered | None:
    """The numbers of a row in `version` and in the versions that agree; None where nothing compares.

    A version that agrees with the majority has shift 0.
    """
    if version not in row.present or row.rules.get(version) == "moved":
        return None
    paths = _first_paths(compared, row)
    if version not in paths or len(paths) < 2:
        return None
    own = paths[version]
    alike = {code: path for code, path in paths.items() if numbering_style(path) == numbering_style(own)}
    # "2 (1) (b)" as one label shows more of the path than "(b)" does.
    depth = min(_shown_depth(compared, row, code) for code in alike)
    agree = [code for code, path in alike.items() if path_values(path, depth) & path_values(own, depth)]
    differ = {code: path for code, path in alike.items() if code not in agree}
    camp = _largest_camp(differ, depth)
    right = len(agree) > len(camp) or (len(agree) == len(camp) and compared.pivot in agree)
    if not camp or right:
        return _Numbered(row, version, version, own, own, 0, len(agree) - 1)
    reference = compared.pivot if compared.pivot in camp else camp[0]
    expected = paths[reference]
    return _Numbered(row, version, reference, own, expected, _shift(own, expected, depth), len(camp))


def _first_paths(compared: ComparedVersions, row: ComparedRow) -> dict[str, str]:
    """The label path of each version's first block in a row, where it has one."""
    paths = {}
    for code in row.present:
        block = compared.blocks[code][row.ranges[code][0]]
        if path_values(block.path):
            paths[code] = block.path
    return {code: paths[code] for code in compared.blocks if code in paths}


def _shown_depth(compared: ComparedVersions, row: ComparedRow, version: str) -> int:
    """How many segments of its path the label of a version's first block shows."""
    block = compared.blocks[version][row.ranges[version][0]]
    return max(1, len(split_label_chain(block.label, compared.languages[version])))


def _largest_camp(paths: Mapping[str, str], depth: int) -> list[str]:
    """The versions that share the commonest value."""
    counts = Counter(value for path in paths.values() for value in path_values(path, depth))
    if not counts:
        return []
    value = counts.most_common(1)[0][0]
    return [code for code, path in paths.items() if value in path_values(path, depth)]


def _shift(own: str, expected: str, depth: int) -> int | None:
    """Difference of the last parts of two numbers, the smallest of all readings.

    None if earlier parts differ.
    """
    shifts = [
        mine[-1] - theirs[-1]
        for mine in path_values(own, depth)
        for theirs in path_values(expected, depth)
        if _same_beginning(mine, theirs)
    ]
    return min(shifts, key=abs, default=None)


def _same_beginning(first: Value, second: Value) -> bool:
    return first[:-1] == second[:-1]


def _finding(compared: ComparedVersions, run: Sequence[_Numbered]) -> Iterator[Finding]:
    run = [one for one in run if one.row.sureness(one.version) >= LEAST_PROBABILITY]
    if not run:
        return
    first, last = run[0], run[-1]
    version, reference = first.version, first.reference
    place = compared.place(version, (first.row.ranges[version][0], last.row.ranges[version][1]))
    other = _span(run, reference)
    probability = min(one.row.sureness(version) for one in run)
    sure = probability >= SURE
    also = f" and {compared.others(first.agreeing - 1)}" if first.agreeing > 1 else ""
    said = f"{_written(compared, first, version)} in {compared.name(version)} is " + (
        f"{_written(compared, first, reference)} in {compared.name(reference)}{also}"
    )
    if len(run) > 1 and first.shift is not None:
        ahead = "ahead of" if first.shift > 0 else "behind"
        said += (
            f"; from here to {_written(compared, last, version)} ({len(run)} numbers) the numbers run "
            f"{abs(first.shift)} {ahead} {compared.name(reference)}"
        )
    yield Finding(
        kind=FindingKind.RENUMBERED,
        language=compared.languages[version],
        place=place,
        counterpart=compared.place(reference, other),
        evidence=f"{'' if sure else 'Perhaps: '}{said} (probability {probability:.3f}).",
        severity=Severity.WARNING if sure else Severity.INFO,
        probability=probability,
        stream=compared.stream,
        row=first.row.index,
    )


def _span(run: Sequence[_Numbered], reference: str) -> tuple[int, int]:
    spans = [one.row.ranges[reference] for one in run if reference in one.row.present]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _written(compared: ComparedVersions, one: _Numbered, version: str) -> str:
    """A label as its version writes it, with its path."""
    block = compared.blocks[version][one.row.ranges[version][0]]
    label = " ".join(block.label.split())
    return f"“{label}” ({block.path})" if label else block.path
