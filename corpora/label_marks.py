"""Labels set off by punctuation: "1.", "١ -", "(a)", "а)", "（一）", "iv.", "'1'", "2.1", "•"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpora.label_forms import Head, Label, LabelForm, LabelStyle, Reading
from corpora.months import MONTHS
from corpora.ordinal_words import ARABIC_ADVERBS, ARABIC_LETTER_NAMES, fold_word
from corpora.ordinals import HAN_BRANCHES, HAN_STEMS, han_value, letter_positions, roman_value

SUFFIX = (
    r"bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies|бис|тер|кватер|квинквиес"
    r"|مكرر[اةه]?(?:\s(?:ثانيا|ثالثا|رابعا))?|之[一二三四五六]"
)
_SUFFIXES = {
    "бис": "bis", "тер": "ter", "кватер": "quater", "квинквиес": "quinquies", "مكرر": "bis", "مكررا": "bis",
    "مكررة": "bis", "مكرره": "bis", "ثانيا": "ter", "ثالثا": "quater", "رابعا": "quinquies",
    "之一": "bis", "之二": "bis",
    "之三": "ter", "之四": "quater", "之五": "quinquies", "之六": "sexies",
}  # fmt: skip
_HAN = "[一二三四五六七八九十百〇零廿卅]{1,6}"
_SUBNUMBER = r"\d{1,3}(?:\.\d{1,3}){1,4}(?:\.?[a-z](?![^\W_]))?|\d{1,3}[.-][^\W\d_ºª](?![^\W_])"
_ONLY_SUBNUMBER = re.compile(_SUBNUMBER)
_ORDINAL = (
    rf"(?:{_SUBNUMBER}|\d{{1,4}}[A-Z]?(?![^\W_])|\d{{1,3}}(?=bis|ter|quater|бис|тер)|{_HAN}|[^\W\d_]{{1,7}})"
)
_BIS = rf"(?:[\s-]?(?:{SUFFIX})(?!\w))?"
_ROUND = re.compile(rf"\s*\(\s?(?P<ordinal>{_ORDINAL})(?P<suffix>{_BIS})\s?\)(?P<after>{_BIS})")
_QUOTED = re.compile(r"\s*['‘’‛\"“”](?P<ordinal>\d{1,2}|[ivx]{1,5})(?P<suffix>)['‘’‛\"“”](?=\s)")
_HALF = re.compile(rf"\s*(?P<ordinal>{_ORDINAL})(?P<suffix>{_BIS})\s?\)")
_FULL = re.compile(
    rf"\s*(?P<ordinal>{_ORDINAL})(?P<suffix>{_BIS})"
    r"(?P<mark>\s?\.?[°ºª][.)]?|\s?\.(?:\s?[-–—](?=\s|$))?|\s?、|\s{0,2}[-–—]|,)"
)
_SPACED = re.compile(rf"\s*(?P<ordinal>{_SUBNUMBER})(?P<suffix>{_BIS})(?=\s|$)")
# Arabic writes "2-1" for "2.1"; elsewhere it is a span.
_DASHED = re.compile(r"\s*(?P<ordinal>\d{1,3}(?:-\d{1,3}){1,3})(?P<suffix>)(?=\s|$)")
_BARE = re.compile(rf"\s*(?P<ordinal>{_ORDINAL})(?P<suffix>{_BIS})(?=[\s(]|$)")
# "2 (1) Subject to": the number of a section before that of its first paragraph.
_BEFORE_ROUND = re.compile(
    r"\s*(?P<ordinal>\d{1,3})(?P<suffix>)(?=\s?\((?:\d{1,2}|[a-zа-я]|[ivx]{1,5}|[ء-ي])\)\s?[^\W\d_(])"
)
_ADVERB = re.compile(r"\s*(?P<ordinal>[\u0621-\u064a]{3,6}(?:\sعشر)?)(?P<suffix>)(?P<mark>\s?[-–—:.])")
_BULLETS = frozenset("•·▪◦‣●○■□▶*\uf0b7–—-")
_BULLET = re.compile(rf"\s*[{''.join(sorted(_BULLETS - {'-'}))}-]\s+(?=\S)")
# What a marked label without a figure may begin with: bracket, quotation mark, or few letters and a mark.
_MAY_BE_MARKED = re.compile(
    rf"\s*(?:['‘’‛\"“”(]|[^\W\d_]{{1,7}}(?:\sعشر|[\s-]?(?:{SUFFIX}))?\s{{0,2}}[-–—.:,、)°ºª])"
)

# A paragraph may begin with a date: "2.2 2019年1月21日...", "2.2 21 января ...", "2.2 On 21 January".
_DATED = re.compile(r"\s+(?:\d{4}年\d{1,2}月|\d{1,2} [^\W\d_]{3,}|في \d)")

_MOST_IN_LISTS = 99
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_QUANTITIES = re.compile(
    r"\s*(?:%|‰|per\s?cent|pour\s(?:cent|mille)|por\sciento|milli|milion|mill?ón|billi|bn|trill|dollar|USD|EUR|км|млн|млрд"
    r"|тыс|проц|в\sцелом|долл|م?ليون|بليون|مليار|ألف\s|دولار|في\sالمائة|في\sالمئة|万|亿|百万|美元|倍|个|％|km|kg|cm|m\b|ha\b)",
    re.IGNORECASE,
)


_SET_OFF = ((_ROUND, LabelForm.ROUND), (_QUOTED, LabelForm.QUOTED), (_HALF, LabelForm.HALF))
_SET_OFF_WITHOUT_BRACKET = _SET_OFF[1:2]


def match_marked(head: Head, text: str, language: str) -> tuple[Label, int] | None:
    """Label set off by punctuation at the beginning of `head`, and the offset in `text` where it ends."""
    first = head.plain.lstrip()[:1]
    if first in _BULLETS:
        return _match_bullet(head, text)
    if not (first.isdecimal() or _MAY_BE_MARKED.match(head.plain)):
        return None
    for pattern, form in _SET_OFF if ")" in head.plain else _SET_OFF_WITHOUT_BRACKET:
        match = pattern.match(head.plain)
        label = _label(match, form, head, text, language) if match else None
        if match and label:
            return label, head.offset(match.end())
    before = _BEFORE_ROUND.match(head.plain) if "(" in head.plain else None
    label = _label(before, LabelForm.BARE, head, text, language) if before else None
    if before and label:
        return replace(label, sure=False), head.offset(before.end())
    return _match_full(head, text, language)


def _match_bullet(head: Head, text: str) -> tuple[Label, int] | None:
    bullet = _BULLET.match(head.plain)
    if bullet is None or not any(map(str.isalpha, head.plain[bullet.end() :])):
        return None
    end = head.offset(bullet.end())
    return Label(text[:end].strip(), LabelStyle.BULLET, form=LabelForm.BARE), end


def match_bare(head: Head, text: str, language: str) -> tuple[Label, int] | None:
    """Ordinal without punctuation ("9", "iv"), as markup supplies it, and where it ends in `text`."""
    match = _BARE.match(head.plain)
    label = _label(match, LabelForm.BARE, head, text, language) if match else None
    return (label, head.offset(match.end())) if match and label else None


def _match_full(head: Head, text: str, language: str) -> tuple[Label, int] | None:
    figure = head.plain.lstrip()[:1].isdecimal()
    for pattern in (_SPACED, _DASHED, _FULL) if figure else (_ADVERB, _FULL):
        match = pattern.match(head.plain) if pattern is not _DASHED or language == "ar" else None
        if match is None or not _follows_well(match, head.plain[match.end() :], language):
            continue
        label = _label(match, LabelForm.FULL, head, text, language)
        if label is not None:
            return label, head.offset(match.end())
    return None


def _follows_well(match: re.Match[str], rest: str, language: str) -> bool:
    """Whether what stands after "12." or "12 -" lets it be a label and not a figure, a date or initials."""
    if match.re in (_SPACED, _DASHED):
        begins = _begins_sentence(rest, language) or _DATED.match(rest) is not None
        return begins and not _QUANTITIES.match(rest)
    if match.re is _ADVERB:
        return rest == "" or rest[0].isspace()
    mark = match["mark"].strip()
    if rest == "":
        return mark != ","
    if rest[0].isdigit() or (rest[0] in ".,/" and mark != "、"):
        return False
    if match["ordinal"].isalpha() and rest.strip()[:1].isdigit() and mark == ".":
        return False
    if mark == ",":
        return match["ordinal"].isdecimal() and bool(re.match(r"\s[A-ZÀ-ÖА-Я][^\W\d_]", rest))
    if mark in "-–—":
        return _dash_is_a_label(match, rest)
    return not _is_month(rest, language) and (rest[0].isspace() or _may_touch(match, rest))


def _dash_is_a_label(match: re.Match[str], rest: str) -> bool:
    if rest[0].isspace():
        spaced_before = match["mark"][0].isspace()
        number = match["ordinal"].isdecimal()
        # "5 - 13 September" is a span, "A - B" perhaps too; a label is followed by words.
        return not rest.strip()[:1].isdigit() and (spaced_before or number or not match["ordinal"].isascii())
    return "\u0621" <= rest[0] <= "\u064a" and match["ordinal"].isdecimal()


def _may_touch(match: re.Match[str], rest: str) -> bool:
    """Whether text may stand right after the dot: "1.Text" and "一、决定" yes, "i.e." and "A.B." no."""
    if match["mark"].strip() == "、":
        numeral = han_value(rest[0]) is not None
        return not (numeral and rest[1:2] == "、")
    return not match["ordinal"].isalpha() or han_value(match["ordinal"]) is not None or rest[0] in "«“\"'(["


def _is_month(rest: str, language: str) -> bool:
    word = re.match(r"\s([^\W\d_]{3,12})", rest)
    return (
        bool(word)
        and word is not None
        and word[1].islower()
        and fold_word(word[1]) in MONTHS.get(language, {})
    )


def _begins_sentence(rest: str, language: str) -> bool:
    first = rest.strip()[:1]
    if not first:
        return True
    return first.isupper() or (first.isalpha() and not first.islower()) or first in "«“\"'‘（(《"


def _label(match: re.Match[str], form: LabelForm, head: Head, text: str, language: str) -> Label | None:
    ordinal = match["ordinal"]
    raw = text[: head.offset(match.end())].strip()
    suffix = suffix_of(match["suffix"] or _group(match, "after"))
    if match.re is _DASHED or _ONLY_SUBNUMBER.fullmatch(ordinal):
        sure = match.re not in (_SPACED, _DASHED) or ordinal.count(".") > 1
        return _subnumber(ordinal, suffix, raw, form, language, sure=sure)
    if ordinal[-1:].isascii() and ordinal[:1].isdecimal() and ordinal[-1:].isupper():
        ordinal, suffix = ordinal[:-1], ordinal[-1:] + suffix
    readings = _readings(ordinal, form, language, adverb=match.re is _ADVERB)
    if not readings:
        return None
    first, *others = readings
    doubtful = (
        form is LabelForm.FULL and ordinal.isalpha() and len(ordinal) == 1 and han_value(ordinal) is None
    )
    touching = form is LabelForm.FULL and _group(match, "mark").strip() == ","
    bare = doubtful and (ordinal.isascii() or "\u0400" <= ordinal <= "\u04ff")
    return Label(raw, first.style, (first.value,), form, suffix, tuple(others), sure=not (bare or touching))


def _group(match: re.Match[str], name: str) -> str:
    """What a group matched; "" where the pattern has no such group."""
    return match[name] or "" if name in match.re.groupindex else ""


def suffix_of(written: str) -> str:
    """Latin form of an inserted ordinal's suffix: "бис", "مكرر" and "之二" are "bis"; "" for none."""
    words = written.strip(" -").split()
    return _SUFFIXES.get(words[-1], words[-1].lower()) if words else ""


