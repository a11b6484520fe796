"""Numbers written as words, each with its place: "soixante-neuvième" is 69, once.

Unlike `corpora.number_words`, which gives every value that words may stand for, a compound is one number
here: "двадцать пять" is 25, not 20 and 5; "first and second" are two. Chinese is read by
`corpora.han_mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.number_word_forms import WordForm, joined_form, word_forms
from corpora.ordinal_words import fold_word


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in words and the half-open span of characters where it is written.

    `idiom`: a word that has a number in it which another language may not have ("both", "decade",
    "hundreds").
    """

    value: int
    start: int
    end: int
    ordinal: bool = False
    idiom: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    form: WordForm
    start: int
    end: int
    joined: bool
    """Whether "and" stands before it: a word of its own, or the letter that Arabic writes it with."""
    near: bool
    """Whether only a space or hyphen is between it and the number word before."""


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*")
_JOINTS = {"en": "and", "fr": "et", "es": "y"}
_BETWEEN = re.compile(r"[\s\u00ad-]{1,3}|\s?-\s?")
_AR_PREFIX = re.compile(r"(?P<and>[وف])?(?:[بكل]?ال|لل|[بلك])?")
# The hundred of "per cent" is none.
_PER = {
    "fr": ("pour", 100), "es": ("por", 100), "ar": ("في", 100), "en": ("per", 100),
}  # fmt: skip
_HUNDRED, _THOUSAND = 100, 1000


def number_mentions(plain: str, language: str) -> list[NumberMention]:
    """Numbers in words in order of place; `plain` is text as `plain_characters` gives it."""
    if not word_forms(language):
        return []
    found: list[NumberMention] = []
    run: list[_Word] = []
    for word in _words(plain, language):
        if run and word.near and _continues([one.form for one in run], word, language):
            run.append(word)
            continue
        if run:
            found.append(_mention(run, language))
        run = [word]
    if run:
        found.append(_mention(run, language))
    return found


def _words(plain: str, language: str) -> Iterator[_Word]:
    """Yield the number words, and for each how it is joined to the one before."""
    joint = _JOINTS.get(language)
    end = -1
    joined = per = False
    for match in _WORD.finditer(plain):
        folded = fold_word(match.group())
        form, prefixed = _form(folded, language)
        gap = plain[end : match.start()] if 0 <= end <= match.start() else ""
        near = end >= 0 and (_BETWEEN.fullmatch(gap) is not None)
        if form is not None and not (per and form.value == _HUNDRED):
            yield _Word(form, match.start(), match.end(), joined or prefixed, near)
            end, joined = match.end(), False
        elif joint is not None and folded == joint and near and not joined:
            end, joined = match.end(), True
        else:
            end, joined = -1, False
        per = folded == _PER.get(language, ("", 0))[0]


def _form(word: str, language: str) -> tuple[WordForm | None, bool]:
    """What a folded word counts, and whether an Arabic "and" is written with it."""
    forms = word_forms(language)
    form = forms.get(word)
    if form is not None:
        return form, False
    if language == "ru":
        return joined_form(word), False
    if language == "ar":
        match = _AR_PREFIX.match(word)
        rest = word[match.end() :] if match else word
        form = forms.get(rest) or (forms.get(rest[:-1]) if rest.endswith("ا") else None)
        return form, bool(match and match["and"])
    if word.endswith("s"):
        form = forms.get(word[:-1])
        if form is not None and language == "en":
            # "hundreds", "thirds", "ones": how many is not said.
            form = WordForm(form.value, form.ordinal, idiom=True)
    return form, False


def _continues(run: list[WordForm], word: _Word, language: str) -> bool:
    """Whether `word` belongs to the same number as the words before it."""
    if any(form.idiom for form in run) or (word.form.idiom and word.form.value < _THOUSAND):
        return False
    value, last = word.form.value, run[-1].value
    if run[-1].ordinal and language not in ("es", "ar"):
        return False
    if value >= _THOUSAND:
        return last < value and not word.joined
    if word.joined and not _may_be_joined(last, value, language):
        return False
    if language == "ar":
        return _continues_arabic(last, value, joined=word.joined)
    return _adds(last, value, language) or _multiplies(last, value, language)


def _may_be_joined(last: int, value: int, language: str) -> bool:
    if language == "en":
        return last in (_HUNDRED, _THOUSAND) and value < _HUNDRED
    if language == "fr":
        return last % 10 == 0 and 20 <= last < _HUNDRED and value in (1, 11)
    if language == "es":
        return last % 10 == 0 and 20 < last < _HUNDRED and value < 10
    return language == "ar"


def _adds(last: int, value: int, language: str) -> bool:
    if last >= _THOUSAND:
        return value < _THOUSAND
    if last >= _HUNDRED:
        return value < _HUNDRED
    if last >= 20 and last % 10 == 0:
        teens = language == "fr" and last in (20, 60, 80) and 10 <= value < 20
        return value < 10 or teens
    if last == 10:
        return (language == "fr" and 7 <= value <= 9) or (language == "es" and value < 10)
    return False


def _multiplies(last: int, value: int, language: str) -> bool:
    return (value == _HUNDRED and 1 < last < 10) or (
        value == _HUNDRED and last == 1 and language == "en"
    ) or (language == "fr" and last == 4 and value == 20)  # fmt: skip


def _continues_arabic(last: int, value: int, *, joined: bool) -> bool:
    """Units before tens, with "and": "خمسة وعشرون"; teens without: "خمسة عشر"."""
    if not joined:
        return (last < 10 and value == 10) or (2 < last < 10 and value == _HUNDRED)
    if last < 10:
        return 20 <= value < _HUNDRED
    return (last >= _HUNDRED and value < _HUNDRED) or (last >= _THOUSAND and value < _THOUSAND)


def _mention(run: list[_Word], language: str) -> NumberMention:
    values = [word.form.value for word in run]
    bare = len(run) == 1 and values[0] >= _HUNDRED
    return NumberMention(
        value=composed(values, language),
        start=run[0].start,
        end=run[-1].end,
        ordinal=run[0].form.ordinal or (run[-1].form.ordinal and language != "ar"),
        idiom=bare or any(word.form.idiom for word in run if word.form.value < _THOUSAND),
    )


def composed(values: list[int], language: str) -> int:
    """Value of one number's words in order: 4 20 10 is 90 (French), 9 60 is 69 (Arabic), 2 100 5 is 205."""
    total = part = 0
    for value in values:
        if value >= _THOUSAND:
            total, part = total + max(part, 1) * value, 0
        elif value == _HUNDRED or (language == "fr" and value == 20 and part == 4):
            part = max(part, 1) * value
        else:
            part += value
    return total + part
