"""Arabic words that are written together with the next: "and", "so", "by", "as", "to".

A letter that looks like one may belong to the word; the general frequency list decides: with the letter taken
off, a word must be far more common than with it (حقوق against بحقوق, but وزير against زير).
"""

from __future__ import annotations

from functools import lru_cache

from tm.terms.general_language import frequency

_CONJUNCTIONS = "وف"
_PREPOSITIONS = "بكل"
# The rest must be at least so many times as common as the whole: a clitic makes a word about ten times rarer.
_TIMES_AS_COMMON = 3.0
_SHORTEST_REST = 3


@lru_cache(maxsize=1 << 18)
def split_clitics(word: str) -> tuple[str, str]:
    """Return the clitics of a word as written, and the rest; "" and the word where there are none.

    The article that ل swallows comes back.

    >>> [split_clitics(word) for word in ("والإرهاب", "للأمم", "وزير", "وبحقوق")]
    [('و', 'الإرهاب'), ('ل', 'الأمم'), ('', 'وزير'), ('وب', 'حقوق')]
    """
    first, rest = _split(word, _CONJUNCTIONS)
    second, rest = _split(rest, _PREPOSITIONS)
    return first + second, rest


def _split(word: str, letters: str) -> tuple[str, str]:
    if len(word) <= _SHORTEST_REST or word[0] not in letters:
        return "", word
    rest = word[1:]
    if word.startswith("لل"):
        # للجان: "to the committees" is ل and اللجان with one ل fewer.
        whole = "ال" + rest[1:]
        double = "ال" + rest
        return "ل", double if _common(double) > _common(whole) else whole
    if rest.startswith("ال") and len(rest) > _SHORTEST_REST + 1 and word[0] != "ل":
        return word[0], rest
    if letters == _CONJUNCTIONS and rest.startswith("لل") and len(rest) > _SHORTEST_REST + 1:
        return word[0], rest
    return (word[0], rest) if _common(rest) > _TIMES_AS_COMMON * _common(word) else ("", word)


def _common(word: str) -> float:
    return frequency(word, "ar")
