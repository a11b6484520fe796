"""What validators ask of a TMX unit beyond the DTD: languages, ids, dates, inline codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from tm.checks.checked_units import Observation
from tm.checks.tmx_structure import XML_LANG, local_name

# RFC 5646 as far as form goes: language, then subtags of 1 to 8 letters or digits.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[xX])(?:-[A-Za-z0-9]{1,8})*|i(?:-[A-Za-z0-9]{1,8})+")
_DATE = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
DATES = ("creationdate", "changedate", "lastusagedate")
ALL_LANGUAGES = "*all*"


def language_of(variant: etree._Element) -> str:
    """The code of a tuv as it is written; "" without one."""
    return (variant.get(XML_LANG) or variant.get("lang") or "").strip()


def bad_dates(element: etree._Element) -> Iterator[Observation]:
    """Yield the dates of an element that are not of the sixteen characters that TMX asks for."""
    for name in DATES:
        value = element.get(name)
        if value is not None and not _DATE.fullmatch(value):
            message = f'{name}="{value}" on <{local_name(element)}> is no date such as 20261123T000000Z.'
            yield Observation("tmx.bad-date", (), message, f"{local_name(element)} {name} {value}")


def day_of(text: str) -> str:
    """Return the day of "20261123T000000Z" or "2026-11-23" as ISO 8601; "" for another form."""
    found = _DAY.match(text)
    return "-".join(found.groups()) if found else ""


def languages_of_unit(
    codes: Sequence[str], source: str | None, *, underscores: bool = False
) -> Iterator[Observation]:
    """Yield what is wrong with the languages of a unit; `source` is its srclang as written, or None."""
    for code in dict.fromkeys(codes):
        # Weblate writes zh_Hans where everybody else writes zh-Hans.
        if code and not _LANGUAGE.fullmatch(code.replace("_", "-") if underscores else code):
            message = f"“{code}” is no language code."
            yield Observation("tmx.bad-language", (code,), message, code)
    folded = Counter(code.lower() for code in codes if code)
    for code, count in folded.items():
        if count > 1:
            message = f"The unit has {count} texts in {code}; one is allowed."
            yield Observation("tmx.language-twice", (code,), message, code)
    if source and source != ALL_LANGUAGES and source.lower() not in folded:
        # An importer compares the codes as they stand: "en" is not "en-US".
        message = f"The unit has no text in its source language {source}."
        yield Observation("tmx.missing-source", (source,), message, source)


def codes_of_segment(segment: etree._Element, language: str) -> Iterator[Observation]:
    """Yield codes that do not pair, and numbers of codes that are none."""
    opened: list[str] = []
    problems: list[str] = []
    seen: Counter[str] = Counter()
    for element in segment.iter():
        name, number = local_name(element), element.get("i", "")
        if name == "bpt":
            seen[number] += 1
            opened.append(number)
        elif name == "ept" and number in opened:
            opened.remove(number)
        elif name == "ept":
            problems.append(f'<ept i="{number}"> without its <bpt>')
    problems += [f'<bpt i="{number}"> without its <ept>' for number in opened]
    problems += [f'{count} <bpt i="{number}">' for number, count in seen.items() if count > 1]
    if problems:
        message = f"{'; '.join(problems[:3])}."
        yield Observation("tmx.unbalanced-codes", (language,), message, "; ".join(problems))
    wrong = sorted({x for x in _numbers(segment) if not (x.isascii() and x.isdigit() and int(x) >= 1)})
    if wrong:
        message = f"x counts from 1; here it is {', '.join(wrong[:3])}."
        yield Observation("tmx.code-numbers", (language,), message, ", ".join(wrong))


def codes_of_unit(segments: Sequence[tuple[str, etree._Element]]) -> Iterator[Observation]:
    """Yield a language whose codes are not those of the first text; codes without x cannot be compared."""
    numbers = [(language, Counter(_numbers(segment))) for language, segment in segments]
    if not any(counts for _, counts in numbers):
        return
    first_language, first = numbers[0]
    for language, counts in numbers[1:]:
        if counts != first:
            missing = ", ".join(sorted((first - counts).keys() | (counts - first).keys()))
            message = f"Codes with x {missing} are not the same in {first_language} and {language}."
            yield Observation("tmx.code-numbers", (first_language, language), message, missing)


def _numbers(segment: etree._Element) -> list[str]:
    return [number for element in segment.iter() if (number := element.get("x")) is not None]
