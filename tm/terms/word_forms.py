"""Forms that a stemmer keeps apart: plurals, feminines and cases that a regular ending makes.

Snowball cuts endings off; where more changes ("loi" and "lois", whose s it keeps; "juez", "jueces";
"criterion", "criteria"; рынок, рынка) it sees two words. Here such forms of a word of a term are made. Some
are no words: no text has these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from tm.lexical.words import surface

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
    if language == "ar":
        yield from _broken_plurals(surface(word))
    for one, other in _ENDINGS.get(language, ()):
        for old, new in ((one, other), (other, one)):
            start = len(word) - len(old)
            if word.endswith(old) and start + len(new) >= _LEAST_LETTERS:
                yield word[:start] + new


def stems_of_forms(word: str, language: str, stems: Callable[[str, str], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the stems of a word of a term and of its related forms, each once."""
    own = stems(word, language)
    related = (stem for form in related_forms(word, language) for stem in stems(form, language))
    return tuple(dict.fromkeys((*own, *related)))


def _broken_plurals(word: str) -> Iterator[str]:
    """Yield plurals of Arabic that change the word inside, and singulars of such plurals, by their patterns.

    تقرير and تقارير, مشروع and مشاريع, مكتب and مكاتب, لجنه and لجان, حكم and احكام, حق and حقوق. A word of
    three letters has two forms here: more would make "workers" of "work".
    """
    bare = word.removeprefix("ال")
    root, feminine = bare.removesuffix("ه"), bare.endswith("ه")
    if len(root) == 2:
        yield f"{root}و{root[1]}"
    elif len(root) == 3:
        a, b, c = tuple(root)
        yield from (f"{a}{b}ا{c}",) if feminine else (f"ا{a}{b}ا{c}", f"{a}{b}و{c}")
    elif len(root) == 4:
        a, b, c, d = tuple(root)
        yield f"{a}{b}ا{c}{d}"
        yield from (f"{a}{b}{d}ه",) if c == "ا" else (f"{a}{b}{d}", f"{a}{b}") if c == "و" else ()
    elif len(root) == 5:
        a, b, c, d, e = tuple(root)
        yield from (f"{a}{b}ا{c}ي{e}",) if d in "يو" else ()
        yield from (f"{a}{b}{d}{e}", f"{a}{b}{d}{e}ه") if c == "ا" else ()
        yield from (f"{b}{c}{e}",) if (a, d) == ("ا", "ا") else ()
    elif len(root) == 6 and root[2] == "ا" and root[4] == "ي":
        a, b, _, d, _, f = tuple(root)
        yield from (f"{a}{b}{d}ي{f}", f"{a}{b}{d}و{f}")


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
