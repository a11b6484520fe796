"""The beginnings that most paragraphs have: two words that name no label, a plain number, a letter "(a)".

They are told without the patterns for all labels (`corpora/label_words.py`, `corpora/label_marks.py`), and as
those would tell them.
"""

from __future__ import annotations

import functools
import re

from corpora.label_forms import Label, LabelForm, LabelStyle, head_of
from corpora.label_marks import SUFFIX, match_marked
from corpora.label_words import WORDS
from corpora.ordinal_words import fold_word

# Letters that `head_of` leaves as they are. Han is not divided into words by spaces.
_CAPITAL = "A-ZÀ-ÖØ-ÞЀ-Я"
_LETTER = "A-Za-zÀ-ÖØ-öø-\u0131Ĵ-ľŁ-ňŊ-žЀ-\u0481ء-\u063fف-ي"
# Suffixes of numbers may follow a letter: "B bis."
_TWO_WORDS = re.compile(
    rf"([{_LETTER}]{{2,40}}) (?:[0-9]|(?!عشر|ثانيا|ثالثا|رابعا|{SUFFIX})([{_LETTER}]{{1,40}})(?:[ ,;.:]|\Z))"
)
# After a letter a whole word, since a suffix may have signs inside that are not shown: "(a) b\u00adis".
_PLAIN_LABEL = re.compile(
    rf"(?P<number>[1-9][0-9]{{0,2}})\. (?=[{_CAPITAL}])|"
    rf"(?P<letter>\([a-z]\)) (?!{SUFFIX})(?=[{_LETTER}]{{1,40}}(?:[ ,;.:]|\Z))"
)
# Of a longer word only so much is looked up; no word of a label is as long.
_MOST_LETTERS = 12
_PARTS_OF_WORDS = frozenset(part for word in WORDS for part in word.split())


def begins_without_label(text: str) -> bool:
    """Whether a text begins with two words of which none is one of labels, or with a square bracket.

    Where it does not, it may begin with a label. A figure may stand for the second word.

    >>> begins_without_label("Recalling its resolution 55/100,"), begins_without_label("Première partie")
    (True, False)
    """
    words = _TWO_WORDS.match(text)
    if words is None:
        return text.startswith("[")
    first, second = words.groups()
    if second is None:
        return not _begins_as_label(first)
    return not (_is_of_label(first) or _is_of_label(second))


def plain_label(text: str, language: str) -> tuple[Label, int] | None:
    """The label of a text like "12. Asks" or "(b) ferries", and the offset where it ends; None for others."""
    found = _PLAIN_LABEL.match(text)
    if found is None:
        return None
    number, letter = found.groups()
    label = _number(number) if number else _in_brackets(letter, language)
    return (label, found.end() - 1) if label else None


@functools.lru_cache(maxsize=4096)
def _is_of_label(word: str) -> bool:
    return fold_word(word[:_MOST_LETTERS]) in _PARTS_OF_WORDS


@functools.lru_cache(maxsize=4096)
def _begins_as_label(word: str) -> bool:
    """Whether a word of labels stands at the beginning of a word: "Articles"."""
    return any(_is_of_label(word[:end]) for end in range(2, _MOST_LETTERS + 1))


@functools.lru_cache(maxsize=1024)
def _number(written: str) -> Label:
    return Label(f"{written}.", LabelStyle.NUMBER, (int(written),), LabelForm.FULL)


@functools.lru_cache(maxsize=1024)
def _in_brackets(written: str, language: str) -> Label | None:
    found = match_marked(head_of(written), written, language)
    return found[0] if found else None
