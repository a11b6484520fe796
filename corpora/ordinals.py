"""The value of a numeral in any of the systems that official documents number with.

Digits go by their Unicode value, so ١٩, 19 and １９ are the same number. Letters go by their position in
the alphabet that lists of their language use: Arabic lists follow the abjad order, Russian lists skip
ё, й, ъ, ы and ь. Every function returns None (or nothing) for what is no numeral; none raises.
"""

from __future__ import annotations

import functools
import re
import unicodedata

HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5,
    "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN_TENS = {"廿": 20, "卅": 30, "卌": 40}
HAN_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
HAN_NUMERALS = "".join([*HAN_DIGITS, *HAN_UNITS, *HAN_TENS, *HAN_MYRIADS])
HAN_STEMS = "甲乙丙丁戊己庚辛壬癸"
HAN_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

LATIN_LIST = "abcdefghijklmnopqrstuvwxyz"
SPANISH_LIST = "abcdefghijklmnñopqrstuvwxyz"
CYRILLIC_LIST = "абвгдежзиклмнопрстуфхцчшщэюя"
ARABIC_LIST = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# The order of dictionaries, which word processors count lists in as well.
ARABIC_ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# Russian lists of the United Nations are typed with Latin letters and Cyrillic look-alikes mixed.
LOOK_ALIKES = {"а": "a", "в": "b", "с": "c", "е": "e", "н": "h", "к": "k", "м": "m", "о": "o", "р": "p",
               "т": "t", "х": "x", "у": "y", "і": "i", "ј": "j", "ѕ": "s"}  # fmt: skip
LATIN_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in LOOK_ALIKES.items()}
ARABIC_VARIANTS = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ﻫ": "ه"}

ROMAN = re.compile(r"(?=[mdclxvi])m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
ROMAN_STEPS = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
               (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]  # fmt: skip
LONGEST_NUMERAL = 18
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# Lists number with one letter, or with the same one up to three times.
_MOST_LETTERS = 3
# The labels of documents are few, and the same everywhere.
_REMEMBERED = 1024


def western_digits(text: str) -> str:
    """Every decimal digit of any script as 0-9; all other characters stay, so offsets stay too."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), text)


def digits_value(text: str) -> int | None:
    """Value of a run of decimal digits of any script: "١٩" and "１９" are 19."""
    if not 0 < len(text) <= LONGEST_NUMERAL or not text.isdecimal():
        return None
    return int(western_digits(text))


def han_value(text: str) -> int | None:
    """Value of a Han numeral, by units ("二十一"), by position ("二〇一一") or financial ("叁拾")."""
    if not 0 < len(text) <= LONGEST_NUMERAL or any(character not in HAN_NUMERALS for character in text):
        return None
    if all(character in HAN_DIGITS for character in text):
        return int("".join(str(HAN_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in HAN_MYRIADS:
            # "三万亿" multiplies what is counted so far, "一亿二千万" adds to it.
            unit, count = HAN_MYRIADS[character], section + digit
            total = (total + count) * unit if total < unit else total + count * unit
            section = digit = 0
        elif character in HAN_UNITS:
            section, digit = section + (digit or 1) * HAN_UNITS[character], 0
        elif character in HAN_TENS:
            section, digit = section + HAN_TENS[character], 0
        else:
            digit = HAN_DIGITS[character]
    return total + section + digit


def roman_value(text: str) -> int | None:
    """Value, up to 3999, of a Roman numeral in its regular spelling: "Ⅳ" is 4, "IIII" is None."""
    return _short_roman_value(text if len(text) <= LONGEST_NUMERAL else "")


@functools.lru_cache(maxsize=_REMEMBERED)
def _short_roman_value(text: str) -> int | None:
    folded = unicodedata.normalize("NFKC", text).lower()
    if not ROMAN.fullmatch(folded):
        return None
    values = [ROMAN_VALUES[letter] for letter in folded]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def roman_of(value: int) -> str:
    """Lower-case Roman numeral of a value from 1 to 3999; the decimal digits beyond."""
    if not 1 <= value <= 3999:
        return str(value)
    written = ""
    for step, letters in ROMAN_STEPS:
        written += letters * (value // step)
        value %= step
    return written


def letter_of(position: int) -> str:
    """Latin letter of a position from 1: a ... z, then aa, bb, cc ... as United Nations lists go on."""
    if position < 1:
        return ""
    repeats, index = divmod(position - 1, 26)
    return LATIN_LIST[index] * (repeats + 1)


def letter_positions(letters: str, language: str = "") -> tuple[int, ...]:
    """Possible positions, from 1, of a list letter ("b", "в", "bb"), the likeliest first.

    Several where one shape stands for two letters: the Russian "с" is the 17th Cyrillic letter and a
    Latin "c" on a Russian keyboard; the Spanish "o" stands before or after an "ñ" that lists may leave
    out.
    """
    return _positions(letters, language) if 1 <= len(letters) <= _MOST_LETTERS else ()


@functools.lru_cache(maxsize=_REMEMBERED)
def _positions(letters: str, language: str) -> tuple[int, ...]:
    letter = letters[:1].lower()
    if letters.lower() != letter * len(letters):
        return ()
    letter = ARABIC_VARIANTS.get(letter, letter)
    return tuple(
        dict.fromkeys(position + size * (len(letters) - 1) for position, size in _places(letter, language))
    )


def _places(letter: str, language: str) -> list[tuple[int, int]]:
    """Position of one letter in each alphabet it may belong to, with the size of that alphabet."""
    shapes = [letter]
    if language == "ru":
        shapes += [LOOK_ALIKES.get(letter, ""), LATIN_TO_CYRILLIC.get(letter, "")]
    return [
        (alphabet.index(shape) + 1, len(alphabet))
        for alphabet in (*_alphabets(language), HAN_STEMS, HAN_BRANCHES)
        for shape in shapes
        if shape and shape in alphabet
    ]


def _alphabets(language: str) -> tuple[str, ...]:
    if language == "es":
        return (LATIN_LIST, SPANISH_LIST)
    return (LATIN_LIST, CYRILLIC_LIST, ARABIC_LIST, ARABIC_ALPHABET)
