"""Seeds one error in a figure of a translated unit: what a translator, a typist or a converter gets wrong.

Places are found with plain patterns and word lists of this file, not with what is measured.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from ordinal_phrases import session_phrase


@dataclass(frozen=True)
class Pair:
    """Two versions of one gold unit: languages and texts, and where they are from."""

    gold: str
    row: int
    source_language: str
    target_language: str
    source: str
    target: str


@dataclass(frozen=True)
class Seeded:
    """A pair with one error in its target: `old` was written, `new` is; "" where one of them is not there.

    Numbers in words are given by value. `pair` is the clean one that it was made from; it differs from the
    gold where the sort first rewrites it (figures into another script, a phrase added to both sides).
    """

    sort: str
    pair: Pair
    target: str
    old: str
    new: str


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
LEVANTINE = """كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني
كانون_الأول"""
# Words of one form each, so that one can stand for the other: value by place, from 3.
WORDS = {
    "en": ["third fourth fifth sixth seventh eighth ninth tenth", "three four five six seven eight nine ten"],
    "fr": [
        "troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "trois quatre cinq six sept huit neuf dix",
    ],
    "es": [
        "tercer cuarto quinto sexto séptimo octavo noveno décimo",
        "tercera cuarta quinta sexta séptima octava novena décima",
        "tres cuatro cinco seis siete ocho nueve diez",
    ],
    "ru": [
        "третьей четвертой пятой шестой седьмой восьмой девятой десятой",
        "третьего четвертого пятого шестого седьмого восьмого девятого десятого",
        "трех четырех пяти шести семи восьми девяти десяти",
        "три четыре пять шесть семь восемь девять десять",
    ],
    "ar": [
        "الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة",
        "الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
        "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
        "ثلاث أربع خمس ست سبع ثماني تسع عشر",
    ],
    "zh": ["第三 第四 第五 第六 第七 第八 第九 第十", "三个 四个 五个 六个 七个 八个 九个 十个"],
}
_NUMBER = re.compile(r"\d+")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d{1,2}(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d.,])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SYMBOL = re.compile(r"(?<!\d)\d{2,3}/\d{1,3}(?!\d)")
_HAN_DIGITS = "〇一二三四五六七八九"
_INDIC = "٠١٢٣٤٥٦٧٨٩"

Seeder = Callable[[Pair, random.Random], Seeded | None]


def seed_error(sort: str, pair: Pair, draw: random.Random) -> Seeded | None:
    """A copy with an error of this sort; None where the unit has no place for one."""
    return SORTS[sort](pair, draw)


def western(text: str) -> str:
    """All decimal digits as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _replaced(sort: str, pair: Pair, span: tuple[int, int], new: str) -> Seeded:
    start, end = span
    target = pair.target[:start] + new + pair.target[end:]
    return Seeded(sort, pair, target, pair.target[start:end], new)


def _in_both(pattern: re.Pattern[str], pair: Pair, draw: random.Random) -> re.Match[str] | None:
    """A match in the target whose digits the source has too."""
    other = {int(digits) for digits in _NUMBER.findall(pair.source)}
    found = [
        match
        for match in pattern.finditer(pair.target)
        if all(int(digits) in other for digits in _NUMBER.findall(match.group()))
    ]
    return draw.choice(found) if found else None


def _digits(sort: str, change: Callable[[str, random.Random], str]) -> Seeder:
    def seed(pair: Pair, draw: random.Random) -> Seeded | None:
        match = _in_both(_NUMBER, pair, draw)
        if match is None:
            return None
        new = change(match.group(), draw)
        if not new or int(new) == int(match.group()):
            return None
        return _replaced(sort, pair, match.span(), new)

    return seed


def _changed(number: str, draw: random.Random) -> str:
    place = draw.randrange(len(number))
    # In the script of the number; not so that it begins with a zero.
    zero = ord(number[place]) - unicodedata.decimal(number[place])
    others = [chr(zero + k) for k in range(place == 0, 10) if chr(zero + k) != number[place]]
    return number[:place] + draw.choice(others) + number[place + 1 :]


def _swapped(number: str, draw: random.Random) -> str:
    places = [k for k in range(len(number) - 1) if number[k] != number[k + 1]]
    places = [k for k in places if not (k == 0 and unicodedata.decimal(number[1]) == 0)]
    if not places:
        return ""
    k = draw.choice(places)
    return number[:k] + number[k + 1] + number[k] + number[k + 2 :]


def _dropped(number: str, draw: random.Random) -> str:
    if len(number) < 2:
        return ""
    place = draw.randrange(len(number))
    return number[:place] + number[place + 1 :]


def _added(number: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(number) + 1)
    return number[:place] + draw.choice("0123456789") + number[place:]


