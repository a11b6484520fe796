r"""Phrases with wildcards: what a user types becomes a pattern of folded text.

| written          | stands for                                                                            |
|------------------|---------------------------------------------------------------------------------------|
| `*` in a word    | letters and digits of it, none to 64: at its beginning, inside or at its end          |
| `?` in a word    | one letter or digit; a `?` alone is a question mark                                   |
| `*` alone        | one word, with its hyphens and apostrophes; in Chinese one character                  |
| `*` beside Han   | inside: as few characters as possible, at most eight; at an end: nothing              |
| `\*`, `\?`       | the sign itself, as are the full-width signs                                          |

No phrase takes more time than in proportion to text times phrase, whatever is typed: what a star takes is
never given back (atomic groups), which finds the same words, because the nearest piece that fits leaves the
most letters for the others. A run of more than 64 letters is no word: a star does not complete it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tm.errors import QueryError
from tm.lexical.words import HAN, LONGEST_WORD
from tm.text_folding import fold_text, folded_offsets

# Longer than any paragraph of a resolution (`tm.lexical.lexical_query`).
LONGEST_PHRASE_CHARS = 8_000
# More wildcards than words of a long sentence are a mistake or an attack.
MOST_WILDCARDS = 64
STAR, ONE = "*", "?"
# Characters that a star between Han characters stands for at most: a clause has no words to end it.
_LONGEST_HAN_GAP = 8
_LETTER = rf"[^\W_{HAN}]"
# A longer run of letters is no word of a language (`tm.lexical.words`).
_GAP = f"{_LETTER}{{0,{LONGEST_WORD}}}?"
# Folded letters and digits of scripts whose words stand apart (Latin, Greek, Cyrillic): a number ends there.
_APART = "[a-z0-9\u00df-\u024f\u0370-\u052f\u1e00-\u1fff]"
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_IS_LETTER = re.compile(_LETTER)
_IS_HAN = re.compile(f"[{HAN}]")
_LONG_RUN = re.compile(f"{_LETTER}{{{LONGEST_WORD + 1}}}")
_ONE_WORD = rf"(?>[{HAN}]|{_LETTER}++(?:['-]{_LETTER}++)*+)"


@dataclass(frozen=True, slots=True)
class Sign:
    """A folded character of a phrase, or a wildcard: `STAR` or `ONE`."""

    text: str
    wild: bool = False


Word = tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: its words, as typed and folded, and the pattern that finds it in folded text.

    `is_open`: letters may stand in a word of the text that the phrase does not name.
    """

    words: tuple[Word, ...]
    pattern: re.Pattern[str]
    is_open: bool


def compile_phrase(phrase: str) -> Phrase:
    """Return the pattern of a phrase; raises `QueryError` where nothing is left of it, or it is too long.

    Words match whole, except in Chinese and at the beginning of the first word in Arabic. A space matches any
    run of spaces; none is needed beside a quotation mark and between Han characters.
    """
    if len(phrase) > LONGEST_PHRASE_CHARS:
        raise QueryError(
            f"The phrase has {len(phrase)} characters; at most {LONGEST_PHRASE_CHARS} can be looked for."
        )
    words = phrase_words(phrase)
    if not any(not sign.wild and sign.text not in "\"'" for word in words for sign in word):
        raise QueryError("The phrase is empty. Give at least one word.")
    wildcards = sum(sign.wild for word in words for sign in word)
    if wildcards > MOST_WILDCARDS:
        raise QueryError(f"The phrase has {wildcards} wildcards; at most {MOST_WILDCARDS} can be looked for.")
    is_open = is_arabic(words[0][0]) or any(sign.wild for word in words for sign in word)
    return Phrase(words, re.compile(_with_loose_quotes(_joined(words))), is_open)


def phrase_words(phrase: str) -> tuple[Word, ...]:
    """Return the words of a phrase, at its spaces, folded."""
    signs = list(_folded_signs(unicodedata.normalize("NFC", phrase)))
    parts = groupby(signs, lambda sign: sign.text == " ")
    return tuple(_without_lone_marks(tuple(word)) for is_space, word in parts if not is_space)


