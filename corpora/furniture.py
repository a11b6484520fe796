"""Page furniture: links, rules, page numbers, running heads and job numbers that are no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpora.text_lines import Line

LONGEST_FURNITURE_CHARS = 300
PAGE_EDGE_LINES = 3
_MASTHEAD_LINES = 10

_LINK = re.compile(
    r"<?(?:https?://|ftp://|www\.|(?:daccess-ods|undocs|docs)\.un\.org/|undocs\.org/)[^\s<>]+>?"
)
_RULE = re.compile(r"[_‗\u2500-\u257f]{3,}|[-–—―=¯*.·~]{5,}|\*(?: ?\* ?){2,}|[_ ]{5,}")
_CONTINUATION = re.compile(r"/(?:…|\.\.\.)|\((?:…|\.\.\.)\)/|[*]?/\.\.\.[*]?")
_DIGITS = "0-9٠-٩۰-۹０-９"
_PAGE_WORD = re.compile(
    rf"[-–—\[( ]*(?:(?:page|p\.|página|pág\.|страница|стр\.|с\.|الصفحة|صفحة|ص)\s*[{_DIGITS}]{{1,4}}"
    rf"(?:\s*(?:/|of|de|sur|из|من)\s*[{_DIGITS}]{{1,4}})?"
    rf"|第\s*[{_DIGITS}一二三四五六七八九十百]{{1,4}}\s*页"
    rf"(?:\s*[,，/]?\s*共\s*[{_DIGITS}]{{1,4}}\s*页)?)[-–—\]) ]*",
    re.IGNORECASE,
)
_PAGE_DASHED = re.compile(rf"[-–—]\s*[{_DIGITS}]{{1,4}}\s*[-–—]|\[\s*[{_DIGITS}]{{1,4}}\s*\]")
_PAGE_OF = re.compile(rf"([{_DIGITS}]{{1,4}})\s*/\s*([{_DIGITS}]{{1,4}})")
_BARE = re.compile(rf"[{_DIGITS}]{{1,4}}")
_JOB = re.compile(
    r"\*?(?:[A-Z]{1,4}[. ]?)?\d{2}[-‑–]\d{5,7}(?: ?\*)?(?: ?\([A-Z]\))?"
    r"(?: \d{6}){0,3}(?: \d{1,4}(?:/\d{1,4})?)?\*?"
    r"|\d{1,4}(?:/\d{1,4})? (?:[A-Z]{1,4}[. ]?)?\d{2}[-‑–]\d{5,7}(?: ?\([A-Z]\))?"
    r"|\*[A-Z0-9-]{6,12}\*|N\d{7}(?: \([A-Z]\))?"
)
_SYMBOL_LINE = re.compile(r"[A-Z]{1,4}(?:/[A-Z0-9.()]+){2,6}(?: \((?:19|20)\d{2}\))?\*?")
_NUMBERS = re.compile(rf"[{_DIGITS}]+")

LINK, RULE, PAGE_NUMBER, RUNNING_HEAD = "link", "rule", "page number", "running head"
JOB_NUMBER, CONTINUATION = "job number", "continuation mark"
_ENDS_OF_PAGES = (PAGE_NUMBER, LINK, JOB_NUMBER)


def furniture_reason(text: str) -> str | None:
    """Why a line is furniture whatever stands around it, or None.

    >>> furniture_reason("http://undocs.org/fr/A/68/457"), furniture_reason("- 3 -")
    ('link', 'page number')
    >>> furniture_reason("68/187") is None
    True
    """
    if not text or len(text) > LONGEST_FURNITURE_CHARS:
        return None
    last = text[-1]
    if text[0].isalnum() and not (last.isdecimal() or last in _LAST_OF_FURNITURE):
        return LINK if _is_link(text) else None
    if _is_link(text):
        return LINK
    for pattern, reason in _ALWAYS:
        if pattern.fullmatch(text):
            return reason
    return None


def _is_link(text: str) -> bool:
    return _LINK.match(text) is not None and all(_LINK.fullmatch(word) for word in text.split(" "))


def links_in(text: str) -> list[str]:
    """Links on a line of links."""
    return [word for word in text.split(" ") if word]


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Index of each line that is furniture, with the reason; lines in order, blank ones included."""
    texts = [line.text for line in lines]
    reasons = {i: reason for i in _suspects(texts) if (reason := furniture_reason(texts[i]))}
    reasons.update(_numbers_of_pages(lines, reasons))
    reasons.update(_running_heads(lines, reasons))
    return reasons


def _suspects(texts: Sequence[str]) -> Iterable[int]:
    """Indices of lines that may be furniture; most lines begin as text does and end as furniture does not."""
    together = "\n".join(texts)
    if any(map(together.__contains__, _NEEDED_TO_LINK)):
        return range(len(texts))
    return [
        i
        for i, text in enumerate(texts)
        if text and (not text[0].isalnum() or text[-1] in _LAST_OF_FURNITURE or text[-1].isdecimal())
    ]


_ALWAYS = (
    (_RULE, RULE),
    (_CONTINUATION, CONTINUATION),
    (_PAGE_WORD, PAGE_NUMBER),
    (_PAGE_DASHED, PAGE_NUMBER),
    (_JOB, JOB_NUMBER),
)
# One of these stands in every link.
_NEEDED_TO_LINK = ("://", "www.", ".org/")
# What begins with a letter or a figure and matches one of these ends in a figure or in one of these.
_LAST_OF_FURNITURE = frozenset("-–—]) *页")