def _decimal_moved(pair: Pair, draw: random.Random) -> Seeded | None:
    match = _in_both(_DECIMAL, pair, draw)
    if match is None:
        return None
    mark = "." if "." in match.group() else ","
    whole, part = match.group().split(mark)
    choices = [f"{whole}{part[0]}" + (f"{mark}{part[1:]}" if part[1:] else ""), f"0{mark}{whole}{part}"]
    new = draw.choice(choices)
    old_value, new_value = (float(western(text).replace(",", ".")) for text in (match.group(), new))
    return None if old_value == new_value else _replaced("decimal point moved", pair, match.span(), new)


def _group_lost(pair: Pair, draw: random.Random) -> Seeded | None:
    found = list(_THOUSANDS.finditer(pair.target))
    if not found:
        return None
    match = draw.choice(found)
    return _replaced("thousands group lost", pair, match.span(), match.group()[:-4])


def _year_changed(pair: Pair, draw: random.Random) -> Seeded | None:
    match = _in_both(_YEAR, pair, draw)
    if match is None:
        return None
    new = str(int(match.group()) + draw.choice((-10, -2, -1, 1, 2, 10)))
    return _replaced("year changed", pair, match.span(), new)


def _indic_changed(pair: Pair, draw: random.Random) -> Seeded | None:
    """In Arabic-Indic digits, into which those of an Arabic text are first written."""
    if pair.target_language != "ar":
        return None
    indic = "".join(_INDIC[int(c)] if c in "0123456789" else c for c in pair.target)
    written = Pair(pair.gold, pair.row, pair.source_language, "ar", pair.source, indic)
    return _digits("Arabic-Indic digit changed", _changed)(written, draw)


def _han_changed(pair: Pair, draw: random.Random) -> Seeded | None:
    """In Han numerals, into which the figures up to 99 and the years of a Chinese text are first written."""
    if pair.target_language != "zh":
        return None
    other = {int(digits) for digits in _NUMBER.findall(pair.source)}
    found = [
        match
        for match in re.finditer(r"(?<![\d./A-Za-z-])\d+(?![\d./A-Za-z%-])", pair.target)
        if int(match.group()) in other
        and (match.group().startswith(("19", "20")) or int(match.group()) < 100)
        and int(match.group()) > 1
    ]  # fmt: skip
    if not found:
        return None
    match = draw.choice(found)
    value = int(match.group())
    if value > 99 and not (1900 <= value < 2100 and pair.target[match.end() :].startswith("年")):
        return None
    old = _han(value)
    start = match.start()
    target = pair.target[:start] + old + pair.target[match.end() :]
    written = Pair(pair.gold, pair.row, pair.source_language, "zh", pair.source, target)
    places = [k for k, character in enumerate(old) if character in _HAN_DIGITS[1:]]
    if not places:
        return None
    place = draw.choice(places)
    digit = draw.choice([c for c in _HAN_DIGITS[2:] if c != old[place]])
    new = old[:place] + digit + old[place + 1 :]
    seeded = _replaced("Han digit changed", written, (start, start + len(old)), new)
    return replace(seeded, old=f"{old} {value}")


def _han(value: int) -> str:
    if value > 99:
        return "".join(_HAN_DIGITS[int(digit)] for digit in str(value))
    tens, unit = divmod(value, 10)
    return ("" if not tens else "十" if tens == 1 else _HAN_DIGITS[tens] + "十") + (
        _HAN_DIGITS[unit] if unit else ""
    )


