"""Forms that a stemmer keeps apart: plurals, feminines and cases that a regular ending makes.

Snowball cuts endings off; where more changes ("loi" and "lois", whose s it keeps; "juez", "jueces";
"criterion", "criteria"; рынок, рынка) it sees two words. Here such forms of a word of a term are made. Some
are no words: no text has these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

# What a word may end in, and what may stand there instead; each also the other way round.
_ENDINGS: Final = {
    "fr": (
        ("", "s"), ("u", "ux"), ("al", "aux"), ("ail", "aux"), ("if", "ive"), ("eau", "elle"), ("er", "ère"),
        ("teur", "trice"), ("c", "que"), ("x", "se"), ("eur", "euse"),
    ),
    "en": (
        ("", "s"), ("", "es"), ("y", "ies"), ("f", "ves"), ("fe", "ves"), ("is", "es"), ("on", "a"),
        ("um", "a"), ("ex", "ices"), ("ix", "ices"), ("man", "men"), ("child", "children"),
    ),
    "es": (("", "s"), ("", "es"), ("z", "ces"), ("or", "ora"), ("o", "a")),
    "ru": (
        ("", "а"), ("", "ов"), ("", "ы"), ("й", "я"), ("й", "ев"), ("ь", "я"), ("ь", "и"), ("мя", "мени"),
        ("ок", "ка"), ("ок", "ки"), ("ок", "ков"), ("ек", "ка"), ("ец", "ца"), ("ец", "цов"), ("ень", "ня"),
        ("ья", "ей"), ("ия", "ий"),
    ),
}  # fmt: skip
# A shorter beginning is no word whose end may change.
_LEAST_LETTERS: Final = 3
_RUSSIAN_VOWELS: Final = "аеёийоуыьэюя"
_LEAST_STEM: Final = 4
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


def related_forms(word: str, language: str) -> Iterator[str]:
    """Yield forms that a folded word may have beside its own."""
    for one, other in _ENDINGS.get(language, ()):
        for old, new in ((one, other), (other, one)):
            start = len(word) - len(old)
            if word.endswith(old) and start + len(new) >= _LEAST_LETTERS:
                yield word[:start] + new


def stems_of_forms(word: str, language: str, stems: Callable[[str, str], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the stems of a word of a term and of its related forms, each once."""
    own = stems(word, language)
    if language not in _ENDINGS:
        return own
    related = (stem for form in related_forms(word, language) for stem in stems(form, language))
    return tuple(dict.fromkeys((*own, *related)))


def russian_stems(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return stems of Russian without a vowel at the end: ассамблея gives "ассамбле", ассамблеи "ассамбл".

    >>> russian_stems(("ассамбле",)), russian_stems(("прав",))
    (('ассамбле', 'ассамбл'), ('прав',))
    """
    bare = (
        stem.rstrip(_RUSSIAN_VOWELS)
        for stem in stems
        if _CYRILLIC.match(stem) and stem[-1] in _RUSSIAN_VOWELS
    )
    return tuple(dict.fromkeys((*stems, *(stem for stem in bare if len(stem) >= _LEAST_STEM))))
