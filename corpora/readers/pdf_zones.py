"""What stands on a PDF page besides the body: running heads, page and job numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from corpora.block_kinds import is_distribution_line
from corpora.furniture import furniture_reason
from corpora.paragraphs import is_named_label
from corpora.readers.pdf_lines import MarkTable, PdfLine

# Why the line at the head of a page is left out.
HEADER = "page header"
_EDGE_LINES = 4
_SMALLER = 0.93
_HEAD_NUMBERS = 3
# How much further than the next line furniture stands from the text.
_APART = 1.15
_RULE = re.compile(r"[_‗\u2500-\u257f\u2014\u2015 ]{5,}")
_NOTE_START = re.compile(r"(?P<mark>\d{1,3}|[*†‡]{1,3})[.)]?\s+(?=\S)")
# The foot of UN documents: page of pages, job number, language, date, bar code.
_JOB = re.compile(
    r"(?:\d{1,4}/\d{1,4}\s*)?(?:[A-Z]{0,2}\.?\d{2}-\d{4,6}(?:\s*\([A-Z]\))?(?:\s+\d{6}){0,2}|\*\d{6,9}\*)"
    r"(?:\s*\*\d{6,9}\*)?(?:\s*\d{1,4}/\d{1,4})?"
)
_PAGE = re.compile(r"[-–—\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*")


@dataclass(slots=True)
class Zones:
    """The lines of a document by zone: body in reading order, footnotes by page, furniture with reason."""

    body: list[PdfLine] = field(default_factory=list)
    notes: list[list[PdfLine]] = field(default_factory=list)
    furniture: list[tuple[PdfLine, str]] = field(default_factory=list)


def split_zones(
    pages: Sequence[Sequence[PdfLine]], rules: Mapping[int, Sequence[float]], marks: MarkTable
) -> Zones:
    """Sort the lines of all pages into zones.

    `rules` gives, by page from 1, the baselines of drawn rules that may part footnotes from the body.
    """
    zones = Zones()
    body_size = common_size(line for page in pages for line in page)
    repeated = _repeated(pages)
    for lines in pages:
        reasons = _furniture(lines, repeated, body_size)
        zones.furniture += [(line, reasons[id(line)]) for line in lines if id(line) in reasons]
        rest = [line for line in lines if id(line) not in reasons]
        limit = _note_limit(rest, rules.get(lines[0].page, ()) if lines else (), body_size, marks)
        zones.body += [line for line in rest if line.baseline > limit]
        below = sorted((line for line in rest if line.baseline <= limit), key=lambda line: -line.baseline)
        zones.furniture += [(line, "rule") for line in below if _RULE.fullmatch(line.text)]
        zones.notes.append([line for line in below if not _RULE.fullmatch(line.text)])
    zones.furniture += [(line, "rule") for line in zones.body if _RULE.fullmatch(line.text)]
    zones.body = [line for line in zones.body if not _RULE.fullmatch(line.text)]
    return zones


def common_size(lines: Iterable[PdfLine]) -> float:
    """Return the font size of most characters; 1.0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _edges(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Lines nearest to the top and to the bottom of a page."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    return ordered[:_EDGE_LINES] + ordered[max(_EDGE_LINES, len(ordered) - _EDGE_LINES) :]


def _key(text: str) -> str:
    numbers = re.findall(r"\d+", text)
    # A running head changes by its page number alone; a list of numbers is text.
    return (re.sub(r"\d+", "#", text) if len(numbers) <= _HEAD_NUMBERS else text).casefold().strip()


def _repeated(pages: Sequence[Sequence[PdfLine]]) -> dict[str, list[PdfLine]]:
    """Edge lines that stand at the same height on several pages, and these heights."""
    places: defaultdict[str, list[PdfLine]] = defaultdict(list)
    for lines in pages:
        for line in _edges(lines):
            places[_key(line.text)].append(line)
    needed = max(2, len(pages) // 4)
    return {key: found for key, found in places.items() if len(found) >= needed}


def _stands_like(line: PdfLine, other: PdfLine) -> bool:
    """Whether two lines stand at one height in one size; a masthead is larger than the running head."""
    return abs(other.baseline - line.baseline) < 2 * line.size and abs(other.size - line.size) < 0.5


def _furniture(
    lines: Sequence[PdfLine], repeated: Mapping[str, list[PdfLine]], body_size: float
) -> dict[int, str]:
    """Furniture of one page by the identity of its line, with the reason."""
    reasons: dict[int, str] = {}
    edges = _edges(lines)
    middle = (edges[0].baseline + edges[-1].baseline) / 2 if edges else 0.0
    for line in edges:
        where = HEADER if line.baseline > middle else "page footer"
        near = (other for other in repeated.get(_key(line.text), ()) if _stands_like(line, other))
        if line.row or is_named_label(line.text) or _RULE.fullmatch(line.text):
            continue
        if _PAGE.fullmatch(line.text):
            reasons[id(line)] = "page number"
        elif _JOB.fullmatch(line.text):
            reasons[id(line)] = "job number"
        elif len(list(islice(near, 2))) > 1:
            reasons[id(line)] = where
        elif reason := furniture_reason(line.text):
            reasons[id(line)] = reason
    for index in _joined_to_text(lines, reasons):
        del reasons[index]
    if lines and lines[0].page > 1:
        reasons |= _small_head(lines, body_size)
    elif lines and edges[0].size <= _SMALLER * body_size and is_distribution_line(edges[0].text):
        # The running head of a first page is small; a masthead is not.
        reasons[id(edges[0])] = HEADER
    return reasons


def _joined_to_text(lines: Sequence[PdfLine], reasons: Mapping[int, str]) -> list[int]:
    """Repeated lines that no white space parts from the text: "Ibid." ends the notes of many pages.

    By the identity of the line, as in `reasons`.
    """
    ordered = sorted(lines, key=lambda line: -line.baseline)
    gaps = [above.baseline - below.baseline for above, below in pairwise(ordered)]
    steps = sorted(gap for gap in gaps if gap > 1)
    if not steps:
        return []
    usual = steps[len(steps) // 2]
    joined: list[int] = []
    for reason, inward in ((HEADER, ordered), ("page footer", ordered[::-1])):
        run = list(takewhile(lambda line: id(line) in reasons, inward))
        following = inward[len(run)] if len(run) < len(inward) else None
        for line in reversed(run):
            if following is None or abs(line.baseline - following.baseline) > _APART * usual:
                break
            if reasons[id(line)] == reason:
                joined.append(id(line))
            following = line
    return joined


def _small_head(lines: Sequence[PdfLine], body_size: float) -> dict[int, str]:
    """Small type above the body of a page after the first is a running head, even if it stands only once."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    head: list[PdfLine] = []
    for line in ordered[:_EDGE_LINES]:
        if line.size > _SMALLER * body_size:
            break
        head.append(line)
    following = ordered[len(head) : len(head) + 1]
    return {id(line): HEADER for line in head} if following and len(head) < _EDGE_LINES else {}


def _note_limit(
    lines: Sequence[PdfLine], rules: Sequence[float], body_size: float, marks: MarkTable
) -> float:
    """Baseline at or below which lines are footnotes; minus infinity without any."""
    ordered = sorted(lines, key=lambda line: line.baseline)
    for line in ordered:
        if _RULE.fullmatch(line.text) and _are_notes(
            [below for below in ordered if below.baseline < line.baseline], marks
        ):
            return line.baseline
    for height in sorted(rules):
        below = [line for line in ordered if line.baseline < height]
        if below and _are_notes(below, marks) and all(line.size <= _SMALLER * body_size for line in below):
            return height
    small = []
    for line in ordered:
        if line.size > _SMALLER * body_size:
            break
        small.append(line)
    starts = [line.baseline for line in small if starts_note(line.text, marks)]
    return max(starts) if starts else float("-inf")


def _are_notes(below: Sequence[PdfLine], marks: MarkTable) -> bool:
    """Whether the lines under a rule are footnotes: one has a mark, or all are the rest of one."""
    return bool(below) and (any(starts_note(line.text, marks) for line in below) or len(below) <= 6)


def starts_note(text: str, marks: MarkTable) -> str | None:
    """Return the mark with which a footnote begins; None where the text begins otherwise."""
    if text and (mark := marks.get(text[0])):
        return mark.mark
    found = _NOTE_START.match(text)
    return found.group("mark") if found else None


def without_note_mark(text: str, marks: MarkTable) -> str:
    """Return the text of a footnote's first line without its mark."""
    if text and marks.get(text[0]):
        return text[1:].lstrip(" .)")
    return _NOTE_START.sub("", text, count=1)