def _month_pattern(language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
    names = [name.replace("_", " ") for name in MONTHS[language].split()]
    # The Arabic of the United Nations gives both names: "كانون الأول/ديسمبر".
    first = "|".join(name.replace("_", " ") for name in LEVANTINE.split())
    both = rf"(?:(?P<first>{first})\s?/\s?)?" if language == "ar" else ""
    return re.compile(rf"(?P<day>\d{{1,2}})\s(?:de\s)?{both}(?P<month>{'|'.join(names)})(?!\w)")


def _date_changed(part: str) -> Seeder:
    def seed(pair: Pair, draw: random.Random) -> Seeded | None:
        matches = list(_month_pattern(pair.target_language).finditer(pair.target))
        if not matches:
            return None
        match = draw.choice(matches)
        sort = f"{part} changed"
        if part == "day":
            old = int(match["day"])
            new = draw.choice([day for day in range(2, 28) if day != old])
            return _replaced(sort, pair, match.span("day"), str(new))
        if pair.target_language == "zh":
            choices = [month for month in range(1, 13) if month != int(match["month"])]
            return _replaced(sort, pair, match.span("month"), str(draw.choice(choices)))
        names = MONTHS[pair.target_language].split()
        old = names.index(match["month"])
        new = draw.choice([k for k in range(12) if k != old])
        if pair.target_language == "ar" and match["first"]:
            both = f"{LEVANTINE.split()[new].replace('_', ' ')}/{names[new]}"
            return _replaced(sort, pair, (match.start("first"), match.end("month")), both)
        return _replaced(sort, pair, match.span("month"), names[new])

    return seed


def _symbol_changed(pair: Pair, draw: random.Random) -> Seeded | None:
    match = _in_both(_SYMBOL, pair, draw)
    if match is None:
        return None
    session, number = match.group().split("/")
    if draw.random() < 0.5:
        session = _changed(session, draw)
    else:
        number = _changed(number, draw)
    return _replaced("symbol's number changed", pair, match.span(), f"{session}/{number}")


def _word_replaced(pair: Pair, draw: random.Random) -> Seeded | None:
    """A number word of the gold, where the source has the same number in words or in digits."""
    other = _words_of(pair.source, pair.source_language) | {int(d) for d in _NUMBER.findall(pair.source)}
    found = []
    for forms in WORDS[pair.target_language]:
        words = forms.split()
        for place, word in enumerate(words):
            if place + 3 in other:
                found += [(match, words) for match in _whole(word, pair.target_language, pair.target)]
    if not found:
        return None
    match, words = draw.choice(found)
    old = words.index(match.group().lower())
    new = draw.choice([k for k in range(len(words)) if k != old])
    target = pair.target[: match.start()] + words[new] + pair.target[match.end() :]
    return Seeded("number word replaced", pair, target, str(old + 3), str(new + 3))


def _words_of(text: str, language: str) -> set[int]:
    return {
        place + 3
        for forms in WORDS[language]
        for place, word in enumerate(forms.split())
        if any(_whole(word, language, text))
    }


def _whole(word: str, language: str, text: str) -> list[re.Match[str]]:
    """Where a word stands by itself; one that is part of a compound ("vingt-trois") is none."""
    if language == "zh":
        return list(re.finditer(rf"(?<![一二三四五六七八九十百]){word}(?![一二三四五六七八九十百])", text))
    return list(re.finditer(rf"(?<![\w-]){word}(?![\w-])(?!\s(?:عشر|وال))", text, re.IGNORECASE))


def _phrase_replaced(pair: Pair, draw: random.Random) -> Seeded | None:
    """An ordinal in words from 2 to 99, in a phrase that both sides are given at their end."""
    old = draw.randrange(2, 100)
    # One part of the number is another, as slips are: fifty-fifth for fifty-sixth.
    new = draw.choice([k for k in range(2, 100) if k != old and (k // 10 == old // 10 or k % 10 == old % 10)])
    source = f"{pair.source} ({session_phrase(old, pair.source_language)})"
    phrases = [session_phrase(number, pair.target_language) for number in (old, new)]
    written = Pair(pair.gold, pair.row, pair.source_language, pair.target_language, source,
                   f"{pair.target} ({phrases[0]})")  # fmt: skip
    return Seeded("ordinal in words replaced", written, f"{pair.target} ({phrases[1]})", str(old), str(new))


def _omitted(pair: Pair, draw: random.Random) -> Seeded | None:
    match = _in_both(re.compile(r"(?<![\dA-Za-zА-я./,-])\d+(?![\dA-Za-zА-я./,-])"), pair, draw)
    if match is None or int(match.group()) == 1:
        return None
    return _replaced("figure omitted", pair, match.span(), "")


def _figure_added(pair: Pair, draw: random.Random) -> Seeded | None:
    places = [match.end() for match in re.finditer(r"(?<=[^\W\d]),? ", pair.target)]
    if pair.target_language == "zh":
        places = [match.start() for match in re.finditer(r"[，。；、,]", pair.target)]
    if not places:
        return None
    place = draw.choice(places)
    known = {int(digits) for digits in _NUMBER.findall(pair.source)}
    new = str(draw.choice([k for k in (*range(2, 100), 120, 250, 1500, 2024) if k not in known]))
    written = f"({new}) " if draw.random() < 0.3 else f"{new} "
    return Seeded(
        "figure added", pair, pair.target[:place] + written + pair.target[place:], "", new
    )  # fmt: skip


SORTS: dict[str, Seeder] = {
    "digit changed": _digits("digit changed", _changed),
    "digits swapped": _digits("digits swapped", _swapped),
    "digit dropped": _digits("digit dropped", _dropped),
    "digit added": _digits("digit added", _added),
    "decimal point moved": _decimal_moved,
    "thousands group lost": _group_lost,
    "year changed": _year_changed,
    "Arabic-Indic digit changed": _indic_changed,
    "Han digit changed": _han_changed,
    "day changed": _date_changed("day"),
    "month changed": _date_changed("month"),
    "symbol's number changed": _symbol_changed,
    "number word replaced": _word_replaced,
    "ordinal in words replaced": _phrase_replaced,
    "figure omitted": _omitted,
    "figure added": _figure_added,
}
