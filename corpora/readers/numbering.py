"""The number of a list item as a reader sees it: 3 is "3", "c", "iii", "٣", "ج", "三" or "в".

Shared by HTML (`type`, `list-style-type`, classes) and DOCX (`w:numFmt`). Alphabets are those of numbered
lists.
"""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Word's russianLower and the lists of official texts leave out ё, й, ъ, ы and ь.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_DIGITS = {"arabic-indic": "٠", "persian": "۰", "fullwidth": "０", "devanagari": "०"}
_ENCLOSED = {
    "circle": (0x2460, 20),
    "parenthesised": (0x2474, 20),
    "han-parenthesised": (0x3220, 10),
    "han-circle": (0x3280, 10),
}


def format_number(number: int, style: str) -> str:
    """Return `number` in one of the styles below; decimal where the style has no such number (0, too large).

    Styles: decimal, decimal-leading-zero, lower-alpha, upper-alpha, lower-roman, upper-roman, lower-russian,
    upper-russian, abjad, arabic-alphabet, arabic-indic, persian, fullwidth, devanagari, han, han-formal,
    circle, parenthesised, han-parenthesised, han-circle, lower-greek, none. Unknown styles are decimal.

    >>> [format_number(n, s) for n, s in ((28, "lower-alpha"), (4, "upper-roman"), (3, "abjad"), (21, "han"))]
    ['ab', 'IV', 'ج', '二十一']
    """
    if style == "none":
        return ""
    if style in _DIGITS:
        return "".join(
            chr(ord(_DIGITS[style]) + int(digit)) if digit.isdigit() else digit for digit in str(number)
        )
    if style == "decimal-leading-zero":
        return f"{number:02d}"
    if style in _ENCLOSED and 1 <= number <= _ENCLOSED[style][1]:
        return chr(_ENCLOSED[style][0] + number - 1)
    if style.startswith("han") and 0 <= number < 10_000:
        return _han(
            number, _HAN_FORMAL_DIGITS if style == "han-formal" else _HAN_DIGITS, formal=style == "han-formal"
        )
    return _in_letters(number, style) or str(number)


def _in_letters(number: int, style: str) -> str:
    if not 1 <= number < 4000:
        return ""
    small = {
        "alpha": lambda: _bijective(number, _LATIN),
        "latin": lambda: _bijective(number, _LATIN),
        "roman": lambda: _roman(number),
        "russian": lambda: _repeated(number, _RUSSIAN),
        "greek": lambda: _bijective(number, "αβγδεζηθικλμνξοπρστυφχψω"),
    }
    case, _, kind = style.partition("-")
    if kind in small and case in ("lower", "upper"):
        return small[kind]() if case == "lower" else small[kind]().upper()
    if style == "abjad":
        return _repeated(number, _ABJAD)
    return _repeated(number, _ARABIC_ALPHABET) if style == "arabic-alphabet" else ""


def _bijective(number: int, alphabet: str) -> str:
    """Return a ... z, aa, ab: as CSS counts."""
    letters = ""
    while number:
        number, position = divmod(number - 1, len(alphabet))
        letters = alphabet[position] + letters
    return letters


def _repeated(number: int, alphabet: str) -> str:
    """Return a ... z, aa, bb: as word processors count."""
    turns, position = divmod(number - 1, len(alphabet))
    return alphabet[position] * (turns + 1)


def word_letters(number: int, *, upper: bool) -> str:
    """Latin letters as word processors count: z is followed by aa, bb, cc."""
    letters = _repeated(number, _LATIN) if 1 <= number <= 780 else str(number)
    return letters.upper() if upper else letters


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        while number >= value:
            letters += sign
            number -= value
    return letters


def _han(number: int, digits: str, *, formal: bool) -> str:
    if number < 10:
        return digits[number]
    units = ("", "拾", "佰", "仟") if formal else ("", "十", "百", "千")
    text, gap = "", False
    for position in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**position % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + units[position]
        gap = (gap or digit == 0) and bool(text) and digit == 0
    return text.removeprefix("一") if 10 <= number < 20 and not formal else text
