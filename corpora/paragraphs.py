"""Groups the lines of a plain text into paragraphs: hard-wrapped, or one paragraph a line."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.block_kinds import (
    enacting_organ,
    is_annex_heading,
    is_closing,
    is_meeting_line,
    is_vote_list,
    opens_any,
    starts_resolution_title,
    title_number,
)
from corpora.text_lines import Line, display_width

_TERMINAL = tuple(".;:!?。；：！？؛؟")
_CLAUSE_END = (*_TERMINAL, ",", "，", "،", "、")
_CLOSING_QUOTES = "»”\"'’)]）】」』"
_BEGINS_CLOSING = re.compile(r"[;,.:!?؛،؟；，。：！？、)）»”」]")
_ONLY_CLOSING = re.compile(r"[;,.:!?؛،؟；，。：！？、)）»”」\s]{1,6}")
_LABEL = re.compile(
    r"(?:\d{1,3}\s?(?:bis|ter)?\s?[.)．、。]|\d{1,3}\s[-–—]\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s"
    r"|[(（](?:\d{1,3}|[a-zа-яё]{1,2}|[ivxl]{1,6}|[\u0621-\u064a]{1,4}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[a-zа-яё]{1,2}\)|[ivx]{1,5}[.)]|[IVXLC]{1,6}\.\s|[A-ZА-Я]\.\s|[一二三四五六七八九十]{1,3}[、．.]|[㈠-㈩①-⑳•◦▪–—-]\s?"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节部编]"
    r"|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا|[\u0621-\u064a]{1,4})\s[-–—]\s)"
)
_NAMED_LABEL = re.compile(
    r"(?:article|artículo|section|sección|chapter|chapitre|capítulo|part|partie|parte|title|titre|título|rule|règle"
    r"|regla|principle|principe|principio|статья|глава|раздел|часть|правило|принцип"
    r"|(?:ال)?(?:مادة|فصل|باب|قسم|جزء|فرع|قاعدة|مبدأ))"
    r"\s+(?:\d{1,3}|[ivxlcdm]{1,7}|premier|première|primero|[\u0621-\u064a]{2,10})\b",
    re.IGNORECASE,
)
# Letters with which no name of a passage in `_NAMED_LABEL` begins.
_NO_NAME_BEGINS = frozenset("bdefghijklmnoquvwxyzBDEFGHIJKLMNOQUVWXYZ")
_HAN_NAMED = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[条章节部编]")
_DATE_ONLY = re.compile(
    r"(?:le |el )?\d{1,2}(?:er|º|°|st|nd|rd|th)? (?:de )?[^\W\d_]{3,12}(?:/[^\W\d_]{3,12})?(?: de)? \d{4}"
    r"(?: года| г\.)?[.]?"
    r"|[A-Z][a-z]{2,9} \d{1,2}, \d{4}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2} [\u0621-\u064a ]{2,20}(?:/ ?[\u0621-\u064a ]{2,20})? \d{4}"
)
# Words that never end a paragraph.
_HANGING = re.compile(
    r"(?:^|[\s(«'’])(?:the|of|to|and|in|at|by|for|with|an?|on|or|that|its|their|from|as|which|de|du|des|la|les?|et|à|en|dans|pour|sur"
    r"|par|que|qui|aux?|el|los|las|del|y|para|con|por|su|sus|una?|и|в|на|с|по|о|к|за|из|от|для|при|также|что|في|من|على|إلى|أن|عن|أو)$",
    re.IGNORECASE,
)
_LONGEST_PLACE_AND_DATE = 60
_LONGEST_DATE = 60
# Footnote marks behind the stop that ends a paragraph.
_NOTED = re.compile(r"([.,;:。，；：،؛])(?:[⁰¹²³⁴-⁹]{1,3}|[*†]{1,2}|\[\d{1,3}\]|(?<=[。，；])\d{1,2})$")
_FULL = 0.75
_SHORT = 0.72
_ROOMY = 0.97
_WIDEST_WRAP = 130
_DATED = re.compile(r"(?:of|du|de|от|d')\s.{4,30}\d{4}\.?")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file sets its paragraphs. `full` is the usual width of a filled line in columns."""

    wrapped: bool
    full: float


