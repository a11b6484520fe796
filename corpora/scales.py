"""Words that multiply the figure before them: "35 millions", "1,5 млрд", "3500万", "35 مليون"."""

from __future__ import annotations

import re

_THOUSAND, _MILLION, _MILLIARD, _BILLION = 10**3, 10**6, 10**9, 10**12
# Longer words first: "mil millones" is not "mil".
_WORDS: dict[str, list[tuple[str, int]]] = {
    "en": [
        (r"trillions?", _BILLION), (r"billions?|bn", _MILLIARD), (r"millions?", _MILLION),
        (r"thousand", _THOUSAND),
    ],
    "fr": [(r"billions?", _BILLION), (r"milliards?", _MILLIARD), (r"millions?", _MILLION)],
    "es": [
        (r"billones|billón", _BILLION), (r"mil\smillones", _MILLIARD), (r"millones|millón", _MILLION),
        (r"mil", _THOUSAND),
    ],
    "ru": [
        (r"триллион\w*|трлн", _BILLION), (r"миллиард\w*|млрд", _MILLIARD), (r"миллион\w*|млн", _MILLION),
        (r"тысяч\w*|тыс", _THOUSAND),
    ],
    "ar": [
        (r"تريليون", _BILLION), (r"بليون|مليار\w*|بلايين", _MILLIARD), (r"مليون\w*|ملايين", _MILLION),
        (r"ألف|آلاف|الف", _THOUSAND),
    ],
    "zh": [
        (r"万亿|萬億", _BILLION), (r"亿|億", 10**8), (r"千万", 10**7), (r"百万", _MILLION), (r"万|萬", 10**4),
    ],
}  # fmt: skip
_PATTERNS = {
    language: re.compile(
        r"\s{0,2}(?:"
        + "|".join(f"(?P<s{place}>{words})" for place, (words, _) in enumerate(scales))
        + (")" if language == "zh" else r")(?!\w)"),
        re.IGNORECASE,
    )
    for language, scales in _WORDS.items()
}


def scale_at(text: str, position: int, language: str) -> tuple[int, int]:
    """Factor that a word at `position` gives, and the position after it; (1, position) without one."""
    pattern = _PATTERNS.get(language)
    match = pattern.match(text, position) if pattern else None
    if match is None or match.lastgroup is None:
        return 1, position
    return _WORDS[language][int(match.lastgroup[1:])][1], match.end()
