"""Acronyms and the full forms that the texts give with them: "Organisation mondiale du commerce (OMC)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text"
(2003): each letter of the acronym is found, from the last to the first, in the words before the bracket, the
first letter at the beginning of a word. Where the letters are of another script (Arabic, Chinese), there is
no such trace and no expansion is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BRACKETED = re.compile(r"[(（]\s*([A-ZА-ЯЁ][A-ZА-ЯЁa-zа-яё]{0,2}[A-ZА-ЯЁ][A-ZА-ЯЁ]*)\s*[)）]")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# An acronym of n letters stands for at most n + 5 words, and at most 2 n (Schwartz and Hearst).
_MORE_WORDS = 5


def is_acronym(word: str) -> bool:
    """Say whether a word is written in capitals, two to eight of them: "ONU", "UNESCO", "ФАО"."""
    letters = word.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper() and letters.lower() != letters


Expansions = dict[str, Counter[str]]


def find_expansions(texts: Iterable[str]) -> dict[str, str]:
    """Return the most frequent full form of each acronym that the texts explain in brackets."""
    found: Expansions = {}
    for text in texts:
        note_expansions(text, found)
    return most_frequent_expansions(found)


def note_expansions(text: str, found: Expansions) -> None:
    """Count in `found` the full forms that a text gives before an acronym in brackets."""
    for match in _BRACKETED.finditer(text):
        full = expansion_before(text[: match.start()], match.group(1))
        if full is not None:
            found.setdefault(match.group(1), Counter())[full] += 1


def most_frequent_expansions(found: Expansions) -> dict[str, str]:
    """Return the most frequent full form of each acronym; of equals the first by its letters."""
    return {acronym: min(forms, key=lambda one: (-forms[one], one)) for acronym, forms in found.items()}


def expansion_before(text: str, acronym: str) -> str | None:
    """Return the words at the end of `text` that an acronym after them stands for; None where none do.

    >>> expansion_before("au sein de l'Organisation mondiale du commerce ", "OMC")
    'Organisation mondiale du commerce'
    """
    words = list(_WORD.finditer(text))
    most = min(len(acronym) + _MORE_WORDS, 2 * len(acronym))
    start = words[-most].start() if len(words) >= most else 0
    place = _place_of_letters(text.lower(), acronym.lower(), start)
    if place is None or len(_WORD.findall(text[place:])) < 2:
        return None
    return text[place:].strip()


def _place_of_letters(text: str, letters: str, start: int) -> int | None:
    at = len(text)
    for number in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= start and not (text[at] == letters[number] and (number > 0 or _begins_word(text, at))):
            at -= 1
        if at < start:
            return None
    return at


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalpha()