def find_shape(lines: Sequence[Line], furniture: Mapping[int, str]) -> Shape:
    """Whether the lines are hard-wrapped, from pairs of neighbours that share a sentence.

    A line goes on in the next if it ends without punctuation and the next begins in lower case; in scripts
    without case, if it is also nearly as wide as the widest lines. Wide lines before a capital ("Papua / New
    Guinea") count once others have shown that the file wraps. A quarter of all pairs is enough.
    """
    pairs = [
        (a, b)
        for i, (a, b) in enumerate(pairwise(lines))
        if a.text and b.text and i not in furniture and i + 1 not in furniture
    ]
    if not pairs:
        return Shape(wrapped=True, full=80.0)
    widest = (
        statistics.quantiles((a.width for a, _ in pairs), n=10)[-1] if len(pairs) > 1 else pairs[0][0].width
    )
    flowing = [a.width for a, b in pairs if _flows(a, b, widest)]
    broken = len(flowing)
    if 0 < broken * 4 < len(pairs):
        broken += sum(_may_flow(a, b, widest) for a, b in pairs)
    return Shape(broken * 4 >= len(pairs), statistics.median(flowing) if flowing else float(widest))


def is_date_line(text: str) -> bool:
    """Only a date: "18 décembre 2013", "2013年12月18日"."""
    return len(text) <= _LONGEST_DATE and _DATE_ONLY.fullmatch(text) is not None


def is_named_label(text: str) -> bool:
    """Only the name of a passage: "Article 2", "Глава II", "第三条"."""
    return _NAMED_LABEL.fullmatch(text) is not None or _HAN_NAMED.fullmatch(text) is not None


# "2026年4月24日于塔尔萨"
_WRITTEN_AT = re.compile(r"(?P<date>[\d〇一二三四五六七八九十]{2,6}年.{2,8}日)[于於][^\W\d_]{2,12}")


def is_place_and_date(text: str) -> bool:
    """Only where and when something was written: "New York, 3 June 2025", "2025年6月3日，纽约"."""
    written = _WRITTEN_AT.fullmatch(text)
    if written is not None:
        return is_date_line(written["date"])
    before, comma, after = re.sub("[،，]", ",", text).partition(",")
    if not comma or len(text) > _LONGEST_PLACE_AND_DATE:
        return False
    place, date = (after, before) if text[:1].isdecimal() else (before, after)
    named = len(place.strip()) >= 2 and not any(character.isdecimal() for character in place)
    return named and is_date_line(date.strip())


def group_lines(lines: Sequence[Line], skipped: Mapping[int, str], shape: Shape) -> list[list[Line]]:
    """Lines of each paragraph, in order; `skipped` are lines that belong to no paragraph.

    Skipped lines and page breaks do not end a paragraph whose sentence goes on after them. A blank line does,
    unless what follows it begins with closing punctuation or finishes a full line in lower case.
    """
    paragraphs: list[list[Line]] = []
    blank = gap = False
    for i, line in enumerate(lines):
        if i in skipped:
            gap = True
        elif not line.text:
            blank = True
        else:
            gap = gap or bool(paragraphs and paragraphs[-1][-1].page != line.page)
            if paragraphs and _continues(paragraphs[-1], line, shape, blank=blank, gap=gap):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
            blank = gap = False
    return paragraphs


def _flows(a: Line, b: Line, widest: float) -> bool:
    if a.text.endswith(_CLAUSE_END) or _starts_label(b.text):
        return False
    # Mail marks what it quotes at each line.
    first = (b.text.lstrip("> ") or b.text)[0]
    if first.islower() or _HANGING.search(a.text[-12:]):
        return True
    caseless = first.isdigit() or (first.isalpha() and first.upper() == first.lower())
    return caseless and 20 <= _FULL * widest <= a.width <= _WIDEST_WRAP


def _may_flow(a: Line, b: Line, widest: float) -> bool:
    wide = _FULL * widest <= a.width <= _WIDEST_WRAP
    return wide and a.text[-1].isalpha() and b.text[0].isupper() and not _starts_label(b.text)


def _continues(paragraph: list[Line], line: Line, shape: Shape, *, blank: bool, gap: bool) -> bool:
    before = paragraph[-1]
    if (blank and _ONLY_CLOSING.fullmatch(line.text)) or ((blank or gap) and _finishes(before, line)):
        return True
    if gap:
        return _goes_on_after_gap(paragraph, line, shape)
    if blank:
        if len(paragraph) == 1 and starts_resolution_title(before.text) and _DATED.fullmatch(line.text):
            return True
        return shape.wrapped and before.width >= _FULL * shape.full and _goes_on_after_gap(paragraph, line)
    return shape.wrapped and not _starts_paragraph(paragraph, line, shape)


def _finishes(before: Line, line: Line) -> bool:
    """Line that begins with closing punctuation belongs to what stands before it, if that is unfinished."""
    return _BEGINS_CLOSING.match(line.text) is not None and not before.text.endswith(_TERMINAL)


