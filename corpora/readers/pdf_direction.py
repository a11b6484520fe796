"""The characters of a line that reads from the right: from their places to the order of reading.

A PDF draws such a line in pieces whose order says little; where the glyphs stand is sure. This inverts the
Unicode Bidirectional Algorithm (UAX #9) for lines whose paragraph runs to the left: figures and Latin words
run to the right inside it. Brackets are drawn as the mirror images of what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_RIGHT = ("R", "AL")
# Farther letters are not looked for: a line may be made to be endless.
_LONGEST_PASSAGE_CHARS = 500
_BRACKETS = dict(zip("()[]{}«»‹›", ")(][}{»«›‹", strict=True))
_EVERY_BRACKET = frozenset(_BRACKETS)
# The PDF library turns these round now and then; Arabic opens with the first (CLDR, quotationStart).
_OPENING_QUOTE, _CLOSING_QUOTE = "”", "“"
_STOPS = ".,;:!?،؛؟"
_OPENERS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}


@dataclass(frozen=True, slots=True)
class Read:
    """A character by its index from the left; `mirrored` if it is drawn as its mirror image."""

    index: int
    mirrored: bool


def reading_order(texts: Sequence[str], raised: Sequence[bool]) -> list[Read]:
    """Return the characters of one line in the order in which they are read, from the right.

    `texts` are the characters from left to right, white space included, a tab for a wide gap; `raised` tells
    footnote marks, which stand alone.

    >>> "".join("12 ,)A/1( بأ"[read.index] for read in reading_order("12 ,)A/1( بأ", [False] * 12))
    'أب (A/1), 12'
    """
    classes = [unicodedata.bidirectional(text[0]) for text in texts]
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(texts):
        end = _run_end(texts, classes, raised, at)
        runs.append((at, end))
        at = end
    return [
        Read(
            index,
            end - start == 1
            and (texts[index] in _BRACKETS or texts[index] in (_OPENING_QUOTE, _CLOSING_QUOTE)),
        )
        for start, end in reversed(runs)
        for index in range(start, end)
    ]


def meant_brackets(lines: Sequence[Sequence[tuple[str, bool]]]) -> list[list[str]]:
    """Return the characters of the lines of a page with their brackets as they are meant.

    `lines` are in reading order, each character with whether it may be a mirror image. Producers give such
    brackets as they are drawn or as they are meant, some now so and now so: each line is taken as it pairs
    best, then as its brackets stand to spaces, where that decides nothing as most of the page.
    """
    readings = [(_mirrored(line), [text for text, _ in line], _in_pairs(line)) for line in lines]
    drawn, meant = (sum(_unpaired(reading[kind]) for reading in readings) for kind in (0, 1))
    order = (0, 1, 2) if drawn <= meant else (1, 0, 2)
    return [
        _with_quotes(line, min((reading[kind] for kind in order), key=_faults))
        for line, reading in zip(lines, readings, strict=True)
    ]


def _with_quotes(line: Sequence[tuple[str, bool]], meant: list[str]) -> list[str]:
    """Characters of a line with its quotation marks as Arabic has them: by what stands beside them."""
    for at, (text, mirrored) in enumerate(line):
        if mirrored and text in (_OPENING_QUOTE, _CLOSING_QUOTE):
            before = line[at - 1][0] if at else " "
            opens = before.isspace() or before in _OPENERS
            meant[at] = _OPENING_QUOTE if opens else _CLOSING_QUOTE
    return meant


def _mirrored(line: Sequence[tuple[str, bool]]) -> list[str]:
    return [_BRACKETS.get(text, text) if mirrored else text for text, mirrored in line]


def _in_pairs(line: Sequence[tuple[str, bool]]) -> list[str]:
    """Characters of a line with every doubtful bracket closing the one that is open, or else opening."""
    meant: list[str] = []
    waiting: list[str] = []
    for text, mirrored in line:
        if mirrored and text in _BRACKETS:
            closes = bool(waiting) and waiting[-1] in (text, _BRACKETS[text])
            text = (
                waiting[-1] if closes else next(each for each in (text, _BRACKETS[text]) if each in _OPENERS)
            )
        if text in _OPENERS:
            waiting.append(_OPENERS[text])
        elif waiting and text == waiting[-1]:
            waiting.pop()
        meant.append(text)
    return meant


def _faults(characters: Sequence[str]) -> tuple[int, int]:
    """Brackets without their pair, then those with white space or a stop on the wrong side."""
    if _EVERY_BRACKET.isdisjoint(characters):
        return 0, 0
    misplaced = 0
    for at, character in enumerate(characters):
        if character not in _EVERY_BRACKET:
            continue
        before = characters[at - 1] if at else " "
        after = characters[at + 1] if at + 1 < len(characters) else " "
        misplaced += character in _OPENERS and (after.isspace() or after in _STOPS) and not before.isspace()
        misplaced += character in _OPENERS.values() and before.isspace() and not after.isspace()
    return _unpaired(characters), misplaced


def _unpaired(characters: Sequence[str]) -> int:
    waiting: list[str] = []
    unpaired = 0
    for character in characters:
        if character in _OPENERS:
            waiting.append(_OPENERS[character])
        elif character in _OPENERS.values():
            if waiting and waiting[-1] == character:
                waiting.pop()
            else:
                unpaired += 1
    return unpaired + len(waiting)


def _run_end(texts: Sequence[str], classes: Sequence[str], raised: Sequence[bool], start: int) -> int:
    """End of the run of characters that is read from the left, begun at `start`; one character otherwise."""
    end = start + 1
    if raised[start]:
        while end < len(texts) and raised[end]:
            end += 1
        return end
    if classes[start] == "L":
        return _latin_end(texts, classes, raised, start)
    if classes[start] in ("EN", "AN"):
        return _number_end(classes, raised, start)
    signs = start
    while signs < len(texts) and classes[signs] == "ET" and not raised[signs]:
        signs += 1
    if signs > start and signs < len(texts) and classes[signs] == "EN" and not _after_arabic(classes, signs):
        return _number_end(classes, raised, signs)
    return end


def _latin_end(texts: Sequence[str], classes: Sequence[str], raised: Sequence[bool], start: int) -> int:
    """A Latin passage holds the European figures and the punctuation inside it (UAX #9, W7 and N1)."""
    end = start + 1
    for at in range(start + 1, min(len(texts), start + _LONGEST_PASSAGE_CHARS)):
        if classes[at] in (*_RIGHT, "AN", "S"):
            break
        sign = classes[at] == "ET" and at == end and classes[at - 1] in ("EN", "ET")
        if not raised[at] and (classes[at] in ("L", "EN") or sign):
            end = at + 1
    # A bracket opened inside is closed inside, or does not belong to the passage (N0).
    waiting: list[tuple[str, int]] = []
    for at in range(start, end):
        if texts[at] in _OPENERS:
            waiting.append((_OPENERS[texts[at]], at))
        elif waiting and texts[at] == waiting[-1][0]:
            waiting.pop()
        elif texts[at] in _BRACKETS:
            return _without_end(texts, start, at)
    while waiting and end < len(texts) and texts[end] == waiting[-1][0]:
        end += 1
        waiting.pop()
    return _without_end(texts, start, waiting[0][1]) if waiting else end


def _without_end(texts: Sequence[str], start: int, end: int) -> int:
    while end > start + 1 and not texts[end - 1].isalnum():
        end -= 1
    return end


def _number_end(classes: Sequence[str], raised: Sequence[bool], start: int) -> int:
    """A number holds single separators, and outside Arabic text its signs (W4 and W5)."""
    arabic = classes[start] == "AN" or _after_arabic(classes, start)
    separators = ("CS",) if arabic else ("CS", "ES")
    end = start + 1
    while end < len(classes) and not raised[end]:
        digit = classes[end] in ("EN", "AN")
        joins = end + 1 < len(classes) and classes[end + 1] in ("EN", "AN") and not raised[end + 1]
        if not digit and not (classes[end] in separators and joins):
            break
        end += 1
    while not arabic and end < len(classes) and classes[end] == "ET" and not raised[end]:
        end += 1
    return end


def _after_arabic(classes: Sequence[str], at: int) -> bool:
    """Whether the nearest letter before, which stands to the right, is Arabic (W2)."""
    near = classes[at + 1 : at + 1 + _LONGEST_PASSAGE_CHARS]
    nearest = next((each for each in near if each in ("L", *_RIGHT)), "")
    return nearest == "AL"