def _subnumber(
    ordinal: str, suffix: str, raw: str, form: LabelForm, language: str, *, sure: bool
) -> Label | None:
    parts = re.findall(r"\d+|[^\W\d_]", ordinal)
    values = []
    for part in parts:
        positions = (int(part),) if part.isdecimal() else letter_positions(part, language)
        if not positions:
            return None
        values.append(positions[0])
    last = (
        parts[-1]
        if parts[-1].isdecimal()
        else chr(ord("a") + values[-1] - 1)
        if values[-1] <= 26
        else parts[-1]
    )
    written = ".".join(
        [*(str(value) for value in values[:-1]), str(values[-1]) if last.isdecimal() else last]
    )
    return Label(raw, LabelStyle.SUBNUMBER, tuple(values), form, suffix, written=written, sure=sure)


def _readings(ordinal: str, form: LabelForm, language: str, *, adverb: bool) -> list[Reading]:
    if adverb:
        return _adverb_readings(ordinal)
    if ordinal.isdecimal():
        value = int(ordinal)
        year = _FIRST_YEAR <= value <= _LAST_YEAR
        style = LabelStyle.ROMAN if form is LabelForm.QUOTED else LabelStyle.NUMBER
        return [Reading(style, value)] if value and not year else []
    value_of_han = han_value(ordinal)
    if value_of_han is not None:
        return [Reading(LabelStyle.HAN, value_of_han)] if 0 < value_of_han <= _MOST_IN_LISTS * 10 else []
    return _letter_readings(ordinal, form, language)