def _goes_on_after_gap(paragraph: list[Line], line: Line, shape: Shape | None = None) -> bool:
    """Whether a sentence goes on behind a page break, a footnote or a blank line.

    With `shape` (behind a page break) a full line without punctuation goes on even before a capital.
    """
    before = _NOTED.sub(r"\1", paragraph[-1].text)
    if _ended(before) or _starts_label(line.text) or _is_unit(paragraph, line):
        return False
    if enacting_organ(line.text) is not None:
        return False
    first = line.text[0]
    if first.islower():
        return not (before.endswith(_CLAUSE_END) and (opens_any(line.text) or _is_enacting(paragraph)))
    if _HANGING.search(before[-12:]):
        return True
    full = shape is not None and shape.wrapped and paragraph[-1].width >= _FULL * shape.full
    if first.isdigit():
        return full and not before.endswith(_CLAUSE_END)
    if first.isupper():
        return full and len(paragraph) > 1 and not before.endswith(_CLAUSE_END) and not opens_any(line.text)
    caseless = first.isalpha() and first.upper() == first.lower()
    long = len(paragraph) > 1 or full
    return caseless and not before.endswith(_CLAUSE_END) and long and not opens_any(line.text)


def _starts_paragraph(paragraph: list[Line], line: Line, shape: Shape) -> bool:
    """Whether a line begins a new paragraph though no blank line stands before it."""
    before = paragraph[-1]
    if _is_enacting(paragraph) or _is_unit(paragraph, line):
        return True
    ended = before.text.endswith(_CLAUSE_END) or _ended(before.text)
    next_word_would_end = before.width + 1 + _width_of_first_word(line)
    short = next_word_would_end < _SHORT * shape.full
    if line.text[0].islower():
        return (ended or short) and _starts_label(line.text) and not _is_open(paragraph)
    speaks = enacting_organ(line.text) is not None
    if speaks and (ended or short or starts_resolution_title(paragraph[0].text)):
        return True
    if _is_open(paragraph):
        return False
    if (ended or short) and _starts_label(line.text):
        return True
    indented = line.indent > before.indent and line.indent > min(a.indent for a in paragraph)
    if before.text.endswith((",", "،", "，", "、")):
        roomy = next_word_would_end < _ROOMY * shape.full
        return indented or (roomy and opens_any(line.text))
    if ended and (indented or short):
        return True
    if before.text.endswith(_TERMINAL) and is_closing(line.text):
        return True
    return short and len(paragraph) == 1 and _is_heading(before.text)


def _width_of_first_word(line: Line) -> int:
    end = line.text.find(" ")
    if line.width == len(line.text):  # no character fills two columns
        return line.width if end < 0 else end
    return display_width(line.text[: None if end < 0 else end])


def _is_open(paragraph: list[Line]) -> bool:
    """Whether a bracket is open at the end of these lines: "(Poland,"."""
    text = paragraph[-1].text if len(paragraph) == 1 else f"{paragraph[-2].text} {paragraph[-1].text}"
    if "(" not in text and "（" not in text:
        return False
    return max(text.rfind("("), text.rfind("（")) > max(text.rfind(")"), text.rfind("）"))


def _is_unit(paragraph: list[Line], line: Line) -> bool:
    """Whether either side is complete: a bracketed note, a closing line, an annex, a vote list."""
    before, after = paragraph[-1].text, line.text
    if before.endswith(("]", "］")) and paragraph[0].text.startswith(("[", "［")):
        return True
    if _is_surely_running(after):
        return False
    if after.startswith(("[", "［")) and after.endswith(("]", "］")) and len(after) > 5:
        return True
    if is_date_line(after) and (is_meeting_line(before) or _ended(before)):
        return True
    if is_meeting_line(after) and (is_date_line(before) or _ended(before)):
        return True
    if is_annex_heading(after) and not after[0].islower():
        return True
    return is_vote_list(after) or ("." in after[:12] and title_number(after) is not None and _ended(before))


def _is_surely_running(text: str) -> bool:
    """Whether a line begins in lower case, or is long and begins with a letter, and is therefore no unit.

    Annexes and dates are short, and but for "le 3 mai" begin otherwise; votes have a colon, numbers of titles
    a stop. For most lines that is told without a pattern.
    """
    if "a" <= text[0] <= "z":
        running = not text.startswith(("le ", "el "))
    else:
        running = len(text) > _LONGEST_DATE and "A" <= text[0] <= "Z"
    return running and ":" not in text and "：" not in text and "." not in text[:12]


def _is_enacting(paragraph: list[Line]) -> bool:
    return len(paragraph) == 1 and enacting_organ(paragraph[0].text) is not None


def _is_heading(text: str) -> bool:
    return _starts_label(text) and not starts_resolution_title(text) and not text.endswith(_CLAUSE_END)


def _starts_label(text: str) -> bool:
    # Most lines begin with a letter and have no mark where labels have one.
    if text[0] in _NO_NAME_BEGINS and "." not in text[:7] and ")" not in text[:7]:
        return False
    return _LABEL.match(text) is not None or _NAMED_LABEL.match(text) is not None


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSING_QUOTES).endswith(_TERMINAL)