def occurrences(phrase: Phrase, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (left, match, right) for each occurrence in `text`, which they partition, from left to right."""
    for start, end in occurrence_spans(phrase, text):
        yield text[:start], text[start:end], text[end:]


def occurrence_spans(phrase: Phrase, text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open range of each occurrence in `text`, from left to right."""
    offsets: list[int] | None = None
    folded = fold_text(text)
    for match in phrase.pattern.finditer(folded):
        if phrase.is_open and _completes_no_word(folded, match.start(), match.end()):
            continue
        if offsets is None:
            offsets = folded_offsets(text)
        # A mark dropped by folding belongs to the character before it.
        yield offsets[match.start()], _end(offsets, match.end())


def is_lone_star(word: Word) -> bool:
    """Say whether a word is the wildcard for one word."""
    return word == (Sign(STAR, wild=True),)


def is_letter(sign: Sign) -> bool:
    """Say whether this is a letter or digit of a script that parts its words."""
    return not sign.wild and _IS_LETTER.match(sign.text) is not None


def is_han_sign(sign: Sign) -> bool:
    """Say whether this is a Han character."""
    return not sign.wild and _IS_HAN.match(sign.text) is not None


def is_arabic(sign: Sign) -> bool:
    """Say whether this is an Arabic letter, which other words may be written together with."""
    return not sign.wild and _ARABIC.match(sign.text) is not None


def _completes_no_word(folded: str, start: int, end: int) -> bool:
    """Say whether a run of letters is too long for a word, from where it begins before the match."""
    first = start
    while start - first <= LONGEST_WORD and first > 0 and _IS_LETTER.match(folded[first - 1]):
        first -= 1
    return _LONG_RUN.search(folded, first, end) is not None


def _folded_signs(phrase: str) -> Iterator[Sign]:
    escaped = False
    for character in phrase:
        if character == "\\" and not escaped:
            escaped = True
            continue
        if character in (STAR, ONE) and not escaped:
            yield Sign(character, wild=True)
        else:
            if escaped and character not in (STAR, ONE):
                yield Sign("\\")
            yield from map(Sign, fold_text(character))
        escaped = False
    if escaped:
        yield Sign("\\")


def _without_lone_marks(word: Word) -> Word:
    """Return a word with stars that follow each other as one, and a "?" alone as the mark it is."""
    if all(sign == Sign(ONE, wild=True) for sign in word):
        return tuple(Sign(ONE) for _ in word)
    one_star = [
        sign
        for place, sign in enumerate(word)
        if sign != Sign(STAR, wild=True) or place == 0 or word[place - 1] != sign
    ]
    return tuple(one_star)


def _joined(words: Sequence[Word]) -> str:
    pattern = ""
    for place, word in enumerate(words):
        if place:
            pattern += " *+" if _needs_no_space(words[place - 1], word) else " ++"
        pattern += _ONE_WORD if is_lone_star(word) else _word_pattern(word)
    return pattern


def _needs_no_space(left: Word, right: Word) -> bool:
    beside = (is_han_sign(left[-1]), is_han_sign(right[0]))
    return all(beside) or (any(beside) and (is_lone_star(left) or is_lone_star(right)))


def _word_pattern(word: Word) -> str:
    pattern = _left_edge(word)
    place = 0
    while place < len(word):
        end = next((k for k in range(place, len(word)) if not _in_run(word, k)), len(word))
        if end > place:
            pattern += _run_pattern(word[place:end])
            place = end
        else:
            pattern += _sign_pattern(word, place)
            place += 1
    return pattern + _right_edge(word)


def _in_run(word: Word, place: int) -> bool:
    """Say whether a sign belongs to a run of letters and wildcards of a script that parts its words."""
    sign = word[place]
    return is_letter(sign) or (sign.wild and not _beside_han(word, place))


def _beside_han(word: Word, place: int) -> bool:
    """Say whether the next sign that is no wildcard, on either side, is Han."""
    before = next((sign for sign in reversed(word[:place]) if not sign.wild), None)
    after = next((sign for sign in word[place + 1 :] if not sign.wild), None)
    return any(sign is not None and is_han_sign(sign) for sign in (before, after))


def _run_pattern(run: Word) -> str:
    """Return the pattern of letters and wildcards: pieces between stars, each as near as it may be."""
    pieces = [
        "".join(_LETTER if sign.wild else re.escape(sign.text) for sign in group)
        for is_star, group in groupby(run, lambda sign: sign == Sign(STAR, wild=True))
        if not is_star
    ]
    if run[0] == Sign(STAR, wild=True):
        pieces.insert(0, "")
    if run[-1] == Sign(STAR, wild=True):
        return pieces[0] + "".join(f"(?>{_GAP}{piece})" for piece in pieces[1:]) + f"{_LETTER}*+"
    if len(pieces) == 1:
        return pieces[0]
    # The last piece ends the word, so it is the last place where it fits that counts, not the nearest.
    middle = "".join(f"(?>{_GAP}{piece})" for piece in pieces[1:-1])
    return f"{pieces[0]}{middle}(?>{_GAP}{pieces[-1]}(?!{_LETTER}))"


def _sign_pattern(word: Word, place: int) -> str:
    sign = word[place]
    if not sign.wild:
        return re.escape(sign.text)
    if sign.text == ONE:
        return r"\w"
    if place in (0, len(word) - 1):
        return ""
    following = word[place + 1]
    ahead = r"\w" if following.wild else re.escape(following.text)
    # What follows is only looked at, and taken by its own pattern.
    return rf"(?>\w{{0,{_LONGEST_HAN_GAP}}}?(?={ahead}))"


def _left_edge(word: Word) -> str:
    first = word[0]
    if first.wild:
        return "" if _beside_han(word, 0) else f"(?<!{_LETTER})"
    if not is_letter(first) or is_arabic(first):
        return ""
    return f"(?<!{_APART})" if first.text.isdigit() else f"(?<!{_LETTER})"


def _right_edge(word: Word) -> str:
    last = word[-1]
    if last.wild:
        return "" if last.text == STAR or _beside_han(word, len(word) - 1) else f"(?!{_LETTER})"
    if not is_letter(last):
        return ""
    return f"(?!{_APART})" if last.text.isdigit() else f"(?!{_LETTER})"


def _end(offsets: Sequence[int], folded_end: int) -> int:
    """Return where the original of folded characters before `folded_end` ends."""
    last = offsets[folded_end - 1]
    return next((offset for offset in offsets[folded_end:] if offset > last), offsets[-1])


def _with_loose_quotes(pattern: str) -> str:
    """Let « word » match "word": spaces inside quotation marks may be there or not."""
    loose = re.sub(r'(?: [*+]\+)?"(?: [*+]\+)?', ' *+" *+', pattern)
    return loose.removeprefix(" *+").removesuffix(" *+")