def _adverb_readings(word: str) -> list[Reading]:
    folded = " ".join(fold_word(part) for part in word.split())
    if folded in ARABIC_ADVERBS:
        return [Reading(LabelStyle.CAPITAL_ROMAN, ARABIC_ADVERBS[folded])]
    if folded in ARABIC_LETTER_NAMES:
        return [Reading(LabelStyle.CAPITAL_LETTER, ARABIC_LETTER_NAMES[folded])]
    return []


def _letter_readings(ordinal: str, form: LabelForm, language: str) -> list[Reading]:
    if ordinal not in (ordinal.lower(), ordinal.upper()):
        return []
    capital = ordinal.isupper() or (ordinal in HAN_STEMS + HAN_BRANCHES and form is LabelForm.FULL)
    letter_style = LabelStyle.CAPITAL_LETTER if capital else LabelStyle.LETTER
    roman_style = LabelStyle.CAPITAL_ROMAN if capital else LabelStyle.ROMAN
    letters = [Reading(letter_style, value) for value in letter_positions(ordinal, language)]
    # Russian typists write Roman numerals with Cyrillic look-alikes as well: "ІІ", "Х".
    roman = roman_value(ordinal.translate(_CYRILLIC_ROMAN))
    romans = [Reading(roman_style, roman)] if roman and (roman <= _MOST_IN_LISTS or ordinal in "cC") else []
    return [*romans, *letters] if ordinal.lower() in "ivx" or len(ordinal) > 1 else [*letters, *romans]


_CYRILLIC_ROMAN = str.maketrans("ІХіх", "IXix")
