"""Footnotes at the ends of plain-text pages: the zone under a rule, or the numbered lines that end a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.footnote_marks import marks_as_written, marks_in
from corpora.footnote_references import digits_of_mark, has_reference
from corpora.furniture import RULE
from corpora.paragraphs import is_date_line
from corpora.text_lines import Line

_MARK = re.compile(
    r"(?P<mark>\d{1,3}|[¹²³⁰⁴-⁹]{1,3}|\((?P<round>\d{1,3})\)|\(?\[(?P<square>\d{1,3}|[*†‡§]{1,3})\]\)?|[*†‡§]{1,3})"
    r"(?P<stop>[.)/]?)(?P<gap>\s*)(?=\S)"
)
_TERMINAL = (".", ":", ";", "!", "?", "。", "؟", "；", "»", "”", ")", "）")
_RAISED_DIGITS = tuple("¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_SIGNS = ("*", "†")
_RAISED = (*_RAISED_DIGITS, *_RAISED_SIGNS)
_LONGEST_ZONE_LINES = 200


@dataclass(frozen=True, slots=True)
class FoundFootnote:
    """One footnote: its mark without brackets, its lines by index, where its text starts in the first."""

    mark: str
    lines: tuple[int, ...]
    text_offset: int


def find_footnotes(lines: Sequence[Line], furniture: Mapping[int, str]) -> list[FoundFootnote]:
    """Footnotes of a plain text in order of place.

    Under a rule, any line with a mark begins one. Without a rule, the last paragraphs of a page are footnotes
    if each begins with a mark, the marks ascend, and the text refers to at least one of them. A paragraph
    that begins with a raised mark is a footnote wherever it stands, if the text refers to it.
    """
    found = list(_under_rules(lines, furniture))
    taken = {i for footnote in found for i in footnote.lines}
    found.extend(_at_page_ends(lines, furniture, taken))
    taken = {i for footnote in found for i in footnote.lines}
    found.extend(_raised(lines, furniture, taken))
    return sorted(found, key=lambda footnote: footnote.lines[0])


def _under_rules(lines: Sequence[Line], furniture: Mapping[int, str]) -> Iterator[FoundFootnote]:
    end = 0
    for rule in sorted(i for i, reason in furniture.items() if reason == RULE):
        if rule < end:
            continue
        first = _next_text(lines, rule + 1)
        if first is None or first in furniture or first - rule > 3:
            continue
        zone = _zone(lines, furniture, first)
        if zone and _fits_rule(lines, zone, first):
            yield from zone
            end = zone[-1].lines[-1] + 1


def _fits_rule(lines: Sequence[Line], zone: list[FoundFootnote], first: int) -> bool:
    """Whether "1. Decides ..." under a rule is a footnote: only if the text before it refers to it."""
    match = _MARK.match(lines[first].text)
    if match is None or match["stop"] != ".":
        return True
    before = [line.text for line in lines[max(0, first - _LONGEST_ZONE_LINES) : first]]
    return any(has_reference(text, zone[0].mark, spaced=False) for text in before)


def _at_page_ends(
    lines: Sequence[Line], furniture: Mapping[int, str], taken: set[int]
) -> Iterator[FoundFootnote]:
    referred: set[str] = set()
    # Lines in which a figure stands that no footnote before asked for.
    figures: defaultdict[str, list[str]] = defaultdict(list)
    seen = 0
    for start, stop in _pages(lines):
        first = _zone_start(lines, furniture, start, stop, taken)
        if first is None:
            continue
        zone = [f for f in _zone(lines, furniture, first) if f.lines[0] < stop]
        # Zones come in order, so that each line before them is looked at once.
        for line in lines[seen:first]:
            for figure in marks_as_written(line.text):
                figures[figure].append(line.text)
        seen = max(seen, first)
        for mark in ("", *(footnote.mark for footnote in zone)):
            for text in figures.pop(mark, ()):
                referred |= marks_in(text)
        if any(footnote.mark in referred for footnote in zone):
            yield from zone


def _raised(lines: Sequence[Line], furniture: Mapping[int, str], taken: set[int]) -> Iterator[FoundFootnote]:
    """Paragraphs that begin with "¹", right after the paragraph that refers to them."""
    if not any(line.text.startswith(_RAISED) for line in lines):
        return
    end = 0
    for first in reversed([*_paragraph_starts(lines, furniture, 0, len(lines))]):
        if first in taken or first < end or not _begins_raised(lines, first):
            continue
        before = [line.text for line in lines[max(0, first - _LONGEST_ZONE_LINES) : first]]
        zone = _zone(lines, furniture, first)
        if zone and any(has_reference(text, zone[0].mark, spaced=False) for text in before):
            yield from zone
            end = zone[-1].lines[-1] + 1


def _begins_raised(lines: Sequence[Line], first: int) -> bool:
    """Whether a line begins with a raised figure or, as no other before it does, with an asterisk."""
    text = lines[first].text
    if not text.startswith(_RAISED_SIGNS):
        return text.startswith(_RAISED_DIGITS)
    return not any(line.text.startswith(text[0]) for line in lines[:first])


def _zone_start(
    lines: Sequence[Line], furniture: Mapping[int, str], start: int, stop: int, taken: set[int]
) -> int | None:
    """First line of the marked paragraphs that end this page, if it ends in such paragraphs."""
    best, next_mark = None, 10_000
    for first in _paragraph_starts(lines, furniture, max(start, stop - _LONGEST_ZONE_LINES), stop):
        mark = _plain_mark(lines[first].text)
        if first in taken or mark is None or mark >= next_mark:
            break
        best, next_mark = first, mark
    return best


def _paragraph_starts(
    lines: Sequence[Line], furniture: Mapping[int, str], start: int, stop: int
) -> Iterator[int]:
    """Find the first lines of paragraphs on a page, last paragraph first."""
    below: int | None = None
    for i in range(stop - 1, start - 1, -1):
        if lines[i].text and i not in furniture:
            below = i
        elif below is not None:
            yield below
            below = None
    if below is not None:
        yield below


def _plain_mark(text: str) -> int | None:
    """Read the number of a footnote without a rule: "38 Ibid.", never "38. Ibid." or "3 votes"."""
    match = _MARK.match(text)
    if match is None or match["stop"] or (match["mark"].isdigit() and not match["gap"]):
        return None
    if is_date_line(text):
        return None
    number = digits_of_mark(match["mark"])
    rest = text[match.end() :]
    if number is None or not rest or rest[0].islower() or not (rest[0].isalpha() or rest[0] in "«“\"'[《("):
        return None
    return number


def _zone(lines: Sequence[Line], furniture: Mapping[int, str], first: int) -> list[FoundFootnote]:
    """Footnotes from line `first` on, to the end of the zone."""
    found: list[FoundFootnote] = []
    blank = True
    for i in range(first, min(len(lines), first + _LONGEST_ZONE_LINES)):
        if lines[i].page != lines[first].page or i in furniture:
            break
        if not lines[i].text:
            blank = True
            continue
        started = _start_of_footnote(lines[i].text, i, found[-1].mark if found else None, blank=blank)
        if started is not None:
            found.append(started)
        elif not found or (blank and not _goes_on(lines, found[-1], i)):
            break
        else:
            last = found[-1]
            found[-1] = FoundFootnote(last.mark, (*last.lines, i), last.text_offset)
        blank = False
    return found


def _start_of_footnote(text: str, i: int, previous: str | None, *, blank: bool) -> FoundFootnote | None:
    match = _MARK.match(text)
    if match is None or (match["mark"].isdigit() and not match["gap"] and not match["stop"]):
        return None
    mark = match["round"] or match["square"] or match["mark"]
    number = digits_of_mark(mark)
    mark = str(number) if number is not None else mark
    if previous is None:
        return FoundFootnote(mark, (i,), match.end())
    before = digits_of_mark(previous)
    follows = number is None or before is None or (before < number and (blank or number <= before + 3))
    rest = text[match.end() :]
    return FoundFootnote(mark, (i,), match.end()) if follows and not rest[0].islower() else None


def _goes_on(lines: Sequence[Line], footnote: FoundFootnote, i: int) -> bool:
    last = lines[footnote.lines[-1]].text
    return lines[i].text[0].islower() and not last.endswith(_TERMINAL)


def _pages(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of lines, one a page."""
    if lines and lines[0].page == lines[-1].page:
        yield 0, len(lines)
        return
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].page != lines[start].page:
            yield start, i
            start = i


def _next_text(lines: Sequence[Line], start: int) -> int | None:
    return next((i for i in range(start, len(lines)) if lines[i].text), None)
