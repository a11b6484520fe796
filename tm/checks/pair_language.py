"""Checks of a text against its source and code: untranslated, in another language, negated on one side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tm.checks.checked_units import Observation
from tm.checks.length_ratios import weighed_chars
from tm.checks.negation_words import NEGATED, PERHAPS_NEGATED
from tm.checks.read_texts import ReadText

_SCRIPTS = {
    "ar": re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]"),
    "zh": re.compile("[\u3400-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_SCRIPT_OF = {"ar": "ar", "zh": "zh", "ru": "ru", "en": "latin", "fr": "latin", "es": "latin"}
_SCRIPT_NAMES = {"ar": "Arabic", "zh": "Han", "ru": "Cyrillic", "latin": "Latin"}
# A Han character says as much as three letters.
_HAN_WEIGHT = 3
_ENOUGH_LETTERS = 8
# The library tells languages of one alphabet apart in texts of so many letters: .999 of sentences.
_ENOUGH_LATIN_LETTERS = 40
_SURE = 0.95
_SAME_CHARS = 12
_SAME_WORDS = 3
_WORDS = re.compile(r"[^\W\d_]{2,}")


def observe_language(source: ReadText, target: ReadText) -> Iterator[Observation]:
    """Yield what a pair says of its languages."""
    languages = (source.language, target.language)
    if source.base != target.base and _is_untranslated(source, target):
        yield Observation("content.same-text", languages, "The translation is the source text.")
    if source.known and target.known:
        yield from _negation(source, target, languages)


def _is_untranslated(source: ReadText, target: ReadText) -> bool:
    """Whether a sentence was left: names, symbols and figures are the same in many languages."""
    if _folded(source.text) != _folded(target.text) or weighed_chars(target.text) < _SAME_CHARS:
        return False
    words = _WORDS.findall(target.text)
    lower = sum(word[0].islower() or not word[0].isupper() for word in words)
    return target.has_han or lower >= _SAME_WORDS


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def observe_code(read: ReadText) -> Iterator[Observation]:
    """Yield whether a text is in another script or language than its code says; nothing beyond the six."""
    wanted = _SCRIPT_OF.get(read.base)
    if wanted is None or read.letters < _ENOUGH_LETTERS // (_HAN_WEIGHT if read.has_han else 1):
        return
    weights = {name: len(pattern.findall(read.text)) for name, pattern in _SCRIPTS.items()}
    weights["zh"] *= _HAN_WEIGHT
    if sum(weights.values()) < _ENOUGH_LETTERS:
        return
    most = max(weights, key=lambda name: weights[name])
    if most != wanted and weights[most] > 2 * weights[wanted]:
        # Names, titles and symbols keep their letters; a sentence does not.
        if most == "latin" and len(re.findall(r"\b[a-zà-ɏ]{3,}\b", read.text)) < _SAME_WORDS:
            return
        message = f"The text is in {_SCRIPT_NAMES[most]} letters, its code is {read.language}."
        yield Observation("content.language", (read.language,), message)
    elif wanted == "latin" and weights["latin"] >= _ENOUGH_LATIN_LETTERS:
        yield from _other_latin_language(read)


def _other_latin_language(read: ReadText) -> Iterator[Observation]:
    from corpora.languages import identify_language, language_name

    found, probability = identify_language(read.text)
    if found is not None and found != read.base and probability >= _SURE and not _has_own_words(read):
        message = f"The text seems to be {language_name(found)}, its code is {read.language}."
        yield Observation("content.language", (read.language,), message)


_OWN_WORDS = {
    "en": "the of and to in for with by on that is are shall from as an at be",
    "fr": "le la les des du et dans pour par sur que est aux une qui au",
    "es": "el los las del y en para por que con una se al es su",
}


def _has_own_words(read: ReadText) -> bool:
    """Whether a fifth of the words are small words of its own language: then a name misled the library."""
    words = read.text.lower().split()
    own = _OWN_WORDS[read.base].split()
    return 5 * sum(word in own for word in words) >= len(words)


_AR_MARKS = re.compile("[\u0640\u064b-\u0652]")


def _negation(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    for own, other in ((source, target), (target, source)):
        match = NEGATED[own.base].search(_bare(own))
        if match and not PERHAPS_NEGATED[other.base].search(_bare(other)):
            message = f"{own.language} has “{match.group()[:40]}”, {other.language} has no negation."
            yield Observation("content.negation", languages, message, own.language)


def _bare(read: ReadText) -> str:
    """A text without the vowel signs and the lengthening stroke of Arabic, which break its words."""
    return _AR_MARKS.sub("", read.text) if read.base == "ar" else read.text