def _numbers_of_pages(lines: Sequence[Line], known: dict[int, str]) -> dict[int, str]:
    """Find "2/5" and "7" on a line of their own, where a page ends there or where they count on."""
    found: dict[int, str] = {}
    totals: dict[int, list[tuple[int, int]]] = defaultdict(list)
    bare: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if not line.text[-1:].isdecimal():
            continue
        if (match := _PAGE_OF.fullmatch(line.text)) and 0 < int(match[1]) <= int(match[2]):
            totals[int(match[2])].append((i, int(match[1])))
        elif _BARE.fullmatch(line.text):
            bare.append((i, int(line.text)))
    for entries in totals.values():
        counted = len(entries) > 1 and _counts_on(entries)
        found.update((i, PAGE_NUMBER) for i, _ in entries if counted or _at_edge(lines, i, known))
    found.update((i, PAGE_NUMBER) for i, _ in bare if _at_edge(lines, i, known))
    return found


def _counts_on(entries: Sequence[tuple[int, int]]) -> bool:
    return all(0 <= b[1] - a[1] <= 2 for a, b in pairwise(entries))


def _at_edge(lines: Sequence[Line], i: int, known: dict[int, str]) -> bool:
    """Whether a page ends or begins at line `i`, the very beginning of the file apart."""
    before = next((j for j in range(i - 1, -1, -1) if lines[j].text), None)
    after = next((j for j in range(i + 1, len(lines)) if lines[j].text), None)
    if before is None:
        return after is not None and lines[after].page == lines[i].page and lines[-1].page > 1
    if after is not None and lines[after].page > lines[i].page:
        return True
    return lines[before].page < lines[i].page or JOB_NUMBER in (known.get(before), known.get(after or -1))


def _running_heads(lines: Sequence[Line], known: dict[int, str]) -> dict[int, str]:
    """Short lines that come back at the edges of pages; the first one stays, it is the masthead."""
    seen: dict[str, list[int]] = defaultdict(list)
    for i in _edge_lines(lines, known):
        seen[_NUMBERS.sub("#", lines[i].text)].append(i)
    if not seen:
        return {}
    top = [i for i, line in enumerate(lines) if line.text][:_MASTHEAD_LINES]
    heads: dict[int, str] = {}
    for indices in seen.values():
        if len({lines[i].page for i in indices}) > 1 or _symbol_returns(lines, indices):
            heads.update((i, RUNNING_HEAD) for i in indices if i != indices[0] or i not in top)
        elif len(indices) == 1 and _opens_later_page(lines, indices[0]):
            heads[indices[0]] = RUNNING_HEAD
    return heads


def _opens_later_page(lines: Sequence[Line], i: int) -> bool:
    """Whether a symbol on its own is the first text of a page after the first."""
    before = next((j for j in range(i - 1, -1, -1) if lines[j].text), None)
    apart = i + 1 < len(lines) and not lines[i + 1].text
    symbol = apart and _SYMBOL_LINE.fullmatch(lines[i].text) is not None
    return symbol and before is not None and lines[before].page < lines[i].page


def _symbol_returns(lines: Sequence[Line], indices: Sequence[int]) -> bool:
    return len(indices) > 1 and len({lines[i].text for i in indices}) == 1


def _edge_lines(lines: Sequence[Line], known: dict[int, str]) -> list[int]:
    """Lines that may be running heads: near a form feed, beside a page number, or a symbol on its own."""
    texts = [i for i, line in enumerate(lines) if line.text and i not in known]
    if texts and lines[-1].page == 1 and not any(reason in _ENDS_OF_PAGES for reason in known.values()):
        return [i for i in texts if _is_lone_symbol(lines, i)]
    edges: list[int] = []
    for k, i in enumerate(texts):
        if len(lines[i].text) > 120:
            continue
        above, below = texts[max(0, k - PAGE_EDGE_LINES)], texts[min(len(texts) - 1, k + PAGE_EDGE_LINES)]
        near = lines[above].page != lines[below].page
        beside = _is_furniture(known, lines, i, -1) or _is_furniture(known, lines, i, 1)
        first_of_all = k < PAGE_EDGE_LINES and lines[-1].page > 1
        if near or beside or first_of_all or _is_lone_symbol(lines, i):
            edges.append(i)
    return edges


def _is_furniture(known: dict[int, str], lines: Sequence[Line], i: int, step: int) -> bool:
    """Whether the nearest text before (-1) or after (1) a line is furniture that ends a page."""
    j = i + step
    while 0 <= j < len(lines) and not lines[j].text:
        j += step
    return known.get(j) in _ENDS_OF_PAGES


def _is_lone_symbol(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    symbol = "/" in text and len(text) <= 120 and _SYMBOL_LINE.fullmatch(text) is not None
    return symbol and _stands_alone(lines, i)


def _stands_alone(lines: Sequence[Line], i: int) -> bool:
    return (i == 0 or not lines[i - 1].text) and (i + 1 == len(lines) or not lines[i + 1].text)
